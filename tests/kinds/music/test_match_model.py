"""The match model, for whole tables and row by row."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.kinds.music.match_model import RUNGS, MatchPointer, match_pointers

phrases = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=40), min_size=1, max_size=6)


def by_looking(symbols: list[int], row: int) -> tuple[int, int]:
    """The same, found the slow way."""
    for number in range(len(RUNGS), 0, -1):
        run = symbols[row - RUNGS[number - 1] : row]
        if row < RUNGS[number - 1]:
            continue
        for end in range(row - 1, RUNGS[number - 1] - 1, -1):
            if symbols[end - RUNGS[number - 1] : end] == run:
                return number, end
    return 0, -1


@given(phrases, st.data())
@settings(max_examples=60, deadline=None)
def test_the_latest_and_longest_earlier_run_is_found(parts: list[list[int]], data: st.DataObject) -> None:
    order = data.draw(st.lists(st.sampled_from(parts), max_size=6))
    symbols = [symbol for part in order for symbol in part]

    rung, source = match_pointers(np.array(symbols, np.int64))

    found = list(zip(rung.tolist(), source.tolist(), strict=True))
    assert found == [by_looking(symbols, row) for row in range(len(symbols) + 1)]


@given(phrases)
@settings(max_examples=60, deadline=None)
def test_row_by_row_finds_what_the_whole_table_does(parts: list[list[int]]) -> None:
    symbols = [symbol for part in (*parts, *parts) for symbol in part]
    rung, source = match_pointers(np.array(symbols, np.int64))
    growing = MatchPointer()

    for row, symbol in enumerate([*symbols, -1]):
        assert (growing.rung, growing.source) == (rung[row], source[row])
        growing.read(symbol)


def test_a_piece_that_begins_again_points_at_its_own_beginning() -> None:
    melody = np.arange(50)

    rung, source = match_pointers(np.concatenate([melody, melody]))

    assert (rung[:52] == 0).all()
    assert rung[52] == 1
    assert rung[50 + 32] == len(RUNGS)
    assert source[52:].tolist() == list(range(2, 51))


def test_an_empty_table_has_no_past() -> None:
    rung, source = match_pointers(np.zeros(0, np.int64))

    assert rung.tolist() == [0]
    assert source.tolist() == [-1]
