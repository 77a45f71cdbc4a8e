"""Names of parts in rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seqgen.errors import UsageError
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.part_names import parts_named
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

NAMES = ("Acoustic Grand Piano", "Acoustic Grand Piano 2", "Piano, left", "Bass", "Contrabass", "Drums")
PARTS = (0, 1, 2, 32 * 8, 43 * 8, DRUMS)
KNOWN = replace(fit_music([Piece(make_notes([(0, 24, 60, 80, part) for part in PARTS]))]), names=NAMES)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Acoustic Grand Piano", {0}),
        ("acoustic grand piano 2", {1}),
        ("piano", {0, 1, 2}),
        ('"Piano, left"', {2}),
        ("bass", {3}),
        ("contra", {4}),
        ("0", {0, 1, 2}),
        ("0:2", {1}),
        ("43", {4}),
        ("drums", {5}),
    ],
)
def test_a_name_means_its_own_part_before_any_that_only_holds_it(word: str, meant: set[int]) -> None:
    assert {i for i, is_meant in enumerate(parts_named(word, KNOWN)) if is_meant} == meant


@pytest.mark.parametrize("word", ["kazoo", "0:5", "128", "Piano, right"])
def test_an_unknown_name_is_refused_with_the_names_that_are_known(word: str) -> None:
    with pytest.raises(UsageError, match='it plays Acoustic Grand Piano,Acoustic Grand Piano 2,"Piano, left"'):
        parts_named(word, KNOWN)
