"""The NumPy engine computes what torch.nn computes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from seqgen.network.config import CELLS, ModelConfig
from seqgen.network.engine import Engine
from seqgen.schema import Column, ContextTable, Field, Schema
from seqgen.training.ensemble import SequenceModel
from seqgen.training.network import Batch, Network

STEPS = 500
WINDOW = 180

MUSIC = Schema(
    (Column("shift", 9), Column("instrument", 1), Column("pitch", 60, even=55), Column("duration", 7)),
    (
        Field("metre", 2, 0),
        Field("place", 12, 1),
        Field("again", 61, 0, along="pitch"),
        Field("held", 55, 0, "set", along="pitch"),
        Field("sounding", 55, 1, "set", along="pitch"),
        Field("struck", 60, 1, "set", along="pitch"),
        Field("later", 55, 3, "set", along="pitch"),
    ),
)
TEXT = Schema((Column("char", 30),))


def random_piece(schema: Schema, rows: int, seed: int) -> tuple[np.ndarray, ContextTable]:
    rng = np.random.default_rng(seed)
    table = np.stack([rng.integers(0, column.size, rows) for column in schema.columns], axis=1)
    index = np.stack(
        [rng.integers(0, f.size, rows + 1) for f in schema.index_fields] or [np.zeros(rows + 1, int)], axis=1
    )[:, : len(schema.index_fields)].astype(np.int32)
    return table, ContextTable(index, rng.random((rows + 1, schema.set_width)) < 0.2)


def trained_a_little(config: ModelConfig, schema: Schema) -> SequenceModel:
    torch.manual_seed(3)
    model = SequenceModel(config, schema).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(0.05 * torch.randn_like(weight))
    return model


@torch.no_grad()
def torch_nats(model: SequenceModel, table: np.ndarray, context: ContextTable) -> torch.Tensor:
    """Nats of each row from torch, in windows as in training, in double precision."""
    schema = model.schema
    model = model.double()
    marks = np.array(schema.sizes)[None]
    field_marks = np.array([[f.size for f in schema.index_fields]], dtype=int).reshape(1, -1)
    targets = np.concatenate([table, np.array([[schema.sizes[0]] + [0] * (table.shape[1] - 1)])])
    inputs = [
        np.concatenate([marks, table]),
        targets,
        np.concatenate([field_marks, context.index[:-1]]),
        np.concatenate([np.zeros((1, schema.set_width), bool), context.sets[:-1]]),
        context.index,
        context.sets,
        np.ones(len(targets), bool),
    ]
    state, states, answer = None, [None] * len(model.members), []
    for start in range(0, len(targets), WINDOW):
        arrays = [torch.from_numpy(np.ascontiguousarray(a[None, start : start + WINDOW])) for a in inputs]
        arrays = [a.long() if a.dtype == torch.int32 else a for a in arrays]
        total, state = model(Batch(*arrays), state)
        logits, states = zip(*(m(Batch(*arrays), s) for m, s in zip(model.members, states, strict=True)), strict=True)
        nats = torch.zeros(len(arrays[1][0]))
        for column, mine in zip(schema.modelled, zip(*logits, strict=True), strict=True):
            wanted = arrays[1][0, :, column].masked_fill((arrays[1][0, :, 0] == schema.sizes[0]) & (column > 0), -100)
            nats += functional.cross_entropy(torch.stack(mine).mean(dim=0), wanted, reduction="none")
        np.testing.assert_allclose(nats.sum(), total.sum(), rtol=1e-5)
        answer.append(nats)
    return torch.cat(answer)


@pytest.mark.parametrize(
    ("layers", "members", "layer_norm"), [(1, 1, False), (2, 1, True), (3, 1, False), (1, 3, True), (2, 2, True)]
)
@pytest.mark.parametrize("cell", CELLS)
def test_engine_agrees_with_torch_over_500_steps(cell: str, layers: int, members: int, layer_norm: bool) -> None:
    shape = {"num_layers": layers, "members": members, "layer_norm": layer_norm}
    config = ModelConfig(cell=cell, **shape, hidden_size=24, embedding_size=16, head_size=12, interval_size=7)
    model = trained_a_little(config, MUSIC)
    table, context = random_piece(MUSIC, STEPS, seed=layers)
    engine = Engine(config, MUSIC, model.weights())

    ours = engine.nats(table, context).sum(axis=1)

    np.testing.assert_allclose(ours, torch_nats(model, table, context).numpy(), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_engine_agrees_with_torch_on_text(cell: str) -> None:
    config = ModelConfig(cell=cell, num_layers=2, hidden_size=40, embedding_size=16, layer_norm=True)
    model = trained_a_little(config, TEXT)
    table, context = random_piece(TEXT, STEPS, seed=5)
    engine = Engine(config, TEXT, model.weights())

    ours = engine.nats(table, context).sum(axis=1)

    np.testing.assert_allclose(ours, torch_nats(model, table, context).numpy(), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("batch", [1, 2, 7, 64])
@pytest.mark.parametrize("cell", CELLS)
def test_stepping_row_by_row_gives_the_likelihood_of_the_whole_table_in_every_batch(cell: str, batch: int) -> None:
    shape = {"num_layers": 2, "members": 2, "layer_norm": True}
    config = ModelConfig(cell=cell, **shape, hidden_size=24, embedding_size=16, head_size=12, interval_size=7)
    engine = Engine(config, MUSIC, trained_a_little(config, MUSIC).weights())
    pieces = [random_piece(MUSIC, 60, seed=b) for b in range(batch)]
    state = engine.start(batch)
    rows, index, sets = engine.start_rows(batch)
    stepped = np.zeros((batch, 60, len(MUSIC.columns)))
    for t in range(60):
        engine.advance(state, rows, index, sets)
        rows = np.stack([table[t] for table, _ in pieces])
        index = np.stack([context.index[t] for _, context in pieces])
        sets = np.stack([context.sets[t] for _, context in pieces])
        z = engine.heads.begin(engine.top(state), index, sets)
        for column in range(len(MUSIC.columns)):
            if column in MUSIC.modelled:
                logits = engine.heads.logits(z, column).astype(float)
                chosen = logits[np.arange(batch), rows[:, column]]
                stepped[:, t, column] = np.log(np.exp(logits).sum(axis=1)) - chosen
            engine.heads.chose(z, column, rows[:, column], index, sets)

    whole = np.stack([engine.nats(table, context)[:-1] for table, context in pieces])

    np.testing.assert_allclose(stepped, whole, atol=1e-5)


@pytest.mark.parametrize("varying", ["", "shift", "instrument", "pitch", "duration"])
def test_heads_agree_with_torch_where_only_one_column_has_a_choice(varying: str) -> None:
    columns = tuple(c if c.name == varying else replace(c, size=1, even=int(c.name == "pitch")) for c in MUSIC.columns)
    schema = Schema(columns, MUSIC.fields)
    config = ModelConfig(hidden_size=24, embedding_size=16, head_size=12, interval_size=7)
    model = trained_a_little(config, schema)
    table, context = random_piece(schema, 50, seed=4)

    ours = Engine(config, schema, model.weights()).nats(table, context).sum(axis=1)

    np.testing.assert_allclose(ours, torch_nats(model, table, context).numpy(), atol=1e-5, rtol=1e-5)


def test_heads_agree_with_torch_where_the_context_tells_of_no_pitch() -> None:
    schema = Schema(MUSIC.columns, (Field("place", 12, 1),))
    config = ModelConfig(hidden_size=24, embedding_size=16, head_size=12, interval_size=7)
    model = trained_a_little(config, schema)
    table, context = random_piece(schema, 100, seed=4)

    ours = Engine(config, schema, model.weights()).nats(table, context).sum(axis=1)

    np.testing.assert_allclose(ours, torch_nats(model, table, context).numpy(), atol=1e-5, rtol=1e-5)


def test_the_probabilities_of_all_rows_sum_to_one() -> None:
    schema = Schema((Column("a", 2), Column("b", 3)), (Field("f", 2, 0), Field("s", 2, 1, "set")))
    config = ModelConfig(hidden_size=8, embedding_size=4, head_size=5)
    engine = Engine(config, schema, trained_a_little(config, schema).weights())
    total = 0.0
    context = ContextTable(np.zeros((2, 1), np.int32), np.ones((2, 2), bool))
    for a in range(2):
        for b in range(3):
            total += np.exp(-engine.nats(np.array([[a, b]]), context, ends=False).sum())
    total += np.exp(-engine.nats(np.zeros((0, 2), int), context).sum())

    assert total == pytest.approx(1.0, abs=1e-6)


def test_a_stretch_that_does_not_begin_a_piece_reads_its_first_row_without_predicting_it() -> None:
    config = ModelConfig(hidden_size=16, embedding_size=8, head_size=8)
    engine = Engine(config, MUSIC, trained_a_little(config, MUSIC).weights())
    table, context = random_piece(MUSIC, 20, seed=9)

    nats = engine.nats(table, context, begins=False, ends=False)

    assert nats.shape == (20, 4)
    assert not nats[0].any()
    assert (nats[1:, 0] > 0).all()


def test_what_sets_add_up_to_is_the_same_gathered_on_a_cpu_and_multiplied_on_a_gpu() -> None:
    config = ModelConfig(hidden_size=16, embedding_size=8, head_size=8, context_dropout=0.5)
    network = SequenceModel(config, MUSIC).members[0]
    assert isinstance(network, Network)
    sources = [torch.rand(200, size) < 0.2 for size in (7, 30, 3)]
    table = torch.randn(40, 12)
    for training in (False, True):
        network.train(training)
        both = []
        for add_up in (network.sums, network.product):
            torch.manual_seed(1)
            both.append(add_up(sources, table))
        np.testing.assert_allclose(*[sums.detach().numpy() for sums in both], atol=1e-5, rtol=1.3e-6)
