"""The playing position in a sheet and the events due from there, block by block, without clock or sound."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from seqgen.arrays import Ints
from seqgen.formats.sheet import Sheet, TrackInfo

NOTE_OFF, CLOCK, PROGRAM, VOLUME, NOTE_ON = range(5)
"""Kinds of events, in the order of events of one moment: a repeated note ends before it begins again."""

CLOCKS_A_QUARTER = 24
COUNT_TRACKS = 30_000
"""First track of what counts in, past all tracks of a sheet."""
SHORTEST_LOOP = 1 / 8  # of a quarter note
SHORTEST_REST = 1 / 8  # of a quarter note; a note with less left is not begun in its middle


TickEvent = tuple[float, int, int, int, int]
"""(tick, kind, track, number, value): an event at a tick instead of a time."""


class Event(NamedTuple):
    """Event `seconds` after its block begins. `value`: velocity of a note, 1 for a drum program, or volume 0-127."""

    seconds: float
    kind: int
    track: int
    number: int
    value: int


class Point(NamedTuple):
    """Position `tick` at `seconds` after the block begins. A jump is two points with the same `seconds`."""

    seconds: float
    tick: float


class PlayedBlock(NamedTuple):
    """A few milliseconds of playback: its events and the positions it passes."""

    events: list[Event]
    path: list[Point]


class PlayPosition:
    """Moves through a sheet at its own tempos times `scale`, repeating `loop` if there is one.

    It tracks the sounding notes and ends each of them: when the note ends, at a jump, or when it is muted or removed.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.tick = 0.0
        self.scale = 1.0
        self.clock = False
        self._counting: PlayPosition | None = None
        self._wanted: tuple[int, int] | None = None
        self._sounding: dict[tuple[int, int], int] = {}  # (track, key) -> end tick
        self._take(sheet)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Repeat from the first tick to before the second. A range too short to hear counts as none."""
        self._wanted = loop
        self.loop = self._fitting(loop)

    def _fitting(self, loop: tuple[int, int] | None) -> tuple[int, int] | None:
        if loop is None:
            return None
        begin, end = max(0, loop[0]), min(loop[1], self.sheet.end_tick)
        return (begin, end) if end - begin >= self.sheet.ticks_per_quarter * SHORTEST_LOOP else None

    @property
    def ended(self) -> bool:
        return self._counting is None and self.loop is None and self.tick >= self.sheet.end_tick

    # -- changes, with the events due at once --------------------------------------------------------------------------

    def begin(self, tick: float, *, count_in: Sheet | None = None) -> list[Event]:
        """Move to a tick; return each track's program and volume, and the notes that sound at that tick. A sheet that
        counts in is played first, while the position stays; the notes then begin behind it."""
        events = [*self.jump(tick, chase=False), *self._described(())]
        if count_in is None:
            return events + self._chased()
        self._counting = PlayPosition(count_in)
        return events + _counted(self._counting.begin(0.0))

    def jump(self, tick: float, *, chase: bool = True) -> list[Event]:
        """Move to a tick; return the ends of the sounding notes and, with `chase`, the notes that sound there."""
        events = self.silence()
        self.tick = min(max(0.0, float(tick)), float(self.sheet.end_tick))
        return events + (self._chased() if chase else [])

    def silence(self) -> list[Event]:
        """Return the ends of all sounding notes."""
        counting, self._counting = self._counting, None
        events = [Event(0.0, NOTE_OFF, track, key, 0) for track, key in self._sounding]
        events += _counted(counting.silence()) if counting is not None else []
        self._sounding.clear()
        return events

    def change(self, sheet: Sheet) -> list[Event]:
        """Replace the sheet; return the events that make the difference heard."""
        before, old = self.sheet.tracks, self.sheet.ticks_per_quarter
        self._take(sheet)
        if old != sheet.ticks_per_quarter:
            self.tick *= sheet.ticks_per_quarter / old
        self.tick = min(self.tick, float(sheet.end_tick))
        other_sound = {
            number
            for number, (a, b) in enumerate(zip(before, sheet.tracks, strict=False))
            if (a.program, a.drums) != (b.program, b.drums)
        }
        under_way = {
            (int(n["track"]), int(n["pitch"])): int(n["end"])
            for n in self._under_way(0)
            if int(n["track"]) not in other_sound
        }
        ended = [note for note in self._sounding if note not in under_way]
        events = [Event(0.0, NOTE_OFF, track, key, 0) for track, key in ended]
        self._sounding = {note: under_way[note] for note in self._sounding if note in under_way}
        return [*events, *self._described(before), *self._chased()]

    def _described(self, before: tuple[TrackInfo, ...]) -> list[Event]:
        """Return programs and volumes of the tracks that differ from `before`."""
        events = []
        for number, info in enumerate(self.sheet.tracks):
            old = before[number] if number < len(before) else None
            if old is None or (old.program, old.drums) != (info.program, info.drums):
                events.append(Event(0.0, PROGRAM, number, info.program, int(info.drums)))
            if old is None or old.volume != info.volume:
                events.append(Event(0.0, VOLUME, number, 0, min(max(round(100 * info.volume), 0), 127)))
        return events

    def _chased(self) -> list[Event]:
        """Begin the notes at this tick that do not sound yet."""
        events = []
        for note in self._under_way(self.sheet.ticks_per_quarter * SHORTEST_REST):
            track, key = int(note["track"]), int(note["pitch"])
            if (track, key) not in self._sounding and not self.sheet.tracks[track].drums:
                self._sounding[track, key] = int(note["end"])
                events.append(Event(0.0, NOTE_ON, track, key, int(note["velocity"])))
        return events

    def _under_way(self, rest: float) -> Any:
        """Return the audible notes that began before the tick and last at least `rest` ticks longer."""
        notes = self.sheet.notes[: int(np.searchsorted(self._onsets, self.tick, side="left"))]
        notes = notes[notes["end"] > self.tick + rest]
        return notes[self._audible[notes["track"]]]

    # -- moving on -----------------------------------------------------------------------------------------------------

    def advance(self, seconds: float) -> PlayedBlock:
        """Move on by `seconds`, stopping at the end of the sheet."""
        if self._counting is not None:
            return self._count(self._counting, seconds)
        events: list[Event] = []
        path = [Point(0.0, self.tick)]
        done = 0.0
        while done < seconds and not self.ended:
            now = float(self.sheet.seconds(self.tick))
            stop = self._edge()
            until = float(self.sheet.ticks(now + (seconds - done) * self.scale))
            turns = until >= stop
            until = stop if turns else until
            events += self._between(self.tick, until, now=now, done=done)
            done = done + (float(self.sheet.seconds(until)) - now) / self.scale if turns else seconds
            self.tick = until
            path.append(Point(done, until))
            if turns and self.loop is not None:
                events += [event._replace(seconds=done) for event in self.jump(self.loop[0])]
                path.append(Point(done, self.tick))
        if self.ended:
            events += [event._replace(seconds=done) for event in self.silence()]
        return PlayedBlock(events, path)

    def _count(self, counting: PlayPosition, seconds: float) -> PlayedBlock:
        """Move on in what counts in, and behind its end in the sheet itself."""
        counting.scale = self.scale
        block = counting.advance(seconds)
        done, events = block.path[-1].seconds, _counted(block.events)
        path = [Point(0.0, self.tick), Point(done, self.tick)]
        if counting.ended:
            self._counting = None
            events += [event._replace(seconds=done) for event in self._chased()]
            rest = self.advance(seconds - done)
            events += [event._replace(seconds=done + event.seconds) for event in rest.events]
            path += [point._replace(seconds=done + point.seconds) for point in rest.path[1:]]
        return PlayedBlock(events, path)

    def _edge(self) -> float:
        """Return the next tick at which playback jumps or ends: the loop's end if it is ahead, else the sheet's."""
        if self.loop is not None and self.tick < self.loop[1]:
            return float(self.loop[1])
        return float(self.sheet.end_tick)

    def _between(self, begin: float, end: float, *, now: float, done: float) -> list[Event]:
        """Return the events from `begin` to before `end`; `now` is the sheet's time of `begin`."""
        rows = [*self._notes_between(begin, end), *self._clocks_between(begin, end)]
        rows.sort()
        times = (self.sheet.seconds([row[0] for row in rows]) - now) / self.scale + done
        return [Event(max(done, float(at)), *row[1:]) for at, row in zip(times.tolist(), rows, strict=True)]

    def _notes_between(self, begin: float, end: float) -> list[TickEvent]:
        first, last = np.searchsorted(self._onsets, (begin, end), side="left").tolist()
        notes = self.sheet.notes[first:last]
        notes = notes[self._audible[notes["track"]]]
        rows: list[TickEvent] = []
        begun: dict[tuple[int, int], int] = {}
        for onset, until, key, velocity, track in notes.tolist():
            rows += self._ended_by(onset)
            if begun.get((track, key)) == onset:  # a doubled note is played once, for the longer duration
                self._sounding[track, key] = max(until, self._sounding.get((track, key), until))
                continue
            if (track, key) in self._sounding:
                rows.append((onset, NOTE_OFF, track, key, 0))
            begun[track, key], self._sounding[track, key] = onset, until
            rows.append((onset, NOTE_ON, track, key, velocity))
        return rows + self._ended_by(end)

    def _ended_by(self, tick: float) -> list[TickEvent]:
        over = [(end, track, key) for (track, key), end in self._sounding.items() if end <= tick]
        for _, track, key in over:
            del self._sounding[track, key]
        return [(end, NOTE_OFF, track, key, 0) for end, track, key in over]

    def _clocks_between(self, begin: float, end: float) -> list[TickEvent]:
        if not self.clock:
            return []
        step = self.sheet.ticks_per_quarter / CLOCKS_A_QUARTER
        return [(number * step, CLOCK, 0, 0, 0) for number in range(math.ceil(begin / step), math.ceil(end / step))]

    def _take(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._onsets: Ints = np.ascontiguousarray(sheet.notes["onset"])
        self._audible = sheet.audible
        self.loop = self._fitting(self._wanted)


def _counted(events: list[Event]) -> list[Event]:
    return [event._replace(track=event.track + COUNT_TRACKS) for event in events]
