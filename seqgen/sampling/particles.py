"""Sequential Monte Carlo: a take is drawn as a group of particles, so that rules condition instead of distorting.

A mask alone lets a take go wherever its first steps lead, and then forbids what the network would go on with. Here many
particles grow side by side. The weight of each is multiplied by the probability that the rules leave at every column,
and at bar lines particles of low weight give way to copies of those of high weight (Doucet and Johansen 2011; for
language models Lew et al. 2023, Loula et al. 2025). Where one value alone is allowed, such as a note that is to be kept
or the end of the piece, that probability is the likelihood of this value.

A take depends on its seed alone. The drafts of several takes may grow in one batch, where each take has its own random
numbers, weights and bar lines; one of which something could have come out otherwise for the rounding of a batch is left
to be drawn by itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seqgen.arrays import Bools, Floats, Ints
from seqgen.lookout import look
from seqgen.sampling.draw import LOGIT_NOISE, draw, possible
from seqgen.sampling.growing import Drawn, Growing
from seqgen.sampling.guidance import noise_factor
from seqgen.sampling.primed import Primed
from seqgen.sampling.resampling import effective, is_clear, is_sure, log_error, log_mass, normalised, systematic

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


@dataclass
class _One:
    """State that the particles of one take share: `log_weights` float64 (particles,), with bounds on their `errors`;
    `until`, the stretch that they reach next; whether it is `sure` that nothing would come out otherwise by itself."""

    random: np.random.Generator
    log_weights: Floats
    errors: Floats
    until: int = 0
    sure: bool = True
    finished: dict[int, _Finished] = field(default_factory=dict)


class Particles:
    """The particles of takes, at most `count` of each, which go on from `begun`, a batch of these takes.

    `_takes` and `_slots` hold the take and the number in it of each of those in `_growing`, in order of takes. Those
    that have reached the next stretch wait in `_ahead` for all others, with the same.
    """

    def __init__(self, primed: Primed, begun: Growing, count: int, randoms: Sequence[np.random.Generator]) -> None:
        self._primed, self._count, self._facts = primed, count, begun.facts
        self._growing: Growing | None = begun
        begin, takes = self._wanted(begun), len(randoms)
        self._ones = [_One(random, np.zeros(begin), np.zeros(begin)) for random in randoms]
        self._alone = takes == 1
        self._noise = 2.0 * LOGIT_NOISE
        begun.spread(begin)
        self._takes, self._slots = np.repeat(np.arange(takes), begin), np.tile(np.arange(begin), takes)
        self._ahead: list[tuple[Growing, Ints, Ints]] = []

    def drawn(self, numbers: Sequence[int]) -> list[Drawn | None]:
        """Return the takes, which have these numbers: of each one of the finished particles, drawn by their weights.
        None for one that is to be drawn by itself."""
        self._set_until()
        while self._growing is not None:
            while self._growing is not None and self._slots.size:
                self._next_row()
            self._growing = self._together()
            if self._growing is not None:
                self._weigh()
            if self._growing is not None and self._slots.size:
                self._set_until()
                self._set_aside()
        return [self._chosen(take, number) for take, number in enumerate(numbers)]

    def _chosen(self, take: int, number: int) -> Drawn | None:
        one = self._ones[take]
        (chosen,) = self._systematic(one, normalised(one.log_weights), 1).tolist() if one.sure else (0,)
        if not one.sure:
            return None
        finished = one.finished[chosen]
        return Drawn(number, self._primed.table(finished.rows), finished.ended, self._facts[take])

    # -- a row of those that are behind --------------------------------------------------------------------------------

    def _next_row(self) -> None:
        primed, growing = self._primed, self._growing
        assert growing is not None
        chance = np.empty((growing.size, primed.chances[-1]))
        for take, own in self._each():
            self._ones[take].random.standard_exponential(out=chance[own])
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
        self._give_way(growing)
        if self._alone and growing.size and not self._ahead and growing.constraints.is_settled(growing.walk):
            self._give_up()
        self._set_aside()

    def _each(self) -> list[tuple[int, slice]]:
        """Return the takes that grow, and where the particles of each are."""
        if self._alone and self._takes.size:
            return [(0, slice(0, self._takes.size))]
        takes, first = np.unique(self._takes, return_index=True)
        last = np.append(first, len(self._takes))[1:]
        return [(take, slice(*own)) for take, *own in zip(takes.tolist(), first.tolist(), last.tolist(), strict=True)]

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
            noise = self._noise * noise_factor(primed.config.strength) / (temperature or 1.0)
            self._add(log_mass(logits, mask, temperature), noise)
        values, sure = draw(logits, mask, chance, temperature, primed.truncations[column])
        if not self._alone:
            for take in np.unique(self._takes[~sure]).tolist():
                self._ones[take].sure = False
        return growing.constraints.settle(column, values, growing.walk)

    def _add(self, logs: Floats, noise: float) -> None:
        """Multiply the weights by probabilities, given their logarithms float64 (batch,), and how much the difference
        of two logits may be off."""
        # of a take by itself nothing asks for them
        errors = np.zeros(len(logs)) if self._alone else log_error(logs, noise)
        for take, own in self._each():
            one, slots = self._ones[take], self._slots[own]
            one.log_weights[slots] += logs[own]
            one.errors[slots] += errors[own]

    # -- groups --------------------------------------------------------------------------------------------------------

    def _set_until(self) -> None:
        """Let each take reach next the stretch of time behind that of its particle that is furthest behind."""
        growing = self._growing
        assert growing is not None
        stretch = self._stretch(growing)
        for take, own in self._each():
            self._ones[take].until = int(stretch[own].min()) + 1

    def _stretch(self, growing: Growing) -> Ints:
        stretch = growing.constraints.stretch(growing.walk)
        return growing.length // ROWS if stretch is None else stretch

    def _set_aside(self) -> None:
        """Let those wait that have reached the next stretch of their take."""
        growing = self._growing
        if growing is None or not growing.size:
            return
        until = np.array([one.until for one in self._ones])
        there = self._stretch(growing) >= until[self._takes]
        if not there.any():
            return
        if there.all():
            self._ahead.append((growing, self._takes, self._slots))
            self._growing, self._takes, self._slots = None, self._takes[:0], self._slots[:0]
            return
        self._ahead.append((growing.part(np.flatnonzero(there)), self._takes[there], self._slots[there]))
        self._go_on(growing, np.flatnonzero(~there))

    def _go_on(self, growing: Growing, indices: Ints) -> None:
        """Go on with those at `indices`, int64 (particles,)."""
        growing.take(indices)
        self._takes, self._slots = self._takes[indices], self._slots[indices]

    def _together(self) -> Growing | None:
        """Return all that still grow, as one group."""
        if not self._ahead:
            return None
        groups: tuple[Growing, ...]
        groups, takes, slots = zip(*self._ahead, strict=True)
        self._takes, self._slots, self._ahead = np.concatenate(takes), np.concatenate(slots), []
        groups[0].join(groups[1:])
        if not self._alone:
            self._go_on(groups[0], np.argsort(self._takes, kind="stable"))
            self._give_way(groups[0])
        return groups[0]

    def _finish(self, which: Bools, *, ended: bool) -> None:
        growing = self._growing
        if growing is None or not which.any():
            return
        for b in np.flatnonzero(which).tolist():
            finished = _Finished(growing.rows(b).copy(), ended)
            self._ones[int(self._takes[b])].finished[int(self._slots[b])] = finished
        self._go_on(growing, np.flatnonzero(~which))

    def _give_way(self, growing: Growing) -> None:
        """Leave takes of which something may come out otherwise by itself."""
        if all(one.sure for one in self._ones):
            return
        stays = np.array([one.sure for one in self._ones])[self._takes]
        if not stays.all():
            self._go_on(growing, np.flatnonzero(stays))

    # -- weights -------------------------------------------------------------------------------------------------------

    def _weigh_ends(self, ended: Bools) -> None:
        growing, ending = self._growing, self._primed.plan.ending
        if growing is None or ending is None or not ended.any():
            return
        nats = growing.end_nats()
        errors = log_error(-nats, self._noise)
        for b in np.flatnonzero(ended).tolist():
            one, slot = self._ones[int(self._takes[b])], self._slots[b]
            facts = growing.facts[b]
            one.log_weights[slot] += ending(self._primed.table(growing.rows(b)), facts) - nats[b]
            one.errors[slot] += errors[b]

    def _wanted(self, growing: Growing) -> int:
        share = growing.constraints.share(growing.walk)
        return max(math.ceil(share * self._count), min(LEAST, self._count))

    def _systematic(self, one: _One, weights: Floats, count: int) -> Ints:
        chance = one.random.random()
        one.sure &= self._alone or is_sure(weights, count, chance, one.errors.max())
        return systematic(weights, count, chance)

    def _weigh(self) -> None:
        """Draw the particles of each take anew, in proportion to their weights, where few of them carry most of it or
        more are wanted."""
        growing = self._growing
        assert growing is not None
        if self._alone and growing.constraints.is_settled(growing.walk):
            # copies would stay alike
            self._give_up()
            return
        wanted, places, slots, anew = self._wanted(growing), [], [], False
        for take, own in self._each():
            one, now = self._ones[take], np.arange(own.start, own.stop)
            weights = normalised(one.log_weights)
            enough = ENOUGH * len(weights)
            one.sure &= self._alone or wanted > len(weights) or is_clear(weights, enough, one.errors.max())
            if wanted > len(weights) or effective(weights) < enough:
                own_places, own_slots = self._draw_anew(one, weights, self._slots[own], max(wanted, len(weights)))
                places.append(own.start + own_places)
                slots.append(own_slots)
                anew = True
            else:
                places.append(now)
                slots.append(self._slots[own])
        if anew:
            chosen = np.concatenate(places)
            self._go_on(growing, chosen)
            self._slots = np.concatenate(slots)
        self._give_way(growing)

    def _draw_anew(self, one: _One, weights: Floats, slots: Ints, count: int) -> tuple[Ints, Ints]:
        """Return which of a take's particles that grow, in `slots`, go on, and in which slots: int64 (particles,)."""
        chosen = self._systematic(one, weights, count)
        place = np.full(len(weights), -1)
        place[slots] = np.arange(len(slots))
        still = place[chosen] >= 0
        one.finished = {
            int(slot): one.finished[int(old)] for slot, old in zip(np.flatnonzero(~still), chosen[~still], strict=True)
        }
        one.log_weights, one.errors = np.zeros(count), np.zeros(count)
        return place[chosen[still]], np.flatnonzero(still)

    def _give_up(self) -> None:
        """Draw some of the particles of the one take, in proportion to their weights, and let those go on without
        copies of them."""
        growing, (one,) = self._growing, self._ones
        assert growing is not None
        chosen = self._systematic(one, normalised(one.log_weights), MOST_SETTLED)
        times = np.bincount(chosen, minlength=len(one.log_weights))
        left = np.flatnonzero(times[self._slots])
        if len(left) > FEWER * growing.size:
            return
        with np.errstate(divide="ignore"):
            one.log_weights = np.log(times.astype(np.float64))
        self._go_on(growing, left)
        if np.count_nonzero(times) == len(left) == 1:
            # what is kept need not be read by the last one
            self._finish(np.ones(1, bool), ended=False)
