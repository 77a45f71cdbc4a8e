"""Conditions of takes, measured on their notes."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.conditions_met import conditions_met
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.rules import MusicRules
from seqgen.piece import Piece
from tests.support.small_models import make_notes

C_MAJOR = [60, 62, 64, 65, 67, 69, 71, 72]


def met(rules: MusicRules, keys: list[int], *, begin: int = 0) -> dict[str, bool]:
    """Quarter notes from the step `begin` on."""
    notes = [(begin + 24 * i, begin + 24 * (i + 1), key, 90, 0) for i, key in enumerate(keys)]
    piece = Piece(make_notes(notes))
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    return conditions_met(tokenizer, rules, Excerpt("", np.asarray(encoded.table, np.int64), encoded.facts, 0))


@pytest.mark.parametrize(
    ("begin", "notes", "bars", "filled"),
    [(0, 8, 2, True), (0, 8, 3, False), (72, 9, 2, True), (72, 9, 3, False), (0, 9, 2, False)],
    ids=["two bars", "a bar is missing", "behind a pick-up", "a pick-up is not a bar", "a note too many"],
)
def test_bars_are_met_where_so_many_are_filled(begin: int, notes: int, bars: int, filled: bool) -> None:
    assert met(MusicRules(bars=bars), (C_MAJOR * 2)[:notes], begin=begin) == {"bars": filled}


def test_a_key_is_met_where_no_other_fits_better() -> None:
    assert met(MusicRules(key="C major"), [*C_MAJOR, 60, 64, 67, 60]) == {"key": True}
    assert met(MusicRules(key="G minor"), [*C_MAJOR, 60, 64, 67, 60]) == {"key": False}


def test_a_metre_is_met_where_its_accents_are_heard() -> None:
    waltz = [key for _ in range(12) for key in (48, 72, 72)]
    march = [key for _ in range(9) for key in (48, 72, 67, 72)]
    assert met(MusicRules(metre="3/4"), waltz) == {"metre": True}
    assert met(MusicRules(metre="4/4"), waltz) == {"metre": False}
    assert met(MusicRules(metre="2/4"), march) == {"metre": True}


A, B, VARIED_A = [60, 62, 64, 65], [67, 69, 71, 72], [60, 62, 64, 67]


@pytest.mark.parametrize(
    ("bars", "has"),
    [(A + B + A + A, True), (A + B + A + B, False), (A + B + A + VARIED_A, True), (A + B + VARIED_A + A, False)],
    ids=["ABAA", "another bar", "a varied bar", "varied where it should return"],
)
def test_a_form_is_met_where_its_sections_come_back(bars: list[int], has: bool) -> None:
    assert met(MusicRules(form="ABAA'", bars=4), bars) == {"bars": True, "form": has}
    assert met(MusicRules(form=". . =2 ~3", bars=4), bars) == {"bars": True, "form": has}


def test_what_was_not_asked_for_is_not_told() -> None:
    assert met(MusicRules(tempo=120), C_MAJOR) == {}
