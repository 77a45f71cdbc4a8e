"""Plan a take of music: its beginning, its end and its masks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.kinds.base import Constraints, Encoded, Plan, Start
from seqgen.kinds.music.columns import INSTRUMENT, SHIFT
from seqgen.kinds.music.constraints import MusicConstraints, parse_grid
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.part_names import joined_list
from seqgen.kinds.music.rules import MusicRules, parse_metre
from seqgen.kinds.music.steering import SteeredConstraints
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.walk import MusicWalk
from seqgen.schema import Table
from seqgen.theory.bars import end_of_bar
from seqgen.theory.grid import quantise_shifts
from seqgen.theory.keys import estimate_key
from seqgen.theory.notes import DRUMS, Metre, Tempo

MOST_BARS = 64
MOST_SECONDS = 120.0
MOST_NOTES = 100_000


def plan_music(rules: MusicRules, events: int, tokenizer: MusicTokenizer, start: Start) -> Plan:
    """Plan takes of `rules`, or of `events` notes, behind the primer `start`. Raises `UsageError`."""
    open_end = not (rules.bars or rules.seconds or events)
    facts = _facts(rules, tokenizer, start.facts)
    begin = facts.end_step if len(start.rows) else 0
    end: int | None = None
    if rules.seconds or (open_end and tokenizer.grid_name == "performance"):
        per_second = tokenizer.grid.steps_per_quarter * facts.tempos[-1].qpm / 60
        end = begin + max(1, round((rules.seconds or MOST_SECONDS) * per_second))
    elif rules.bars or open_end:
        metre = facts.metres[-1] if facts.metres else Metre(0, *tokenizer.metres[0])
        end = begin + (rules.bars or MOST_BARS) * tokenizer.bar_steps(metre.signature)

    masks = SteeredConstraints if rules.grid or rules.ranges else MusicConstraints

    def constraints(batch: int) -> Constraints:
        return masks(rules, tokenizer, batch, begin_step=begin, end_step=end)

    def finish(table: Table, ended: bool) -> tuple[Table, MusicFacts]:
        return table, _finished(facts, tokenizer, table, None if ended or events else end)

    def over(walk: MusicWalk) -> Bools:
        assert end is not None
        return np.asarray(walk.onset >= end)

    return Plan(
        Start(start.rows, facts),
        constraints,
        finish,
        may_end=open_end,
        most_rows=events or MOST_NOTES,
        over=None if end is None else over,
    )


def _facts(rules: MusicRules, tokenizer: MusicTokenizer, facts: MusicFacts) -> MusicFacts:
    if rules.metre:
        facts = replace(facts, metres=(Metre(0, *parse_metre(rules.metre)),))
    elif not facts.metres and tokenizer.grid_name == "metric":
        facts = replace(facts, metres=(Metre(0, *tokenizer.metres[0]),))
    if rules.tempo:
        facts = replace(facts, tempos=(Tempo(0, rules.tempo),))
    elif not facts.tempos:
        facts = replace(facts, tempos=(Tempo(0, tokenizer.qpm),))
    return replace(facts, key=rules.key or facts.key)


def _finished(facts: MusicFacts, tokenizer: MusicTokenizer, table: Table, end_step: int | None) -> MusicFacts:
    """Return the facts of a finished take: its key, and its end, on the next bar line unless `end_step` is given."""
    rows = tokenizer.rows(table)
    if end_step is None:
        metre = facts.metres[-1] if facts.metres else Metre(0, 4, 4)
        bar = tokenizer.bar_steps(metre.signature)
        last = int(rows.end.max(initial=0))
        end_step = metre.step + -(-max(last - metre.step, 1) // bar) * bar
    pitched = rows.part != DRUMS
    key = facts.key or estimate_key(rows.pitch[pitched], (rows.end - rows.onset)[pitched].astype(float))
    return replace(facts, end_step=end_step, key=key)


def start_of(encoded: Encoded, rules: MusicRules, tokenizer: MusicTokenizer) -> Start:
    """Cut a primer at a bar line: its first `rules.primer_bars` (all where 0), its onsets on `rules.grid`."""
    facts, bars = encoded.facts, rules.primer_bars
    table = _on_grid(np.asarray(encoded.table, dtype=np.int64), rules.grid, tokenizer)
    metres = facts.metres or (Metre(0, 4, 4),)
    if bars:
        end = end_of_bar(tokenizer.grid, metres, bars)
        table = table[np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]]) < end]
        facts = replace(
            facts,
            metres=tuple(m for m in facts.metres if m.step < end),
            tempos=tuple(t for t in facts.tempos if t.step < end),
        )
    else:
        end, last = 0, int(tokenizer.rows(table).end.max(initial=0))
        while end < last:
            bars += 1
            end = end_of_bar(tokenizer.grid, metres, bars)
    return Start(table, replace(facts, end_step=end))


def _on_grid(table: Ints, grid: str, tokenizer: MusicTokenizer) -> Ints:
    step = parse_grid(grid, tokenizer)
    if not step or not len(table):
        return table
    shifts = np.array(tokenizer.shifts)
    possible = np.flatnonzero(shifts % step == 0)
    onset = (np.cumsum(shifts[table[:, SHIFT]]) + step // 2) // step * step
    table = table.copy()
    table[:, SHIFT] = possible[quantise_shifts(onset, shifts[possible])]
    return table


def with_instruments_of(start: Start, rules: MusicRules, tokenizer: MusicTokenizer) -> MusicRules:
    """Return the rules, held to the instruments that a primer uses unless others are asked for."""
    if rules.instruments or not len(start.rows):
        return rules
    used = sorted(set(start.rows[:, INSTRUMENT].tolist()))
    return replace(rules, instruments=joined_list(tokenizer.names[i] for i in used))
