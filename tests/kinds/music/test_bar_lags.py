"""Bar lags, for whole tables and row by row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.arrays import Ints
from seqgen.kinds.music.bar_lags import LagCount
from seqgen.kinds.music.columns import DURATION, LAGS, MORE_LAGS, PITCH
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import CONTEXT_PARTS, MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.theory.notes import Metre
from tests.support.small_models import make_notes, random_piece

PIECES = [random_piece(seed, bars=18) for seed in range(3)]
TOKENIZER = replace(fit_music(PIECES, MusicOptions(context=("lags",))), lags=MORE_LAGS)
SCHEMA = TOKENIZER.schema


def by_looking(table: np.ndarray, row: int, then: int, column: int) -> set[int]:
    """The values of a column in the rows before `row` that begin at the step `then`."""
    onset = np.cumsum(np.array(TOKENIZER.shifts)[table[:, 0]])[:row]
    return set(table[:row][onset == then, column].tolist())


@pytest.mark.parametrize("lag", MORE_LAGS)
@pytest.mark.parametrize(("numerator", "bar"), [(4, 96), (3, 72)])
def test_a_note_is_told_what_began_at_the_same_place_some_bars_earlier(numerator: int, bar: int, lag: int) -> None:
    table = TOKENIZER.encode(PIECES[0]).table
    context = TOKENIZER.context(table, MusicFacts(metres=(Metre(0, numerator, 4),)))
    onset = np.cumsum(np.array(TOKENIZER.shifts)[table[:, 0]])
    for column, name in ((PITCH, "pitch"), (DURATION, "duration")):
        told = context.sets[:, SCHEMA.set_place(f"lag_{lag}_{name}")]
        for row in range(len(table)):
            expected = by_looking(table, row, int(onset[row]) - lag * bar, column)
            assert set(np.flatnonzero(told[row]).tolist()) == expected
    assert context.sets[len(table) // 2 :].any()


def test_two_and_sixteen_bars_are_told_where_much_comes_back_and_not_by_older_models() -> None:
    phrase = random_piece(5, bars=4, drums=False)
    notes = phrase.content
    again = [replace(notes, onset=notes.onset + 384 * turn, end=notes.end + 384 * turn) for turn in range(6)]
    columns = ("onset", "end", "pitch", "velocity", "part")
    whole = {name: np.concatenate([getattr(each, name) for each in again]) for name in columns}
    tokenizer = fit_music([Piece(replace(notes, **whole, end_tick=6 * 384))])
    assert tokenizer.lags == MORE_LAGS
    assert fit_music(PIECES).lags == LAGS
    older = {name: value for name, value in tokenizer.to_json().items() if name != "lags"}
    assert MusicTokenizer.from_json(older).lags == LAGS


def test_a_note_is_told_which_shift_followed_some_bars_earlier() -> None:
    shifts = TOKENIZER.shifts
    quarter, together, half = shifts.index(24), shifts.index(0), shifts.index(48)
    # a bar of four beats whose second holds two notes, then the same bar again with a note less
    bar = [quarter, quarter, together, quarter, quarter]
    table = np.array([[shift, 0, number % 5, 0, 0] for number, shift in enumerate([*bar, *bar[:2], *bar[3:]])])
    facts = MusicFacts(metres=(Metre(0, 4, 4),))
    names = [field.name for field in SCHEMA.index_fields]

    told = TOKENIZER.context(table, facts).index[:, names.index("lag_1_shift")]

    # nothing is known of the time before the first note's own bar, then it is as it was
    after_the_first_note, second_beat_again = 5, 7
    assert told[:4].tolist() == [0, 0, 0, 0]
    assert told[after_the_first_note] == quarter + 1
    assert told[second_beat_again] == together + 1
    assert half + 1 not in told


@given(st.integers(0, 10_000), st.sampled_from([(4, 4), (3, 4), (2, 8), (7, 8)]), st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_row_by_row_tells_what_the_whole_table_does(seed: int, metre: tuple[int, int], change: int) -> None:
    tables = [TOKENIZER.encode(random_piece(seed + i, bars=12)).table[:120] for i in range(2)]
    rows = min(map(len, tables))
    facts = MusicFacts(metres=(Metre(0, 4, 4), Metre(change + 1, *metre)))
    whole = [TOKENIZER.context(table[:rows], facts) for table in tables]
    walk = TOKENIZER.walk([facts, facts])
    for row in range(rows):
        assert walk.index.tolist() == [context.index[row].tolist() for context in whole]
        for column in range(5):
            walk.chose(column, np.array([table[row, column] for table in tables]))
            if column == 0:
                assert walk.sets.tolist() == [context.sets[row].tolist() for context in whole]


def piece_of_bars(bars: list[int]) -> Piece:
    """Quarter notes in 4/4, four a bar: two bars with the same number hold the same pitches."""
    rows = [
        (24 * (4 * bar + beat), 24 * (4 * bar + beat) + 24, 40 + (7 * number + 3 * beat) % 60, 90, 0)
        for bar, number in enumerate(bars)
        for beat in range(4)
    ]
    return Piece(make_notes(rows), title="bars")


def test_the_share_of_notes_that_come_back_is_counted_for_every_lag() -> None:
    phrases = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]
    onset = np.arange(0, 24 * 48, 24)
    pitch = np.array([(7 * phrases[i // 4] + 3 * (i % 4)) % 60 for i in range(48)])

    # all of it after four and after eight bars, nothing after one
    assert share((onset, pitch)) == pytest.approx(2 / 3)
    assert share((onset[:16], pitch[:16])) == 0.0
    assert share() == 0.0


def share(*pieces: tuple[Ints, Ints]) -> float:
    count = LagCount()
    for onset, pitch in pieces:
        count.add(onset, pitch, np.full(len(onset), 96))
    return count.share


def test_bar_lags_are_given_where_phrases_come_back_and_not_elsewhere() -> None:
    again, never = piece_of_bars([0, 1, 2, 3] * 4), piece_of_bars([i * i % 61 for i in range(16)])

    assert "lags" in fit_music([again]).context_parts
    assert "form" in fit_music([again]).context_parts
    assert "form" not in fit_music([never]).context_parts
    assert "lags" not in fit_music([never]).context_parts
    assert "lags" in fit_music([never], MusicOptions(context=CONTEXT_PARTS)).context_parts
