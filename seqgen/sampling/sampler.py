"""Write new tables row by row and column by column, many takes at once.

A take depends on its own seed alone, whatever the batch in which it is drawn. A batch of one and a batch of 64 differ
in the last bits of their logits, since matrix products add up in another order; so wherever such a difference could
change what is drawn, the take is computed again by itself up to that row, and that answer counts in every batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np

from seqgen.arrays import Bools, Floats, Ints
from seqgen.kinds.base import Plan, Tokenizer
from seqgen.lookout import look
from seqgen.network.engine import Engine
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.draw import draw, possible
from seqgen.sampling.growing import Drawn, Growing
from seqgen.sampling.particles import Particles
from seqgen.sampling.primed import Primed

CLOSING_PARTICLES = 16
"""Drafts of the last passage of a take."""
CLOSING_TAKES = 6
"""Takes whose last passages are drawn side by side, at most: the heads of more than 200 drafts do not fit the cache."""


class Sampler:
    """The takes of a plan, one for each of `seeds`."""

    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, plan: Plan, config: SamplingConfig, seeds: Sequence[int]
    ) -> None:
        self._primed, self._seeds = Primed(engine, tokenizer, plan, config), list(seeds)

    def takes(self) -> Iterator[Drawn]:
        """Yield takes as they are finished, numbered as their seeds."""
        primed = self._primed
        facts = [primed.plan.facts_of(seed) for seed in self._seeds]
        if primed.config.particles > 1:
            for number, (seed, own) in enumerate(zip(self._seeds, facts, strict=True)):
                one, random = Growing(primed, [own]), np.random.default_rng(seed)
                yield _by_itself(primed, one, primed.config.particles, random, number)
            return
        batch = _Batch(primed, self._seeds, facts)
        while batch.size:
            yield from batch.next_row()
            yield from batch.closed()


class _Batch:
    """Takes that are drawn side by side, each from its own seed."""

    def __init__(self, primed: Primed, seeds: Sequence[int], facts: Sequence[Any]) -> None:
        self.primed = primed
        self.alone = len(seeds) == 1
        self.growing = Growing(primed, facts)
        self.numbers = np.arange(len(seeds))
        self.random = [np.random.default_rng(seed) for seed in seeds]
        # takes that are to close, and those that were finished behind one of them, by number
        self._closing: dict[int, tuple[Growing, np.random.Generator]] = {}
        self._behind: dict[int, Drawn | None] = {}

    @property
    def size(self) -> int:
        return self.growing.size

    def next_row(self) -> Iterator[Drawn]:
        primed, growing = self.primed, self.growing
        chance = np.empty((self.size, primed.chances[-1]))
        for random, own in zip(self.random, chance, strict=True):
            random.standard_exponential(out=own)
        look()
        growing.begin()
        for column in range(len(primed.schema.columns)):
            drawn = self._draw(column, chance[:, primed.chances[column] : primed.chances[column + 1]])
            values = growing.constraints.settle(column, drawn, growing.walk)
            if column == 0:
                ended = values == primed.schema.sizes[0]
                if ended.any():
                    yield from self._finish(ended, ended=True)
                    chance, values = chance[~ended], values[~ended]
            if not self.size:
                return
            growing.chose(column, values)
            if column == 0:
                over = growing.constraints.over(growing.walk)
                if over is not None and over.any():
                    yield from self._finish(over, ended=False)
                    chance = chance[~over]
                    if not self.size:
                        return
        growing.end()
        yield from self._finish(growing.complete(), ended=False)
        yield from self._close(growing.constraints.closing(growing.walk))

    def _close(self, which: Bools | None) -> Iterator[Drawn]:
        """Draw the last passage of takes by particles: later, side by side, or now where a take is alone."""
        if which is None or not which.any():
            return
        for b in np.flatnonzero(which).tolist():
            number = int(self.numbers[b])
            if self.alone:
                yield _by_itself(self.primed, self.growing.by_itself(b), CLOSING_PARTICLES, self.random[b], number)
            else:
                self._closing[number] = self.growing.part(np.array([b])), self.random[b]
                self._behind[number] = None
        self._go_on(np.flatnonzero(~which))

    def closed(self) -> Iterator[Drawn]:
        """Yield the takes that wait for their last passage, and those behind them, once there are enough or all are
        there."""
        if self.size and len(self._closing) < CLOSING_TAKES:
            return
        waiting = list(self._closing.items())
        for first in range(0, len(waiting), CLOSING_TAKES):
            self._close_together(dict(waiting[first : first + CLOSING_TAKES]))
        yield from (drawn for drawn in self._behind.values() if drawn is not None)
        self._closing, self._behind = {}, {}

    def _close_together(self, takes: dict[int, tuple[Growing, np.random.Generator]]) -> None:
        """Draw the last passages of takes, those by themselves that could come out otherwise."""
        primed, numbers = self.primed, list(takes)
        first, *others = (growing.part(np.zeros(1, np.int64)) for growing, _ in takes.values())
        drawn: list[Drawn | None] = [None]
        if others:
            first.join(others)
            randoms = [deepcopy(random) for _, random in takes.values()]
            drawn = Particles(primed, first, CLOSING_PARTICLES, randoms).drawn(numbers)
        for (number, (growing, random)), one in zip(takes.items(), drawn, strict=True):
            self._behind[number] = one or _by_itself(primed, growing.by_itself(0), CLOSING_PARTICLES, random, number)

    def _draw(self, column: int, chance: Floats) -> Ints:
        primed, growing = self.primed, self.growing
        if column not in primed.schema.modelled:
            return np.zeros(self.size, np.int64)
        mask = possible(growing.mask(column, home=primed.plan.ending is not None))
        logits, pull = growing.logits(column), growing.constraints.pull(column, growing.walk)
        if pull is not None:
            logits = logits + pull.astype(np.float32)
        temperature = primed.temperatures[column]
        values, sure = draw(logits, mask, chance, temperature, primed.truncations[column])
        if self.alone or sure.all():
            return values
        for b in np.flatnonzero(~sure).tolist():
            own, states = primed.logits_alone(growing.facts[b], growing.rows(b), growing.partial(b), column)
            own = own if pull is None else own + pull[b : b + 1].astype(np.float32)
            own_mask = None if mask is None else mask[b : b + 1]
            values[b] = draw(own, own_mask, chance[b : b + 1], temperature, primed.truncations[column])[0][0]
            for state, alone in zip(growing.states, states, strict=True):
                state.put(b, alone)
        return values

    def _finish(self, which: Bools, *, ended: bool) -> Iterator[Drawn]:
        if not which.any():
            return
        for b in np.flatnonzero(which).tolist():
            number = int(self.numbers[b])
            drawn = Drawn(number, self.primed.table(self.growing.rows(b)), ended, self.growing.facts[b])
            if self._behind:
                self._behind[number] = drawn
            else:
                yield drawn
        self._go_on(np.flatnonzero(~which))

    def _go_on(self, going: Ints) -> None:
        self.growing.take(going)
        self.numbers = self.numbers[going]
        self.random = [self.random[i] for i in going]


def _by_itself(primed: Primed, one: Growing, count: int, random: np.random.Generator, number: int) -> Drawn:
    """Draw by particles the take that is alone in `one`."""
    (drawn,) = Particles(primed, one, count, [random]).drawn([number])
    assert drawn is not None
    return drawn
