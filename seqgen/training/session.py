"""Everything between a corpus and a finished run, for the command, the window and Python alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from seqgen.copying.corpus_index import index_arrays
from seqgen.corpus.corpus import Corpus
from seqgen.errors import UsageError, printable
from seqgen.formats.safetensors_file import Arrays
from seqgen.lookout import Abandoned, looking
from seqgen.network.config import SIZES, ModelConfig
from seqgen.network.model_file import ModelFile, read_model
from seqgen.network.weights import has_hidden_heads
from seqgen.runs.control import asked, leads
from seqgen.runs.events import Event
from seqgen.runs.run import Run, find_model
from seqgen.training.autotune import faster_training, updates_within
from seqgen.training.config import TrainConfig
from seqgen.training.device import choose_device
from seqgen.training.memory import check_memory
from seqgen.training.presets import DEFAULT_MINUTES, ENOUGH_UPDATES, preset, smaller
from seqgen.training.run_config import RunConfig
from seqgen.training.trainer import train
from seqgen.training.weight_transfer import transferred_weights


def configure(
    corpus: Corpus,
    *,
    size: str | None = None,
    model: Mapping[str, Any] | None = None,
    training: Mapping[str, Any] | None = None,
    initial: ModelFile | None = None,
) -> tuple[ModelConfig, TrainConfig]:
    """Return the presets for this corpus, changed as asked for.

    `model` holds fields of `ModelConfig`, and another hidden size brings its own embedding and head size; `training`
    holds fields of `TrainConfig`, of `minutes`, `epochs` and `steps` one at most; `initial` is the model whose network
    is to be taken over. Threads and precision that are not given are those that learn fastest on this computer, by a
    short trial. Raises `UsageError` where a value is out of range, or two contradict each other, `SeqgenError` where
    there is not enough memory.
    """
    given, asked_for = dict(model or {}), dict(training or {})
    _check_effect(corpus, given, asked_for)
    model_config, train_config = preset(corpus.kind, corpus.train.rows, asked_for.get("minutes", DEFAULT_MINUTES))
    if initial is not None:
        model_config = initial.config
    if size:
        model_config = replace(model_config, **SIZES[size])
    if given.get("hidden_size", model_config.hidden_size) != model_config.hidden_size:
        given = {name: max(16, given["hidden_size"] // 2) for name in ("embedding_size", "head_size")} | given
    model_config = replace(model_config, **given)
    train_config = replace(train_config, **asked_for).with_budget(asked_for)
    model_config.check()
    train_config.check()
    if choose_device(train_config.device).type == "cpu":
        check_memory(model_config, train_config, corpus.tokenizer.schema, corpus.train.lengths)
    # several processes must not choose differently
    alone = os.environ.get("WORLD_SIZE", "1") == "1"
    tried = [name for name in ("precision", "threads") if name not in asked_for]
    if tried and alone and choose_device(train_config.device).type == "cpu":
        faster = faster_training(model_config, train_config, corpus)
        train_config = replace(train_config, **{name: getattr(faster, name) for name in tried})
        if train_config.minutes and initial is None and not size and not _decided(given, asked_for):
            model_config, train_config = _within_the_time(model_config, train_config, corpus)
            model_config = replace(model_config, **given)
    return model_config, train_config


def _decided(model: Mapping[str, Any], training: Mapping[str, Any]) -> bool:
    """Return whether somebody chose the shape of the network, or its batches."""
    shape = ("hidden_size", "num_layers", "members", "embedding_size", "head_size", "interval_size", "cell")
    return any(name in model for name in shape) or "batch_size" in training or "sequence_length" in training


def _within_the_time(model: ModelConfig, training: TrainConfig, corpus: Corpus) -> tuple[ModelConfig, TrainConfig]:
    """Return the largest network, from the preset on down, of which there is time for enough updates."""
    while updates_within(model, training, corpus) < ENOUGH_UPDATES:
        next_smaller = smaller(model, training)
        if next_smaller is None:
            break
        model, training = next_smaller
    return model, training


def _check_effect(corpus: Corpus, model: Mapping[str, Any], training: Mapping[str, Any]) -> None:
    """Raises `UsageError` for settings that would do nothing for this kind of corpus."""
    schema = corpus.tokenizer.schema
    heads, pitches = has_hidden_heads(schema), schema.even_column is not None
    useless = {"context_dropout": not heads, "head_dropout": not pitches, "interval_size": not pitches}
    given = {**model, "transpose": training.get("transpose", 0)}
    useless["transpose"] = not corpus.tokenizer.augments
    for name, nothing in useless.items():
        if nothing and given.get(name):
            raise UsageError(
                "--{name} does nothing for this corpus of {kind}; leave it out",
                name=name.replace("_", "-"),
                kind=corpus.kind,
            )


def initial_model(name: str | os.PathLike[str], corpus: Corpus) -> ModelFile:
    """Return the model to start from. Raises `UsageError` where there is none, or it is of another kind."""
    model = read_model(find_model(name))
    if model.tokenizer.kind != corpus.kind:
        raise UsageError(
            "--init-from {name}: that model writes {kind}, not {wanted}",
            name=printable(name),
            kind=model.tokenizer.kind,
            wanted=corpus.kind,
        )
    return model


def train_run(
    run: Run,
    corpus: Corpus,
    config: RunConfig,
    *,
    initial: ModelFile | None = None,
    resume: bool = False,
    interrupted: Callable[[], bool] = lambda: False,
    began: float | None = None,
) -> Iterator[Event]:
    """Train a run that is `held`, event by event, until its budget is used up or somebody asks it to end.

    `initial` is a model to start from; `interrupted` is asked before every step whether to save and end; the rest is as
    for `train`.
    """
    if choose_device(config.training.device).type == "cpu":
        check_memory(config.model, config.training, corpus.tokenizer.schema, corpus.train.lengths)
    weights = None
    if initial is not None:
        weights = transferred_weights(initial, corpus.tokenizer, seed=config.training.seed)
    request = asked(run.folder)

    def stop() -> str:
        return "interrupted" if interrupted() else request() if leads() else ""

    index: Arrays = {}
    if config.training.index:
        # a run that is to end now is saved before its first step, and looks for its index again when it goes on
        with suppress(Abandoned), looking(stop):
            index = index_arrays(corpus.train, corpus.tokenizer)
    yield from train(
        corpus,
        config.model,
        config.training,
        run,
        resume=resume,
        initial=weights,
        index=index,
        stop=stop,
        began=began,
    )
