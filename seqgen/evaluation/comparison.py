"""How what a model writes compares with pieces that it did not learn from, and what it copied.

Every feature of the takes is set beside the same of the pieces (`Row`), and both beside what real pieces reach among
themselves. Copies likewise: pieces share runs too, by chance and by style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from seqgen.arrays import Floats
from seqgen.copying.copy_index import Copy
from seqgen.evaluation.distributions import Axis, Statistic, Yardstick, overlap, yardstick
from seqgen.evaluation.excerpts import Excerpt
from seqgen.evaluation.music_statistics import music_statistics
from seqgen.evaluation.text_statistics import text_statistics
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.sampling.takes import Take

if TYPE_CHECKING:
    from seqgen.evaluation.reference import Reference

WITHOUT_YARDSTICK = 0.8
"""Takes that overlap less are remarked upon where there is nothing to measure by."""
TOLERANCE = 0.005
"""Differences that the table does not show are not remarked upon."""
ONE_SIDED = 0.6
"""Takes lie to one side of pieces if so much of what must be moved between them is moved the same way."""


@dataclass(frozen=True, eq=False)
class Row:
    """One feature: the distributions of takes and of pieces, float64 (bins,), how far they overlap, how far real pieces
    do (None where that is not known), and in words where the takes are off ("" where they are not)."""

    axis: Axis
    takes: Floats
    pieces: Floats
    overlap: float
    yardstick: Yardstick | None
    remark: str

    @property
    def means(self) -> tuple[float, float] | None:
        """The mean of takes and of pieces; None where the bins have no order."""
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
    """What of each take, and of each piece compared with, stands in the pieces learned from. `pieces` is None where
    they were learned from themselves."""

    takes: tuple[Copy, ...]
    pieces: tuple[Copy, ...] | None

    def remark(self, event: str) -> str:
        """In words whether the takes copy more than real pieces share."""
        if not self.pieces:
            return "what real pieces share by chance cannot be told, since these were learned from"
        runs, shared = ([copy.longest for copy in copies] for copies in (self.takes, self.pieces))
        if np.median(runs) > np.percentile(shared, 90):
            return f"takes copy longer runs of {event}s than real pieces share with those learned from"
        most = max(shared)
        far = sum(run > most * 1.5 for run in runs)
        if far:
            return f"{far:,} of {len(runs):,} takes copied a run half as long again as any that real pieces share"
        return "takes copy no more than real pieces share with those learned from"

    def to_json(self) -> dict[str, Any]:
        return {
            "takes": summary(self.takes),
            "pieces": None if self.pieces is None else summary(self.pieces),
        }


@dataclass(frozen=True, eq=False)
class Comparison:
    """Takes beside pieces. `copies` is None where the model has no index."""

    takes: tuple[Take, ...]
    reference: Reference
    rows: tuple[Row, ...]
    copies: Copies | None


def compare(model: Model, takes: Sequence[Take], reference: Reference) -> Comparison:
    """The comparison of takes with pieces, every feature that either has."""
    written = [Excerpt(f"seed {take.seed}", take.table, take.facts, 0) for take in takes]
    sets = [
        _statistics(model, written, reference, learned=False),
        _statistics(model, reference.pieces, reference, learned=reference.learned),
        _statistics(model, reference.others, reference, learned=True),
    ]
    rows = [
        _row(mine, real, others, len(takes))
        for mine, real, others in zip(*sets, strict=True)
        if mine.shares.any() or real.shares.any()
    ]
    return Comparison(tuple(takes), reference, tuple(rows), _copies(model, takes, reference))


def _statistics(model: Model, excerpts: Sequence[Excerpt], reference: Reference, *, learned: bool) -> list[Statistic]:
    tokenizer = model.tokenizer
    if isinstance(tokenizer, MusicTokenizer):
        return music_statistics(tokenizer, excerpts)
    assert isinstance(tokenizer, TextTokenizer)
    return text_statistics(tokenizer, excerpts, reference.vocabulary, learned=learned)


def _row(takes: Statistic, pieces: Statistic, others: Statistic, number: int) -> Row:
    mine, real = takes.distribution, pieces.distribution
    reached = yardstick(pieces.shares, others.shares, number)
    common = float(overlap(mine, real))
    off = common < (WITHOUT_YARDSTICK if reached is None else reached.least - TOLERANCE)
    return Row(takes.axis, mine, real, common, reached, remark(takes.axis, mine, real) if off else "")


def remark(axis: Axis, takes: Floats, pieces: Floats) -> str:
    """Where takes differ most from pieces, in words: all of them to one side, or one place."""
    if not takes.any():
        return "takes have none"
    if not pieces.any():
        return "the pieces have none"
    # how much lies further down in the takes than in the pieces, at every place
    further = np.cumsum(takes - pieces)
    shift, moved = float(further.sum()), float(np.abs(further).sum())
    if (axis.more or axis.less) and abs(shift) >= ONE_SIDED * moved:
        return axis.less if shift > 0 else axis.more
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
    """Longest runs and shares copied of several takes: median and most."""
    runs, shares = np.array([copy.longest for copy in copies]), np.array([copy.share for copy in copies])
    if not len(runs):
        return {}
    return {
        "longest_median": float(np.median(runs)),
        "longest_most": int(runs.max()),
        "share_median": float(np.median(shares)),
        "share_most": float(shares.max()),
    }
