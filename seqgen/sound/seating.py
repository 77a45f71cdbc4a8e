"""Seats of parts that share an instrument: voices of a choir stand beside each other, and none is tuned quite alike.

Four parts with one sound at one place are heard as one. As in an ensemble, the first part sits at the left and the last
at the right, and where players tune by ear they are a few cents apart, so that unisons beat slowly. Seats are the
player's, as the room is: files that are written get no panning, since a mixer or a sequencer that reads them has its
own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from seqgen.sound.channel import PAN

CENTRE = 64
ENSEMBLE, KEYBOARD = 40, 16
"""Distance of the outer seats from the centre in steps of the pan controller: of players, and of the hands or stops of
one keyboard instrument."""
DETUNE_CENTS = 4.0
"""Tuning of the outer seats: unisons of neighbours in four parts beat 0.7 times a second at 440 Hz."""
FIXED_PITCH = range(24)
"""Programs of General MIDI that nobody tunes while playing: pianos, mallets, organs."""


class Seat(NamedTuple):
    """`pan` from 0, left, to 127; `cents` above the tuning of the others."""

    pan: int
    cents: float

    @property
    def controls(self) -> tuple[tuple[int, int], ...]:
        """The seat as controllers and their values: pan and, by RPN 1, fine tuning."""
        fine = round(8192 + self.cents / 100 * 8192)
        tuning = ((101, 0), (100, 1), (6, fine >> 7), (38, fine & 127), (101, 127), (100, 127))
        return ((PAN, self.pan), *tuning)


MIDDLE = Seat(CENTRE, 0.0)


def seats(instruments: Sequence[tuple[int, bool]]) -> list[Seat]:
    """Return the seat of each part from its (program, drums), `MIDDLE` where no other part has its instrument."""
    together: dict[int, list[int]] = {}
    for part, (program, drums) in enumerate(instruments):
        if not drums:
            together.setdefault(program, []).append(part)
    found = [MIDDLE] * len(instruments)
    for program, parts in together.items():
        fixed = program in FIXED_PITCH
        for place, part in enumerate(parts if len(parts) > 1 else ()):
            side = 2 * place / (len(parts) - 1) - 1
            pan = CENTRE + round(side * (KEYBOARD if fixed else ENSEMBLE))
            found[part] = Seat(pan, 0.0 if fixed else side * DETUNE_CENTS)
    return found
