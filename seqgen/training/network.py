"""The network in PyTorch: embeddings, a recurrent stack, and a chain of heads that write a row column by column.

With h_t the top state after rows 0 to t-1,
p(row_t | rows before) = prod_c p(column c | h_t, columns before c, context):

    z_c = A_c h_t + sum_{j<c} U_cj[row_tj] + sum_f V_cf[context_tf] + b_c,    logits_c = O_c relu(z_c) + o_c

The z of all columns are one matrix product; what a column has chosen is added to the later ones. Where a column has
even values (pitches), each value p also sees what the context tells by how far it is away, with the same weights for
all p, so that what is learned in one key is known in all:

    logits_c[p] += w relu(sum_f sum_{q in context_tf} D_f[p - q] + B h_t + C relu(z_c) + E[p])

(after the relative positions of Shaw et al. 2018 and Huang et al. 2018, here between pitches, not times). The heads
behind that column see the same around the value p that was chosen: z_c += sum_f sum_{q in context_tf} F_cf[q - p].
A schema of one column without context (text) has the plain head logits = O h + o.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from seqgen.network.config import NORM_EPSILON, ModelConfig
from seqgen.network.weights import (
    INTERVAL_SPAN,
    has_hidden_heads,
    head_offsets,
    member_shapes,
    units_after,
    units_that_see,
)
from seqgen.schema import Schema
from seqgen.training.bags import bag_sums, rectified
from seqgen.training.recurrence import run_layer

_OF_FIELDS = ("embed", "head", "interval", "after")
"""First parts of the names of weights that see a field of the context."""

Hidden = Tensor | tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Batch:
    """The rows of one update. Time counts the rows that are predicted.

    `inputs`: int64 (batch, time, columns), the row before each predicted one; `targets`: int64 (batch, time, columns),
    where the first column may hold its end mark; `input_index`, `input_sets`: what is read of the inputs' context;
    `target_index`, `target_sets`: the context of the targets; `mask`: bool (batch, time), what counts.
    """

    inputs: Tensor
    targets: Tensor
    input_index: Tensor
    input_sets: Tensor
    target_index: Tensor
    target_sets: Tensor
    mask: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__dataclass_fields__))


class Network(nn.Module):
    """One member: the network for tables of `schema`, sized by `config`."""

    def __init__(self, config: ModelConfig, schema: Schema) -> None:
        super().__init__()
        self.config, self.schema = config, schema
        self.random: torch.Generator | None = None
        shapes = member_shapes(config, schema)
        kinds = {"rnn-tanh": nn.RNN, "rnn-relu": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
        options = {"nonlinearity": config.cell[4:]} if config.cell.startswith("rnn") else {}
        self.rnn = nn.ModuleList(
            kinds[config.cell](
                config.hidden_size if layer else config.embedding_size, config.hidden_size, batch_first=True, **options
            )
            for layer in range(config.num_layers)
        )
        self.tables = nn.ParameterDict()
        for name, shape in shapes.items():
            if not name.startswith("rnn."):
                self.tables[name.replace(".", "/")] = nn.Parameter(torch.empty(shape))
        self.initialise()

    def table(self, name: str) -> Tensor:
        table: Tensor = self.tables[name.replace(".", "/")]
        return table

    @torch.no_grad()
    def initialise(self) -> None:
        """Set orthogonal recurrent weights (Saxe et al. 2013) and forget-gate bias 1 (Jozefowicz et al. 2015)."""
        width = self.config.hidden_size
        for name, weight in self._recurrent_weights().items():
            if name.startswith("weight_hh"):
                for gate in torch.split(weight, width):
                    nn.init.orthogonal_(gate)
            elif name.startswith("weight_ih"):
                for gate in torch.split(weight, width):
                    nn.init.xavier_uniform_(gate)
            else:
                nn.init.zeros_(weight)
                if self.config.cell == "lstm" and name.startswith("bias_ih"):
                    weight[width : 2 * width] = 1.0
        quiet = {f"{part}.{field.name}" for field in self.schema.fields if field.quiet for part in _OF_FIELDS}
        sources = len(self.schema.modelled) + sum(not field.quiet for field in self.schema.index_fields)
        for key, weight in self.tables.items():
            name = key.replace("/", ".")
            if name.startswith("norm."):
                nn.init.constant_(weight, float(name.startswith("norm.weight")))
            elif name.endswith(".bias") or name in quiet:
                nn.init.zeros_(weight)
            elif name.startswith("embed."):
                nn.init.normal_(weight, std=1.0 / math.sqrt(sources))
            elif name.startswith("interval.") and not name.startswith("interval.of."):
                nn.init.normal_(weight, std=0.3)
            elif name == "interval.of.value":
                nn.init.zeros_(weight)
            elif name.startswith(("head.", "after.")) and name != "head.state.weight":
                nn.init.normal_(weight, std=0.5 / math.sqrt(sources))
            else:
                nn.init.xavier_uniform_(weight)

    def forward(self, batch: Batch, state: Hidden | None) -> tuple[list[Tensor], Hidden]:
        """Return the logits of each modelled column for the rows that count, float32 (n, values), and the new state."""
        dropout = self.config.dropout
        x = self._thinned(self._embed(batch.inputs, batch.input_index, batch.input_sets), dropout)
        tops, state = self.recur(x, state)
        mask = batch.mask.flatten()
        tops = self._thinned(tops.flatten(0, 1)[mask], dropout)
        logits = self._logits(
            tops,
            batch.targets.flatten(0, 1)[mask],
            batch.target_index.flatten(0, 1)[mask],
            batch.target_sets.flatten(0, 1)[mask],
        )
        return logits, state

    def recur(self, x: Tensor, state: Hidden | None) -> tuple[Tensor, Hidden]:
        """Return the recurrent layers' output for x (batch, time, embedding), and their state."""
        ends = []
        befores = [None] * len(self.rnn) if state is None else split_state(state, len(self.rnn))
        for layer, (rnn, before) in enumerate(zip(self.rnn, befores, strict=True)):
            if layer:
                x = self._thinned(x, self.config.dropout)
            x, end = run_layer(cast("nn.RNNBase", rnn), x, before)
            ends.append(end)
            if self.config.layer_norm:
                weight, bias = self.table(f"norm.weight_l{layer}"), self.table(f"norm.bias_l{layer}")
                x = functional.layer_norm(x, weight.shape, weight, bias, NORM_EPSILON)
        return x, join_states(ends)

    def _embed(self, rows: Tensor, index: Tensor, sets: Tensor) -> Tensor:
        columns = self.schema.columns
        parts = [
            functional.embedding(rows[..., i], self.table(f"embed.{columns[i].name}")) for i in self.schema.modelled
        ]
        for i, field in enumerate(self.schema.read_index):
            parts.append(functional.embedding(index[..., i], self.table(f"embed.{field.name}")))
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        if self.schema.read_width:
            table = self.table("embed.sets")
            total = total + sets.to(table.dtype) @ table
        return total

    def _logits(self, tops: Tensor, targets: Tensor, index: Tensor, sets: Tensor) -> list[Tensor]:
        schema = self.schema
        names = [schema.columns[i].name for i in schema.modelled]
        if not has_hidden_heads(schema):
            return [self._out(names[0], tops)]
        answer = []
        units = self._hidden_units(tops, targets, index, sets)
        for rank, column in enumerate(schema.modelled):
            hidden = functional.relu(units[rank])
            if schema.even_column is not None and column > schema.even_column:
                hidden = self._thinned(hidden, self.config.head_dropout)
            logits = self._out(names[rank], hidden)
            if column == schema.even_column and self.config.interval_size:
                near = self._interval_logits(tops, hidden, index, sets)
                logits = logits + functional.pad(near, (0, logits.shape[1] - near.shape[1]))
            answer.append(logits)
        return answer

    def _out(self, name: str, hidden: Tensor) -> Tensor:
        return functional.linear(hidden, self.table(f"out.{name}.weight"), self.table(f"out.{name}.bias")).float()

    def _hidden_units(self, tops: Tensor, targets: Tensor, index: Tensor, sets: Tensor) -> list[Tensor]:
        """Return z_c of every modelled column, each (n, head)."""
        schema, head = self.schema, self.config.head_size
        offsets = head_offsets(schema, head)
        chosen: defaultdict[int, list[tuple[str, Tensor]]] = defaultdict(list)
        for rank, column in enumerate(schema.modelled[:-1]):
            # an end mark stands beyond the table, but nothing that follows it counts
            values = targets[:, column].clamp(max=schema.sizes[column] - 1)
            chosen[offsets[rank + 1]].append((schema.columns[column].name, values))
        for i, field in enumerate(schema.index_fields):
            units = units_that_see(self.config, schema, field)
            if units.start < units.stop:
                chosen[units.start].append((field.name, index[:, i]))
        among: defaultdict[tuple[int, int], list[tuple[str, Tensor]]] = defaultdict(list)
        for field in schema.set_fields:
            units = units_that_see(self.config, schema, field)
            if units.start < units.stop:
                among[units.start, units.stop].append((field.name, sets[:, schema.set_place(field.name)]))
        z = functional.linear(tops, self.table("head.state.weight"), self.table("head.state.bias"))
        # what is seen by the same heads is added up in one product
        for start, sources in chosen.items():
            z[:, start:] += self._looked_up(sources)
        for (start, stop), sources in among.items():
            z[:, start:stop] += self._added_up(sources)
        after = units_after(self.config, schema)
        if after:
            z[:, -after:] += self._around_the_chosen(targets, index, sets)
        return list(torch.split(z, head, dim=1))

    def _around_the_chosen(self, targets: Tensor, index: Tensor, sets: Tensor) -> Tensor:
        """Return the relative features of later heads around the even value that was chosen: float (n, units)."""
        schema = self.schema
        column = schema.even_column
        assert column is not None
        values = targets[:, column]
        there = torch.arange(2 * INTERVAL_SPAN + 1, device=values.device) + (values - INTERVAL_SPAN)[:, None]
        tables = torch.cat([self.table(f"after.{field.name}") for field in schema.along])
        even = schema.columns[column].even
        sources = []
        for among in self._along(index, sets, even):
            inside = (there >= 0) & (there < among.shape[1]) & (values < even)[:, None]
            sources.append(among.gather(1, there.clamp(0, among.shape[1] - 1)) & inside)
        return self.sums(sources, tables)

    def _along(self, index: Tensor, sets: Tensor, even: int) -> list[Tensor]:
        """Return the fields along the even column as sets of its values: bool (n, up to `even`) each."""
        schema = self.schema
        answer = []
        for field in schema.along:
            if field.kind == "set":
                among = sets[:, schema.set_place(field.name)]
            else:
                among = functional.one_hot(index[:, schema.index_fields.index(field)], field.size)[:, 1:].bool()
            answer.append(among[:, :even])
        return answer

    def _looked_up(self, sources: Sequence[tuple[str, Tensor]]) -> Tensor:
        """Return the input of heads from columns and index fields with values int (n,) each: float (n, units)."""
        tables = [self.table(f"head.{name}") for name, _ in sources]
        starts = np.cumsum([0, *(len(table) for table in tables[:-1])]).tolist()
        rows = torch.stack([values + start for (_, values), start in zip(sources, starts, strict=True)], dim=1)
        kept = self._kept(rows)
        return functional.embedding_bag(rows, torch.cat(tables), mode="sum", per_sample_weights=kept)

    def _added_up(self, sources: Sequence[tuple[str, Tensor]]) -> Tensor:
        """Return the input of heads from set fields whose values are bool (n, size) each: float (n, units)."""
        return self.sums([values for _, values in sources], torch.cat([self.table(f"head.{n}") for n, _ in sources]))

    def sums(self, sources: Sequence[Tensor], table: Tensor) -> Tensor:
        """Return the sum of those rows of `table` that are in sets, bool (n, size) for each source, side by side.

        Few are in a set, so that a CPU adds up their rows in a fraction of the time of a product with all. A GPU would
        have to wait for their number.
        """
        if table.device.type != "cpu":
            return self.product(sources, table)
        row, element = torch.cat(list(sources), dim=1).nonzero(as_tuple=True)
        kept = self._kept(torch.empty(len(sources[0]), len(sources), device=table.device))
        if kept is not None:
            sizes = torch.tensor([values.shape[1] for values in sources], device=table.device)
            source = torch.arange(len(sources), device=table.device).repeat_interleave(sizes)
            kept = kept[row, source[element]]
        return bag_sums(table, element, row, len(sources[0]), kept)

    def product(self, sources: Sequence[Tensor], table: Tensor) -> Tensor:
        """Return the result of `sums` as a product with all rows of `table`."""
        inside = torch.cat(list(sources), dim=1).to(table.dtype)
        kept = self._kept(inside[:, : len(sources)])
        if kept is not None:
            parts = [kept[:, i : i + 1].expand(-1, values.shape[1]) for i, values in enumerate(sources)]
            inside = inside * torch.cat(parts, dim=1)
        return inside @ table

    def _interval_logits(self, tops: Tensor, hidden: Tensor, index: Tensor, sets: Tensor) -> Tensor:
        """Return the relative part of the logits of the even values: float32 (n, even)."""
        schema = self.schema
        value = self.table("interval.of.value")
        sources = self._along(index, sets, len(value))
        tables = [
            self._by_distance(field.name, among.shape[1], len(value))
            for field, among in zip(schema.along, sources, strict=True)
        ]
        both = functional.linear(tops, self.table("interval.of.state"))
        both = both + functional.linear(hidden, self.table("interval.of.head"))
        if sources:
            hidden = rectified(self.sums(sources, torch.cat(tables)), both.to(value.dtype), value)
        else:
            hidden = functional.relu(both[:, None] + value)
        return functional.linear(hidden, self.table("interval.of.out"))[..., 0].float()

    def _by_distance(self, name: str, others: int, values: int) -> Tensor:
        """Return the relative features of each of `values` for each of `others`: float (others, values * units)."""
        there = torch.arange(values)[None] - torch.arange(others)[:, None]
        place = there.clamp(-INTERVAL_SPAN - 1, INTERVAL_SPAN + 1) + INTERVAL_SPAN + 1
        table = functional.pad(self.table(f"interval.{name}"), (0, 0, 1, 1))
        return functional.embedding(place.to(table.device), table).flatten(1)

    def _kept(self, like: Tensor) -> Tensor | None:
        """Return the dropout weight of each of n rows' sources, float (n, sources); None where all count alike."""
        rate = self.config.context_dropout
        if not self.training or not rate:
            return None
        chance = torch.rand(like.shape, device=like.device, generator=self.random)
        return (chance >= rate).float() / (1.0 - rate)

    def _thinned(self, x: Tensor, rate: float) -> Tensor:
        if not self.training or not rate:
            return x
        if self.random is None:
            return functional.dropout(x, rate)
        kept = torch.empty_like(x).bernoulli_(1.0 - rate, generator=self.random)
        return x * kept.div_(1.0 - rate)

    def _recurrent_weights(self) -> dict[str, nn.Parameter]:
        return {
            f"{name.removesuffix('0')}{layer}": weight
            for layer, rnn in enumerate(self.rnn)
            for name, weight in rnn.named_parameters()
        }

    def named_weights(self) -> dict[str, nn.Parameter]:
        named = {f"rnn.{name}": weight for name, weight in self._recurrent_weights().items()}
        named.update({key.replace("/", "."): weight for key, weight in self.tables.items()})
        return named


def split_state(state: Hidden, parts: int) -> list[Hidden]:
    """Return the state of each member, or of each layer of one, from that of all; a member's layers lie together."""
    if isinstance(state, tuple):
        return list(zip(*(each.chunk(parts) for each in state), strict=True))
    return list(state.chunk(parts))


def join_states(states: Sequence[Hidden]) -> Hidden:
    if len(states) == 1:
        return states[0]
    if isinstance(states[0], tuple):
        h, c = zip(*states, strict=True)
        return torch.cat(h), torch.cat(c)
    return torch.cat([state for state in states if isinstance(state, Tensor)])


def detached(state: Hidden) -> Hidden:
    if isinstance(state, tuple):
        return state[0].detach(), state[1].detach()
    return state.detach()
