"""The index of the training corpus in a model file: a copy index, and the tables for an n-gram model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from seqgen.arrays import AnyInts, Ints
from seqgen.copying.copy_index import CopyIndex, build_index
from seqgen.formats.safetensors_file import Arrays
from seqgen.kinds.base import Tokenizer

if TYPE_CHECKING:
    from seqgen.corpus.corpus import Item

ROWS = "rows"


def index_arrays(items: Iterable[Item], tokenizer: Tokenizer) -> Arrays:
    """Return the index of the training pieces as arrays for a model file. These are the copy index and `rows`, the
    tables of its passages one after the other, int (rows, columns)."""
    items = list(items)
    symbols = [tokenizer.copy_symbols(item.table) for item in items]
    index = build_index(symbols, [item.name for item in items])
    passages = zip(index.pieces, index.offsets, _lengths(index), strict=True)
    tables = [np.asarray(items[p].table[o : o + n]) for p, o, n in passages]
    rows = np.concatenate(tables) if tables else np.zeros((0, len(tokenizer.schema.columns)), np.int64)
    return {**index.to_arrays(), ROWS: rows.astype(_narrow(tokenizer))}


def extended_index(arrays: Arrays, items: Iterable[Item], tokenizer: Tokenizer) -> Arrays:
    """Return the index of a corpus with more pieces appended; all its own passages are kept. Raises `ValueError` where
    the arrays are not an index of such tables."""
    known, tables = open_index(arrays), indexed_tables(arrays, tokenizer)
    new = list(items)
    own = build_index([tokenizer.copy_symbols(item.table) for item in new], [item.name for item in new])
    added = [
        np.asarray(new[p].table[o : o + n]) for p, o, n in zip(own.pieces, own.offsets, _lengths(own), strict=True)
    ]
    # symbols are copied, since the first one of a passage depends on the row before it
    passages = [*_passages(known), *_passages(own)]
    whole = build_index(passages, [""] * len(passages), most=max(1, known.rows + own.rows))
    whole = replace(
        whole,
        pieces=np.concatenate([known.pieces, own.pieces + len(known.names)]).astype(np.int32),
        offsets=np.concatenate([known.offsets, own.offsets]),
        left_out=known.left_out + own.left_out,
        names=(*known.names, *own.names),
    )
    rows = np.concatenate([np.zeros((0, len(tokenizer.schema.columns)), np.int64), *tables, *added])
    return {**whole.to_arrays(), ROWS: rows.astype(_narrow(tokenizer))}


def _passages(index: CopyIndex) -> list[Ints]:
    inside = np.asarray(index.symbols, dtype=np.int64)
    starts = np.flatnonzero(inside == 0)[:-1] + 1
    return [index.alphabet[passage[passage > 0] - 1] for passage in np.split(inside, starts)] if len(inside) else []


def _narrow(tokenizer: Tokenizer) -> type[np.unsignedinteger[Any]]:
    return np.uint8 if max(tokenizer.schema.sizes) <= 256 else np.uint16


def open_index(arrays: Arrays) -> CopyIndex:
    """Return the copy index in the arrays of a model file. Raises `ValueError` where they are not one."""
    return CopyIndex.from_arrays(arrays)


def indexed_tables(arrays: Arrays, tokenizer: Tokenizer) -> list[Ints]:
    """Return the tables of the passages. Raises `ValueError` where they do not fit index and tokenizer."""
    index = open_index(arrays)
    rows, sizes = arrays.get(ROWS), np.array(tokenizer.schema.sizes)
    if rows is None or rows.ndim != 2 or rows.shape != (index.rows, len(sizes)) or rows.dtype.kind not in "iu":
        raise ValueError("the tables of the corpus are missing from the index")
    table = rows.astype(np.int64)
    if len(table) and ((table < 0).any() or (table >= sizes).any()):
        raise ValueError("the tables of the corpus do not fit the model's columns")
    return np.split(table, np.cumsum(_lengths(index))[:-1]) if len(index.pieces) else []


def indexed_rows(arrays: Arrays, columns: int) -> AnyInts:
    """Return the rows of all passages one after the other, int (rows, columns), as they are stored; none where there is
    no index of such rows."""
    rows = arrays.get(ROWS)
    if rows is None or rows.ndim != 2 or rows.shape[1] != columns or rows.dtype.kind not in "iu":
        return np.zeros((0, columns), np.int64)
    return rows


def _lengths(index: CopyIndex) -> Ints:
    ends = np.flatnonzero(np.asarray(index.symbols) == 0)
    return np.diff(ends, prepend=-1) - 1
