"""Settings that suit a corpus and a budget, so that no option is needed."""

from __future__ import annotations

from dataclasses import replace

from seqgen.config import SIZES, ModelConfig, TrainConfig

DEFAULT_MINUTES = 10.0


def choose(kind: str, events: int, minutes: float) -> tuple[ModelConfig, TrainConfig]:
    """Network and training for `events` notes or characters and a budget of about `minutes`."""
    size = "small" if events < 3_000 else "medium" if events < 1_000_000 or minutes < 20 else "large"
    # the smaller the corpus, the sooner it is learned by heart
    dropout = 0.5 if events < 30_000 else 0.3 if events < 300_000 else 0.1
    model = ModelConfig(**SIZES[size], dropout=dropout)
    lanes = 8 if events < 10_000 else 16 if events < 100_000 else 32
    training = TrainConfig(minutes=minutes, lanes=lanes, chunk=128)
    if kind == "text":
        training = replace(training, lanes=min(lanes * 2, 64), transpose=0)
        if size == "medium" and events >= 100_000:
            model = replace(model, width=384, embedding=128)
    return model, training
