"""The n-gram model equals a textbook implementation, and its probabilities are probabilities."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.evaluation.ngram import Context, NGram, View, discounts, mixing_weights, views
from seqgen.evaluation.ngram_pieces import Pieces
from seqgen.evaluation.ngram_repeats import RUNGS, Repeats, fit_trust

Row = tuple[int, ...]


class Textbook:
    """Interpolated modified Kneser-Ney with dictionaries and loops, straight from Chen and Goodman (1998)."""

    def __init__(self, tables: Sequence[Sequence[Row]], sizes: Row, column: int, context: Context) -> None:
        self.sizes, self.column, self.context = sizes, column, context
        self.targets = sizes[column] + (1 if column == 0 else 0)
        events = [event for table in tables for event in self.events(table)]
        self.raw = [Counter((seen[:depth], target) for seen, target in events) for depth in range(len(context) + 1)]
        often = [Counter(seen[:depth] for seen, _ in events) for depth in range(len(context) + 1)]
        self.known = [
            {seen for seen in often[depth] if depth == 0 or often[depth - 1][seen[:-1]] > 1}
            for depth in range(len(context) + 1)
        ]
        self.deepest = max((depth for depth, known in enumerate(self.known) if known), default=-1)
        self.tables = [self.table(depth) for depth in range(self.deepest + 1)]

    def events(self, table: Sequence[Row]) -> list[tuple[Row, int]]:
        rows = [*table, (self.sizes[0],) + (0,) * (len(self.sizes) - 1)]
        return [
            (self.seen(rows, at), row[self.column])
            for at, row in enumerate(rows)
            if at < len(table) or self.column == 0
        ]

    def seen(self, rows: Sequence[Row], at: int) -> Row:
        return tuple(rows[at - b][c] if at >= b else self.sizes[c] + 1 for b, c in self.context)

    def table(self, depth: int) -> dict[Row, dict[int, int]]:
        """The counts of this depth: how often for the longest contexts and at the beginning, else in how many."""
        counts: dict[Row, dict[int, int]] = defaultdict(dict)
        for seen, target in self.raw[depth]:
            if seen in self.known[depth]:
                begins = depth > 0 and seen[-1] == self.sizes[self.context[depth - 1][1]] + 1
                if depth == self.deepest or begins:
                    counts[seen][target] = self.raw[depth][seen, target]
                else:
                    longer = {s for s, t in self.raw[depth + 1] if s[:-1] == seen and t == target}
                    counts[seen][target] = len(longer)
        return counts

    def p(self, seen: Row, target: int) -> float:
        p = 1 / self.targets
        for depth in range(self.deepest + 1):
            counts = self.tables[depth].get(seen[:depth])
            if not counts:
                return p
            total = sum(counts.values())
            of = Counter(n for c in self.tables[depth].values() for n in c.values())
            taken = {n: discount(of, n) for n in counts.values()}
            own = max(counts.get(target, 0) - taken.get(counts.get(target, 0), 0), 0) / total
            p = own + sum(taken[n] for n in counts.values()) / total * p
        return p


def discount(of: Counter[int], n: int) -> float:
    if not of[1] or not of[2]:
        return 0.5
    y = of[1] / (of[1] + 2 * of[2])
    if not of[3] or not of[4]:
        return y
    three = [k - (k + 1) * y * of[k + 1] / of[k] for k in (1, 2, 3)]
    return three[min(n, 3) - 1] if all(0 < d < k for k, d in enumerate(three, 1)) else y


def arrays(tables: Sequence[Sequence[Row]], columns: int) -> list[np.ndarray]:
    return [np.array(table, np.int16).reshape(-1, columns) for table in tables]


def melody(rows: int, sizes: Row, seed: int) -> np.ndarray:
    """A table with some order in it: each row is mostly a function of the row before."""
    rng = np.random.default_rng(seed)
    table = np.zeros((rows, len(sizes)), np.int64)
    for at in range(1, rows):
        step = (table[at - 1] * 2 + 1 + table[at - 1].sum()) % sizes
        table[at] = np.where(rng.random(len(sizes)) < 0.8, step, rng.integers(0, sizes))
    return table


row3 = st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 1))
tables3 = st.lists(st.lists(row3, max_size=25), max_size=5)


@settings(max_examples=60, deadline=None)
@given(tables3, st.lists(row3, max_size=10), st.integers(1, 7), st.integers(0, 2))
def test_a_view_equals_the_textbook(tables: list[list[Row]], take: list[Row], order: int, column: int) -> None:
    sizes = (2, 3, 2)
    for context in views(column, sizes, order):
        book = Textbook(tables, sizes, column, context)
        view = View.fit(Pieces.of(arrays(tables, 3), sizes, 8), column, sizes, context)
        pieces = Pieces.of(arrays([take], 3), sizes, 8)
        events = pieces.events(column)
        p = view.probabilities(pieces, events, pieces.values(events, (0, column)))
        assert p == pytest.approx([book.p(seen, target) for seen, target in book.events(take)], rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 3)), max_size=60), max_size=4), st.integers(1, 6))
def test_text_of_random_characters_equals_the_textbook(tables: list[list[Row]], order: int) -> None:
    context = tuple((back, 0) for back in range(1, order))
    book = Textbook(tables, (4,), 0, context)
    view = View.fit(Pieces.of(arrays(tables, 1), (4,), 8), 0, (4,), context)
    take = [(i,) for i in (0, 1, 2, 3, 3, 2, 1, 0, 0)]
    pieces = Pieces.of(arrays([take], 1), (4,), 8)
    p = view.probabilities(pieces, pieces.events(0), pieces.values(pieces.events(0), (0, 0)))
    assert p == pytest.approx([book.p(seen, target) for seen, target in book.events(take)], rel=1e-12)


def test_a_long_text_meets_every_discount_and_equals_the_textbook() -> None:
    text = melody(1500, (5,), seed=1)
    rows = [tuple(row) for row in text.tolist()]
    context = ((1, 0), (2, 0), (3, 0))
    book = Textbook([rows], (5,), 0, context)
    view = View.fit(Pieces.of([text], (5,), 3), 0, (5,), context)
    take = melody(100, (5,), seed=2)
    pieces = Pieces.of([take], (5,), 3)
    p = view.probabilities(pieces, pieces.events(0), pieces.values(pieces.events(0), (0, 0)))
    expected = [book.p(seen, target) for seen, target in book.events([tuple(row) for row in take.tolist()])]
    assert p == pytest.approx(expected, rel=1e-12)
    assert all(
        len({discount(Counter(n for c in t.values() for n in c.values()), k) for k in (1, 2, 3)}) == 3
        for t in book.tables[2:]
    )


@settings(max_examples=40, deadline=None)
@given(tables3, st.lists(row3, max_size=6), st.integers(1, 6))
def test_the_probabilities_of_all_rows_and_the_end_sum_to_one(
    tables: list[list[Row]], before: list[Row], order: int
) -> None:
    model = NGram.fit(arrays(tables, 3), (2, 3, 2), order=order)
    for nats_of in (model.nats, model.nats_with_repeats):
        total = math.exp(-nats_of(arrays([before], 3)[0])[-1])
        for row in itertools.product(range(2), range(3), range(2)):
            nats = nats_of(arrays([[*before, row]], 3)[0])
            assert np.isfinite(nats).all()
            total += math.exp(-nats[len(before)])
        assert total == pytest.approx(1.0, abs=1e-12)


def test_without_a_corpus_every_value_is_equally_likely() -> None:
    nats = NGram.fit([], (3, 4), order=5).nats(np.array([[0, 1], [2, 3]]))
    assert nats == pytest.approx([math.log(16), math.log(16), math.log(4)])


@pytest.mark.parametrize("pieces", [1, 2, 30])
def test_of_empty_pieces_the_end_is_learned(pieces: int) -> None:
    model = NGram.fit([np.zeros((0, 2), np.int16)] * pieces, (3, 4), order=5)
    assert model.nats(np.zeros((0, 2), np.int16))[0] < math.log(4)
    assert model.nats(np.array([[0, 1], [2, 3]]))[0] > math.log(16)
    assert np.isfinite(model.nats_with_repeats(np.array([[0, 1], [2, 3]]))).all()


def test_values_that_the_corpus_lacks_are_unlikely_but_possible() -> None:
    model = NGram.fit([melody(300, (3,), seed=1)] * 2, (9,), order=6)
    nats = model.nats(np.array([[0], [8], [8], [1]]))
    assert np.isfinite(nats).all()
    assert nats[1] > 5


def test_columns_without_a_choice_cost_nothing() -> None:
    tables = [melody(80, (4, 3), seed=seed) for seed in range(25)]
    wide = [np.insert(table, 1, 0, axis=1) for table in tables]
    narrow = NGram.fit(tables, (4, 3), order=5).nats(tables[3])
    assert NGram.fit(wide, (4, 1, 3), order=5).nats(wide[3]) == pytest.approx(narrow, rel=1e-12)


def test_the_end_counts_even_where_the_first_column_has_no_choice() -> None:
    tables = [np.zeros((4, 1), np.int64)] * 30
    nats = NGram.fit(tables, (1,), order=6).nats(tables[0])
    assert math.exp(-nats.sum()) > 0.9
    assert NGram.fit(tables, (1,), order=6).nats(np.zeros((2, 1), np.int64))[-1] > 2


def test_pieces_do_not_share_context() -> None:
    # each piece begins with 0 whatever the piece before ended with, so that a 0 at the start is certain
    tables = [np.array([[0], [value], [value]]) for value in (1, 2, 3) * 10]
    nats = NGram.fit(tables, (4,), order=4).nats(np.array([[0], [1]]))
    assert nats[0] < 0.02


def test_a_piece_scores_the_same_beside_any_other() -> None:
    tables = [melody(50, (4, 5, 2), seed) for seed in range(22)]
    model = NGram.fit(tables, (4, 5, 2), order=8)
    before = model.nats(tables[5]).tolist()
    model.nats(tables[6])
    assert model.nats(tables[5]).tolist() == before
    assert len(before) == 51


def test_counting_longer_contexts_learns_what_depends_on_them() -> None:
    rng = np.random.default_rng(3)
    text = rng.integers(0, 2, size=4000)
    for at in range(3, 4000):
        text[at] = text[at - 3] ^ text[at - 1] ^ (rng.random() < 0.02)
    learn, rest = text[:3000, None], text[3000:, None]
    short = NGram.fit([learn], (2,), order=2).nats(rest)[:-1].mean()
    long = NGram.fit([learn], (2,), order=5).nats(rest)[:-1].mean()
    assert short > 0.9 * math.log(2)
    # a fiftieth of the values is noise: 0.1 nats
    assert long < 0.2


def test_mixed_views_find_what_each_column_depends_on() -> None:
    rng = np.random.default_rng(4)
    tables = []
    for _ in range(40):
        table = rng.integers(0, (8, 3, 8), size=(100, 3))
        table[:, 2] = (table[:, 0] + 1) % 8  # the first column, which stands furthest away in the row
        table[:, 1] = np.tile(table[:2, 1], 50)  # the same column two rows before
        tables.append(table)
    model = NGram.fit(tables[:30], (8, 3, 8), order=5)
    nats = np.concatenate([model.nats(table) for table in tables[30:]])
    # only the first column is left to chance, and the ends
    assert nats.mean() < math.log(8) * 1.15


def test_the_weights_of_a_mixture_go_to_the_better_view() -> None:
    rng = np.random.default_rng(5)
    better = rng.random(500) * 0.2 + 0.7
    weights = mixing_weights(np.stack([better, better / 3, np.full(500, 1e-300)]))
    assert weights.sum() == pytest.approx(1.0)
    assert weights[0] > 0.99


def test_views_begin_with_different_values_and_name_none_twice() -> None:
    assert views(1, (5, 6, 7), 4) == (
        ((0, 0), (1, 1), (1, 0)),
        ((0, 0), (1, 1), (2, 1)),
        ((1, 1), (2, 1), (3, 1)),
        ((0, 0), (1, 0), (1, 1)),
    )
    assert views(0, (65,), 6) == (((1, 0), (2, 0), (3, 0), (4, 0), (5, 0)), ((1, 0), (2, 0), (3, 0)), ((1, 0),), ())
    assert views(0, (65,), 1) == ((),)
    for column, order in itertools.product((0, 2, 3), range(1, 12)):
        for context in views(column, (19, 1, 53, 39), order):
            assert len(set(context)) == len(context) <= order - 1
            assert all(c != 1 and (back > 0 or c < column) for back, c in context)


def plain_repeat(table: Sequence[Row], at: int, column: int, end: int) -> tuple[int, int]:
    """The rung and the value of the last place that looks like row `at` so far, by trying every place."""
    for rung, length in enumerate(RUNGS):
        for before in range(at - 1, length - 1, -1):
            alike = table[before - length : before] == table[at - length : at]
            if alike and (at == len(table) or table[before][:column] == table[at][:column]):
                return rung, table[before][column] if before < len(table) else end
    return len(RUNGS), 0


@settings(max_examples=60, deadline=None)
@given(st.lists(row3, max_size=12), st.lists(row3, max_size=12), st.integers(0, 2))
def test_a_repeat_is_the_last_place_in_the_piece_that_looks_alike(one: list[Row], two: list[Row], column: int) -> None:
    tables = [one * 4 + two + one * 2, two * 3, []]
    pieces = Pieces.of(arrays(tables, 3), (2, 3, 2), 40)
    repeats = Repeats.of(pieces, column, (2, 3, 2))
    expected = [
        plain_repeat(table, at, column, 2) for table in tables for at in range(len(table) + (1 if column == 0 else 0))
    ]
    assert list(zip(repeats.rung.tolist(), repeats.value.tolist(), strict=True)) == expected


def test_a_piece_that_repeats_itself_costs_little_the_second_time() -> None:
    rng = np.random.default_rng(6)
    tables = [np.tile(rng.integers(0, 12, size=(50, 2)), (2, 1)) for _ in range(30)]
    model = NGram.fit(tables[:25], (12, 12), order=6)
    forgets, repeats = model.nats(tables[27]), model.nats_with_repeats(tables[27])
    assert repeats[52:100].mean() < 0.1 * forgets[52:100].mean()
    assert repeats[:50].mean() == pytest.approx(forgets[:50].mean(), rel=0.05)


def test_repeats_that_never_come_true_are_not_trusted() -> None:
    p, rung = np.full(100, 0.3), np.zeros(100, np.int64)
    assert fit_trust(p, rung, np.zeros(100, bool)).max() == 0
    assert 0.98 < fit_trust(p, rung, np.ones(100, bool))[0] < 1
    assert fit_trust(p, rung, np.ones(100, bool))[1:].max() == 0


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([1] * 40 + [2] * 20 + [3] * 12 + [4] * 8 + [9], [0.5, 2 - 3 * 0.5 * 12 / 20, 3 - 4 * 0.5 * 8 / 12]),
        ([1, 1, 2], [0.5, 0.5, 0.5]),
        ([1, 1, 1, 2], [0.6, 0.6, 0.6]),
        ([3, 3, 7], [0.5, 0.5, 0.5]),
        # an estimate that would take less than nothing
        ([1] * 4 + [2] * 2 + [3] * 30 + [4] * 9, [0.5, 0.5, 0.5]),
    ],
)
def test_discounts_are_chen_and_goodmans_with_a_safe_fall_back(counts: list[int], expected: list[float]) -> None:
    assert discounts(np.array(counts)) == pytest.approx(expected)


def test_a_corpus_that_could_need_too_many_counts_is_thinned_evenly() -> None:
    tables = [melody(100, (6,), seed) for seed in range(100)]
    thin = NGram.fit(tables, (6,), order=5, most=40_000)
    whole = NGram.fit(tables, (6,), order=5)
    assert whole.rows == 10_000
    assert 1_000 < thin.rows < 5_000
    assert 0 < thin.nats(tables[0]).mean() - whole.nats(tables[0]).mean() < 0.1


@pytest.mark.parametrize("table", [np.array([[3, 0]]), np.array([[0, -1]]), np.array([[0]]), np.array([0, 1])])
def test_a_table_of_another_shape_or_range_is_refused(table: np.ndarray) -> None:
    model = NGram.fit([np.array([[0, 1], [2, 1]])], (3, 2), order=3)
    with pytest.raises(ValueError, match="a table"):
        model.nats(table)
    with pytest.raises(ValueError, match="a table"):
        NGram.fit([table], (3, 2), order=3)


def test_an_order_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        NGram.fit([], (3,), order=0)
