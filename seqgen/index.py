"""The index of its corpus that a model carries: what finds copies, and the tables that simple counting learns from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqgen.container import Arrays
from seqgen.originality import CopyIndex, build_index
from seqgen.tokenizers.base import Tokenizer

if TYPE_CHECKING:
    from seqgen.corpus import Item

ROWS = "rows"


def index_arrays(items: Iterable[Item], tokenizer: Tokenizer) -> Arrays:
    """The index of the training pieces as arrays for a model file: the copy index, and `rows`, the tables of its
    passages one after the other, int (rows, columns) in the narrowest type."""
    items = list(items)
    symbols = [tokenizer.copy_symbols(item.table) for item in items]
    index = build_index(symbols, [item.name for item in items])
    passages = zip(index.pieces, index.offsets, _lengths(index), strict=True)
    tables = [np.asarray(items[p].table[o : o + n]) for p, o, n in passages]
    rows = np.concatenate(tables) if tables else np.zeros((0, len(tokenizer.schema.columns)), np.int64)
    narrow = np.uint8 if max(tokenizer.schema.sizes) <= 256 else np.uint16
    return {**index.to_arrays(), ROWS: rows.astype(narrow)}


def open_index(arrays: Arrays) -> CopyIndex:
    """The copy index in a model file's arrays. Raises `ValueError` where they are not one."""
    return CopyIndex.from_arrays(arrays)


def indexed_tables(arrays: Arrays, tokenizer: Tokenizer) -> list[npt.NDArray[np.int64]]:
    """The tables of the passages in the index. Raises `ValueError` where they do not fit index and tokenizer."""
    index = open_index(arrays)
    rows, sizes = arrays.get(ROWS), np.array(tokenizer.schema.sizes)
    if rows is None or rows.ndim != 2 or rows.shape != (index.rows, len(sizes)) or rows.dtype.kind not in "iu":
        raise ValueError("the tables of the corpus are missing from the index")
    table = rows.astype(np.int64)
    if len(table) and ((table < 0).any() or (table >= sizes).any()):
        raise ValueError("the tables of the corpus do not fit the model's columns")
    return np.split(table, np.cumsum(_lengths(index))[:-1]) if len(index.pieces) else []


def _lengths(index: CopyIndex) -> npt.NDArray[np.int64]:
    """The rows of each passage."""
    ends = np.flatnonzero(np.asarray(index.symbols) == 0)
    return np.diff(ends, prepend=-1) - 1
