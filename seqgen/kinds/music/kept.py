"""Notes that stay as they are while a model writes others before and among them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.kinds.base import Constraints, Walk
from seqgen.kinds.music.columns import INSTRUMENT, SHIFT
from seqgen.kinds.music.form import UNKNOWN, Form
from seqgen.kinds.music.form_context import bars_until, form_of_table
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.walk import MusicWalk
from seqgen.theory.notes import Metre

MOST_BEHIND = 16
"""Notes behind the new part whose likelihood is weighed. More of them hardly tell drafts apart and cost time."""

SHARE = 0.125
"""Share of the particles of which drafts of several bars are begun (`docs/experiments.md`, Rewriting)."""

OPEN = Form((), ())

_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Kept:
    """Notes among and behind new material, in the order of a table.

    `rows`: int64 (notes, columns), whose shifts do not count; `onset`: int64 (notes,), the steps of the table at which
    they begin; `begin`: where new material begins; `end`: the step from which on nothing new begins; `bars`: how many
    bars lie between, 1 where they are not to be told apart; `form`: of the bars from the first new one on; `closed`:
    int64 (stretches, 2), the steps before `end` between which nothing new begins either.
    """

    rows: Ints
    onset: Ints
    begin: int
    end: int
    bars: int = 1
    form: Form = OPEN
    closed: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int64))


def kept_among(
    tokenizer: MusicTokenizer,
    table: Ints,
    metres: Sequence[Metre],
    runs: Ints,
    free: Bools,
    *,
    offset: int,
    later: int,
) -> Kept:
    """Return what is kept of a whole piece, `table`, when the notes of some parts that begin in some runs of bars are
    written anew: those of other parts in them, all between them, and the first behind the last.

    `metres`: of the piece; `runs`: int64 (runs, 2), the steps of the piece where they begin and end; `free`: bool
    (parts,); `offset`: steps by which the table that grows is later than the piece; `later`: the notes of the piece
    behind the last run, since a note in it may be put on its end where shifts are rounded.
    """
    begin, end = int(runs[0, 0]), int(runs[-1, 1])
    onset = np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])
    is_new = ((onset[:, None] >= runs[:, 0]) & (onset[:, None] < runs[:, 1])).any(axis=1)
    among = np.flatnonzero((onset >= begin) & (onset < end) & ~(is_new & free[table[:, INSTRUMENT]]))
    behind = np.flatnonzero(onset >= end)
    behind = behind[max(len(behind) - later, 0) :][:MOST_BEHIND]
    which = np.concatenate([among, behind])
    form, number = _form(tokenizer, table, metres, (begin, end), free), 1
    if tokenizer.is_metric and len(runs) == 1:
        number = len(bars_until(tokenizer, metres, end - 1)) - len(bars_until(tokenizer, metres, begin - 1))
    closed = np.stack([runs[:-1, 1], runs[1:, 0]], axis=1) + offset
    return Kept(table[which], onset[which] + offset, begin + offset, end + offset, max(number, 1), form, closed)


def _form(tokenizer: MusicTokenizer, table: Ints, metres: Sequence[Metre], span: tuple[int, int], free: Bools) -> Form:
    """Return the form of a piece from the step on where a span begins that is written anew. Its bars relate to each
    other as they did, if all parts are `free`. All other relations are open, since new bars are to be new."""
    if not tokenizer.is_metric:
        return Form((), ())
    form = form_of_table(tokenizer, table, metres)
    first, last = (len(bars_until(tokenizer, metres, step - 1)) for step in span)
    inside = [
        (kind, lag) if free.all() and bar < last and lag <= bar - first else (UNKNOWN, 0)
        for bar, (kind, lag) in enumerate(zip(form.kinds, form.lags, strict=True))
        if bar >= first
    ]
    return Form.of(inside)


class KeptConstraints(Constraints):
    """Masks under which kept notes come at their time, and new ones before the end of their part.

    Where a kept note comes, its values alone are allowed. Under particles the mass of these masks is the likelihood of
    the kept notes, so that what is written leads into them. `others` are the masks on what is new.
    """

    def __init__(self, kept: Kept, tokenizer: MusicTokenizer, others: Constraints, batch: int) -> None:
        self._closed, self._others = kept.closed, others
        self._end = np.full(batch, kept.end)
        # where the last of several new bars begins
        self._last_bar = kept.end - (kept.end - kept.begin) // kept.bars if kept.bars > 1 else 0
        self._shifts = np.array(tokenizer.shifts)
        self._sizes = tokenizer.schema.sizes
        self._next = np.zeros(batch, np.int64)
        # whether the row in progress is the next kept note
        self._comes = np.zeros(batch, bool)
        # a step behind all others stands for the note after the last
        self._onset = np.tile(np.append(kept.onset, _NEVER), (batch, 1))
        self._rows = np.tile(np.concatenate([kept.rows, np.zeros((1, len(self._sizes)), np.int64)]), (batch, 1, 1))
        # nothing behind the new part: it ends as a piece does
        self._last = not (kept.onset >= kept.end).any()

    def _due(self) -> Ints:
        """Return the step of the next kept note of each take, int64 (batch,)."""
        return np.asarray(self._onset[np.arange(len(self._next)), self._next])

    def _is_closed(self, step: Ints) -> Bools:
        """Return whether nothing new begins at steps before the end, of any shape."""
        inside = (step[..., None] >= self._closed[:, 0]) & (step[..., None] < self._closed[:, 1])
        return np.asarray(inside.any(axis=-1))

    def _wanted(self, column: int) -> Ints:
        return np.asarray(self._rows[np.arange(len(self._next)), self._next, column])

    def mask(self, column: int, walk: Walk) -> Bools | None:
        assert isinstance(walk, MusicWalk)
        mask = self._others.mask(column, walk)
        if column == SHIFT:
            return self._shift_mask(walk, mask)
        if mask is None:
            mask = np.ones((len(self._next), self._sizes[column]), bool)
        if column == INSTRUMENT:
            return self._instrument_mask(walk, mask)
        wanted = self._wanted(column)
        return np.where(self._comes[:, None], np.arange(self._sizes[column]) == wanted[:, None], mask)

    def _shift_mask(self, walk: MusicWalk, mask: Bools | None) -> Bools:
        onsets, due = walk.onset[:, None] + self._shifts, self._due()[:, None]
        allowed = np.zeros((len(self._next), len(self._shifts) + 1), bool)
        shifts = allowed[:, :-1]
        before_end = (onsets < self._end[:, None]) | (self._last & (due == _NEVER))
        new = (onsets <= due) & before_end & ~self._is_closed(onsets)
        shifts[:] = (new if mask is None else new & mask[:, :-1]) | (onsets == due)
        # where no shift leads to the note that is due, the nearest one does
        lost = np.flatnonzero(~shifts.any(axis=1) & (due[:, 0] < _NEVER))
        shifts[lost, np.abs(onsets - due)[lost].argmin(axis=1)] = True
        return allowed

    def _instrument_mask(self, walk: MusicWalk, mask: Bools) -> Bools:
        wanted, every = self._wanted(INSTRUMENT), np.arange(self._sizes[INSTRUMENT])
        behind = (walk.onset >= self._end) | self._is_closed(walk.onset)
        now = walk.onset >= self._due()
        # notes struck together stand in the order of their parts
        mask = mask & ~behind[:, None] & (~now[:, None] | (every <= wanted[:, None]))
        mask |= now[:, None] & (every == wanted[:, None])
        # a new note that would come too late is played by whoever can
        return np.where(mask.any(axis=1, keepdims=True), mask, every == wanted[:, None])

    def pull(self, column: int, walk: Walk) -> Floats | None:
        return self._others.pull(column, walk)

    def settle(self, column: int, values: Ints, walk: Walk) -> Ints:
        assert isinstance(walk, MusicWalk)
        settled = self._others.settle(column, values, walk)
        if column == SHIFT:
            # what is settled must not lie past the note that is due, or where nothing new begins
            onset = walk.onset + self._shifts[np.minimum(settled, len(self._shifts) - 1)]
            return np.where((onset > self._due()) | self._is_closed(onset), values, settled)
        return np.where(self._comes, values, settled)

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        assert isinstance(walk, MusicWalk)
        self._others.chose(column, values, walk)
        if column == INSTRUMENT:
            self._comes = (walk.onset >= self._due()) & (values == self._wanted(INSTRUMENT))
        elif column == len(self._sizes) - 1:
            self._next = self._next + self._comes
            self._comes = np.zeros(len(values), bool)

    def over(self, walk: Walk) -> Bools | None:
        return self._others.over(walk) if self._last else None

    def beyond(self, walk: Walk) -> Bools | None:
        return self._others.beyond(walk) if self._last else None

    def at_home(self, walk: Walk) -> Bools:
        return self._others.at_home(walk) & self._all_came()

    def done(self) -> Bools | None:
        return None if self._last else self._all_came()

    def share(self, walk: Walk) -> float:
        """A few until the last new bar, behind which stands what tells them apart."""
        assert isinstance(walk, MusicWalk)
        return 1.0 if (walk.onset >= self._last_bar).all() else SHARE

    def is_settled(self, walk: Walk) -> bool:
        assert isinstance(walk, MusicWalk)
        return bool((walk.onset >= self._end).all() and (self._next == self._next[:1]).all() and not self._last)

    def _all_came(self) -> Bools:
        return np.asarray(self._due() == _NEVER)

    def stretch(self, walk: Walk) -> Ints | None:
        assert isinstance(walk, MusicWalk)
        stretch = self._others.stretch(walk)
        # what is kept behind the new part begins a stretch of its own
        return None if stretch is None else stretch + (walk.onset >= self._end)

    def take(self, indices: Ints) -> None:
        self._others = copy(self._others)
        self._others.take(indices)
        self._next, self._comes, self._end = self._next[indices], self._comes[indices], self._end[indices]
        self._onset, self._rows = self._onset[indices], self._rows[indices]

    def join(self, others: Sequence[Self]) -> None:
        self._others.join([other._others for other in others])
        self._next = np.concatenate([self._next, *(other._next for other in others)])
        self._comes = np.concatenate([self._comes, *(other._comes for other in others)])
        self._end = np.concatenate([self._end, *(other._end for other in others)])
        self._onset = np.concatenate([self._onset, *(other._onset for other in others)])
        self._rows = np.concatenate([self._rows, *(other._rows for other in others)])
