"""Draw one value by the Gumbel-max trick, with temperature, top-k, top-p and min-p."""

from __future__ import annotations

import math

import numpy as np

from seqgen.arrays import Bools, Floats, Floats32, Ints
from seqgen.errors import SeqgenError
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.guidance import noise_factor

LOGIT_NOISE = 5e-5
"""Bound on how much the logits of a take differ between batches of different sizes (measured: at most 2.6e-5 over 400
rows of a batch of 33, text models trained for ten minutes and for an hour). Draws closer than that are recomputed."""
MEMORY_NOISE = 2.0
"""By how much a memory enlarges the noise, at most (2.48e-5 with a share of 0.7 where there was 2.41e-5 without)."""
_COLD = 1e-200
"""Temperature above which every finite logit stays finite."""


def draw(
    logits: Floats32, mask: Bools | None, chance: Floats, temperature: float, config: SamplingConfig
) -> tuple[Ints, Bools]:
    """Draw one value per take from logits (batch, values), given exponentially distributed `chance` (batch, values).

    The value that maximises its logit minus the logarithm of its chance has the softmax distribution (Gumbel-max trick,
    Gumbel 1954). The outcome depends on the two best values alone, so that it is rarely sensitive to rounding.

    Return the values, int64 (batch,), and whether differences of `LOGIT_NOISE` could not have changed them, bool
    (batch,). Raises `SeqgenError` where the logits are not finite.
    """
    if not np.isfinite(logits).all():
        raise SeqgenError("the network's numbers grew beyond all bounds while it wrote; train it again")
    scores = logits.astype(np.float64, order="C")
    if mask is not None:
        scores[~mask] = -np.inf
    noise = 2.0 * LOGIT_NOISE * noise_factor(config.strength) * (MEMORY_NOISE if config.memory else 1.0)
    batch = np.arange(len(scores))
    sure: Bools | None = None
    # a temperature so low that nothing finite is left of the logits is none
    if temperature > _COLD or (temperature > 0.0 and np.isfinite(logits.astype(np.float64) / temperature).all()):
        if temperature != 1.0:
            scores /= temperature
            noise /= temperature
        raw, scores = scores, scores - np.log(chance)
        if config.truncates:
            sure = _without_the_left_out(raw, scores, config, noise)
    values = scores.argmax(axis=1)
    best = scores[batch, values]
    scores[batch, values] = -np.inf
    clear = best - scores.max(axis=1, initial=-np.inf) > noise
    return values, np.asarray(clear if sure is None else clear & sure)


def possible(mask: Bools | None) -> Bools | None:
    """Return a mask as it is. Raises `SeqgenError` where it leaves nothing to a take."""
    if mask is not None and not mask.any(axis=1).all():
        raise SeqgenError("the rules leave nothing to go on with; widen the range, the grid or the polyphony")
    return mask


def _without_the_left_out(raw: Floats, scores: Floats, config: SamplingConfig, noise: float) -> Bools:
    """Mask top-ranked values until one that top-k, top-p and min-p keep is on top.

    Return whether the outcome is robust to `LOGIT_NOISE`. If the overall argmax survives the filter, it is the argmax
    of the filtered set, so sorting is rarely needed.
    """
    sure = np.ones(len(scores), bool)
    rows = np.arange(len(scores))
    while rows.size:
        all_left = rows.size == len(scores)
        among, known = (scores, raw) if all_left else (scores[rows], raw[rows])
        values = among.argmax(axis=1)
        lost = np.isneginf(among[np.arange(len(rows)), values])
        if lost.any():
            # numbers so large that no difference is left between them: none was kept
            scores[rows[lost], raw[rows[lost]].argmax(axis=1)] = 0.0
            rows = rows[~lost]
            continue
        keeps = _keeps(known, values, config, noise)
        if keeps.all():
            break
        rest = np.flatnonzero(~keeps)
        rows, values = rows[rest], values[rest]
        possible = _keeps(raw[rows], values, config, -noise)
        unclear = rows[possible]
        if unclear.size:
            among, sure[unclear] = _filtered(raw[unclear], config, noise)
            scores[unclear] = np.where(np.isfinite(among), scores[unclear], -np.inf)
        rows, values = rows[~possible], values[~possible]
        scores[rows, values] = -np.inf
    return sure


