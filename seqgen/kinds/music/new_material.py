"""A take of music without its primer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from seqgen.kinds.base import Start
from seqgen.kinds.music.facts import MusicFacts, later
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.schema import Table
from seqgen.theory.notes import Metre, Tempo

_Change = TypeVar("_Change", Metre, Tempo)


def new_material(
    tokenizer: MusicTokenizer, table: Table, facts: MusicFacts, primed: int, primer: Start
) -> tuple[Any, MusicFacts]:
    """Return the score and facts of a take without its primer, from the bar in which the new material begins."""
    begin = primer.facts.with_rests().end_step
    metres = [metre for metre in facts.metres if metre.step <= begin]
    if tokenizer.grid_name == "metric" and metres:
        begin -= (begin - metres[-1].step) % tokenizer.bar_steps(metres[-1].signature)
    rows = tokenizer.rows(table, primed)
    onset = np.maximum(later(facts.rests, rows.onset) - begin, 0)
    rows = replace(rows, onset=onset, end=np.maximum(later(facts.rests, rows.end - 1) + 1 - begin, onset + 1))
    own = replace(
        facts,
        tempos=_from(facts.tempos, begin),
        metres=_from(facts.metres, begin),
        end_step=max(facts.end_step - begin, 1),
        rests=(),
    )
    return tokenizer.score(rows, own), own


def _from(changes: tuple[_Change, ...], step: int) -> tuple[_Change, ...]:
    """Return the changes that hold from a step on, counted from there."""
    passed = sum(change.step <= step for change in changes)
    return tuple(replace(change, step=max(change.step - step, 0)) for change in changes[max(passed - 1, 0) :])
