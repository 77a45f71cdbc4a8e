"""From the events of a MIDI file to a `symusic.Score` whose times lie within a day and 31 bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seqgen.arrays import Ints
from seqgen.errors import Sentence
from seqgen.formats import smf
from seqgen.formats.midi_events import MOST_TICKS, Events
from seqgen.formats.midi_notes import Struck, notes_of, pedals
from seqgen.formats.midi_texts import Texts
from seqgen.words import counted

MOST_SECONDS = 24 * 3600.0
USUAL_DIVISION = 480
USUAL_TEMPO = 500_000
"""Microseconds a quarter note."""
FRAMES_PER_SECOND = {24: 24.0, 25: 25.0, 29: 30000 / 1001, 30: 30.0}
MOST_CHANGES = 100_000  # of tempo, metre and key, each


@dataclass(frozen=True)
class Clock:
    """Ticks of a score: `quarter` a quarter note, `scale` for each tick of the file, and the `last` that is kept."""

    quarter: int
    scale: float
    last: float

    def ticks(self, file_ticks: Ints) -> Ints:
        return file_ticks if self.scale == 1.0 else np.rint(file_ticks * self.scale).astype(np.int64)


@dataclass(frozen=True)
class Changes:
    """Changes for all tracks: (tick, microseconds a quarter), (tick, numerator, denominator), (tick, key, minor)."""

    tempos: list[tuple[int, int]]
    metres: list[tuple[int, int, int]]
    keys: list[tuple[int, int, int]]


def score_of(events: Events, data: bytes, texts: Texts, division: int, repairs: list[Sentence]) -> Any:
    """Return the score of a file's events. What could not be kept as it is is added to `repairs`."""
    import symusic

    quarter, scale = _tick_length(division, repairs)
    changes = _changes(events, data, repairs)
    if division & 0x8000:
        # SMPTE ticks divide seconds, so tempos do not apply
        changes.tempos[:] = [(0, USUAL_TEMPO)]
    clock = Clock(quarter, scale, _last_sane_tick(changes, quarter, scale))
    struck = notes_of(events, data, max(1, (division & 0x7FFF) // 4))
    for track in np.flatnonzero(struck.hanging).tolist():
        repairs.append(
            Sentence(
                "{notes} of track {number} had no end",
                notes=counted(int(struck.hanging[track]), "note"),
                number=str(track + 1),
            )
        )
    score: Any = symusic.Score(quarter)
    _add_parts(score, events, struck, texts, clock, repairs)
    for tick, microseconds in sorted(changes.tempos, key=_tick):
        if tick * scale <= clock.last:
            score.tempos.append(symusic.Tempo(round(tick * scale), 60e6 / microseconds))
    for tick, numerator, denominator in sorted(changes.metres, key=_tick):
        if tick * scale <= clock.last:
            score.time_signatures.append(symusic.TimeSignature(round(tick * scale), numerator, denominator))
    for tick, key, minor in sorted(changes.keys, key=_tick):
        if tick * scale <= clock.last:
            score.key_signatures.append(symusic.KeySignature(round(tick * scale), key, minor))
    for marker in texts.markers:
        if marker.tick * scale <= clock.last:
            score.markers.append(symusic.TextMeta(round(marker.tick * scale), marker.text))
    return score


def _tick(change: tuple[int, ...]) -> int:
    # of changes at one tick the last in the file holds, so that only ticks are compared
    return change[0]


def _tick_length(division: int, repairs: list[Sentence]) -> tuple[int, float]:
    """Return the score's ticks a quarter note, and the score's ticks per tick of the file."""
    if not division & 0x8000:
        if division:
            return division, 1.0
        repairs.append(
            Sentence(
                "the header names no length of a tick; {count} to a quarter note assumed", count=str(USUAL_DIVISION)
            )
        )
        return USUAL_DIVISION, 1.0
    frames, ticks = 256 - (division >> 8), division & 0xFF
    if frames not in FRAMES_PER_SECOND or not ticks:
        repairs.append(
            Sentence(
                "the header's length of a tick is impossible; {count} to a quarter note assumed",
                count=str(USUAL_DIVISION),
            )
        )
        return USUAL_DIVISION, 1.0
    repairs.append(
        Sentence(
            "it counts {count} ticks a second, not parts of a beat; read as 120 beats a minute", count=frames * ticks
        )
    )
    return USUAL_DIVISION, 2 * USUAL_DIVISION / (FRAMES_PER_SECOND[frames] * ticks)


def _changes(events: Events, data: bytes, repairs: list[Sentence]) -> Changes:
    changes = Changes([], [], [])
    dropped: dict[int, int] = {}
    for special in events.specials:
        if special.kind not in (smf.TEMPO, smf.METRE, smf.KEY) or special.status != smf.META:
            continue
        content, tick = data[special.begin : special.end], special.tick
        lists: dict[int, list[Any]] = {smf.TEMPO: changes.tempos, smf.METRE: changes.metres, smf.KEY: changes.keys}
        found = lists[special.kind]
        if not smf.is_possible(special.kind, content) or len(found) >= MOST_CHANGES:
            dropped[special.track] = dropped.get(special.track, 0) + 1
        elif special.kind == smf.TEMPO:
            found.append((tick, int.from_bytes(content[:3], "big")))
        elif special.kind == smf.METRE:
            found.append((tick, content[0], 1 << content[1]))
        else:
            found.append((tick, ((content[0] + 7) & 0xFF) - 7, content[1]))
    for track, count in dropped.items():
        repairs.append(
            Sentence(
                "{events} of track {number} dropped",
                events=counted(count, "impossible tempo, metre or key event"),
                number=str(track + 1),
            )
        )
    return changes


def _last_sane_tick(changes: Changes, quarter: int, scale: float) -> float:
    """Return the tick of the score `MOST_SECONDS` after the start, `MOST_TICKS` at most."""
    seconds, at, microseconds = 0.0, 0.0, USUAL_TEMPO
    for tick, following in [*sorted(changes.tempos, key=_tick), (MOST_TICKS, 0)]:
        now = tick * scale
        rate = microseconds / 1e6 / quarter
        if seconds + (now - at) * rate > MOST_SECONDS:
            at += (MOST_SECONDS - seconds) / rate
            break
        seconds += (now - at) * rate
        at, microseconds = now, following
    return min(at, MOST_TICKS)


def _add_parts(score: Any, events: Events, struck: Struck, texts: Texts, clock: Clock, repairs: list[Sentence]) -> None:
    """Add a track for each track, channel and program that has notes."""
    import symusic

    if not len(struck.onset):
        return
    onset, end = clock.ticks(struck.onset), clock.ticks(struck.end)
    kept = onset < clock.last - clock.quarter
    endless = kept & (end > clock.last)
    end = np.maximum(np.where(endless, onset + clock.quarter, end), onset + 1)
    if not kept.all():
        repairs.append(
            Sentence(
                "{notes} that would sound more than 24 hours after the start dropped",
                notes=counted(int((~kept).sum()), "note"),
            )
        )
    if endless.any():
        repairs.append(
            Sentence(
                "{notes} that would never end shortened to a quarter note", notes=counted(int(endless.sum()), "note")
            )
        )
    voice = (struck.track << 12) + (struck.channel << 8) + (struck.program << 1) + struck.drums
    begins = np.flatnonzero(np.diff(voice, prepend=-1))
    # the name of the only track that plays, on several channels, is that of the piece
    titled = len(np.unique(struck.track[begins])) == 1 and len(np.unique(struck.channel[begins])) > 1
    channels = _Channels(events, clock)
    sung: set[int] = set()
    for begin, stop in zip(begins, np.append(begins[1:], len(voice)), strict=True):
        own = np.arange(begin, stop)[kept[begin:stop]]
        track, channel = int(struck.track[begin]), int(struck.channel[begin])
        name = "" if titled else texts.names.get(track, "")
        part: Any = symusic.Track(name, int(struck.program[begin]), bool(struck.drums[begin]))
        part.notes = symusic.Note.from_numpy(
            onset[own].astype(np.int32),
            (end[own] - onset[own]).astype(np.int32),
            struck.pitch[own].astype(np.int8),
            struck.velocity[own].astype(np.int8),
        )
        channels.add_to(part, channel)
        if track in texts.lyrics and track not in sung:
            sung.add(track)
            lyrics = [lyric for lyric in texts.lyrics[track] if lyric.tick * clock.scale <= clock.last]
            part.lyrics.extend([symusic.TextMeta(round(each.tick * clock.scale), each.text) for each in lyrics])
        score.tracks.append(part)


class _Channels:
    """Controllers, pedals and pitch bends of each channel from all tracks; all parts on a channel hear them."""

    def __init__(self, events: Events, clock: Clock) -> None:
        self._events, self._clock = events, clock
        kind = events.status & 0xF0
        self._heard = np.flatnonzero((kind == smf.CONTROL) | (kind == smf.BEND))
        if len(events.ends) > 1:
            self._heard = self._heard[np.argsort(events.tick[self._heard], kind="stable")]
        self._known: dict[int, tuple[Any, Any, Any]] = {}

    def add_to(self, part: Any, channel: int) -> None:
        """Add to a part what its channel is told."""
        if not len(self._heard):
            return
        if channel not in self._known:
            self._known[channel] = self._told(channel)
        part.controls, part.pedals, part.pitch_bends = self._known[channel]

    def _told(self, channel: int) -> tuple[Any, Any, Any]:
        import symusic

        events, clock = self._events, self._clock
        own = self._heard[(events.status[self._heard] & 0x0F) == channel]
        ticks = clock.ticks(events.tick[own])
        own, ticks = own[ticks <= clock.last], ticks[ticks <= clock.last].astype(np.int32)
        control = (events.status[own] & 0xF0) == smf.CONTROL
        first, second = events.first[own], events.second[own]
        controls = symusic.ControlChange.from_numpy(
            ticks[control], first[control].astype(np.uint8), second[control].astype(np.uint8)
        )
        pressed, released = pedals(ticks[control], first[control], second[control])
        value = ((second << 7 | first) - smf.BEND_CENTRE).astype(np.int32)
        return (
            controls,
            symusic.Pedal.from_numpy(pressed, released - pressed),
            symusic.PitchBend.from_numpy(ticks[~control], value[~control]),
        )
