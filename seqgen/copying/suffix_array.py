"""Suffix arrays of symbols, and keys that pack several symbols into one integer."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import AnyInts, Ints
from seqgen.lookout import look

MOST_KEY_BITS = 62


def suffix_array(symbols: AnyInts) -> Ints:
    """Return the suffix array of `symbols` (each at least 0): int64 (symbols,).

    Prefix doubling (Manber and Myers 1993) that sorts only suffixes that are still tied (Larsson and Sadakane 1999).
    The first sort is by as many symbols as one integer holds. Even a corpus in which everything repeats takes only
    log2(rows) sorts.
    """
    count = len(symbols)
    if not count:
        return np.zeros(0, dtype=np.int64)
    # the end sorts before every symbol, the separator included
    bits, width = packing(int(symbols.max()) + 2)
    key = pack(symbols.astype(np.int64) + 1, bits, width, beyond=0)
    order = np.argsort(key)
    rank = np.empty(count, dtype=np.int64)
    slots = np.arange(count)
    first = _first_of_group(key[order])
    depth = width
    while True:
        look()
        # the rank of a group is the slot of its first suffix, so that refining one group moves no other
        rank[order[slots]] = slots[first]
        size = np.diff(np.append(np.flatnonzero(first == np.arange(len(first))), len(first)))
        slots = slots[np.repeat(size > 1, size)]
        if not len(slots):
            return order
        tied = order[slots]
        after = np.append(rank, -1)[np.minimum(tied + depth, count)]
        key = rank[tied] * (count + 1) + after + 1
        moved = np.argsort(key)
        order[slots] = tied[moved]
        first = _first_of_group(key[moved])
        depth *= 2


def _first_of_group(ordered: Ints) -> Ints:
    """Return for each entry of a sorted array the place of the first equal one."""
    new = np.append(True, ordered[1:] != ordered[:-1])
    return np.asarray(np.maximum.accumulate(np.where(new, np.arange(len(ordered)), 0)))


def packing(values: int) -> tuple[int, int]:
    """Return the bits of a symbol with `values` different values, and the number of symbols in one key."""
    bits = max(1, (values - 1).bit_length())
    return bits, MOST_KEY_BITS // bits


def pack(ids: AnyInts, bits: int, width: int, *, beyond: int) -> Ints:
    """Return at each place the next `width` symbols as one number with the same order."""
    padded = np.append(ids, np.full(width, beyond)).astype(np.int64)
    key = np.zeros(len(ids), dtype=np.int64)
    for shift in range(width):
        key <<= bits
        key |= padded[shift : shift + len(ids)]
    return key


def shared_symbols(a: Ints, b: Ints, bits: int, width: int) -> Ints:
    """Return the number of leading symbols that two keys have in common."""
    differ = a ^ b
    shared = np.zeros(len(a), dtype=np.int64)
    for left in range(width):
        shared += differ < (1 << bits * left)
    return shared
