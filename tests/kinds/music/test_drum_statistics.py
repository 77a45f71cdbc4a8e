"""Drums whose right values are worked out by hand."""

from __future__ import annotations

import math

import pytest

from seqgen.kinds.music.drum_statistics import (
    Strokes,
    backbeat,
    by_place,
    hat_accent,
    kick_on_one,
    next_bar_alike,
    timing_width,
    toms,
)
from seqgen.kinds.music.excerpts import beginning
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.played import Played
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes

KICK, SNARE, TOM, HAT, OPEN_HAT = 36, 38, 45, 42, 46


def strokes(*struck: tuple[int, int] | tuple[int, int, int]) -> Strokes:
    return Strokes(played(*struck))


def played(*struck: tuple[int, int] | tuple[int, int, int]) -> Played:
    """Strokes of 4/4: step and key, perhaps velocity."""
    rows = [(step, step + 3, key, *(velocity or [90]), DRUMS) for step, key, *velocity in struck]
    piece = Piece(make_notes(rows))
    tokenizer = fit_music([piece])
    encoded = tokenizer.encode(piece)
    return Played.of(tokenizer, beginning(tokenizer, "", encoded.table, encoded.facts, 99))


def test_kick_and_snare_are_counted_by_bars_and_beats() -> None:
    beat = strokes((0, KICK), (24, SNARE), (72, SNARE), (97, KICK), (120, SNARE), (168, HAT), (192 + 24, KICK))
    # kick on 1 in two of three bars; snare on three of six second and fourth quarters
    assert kick_on_one(beat) == pytest.approx(2 / 3)
    assert backbeat(beat) == pytest.approx(3 / 6)


def test_toms_are_counted_among_strokes() -> None:
    assert toms(strokes((0, KICK), (24, TOM), (48, 50), (72, SNARE))) == pytest.approx(2 / 4)


def test_the_next_bar_is_alike_by_places_and_families() -> None:
    first = ((0, KICK), (24, SNARE), (48, KICK), (72, HAT))
    # an open hat is a hat too; the second kick lies elsewhere: three of five
    assert next_bar_alike(strokes(*first, (96, KICK), (120, SNARE), (156, KICK), (168, OPEN_HAT))) == pytest.approx(
        3 / 5
    )
    assert math.isnan(next_bar_alike(strokes(*first)))


def test_a_stroke_just_before_the_bar_line_is_on_it() -> None:
    assert kick_on_one(strokes((0, KICK), (95, KICK))) == 1.0


def test_timing_is_the_spread_around_sixteenths() -> None:
    assert timing_width(strokes((0, KICK), (24, SNARE), (48, KICK), (72, SNARE))) == 0.0
    assert timing_width(strokes((1, KICK), (23, SNARE), (49, KICK), (71, SNARE))) == pytest.approx(1.0)


def test_hats_on_eighths_are_louder_by_their_accent() -> None:
    found = strokes((0, HAT, 100), (6, HAT, 60), (12, HAT, 80), (18, HAT, 70), (24, KICK, 127))
    assert hat_accent(found) == pytest.approx(90 - 65)
    assert math.isnan(hat_accent(strokes((0, HAT), (12, HAT))))


def test_kicks_are_counted_by_their_sixteenth() -> None:
    axis, count = by_place("kick", (KICK,))
    shares = count(played((0, KICK), (13, KICK), (24, SNARE), (96, KICK), (97, KICK)))
    assert shares[axis.places == 0.0] == pytest.approx(3 / 4)
    assert shares[axis.places == 0.5] == pytest.approx(1 / 4)
