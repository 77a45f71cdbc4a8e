"""The plan of a training before it begins: the network that is chosen, and how often it will read its corpus."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seqgen.corpus.corpus import Corpus
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import ModelFile
from seqgen.training.autotune import updates_within
from seqgen.training.conclusion import standing_seconds
from seqgen.training.config import TrainConfig
from seqgen.training.device import choose_device
from seqgen.training.session import configure


@dataclass(frozen=True)
class TrainingPlan:
    """A training as `seqgen train` would do it with the same options.

    `updates` and `readings` of the training part are estimates from a few timed steps; 0 where they cannot be told,
    on devices other than the CPU.
    """

    model: ModelConfig
    training: TrainConfig
    updates: int
    readings: float

    @property
    def sentence(self) -> str:
        """`LSTM, 256 units, 1 layer, 4 members: about 18 readings of your corpus`."""
        model = self.model
        parts = [model.cell.upper(), f"{model.hidden_size} units", _counted(model.num_layers, "layer")]
        if model.members > 1:
            parts.append(_counted(model.members, "member"))
        said = ", ".join(parts)
        if self.readings <= 0.0:
            return said
        # two figures are more than is known
        return f"{said}: about {float(f'{self.readings:.2g}'):g} readings of your corpus"

    def to_json(self) -> dict[str, Any]:
        """Return network and estimates as they are printed by `seqgen train --plan --json`."""
        names = ("cell", "hidden_size", "num_layers", "members")
        network = {name: getattr(self.model, name) for name in names}
        return {**network, "minutes": self.training.minutes, "updates": self.updates, "readings": self.readings}


def plan(
    corpus: Corpus,
    *,
    size: str | None = None,
    model: Mapping[str, Any] | None = None,
    training: Mapping[str, Any] | None = None,
    initial: ModelFile | None = None,
) -> TrainingPlan:
    """Return what would be learned in which network, with the arguments of `configure`. Takes some seconds."""
    network, settings = configure(corpus, size=size, model=model, training=training, initial=initial)
    rows = max(1, corpus.train.rows)
    of_update = settings.batch_size * settings.sequence_length
    updates = float(settings.steps)
    if settings.epochs:
        updates = settings.epochs * rows / of_update
    elif settings.minutes:
        on_cpu = choose_device(settings.device).type == "cpu"
        seconds = settings.minutes * 60.0
        # the end is for measuring
        share = 1.0 - standing_seconds(seconds) / seconds
        updates = share * updates_within(network, settings, corpus) if on_cpu else 0.0
    updates = updates if math.isfinite(updates) else 0.0
    return TrainingPlan(network, settings, round(updates), round(updates * of_update / rows, 2))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
