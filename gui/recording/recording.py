"""Notes played on a keyboard, and the sheet of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from seqgen.arrays import AnyArray
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo

TICKS_A_QUARTER = 480
SUSTAIN, PEDAL_DOWN = 64, 64
SHORTEST_TICKS = 10


@dataclass
class Recording:
    """Collects key presses with their times in seconds of any clock. The pedal holds notes as on a piano."""

    _done: list[tuple[float, float, int, int]] = field(default_factory=list)  # begin, end, key, velocity
    _held: dict[int, tuple[float, int]] = field(default_factory=dict)
    _let_go: set[int] = field(default_factory=set)
    _pedal: bool = False

    @property
    def count(self) -> int:
        """Number of notes begun so far."""
        return len(self._done) + len(self._held)

    def take(self, message: Any, moment: float) -> Iterator[tuple[int, int]]:
        """Add a mido message. Yield the sound it makes as (key, velocity), with velocity 0 for the end of a note."""
        if message.type == "note_on" and message.velocity > 0:
            if message.note in self._held:
                yield from self._end([message.note], moment)
            self._held[message.note] = (moment, message.velocity)
            yield message.note, message.velocity
        elif message.type in ("note_on", "note_off"):
            if self._pedal and message.note in self._held:
                self._let_go.add(message.note)
            else:
                yield from self._end([message.note], moment)
        elif message.type == "control_change" and message.control == SUSTAIN:
            self._pedal = message.value >= PEDAL_DOWN
            if not self._pedal:
                yield from self._end(sorted(self._let_go), moment)

    def end(self, moment: float) -> Iterator[tuple[int, int]]:
        yield from self._end(sorted(self._held), moment)

    def sheet(self, *, origin: float, qpm: float, metre: tuple[int, int], track: TrackInfo, step: int = 0) -> Sheet:
        """Return the notes from time `origin` on, quantized to `step` ticks unless it is 0.

        A note up to half a beat early counts as played on the first beat.
        """
        rate = TICKS_A_QUARTER * qpm / 60
        half_a_beat = TICKS_A_QUARTER * 2 / metre[1]
        notes = np.zeros(len(self._done), NOTE)
        if self._done:
            begin, end, key, velocity = (np.array(column) for column in zip(*self._done, strict=True))
            notes["onset"], notes["end"] = np.rint((begin - origin) * rate), np.rint((end - origin) * rate)
            notes["pitch"], notes["velocity"] = key, velocity
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

    def _end(self, keys: Iterable[int], moment: float) -> Iterator[tuple[int, int]]:
        for key in keys:
            self._let_go.discard(key)
            if key in self._held:
                begin, velocity = self._held.pop(key)
                self._done.append((begin, moment, key, velocity))
                yield key, 0


def _on_grid(notes: AnyArray, step: int) -> AnyArray:
    """Quantize onsets and lengths to `step`; of notes with the same key and onset keep the longest."""
    notes = notes.copy()
    length = np.maximum(np.rint((notes["end"] - notes["onset"]) / step), 1) * step
    notes["onset"] = np.rint(notes["onset"] / step) * step
    notes["end"] = notes["onset"] + length
    notes = notes[np.lexsort((-notes["end"], notes["pitch"], notes["onset"]))]
    same = (np.diff(notes["onset"]) == 0) & (np.diff(notes["pitch"]) == 0)
    return notes[np.append(True, ~same)] if len(notes) else notes
