"""Masks that keep a bar that comes back as it was note for note, and one that comes back varied from being the same.

By definition, a bar with the relation `SAME` has the notes of the bar that it relates to. The masks keep sampling from
drifting away from that. Where the rules leave no such row, or no shift reaches it, they count and the form does not.
What stands before such a bar is not held into it, so that its parts are free.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.kinds.base import Constraints, Walk
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, OFFSET, PITCH, SHIFT, VELOCITY
from seqgen.kinds.music.constraints import where_any
from seqgen.kinds.music.form import PICK_UP, SAME, VARIED
from seqgen.kinds.music.form_context import FormWalk
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.walk import MusicWalk

_FREE = -1


class FormedConstraints(Constraints):
    """The masks of `rules`, of which bars that come back leave the notes that stood there."""

    def __init__(self, rules: Constraints, tokenizer: MusicTokenizer, batch: int, *, varies: bool = True) -> None:
        self._rules, self._varies = rules, varies
        self._shifts, self._durations = np.array(tokenizer.shifts), np.array(tokenizer.durations)
        self._sizes = tokenizer.schema.sizes
        # the values of the row in progress that the form demands
        self._row = np.full((batch, len(self._sizes)), _FREE, np.int64)
        # the step of the next note that comes back
        self._coming = np.full(batch, _FREE, np.int64)

    def mask(self, column: int, walk: Walk) -> Bools | None:
        assert isinstance(walk, MusicWalk)
        mask = self._rules.mask(column, walk)
        assert walk.form is not None
        if column == PITCH and self._varies:
            mask = self._without_unvaried(walk, walk.form, mask)
        if column in (VELOCITY, OFFSET) or not (column == SHIFT or walk.form.comes_back):
            return mask
        own = self._shift_mask(walk, walk.form) if column == SHIFT else self._value_mask(column)
        if column == DURATION:
            own = self._until_it_comes_back(walk, walk.form, own)
        if mask is None:
            return own
        both = mask & own
        # the end of the piece may still be forbidden
        goes_on = both[:, : self._sizes[column]].any(axis=1, keepdims=True)
        return np.where(goes_on, both, mask)

    def _without_unvaried(self, walk: MusicWalk, form: FormWalk, mask: Bools | None) -> Bools | None:
        """Return a mask without the pitches with which bars that are to be varied would come back as they were."""
        kinds = form.kinds(walk.onset)
        for take in np.flatnonzero(kinds == VARIED).tolist():
            onset = int(walk.onset[take])
            last = form.unvaried(take, form.bar_of(take, onset), onset)
            if last is None or walk.row[take, INSTRUMENT] != last[0]:
                continue
            mask = np.ones((len(kinds), self._sizes[PITCH]), bool) if mask is None else mask.copy()
            others = mask[take] & (np.arange(self._sizes[PITCH]) != last[1])
            mask[take] = others if others.any() else mask[take]
        return mask

    def _shift_mask(self, walk: MusicWalk, form: FormWalk) -> Bools:
        onsets = walk.onset[:, None] + self._shifts
        # one more value stands for the end of the piece
        mask = np.ones((len(onsets), len(self._shifts) + 1), bool)
        self._coming = np.full_like(self._coming, _FREE)
        concerned = form.comes_back_in(walk.onset, onsets[:, -1])
        for take in range(len(onsets)):
            if not (concerned[take] or form.begins(take)):
                continue
            bar, onset = form.bar_of(take, int(walk.onset[take])), int(walk.onset[take])
            coming = form.foretold(take, bar, onset) if form.kind(take, bar) == SAME else None
            if form.begins(take):
                allowed = _first(form, take, onsets[take])
            elif coming is not None:
                self._coming[take] = coming[0]
                allowed = onsets[take] == coming[0]
            else:
                allowed = self._until_next(form, take, bar, onsets[take])
            if allowed.any():
                mask[take, :-1] = allowed
                mask[take, -1] = coming is None
        return mask

    def _until_next(self, form: FormWalk, take: int, bar: int, onsets: Ints) -> Bools:
        """Return the shifts that leave a bar that has come back, and lead no further than to the first note of the next
        one that does: bool (shifts,)."""
        allowed = np.ones(len(onsets), bool)
        now, begin = bar, form.line(take, bar)
        while begin <= onsets[-1]:
            end = form.line(take, bar + 1)
            if form.kind(take, bar) == SAME:
                first = form.foretold(take, bar, begin, again=True) if bar > now else None
                if first is not None:
                    self._coming[take] = first[0]
                    return np.asarray(allowed & ((onsets < begin) | (onsets == first[0])))
                if form.is_over(take, bar, int(onsets[0])):
                    allowed &= (onsets < begin) | (onsets >= end)
            bar, begin = bar + 1, end
        return allowed

    def _value_mask(self, column: int) -> Bools:
        wanted = self._row[:, column]
        return np.asarray((wanted == _FREE)[:, None] | (np.arange(self._sizes[column]) == wanted[:, None]))

    def _until_it_comes_back(self, walk: MusicWalk, form: FormWalk, lengths: Bools) -> Bools:
        """Return durations that end where the next bar that comes back begins, the longest where `lengths` (batch,
        durations) have none."""
        short = self._durations <= (form.back_from(walk.onset) - walk.onset)[:, None]
        longest = short & (np.arange(1, short.shape[1] + 1) == short.sum(axis=1, keepdims=True))
        return where_any(lengths & short, longest)

    def pull(self, column: int, walk: Walk) -> Floats | None:
        return self._rules.pull(column, walk)

    def settle(self, column: int, values: Ints, walk: Walk) -> Ints:
        settled = self._rules.settle(column, values, walk)
        if column != SHIFT:
            return settled
        # what comes back stood on the grid already
        assert isinstance(walk, MusicWalk)
        onset = walk.onset + self._shifts[np.minimum(values, len(self._shifts) - 1)]
        return np.where(onset == self._coming, values, settled)

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        self._rules.chose(column, values, walk)
        if column != SHIFT:
            return
        assert isinstance(walk, MusicWalk)
        form = walk.form
        assert form is not None
        self._row = np.full_like(self._row, _FREE)
        if not form.comes_back:
            return
        for take, kind in enumerate(form.kinds(walk.onset)):
            onset = int(walk.onset[take])
            coming = form.foretold(take, form.bar_of(take, onset), onset) if kind == SAME else None
            if coming is not None and coming[0] == onset:
                self._row[take, [INSTRUMENT, PITCH, DURATION]] = coming[1:]

    def over(self, walk: Walk) -> Bools | None:
        return self._rules.over(walk)

    def beyond(self, walk: Walk) -> Bools | None:
        return self._rules.beyond(walk)

    def at_home(self, walk: Walk) -> Bools:
        # not before the last note that comes back
        return np.asarray(self._rules.at_home(walk) & (self._coming == _FREE))

    def closing(self, walk: Walk) -> Bools | None:
        return self._rules.closing(walk)

    def stretch(self, walk: Walk) -> Ints | None:
        return self._rules.stretch(walk)

    def spread(self) -> None:
        self._rules.spread()

    def share(self, walk: Walk) -> float:
        return self._rules.share(walk)

    def is_settled(self, walk: Walk) -> bool:
        return self._rules.is_settled(walk)

    def done(self) -> Bools | None:
        return self._rules.done()

    def join(self, others: Sequence[Self]) -> None:
        self._rules.join([other._rules for other in others])
        self._row = np.concatenate([self._row, *(other._row for other in others)])
        self._coming = np.concatenate([self._coming, *(other._coming for other in others)])

    def take(self, indices: Ints) -> None:
        self._rules = copy(self._rules)
        self._rules.take(indices)
        self._row, self._coming = self._row[indices], self._coming[indices]


def _first(form: FormWalk, take: int, onsets: Ints) -> Bools:
    """Return the shifts to the first note of a piece, which falls into the second half of a pick-up and of no other
    bar in its place: bool (shifts,)."""
    end = form.line(take, 1)
    late = (2 * onsets >= end) & (onsets < end)
    return np.asarray(late if form.kind(take, 0) == PICK_UP else ~late)
