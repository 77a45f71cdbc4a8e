"""The draw of one value: temperature and its kin, and whether numerical noise could have changed what was drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Bools
from seqgen.errors import SeqgenError
from seqgen.schema import Schema

TOP_P = 0.95
"""What is drawn from unless one asks otherwise. The tail of what a network expects is where it is wrong most: takes in
which it is left out are nearer to real pieces (`docs/experiments.md`)."""


def usual_top_p(top_k: int, min_p: float) -> float:
    """Top-p where nothing is said of it: whoever leaves out the tail in another way gets that way alone."""
    return 1.0 if top_k or min_p else TOP_P


LOGIT_NOISE = 5e-5
"""Logits of one take differ between batches by less than this; measured: by 2.6e-5 at most over 400 rows of a batch of
33, in text that was learned for ten minutes and for an hour. What comes nearer to another outcome than that is computed
by itself."""


@dataclass(frozen=True)
class Temper:
    """How probabilities are bent before a draw.

    `temperature`: 0 takes the likeliest value; `columns`: temperatures of single columns by name; `top_k`: only the k
    likeliest values (0: all); `top_p`: the smallest set of likeliest values with this probability (Holtzman et al.
    2020); `min_p`: only values with at least this share of the likeliest one's probability (Nguyen et al. 2024).
    """

    temperature: float = 1.0
    columns: dict[str, float] = field(default_factory=dict)
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0

    @property
    def cuts(self) -> bool:
        """Whether anything but temperature is asked for."""
        return bool(self.top_k) or self.top_p < 1.0 or self.min_p > 0.0

    def of_columns(self, schema: Schema) -> list[float]:
        """The temperature of each column."""
        return [self.columns.get(column.name, self.temperature) for column in schema.columns]


def draw(
    logits: npt.NDArray[np.float32],
    mask: Bools | None,
    chance: npt.NDArray[np.float64],
    temperature: float,
    temper: Temper,
) -> tuple[npt.NDArray[np.int64], Bools]:
    """One value a take from logits (batch, values), given exponentially distributed `chance` (batch, values).

    The value whose logit less the logarithm of its chance is largest has the softmax distribution (Gumbel 1954). It
    hangs on the two best alone: where an inverse distribution function has a boundary at every value, this has one.
    Gives the values, and for each whether differences of `LOGIT_NOISE` in the logits could not have changed it. Raises
    `SeqgenError` for logits that are no numbers.
    """
    if not np.isfinite(logits).all():
        raise SeqgenError("the network's numbers grew beyond all bounds while it wrote; train it again")
    scores = logits.astype(np.float64)
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    noise = 2.0 * LOGIT_NOISE
    batch = np.arange(len(scores))
    sure: Bools | None = None
    if temperature > 0.0:
        if temperature != 1.0:
            scores /= temperature
            noise /= temperature
        raw, scores = scores, scores - np.log(chance)
        if temper.cuts:
            sure = _without_the_left_out(raw, scores, temper, noise)
    values = scores.argmax(axis=1)
    best = scores[batch, values]
    scores[batch, values] = -np.inf
    clear = best - scores.max(axis=1, initial=-np.inf) > noise
    return values, np.asarray(clear if sure is None else clear & sure)


def _without_the_left_out(
    raw: npt.NDArray[np.float64], scores: npt.NDArray[np.float64], temper: Temper, noise: float
) -> Bools:
    """Set the best scores to minus infinity as long as their values are left out; tell whether noise could not matter.

    What is kept and best of all is best of what is kept, so that there is seldom need to rank all values.
    """
    sure = np.ones(len(scores), bool)
    rows = np.arange(len(scores))
    while rows.size:
        values = scores[rows].argmax(axis=1)
        rest = np.flatnonzero(~_keeps(raw[rows], values, temper, noise))
        if not rest.size:
            break
        rows, values = rows[rest], values[rest]
        possible = _keeps(raw[rows], values, temper, -noise)
        unclear = rows[possible]
        if unclear.size:
            among, sure[unclear] = _filtered(raw[unclear], temper, noise)
            scores[unclear] = np.where(np.isfinite(among), scores[unclear], -np.inf)
        rows, values = rows[~possible], values[~possible]
        scores[rows, values] = -np.inf
    return sure


def _keeps(scores: npt.NDArray[np.float64], values: npt.NDArray[np.int64], temper: Temper, noise: float) -> Bools:
    """Whether values (batch,) are kept whatever noise does to the scores, or may be where `noise` is negative."""
    if temper.top_k and temper.top_p < 1.0:
        # top-p counts shares of what top-k keeps: that takes a ranking
        return np.full(len(scores), noise < 0.0)
    batch = np.arange(len(scores))
    own, best = scores[batch, values], scores.max(axis=1)
    likelier = scores >= (own - noise)[:, None]
    likelier[batch, values] = False
    keeps = np.ones(len(scores), bool)
    if temper.top_k:
        keeps &= likelier.sum(axis=1) < temper.top_k
    if temper.top_p < 1.0:
        odds = np.exp(scores - best[:, None])
        keeps &= (odds * likelier).sum(axis=1) < (temper.top_p - noise) * odds.sum(axis=1)
    if temper.min_p > 0.0:
        keeps &= own - best - np.log(temper.min_p) > noise
    return keeps


def _filtered(scores: npt.NDArray[np.float64], temper: Temper, noise: float) -> tuple[npt.NDArray[np.float64], Bools]:
    """Scores with those that top-k, top-p and min-p leave out at minus infinity, and whether the choice was clear."""
    sure = np.ones(len(scores), bool)
    ranked = -np.sort(-scores, axis=1)
    if temper.top_k and temper.top_k < scores.shape[1]:
        scores, ranked, clear = _down_to(scores, ranked, np.full(len(scores), temper.top_k - 1), noise)
        sure &= clear
    if temper.top_p < 1.0:
        batch = np.arange(len(scores))
        share = np.cumsum(np.exp(ranked - ranked[:, :1]), axis=1)
        share /= share[:, -1:]
        last = np.minimum((share < temper.top_p).sum(axis=1), scores.shape[1] - 1)
        before = np.where(last > 0, share[batch, np.maximum(last - 1, 0)], 0.0)
        sure &= (share[batch, last] - temper.top_p > noise) & ((last == 0) | (temper.top_p - before > noise))
        scores, ranked, clear = _down_to(scores, ranked, last, noise)
        sure &= clear
    if temper.min_p > 0.0:
        distance = scores - (ranked[:, :1] + np.log(temper.min_p))
        # the likeliest value itself is always kept
        sure &= ((np.abs(distance) > noise) | (scores == ranked[:, :1])).all(axis=1)
        scores = np.where(distance >= 0.0, scores, -np.inf)
    return scores, sure


def _down_to(
    scores: npt.NDArray[np.float64], ranked: npt.NDArray[np.float64], last: npt.NDArray[np.int64], noise: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], Bools]:
    """Only the scores down to rank `last` (batch,), the same ranked, and whether the cut was clear."""
    batch, ranks = np.arange(len(scores)), np.arange(scores.shape[1])
    smallest = ranked[batch, last]
    beyond = np.where(last + 1 < scores.shape[1], ranked[batch, np.minimum(last + 1, scores.shape[1] - 1)], -np.inf)
    scores = np.where(scores >= smallest[:, None], scores, -np.inf)
    ranked = np.where(ranks <= last[:, None], ranked, -np.inf)
    # two masked scores are both minus infinity, and either may be left out
    clear = ~(np.isfinite(beyond) & (smallest - np.where(np.isfinite(beyond), beyond, 0.0) <= noise))
    return scores, ranked, np.asarray(clear)
