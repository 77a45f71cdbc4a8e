"""Comparison of takes with pieces that the model did not learn from, and copies in both.

Every feature of the takes is compared with the same feature of the pieces (`Row`), and with the agreement that real
pieces reach among themselves. So are quantities such as returning bars (`QuantityRow`), and copies, since pieces of one
style share runs too, by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from seqgen.arrays import Floats
from seqgen.copying.copy_index import Copy
from seqgen.evaluation.overlap import Yardstick, overlap, yardstick
from seqgen.evaluation.quantities import QuantityRow, bits_over_time, compared
from seqgen.evaluation.reference import Reference, spaced
from seqgen.kinds.distributions import Axis, Statistic
from seqgen.kinds.evaluation import Excerpt
from seqgen.model import Model
from seqgen.sampling.takes import Take

WITHOUT_YARDSTICK = 0.8
"""The overlap below which takes get a remark where no yardstick is known."""
TOLERANCE = 0.005
"""A difference too small to be seen in the table."""
MOST_READ = 60
"""The most pieces of a set whose every event is scored."""
ONE_SIDED = 0.6
"""Takes lie to one side of the pieces if at least this share of the mass to be moved moves the same way."""


@dataclass(frozen=True, eq=False)
class Row:
    """One feature of takes and of pieces, as distributions float64 (bins,), with their overlapping area.

    `yardstick` is the overlap of real pieces with real pieces, None where it is not known; `remark` is the difference
    in words, empty where the overlap is high enough.
    """

    axis: Axis
    takes: Floats
    pieces: Floats
    overlap: float
    yardstick: Yardstick | None
    remark: str

    @property
    def means(self) -> tuple[float, float] | None:
        """Means of takes and of pieces; None where the bins have no order."""
        if not self.axis.ordered:
            return None
        return float(self.takes @ self.axis.places), float(self.pieces @ self.axis.places)

    def to_json(self) -> dict[str, Any]:
        return {
            "feature": self.axis.name,
            "unit": self.axis.unit,
            "overlap": self.overlap,
            "yardstick": None if self.yardstick is None else asdict(self.yardstick),
            "means": None if self.means is None else dict(zip(("takes", "pieces"), self.means, strict=True)),
            "remark": self.remark,
            "places": list(self.axis.names) or self.axis.places.tolist(),
            "takes": self.takes.tolist(),
            "pieces": self.pieces.tolist(),
        }


@dataclass(frozen=True)
class Copies:
    """Copies from the training pieces in each take and in each reference piece. `pieces` is None where the reference
    pieces are training pieces themselves."""

    takes: tuple[Copy, ...]
    pieces: tuple[Copy, ...] | None

    def remark(self, event: str) -> str:
        """Return a sentence on whether takes copy more than real pieces share."""
        if not self.pieces:
            return "these are training pieces, so how much real pieces share by chance is unknown"
        runs, shared = ([copy.longest for copy in copies] for copies in (self.takes, self.pieces))
        if np.median(runs) > np.percentile(shared, 90):
            return f"takes copy longer runs of {event}s than real pieces share with training pieces"
        most = max(shared)
        far = sum(run > most * 1.5 for run in runs)
        if far:
            return f"{far:,} of {len(runs):,} takes copied a run half as long again as any that real pieces share"
        return "takes copy no more than real pieces share with training pieces"

    def to_json(self) -> dict[str, Any]:
        return {"takes": summary(self.takes), "pieces": None if self.pieces is None else summary(self.pieces)}


@dataclass(frozen=True)
class Condition:
    """Something that was asked of takes: its name, and how many met it of those that were asked."""

    name: str
    met: int
    asked: int


@dataclass(frozen=True, eq=False)
class Comparison:
    """Takes beside pieces. `copies` is None where the model has no index."""

    takes: tuple[Take, ...]
    reference: Reference
    rows: tuple[Row, ...]
    quantities: tuple[QuantityRow, ...]
    conditions: tuple[Condition, ...]
    copies: Copies | None


def compare(model: Model, takes: Sequence[Take], reference: Reference) -> Comparison:
    """Compare takes with pieces in every feature that either has, and every quantity that both have."""
    written = [Excerpt(f"seed {take.seed}", take.table, take.facts, 0) for take in takes]
    sets = [
        reference.evaluation.statistics(model.tokenizer, excerpts, reference.vocabulary, learned=learned)
        for excerpts, learned in ((written, False), (reference.pieces, reference.learned), (reference.others, True))
    ]
    rows = [
        _row(mine, real, others, len(takes))
        for mine, real, others in zip(*sets, strict=True)
        if mine.shares.any() or real.shares.any()
    ]
    quantities = _quantities(model, written, reference)
    conditions = _conditions(model, takes, written, reference)
    copies = _copies(model, takes, reference)
    return Comparison(tuple(takes), reference, tuple(rows), tuple(quantities), tuple(conditions), copies)


def _conditions(
    model: Model, takes: Sequence[Take], written: Sequence[Excerpt], reference: Reference
) -> Iterator[Condition]:
    found = [
        reference.evaluation.conditions_met(model.tokenizer, take.request.rules, excerpt)
        for take, excerpt in zip(takes, written, strict=True)
    ]
    for name in dict.fromkeys(name for met in found for name in met):
        asked = [met[name] for met in found if name in met]
        yield Condition(name, sum(asked), len(asked))


def _quantities(model: Model, written: Sequence[Excerpt], reference: Reference) -> Iterator[QuantityRow]:
    sets = reference.evaluation.quantities(model.tokenizer, (written, reference.pieces, reference.others))
    # what the model learned from has other bits than pieces that it did not see
    for some, excerpts in zip(sets, (written, spaced(reference.pieces, MOST_READ), ()), strict=True):
        some.append(bits_over_time(model, excerpts))
    for mine, pieces, others in zip(*sets, strict=True):
        row = compared(mine, pieces, others)
        if row is not None:
            yield row


def _row(takes: Statistic, pieces: Statistic, others: Statistic, number: int) -> Row:
    mine, real = takes.distribution, pieces.distribution
    reached = yardstick(pieces.shares, others.shares, number)
    common = float(overlap(mine, real))
    off = common < (WITHOUT_YARDSTICK if reached is None else reached.least - TOLERANCE)
    return Row(takes.axis, mine, real, common, reached, remark(takes.axis, mine, real) if off else "")


def remark(axis: Axis, takes: Floats, pieces: Floats) -> str:
    """Return the largest difference in words: a shift to one side, or a single bin."""
    if not takes.any():
        return "takes have none"
    if not pieces.any():
        return "the pieces have none"
    # cumulative distribution of takes less that of pieces; its sum is the shift of the mean
    further = np.cumsum(takes - pieces)
    shift, moved = float(further.sum()), float(np.abs(further).sum())
    if any(axis.sides) and abs(shift) >= ONE_SIDED * moved:
        return axis.sides[shift > 0]
    place = int(np.argmax(np.abs(takes - pieces)))
    often = "more" if takes[place] > pieces[place] else "less"
    return f"{axis.place_name(place)} {often} often ({takes[place]:.0%} in takes, {pieces[place]:.0%} in pieces)"


def _copies(model: Model, takes: Sequence[Take], reference: Reference) -> Copies | None:
    if model.index is None:
        return None
    mine = tuple(copy for take in takes if (copy := take.copy) is not None)
    if reference.learned:
        return Copies(mine, None)
    pieces = (model.copied(piece.table) for piece in reference.pieces)
    return Copies(mine, tuple(copy for copy in pieces if copy is not None))


def summary(copies: Sequence[Copy]) -> dict[str, float]:
    """Return median and maximum of the longest runs and of the shares copied."""
    runs, shares = np.array([copy.longest for copy in copies]), np.array([copy.share for copy in copies])
    if not len(runs):
        return {}
    return {
        "longest_median": float(np.median(runs)),
        "longest_most": int(runs.max()),
        "share_median": float(np.median(shares)),
        "share_most": float(shares.max()),
    }
