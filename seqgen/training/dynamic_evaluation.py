"""Dynamic evaluation: how likely a piece is under a network that goes on learning from the part it has read.

After Krause, Kahembwe, Murray and Renals, "Dynamic Evaluation of Neural Sequence Models" (2018). A piece is read in
segments. Each is scored first, with the weights as they are, and only then do they move:

    theta  <-  theta - eta g / (RMS + eps) + lambda (theta_0 - theta) RMS / mean(RMS)

with g the gradient of the segment's nats an event, theta_0 the weights of the model file, and RMS what each gradient
usually is. The paper gathers RMS on the training data. Here it comes from what the model itself writes, which needs no
corpus beside the model: the squares are then the diagonal of the Fisher information.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from seqgen.arrays import Floats
from seqgen.corpus.corpus import Item
from seqgen.errors import SeqgenError
from seqgen.information import in_bits
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.lookout import look
from seqgen.model import Model
from seqgen.network.model_file import ModelFile
from seqgen.piece import Facts
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.request import Request
from seqgen.schema import Table
from seqgen.training.batching import BatchArrays, Batches, Segment
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Batch, Hidden, detached

SEQUENCE_LENGTH = 16
RATE = 7e-4
DECAY = 0.003
DAMPING = 1.0
"""eps, as a share of the mean of RMS over all weights."""

OWN_TAKES = 8
OWN_ROWS = 256
WHOLE = 1 << 62

Squares = list[torch.Tensor]


@dataclass(frozen=True)
class Rule:
    """The paper's eta and lambda, and the rows between two updates."""

    rate: float = RATE
    decay: float = DECAY
    sequence_length: int = SEQUENCE_LENGTH


class Descent:
    """Steps along scaled gradients that are drawn back to where they began: the update above."""

    def __init__(self, network: SequenceModel, squares: Squares, rule: Rule) -> None:
        self._weights = list(network.parameters())
        self._start = [weight.detach().clone() for weight in self._weights]
        roots = [square.sqrt() for square in squares]
        mean = sum(float(root.sum()) for root in roots) / sum(root.numel() for root in roots)
        mean = max(mean, 1e-12)
        self._steps = [rule.rate / (root + DAMPING * mean) for root in roots]
        # more than the whole way back would overshoot
        self._pulls = [(rule.decay * root / mean).clamp(max=1.0) for root in roots]

    @torch.no_grad()
    def step(self) -> None:
        """Move the weights by their gradients; nothing moves where one of these is not finite."""
        gradients = [weight.grad for weight in self._weights]
        if not all(g is None or bool(torch.isfinite(g).all()) for g in gradients):
            return
        for weight, g, step, pull, start in zip(
            self._weights, gradients, self._steps, self._pulls, self._start, strict=True
        ):
            if g is not None:
                weight.addcmul_(g, step, value=-1.0)
            weight.addcmul_(start - weight, pull)


def network_of(file: ModelFile) -> SequenceModel:
    network = SequenceModel(file.config, file.tokenizer.schema)
    network.load_weights(file.weights)
    return network.eval()


def own_takes(model: Model, *, takes: int = OWN_TAKES, rows: int = OWN_ROWS) -> list[Item]:
    """Return takes of the model, always the same, drawn as learned, since they stand for its whole distribution."""
    config = SamplingConfig(top_p=1.0, strength=1.0)
    try:
        drawn = sorted(model.stream(Request(rows, config), takes, seed=1), key=lambda numbered: numbered[0])
    except SeqgenError:
        # a model of single chords cannot write so many notes
        drawn = sorted(model.stream(Request(0, config), takes, seed=1), key=lambda numbered: numbered[0])
    return [Item(take.table, take.facts, begins=True, ends=take.ended, name="") for _, take in drawn]


def usual_squares(network: SequenceModel, items: list[Item], tokenizer: Tokenizer, *, sequence_length: int) -> Squares:
    """Return the mean square of every gradient of a segment's nats an event, over the segments of `items`."""
    squares = [torch.zeros_like(weight) for weight in network.parameters()]
    count = 0
    for item in items:
        hidden: Hidden | None = None
        for arrays in segments(item.table, item.facts, tokenizer, sequence_length=sequence_length, ends=item.ends):
            look()
            _, hidden = learn(network, arrays, hidden)
            count += 1
            for square, weight in zip(squares, network.parameters(), strict=True):
                if weight.grad is not None:
                    square.addcmul_(weight.grad, weight.grad)
    return [square / max(count, 1) for square in squares]


def segments(
    table: Table, facts: Facts, tokenizer: Tokenizer, *, sequence_length: int, ends: bool = True
) -> Iterator[BatchArrays]:
    """Yield a piece in segments of `sequence_length` rows, the end of the piece counted as one; the last may be
    shorter. They do not depend on the length of the piece: a likelihood must not know what is still to come."""
    rows = len(table)
    item = Item(table, facts, begins=True, ends=ends, name="")
    batches = Batches([item], tokenizer, batch_size=1, sequence_length=WHOLE, shuffle=False)
    for whole in batches.read([Segment(0, 0, rows, begins=True, ends=ends)]):
        for start in range(0, rows + ends, sequence_length):
            yield whole.arrays.between(start, min(start + sequence_length, rows + ends))


def learn(network: SequenceModel, arrays: BatchArrays, hidden: Hidden | None) -> tuple[torch.Tensor, Hidden]:
    """Add the gradients of a segment's nats an event to the weights. Return its nats, float32 (modelled columns,), and
    the state behind it."""
    network.zero_grad(set_to_none=True)
    nats, hidden = network(Batch(*map(torch.from_numpy, arrays)), hidden)
    (nats.sum() / max(int(arrays.mask.sum()), 1)).backward()
    return nats.detach(), detached(hidden)


@dataclass(frozen=True, eq=False)
class DynamicCosts:
    """The cost of a piece while the network learns from it.

    `bits`: float64 (segments, modelled columns), all of a segment together. `sequence_length`: rows in each but the
    last.
    """

    bits: Floats
    sequence_length: int

    @property
    def total(self) -> float:
        return float(self.bits.sum())


class DynamicEvaluation:
    """Scores pieces one by one, each beginning with the weights of the model file, so that no figure hangs on what was
    scored before it."""

    def __init__(self, model: Model, rule: Rule | None = None) -> None:
        self._file, self._rule = model.file, rule or Rule()
        network = network_of(model.file)
        self._squares = usual_squares(
            network, own_takes(model), model.tokenizer, sequence_length=self._rule.sequence_length
        )

    def costs(self, encoded: Encoded, *, progress: Callable[[int], object] = lambda events: None) -> DynamicCosts:
        """Return the cost of a piece; `progress` is called with the number of events of every segment."""
        network = network_of(self._file)
        descent = Descent(network, self._squares, self._rule)
        hidden: Hidden | None = None
        costs = []
        for arrays in segments(
            encoded.table, encoded.facts, self._file.tokenizer, sequence_length=self._rule.sequence_length
        ):
            # the state is what the weights of that time made of the rows before, as when writing
            nats, hidden = learn(network, arrays, hidden)
            costs.append(in_bits(nats.double().numpy()))
            descent.step()
            progress(arrays.mask.shape[1])
        return DynamicCosts(np.array(costs), self._rule.sequence_length)
