"""Spelling: the names of pitches as a key writes them."""

from __future__ import annotations

from functools import cache

from seqgen.errors import UsageError
from seqgen.theory.keys import TONICS, key_signature

FIFTHS = ("F", "C", "G", "D", "A", "E", "B")
"""Letters along the line of fifths."""


@cache
def spellings(key: str) -> tuple[str, ...]:
    """Return the names of the 12 pitch classes in a key such as `F# minor`, `TONICS` where there is no key.

    Twelve neighbours on the line of fifths are in use: in C major those from Eb to G#, in A minor from Bb to D#.
    """
    try:
        sharps, minor = key_signature(key)
    except UsageError:
        return TONICS
    # C is 0 on the line; the signature's own notes are `sharps` - 1 to `sharps` + 5
    first = sharps - (2 if minor else 3)
    names = [""] * 12
    for fifth in range(first, first + 12):
        letter, shift = FIFTHS[(fifth + 1) % 7], (fifth + 1) // 7
        names[fifth * 7 % 12] = letter + ("#" * shift if shift > 0 else "b" * -shift)
    return tuple(names)


def class_name(pitch: int, key: str = "") -> str:
    """Return the name of a pitch class as a key spells it: 10 is `A#` in B minor, `Bb` in F major."""
    return spellings(key)[pitch % 12]


def spelled_pitch(pitch: int, key: str = "") -> str:
    """Return the name of a MIDI key with its octave as a key of music spells it: 70 is `A#4` in B minor."""
    name = class_name(pitch, key)
    # B# belongs to the octave below its sound, Cb to the one above
    octave = pitch // 12 - 1 + (name.startswith("Cb")) - (name.startswith("B#"))
    return f"{name}{octave}"
