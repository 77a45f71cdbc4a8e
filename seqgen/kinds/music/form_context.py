"""The form of a piece as context of its notes: the relation of the bar in progress, and the notes of the bar that it
relates to, at the place that is reached.

The form is one of the facts of a piece. While a network learns, it is told the form of most pieces, and of the others
no form or parts of it (`form_told`), so that a form can be asked for and can be left open. It is computed twice: for
whole tables, and row by row for a batch of growing ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import islice

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Ints, Ints32
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.form import ENDS, MOST_BARS, PICK_UP, RHYTHM, SAME, UNKNOWN, VARIED, Form, form_of, parse_form
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.schema import Schema
from seqgen.theory.bars import Bars, bar_ends
from seqgen.theory.notes import Metre

_NOTHING_TOLD, _PARTS_TOLD = 0.5, 0.6
_NEVER = np.iinfo(np.int64).max
_LONG_AGO = -(1 << 40)
_OF_BARS = {"line": _NEVER, "kind": 0, "back": 0, "low": 0, "high": 0}
"""The arrays of `_Bars`, and what stands in them behind a form."""


def has_form(schema: Schema) -> bool:
    return any(field.name == "form_bar" for field in schema.fields)


def form_of_table(vocabulary: MusicVocabulary, table: Ints, metres: Sequence[Metre]) -> Form:
    """Return the form of a whole table, as many bars as notes begin in."""
    onset = np.cumsum(np.array(vocabulary.shifts)[table[:, SHIFT]])
    lines = bars_until(vocabulary, metres, int(onset.max(initial=-1)))
    bar = np.searchsorted(lines, onset, side="right") - 1
    form = form_of(bar, onset - lines[bar], table[:, INSTRUMENT], table[:, PITCH], table[:, DURATION], len(lines))
    bars = Bars(vocabulary.grid, vocabulary.metres, metres, 1)
    picks_up = len(form) > 0 and bar[0] == 0 and (bars.start[0] > 0 or bars.first_full(int(onset[0])) == 1)
    return Form.of([(PICK_UP, 0)]) + form.between(1, len(form)) if picks_up else form


def form_is_open(chance: float) -> bool:
    """Return whether no form is told in a reading with a random number from 0 to 1."""
    return chance < _NOTHING_TOLD


def form_told(form: Form, chance: float) -> str:
    """Return what of a form is told in a reading with a random number from 0 to 1: nothing, a part of it, or all."""
    form = form.between(0, MOST_BARS)
    if form_is_open(chance):
        return ""
    if chance >= _PARTS_TOLD:
        return str(form)
    # a part of the bars from somewhere to somewhere is left open
    turn = (chance - _NOTHING_TOLD) / (_PARTS_TOLD - _NOTHING_TOLD)
    begin, length = int(turn * len(form)), 1 + int(turn * 64 % 1 * len(form))
    open_ = Form.of([(UNKNOWN, 0)] * len(form))
    return str(form.between(0, begin) + open_.between(begin, begin + length) + form.between(begin + length, len(form)))


def bars_until(vocabulary: MusicVocabulary, metres: Sequence[Metre], step: int) -> Ints:
    """Return the steps at which the bars of a piece begin, up to the one that holds `step`."""
    lines = [0]
    metres = metres or (Metre(0, *vocabulary.metres[0]),)
    if len(metres) == 1 and step >= 0:
        begin, length = metres[0].step, vocabulary.bar_steps(metres[0].signature)
        return np.append(np.zeros(int(begin > 0), np.int64), np.arange(begin, step + 1, length))
    for line in bar_ends(vocabulary.grid, metres):
        if line > step:
            return np.array(lines if step >= 0 else lines[:0], np.int64)
        lines.append(line)
    raise AssertionError


class _Bars:
    """The bars of forms, one form a take, each array int64 (takes, bars + 2).

    `line`: step at which the bar begins; `kind`: of its relation; `back`: how many steps earlier the bar begins that it
    relates to; `low`, `high`: steps from which to which notes of that bar stand that have a place in this one. Behind
    a form stands `ENDS`, and bars without relation have no steps between `low` and `high`.
    """

    def __init__(self, vocabulary: MusicVocabulary, facts: Sequence[MusicFacts]) -> None:
        forms = [parse_form(each.form) for each in facts]
        shape = (len(forms), max(map(len, forms)) + 2)
        self.line, self.kind = np.full(shape, _NEVER), np.zeros(shape, np.int64)
        self.back, self.low, self.high = (np.zeros(shape, np.int64) for _ in range(3))
        for i, (form, each) in enumerate(zip(forms, facts, strict=True)):
            bars, kinds, lags = len(form), np.array(form.kinds, np.int64), np.array(form.lags, np.int64)
            ends = bar_ends(vocabulary.grid, each.metres or (Metre(0, *vocabulary.metres[0]),))
            line = np.array([0, *islice(ends, bars)], np.int64)
            self.line[i, : bars + 1] = line
            self.kind[i, :bars] = kinds
            self.kind[i, bars] = ENDS if bars else UNKNOWN
            source = np.arange(bars) - lags
            related = kinds >= RHYTHM
            self.back[i, :bars] = line[:-1] - line[source]
            length = np.minimum(np.diff(line)[source], np.diff(line))
            self.low[i, :bars] = np.where(related, line[source], 0)
            self.high[i, :bars] = np.where(related, line[source] + length, 0)

    def at(self, onset: Ints) -> Ints:
        """Return the bar of each take that holds its onset (takes,)."""
        return np.asarray(np.maximum((self.line <= onset[:, None]).sum(axis=1) - 1, 0))

    def take(self, indices: Ints) -> None:
        for name in _OF_BARS:
            setattr(self, name, getattr(self, name)[indices])

    def join(self, others: Sequence[Self]) -> None:
        for name, fill in _OF_BARS.items():
            setattr(self, name, _side_by_side([getattr(each, name) for each in (self, *others)], fill, takes=0))


def form_context(
    vocabulary: MusicVocabulary, table: Ints, onset: Ints, facts: MusicFacts, sets: Bools
) -> dict[str, Ints]:
    """Fill the set fields of a whole table, and return the index fields by name, each int64 (rows + 1,). `onset`: int64
    (rows,) in steps."""
    rows = len(table)
    if not facts.form:
        return dict.fromkeys(("form_now", "form_next", "form_shift", "form_bar"), np.zeros(rows + 1, np.int64))
    bars = _Bars(vocabulary, [facts])
    line, kind = bars.line[0], bars.kind[0]
    every = np.arange(rows + 1)
    before, now = np.concatenate([[0], onset]), np.append(onset, onset[-1:] if rows else [0])
    # the piece as its form foretells it: onset, bar and row of every note of a bar that comes back
    parts = [
        (np.arange(*np.searchsorted(onset, [low, high])), bar)
        for bar, (low, high) in enumerate(zip(bars.low[0].tolist(), bars.high[0].tolist(), strict=True))
        if high > low
    ]
    row = np.concatenate([np.zeros(0, np.int64), *(each for each, _ in parts)])
    of_bar = np.concatenate([np.zeros(0, np.int64), *(np.full(len(each), bar) for each, bar in parts)])
    foretold = onset[row] + bars.back[0][of_bar]

    bar = np.maximum(np.searchsorted(line, before, side="right") - 1, 0)
    first, behind = np.searchsorted(foretold, before), np.searchsorted(foretold, before, side="right")
    together = behind - first - (every - np.searchsorted(onset, before))
    there = behind < len(row)
    at = np.minimum(behind, max(len(row) - 1, 0))
    if len(row):
        there &= (of_bar[at] <= bar + 1) & (row[at] < every)
    following = np.where(there, foretold[at] if len(row) else 0, _NEVER)
    own = np.maximum(np.searchsorted(line, now, side="right") - 1, 0)
    _fill_sets(vocabulary.schema, table, row, np.searchsorted(foretold, [now, now + 1]), kind[own], sets)
    return {
        "form_now": kind[bar] % ENDS,
        "form_next": np.append(kind, UNKNOWN)[bar + 1],
        "form_shift": _shift(vocabulary, before, together, following),
        "form_bar": np.where(every < rows, kind[own] % ENDS, UNKNOWN),
    }


def _fill_sets(schema: Schema, table: Ints, row: Ints, spans: Ints, kinds: Ints, sets: Bools) -> None:
    """Enter the notes that are foretold at each row's onset: those of `row` from `spans[0]` to `spans[1]`."""
    first, behind = spans[0], spans[1].copy()
    behind[-1] = first[-1]
    for number in range(int((behind - first).max(initial=0))):
        here = np.flatnonzero(first + number < behind)
        source = table[row[first[here] + number]]
        sets[here, schema.set_place("form_duration").start + source[:, DURATION]] = True
        for kind, name in ((SAME, "form_same"), (VARIED, "form_varied")):
            of_kind = kinds[here] == kind
            sets[here[of_kind], schema.set_place(name).start + source[of_kind, PITCH]] = True


