"""Excerpts of music, cut at bar lines, or at full seconds on the performance grid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.columns import SHIFT
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.schema import Table
from seqgen.theory.bars import Bars, bar_lines, main_metre
from seqgen.theory.grid import nearest

SECOND_STEPS = 100
"""Steps of the performance grid in a second."""


def starts_of(tokenizer: MusicTokenizer, facts: MusicFacts, end: int) -> Ints:
    """Return the steps before `end` at which bars (or seconds) begin."""
    if tokenizer.is_metric:
        return bar_lines(tokenizer.grid, tokenizer.metres, facts.metres, end)
    return np.arange(0, end, SECOND_STEPS)


def pickup_bars(tokenizer: MusicTokenizer, facts: MusicFacts, onset: Ints) -> int:
    """Return 1 where the first bar is a pick-up (`Bars.first_full`), else 0, as on the performance grid.

    `onset`: of all notes, int64 (notes,), in steps.
    """
    if not tokenizer.is_metric or not len(onset):
        return 0
    first, bars = int(onset.min()), Bars(tokenizer.grid, tokenizer.metres, facts.metres, 1)
    # behind silence there is no pick-up: bars of silence are bars
    return int(bars.number_at(np.array([first]))[0] == 0 and bars.first_full(first) > 0)


def beginning(tokenizer: MusicTokenizer, name: str, table: Table, facts: MusicFacts, most: int) -> Excerpt:
    """Return the first `most` full bars (or seconds) of a piece, and the pick-up before them."""
    rows = table.astype(np.int64)
    lines, onset = _lines(tokenizer, rows, facts), _onsets(tokenizer, rows)
    first = min(pickup_bars(tokenizer, facts, onset), len(lines) - 1)
    last = min(most + first, len(lines) - 1)
    end = int(lines[last])
    part = _excerpt(name, rows[onset < end], replace(facts, end_step=end), last - first)
    return replace(part, ends=last == len(lines) - 1)


def consecutive(tokenizer: MusicTokenizer, name: str, table: Table, facts: MusicFacts, length: int) -> list[Excerpt]:
    """Return a piece cut into excerpts of `length` bars or seconds. A shorter rest is dropped unless it is the whole
    piece."""
    rows = table.astype(np.int64)
    lines, onset = _lines(tokenizer, rows, facts), _onsets(tokenizer, rows)
    cuts = lines[::length] if len(lines) > length else lines[[0, -1]]
    found = []
    for start, end in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        part = rows[(onset >= start) & (onset < end)]
        passed = [metre for metre in facts.metres if metre.step <= start] or facts.metres[:1]
        metres = tuple(replace(metre, step=max(metre.step - start, 0)) for metre in passed[-1:])
        own = replace(facts, metres=metres, end_step=end - start)
        if len(part):
            first = int(onset[np.searchsorted(onset, start)]) - start
            part[0, SHIFT] = nearest(np.array(tokenizer.shifts), np.array([first]))[0]
        found.append(_excerpt(name, part, own, min(length, len(lines) - 1)))
    return found


def _excerpt(name: str, rows: Ints, facts: MusicFacts, length: int) -> Excerpt:
    """Return an excerpt, grouped by its main metre."""
    return Excerpt(name, rows, facts, length, str(main_metre(facts.metres, facts.end_step) or ""))


def _onsets(tokenizer: MusicTokenizer, rows: Table) -> Ints:
    return np.asarray(np.cumsum(np.array(tokenizer.shifts)[rows[:, SHIFT]]))


def _lines(tokenizer: MusicTokenizer, rows: Table, facts: MusicFacts) -> Ints:
    """Return the steps at which the bars or seconds of a piece begin, and its end."""
    end = max(int(tokenizer.rows(rows).end.max(initial=1)), facts.end_step)
    return np.append(starts_of(tokenizer, facts, end), end)
