"""Names of a model's parts in a rule, and the parts that each means."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from seqgen.arrays import Bools
from seqgen.errors import UsageError
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.kinds.word_list import joined_list, unquoted
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM


def parts_named(word: str, vocabulary: MusicVocabulary) -> Bools:
    """Return a mask of the parts that a word means: bool (parts,). Raises `UsageError` where there is none.

    A name means its own part if there is one, else all whose names hold it as words, else the part that has this role
    (`Melody`, `Chords`, `Bass`, and `Melody 2` where there are several), else all whose names hold it at all. A number
    is a General MIDI program, and `40:2` the second part of one.
    """
    name = unquoted(word)
    for mask in _readings(name, vocabulary):
        if any(mask):
            return np.array(mask, bool)
    raise UsageError("this model plays no '{name}'; it plays {known}", name=name, known=joined_list(vocabulary.names))


def _readings(name: str, vocabulary: MusicVocabulary) -> Iterator[list[bool]]:
    lower, names = name.lower(), vocabulary.names
    yield [each == name for each in names]
    yield [each.lower() == lower for each in names]
    number = re.fullmatch(r"(\d{1,3})(?::([1-8]))?", name)
    if number:
        program, place = int(number[1]), int(number[2] or 0)
        yield [
            part != DRUMS
            and part // PARTS_PER_PROGRAM == program
            and (not place or part % PARTS_PER_PROGRAM == place - 1)
            for part in vocabulary.parts
        ]
    yield [re.search(rf"(?<!\w){re.escape(lower)}(?!\w)", each.lower()) is not None for each in names]
    yield [role.lower() == lower for role in vocabulary.roles]
    yield [lower in each.lower() for each in names]
