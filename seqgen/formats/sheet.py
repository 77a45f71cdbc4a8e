"""A sheet: the notes of a piece as arrays, for drawing, editing and playing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Bools, Floats, Ints
from seqgen.formats.score_notes import held_ends
from seqgen.theory.keys import key_signature, signature_key
from seqgen.theory.notes import TempoMap

Score = Any  # symusic.Score; its stubs lose the type

NOTE = np.dtype([("onset", "i8"), ("end", "i8"), ("pitch", "i2"), ("velocity", "i2"), ("track", "i2")])
"""One note: onset and end in ticks (end > onset), key 0-127, velocity 1-127 and track number."""


@dataclass(frozen=True)
class TrackInfo:
    """A track: name, General MIDI program 0-127, whether it is drums, and its settings in the mixer."""

    name: str
    program: int = 0
    drums: bool = False
    volume: float = 1.0
    muted: bool = False
    solo: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """An immutable piece of music as arrays.

    Args:
        notes: (notes,) of dtype `NOTE`, sorted by onset, track and pitch.
        tempos: float64 (n, 2), tick and quarter notes a minute, from tick 0 on.
        metres: int64 (n, 3), tick, numerator and denominator, from tick 0 on.
        key: such as `G minor`, or empty.
        end_tick: the end of the piece, not before its last note.
    """

    notes: AnyArray
    tracks: tuple[TrackInfo, ...]
    ticks_per_quarter: int = 480
    tempos: Floats = field(default_factory=lambda: np.array([[0.0, 120.0]]))
    metres: Ints = field(default_factory=lambda: np.array([[0, 4, 4]], dtype=np.int64))
    key: str = ""
    end_tick: int = 0

    def __post_init__(self) -> None:
        if not len(self.tempos):
            object.__setattr__(self, "tempos", np.array([[0.0, 120.0]]))
        if not len(self.metres):
            object.__setattr__(self, "metres", np.array([[0, 4, 4]], dtype=np.int64))
        last = int(self.notes["end"].max(initial=0))
        object.__setattr__(self, "end_tick", max(self.end_tick, last))

    @staticmethod
    def empty() -> Sheet:
        return Sheet(np.zeros(0, NOTE), (TrackInfo(""),), end_tick=1920)

    def with_notes(self, notes: AnyArray) -> Sheet:
        """Return the sheet with other notes, which need not be sorted."""
        order = np.lexsort((notes["pitch"], notes["track"], notes["onset"]))
        return replace(self, notes=notes[order])

    def with_track(self, number: int, info: TrackInfo) -> Sheet:
        tracks = (*self.tracks[:number], info, *self.tracks[number + 1 :])
        return replace(self, tracks=tracks)

    def seconds(self, ticks: npt.ArrayLike) -> Floats:
        return TempoMap.of(self.tempos, self.ticks_per_quarter).seconds(ticks)

    def ticks(self, seconds: npt.ArrayLike) -> Floats:
        return TempoMap.of(self.tempos, self.ticks_per_quarter).ticks(seconds)

    @property
    def duration(self) -> float:
        """Seconds from the start to `end_tick`."""
        return float(self.seconds(self.end_tick))

    def bar_lines(self) -> Ints:
        """Return the ticks of all bar lines from 0 to the first at or past the end."""
        lines: list[Ints] = []
        for i, (tick, numerator, denominator) in enumerate(self.metres.tolist()):
            until = int(self.metres[i + 1, 0]) if i + 1 < len(self.metres) else None
            bar = max(1, self.ticks_per_quarter * 4 * numerator // denominator)
            stop = until if until is not None else max(self.end_tick, tick + 1) + bar
            lines.append(np.arange(tick, stop, bar, dtype=np.int64))
        return np.concatenate(lines)

    @property
    def bars(self) -> int:
        """The number of bars that begin before `end_tick`."""
        return int((self.bar_lines() < self.end_tick).sum())

    def metre_at(self, tick: int) -> tuple[int, int]:
        """Return numerator and denominator of the metre (time signature) at a tick."""
        row = self.metres[max(0, int(np.searchsorted(self.metres[:, 0], tick, side="right")) - 1)]
        return int(row[1]), int(row[2])

    def beat_ticks(self, tick: int) -> int:
        """Return the ticks of a beat: the denominator's note value, or three of them in compound metres."""
        numerator, denominator = self.metre_at(tick)
        unit = max(1, self.ticks_per_quarter * 4 // denominator)
        return unit * 3 if denominator >= 8 and numerator % 3 == 0 and numerator > 3 else unit

    @property
    def audible(self) -> Bools:
        """Return a mask of the tracks that sound: those with solo if there are any, else those not muted."""
        solo = np.array([t.solo for t in self.tracks], bool)
        return solo if solo.any() else ~np.array([t.muted for t in self.tracks], bool)

    @staticmethod
    def from_score(score: Score, *, end_tick: int = 0) -> Sheet:
        """Return a score as a sheet, on which notes are as long as the sustain pedal holds them."""
        score = score.to("tick")
        columns, tracks = [], []
        for number, track in enumerate(score.tracks):
            source = track.notes.numpy()
            notes = np.zeros(len(track.notes), NOTE)
            notes["onset"], notes["end"] = source["time"], held_ends(track)
            notes["pitch"], notes["velocity"] = source["pitch"] & 127, np.clip(source["velocity"], 1, 127)
            notes["track"] = number
            columns.append(notes)
            tracks.append(TrackInfo(track.name, int(track.program) & 127, bool(track.is_drum)))
        tempos, metres = score.tempos.numpy(), score.time_signatures.numpy()
        key = ""
        if len(score.key_signatures):
            sharps = int(score.key_signatures[0].key)
            key = signature_key(sharps, bool(score.key_signatures[0].tonality)) if -7 <= sharps <= 7 else ""
        sheet = Sheet(
            np.concatenate(columns) if columns else np.zeros(0, NOTE),
            tuple(tracks) or (TrackInfo(""),),
            ticks_per_quarter=int(score.ticks_per_quarter),
            tempos=_from_zero(np.column_stack([tempos["time"], 6e7 / np.maximum(tempos["mspq"], 1)]).astype(float)),
            metres=_from_zero(
                np.column_stack([metres["time"], metres["numerator"], metres["denominator"]]).astype(np.int64)
            ),
            key=key,
            end_tick=end_tick,
        )
        return sheet.with_notes(sheet.notes)

    def to_score(self) -> Score:
        """Return a score with all tracks, muted or not."""
        import symusic
        from symusic import KeySignature, Note, Tempo, TimeSignature

        score: Score = symusic.Score(self.ticks_per_quarter)
        score.tempos.extend([Tempo(int(t), float(q)) for t, q in self.tempos.tolist()])
        score.time_signatures.extend([TimeSignature(*map(int, row)) for row in self.metres.tolist()])
        if self.key:
            score.key_signatures.append(KeySignature(0, *key_signature(self.key)))
        for number, info in enumerate(self.tracks):
            track: Any = symusic.Track(info.name, info.program, info.drums)
            own = self.notes[self.notes["track"] == number]
            track.notes.extend(
                [Note(int(n["onset"]), int(n["end"] - n["onset"]), int(n["pitch"]), int(n["velocity"])) for n in own]
            )
            score.tracks.append(track)
        return score


def _from_zero(rows: AnyArray) -> AnyArray:
    """Sort changes by tick, keep one a tick, and move the first to tick 0."""
    if not len(rows):
        return rows
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    rows = rows[np.append(np.diff(rows[:, 0]) > 0, True)].copy()
    rows[0, 0] = 0
    return rows
