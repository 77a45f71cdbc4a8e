"""Weights of another model as a start, carried over by the value that they belong to, never by its index."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from seqgen.errors import UsageError
from seqgen.formats.safetensors_file import Arrays
from seqgen.kinds.base import Tokenizer
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import ModelFile
from seqgen.network.weights import head_offsets, units_that_see, weight_shapes

Labels = Sequence[Hashable]


def transferred_weights(model: ModelFile, tokenizer: Tokenizer, *, seed: int) -> Arrays:
    """Return weights for `tokenizer`, shaped by the model's configuration: the model's where it knows a value, else
    fresh ones. Raises `UsageError` where the tokenizers are incompatible."""
    import torch

    from seqgen.training.ensemble import SequenceModel

    theirs = model.tokenizer
    if problem := tokenizer.incompatibility(theirs):
        raise UsageError("--init-from: {why}", why=problem)
    torch.manual_seed(seed)
    weights = SequenceModel(model.config, tokenizer.schema).weights()
    config = model.config
    for name in weight_shapes(model.config, tokenizer.schema):
        if name not in model.weights:
            continue
        old, new = model.weights[name], weights[name]
        axes = [
            _shared(a, b)
            for a, b in zip(
                _axes(name, theirs, config, old.shape), _axes(name, tokenizer, config, new.shape), strict=True
            )
        ]
        new[np.ix_(*(b for _, b in axes))] = old[np.ix_(*(a for a, _ in axes))]
    return weights


def _shared(old: Labels, new: Labels) -> tuple[list[int], list[int]]:
    places = {label: i for i, label in enumerate(old)}
    both = [(places[label], i) for i, label in enumerate(new) if label in places]
    return [a for a, _ in both], [b for _, b in both]


def _axes(name: str, tokenizer: Tokenizer, config: ModelConfig, shape: tuple[int, ...]) -> list[Labels]:
    """Return the labels of each axis of a weight."""
    schema = tokenizer.schema
    plain: list[Labels] = [range(n) for n in shape]
    if name.startswith("member."):
        name = name.split(".", 2)[2]
    kind, _, rest = name.partition(".")
    units = [(schema.columns[i].name, unit) for i in schema.modelled for unit in range(config.head_size)]
    assert len(units) == head_offsets(schema, config.head_size)[-1]
    if kind in ("rnn", "norm") or (kind == "interval" and rest != "of.value"):
        return plain
    if kind == "after":
        return [plain[0], units[len(units) - shape[1] :]]
    if kind == "interval":
        assert schema.even_column is not None
        values = schema.columns[schema.even_column]
        return [tokenizer.labels(values.name)[: values.even], *plain[1:]]
    if name == "embed.sets":
        read = (field.name for field in schema.set_fields if field.read)
        return [[(field, label) for field in read for label in tokenizer.labels(field)], *plain[1:]]
    if kind == "embed":
        return [[*tokenizer.labels(rest), "the start"], *plain[1:]]
    if rest.startswith("state"):
        return [units, *plain[1:]]
    if kind == "head":
        field = next((field for field in schema.fields if field.name == rest), None)
        seeing = slice(len(units) - shape[1], None) if field is None else units_that_see(config, schema, field)
        return [tokenizer.labels(rest), units[seeing]]
    column = rest.rpartition(".")[0]
    ends = ["the end"] if column == schema.columns[0].name else []
    return [[*tokenizer.labels(column), *ends], *plain[1:]]
