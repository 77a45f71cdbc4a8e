"""`model.safetensors`: one file that is the whole model - weights, tokenizer, configuration, index of its corpus."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from seqgen.arrays import AnyArray
from seqgen.errors import UnreadableFile, UsageError, printable, reason_of
from seqgen.files import Existing, new_file
from seqgen.formats.safetensors_file import Arrays, container_bytes, read_container
from seqgen.kinds import tokenizer_from_json
from seqgen.kinds.base import Tokenizer
from seqgen.network.config import ModelConfig
from seqgen.network.measured_sampling import MeasuredSampling
from seqgen.network.precision import half_precision
from seqgen.network.standing import Standing
from seqgen.network.typical import Typical
from seqgen.network.weights import weight_shapes
from seqgen.records import Amount, Count, Name, Real, Seed, Share, converted, decoded, from_json
from seqgen.schema import Schema
from seqgen.version import __version__

FORMAT = "seqgen-model"
VERSION = 2
INDEX_PREFIX = "index."


@dataclass(frozen=True)
class About:
    """The origin of a model. `nats` is the best validation loss an event; `steps` and `seconds` what it took.

    `standing` and `sampling` are None where they were not measured: where nothing was held out, there was no time, or
    an older version trained the model.
    `shared` is the share of held-out pieces that stands in those that it learned from (as `Copy.share`).
    `label_temperature` makes the probabilities of labels honest (`seqgen.evaluation.classification`).
    `typical` is empty for kinds without quantities, and where an older version trained the model.
    """

    corpus: Name = ""
    fingerprint: Name = ""
    pieces: Count = 0
    events: Count = 0
    nats: Real = 0.0
    steps: Count = 0
    seconds: Amount = 0.0
    seqgen: Name = __version__
    standing: Standing | None = None
    typical: tuple[Typical, ...] = ()
    sampling: MeasuredSampling | None = None
    shared: Share | None = None
    label_temperature: Amount | None = None


LATER = ("standing", "typical", "sampling", "shared", "label_temperature")
"""Fields of `About` that the first model files of this version lack."""


@dataclass(frozen=True)
class Adapted:
    """An adaptation that made a model from another (`seqgen.training.adaptation`).

    `origin` is the fingerprint of the other model, `sha256` the first 16 digits of each file's digest, `events` the
    rows of these files. `nats_before` and `nats` are nats an event of the held-out part, 0 where nothing was held out.
    """

    origin: Name
    files: tuple[Name, ...]
    sha256: tuple[Name, ...]
    events: Count
    passes: Amount
    strength: Amount
    transpose: Count
    seed: Seed
    nats_before: Real
    nats: Real
    seqgen: Name = __version__


@dataclass(frozen=True)
class ModelFile:
    """The content of `model.safetensors`. `weights` are float32, named and shaped by `weight_shapes`; the file holds
    them in half precision where that changes no value (see `seqgen.network.precision`). `index` are the arrays of the
    index of the corpus, empty where there is none; `adapted` tells, the latest last, what it learned since its
    training."""

    config: ModelConfig
    tokenizer: Tokenizer
    weights: Arrays
    about: About = field(default_factory=About)
    index: Arrays = field(default_factory=dict)
    fingerprint: str = ""
    adapted: tuple[Adapted, ...] = ()


def write_model(path: str | os.PathLike[str], model: ModelFile) -> str:
    """Write a model, whole or not at all, in place of what was there. Return its fingerprint. Raises `SeqgenError`."""
    return write_model_as(Path(path), model, existing=Existing.REPLACE)[1]


def write_model_as(path: Path, model: ModelFile, *, existing: Existing) -> tuple[Path, str]:
    """Write a model, whole or not at all. Return the path that it got, and its fingerprint. Raises as `new_file`."""
    arrays: dict[str, AnyArray] = {name: _smallest(weight) for name, weight in model.weights.items()}
    arrays.update({INDEX_PREFIX + name: array for name, array in model.index.items()})
    data, digest = container_bytes(arrays, model_texts(model), name=str(path))
    with new_file(path, existing=existing) as new:
        new.file.write(data)
    return new.path, digest[:16]


def _smallest(weight: AnyArray) -> AnyArray:
    """Return a weight in half precision if it has the same values there, else in single precision."""
    half, single = half_precision(weight), np.asarray(weight, dtype=np.float32)
    return half if np.array_equal(half, single) else single


def model_texts(model: ModelFile) -> dict[str, str]:
    texts = {
        "format": FORMAT,
        "version": str(VERSION),
        "config": json.dumps(asdict(model.config)),
        "tokenizer": json.dumps(model.tokenizer.to_json()),
        "schema": json.dumps(msgspec.to_builtins(model.tokenizer.schema)),
        "about": json.dumps(asdict(model.about)),
    }
    if model.adapted:
        texts["adapted"] = json.dumps([asdict(step) for step in model.adapted])
    return texts


def read_model(path: str | os.PathLike[str]) -> ModelFile:
    """Return the model in a file that may come from a stranger. Raises `UnreadableFile` with one clear line."""
    arrays, texts = read_container(path, kind=FORMAT, version=VERSION)
    name = printable(path)
    try:
        config = from_json(ModelConfig, decoded(texts["config"]))
        config.check()
        tokenizer = tokenizer_from_json(decoded(texts["tokenizer"]))
        about = from_json(About, decoded(texts["about"]), later=LATER)
        adapted = tuple(from_json(Adapted, step) for step in decoded(texts.get("adapted", "[]")))
        shapes = weight_shapes(config, tokenizer.schema)
        if converted(decoded(texts["schema"]), Schema) != tokenizer.schema:
            raise ValueError("the schema does not follow from the tokenizer")
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, UsageError) as error:
        raise UnreadableFile("{file}: its header is damaged ({why})", file=name, why=reason_of(error)) from error
    index = {key[len(INDEX_PREFIX) :]: arrays.pop(key) for key in list(arrays) if key.startswith(INDEX_PREFIX)}
    arrays = {key: _single(array) for key, array in arrays.items()}
    check_weights(name, arrays, shapes)
    return ModelFile(config, tokenizer, arrays, about, index, texts["sha256"][:16], adapted)


def _single(weight: AnyArray) -> AnyArray:
    return weight.astype(np.float32) if weight.dtype == np.float16 else weight


def check_weights(name: str, arrays: Arrays, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raises `UnreadableFile` unless `arrays` are exactly the float32 weights that `shapes` describes."""
    if set(arrays) != set(shapes):
        odd = sorted(set(arrays) ^ set(shapes))[0]
        raise UnreadableFile(
            "{file}: the weight {key} is missing or does not belong to such a network", file=name, key=printable(odd)
        )
    for key, shape in shapes.items():
        if arrays[key].shape != shape or arrays[key].dtype != np.float32:
            raise UnreadableFile(
                "{file}: the weight {key} has the shape {shape}, not {wanted}",
                file=name,
                key=key,
                shape=str(arrays[key].shape),
                wanted=str(shape),
            )
