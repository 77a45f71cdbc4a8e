"""Labels of pieces by Bayes' rule: p(label | piece) from the likelihood of a piece under each label.

The network was told the label of most pieces while it learned, so it gives p(piece | label) for each. The prior is the
share of the label in the training part. A temperature makes the probabilities honest (Guo et al. 2017, "On calibration
of modern neural networks"): it divides the log-likelihoods, which sum over events that are not independent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqgen.arrays import Bools, Floats
from seqgen.corpus.corpus import Item
from seqgen.corpus.split import TEST, VALID
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.evaluation.reference import corpus_of_run
from seqgen.information import in_bits
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.runs.run import find_model

COLDEST, HOTTEST, FEWEST_PIECES = 0.5, 200.0, 20
"""Range of the temperature, and the pieces below which none is fitted."""


@dataclass(frozen=True, eq=False)
class Classified:
    """A piece under each of the labels that a model knows.

    Args:
        labels: their names.
        prior: share of each label in the training part, float64 (labels,).
        nats: cost of each event under each label, the end of the piece last: float64 (labels, rows + 1).
        temperature: divides the log-likelihoods.
        own: the label that the piece has itself; empty where it is not known.
    """

    title: str
    labels: tuple[str, ...]
    prior: Floats
    nats: Floats
    temperature: float
    encoded: Encoded
    own: str = ""

    @property
    def probabilities(self) -> Floats:
        """p(label | piece), float64 (labels,)."""
        return posterior(self.prior, self.nats.sum(axis=1), self.temperature)

    @property
    def label(self) -> str:
        """The most probable label."""
        return self.labels[int(self.probabilities.argmax())]

    @property
    def bits_per_event(self) -> Floats:
        """Mean cost of an event under each label, float64 (labels,)."""
        return np.asarray(in_bits(self.nats.mean(axis=1)))

    def evidence(self, label: str | None = None) -> Floats:
        """Return how many bits each event, the end last, speaks for a label (the most probable one) rather than for
        the most probable other one: float64 (rows + 1,)."""
        mine = self.labels.index(self.label if label is None else label)
        others = self.probabilities.copy()
        others[mine] = -1.0
        return np.asarray(in_bits(self.nats[int(others.argmax())] - self.nats[mine]))


def classify(model: Model, piece: Piece | Encoded, *, own: str = "") -> Classified:
    """Return a piece under each label of a model. `own`: its known label, or folders among which that is.

    Raises `UsageError` for a model without labels, `SeqgenError` for a piece that holds nothing of its vocabulary.

    Example:
        >>> seqgen.classify(model, model.piece(Path("tune.mid"))).label
    """
    tokenizer = model.tokenizer
    encoded = piece if isinstance(piece, Encoded) else tokenizer.encode(piece)
    title = piece.title if isinstance(piece, Piece) else encoded.facts.title
    table = np.asarray(encoded.table, np.int64)
    counts = tokenizer.label_counts(table, encoded.facts)
    if len(counts) < 2:
        raise UsageError(
            "{model} knows no labels; train on a folder with two or more sub-folders, whose names are the labels",
            model=printable(model.name),
        )
    if not len(table):
        raise SeqgenError("{file}: holds nothing that the model knows", file=printable(title))
    told = [tokenizer.context(table, tokenizer.labelled(table, encoded.facts, label)) for label in counts]
    nats = np.stack([model.engine.nats(table, context).sum(axis=1) for context in told])
    prior = np.array(list(counts.values()), float)
    temperature = model.file.about.label_temperature or 1.0
    own = own_label(counts, own)
    return Classified(title, tuple(counts), prior / prior.sum(), nats, temperature, encoded, own)


def own_label(labels: Collection[str], folders: str) -> str:
    """Return the label that folders name, such as `rock/fill`: the longest that is known, empty where none is."""
    names = folders.split("/")
    spans = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names) + 1)]
    known = ["/".join(names[i:j]) for i, j in sorted(spans, key=lambda span: (span[0] - span[1], span))]
    return next((name for name in known if name in labels), "")


def held_out_of(name: str, model: Model, progress: Callable[[Any], None] | None = None) -> tuple[list[Item], str]:
    """Return the whole pieces of known labels that a run did not learn from, and in which part they lie: `test`, or
    where there is none `valid`. Raises `SeqgenError` where there are none."""
    corpus = corpus_of_run(find_model(name), model, progress)
    for part, items in ((TEST, corpus.test), (VALID, corpus.valid)):
        known = [item for item in items if item.begins and item.ends and item.facts.label and len(item.table)]
        if known:
            return known, part
    raise SeqgenError("nothing with a label was held out of {corpus}; name files in sub-folders", corpus=corpus.name)


def posterior(prior: Floats, nats: Floats, temperature: float) -> Floats:
    """Return p(label | piece), float64 (..., labels), given the cost of whole pieces under each label."""
    logits = np.log(prior) - nats / temperature
    logits -= logits.max(axis=-1, keepdims=True)
    shares = np.exp(logits)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def fitted_temperature(pieces: Sequence[Classified]) -> float | None:
    """Return the temperature under which the known labels of pieces are most likely; None where too few are known."""
    known = [piece for piece in pieces if piece.own in piece.labels]
    if len(known) < FEWEST_PIECES:
        return None
    temperatures = np.geomspace(COLDEST, HOTTEST, 121)

    def cost(temperature: float) -> float:
        own = [posterior(each.prior, each.nats.sum(axis=1), temperature)[each.labels.index(each.own)] for each in known]
        return -float(np.log(np.maximum(own, 1e-12)).sum())

    return float(temperatures[int(np.argmin([cost(each) for each in temperatures.tolist()]))])


@dataclass(frozen=True)
class LabelResult:
    """Pieces of one label: their number, the share found, and the bits an event that they cost when told it."""

    label: str
    pieces: int
    found: float
    bits: float


@dataclass(frozen=True, eq=False)
class Classification:
    """Pieces of known labels beside what a model takes them for.

    `confusion` counts pieces, int64 (own label, label found); `interval` is Wilson's, at 95%; `majority` the share of
    the commonest label; `bits` the mean cost of the own label, -log2 p(label | piece).
    """

    labels: tuple[str, ...]
    confusion: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    bits: float
    by_label: tuple[LabelResult, ...]

    @property
    def pieces(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.confusion)) / self.pieces

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(int(np.trace(self.confusion)), self.pieces)

    @property
    def majority(self) -> float:
        return float(self.confusion.sum(axis=1).max()) / self.pieces


def classification_of(pieces: Sequence[Classified]) -> Classification | None:
    """Return how often the labels of pieces were found; None where no label is known."""
    known = [piece for piece in pieces if piece.own in piece.labels]
    if not known:
        return None
    labels = known[0].labels
    own = np.array([labels.index(piece.own) for piece in known])
    found = np.array([labels.index(piece.label) for piece in known])
    confusion = np.zeros((len(labels), len(labels)), np.int64)
    np.add.at(confusion, (own, found), 1)
    costs = [piece.probabilities[at] for piece, at in zip(known, own.tolist(), strict=True)]
    results = [_of_label(known, label, own == at, found == at) for at, label in enumerate(labels) if (own == at).any()]
    bits = float(-np.log2(np.maximum(costs, 1e-12)).mean())
    return Classification(labels, confusion, bits, tuple(results))


def _of_label(known: Sequence[Classified], label: str, own: Bools, found: Bools) -> LabelResult:
    mine = [known[i].nats[known[i].labels.index(label)] for i in np.flatnonzero(own).tolist()]
    bits = float(in_bits(np.asarray(np.concatenate(mine).mean())))
    return LabelResult(label, len(mine), float(found[own].mean()), bits)


def wilson(hits: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval of a share of hits (Wilson 1927)."""
    share, spread = hits / trials, z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / trials + spread / trials / 4) / (1 + spread)
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))


@dataclass(frozen=True)
class Reason:
    """A stretch of a piece (a bar, a word), and the bits by which it speaks for a label."""

    name: str
    bits: float


def reasons(classified: Classified, tokenizer: Tokenizer, label: str | None = None) -> list[Reason]:
    """Return the stretches of a piece with the bits by which each speaks for a label (see `Classified.evidence`), in
    their order. The end of the piece is the last."""
    evidence = classified.evidence(label)
    stretches = kind_named(tokenizer.kind).stretches(tokenizer, classified.encoded.table, classified.encoded.facts)
    told = [Reason(each.name, float(evidence[each.start : each.stop].sum())) for each in stretches]
    return [*told, Reason("the end", float(evidence[-1]))]
