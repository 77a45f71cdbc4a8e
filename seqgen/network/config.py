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

_LIMITS = {"members": (1, 64), "layers": (1, 16), "width": (1, 8192), "embedding": (1, 8192), "head": (1, 8192)}

T = TypeVar("T")


@dataclass(frozen=True)
class ModelConfig:
    """`width`: units a recurrent layer; `embedding`: width of its input; `head`: hidden units of each column's head.

    `members`: networks of this shape that learn side by side, and of whose logits the mean counts; `intervals`: units
    that each value of the column with even values has for its distances to what the context tells; `by_distance`:
    whether that column's head sees sets of such values in no other way, and the heads behind it by their distance from
    the value that was chosen; `layer_norm`: whether what each recurrent layer gives to the next or to the heads is
    normalised (Ba et al. 2016).
    While learning, units around the recurrent layers are left out with the probability `dropout`, what a head sees of
    each earlier column and each field of the context, as a whole, with `source_dropout`, and hidden units of the heads
    behind the column with even values with `head_dropout`.
    """

    cell: str = "lstm"
    layers: int = 1
    width: int = 256
    embedding: int = 128
    head: int = 128
    intervals: int = 0
    by_distance: bool = True
    layer_norm: bool = False
    members: int = 1
    dropout: float = 0.0
    source_dropout: float = 0.0
    head_dropout: float = 0.0

    def check(self) -> None:
        """Raises `UsageError` for a value out of range."""
        if self.cell not in CELLS:
            raise UsageError(f"the cell '{self.cell}' is not known; use {', '.join(CELLS)}")
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not isinstance(value, int) or not low <= value <= high:
                raise UsageError(f"{name} must be a whole number from {low} to {high}, not {value}")
        if not isinstance(self.intervals, int) or not 0 <= self.intervals <= 1024:
            raise UsageError(f"intervals must be a whole number from 0 to 1024, not {self.intervals}")
        for name in ("dropout", "source_dropout", "head_dropout"):
            if not 0.0 <= getattr(self, name) < 1.0:
                words = name.replace("_", " ")
                raise UsageError(f"{words} must be at least 0 and less than 1, not {getattr(self, name)}")

    @property
    def title(self) -> str:
        """The network in short, such as `LSTM 256x1`, or `3 LSTM 256x1` where it has three members."""
        network = f"{self.cell.upper()} {self.width}x{self.layers}"
        return network if self.members == 1 else f"{self.members} {network}"

    @property
    def units(self) -> int:
        """Recurrent units of a layer, those of all members together."""
        return self.width * self.members

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> ModelConfig:
        """Raises `ValueError` for missing, unknown or mistyped entries."""
        # models from before there were these had none
        before: dict[str, Any] = {"members": 1, "intervals": 0, "by_distance": False, "layer_norm": False}
        before |= {"source_dropout": 0.0, "head_dropout": 0.0}
        return from_json(ModelConfig, before | dict(data))


SIZES: dict[str, dict[str, Any]] = {
    "small": {"layers": 1, "width": 128, "embedding": 64, "head": 128, "intervals": 32},
    "medium": {"layers": 1, "width": 256, "embedding": 128, "head": 256, "intervals": 64},
    "large": {"layers": 2, "width": 512, "embedding": 256, "head": 256, "intervals": 64},
}


@dataclass(frozen=True)
class TrainConfig:
    """How a run learns. Exactly one of `minutes`, `epochs`, `steps` is the budget; the others are 0.

    `lanes`: sequences side by side; `chunk`: rows between two updates, through which gradients flow; `transpose`: the
    most semitones a piece is moved at first, none in the end; `patience`: validations without a better one before an
    early stop (0: never); `precision`: `float32` or `bfloat16` for the products of matrices on a CPU (a CUDA
    device always uses bfloat16); `threads`: how many compute on a CPU (0: as PyTorch chooses).
    """

    minutes: float = 0.0
    epochs: float = 0.0
    steps: int = 0
    lanes: int = 32
    chunk: int = 128
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
            ("lanes", 1, 65536),
            ("chunk", 1, 65536),
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
    offsets = head_offsets(schema, config.head)
    first, last = first_head_after(schema, field.known_after), len(schema.modelled)
    column = schema.even_column
    if column is not None and config.intervals and config.by_distance and field in schema.along and field.kind == "set":
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
        shapes[f"embed.{column.name}"] = (column.size + 1, config.embedding)
    for field in schema.read_index:
        shapes[f"embed.{field.name}"] = (field.size + 1, config.embedding)
    if schema.read_width:
        shapes["embed.sets"] = (schema.read_width, config.embedding)
    gates = GATES[config.cell] * config.width
    for layer in range(config.layers):
        inputs = config.width if layer else config.embedding
        shapes[f"rnn.weight_ih_l{layer}"] = (gates, inputs)
        shapes[f"rnn.weight_hh_l{layer}"] = (gates, config.width)
        shapes[f"rnn.bias_ih_l{layer}"] = (gates,)
        shapes[f"rnn.bias_hh_l{layer}"] = (gates,)
        if config.layer_norm:
            shapes[f"norm.weight_l{layer}"] = (config.width,)
            shapes[f"norm.bias_l{layer}"] = (config.width,)
    if not has_hidden_heads(schema):
        shapes[f"out.{columns[0].name}.weight"] = (schema.targets(0), config.width)
        shapes[f"out.{columns[0].name}.bias"] = (schema.targets(0),)
        return shapes
    total = head_offsets(schema, config.head)[-1]
    shapes["head.state.weight"] = (total, config.width)
    shapes["head.state.bias"] = (total,)
    for rank, column in enumerate(columns[:-1]):
        shapes[f"head.{column.name}"] = (column.size, total - head_offsets(schema, config.head)[rank + 1])
    for field in (*schema.index_fields, *schema.set_fields):
        units = units_that_see(config, schema, field)
        if units.start < units.stop:
            shapes[f"head.{field.name}"] = (field.size, units.stop - units.start)
    for i, column in zip(schema.modelled, columns, strict=True):
        shapes[f"out.{column.name}.weight"] = (schema.targets(i), config.head)
        shapes[f"out.{column.name}.bias"] = (schema.targets(i),)
    return shapes | _interval_shapes(config, schema)


def _interval_shapes(config: ModelConfig, schema: Schema) -> dict[str, tuple[int, ...]]:
    column, units = schema.even_column, config.intervals
    if column is None or not units:
        return {}
    shapes: dict[str, tuple[int, ...]] = {
        f"interval.{field.name}": (2 * INTERVAL_SPAN + 1, units) for field in schema.along
    }
    shapes["interval.of.state"] = (units, config.width)
    shapes["interval.of.head"] = (units, config.head)
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
    if column is None or not (config.intervals and config.by_distance and schema.along):
        return 0
    offsets = head_offsets(schema, config.head)
    return offsets[-1] - offsets[first_head_after(schema, column + 1)]
