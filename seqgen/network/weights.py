"""The weights of a network: their names and shapes, and the hidden units that see each field of the context."""

from __future__ import annotations

from seqgen.network.cells import CELL_CLASSES
from seqgen.network.config import ModelConfig
from seqgen.schema import Field, Schema

INTERVAL_SPAN = 24
"""Largest distance of values that see each other: two octaves, where the values are keys."""


def head_offsets(schema: Schema, head: int) -> tuple[int, ...]:
    """Return the first hidden unit of each modelled column among those of all heads; the last entry is their number."""
    return tuple(head * i for i in range(len(schema.modelled) + 1))


def has_hidden_heads(schema: Schema) -> bool:
    """Return whether heads have a hidden layer. With one column and no context there is nothing to combine."""
    return len(schema.modelled) > 1 or bool(schema.fields)


def first_head_after(schema: Schema, known_after: int) -> int:
    """Return the first modelled column (by its rank) whose head may see what is known after `known_after` columns."""
    return sum(column < known_after for column in schema.modelled)


def units_that_see(config: ModelConfig, schema: Schema, field: Field) -> slice:
    """Return the hidden units, among those of all heads, that see the values of a field as such, not as distances."""
    offsets = head_offsets(schema, config.head_size)
    first, last = first_head_after(schema, field.known_after), len(schema.modelled)
    column = schema.even_column
    if column is not None and config.interval_size and field in schema.along and field.kind == "set":
        # drum keys are at no distance from anything
        even = field.size <= schema.columns[column].even
        last = schema.modelled.index(column) if even else last
    return slice(offsets[first], offsets[last])


def weight_shapes(config: ModelConfig, schema: Schema) -> dict[str, tuple[int, ...]]:
    """Return name and shape of every weight of all members; what a model file must hold, no more and no less."""
    shapes = member_shapes(config, schema)
    return {member_prefix(member) + name: shape for member in range(config.members) for name, shape in shapes.items()}


def member_prefix(member: int) -> str:
    """Return the prefix of a member's weights; empty for the first, so that one network has plain names."""
    return f"member.{member}." if member else ""


def member_shapes(config: ModelConfig, schema: Schema) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {}
    columns = [schema.columns[i] for i in schema.modelled]
    for column in columns:
        shapes[f"embed.{column.name}"] = (column.size + 1, config.embedding_size)
    for field in schema.read_index:
        shapes[f"embed.{field.name}"] = (field.size + 1, config.embedding_size)
    if schema.read_width:
        shapes["embed.sets"] = (schema.read_width, config.embedding_size)
    gates = CELL_CLASSES[config.cell].gates * config.hidden_size
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
    """Return the number of hidden units that see the context relative to the even value that was chosen: those of all
    later heads, or none."""
    column = schema.even_column
    if column is None or not (config.interval_size and schema.along):
        return 0
    offsets = head_offsets(schema, config.head_size)
    return offsets[-1] - offsets[first_head_after(schema, column + 1)]
