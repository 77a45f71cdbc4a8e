"""Conditions: what the network is told of a whole piece, and how its bars are counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqgen.arrays import Ints
from seqgen.kinds.base import Start
from seqgen.kinds.music.facts import MusicFacts, Told
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.kind import MUSIC
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.plan import plan_music
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.told import told_of
from seqgen.piece import Piece
from seqgen.theory.bars import Bars
from seqgen.theory.grid import METRIC
from seqgen.theory.notes import Metre
from tests.support.small_models import make_notes

QUARTER = 24
BAR = 4 * QUARTER


def tune(bars: int, pick_up: int = 0) -> Piece:
    """Quarter notes in 4/4, so many of them in a bar of their own before the first full one."""
    first = BAR - pick_up * QUARTER if pick_up else 0
    until = bars * BAR + (BAR if pick_up else 0)
    return Piece(
        make_notes([(at, at + QUARTER, 60 + at // QUARTER % 12, 80, 0) for at in range(first, until, QUARTER)])
    )


TOKENIZER = fit_music([tune(8)], MusicOptions("metric"))


def values(piece: Piece, name: str, told: Told | None = None) -> Ints:
    """The conditions that the context tells of each row of a piece."""
    encoded = TOKENIZER.encode(piece)
    facts = MusicFacts(metres=encoded.facts.metres, told=told or Told())
    place = [field.name for field in TOKENIZER.schema.index_fields].index(name)
    return TOKENIZER.context(encoded.table, facts).index[:, place].astype(np.int64)


@pytest.mark.parametrize(
    ("metres", "onset", "first"),
    [
        ([(0, 4, 4)], 0, 0),
        ([(0, 4, 4)], 36, 0),
        ([(0, 4, 4)], 72, 1),
        ([(0, 4, 4)], 96 + 72, 2),
        ([(0, 1, 4), (24, 4, 4)], 0, 1),
        ([(0, 3, 4), (72, 4, 4)], 0, 0),
    ],
)
def test_a_pick_up_is_no_bar(metres: list[tuple[int, int, int]], onset: int, first: int) -> None:
    bars = Bars(METRIC, [(4, 4)], [Metre(*metre) for metre in metres], 1)

    assert bars.first_full(onset) == first


def test_bars_are_counted_from_the_first_full_one() -> None:
    without, with_pick_up = values(tune(20), "bar"), values(tune(20, pick_up=1), "bar")

    assert without[:-1:4].tolist() == [number % 16 + 1 for number in range(20)]
    assert with_pick_up[0] == 0
    assert with_pick_up[1:].tolist() == without.tolist()


def test_what_is_known_before_a_row_is_told_of_the_onset_before() -> None:
    assert values(tune(4), "bar_before")[1:].tolist() == values(tune(4), "bar")[:-1].tolist()


def test_the_bars_that_are_left_are_told_down_to_the_last_one() -> None:
    left = values(tune(20), "left", Told(bars=20))

    assert left[:-1:4].tolist() == [18, 18, 18, *(1 + bars for bars in range(16, -1, -1))]
    assert not values(tune(20), "left").any()


@pytest.mark.parametrize("pick_up", [0, 1])
def test_a_piece_tells_how_many_bars_it_has(pick_up: int) -> None:
    encoded = TOKENIZER.encode(tune(12, pick_up))

    told = [TOKENIZER.told(encoded.table, encoded.facts, chance).told.bars for chance in np.linspace(0, 1, 200)]

    assert set(told) == {0, 12}
    assert 0.2 < told.count(0) / len(told) < 0.6


def test_a_reading_tells_what_the_whole_piece_tells_or_leaves_it_open() -> None:
    encoded = TOKENIZER.encode(tune(12))
    table, whole = np.asarray(encoded.table, np.int64), told_of(TOKENIZER, encoded.table, encoded.facts)

    readings = [TOKENIZER.told(table, encoded.facts, chance).told for chance in np.linspace(0, 1, 50)]

    assert whole.bars
    assert whole.keys
    for name, told in vars(whole).items():
        assert {getattr(reading, name) for reading in readings} == {told, getattr(Told(), name)}


@pytest.mark.parametrize(("primer", "bars"), [(None, 5), (tune(3), 8), (tune(3, pick_up=1), 8)])
def test_a_take_is_told_where_it_ends(primer: Piece | None, bars: int) -> None:
    rules, empty = MusicRules(bars=5), Start(np.zeros((0, 5), np.int64), MusicFacts())
    start = MUSIC.start(primer, rules, TOKENIZER) if primer else empty

    assert plan_music(rules, 0, TOKENIZER, start).facts_of(1).told.bars == bars
    assert plan_music(MusicRules(), 40, TOKENIZER, start).facts_of(1).told.bars == 0


@pytest.mark.parametrize("pick_up", [0, 1])
def test_a_take_is_told_what_a_piece_of_its_length_tells(pick_up: int) -> None:
    piece = tune(6, pick_up)
    tokenizer = fit_music([piece], MusicOptions("metric"))
    encoded = tokenizer.encode(piece)
    table, real = np.asarray(encoded.table, np.int64), tokenizer.told(encoded.table, encoded.facts, 0.999)
    start = Start(table[:0], MusicFacts())

    take = plan_music(MusicRules(bars=6, closed=False), 0, tokenizer, start).facts_of(1)

    # the chance above leaves one or another condition open
    real = replace(real, told=told_of(tokenizer, table, encoded.facts))
    assert tokenizer.context(table, take).index.tolist() == tokenizer.context(table, real).index.tolist()
