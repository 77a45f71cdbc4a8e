"""Network and training for a corpus and a budget, so that no option is needed."""

from __future__ import annotations

from dataclasses import replace

from seqgen.kinds import kind_named
from seqgen.network.config import SIZES, ModelConfig
from seqgen.training.config import TrainConfig

DEFAULT_MINUTES = 10.0
ENOUGH_UPDATES = 300
"""Updates below which a smaller network learns more in the same time (`docs/experiments.md`)."""
FEWEST_IN_A_BATCH = 4


def preset(kind: str, events: int, minutes: float) -> tuple[ModelConfig, TrainConfig]:
    """Return network and training for so many events of a kind and a budget of about so many minutes.

    The shorter the time, the smaller the batch: many small updates beat few large ones. With batch sizes of 32, 16 and
    8, held-out bits a note were 2.66, 2.51 and 2.41 after 45 s of the Nottingham tunes, 2.92, 2.36 and 2.30 after 30 s
    of the bundled chorales. `docs/experiments.md` has what else was tried.
    """
    chosen = kind_named(kind).preset(events, minutes)
    network = ModelConfig(
        **SIZES[chosen.size],
        layer_norm=chosen.layer_norm,
        members=chosen.members,
        dropout=chosen.dropout,
        context_dropout=chosen.context_dropout,
        head_dropout=chosen.head_dropout,
    )
    changed = {name: getattr(chosen, name) for name in ("num_layers", "interval_size") if getattr(chosen, name)}
    batch_size, rate = (8, 5e-3) if minutes <= 3 else (16, 4e-3) if minutes <= 20 else (32, 3e-3)
    if chosen.members > 1:
        # each member has only its share of the time
        batch_size = 8
    training = TrainConfig(
        minutes=minutes, batch_size=batch_size, sequence_length=128, learning_rate=rate, transpose=chosen.transpose
    )
    return replace(network, **changed), training


def smaller(model: ModelConfig, training: TrainConfig) -> tuple[ModelConfig, TrainConfig] | None:
    """Return the next smaller network with its training, for a budget that has time for too few updates of this one;
    None where it is the smallest.

    First one member instead of several, then the next smaller size, then half the batch. As in short budgets, nothing
    of the context is dropped any more.
    """
    quick = replace(model, context_dropout=0.0, head_dropout=0.0)
    if model.members > 1:
        return replace(quick, members=1, interval_size=SIZES["medium"]["interval_size"]), training
    sizes = [size for size in SIZES.values() if size["hidden_size"] < model.hidden_size]
    if sizes:
        return replace(quick, **sizes[-1]), training
    if training.batch_size > FEWEST_IN_A_BATCH:
        return quick, replace(training, batch_size=max(FEWEST_IN_A_BATCH, training.batch_size // 2))
    return None
