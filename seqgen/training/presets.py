"""Settings that suit a corpus and a budget, so that no option is needed."""

from __future__ import annotations

from seqgen.network.config import SIZES, ModelConfig, TrainConfig

DEFAULT_MINUTES = 10.0


def choose(kind: str, events: int, minutes: float) -> tuple[ModelConfig, TrainConfig]:
    """Network and training for `events` notes or characters and a budget of about `minutes`.

    The shorter the time, the smaller the batch: many small updates beat few large ones. With batch sizes of 32, 16 and
    8, held-out bits a note were 2.66, 2.51 and 2.41 after 45 s of the Nottingham tunes, 2.92, 2.36 and 2.30 after 30 s
    of the bundled chorales. `docs/experiments.md` has what else was tried.
    """
    network = _text_network(events, minutes) if kind == "text" else _music_network(events, minutes)
    batch_size, rate = (8, 5e-3) if minutes <= 3 else (16, 4e-3) if minutes <= 20 else (32, 3e-3)
    if network.members > 1:
        # each of them has only its share of the time
        batch_size = 8
    return network, TrainConfig(
        minutes=minutes,
        batch_size=batch_size,
        sequence_length=128,
        learning_rate=rate,
        transpose=5 if kind == "music" else 0,
    )


def _text_network(events: int, minutes: float) -> ModelConfig:
    dropout = 0.5 if events < 30_000 else 0.3 if events < 300_000 else 0.1
    shape = SIZES["small" if events < 3_000 else "medium" if minutes < 20 or events < 300_000 else "large"]
    if 300_000 <= events < 3_000_000 and minutes >= 20:
        # a text that is read many times: a second layer, or layer norm, would only learn it by heart
        return ModelConfig(**(shape | {"num_layers": 1}), dropout=0.4)
    return ModelConfig(**shape, dropout=dropout, layer_norm=True)


def _music_network(events: int, minutes: float) -> ModelConfig:
    size = "small" if events < 3_000 else "medium" if events < 1_000_000 or minutes < 20 else "large"
    # the smaller the corpus, the sooner it is learned by heart; in a few minutes, what is left out is only missed
    short = minutes <= 3
    dropout = 0.5 if events < (30_000 if short else 150_000) else 0.3 if events < 300_000 else 0.1
    context_dropout, head_dropout = (0.0, 0.0) if short else (0.2, 0.3) if events < 300_000 else (0.1, 0.1)
    # where time is left to read a small corpus again and again, several networks learn more of it than one; on two
    # cores four take no longer than three
    members = 1 if short or events >= 150_000 else 4
    shape = SIZES[size] | ({"interval_size": 128} if members > 1 else {})
    return ModelConfig(
        **shape, members=members, dropout=dropout, context_dropout=context_dropout, head_dropout=head_dropout
    )