def _keeps(scores: Floats, values: Ints, config: SamplingConfig, noise: float) -> Bools:
    """Return whether values (batch,) survive the filter under any noise, or, for negative `noise`, under some."""
    if config.top_k and config.top_p < 1.0:
        # top-p counts shares of what top-k keeps: that takes a ranking
        return np.full(len(scores), noise < 0.0)
    batch = np.arange(len(scores))
    own, best = scores[batch, values], scores.max(axis=1)
    likelier = scores >= (own - noise)[:, None]
    likelier[batch, values] = False
    keeps = np.ones(len(scores), bool)
    if config.top_k:
        keeps &= likelier.sum(axis=1) < config.top_k
    if config.top_p < 1.0:
        odds = np.exp(scores - best[:, None])
        above = (odds * likelier).sum(axis=1)
        keeps &= _is_less(above, odds.sum(axis=1) - above, config.top_p, noise)
    if config.min_p > 0.0:
        keeps &= own - best - np.log(config.min_p) > noise
    return keeps


def _is_less(part: Floats, rest: Floats, share: float, noise: float) -> Bools:
    """Return whether `part` of `part + rest` is less than `share`, given that each value's odds may be e^`noise` times
    as large against those of another."""
    return np.asarray(part * ((1.0 - share) * math.exp(min(noise, 100.0))) < share * rest)


def _filtered(scores: Floats, config: SamplingConfig, noise: float) -> tuple[Floats, Bools]:
    """Return scores with what top-k, top-p and min-p leave out at minus infinity, and whether the cut was clear."""
    sure = np.ones(len(scores), bool)
    ranked = -np.sort(-scores, axis=1)
    if config.top_k and config.top_k < scores.shape[1]:
        scores, ranked, clear = _down_to(scores, ranked, np.full(len(scores), config.top_k - 1), noise)
        sure &= clear
    if config.top_p < 1.0:
        batch = np.arange(len(scores))
        share = np.cumsum(np.exp(ranked - ranked[:, :1]), axis=1)
        share /= share[:, -1:]
        last = np.minimum((share < config.top_p).sum(axis=1), scores.shape[1] - 1)
        before, until = np.where(last > 0, share[batch, np.maximum(last - 1, 0)], 0.0), share[batch, last]
        sure &= _is_less(1.0 - until, until, 1.0 - config.top_p, noise)
        sure &= _is_less(before, 1.0 - before, config.top_p, noise)
        scores, ranked, clear = _down_to(scores, ranked, last, noise)
        sure &= clear
    if config.min_p > 0.0:
        distance = scores - (ranked[:, :1] + np.log(config.min_p))
        # the likeliest value itself is always kept
        sure &= ((np.abs(distance) > noise) | (scores == ranked[:, :1])).all(axis=1)
        scores = np.where(distance >= 0.0, scores, -np.inf)
    return scores, sure


def _down_to(scores: Floats, ranked: Floats, last: Ints, noise: float) -> tuple[Floats, Floats, Bools]:
    """Return the scores down to rank `last` (batch,), the same ranked, and whether the cut was clear."""
    batch, ranks = np.arange(len(scores)), np.arange(scores.shape[1])
    smallest = ranked[batch, last]
    beyond = np.where(last + 1 < scores.shape[1], ranked[batch, np.minimum(last + 1, scores.shape[1] - 1)], -np.inf)
    scores = np.where(scores >= smallest[:, None], scores, -np.inf)
    ranked = np.where(ranks <= last[:, None], ranked, -np.inf)
    # two masked scores are both minus infinity, and either may be left out
    clear = ~(np.isfinite(beyond) & (smallest - np.where(np.isfinite(beyond), beyond, 0.0) <= noise))
    return scores, ranked, np.asarray(clear)
