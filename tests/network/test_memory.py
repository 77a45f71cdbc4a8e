"""Memory of the piece: exact, the same for whole tables and row by row, and of what was read alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from seqgen.network import memory as memory_module
from seqgen.network.config import ModelConfig
from seqgen.network.engine import Engine
from seqgen.network.memory import TakeMemory
from seqgen.schema import ContextTable, Schema
from tests.network.test_engine import MUSIC, TEXT, random_piece, trained_a_little

SHARE = 0.7
ROWS = 300


def engine_of(schema: Schema, members: int = 1) -> Engine:
    config = ModelConfig(cell="gru", hidden_size=16, embedding_size=8, head_size=12, interval_size=6, members=members)
    return Engine(config, schema, trained_a_little(config, schema).weights())


def twice(schema: Schema) -> tuple[np.ndarray, ContextTable]:
    """Return a piece of 300 rows, of which the second half is the first once more."""
    table, context = random_piece(schema, ROWS, 5)
    table[ROWS // 2 :] = table[: ROWS // 2]
    for part in (context.index, context.sets):
        part[ROWS // 2 : ROWS] = part[: ROWS // 2]
    return table, context


def row_by_row(engine: Engine, table: np.ndarray, context: ContextTable) -> Iterator[tuple[int, int, np.ndarray]]:
    """Yield row, column and logits with memory of the second of two takes that grow side by side; the first has other
    rows."""
    schema = engine.schema
    state, before = engine.start(2), engine.start_rows(2)
    memory = TakeMemory(
        schema, SHARE, np.zeros((0, engine.top(state).shape[0]), np.float32), table[:0].astype(np.int64)
    ).repeat(2)
    for t in range(len(table)):
        engine.advance(state, *before)
        memory.begin(engine.top(state))
        rows = table[[len(table) - 1 - t, t]].astype(np.int64)
        index, sets = context.index[[t, t]], context.sets[[t, t]]
        z = engine.heads.begin(engine.top(state), index, sets)
        for column in range(len(schema.columns)):
            if column in schema.modelled:
                yield t, column, memory.logits(column, engine.heads.logits(z, column))[1]
            engine.heads.chose(z, column, rows[:, column], index, sets)
            memory.chose(column, rows[:, column])
        memory.end(rows)
        before = (rows, index, sets)
        if t == 60:
            # places change as takes go on, wait for each other and come back
            other = memory.part(np.array([1]))
            memory.take(np.array([0]))
            memory.join([other])


@pytest.mark.parametrize("places", [2000, 70])
@pytest.mark.parametrize("schema", [MUSIC, TEXT], ids=["music", "text"])
def test_what_is_drawn_row_by_row_costs_what_the_whole_table_does(
    schema: Schema, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_module, "ROWS", places)
    engine = engine_of(schema, members=2)
    table, context = twice(schema)
    whole = engine.nats(table, context, memory=SHARE)
    for t, column, logits in row_by_row(engine, table, context):
        # every column stays a distribution, the end of the piece among the values of the first
        assert np.exp(logits.astype(np.float64)).sum() == pytest.approx(1, abs=1e-5)
        assert -logits[table[t, column]] == pytest.approx(whole[t, column], abs=1e-3)


def test_only_what_was_read_is_remembered() -> None:
    engine = engine_of(MUSIC)
    table, context = twice(MUSIC)
    whole, plain = engine.nats(table, context, memory=SHARE), engine.nats(table, context)
    np.testing.assert_array_equal(whole[0], plain[0])
    assert whole[ROWS // 2 + 20 :].sum() < 0.7 * plain[ROWS // 2 + 20 :].sum()
    # what comes later changes nothing before, in another block or in this one
    cut = 270
    shorter = ContextTable(context.index[: cut + 1], context.sets[: cut + 1])
    np.testing.assert_allclose(engine.nats(table[:cut], shorter, memory=SHARE)[:-1], whole[:cut], atol=1e-4)
