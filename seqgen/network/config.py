"""The network's size and the training's settings: what decides a run, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from seqgen.errors import UsageError
from seqgen.schema import Field, Schema

CELLS = ("rnn-tanh", "rnn-relu", "gru", "lstm")
GATES = {"rnn-tanh": 1, "rnn-relu": 1, "gru": 3, "lstm": 4}

PRECISIONS = ("float32", "bfloat16")

INTERVAL_SPAN = 24
"""Values further apart than this do not see each other: two octaves, where the values are keys."""

NORM_EPSILON = 1e-5
"""What layer norm adds to a variance, lest it divide by nothing."""

_LIMITS = {"members": (1, 64), "num_layers": (1, 16), "hidden_size": (1, 8192)}
_LIMITS |= {"embedding_size": (1, 8192), "head_size": (1, 8192), "interval_size": (0, 1024)}

T = TypeVar("T")


@dataclass(frozen=True)
class ModelConfig:
    """The shape of the network and its dropout.

    Args:
        cell: the recurrent cell, one of `CELLS`.
        num_layers: stacked recurrent layers.
        hidden_size: units of a recurrent layer.
        embedding_size: units of the first layer's input.
        head_size: hidden units of each column's head.
        interval_size: hidden units per value of the even column (pitch) for relative (interval) features.
        by_distance: whether the even column's head sees sets of such values only as relative features, and the later
            heads see the context relative to the value that was chosen.
        layer_norm: normalise the output of each recurrent layer (Ba et al. 2016).
        members: networks of this shape in the ensemble; their logits are averaged.
        dropout: dropout probability before, between and after the recurrent layers.
        context_dropout: probability of dropping an earlier column or a context field as a whole from a head's input.
        head_dropout: dropout probability of the hidden units in the heads after the even column.
    """

    cell: str = "lstm"
    num_layers: int = 1
    hidden_size: int = 256
    embedding_size: int = 128
    head_size: int = 128
    interval_size: int = 0
    by_distance: bool = True
    layer_norm: bool = False
    members: int = 1
    dropout: float = 0.0
    context_dropout: float = 0.0
    head_dropout: float = 0.0

    def check(self) -> None:
        """Raises `UsageError` for a value out of range."""
        if self.cell not in CELLS:
            raise UsageError(f"the cell '{self.cell}' is not known; use {', '.join(CELLS)}")
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not isinstance(value, int) or not low <= value <= high:
                words = name.replace("_", " ")
                raise UsageError(f"{words} must be a whole number from {low} to {high}, not {value}")
        for name in ("dropout", "context_dropout", "head_dropout"):
            if not 0.0 <= getattr(self, name) < 1.0:
                words = name.replace("_", " ")
                raise UsageError(f"{words} must be at least 0 and less than 1, not {getattr(self, name)}")

    @property
    def title(self) -> str:
        """The network in short, such as `LSTM 256x1`, or `3 LSTM 256x1` where it has three members."""
        network = f"{self.cell.upper()} {self.hidden_size}x{self.num_layers}"
        return network if self.members == 1 else f"{self.members} {network}"

    @property
    def units(self) -> int:
        """Recurrent units of a layer, those of all members together."""
        return self.hidden_size * self.members

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> ModelConfig:
        """Raises `ValueError` for missing, unknown or mistyped entries."""
        return from_json(ModelConfig, data)


SIZES: dict[str, dict[str, Any]] = {
    "small": {"num_layers": 1, "hidden_size": 128, "embedding_size": 64, "head_size": 128, "interval_size": 32},
    "medium": {"num_layers": 1, "hidden_size": 256, "embedding_size": 128, "head_size": 256, "interval_size": 64},
    "large": {"num_layers": 2, "hidden_size": 512, "embedding_size": 256, "head_size": 256, "interval_size": 64},
}


@dataclass(frozen=True)
class TrainConfig:
    """How a run learns. Exactly one of `minutes`, `epochs`, `steps` is the budget; the others are 0.

    Args:
        batch_size: sequences learned in parallel.
        sequence_length: rows of one update, through which gradients flow (truncated back-propagation through time).
        clip: largest gradient norm.
        warm_up: share of the budget over which the learning rate rises to `learning_rate`.
        transpose: semitones by which a piece is moved at most; shrinks to 0 over the budget.
        patience: validations without improvement before early stopping (0: never).
        validate_every: steps between validations (0: chosen from the budget).
        index: keep an index of the corpus in the model, to find copies.
        precision: `float32` or `bfloat16` matrix products on a CPU (a CUDA device always uses bfloat16).
        threads: threads on a CPU (0: PyTorch's default).
    """

    minutes: float = 0.0
    epochs: float = 0.0
    steps: int = 0
    batch_size: int = 32
    sequence_length: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 0.01
    clip: float = 1.0
    warm_up: float = 0.02
    transpose: int = 5
    patience: int = 12
    validate_every: int = 0
    seed: int = 1
    device: str = "auto"
    index: bool = True
    precision: str = "float32"
    threads: int = 0

    def check(self) -> None:
        """Raises `UsageError` for values that contradict each other or are out of range."""
        if sum(budget > 0 for budget in (self.minutes, self.epochs, self.steps)) != 1:
            raise UsageError("give one budget: --minutes, --epochs or --steps")
        if min(self.minutes, self.epochs, self.steps) < 0:
            raise UsageError("a budget must be greater than 0")
        if self.precision not in PRECISIONS:
            raise UsageError(f"the precision '{self.precision}' is not known; use {', '.join(PRECISIONS)}")
        for name, low, high in (
            ("batch_size", 1, 65536),
            ("sequence_length", 1, 65536),
            ("learning_rate", 1e-9, 100.0),
            ("weight_decay", 0.0, 10.0),
            ("clip", 1e-6, 1e6),
            ("transpose", 0, 24),
            ("patience", 0, 10**9),
            ("seed", 0, 2**63 - 1),
            ("threads", 0, 4096),
        ):
            if not low <= getattr(self, name) <= high:
                raise UsageError(f"{name.replace('_', ' ')} must lie between {low} and {high}")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kind: type[T], data: Mapping[str, Any]) -> T:
    """A configuration dataclass from its JSON; raises `ValueError` for missing, unknown or mistyped entries."""
    wanted = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    if set(data) != set(wanted):
        raise ValueError(f"{kind.__name__} must have exactly {', '.join(sorted(wanted))}")
    for name, field in wanted.items():
        value = data[name]
        ok = {
            "int": isinstance(value, int) and not isinstance(value, bool),
            "float": isinstance(value, (int, float)) and not isinstance(value, bool),
            "str": isinstance(value, str),
            "bool": isinstance(value, bool),
            "tuple[str, ...]": isinstance(value, (list, tuple)) and all(isinstance(entry, str) for entry in value),
        }[str(field.type)]
        if not ok:
            raise ValueError(f"{name} must be of type {field.type}")
    # what JSON gives back as a list was a tuple
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in data.items()})


def head_offsets(schema: Schema, head: int) -> tuple[int, ...]:
    """Where each modelled column's hidden units begin among those of all heads; the last entry is their number."""
    return tuple(head * i for i in range(len(schema.modelled) + 1))


def has_hidden_heads(schema: Schema) -> bool:
    """Whether heads have a hidden layer. With one column and no context there is nothing to combine."""
    return len(schema.modelled) > 1 or bool(schema.fields)


def first_head_after(schema: Schema, known_after: int) -> int:
    """The first modelled column (by its rank) whose head may see what is known after `known_after` columns."""
    return sum(column < known_after for column in schema.modelled)


def units_that_see(config: ModelConfig, schema: Schema, field: Field) -> slice:
    """The hidden units, among those of all heads, that see which values a field has, and not only how far away."""
    offsets = head_offsets(schema, config.head_size)
    first, last = first_head_after(schema, field.known_after), len(schema.modelled)
    column = schema.even_column
    if (
        column is not None
        and config.interval_size
        and config.by_distance
        and field in schema.along
        and field.kind == "set"
    ):
        # drum keys are at no distance from anything
        even = field.size <= schema.columns[column].even
        last = schema.modelled.index(column) if even else last
    return slice(offsets[first], offsets[last])


def weight_shapes(config: ModelConfig, schema: Schema) -> dict[str, tuple[int, ...]]:
    """Name and shape of every weight of all members; what a model file must hold, no more and no less."""
    shapes = member_shapes(config, schema)
    return {member_prefix(member) + name: shape for member in range(config.members) for name, shape in shapes.items()}


def member_prefix(member: int) -> str:
    """What the names of a member's weights begin with; nothing for the first, so that one network has plain names."""
    return f"member.{member}." if member else ""


def member_shapes(config: ModelConfig, schema: Schema) -> dict[str, tuple[int, ...]]:
    """Name and shape of every weight of one member."""
    shapes: dict[str, tuple[int, ...]] = {}
    columns = [schema.columns[i] for i in schema.modelled]
    for column in columns:
        shapes[f"embed.{column.name}"] = (column.size + 1, config.embedding_size)
    for field in schema.read_index:
        shapes[f"embed.{field.name}"] = (field.size + 1, config.embedding_size)
    if schema.read_width:
        shapes["embed.sets"] = (schema.read_width, config.embedding_size)
    gates = GATES[config.cell] * config.hidden_size
    for layer in range(config.num_layers):
        inputs = config.hidden_size if layer else config.embedding_size
        shapes[f"rnn.weight_ih_l{layer}"] = (gates, inputs)
        shapes[f"rnn.weight_hh_l{layer}"] = (gates, config.hidden_size)
        shapes[f"rnn.bias_ih_l{layer}"] = (gates,)
        shapes[f"rnn.bias_hh_l{layer}"] = (gates,)
        if config.layer_norm:
            shapes[f"norm.weight_l{layer}"] = (config.hidden_size,)
            shapes[f"norm.bias_l{layer}"] = (config.hidden_size,)
    if not has_hidden_heads(schema):
        shapes[f"out.{columns[0].name}.weight"] = (schema.targets(0), config.hidden_size)
        shapes[f"out.{columns[0].name}.bias"] = (schema.targets(0),)
        return shapes
    total = head_offsets(schema, config.head_size)[-1]
    shapes["head.state.weight"] = (total, config.hidden_size)
    shapes["head.state.bias"] = (total,)
    for rank, column in enumerate(columns[:-1]):
        shapes[f"head.{column.name}"] = (column.size, total - head_offsets(schema, config.head_size)[rank + 1])
    for field in (*schema.index_fields, *schema.set_fields):
        units = units_that_see(config, schema, field)
        if units.start < units.stop:
            shapes[f"head.{field.name}"] = (field.size, units.stop - units.start)
    for i, column in zip(schema.modelled, columns, strict=True):
        shapes[f"out.{column.name}.weight"] = (schema.targets(i), config.head_size)
        shapes[f"out.{column.name}.bias"] = (schema.targets(i),)
    return shapes | _interval_shapes(config, schema)


def _interval_shapes(config: ModelConfig, schema: Schema) -> dict[str, tuple[int, ...]]:
    column, units = schema.even_column, config.interval_size
    if column is None or not units:
        return {}
    shapes: dict[str, tuple[int, ...]] = {
        f"interval.{field.name}": (2 * INTERVAL_SPAN + 1, units) for field in schema.along
    }
    shapes["interval.of.state"] = (units, config.hidden_size)
    shapes["interval.of.head"] = (units, config.head_size)
    shapes["interval.of.value"] = (schema.columns[column].even, units)
    shapes["interval.of.out"] = (1, units)
    later = units_after(config, schema)
    if later:
        shapes |= {f"after.{field.name}": (2 * INTERVAL_SPAN + 1, later) for field in schema.along}
    return shapes


def units_after(config: ModelConfig, schema: Schema) -> int:
    """How many hidden units see the context by its distance from the even value that was chosen: those of all later
    heads, or none."""
    column = schema.even_column
    if column is None or not (config.interval_size and config.by_distance and schema.along):
        return 0
    offsets = head_offsets(schema, config.head_size)
    return offsets[-1] - offsets[first_head_after(schema, column + 1)]
