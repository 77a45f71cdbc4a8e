"""Notes that were played or sung, timed in seconds, and the sheet of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyArray, Floats, Ints
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo

TICKS_A_QUARTER = 480
SHORTEST_TICKS = 10


@dataclass(frozen=True, eq=False)
class PlayedNotes:
    """Notes in the order of their onsets.

    Args:
        begin, end: float64 (notes,), seconds of any clock.
        pitch, velocity: int64 (notes,), 0 to 127 and 1 to 127.
    """

    begin: Floats
    end: Floats
    pitch: Ints
    velocity: Ints

    @staticmethod
    def of(notes: list[tuple[float, float, int, int]]) -> PlayedNotes:
        """Return notes given as begin, end, pitch and velocity, in any order."""
        begin, end, pitch, velocity = np.array(sorted(notes), np.float64).reshape(-1, 4).T
        return PlayedNotes(begin, end, pitch.astype(np.int64), velocity.astype(np.int64))

    def __len__(self) -> int:
        return len(self.begin)

    def sheet(self, *, origin: float, qpm: float, metre: tuple[int, int], track: TrackInfo, step: int = 0) -> Sheet:
        """Return the notes from time `origin` on, quantized to `step` ticks unless it is 0.

        A note up to half a beat early counts as played on the first beat.
        """
        rate = TICKS_A_QUARTER * qpm / 60
        half_a_beat = TICKS_A_QUARTER * 2 / metre[1]
        notes = np.zeros(len(self), NOTE)
        notes["onset"], notes["end"] = np.rint((self.begin - origin) * rate), np.rint((self.end - origin) * rate)
        notes["pitch"], notes["velocity"] = self.pitch, self.velocity
        notes = notes[notes["onset"] >= -half_a_beat]
        notes["onset"] = np.maximum(notes["onset"], 0)
        notes["end"] = np.maximum(notes["end"], notes["onset"] + SHORTEST_TICKS)
        if step:
            notes = _on_grid(notes, step)
        bar = TICKS_A_QUARTER * 4 * metre[0] // metre[1]
        bars = max(1, -(-int(notes["end"].max(initial=0)) // bar))
        empty = Sheet(
            notes[:0],
            (track,),
            ticks_per_quarter=TICKS_A_QUARTER,
            tempos=np.array([[0.0, qpm]]),
            metres=np.array([[0, *metre]], dtype=np.int64),
            end_tick=bars * bar,
        )
        return empty.with_notes(notes)


def _on_grid(notes: AnyArray, step: int) -> AnyArray:
    """Quantize onsets and lengths to `step`; of notes with the same key and onset keep the longest."""
    notes = notes.copy()
    length = np.maximum(np.rint((notes["end"] - notes["onset"]) / step), 1) * step
    notes["onset"] = np.rint(notes["onset"] / step) * step
    notes["end"] = notes["onset"] + length
    notes = notes[np.lexsort((-notes["end"], notes["pitch"], notes["onset"]))]
    same = (np.diff(notes["onset"]) == 0) & (np.diff(notes["pitch"]) == 0)
    return notes[np.append(True, ~same)] if len(notes) else notes
