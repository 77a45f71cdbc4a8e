"""Notes as they are played on a keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from seqgen.formats.played_sheet import PlayedNotes
from seqgen.formats.sheet import Sheet, TrackInfo

SUSTAIN, PEDAL_DOWN = 64, 64


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
        """Return the notes as `PlayedNotes.sheet` does."""
        return PlayedNotes.of(self._done).sheet(origin=origin, qpm=qpm, metre=metre, track=track, step=step)

    def _end(self, keys: Iterable[int], moment: float) -> Iterator[tuple[int, int]]:
        for key in keys:
            self._let_go.discard(key)
            if key in self._held:
                begin, velocity = self._held.pop(key)
                self._done.append((begin, moment, key, velocity))
                yield key, 0
