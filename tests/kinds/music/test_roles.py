"""Roles of parts, and the names that follow from them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seqgen.errors import UsageError
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.part_names import parts_named
from seqgen.kinds.music.roles import Texture, roles_of
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

LINE, HIGH_LINE, LOW_LINE, CHORD = Texture(1.0, 70.0), Texture(1.0, 76.0), Texture(1.0, 43.0), Texture(3.0, 60.0)


@pytest.mark.parametrize(
    ("textures", "roles"),
    [
        ({0: LINE, 1: CHORD}, ("Melody", "Chords")),
        ({0: CHORD, 1: LINE}, ("Chords", "Melody")),
        ({0: LINE, 1: HIGH_LINE, 2: CHORD, 3: LOW_LINE}, ("Melody 2", "Melody", "Chords", "Bass")),
        ({0: LINE, 1: LINE}, ("Melody", "Melody 2")),
        ({0: Texture(1.1, 80.0), 1: LINE}, ("Melody 2", "Melody")),
        ({0: LOW_LINE}, ("Melody",)),
        ({0: CHORD}, ("",)),
        ({DRUMS: CHORD, 0: LINE}, ("Melody", "")),
    ],
)
def test_a_role_follows_from_register_polyphony_and_order(textures: dict[int, Texture], roles: tuple[str, ...]) -> None:
    assert roles_of(sorted(textures), textures) == roles


def fitted(names: tuple[tuple[int, str], ...] = (), bass: int = 33 * 8) -> MusicTokenizer:
    """A melody and chords on two pianos, and a bass."""
    rows = []
    for step in range(0, 960, 24):
        rows += [(step, step + 24, 72 + step // 24 % 5, 80, 0), (step, step + 24, 36 + step // 24 % 7, 80, bass)]
        rows += [(step, step + 24, pitch, 80, 1) for pitch in (55, 59, 62)]
    return fit_music([Piece(replace(make_notes(rows), names=names))])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), ("Melody", "Chords", "Electric Bass (finger)")),
        (((0, "Lead"), (1, "Rhythm"), (264, "Low")), ("Lead", "Rhythm", "Low")),
        (((0, "Lead"),), ("Lead", "Acoustic Grand Piano", "Electric Bass (finger)")),
        (((264, "Chords"),), ("Melody", "Acoustic Grand Piano", "Chords")),
    ],
)
def test_unnamed_parts_of_one_program_are_called_by_their_roles(
    names: tuple[tuple[int, str], ...], expected: tuple[str, ...]
) -> None:
    assert fitted(names).names == expected


def test_parts_without_a_role_of_their_own_are_numbered() -> None:
    rows = [(step, step + 24, pitch, 80, part) for step in (0, 24) for pitch in (60, 64, 67) for part in (0, 1)]
    assert fit_music([Piece(replace(make_notes(rows), names=()))]).names == ("Chords", "Chords 2")


@pytest.mark.parametrize(
    ("word", "meant"), [("Melody", {0}), ("chords", {1}), ("Bass", {2}), ("rhythm", {1}), ("low", {2})]
)
def test_a_role_is_another_name_of_its_part(word: str, meant: set[int]) -> None:
    vocabulary = fitted(((0, "Lead"), (1, "Rhythm"), (264, "Low")))

    assert {i for i, is_meant in enumerate(parts_named(word, vocabulary)) if is_meant} == meant


def test_a_name_comes_before_a_role() -> None:
    vocabulary = fitted(((0, "Bass"), (1, "Melody of bells"), (264, "Low")))

    assert parts_named("bass", vocabulary).tolist() == [True, False, False]
    assert parts_named("melody", vocabulary).tolist() == [False, True, False]


def test_models_without_roles_know_names_alone() -> None:
    known = fitted(((0, "Lead"), (1, "Rhythm"), (264, "Low")))
    data = known.to_json()
    del data["roles"]

    older = MusicTokenizer.from_json(data)

    with pytest.raises(UsageError, match="plays no 'Melody'"):
        parts_named("Melody", older)
    assert MusicTokenizer.from_json(known.to_json()) == known
