"""The events of a MIDI file's tracks as arrays: time, status and data bytes.

Only the event before tells where the next begins, but the step from a byte to the event that would follow depends on a
few bytes alone. So the steps of all bytes are computed at once, and Python only walks the chain from event to event:
some ten times faster than decoding them one by one.

Source of the format: Standard MIDI Files 1.0 (RP-001).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from seqgen.arrays import AnyArray, Bools, Ints, Ints32
from seqgen.errors import Sentence, UnreadableFile
from seqgen.formats import smf
from seqgen.formats.midi_chunks import Chunk

MOST_EVENTS = 4_000_000
MOST_TICKS = 2**31 - 1
WINDOW = 1 << 18
"""Bytes whose steps are computed at once; bounds memory."""
LONGEST_NUMBER = 4
END = bytes((smf.META, smf.END_OF_TRACK, 0))
LONGEST_EVENT = 8
"""Bytes that a channel event has at most with its delta time; also those between two tracks."""
# data bytes after a system status; sysex and meta events give their own length
SYSTEM_BYTES = {0xF1: 1, 0xF2: 2, 0xF3: 1}

_SIZES = np.zeros(256, np.int32)
"""Bytes of a channel event by its status; 0 for data bytes, and for system events, whose length has to be read."""
_SIZES[0x80:0xF0] = 3
_SIZES[0xC0:0xE0] = 2


class Special(NamedTuple):
    """A meta or system exclusive event: its track, tick and place among all events, its status, its meta type (0 for
    sysex), and the first byte and the end of its content."""

    track: int
    tick: int
    place: int
    status: int
    kind: int
    begin: int
    end: int


NO_DAMAGE = Sentence()


@dataclass
class TrackEnd:
    """The end of what was read of a track.

    Attributes:
        events: number of events read.
        tick: tick of the last of them.
        at: the byte behind it.
        damage: the reason why nothing behind it was read; empty where the track ends there.
        finished: whether the event that ends a track was found; of several the last, where it ends the chunk.
    """

    events: int = 0
    tick: int = 0
    at: int = 0
    damage: Sentence = NO_DAMAGE
    finished: bool = False


@dataclass
class Events:
    """The events of all tracks, those of a track behind another, up to the first invalid one of each.

    `track`, `tick`, `place`, `status`, `first` and `second` are int64 (channel events,); `place` counts events of all
    kinds, `second` is 0 where an event has one data byte. `clipped` int64 (tracks,) counts data bytes above 127, whose
    highest bit was dropped.
    """

    track: Ints
    tick: Ints
    place: Ints
    status: Ints
    first: Ints
    second: Ints
    clipped: Ints
    specials: list[Special]
    ends: list[TrackEnd] = field(default_factory=list)


def read_events(data: bytes, chunks: Sequence[Chunk], name: str) -> Events:
    """Return the events of the tracks in `chunks` of `data`. Raises `UnreadableFile` if there are more than
    `MOST_EVENTS`; `name` names the file in that error."""
    chain = _Chain(data, chunks, name)
    ends = [chain.walk(number, chunk) for number, chunk in enumerate(chunks)]
    starts, behind = chain.found()
    whole = np.frombuffer(data, np.uint8)
    counts = np.array([end.events for end in ends], np.int64)
    before = np.cumsum(counts) - counts
    track = np.repeat(np.arange(len(ends)), counts)
    tick = np.cumsum(_deltas(whole, starts, behind))
    tick -= np.append(0, tick)[before][track]
    status = whole[behind].astype(np.int64)
    explicit = status >= 0x80
    # running status goes on behind meta events and sysex, as in most files
    from_event = np.maximum.accumulate(np.where(explicit & (status < 0xF0), np.arange(len(status)), -1))
    late, stateless = tick > MOST_TICKS, ~explicit & (from_event < before[track])
    sound = _cut(ends, late, stateless, track, starts)
    for number, end in enumerate(ends):
        end.tick = int(tick[before[number] + end.events - 1]) if end.events else 0
    place = np.flatnonzero((status < 0xF0) & sound)
    full = status[from_event[place]]
    first_at = behind[place] + explicit[place]
    two = (full & 0xE0) != 0xC0
    first = whole[first_at]
    second = np.where(two, whole[first_at + two], 0)
    clipped = np.bincount(track[place], (first > 0x7F) + 1 * (second > 0x7F), len(ends)).astype(np.int64)
    specials = [special._replace(tick=int(tick[special.place])) for special in chain.specials if sound[special.place]]
    return Events(
        track[place], tick[place], place, full, first & np.int64(0x7F), second & np.int64(0x7F), clipped, specials, ends
    )


def _deltas(whole: AnyArray, starts: Ints, behind: Ints) -> Ints:
    """Return the delta times that stand between the bytes `starts` and `behind`."""
    size = behind - starts
    delta = whole[behind - 1].astype(np.int64)
    longer = np.flatnonzero(size > 1)
    for place in range(1, LONGEST_NUMBER):
        if not len(longer):
            break
        delta[longer] += (whole[behind[longer] - 1 - place].astype(np.int64) & 0x7F) << 7 * place
        longer = longer[size[longer] > place + 1]
    return delta


def _cut(ends: list[TrackEnd], late: Bools, stateless: Bools, track: Ints, starts: Ints) -> Bools:
    """End each track before its first impossible event, and return a mask of the events that are left."""
    sound = np.ones(len(track), bool)
    wrong = np.flatnonzero(late | stateless)
    if not len(wrong):
        return sound
    tracks, firsts = np.unique(track[wrong], return_index=True)
    for number, first in zip(tracks.tolist(), wrong[firsts].tolist(), strict=True):
        end = ends[number]
        begin = int(np.searchsorted(track, number))
        sound[first : begin + end.events] = False
        end.events, end.at, end.finished = first - begin, int(starts[first]), False
        end.damage = Sentence("an impossible pause" if late[first] else "an event without a status")
    return sound


class _Chain:
    """The chain of events through the tracks of a file: the first byte of each, and of what follows its delta time."""

    def __init__(self, data: bytes, chunks: Sequence[Chunk], name: str) -> None:
        self.data, self.name = data, name
        self.specials: list[Special] = []
        self._ends = np.array([chunk.end for chunk in chunks], np.int64)
        self._base = self._stop = 0
        self._behind, self._steps = np.zeros(0, np.int32), array("i")
        self._nodes: list[int] = []
        self._earlier: list[tuple[Ints, Ints]] = []
        self._count = 0
        """Events of earlier windows."""
        self._damage, self._finished = NO_DAMAGE, False

    def walk(self, track: int, chunk: Chunk) -> TrackEnd:
        """Walk through a track and return its end."""
        at, one, begun = chunk.begin, 0, self._count + len(self._nodes)
        self._damage, self._finished = NO_DAMAGE, False
        while at < chunk.end and not self._finished and not self._damage:
            if not self._base <= at < self._stop:
                self._open(at)
            steps, add, node = self._steps, self._nodes.append, 2 * (at - self._base) + one
            last = node
            while (following := steps[node]) >= 0:
                add(node)
                last, node = node, following
            at, one = self._base + (node >> 1), node & 1
            if at > chunk.end:
                at = self._base + (last >> 1)
                self._nodes.pop()
                self._damage = Sentence("the middle of an event")
            elif at < min(chunk.end, self._stop):
                after = self._special(track, at, chunk.end)
                if not self._damage:
                    add(node)
                    at = after
        end = TrackEnd(self._count + len(self._nodes) - begun, 0, at, self._damage, self._finished)
        if self._count + len(self._nodes) > MOST_EVENTS:
            raise UnreadableFile("{file}: holds more than {most} events; split it", file=self.name, most=MOST_EVENTS)
        return end

    def found(self) -> tuple[Ints, Ints]:
        """Return the first bytes of all events, and of what follows their delta times, int64 (events,) each."""
        self._close()
        if len(self._earlier) == 1:
            return self._earlier[0]
        starts, behind = zip(*self._earlier, strict=True)
        return np.concatenate(starts), np.concatenate(behind)

    def _open(self, at: int) -> None:
        """Compute the steps of the window that begins at a byte."""
        self._close()
        self._base, self._stop = at, min(len(self.data), at + WINDOW)
        # an event that begins within the window may end behind it
        size = min(self._stop + LONGEST_EVENT, len(self.data)) - at
        self._behind, steps = _steps(np.frombuffer(self.data, np.uint8, size, at))
        for end in self._ends[(self._ends >= at) & (self._ends <= at + size)].tolist():
            steps[end - at : end - at + LONGEST_EVENT] = -1
        self._steps = array("i")
        self._steps.frombytes(steps.tobytes())

    def _close(self) -> None:
        if self._nodes or not self._earlier:
            starts = np.array(self._nodes, np.int64) >> 1
            self._earlier.append((starts + self._base, self._behind[starts] + np.int64(self._base)))
            self._count += len(self._nodes)
            if self._count > MOST_EVENTS:
                raise UnreadableFile(
                    "{file}: holds more than {most} events; split it", file=self.name, most=MOST_EVENTS
                )
            self._nodes = []

    def _special(self, track: int, at: int, end: int) -> int:
        """Return the end of the event at a byte, whose length has to be read; note what it is, or its damage."""
        at = self._number(at, end)[1]
        status = self.data[at] if at < end else 0
        at += 1
        if status in (smf.META, smf.SYSEX, smf.SYSEX_MORE):
            kind = 0
            if status == smf.META:
                kind = self.data[at] if at < end else 0
                at += 1
            length, begin = self._number(at, end)
            at = begin + length
            if at <= end and not self._damage:
                place = self._count + len(self._nodes)
                self.specials.append(Special(track, 0, place, status, kind, begin, at))
                # some files set an end before the notes too
                self._finished = (
                    status == smf.META and kind == smf.END_OF_TRACK and not self.data.endswith(END, at, end)
                )
        else:
            # a channel event whose length is known comes here only if the track ends within it
            at = at + SYSTEM_BYTES.get(status, 0) if status >= 0xF0 else end + 1
        if at > end and not self._damage:
            self._damage = Sentence("the middle of an event")
        return at

    def _number(self, at: int, end: int) -> tuple[int, int]:
        """Return a number of one to four bytes of seven bits, the highest first, and the byte behind it."""
        number = 0
        for place in range(at, at + LONGEST_NUMBER):
            if place >= end:
                self._damage = self._damage or Sentence("the middle of an event")
                return 0, end
            number = number << 7 | self.data[place] & 0x7F
            if self.data[place] < 0x80:
                return number, place + 1
        self._damage = self._damage or Sentence("a number of more than four bytes")
        return 0, end


def _steps(window: AnyArray) -> tuple[Ints32, Ints32]:
    """Return for each byte where the status or data of an event that begins there would stand, int32 (bytes,), and the
    steps, int32 (bytes + 9, 2).

    Node 2 * byte + one, where `one` says whether events of the running status have a single data byte, leads to the
    node of the next event, or to -1 where a length must be read or the window ends.
    """
    size = len(window)
    here = np.arange(size, dtype=np.int32)
    behind = np.minimum.accumulate(np.where(window < 0x80, here, np.int32(size))[::-1])[::-1] + np.int32(1)
    status = np.append(window, np.uint8(0xFF))[np.minimum(behind, size)]
    length = _SIZES[status]
    one = (status & 0xE0) == 0xC0
    running = status < 0x80
    steps = np.full((size + LONGEST_EVENT + 1, 2), -1, np.int32)
    possible = (running | (length > 0)) & (behind - here <= LONGEST_NUMBER)
    known = 2 * (behind + length) + one
    for state in (0, 1):
        following = np.where(running, 2 * (behind + 2 - state) + state, known)
        steps[:size, state] = np.where(possible & (following <= 2 * size + 1), following, -1)
    return behind, steps