def _shift(vocabulary: MusicVocabulary, before: Ints, together: Ints, following: Ints) -> Ints:
    """Return 1 + the shift that the form foretells behind the onset `before`, 0 where it foretells none. It is none
    while more notes are `together` there than have been struck now, else it leads to the onset `following`."""
    shifts = np.array(vocabulary.shifts)
    known = (together > 0) | (following < _NEVER)
    steps = np.where((together > 0) | ~known, 0, following - before)
    return np.where(known, np.minimum(np.searchsorted(shifts, steps), len(shifts) - 1) + 1, 0)


class FormWalk:
    """`form_context` for a batch of growing tables.

    `bars` are those of the forms, and `past` the onset, instrument, pitch and duration of the rows so far, int64
    (4, takes, rows); where a take has none, the onset lies long ago.
    """

    def __init__(self, vocabulary: MusicVocabulary, schema: Schema, facts: Sequence[MusicFacts]) -> None:
        self._vocabulary = vocabulary
        self.bars = _Bars(vocabulary, facts)
        names = [field.name for field in schema.index_fields]
        told = has_form(schema)
        self._before = [names.index(name) for name in ("form_now", "form_next", "form_shift")] if told else []
        self._bar = names.index("form_bar") if told else -1
        self._sets = {name: schema.set_place(name) for name in ("form_same", "form_varied", "form_duration") if told}
        self.past = np.full((4, len(facts), 64), _LONG_AGO)
        self._rows = np.zeros(len(facts), np.int64)

    def finished(self, onset: Ints, row: Ints) -> None:
        """Remember a row of each take, int64 (batch, columns), at `onset` (batch,)."""
        if self._rows.max(initial=0) == self.past.shape[2]:
            self.past = np.concatenate([self.past, np.full_like(self.past, _LONG_AGO)], axis=2)
        every = np.arange(len(onset))
        self.past[:, every, self._rows] = onset, row[:, INSTRUMENT], row[:, PITCH], row[:, DURATION]
        self._rows = self._rows + 1

    def before_row(self, onset: Ints, index: Ints32) -> None:
        """Enter what is certain before a row begins, given the onset before it (batch,)."""
        if not self._before:
            return
        every, bars = np.arange(len(onset)), self.bars
        bar = bars.at(onset)
        after = np.minimum(bar + 1, bars.kind.shape[1] - 1)
        past = self.past[0]
        back = bars.back[every, bar]
        then = onset - back
        here = (past >= bars.low[every, bar][:, None]) & (past < bars.high[every, bar][:, None])
        together = (here & (past == then[:, None])).sum(axis=1) - (past == onset[:, None]).sum(axis=1)
        following = _least(past, here & (past > then[:, None]), back)
        later = (past >= bars.low[every, after][:, None]) & (past < bars.high[every, after][:, None])
        following = np.where(following < _NEVER, following, _least(past, later, bars.back[every, after]))
        index[:, self._before] = np.stack(
            [
                bars.kind[every, bar] % ENDS,
                np.where(bar + 1 < bars.kind.shape[1], bars.kind[every, after], UNKNOWN),
                _shift(self._vocabulary, onset, together, following),
            ],
            axis=1,
        )

    def moved(self, onset: Ints, index: Ints32, sets: Bools) -> None:
        """Enter what is certain once the row's onset (batch,) is."""
        if not self._before:
            return
        every, bars = np.arange(len(onset)), self.bars
        bar = bars.at(onset)
        kind = bars.kind[every, bar]
        index[:, self._bar] = kind % ENDS
        for place in self._sets.values():
            sets[:, place] = False
        past = self.past[0]
        here = (past >= bars.low[every, bar][:, None]) & (past < bars.high[every, bar][:, None])
        here &= past == (onset - bars.back[every, bar])[:, None]
        take, row = np.nonzero(here)
        sets[take, self._sets["form_duration"].start + self.past[3, take, row]] = True
        for of_kind, name in ((SAME, "form_same"), (VARIED, "form_varied")):
            mine = kind[take] == of_kind
            sets[take[mine], self._sets[name].start + self.past[2, take[mine], row[mine]]] = True

    @property
    def comes_back(self) -> bool:
        """Return whether any bar of any take is to come back note for note."""
        return bool((self.bars.kind == SAME).any())

    def bar_of(self, take: int, onset: int) -> int:
        """Return the bar of a take that holds the step `onset`."""
        return max(int(np.searchsorted(self.bars.line[take], onset, side="right")) - 1, 0)

    def line(self, take: int, bar: int) -> int:
        """Return the step at which a bar of a take begins; behind its form, later than all others."""
        return int(self.bars.line[take, bar]) if bar < self.bars.line.shape[1] else _NEVER

    def kind(self, take: int, bar: int) -> int:
        """Return the kind of a bar's relation; behind the form of a take, `ENDS`."""
        return int(self.bars.kind[take, bar]) if bar < self.bars.kind.shape[1] else ENDS

    def kinds(self, onset: Ints) -> Ints:
        """Return the kind of the relation of the bar that holds each take's `onset` (batch,)."""
        return np.asarray(self.bars.kind[np.arange(len(onset)), self.bars.at(onset)])

    def back_from(self, onset: Ints) -> Ints:
        """Return the step at which the next bar of each take begins, behind that of its `onset` (batch,), that comes
        back and does not go on with the one before it: int64 (batch,), late where there is none."""
        bars = self.bars
        begins = bars.kind == SAME
        begins[:, 1:] &= (bars.kind[:, :-1] != SAME) | (bars.back[:, 1:] != bars.back[:, :-1])
        begins &= np.arange(begins.shape[1]) > bars.at(onset)[:, None]
        return np.asarray(np.where(begins, bars.line, _NEVER).min(axis=1))

    def comes_back_in(self, first: Ints, last: Ints) -> Bools:
        """Return whether a bar that comes back holds a step from `first` to `last` (batch,): bool (batch,)."""
        here = (np.arange(self.bars.kind.shape[1]) >= self.bars.at(first)[:, None]) & (self.bars.line <= last[:, None])
        return np.asarray((here & (self.bars.kind == SAME)).any(axis=1))

    def begins(self, take: int) -> bool:
        """Return whether a take has no row yet, and a form that says how it begins."""
        return not self._rows[take] and self.kind(take, 0) not in (UNKNOWN, ENDS)

    def is_over(self, take: int, bar: int, onset: int) -> bool:
        """Return whether the bar that a bar relates to is over at the step `onset`."""
        return int(self.bars.high[take, bar]) <= onset

    def foretold(self, take: int, bar: int, onset: int, *, again: bool = False) -> Ints | None:
        """Return onset, instrument, pitch and duration of the next row of a bar that comes back, int64 (4,), from the
        step `onset` on; None where none is left. Unless `again`, what has been struck at `onset` is behind."""
        past = self.past[:, take, : self._rows[take]]
        low, high = np.searchsorted(past[0], [self.bars.low[take, bar], self.bars.high[take, bar]])
        coming = past[:, low:high].copy()
        coming[0] += self.bars.back[take, bar]
        coming = coming[:, coming[0] >= onset]
        if not again:
            struck = past[:, np.searchsorted(past[0], onset) :]
            done = (coming[:3, :, None] == struck[:3, None, :]).all(axis=0).any(axis=1)
            coming = coming[:, ~done]
        return np.asarray(coming[:, 0]) if coming.shape[1] else None

    def unvaried(self, take: int, bar: int, onset: int) -> tuple[int, int] | None:
        """Return instrument and pitch of the last note at `onset` of a bar that has come back as it was so far; None
        where it is not that note's turn, or the bar is another already."""
        past = self.past[:3, take, : self._rows[take]]
        edges = [self.bars.low[take, bar], self.bars.high[take, bar], self.bars.line[take, bar]]
        low, high, begin = np.searchsorted(past[0], edges)
        source, own = past[:, low:high].copy(), past[:, begin:]
        source[0] += self.bars.back[take, bar]
        if source.shape[1] != own.shape[1] + 1 or source[0, -1] != onset or (source[:, :-1] != own).any():
            return None
        return int(source[1, -1]), int(source[2, -1])

    def take(self, indices: Ints) -> None:
        self.bars = copy(self.bars)
        self.bars.take(indices)
        self.past, self._rows = self.past[:, indices], self._rows[indices]

    def join(self, others: Sequence[Self]) -> None:
        every = (self, *others)
        self.bars.join([other.bars for other in others])
        self.past = _side_by_side([each.past for each in every], _LONG_AGO, takes=1)
        self._rows = np.concatenate([each._rows for each in every])


def _least(past: Ints, which: Bools, back: Ints) -> Ints:
    """Return the first of the onsets `which` (batch, rows), as many steps later as `back` (batch,)."""
    least = np.where(which, past, _NEVER).min(axis=1, initial=_NEVER)
    return np.where(least < _NEVER, np.where(least < _NEVER, least, 0) + back, _NEVER)


def _side_by_side(arrays: Sequence[Ints], fill: int, *, takes: int) -> Ints:
    """Return arrays joined along the axis `takes`, those with a shorter last axis filled up."""
    most = max(array.shape[-1] for array in arrays)
    room = [[(0, 0)] * (array.ndim - 1) + [(0, most - array.shape[-1])] for array in arrays]
    filled = [np.pad(array, pad, constant_values=fill) for array, pad in zip(arrays, room, strict=True)]
    return np.concatenate(filled, axis=takes)
