"""Sequential Monte Carlo: a take is drawn as a group of particles, so that rules condition instead of distorting.

A mask alone lets a take go wherever its first steps lead, and then forbids what the network would go on with. Here many
particles grow side by side. The weight of each is multiplied by the probability that the rules leave at every column,
and at bar lines particles of low weight give way to copies of those of high weight (Doucet and Johansen 2011; for
language models Lew et al. 2023, Loula et al. 2025). Where one value alone is allowed, such as a note that is to be kept
or the end of the piece, that probability is the likelihood of this value.

The particles of a take are a batch of their own, so the take depends on its seed alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqgen.arrays import Bools, Floats, Floats32, Ints
from seqgen.lookout import look
from seqgen.sampling.draw import draw, possible
from seqgen.sampling.growing import Drawn, Growing
from seqgen.sampling.primed import Primed

ROWS = 32
"""Rows between weighings where the constraints name no stretches of time."""
ENOUGH = 0.5
"""Particles are drawn anew when their effective number falls below this share of them."""
LEAST = 4
"""Particles, where constraints say that few are enough."""
MOST_SETTLED = 8
"""Particles that go on, about, once nothing new comes, when what is kept is all that still tells them apart."""
FEWER = 0.75
"""Share of the particles that are given up only if no more than it would go on: it costs a copy of all."""


@dataclass(frozen=True)
class _Finished:
    rows: Ints
    ended: bool


class Particles:
    """The particles of one take, at most `count`, which go on from `one`, a batch of that take alone.

    `_slots` holds the numbers of those in `_growing`. Those that have reached the next stretch wait in `_ahead` for
    the others, with their numbers.
    """

    def __init__(self, primed: Primed, one: Growing, count: int, random: np.random.Generator) -> None:
        self._primed, self._count, self._facts = primed, count, one.facts[0]
        self._random = random
        self._growing: Growing | None = one
        begin = self._wanted(one)
        one.spread(begin)
        self._slots = np.arange(begin)
        self._ahead: list[tuple[Growing, Ints]] = []
        self._finished: dict[Any, _Finished] = {}
        self._log_weights = np.zeros(begin)

    def drawn(self, number: int) -> Drawn:
        """Return the take: one of the finished particles, drawn by their weights."""
        until = self._next_stretch(self._growing) if self._growing is not None else 0
        while self._growing is not None:
            while self._growing is not None and self._slots.size:
                self._next_row(until)
            self._growing = self._together()
            if self._growing is not None:
                self._weigh()
            if self._growing is not None and self._slots.size:
                until = self._next_stretch(self._growing)
                self._set_aside(until)
        weights = _normalised(self._log_weights)
        chosen = self._finished[int(self._random.choice(len(weights), p=weights))]
        return Drawn(number, self._primed.table(chosen.rows), chosen.ended, self._facts)

    # -- a row of those that are behind --------------------------------------------------------------------------------

    def _next_row(self, until: int) -> None:
        primed, growing = self._primed, self._growing
        assert growing is not None
        chance = self._random.standard_exponential((growing.size, primed.chances[-1]))
        look()
        growing.begin()
        for column in range(len(primed.schema.columns)):
            values = self._draw(column, chance[:, primed.chances[column] : primed.chances[column + 1]])
            if column == 0:
                ended = values == primed.schema.sizes[0]
                self._weigh_ends(ended)
                self._finish(ended, ended=True)
                chance, values = chance[~ended], values[~ended]
                if not growing.size:
                    return
            growing.chose(column, values)
            if column == 0:
                over = growing.constraints.over(growing.walk)
                if over is not None:
                    self._finish(over, ended=False)
                    chance = chance[~over]
                    if not growing.size:
                        return
        growing.end()
        self._finish(growing.complete(), ended=False)
        if growing.size and not self._ahead and growing.constraints.is_settled(growing.walk):
            self._give_up()
        self._set_aside(until)

    def _draw(self, column: int, chance: Floats) -> Ints:
        primed, growing = self._primed, self._growing
        assert growing is not None
        if column not in primed.schema.modelled:
            return np.zeros(growing.size, np.int64)
        mask = possible(growing.mask(column, home=True))
        logits, pull = growing.logits(column), growing.constraints.pull(column, growing.walk)
        if pull is not None:
            logits = logits + pull.astype(np.float32)
        temperature = primed.temperatures[column]
        if mask is not None:
            self._log_weights[self._slots] += log_mass(logits, mask, temperature)
        values, _ = draw(logits, mask, chance, temperature, primed.truncations[column])
        return growing.constraints.settle(column, values, growing.walk)

    # -- groups --------------------------------------------------------------------------------------------------------

    def _next_stretch(self, growing: Growing) -> int:
        """Return the number of the stretch of time behind that of the particle that is furthest behind."""
        return int(self._stretch(growing).min()) + 1

    def _stretch(self, growing: Growing) -> Ints:
        stretch = growing.constraints.stretch(growing.walk)
        return growing.length // ROWS if stretch is None else stretch

    def _set_aside(self, until: int) -> None:
        """Let those wait that have reached the stretch `until`."""
        growing = self._growing
        if growing is None or not growing.size:
            return
        there = self._stretch(growing) >= until
        if not there.any():
            return
        if there.all():
            self._ahead.append((growing, self._slots))
            self._growing, self._slots = None, self._slots[:0]
            return
        self._ahead.append((growing.part(np.flatnonzero(there)), self._slots[there]))
        growing.take(np.flatnonzero(~there))
        self._slots = self._slots[~there]

    def _together(self) -> Growing | None:
        """Return all that still grow, as one group."""
        groups = [group for group, _ in self._ahead]
        if not groups:
            return None
        self._slots = np.concatenate([slots for _, slots in self._ahead])
        self._ahead = []
        groups[0].join(groups[1:])
        return groups[0]

    def _finish(self, which: Bools, *, ended: bool) -> None:
        growing = self._growing
        if growing is None or not which.any():
            return
        for b in np.flatnonzero(which).tolist():
            self._finished[int(self._slots[b])] = _Finished(growing.rows(b).copy(), ended)
        growing.take(np.flatnonzero(~which))
        self._slots = self._slots[~which]

    # -- weights -------------------------------------------------------------------------------------------------------

    def _weigh_ends(self, ended: Bools) -> None:
        growing, ending = self._growing, self._primed.plan.ending
        if growing is None or ending is None or not ended.any():
            return
        nats = growing.end_nats()
        for b in np.flatnonzero(ended).tolist():
            self._log_weights[self._slots[b]] += ending(self._primed.table(growing.rows(b)), self._facts) - nats[b]

    def _wanted(self, growing: Growing) -> int:
        share = growing.constraints.share(growing.walk)
        return max(math.ceil(share * self._count), min(LEAST, self._count))

    def _weigh(self) -> None:
        """Draw the particles anew, in proportion to their weights, where few of them carry most of it or more are
        wanted."""
        growing = self._growing
        assert growing is not None
        if growing.constraints.is_settled(growing.walk):
            # copies would stay alike
            self._give_up()
            return
        weights, wanted = _normalised(self._log_weights), self._wanted(growing)
        if wanted > len(weights) or 1.0 / np.square(weights).sum() < ENOUGH * len(weights):
            self._draw_anew(weights, max(wanted, len(weights)))

    def _draw_anew(self, weights: Floats, count: int) -> None:
        growing = self._growing
        assert growing is not None
        chosen = systematic(weights, count, self._random.random())
        place = np.full(len(weights), -1)
        place[self._slots] = np.arange(len(self._slots))
        still = place[chosen] >= 0
        finished = {
            int(slot): self._finished[int(old)]
            for slot, old in zip(np.flatnonzero(~still), chosen[~still], strict=True)
        }
        self._finished, self._slots = finished, np.flatnonzero(still)
        growing.take(place[chosen[still]])
        self._log_weights = np.zeros(count)

    def _give_up(self) -> None:
        """Draw some of the particles, in proportion to their weights, and let those go on without copies of them."""
        growing = self._growing
        assert growing is not None
        chosen = systematic(_normalised(self._log_weights), MOST_SETTLED, self._random.random())
        times = np.bincount(chosen, minlength=len(self._log_weights))
        left = np.flatnonzero(times[self._slots])
        if len(left) > FEWER * growing.size:
            return
        with np.errstate(divide="ignore"):
            self._log_weights = np.log(times.astype(np.float64))
        self._slots = self._slots[left]
        growing.take(left)
        if np.count_nonzero(times) == len(left) == 1:
            # what is kept need not be read by the last one
            self._finish(np.ones(1, bool), ended=False)


def log_mass(logits: Floats32, mask: Bools, temperature: float) -> Floats:
    """Return the logarithm of the probability that a mask leaves, float64 (batch,), given logits and mask (batch,
    values)."""
    scores = logits.astype(np.float64) / (temperature or 1.0)
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log((odds * mask).sum(axis=1)) - np.log(odds.sum(axis=1)))


def systematic(weights: Floats, count: int, chance: float) -> Ints:
    """Return `count` particles by systematic resampling: int64 (count,), rising.

    `weights`: float64 (particles,), of sum 1; `chance`: uniform in [0, 1).
    """
    places = (np.arange(count) + chance) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), places, side="right"), len(weights) - 1)


def _normalised(log_weights: Floats) -> Floats:
    """Return weights of sum 1; all alike where none is left."""
    highest = log_weights.max()
    if not np.isfinite(highest):
        return np.full(len(log_weights), 1.0 / len(log_weights))
    weights = np.exp(log_weights - highest)
    return np.asarray(weights / weights.sum())
