"""Plan a take of music: its beginning, its end and its masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from seqgen.arrays import Bools, Floats, Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import Constraints, Plan, Start
from seqgen.kinds.music.closing import closing_nats
from seqgen.kinds.music.columns import INSTRUMENT, OFFSET, SHIFT
from seqgen.kinds.music.constraints import CLOSING_BARS, MusicConstraints
from seqgen.kinds.music.ensemble import parts_beside, without_parts
from seqgen.kinds.music.facts import Example, FactsOfTake, MusicFacts, Told
from seqgen.kinds.music.form import UNKNOWN, Form, parse_form
from seqgen.kinds.music.form_asked import FormAsked
from seqgen.kinds.music.form_constraints import FormedConstraints
from seqgen.kinds.music.form_context import bars_until
from seqgen.kinds.music.kept import KeptConstraints
from seqgen.kinds.music.loop import LoopConstraints
from seqgen.kinds.music.recurrence import without_loops
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.rules import MusicRules, parse_metre
from seqgen.kinds.music.steering import SteeredConstraints
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told_asked import MOST_BARS, ToldAsked
from seqgen.schema import Table
from seqgen.theory.bars import Bars, bar_lines, next_bar_line
from seqgen.theory.grid import nearest
from seqgen.theory.keys import canonical_key, estimate_key, is_in_key
from seqgen.theory.notes import DRUMS, Metre, Tempo

MOST_SECONDS = 120.0
MOST_NOTES = 100_000
MOST_BESIDE = 32
"""Notes of all parts for each note of those that are asked for, after which a take ends in any case."""
SHORT = 16
"""Bars of takes that are too short to lock in a loop."""


def plan_music(rules: MusicRules, events: int, tokenizer: MusicTokenizer, start: Start) -> Plan:
    """Plan takes of `rules`, or of `events` notes, behind the primer `start`. Raises `UsageError`."""
    if rules.quantize and not tokenizer.is_played:
        raise UsageError("this model has no timing that could be quantized; leave that out")
    if rules.loop and not tokenizer.is_metric:
        raise UsageError("this model counts time in seconds, so it knows no bars; leave out the loop")
    asked = FormAsked.of(rules, events, tokenizer)
    told_asked = ToldAsked.of(rules, tokenizer)
    rules = replace(rules, bars=asked.bars)
    _check_reach(asked, told_asked, rules, start)
    open_end = not (rules.bars or rules.seconds or events)
    # a take without a length ends where the piece does that it is told of
    as_told = open_end and rules.closed and tokenizer.is_metric and bool(tokenizer.examples) and not len(start.rows)
    length = _Length(rules, tokenizer, start.facts.end_step if len(start.rows) else 0, as_told)
    begin, beside = length.begin, parts_beside(rules, tokenizer, start)

    def constraints(facts: Sequence[MusicFacts]) -> Constraints:
        return _constraints(rules, events, tokenizer, start, length, facts, beside)

    def finish(table: Table, ended: bool, facts: MusicFacts) -> tuple[Table, MusicFacts]:
        facts = FactsOfTake.finished(facts)
        onset = np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])
        end = length.end_of(facts) + length.pick_up(facts, int(onset[0]) if len(onset) else 0)
        if start.kept is not None or rules.loop:
            table = table[onset < (end if start.kept is None else start.kept.end)]
        table = _quantised(table, rules.quantize, len(start.rows), tokenizer)
        to_bar = (ended and open_end) or events
        finished = _finished(facts, tokenizer, table, None if to_bar else end).behind(begin)
        # a file does not say what the network was told, and a take is scored as its file is
        finished = replace(finished, told=Told())
        return table, replace(finished, key=_key(rules, finished, tokenizer.rows(table, len(start.rows))))

    ends = bool(rules.bars or rules.seconds)
    closes = (rules.closes or as_told) and tokenizer.is_metric and start.kept is None

    def told_of(example: Example | None) -> MusicFacts:
        facts = told_asked.begun(tokenizer, _facts(rules, tokenizer, start.facts, begin), example)
        told = told_asked.told(tokenizer, start, facts, example, length.end_of(facts) if ends else None)
        # a loop does not end
        return replace(facts, told=replace(told, bars=0) if events or rules.loop else told)

    def facts_of(seed: int) -> MusicFacts:
        example = None if len(start.rows) or start.kept else told_asked.example(tokenizer, seed)
        facts = FactsOfTake.of(told_of(example), example.kit if example else ())
        if asked.is_free:
            return facts
        # without those of a primer, and without a pick-up
        bars = len(bars_until(tokenizer, facts.metres, length.end_of(facts) - 1)) if ends else 0
        # the form is that of the same piece where it is as long as the take
        forms = (example.forms(bars) if example else ()) or tokenizer.forms
        if rules.closed and not 0 < bars <= SHORT:
            most = tokenizer.most_returns
            forms = without_loops(forms, most) or without_loops(tokenizer.forms, most) or forms
        form = asked.form(replace(tokenizer, forms=forms), facts.metres, start, begin, bars, seed)
        form = form.between(form.pick_up, len(form)).alone() if rules.loop else form
        if closes and not asked.sections:
            # bars that come back need not close
            last = max(len(form) - CLOSING_BARS, form.pick_up)
            form = form.between(0, last) + Form.of([(UNKNOWN, 0)] * (len(form) - last))
        return replace(facts, form=str(form))

    def ending(table: Table, facts: MusicFacts) -> float:
        return closing_nats(tokenizer, tokenizer.rows(table), facts.told)

    def leave_out(table: Table, facts: MusicFacts) -> tuple[Table, MusicFacts]:
        return without_parts(table, facts, len(start.rows), beside, tokenizer)

    def stopped(rows: Ints) -> bool:
        return int((~beside[rows[:, INSTRUMENT]]).sum()) >= events

    return Plan(
        replace(start, facts=told_of(None)),
        constraints,
        finish,
        may_end=open_end,
        most_rows=events * (MOST_BESIDE if beside.any() else 1) or MOST_NOTES,
        stopped=stopped if events and beside.any() else None,
        facts=facts_of,
        ending=ending if closes else None,
        leave_out=leave_out if beside.any() else None,
    )


def _check_reach(asked: FormAsked, told_asked: ToldAsked, rules: MusicRules, start: Start) -> None:
    """Raises `UsageError` where form or density speak of bars that a take does not have, and for a loop that begins
    with a primer."""
    if rules.loop and len(start.rows):
        raise UsageError("a loop begins anew, so it goes on from nothing; leave out the loop or the primer")
    for bar, lag in enumerate(() if len(start.rows) or start.kept is not None else asked.relations.lags):
        if lag > bar:
            raise UsageError(
                "bar {bar} of the form '{form}' relates to no bar before it", bar=str(bar + 1), form=rules.form
            )
    if told_asked.density and 0 < rules.bars < told_asked.density[0][0]:
        raise UsageError(
            "the density '{text}' begins behind the last of {bars} bars; begin it earlier",
            text=rules.density,
            bars=str(rules.bars),
        )
    if told_asked.density and rules.seconds and told_asked.density[0][0] > 1:
        raise UsageError(
            "the density '{text}' begins behind the first bar, and seconds say no number of bars; "
            "begin it with bar 1, or give bars",
            text=rules.density,
        )


@dataclass(frozen=True)
class _Length:
    """The length of takes of some rules, whose new material begins at the step `begin`; `as_told`: they have as many
    bars as the network is told."""

    rules: MusicRules
    tokenizer: MusicTokenizer
    begin: int
    as_told: bool = False

    def bars_of(self, facts: MusicFacts) -> int:
        """Return the bars of a take that is given none in another way."""
        return self.rules.bars or (min(facts.told.bars, MOST_BARS) if self.as_told else 0) or MOST_BARS

    def end_of(self, facts: MusicFacts) -> int:
        """Return the step at which a take ends, a pick-up of its own left out."""
        rules, tokenizer = self.rules, self.tokenizer
        if rules.seconds or (not tokenizer.is_metric and not rules.bars):
            per_second = tokenizer.grid.steps_per_quarter * facts.tempos[-1].qpm / 60
            return self.begin + max(1, round((rules.seconds or MOST_SECONDS) * per_second))
        metres = facts.metres or (Metre(self.begin, *tokenizer.metres[0]),)
        # the pick-up of a primer stands before the new material
        pick_up = 0 if self.begin else parse_form(facts.form).pick_up
        bars = (self.bars_of(facts) + pick_up) * tokenizer.bar_steps(metres[-1].signature)
        return next_bar_line(tokenizer.grid, metres, self.begin) + bars

    def pick_up_bars(self, facts: MusicFacts) -> Bars | None:
        """Return the bars of a take that may begin with a pick-up, which does not count; None for others. A form says
        itself whether it has one."""
        rules, tokenizer = self.rules, self.tokenizer
        counts = (
            rules.full_bars
            and (rules.bars or self.as_told)
            and tokenizer.is_metric
            and not self.begin
            and not facts.form
        )
        return Bars(tokenizer.grid, tokenizer.metres, facts.metres, 1) if counts else None

    def pick_up(self, facts: MusicFacts, first: int) -> int:
        """Return the steps of the bar of a pick-up whose first note begins at the step `first`, 0 for none."""
        bars = self.pick_up_bars(facts)
        return 0 if bars is None else bars.first_full(first) * int(bars.length[-1])


def _constraints(
    rules: MusicRules,
    events: int,
    tokenizer: MusicTokenizer,
    start: Start,
    length: _Length,
    facts: Sequence[MusicFacts],
    beside: Bools,
) -> Constraints:
    ends = list(map(length.end_of, facts))
    bars = list(map(length.pick_up_bars, facts))
    masks = SteeredConstraints if rules.steers else MusicConstraints
    own: Constraints = masks(
        replace(rules, bars=MOST_BARS) if length.as_told else rules,
        tokenizer,
        len(facts),
        begin_step=length.begin,
        end_step=None if events else np.array(ends, np.int64),
        lines=[_lines(each, tokenizer, end) for each, end in zip(facts, ends, strict=True)],
        pick_ups=[each for each in bars if each is not None] if None not in bars else (),
        beside=beside if beside.any() else None,
        kits=[each.kit if isinstance(each, FactsOfTake) else () for each in facts],
    )
    formed = any(each.form for each in facts)
    if start.kept is not None:
        own = KeptConstraints(start.kept, tokenizer, own, len(facts))
    if formed:
        # a bar that comes back must not be left out on the way to a kept note
        own = FormedConstraints(own, tokenizer, len(facts), varies=rules.varies)
    if start.kept is not None:
        return own
    if rules.loop and not length.begin:
        bar = [tokenizer.bar_steps(each.metres[0].signature) for each in facts]
        return LoopConstraints(np.array(ends, np.int64), np.array(bar, np.int64), tokenizer, own)
    return own


def _quantised(table: Table, share: float, primed: int, tokenizer: MusicTokenizer) -> Table:
    """Return rows without a share of the deviations from the beat of those behind the primer."""
    if not share:
        return table
    table, offsets = np.array(table), np.array(tokenizer.offsets)
    left = np.round(offsets[table[primed:, OFFSET]] * (1 - share)).astype(np.int64)
    table[primed:, OFFSET] = nearest(offsets, left)
    return table


def _lines(facts: MusicFacts, tokenizer: MusicTokenizer, end: int) -> Ints:
    """Return the bar lines before `end`, or every other second where there are no bars: int64 (lines,), in steps."""
    if not tokenizer.is_metric:
        return np.arange(0, end, 2 * round(tokenizer.grid.steps_per_quarter * facts.tempos[-1].qpm / 60))
    return bar_lines(tokenizer.grid, tokenizer.metres, facts.metres, end)


def _facts(rules: MusicRules, tokenizer: MusicTokenizer, facts: MusicFacts, begin: int) -> MusicFacts:
    """Return the facts of takes whose new material begins at the step `begin`. Another metre than a primer's begins on
    its next bar line."""
    asked = Metre(0, *parse_metre(rules.metre)) if rules.metre else None
    if asked is not None and not (begin and facts.metres and rules.steered):
        facts = replace(facts, metres=(asked,))
    elif asked is not None and asked.signature != facts.metres[-1].signature:
        line = next_bar_line(tokenizer.grid, facts.metres, begin)
        facts = replace(facts, metres=(*facts.metres, replace(asked, step=line)))
    if rules.tempo:
        facts = replace(facts, tempos=(Tempo(0, rules.tempo),))
    return facts


def _finished(facts: MusicFacts, tokenizer: MusicTokenizer, table: Table, end_step: int | None) -> MusicFacts:
    """Return the facts of a finished take: its key, and its end, on the next bar line unless `end_step` is given."""
    rows = tokenizer.rows(table)
    if end_step is None:
        last = max(int(rows.end.max(initial=0)), 1)
        end_step = next_bar_line(tokenizer.grid, facts.metres or (Metre(0, 4, 4),), last)
    return replace(facts, end_step=end_step, key=facts.key or estimate_key(*_sounding(rows)))


def _key(rules: MusicRules, facts: MusicFacts, new: Rows) -> str:
    """Return the key that was asked for if the new notes are in it, else the one that they are in."""
    if not (rules.key and rules.steered):
        return rules.key or facts.key
    pitches, steps = _sounding(new)
    histogram = np.bincount(pitches % 12, weights=steps, minlength=12).astype(np.float64)
    in_key = is_in_key(histogram[None], rules.key)[0]
    return canonical_key(rules.key) if in_key else estimate_key(pitches, steps, modes=rules.led)


def _sounding(rows: Rows) -> tuple[Ints, Floats]:
    """Return pitch and length in steps of the pitched notes."""
    pitched = rows.part != DRUMS
    return rows.pitch[pitched], (rows.end - rows.onset)[pitched].astype(np.float64)
