"""Values of the columns of music by what notes have, in tables, since looking up is several times faster than searching
piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Ints
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.grid import nearest
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM

_BYTES = np.arange(256)
_PROGRAMS_OF_A_FAMILY = 8

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class ColumnValues:
    """The values that the columns of a vocabulary have for each note, and the meaning of each value.

    Args:
        shifts, durations: int64, steps of each value.
        offsets: int64, parts of a step of each value, none where there is no such column.
        parts: int64, the part of each value of the instrument.
        keys: int64, the MIDI key of each value of the pitch.
        instrument: (DRUMS + 1,), the value for each part; 0 where no instrument can play it.
        pitch: (2, 256), the value for each MIDI key of pitched parts and of drums.
        velocity: (256,), the value for each velocity.
    """

    shifts: Ints
    durations: Ints
    offsets: Ints
    parts: Ints
    keys: Ints
    instrument: Indices
    pitch: Indices
    velocity: Indices

    @staticmethod
    def of(vocabulary: MusicVocabulary) -> ColumnValues:
        drums = vocabulary.drum_keys
        pitch = np.zeros((2, len(_BYTES)), np.intp)
        if vocabulary.pitched:
            pitch[0] = _folded(vocabulary.lowest, vocabulary.highest) - vocabulary.lowest
        if drums:
            pitch[1] = vocabulary.pitched + nearest(np.array(drums), _BYTES)
        return ColumnValues(
            shifts=np.array(vocabulary.shifts),
            durations=np.array(vocabulary.durations),
            offsets=np.array(vocabulary.offsets, np.int64),
            parts=np.array(vocabulary.parts),
            keys=np.array([*range(vocabulary.lowest, vocabulary.highest + 1), *drums], np.int64),
            instrument=_instruments(np.array(vocabulary.parts)),
            pitch=pitch,
            velocity=nearest(np.array(vocabulary.velocities), _BYTES),
        )


def _folded(low: int, high: int) -> Ints:
    """Return the key in a range for every key, by octaves where the range holds one."""
    pitch = _BYTES
    if high - low + 1 >= 12:
        folded = np.where(pitch < low, low + (pitch - low) % 12, high - (high - pitch) % 12)
        pitch = np.where((pitch < low) | (pitch > high), folded, pitch)
    return np.clip(pitch, low, high)


def _instruments(known: Ints) -> Indices:
    """Return the value for each part: another track of the same program where the part is not `known`, else a program
    of the same General MIDI family, else the nearest program."""
    pitched = known[known != DRUMS]
    answer = np.zeros(DRUMS + 1, np.intp)
    if len(pitched):
        program, others = np.arange(DRUMS)[:, None] // PARTS_PER_PROGRAM, pitched // PARTS_PER_PROGRAM
        far = program // _PROGRAMS_OF_A_FAMILY != others // _PROGRAMS_OF_A_FAMILY
        nearest_one = (np.abs(others - program) + 1000 * far).argmin(axis=1)
        answer[:DRUMS] = np.searchsorted(known, pitched[nearest_one])
    answer[known] = np.arange(len(known))
    return answer
