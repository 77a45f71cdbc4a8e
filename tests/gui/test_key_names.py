"""Names of keys in the window."""

from __future__ import annotations

import pytest

from gui.key_names import key_sign, key_words, scale_words, tonic_and_scale, tonic_words
from seqgen.theory.keys import SCALES, TONICS


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("A minor", "La menor"),
        ("Bb major", "Si bemol mayor"),
        ("C# major pentatonic", "Do sostenido pentatónica mayor"),
    ],
)
def test_a_key_is_written_in_the_windows_language(key: str, words: str, spanish: None) -> None:
    assert key_words(key) == words


def test_keys_have_a_short_form_and_tonics_both_names_in_spanish(spanish: None) -> None:
    assert [key_sign(key) for key in ("A minor", "Bb major", "")] == ["Lam", "Sib", ""]
    assert tonic_words("Db") == "Do# / Reb"


@pytest.mark.parametrize("key", ["", "?", "Eb hungarian"])
def test_what_is_no_key_is_written_as_it_is(key: str, spanish: None) -> None:
    assert key_words(key) == key


@pytest.mark.parametrize("scale", SCALES)
def test_every_scale_has_its_name_in_spanish(scale: str, spanish: None) -> None:
    assert scale_words(scale) != scale or scale == "blues"


@pytest.mark.parametrize(
    ("key", "found"), [("C# minor", ("Db", "minor")), ("Ab", ("Ab", "major")), ("", ("", "major"))]
)
def test_a_key_is_found_among_the_choices_however_it_is_spelled(key: str, found: tuple[str, str]) -> None:
    assert tonic_and_scale(key) == found


@pytest.mark.parametrize("tonic", TONICS)
def test_a_tonic_is_offered_by_all_its_names(tonic: str) -> None:
    names = tonic_words(tonic).split(" / ")
    assert {tonic_and_scale(name)[0] for name in names} == {tonic}
