"""Sequential Monte Carlo: a take is drawn as a group of particles, so that rules condition instead of distorting.

A mask alone lets a take go wherever its first steps lead, and then forbids what the network would go on with. Here many
particles grow side by side. The weight of each is multiplied by the probability that the rules leave at every column,
and at bar lines particles of low weight give way to copies of those of high weight (Doucet and Johansen 2011; for
language models Lew et al. 2023, Loula et al. 2025). Where one value alone is allowed, such as a note that is to be kept
or the end of the piece, that probability is the likelihood of this value.

The particles of a take are a batch of their own, so the take depends on its seed alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seqgen.arrays import Bools, Floats, Floats32, Ints
from seqgen.sampling.draw import draw, possible
from seqgen.sampling.growing import Drawn, Growing
from seqgen.sampling.primed import Primed

ROWS = 32
"""Rows between weighings where the constraints name no stretches of time."""
ENOUGH = 0.5
"""Particles are drawn anew when their effective number falls below this share of them."""


@dataclass(frozen=True)
class _Finished:
    rows: Ints
    ended: bool


class Particles:
    """The particles of one take, the batch `growing`.

    `_slots` holds the numbers of those in `_growing`. Those that have reached the next stretch wait in `_ahead` for
    the others, with their numbers.
    """

    def __init__(self, primed: Primed, growing: Growing, random: np.random.Generator) -> None:
        count = growing.size
        self._primed, self._count, self._facts = primed, count, growing.facts[0]
        self._random = random
        self._growing: Growing | None = growing
        self._slots = np.arange(count)
        self._ahead: list[tuple[Growing, Ints]] = []
        self._finished: dict[Any, _Finished] = {}
        self._log_weights = np.zeros(count)

    def drawn(self, number: int) -> Drawn:
        """Return the take: one of the finished particles, drawn by their weights."""
        until = self._next_stretch(self._growing) if self._growing is not None else 0
        while self._growing is not None:
            while self._growing is not None and self._slots.size:
                self._next_row(until)
            self._growing = self._together()
            if self._growing is not None:
                self._weigh()
            if self._growing is not None:
                until = self._next_stretch(self._growing)
                self._set_aside(until)
        weights = _normalised(self._log_weights)
        chosen = self._finished[int(self._random.choice(self._count, p=weights))]
        return Drawn(number, self._primed.table(chosen.rows), chosen.ended, self._facts)

    # -- a row of those that are behind --------------------------------------------------------------------------------

    def _next_row(self, until: int) -> None:
        primed, growing = self._primed, self._growing
        assert growing is not None
        chance = self._random.standard_exponential((growing.size, primed.chances[-1]))
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

    def _weigh(self) -> None:
        """Draw the particles anew, in proportion to their weights, where few of them carry most of it."""
        weights = _normalised(self._log_weights)
        if 1.0 / np.square(weights).sum() >= ENOUGH * self._count:
            return
        chosen = systematic(weights, self._random.random())
        growing = self._growing
        assert growing is not None
        place = np.full(self._count, -1)
        place[self._slots] = np.arange(len(self._slots))
        still = place[chosen] >= 0
        finished = {
            int(slot): self._finished[int(old)]
            for slot, old in zip(np.flatnonzero(~still), chosen[~still], strict=True)
        }
        self._finished, self._slots = finished, np.flatnonzero(still)
        growing.take(place[chosen[still]])
        self._log_weights = np.zeros(self._count)
        if not growing.size:
            self._growing = None


def log_mass(logits: Floats32, mask: Bools, temperature: float) -> Floats:
    """Return the logarithm of the probability that a mask leaves, float64 (batch,), given logits and mask (batch,
    values)."""
    scores = logits.astype(np.float64) / (temperature or 1.0)
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log((odds * mask).sum(axis=1)) - np.log(odds.sum(axis=1)))


def systematic(weights: Floats, chance: float) -> Ints:
    """Return as many particles as there are, by systematic resampling: int64 (particles,), rising.

    `weights`: float64 (particles,), of sum 1; `chance`: uniform in [0, 1).
    """
    count = len(weights)
    places = (np.arange(count) + chance) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), places, side="right"), count - 1)


def _normalised(log_weights: Floats) -> Floats:
    """Return weights of sum 1; all alike where none is left."""
    highest = log_weights.max()
    if not np.isfinite(highest):
        return np.full(len(log_weights), 1.0 / len(log_weights))
    weights = np.exp(log_weights - highest)
    return np.asarray(weights / weights.sum())
