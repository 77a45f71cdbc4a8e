"""What a take copied from the corpus that its model learned from.

A `CopyIndex` is a suffix array (Manber and Myers 1993) over the symbols of all pieces: the longest run that begins at
any row of a take and stands in the corpus is found exactly, for all rows at once. What a symbol is, a tokenizer says
(`copy_symbols`): characters, or for music rhythm and pitch intervals, so that a transposition is a copy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyInts, Ints
from seqgen.errors import printable

SEPARATOR = 0
MOST_SYMBOLS = 4_000_000
MOST_KEY_BITS = 62


@dataclass(frozen=True)
class Copy:
    """What of a take stands in the corpus.

    `longest`: rows of the longest run, which begins at row `at` of the take and at row `piece_at` of the piece
    `piece` (0, 0, 0 and "" where nothing matches). `share`: the part of the take's rows, 0 to 1, that lies in runs of
    at least `threshold` rows.
    """

    longest: int
    at: int
    piece: str
    piece_at: int
    share: float
    threshold: int

    def sentence(self, event: str = "event") -> str:
        """The finding in words; `event` is what a row is called, such as `note`."""
        if not self.longest:
            return "nothing of it stands in the corpus"
        many = event if self.longest == 1 else f"{event}s"
        return (
            f"its longest run that stands in the corpus is {self.longest:,} {many} (from {event} {self.at + 1:,}; in "
            f"'{printable(self.piece)}' from {event} {self.piece_at + 1:,}); {self.share:.0%} of it lies in runs of "
            f"{self.threshold:,} or more"
        )


@dataclass(frozen=True)
class Passages:
    """Stretches of pieces in the order of the corpus: the rows `start` to `start + length` of piece `piece`, each
    int64 (passages,)."""

    piece: Ints
    start: Ints
    length: Ints


@dataclass(frozen=True, eq=False)
class CopyIndex:
    """A corpus in which runs of symbols are found.

    `symbols`: the passages one after the other, each followed by `SEPARATOR`; symbol k + 1 stands for `alphabet[k]`.
    `suffixes`: the suffix array of `symbols`, int32 (symbols,). `pieces`, `offsets`: for each passage the piece that it
    is from, as a place in `names`, and its first row there. `left_out`: rows of the corpus that are not in the index.
    """

    symbols: AnyInts
    suffixes: npt.NDArray[np.int32]
    alphabet: Ints
    pieces: npt.NDArray[np.int32]
    offsets: Ints
    left_out: int
    names: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows of the corpus are in the index."""
        return len(self.symbols) - len(self.pieces)

    @property
    def pieces_left_out(self) -> int:
        """How many pieces have no row in the index."""
        return len(self.names) - len(np.unique(self.pieces))

    def matches(self, symbols: npt.ArrayLike) -> Ints:
        """For each row of a take the length of the longest run that begins there and stands in one piece; int64."""
        return self._find(symbols)[0]

    def copied(self, symbols: npt.ArrayLike, *, threshold: int) -> Copy:
        """The longest run of a take that stands in the corpus, and the share that runs of `threshold` rows cover."""
        if threshold < 1:
            raise ValueError("a run has at least one row")
        lengths, places = self._find(symbols)
        if not lengths.any():
            return Copy(0, 0, "", 0, 0.0, threshold)
        at = int(lengths.argmax())
        passage = int(np.searchsorted(self._starts, places[at], side="right")) - 1
        return Copy(
            longest=int(lengths[at]),
            at=at,
            piece=self.names[self.pieces[passage]],
            piece_at=int(self.offsets[passage] + places[at] - self._starts[passage]),
            share=float(_covered(lengths, threshold).mean()),
            threshold=threshold,
        )

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Everything as arrays that a safetensors file can hold; the names as UTF-8 bytes of a JSON list."""
        return {
            "symbols": self.symbols,
            "suffixes": self.suffixes,
            "alphabet": self.alphabet,
            "pieces": self.pieces,
            "offsets": self.offsets,
            "left_out": np.array([self.left_out], dtype=np.int64),
            "names": np.frombuffer(json.dumps(self.names).encode(), dtype=np.uint8),
        }

    @staticmethod
    def from_arrays(arrays: Mapping[str, npt.NDArray[Any]], names: Sequence[str] | None = None) -> CopyIndex:
        """The index that `to_arrays` described, with `names` in place of the stored ones where they are given.

        The arrays may come from a stranger: raises `ValueError` unless they are the index that `build_index` makes of
        some corpus, the order of the suffixes included. Linear in the rows of the corpus.
        """
        columns = {name: _vector(arrays, name) for name in ("symbols", "suffixes", "alphabet", "pieces", "offsets")}
        left_out = _vector(arrays, "left_out")
        if len(left_out) != 1 or left_out[0] < 0:
            raise ValueError("the index of the corpus does not say how many rows it leaves out")
        index = CopyIndex(
            symbols=columns["symbols"],
            suffixes=columns["suffixes"].astype(np.int32, copy=False),
            alphabet=columns["alphabet"].astype(np.int64, copy=False),
            pieces=columns["pieces"].astype(np.int32, copy=False),
            offsets=columns["offsets"].astype(np.int64, copy=False),
            left_out=int(left_out[0]),
            names=tuple(names) if names is not None else _stored_names(_vector(arrays, "names")),
        )
        _check(index)
        return index

    @cached_property
    def _starts(self) -> Ints:
        """Where each passage begins in `symbols`."""
        return _starts(self.symbols)

    @cached_property
    def _keys(self) -> Ints:
        """The next few symbols at each place as one number, so that a comparison covers them all."""
        bits, width = _packing(len(self.alphabet) + 2)
        return _pack(self.symbols, bits, width, beyond=SEPARATOR)

    def _find(self, symbols: npt.ArrayLike) -> tuple[Ints, Ints]:
        """The longest match at each row of a take: its length, and a place in `self.symbols` where it stands.

        All rows search the suffix array at once, a packed key of `width` symbols after the other: the suffixes that
        begin with the symbols read so far are a range, which each key narrows.
        """
        ids = self._known(symbols)
        lengths, places = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64)
        if not len(ids) or not len(self.symbols):
            return lengths, places
        bits, width = _packing(len(self.alphabet) + 2)
        stranger = len(self.alphabet) + 1
        wanted = _pack(np.append(ids, stranger), bits, width, beyond=stranger)
        rows = np.arange(len(ids))
        low, high = np.zeros(len(ids), np.int64), np.full(len(ids), len(self.symbols), np.int64)
        depth = 0
        while len(rows):
            key = wanted[rows + depth]
            left = self._bisect(low, high, depth, key)
            right = self._bisect(left, high, depth, key + 1)
            more = right > left
            for slot, inside in ((left - 1, left > low), (left, left < high)):
                near = ~more & inside
                place = self.suffixes[slot[near]].astype(np.int64)
                shared = depth + _shared(self._keys[place + depth], key[near], bits, width)
                better = shared > lengths[rows[near]]
                lengths[rows[near][better]], places[rows[near][better]] = shared[better], place[better]
            rows, low, high = rows[more], left[more], right[more]
            depth += width
            # a row that reads on has matched so far, whatever the next key says
            lengths[rows], places[rows] = depth, self.suffixes[low]
        return lengths, places

    def _known(self, symbols: npt.ArrayLike) -> Ints:
        """The symbols of a take as the index numbers them; those that the corpus lacks get a number of their own."""
        taken = np.asarray(symbols, dtype=np.int64)
        if taken.ndim != 1:
            raise ValueError("symbols are one number a row")
        place = np.searchsorted(self.alphabet, taken)
        stranger = len(self.alphabet) + 1
        # the entry appended for symbols beyond the alphabet has the stranger's number anyway
        return np.where(np.append(self.alphabet, 0)[place] == taken, place + 1, stranger)

    def _bisect(self, low: Ints, high: Ints, depth: int, key: Ints) -> Ints:
        """For each range of the suffix array the first slot whose key at `depth` is not less than `key`."""
        low, high = low.copy(), high.copy()
        while (open_ := low < high).any():
            middle = (low + high) >> 1
            # a closed range looks at its own neighbour and learns nothing
            place = self.suffixes[np.minimum(middle, len(self.suffixes) - 1)] + depth
            less = self._keys[np.minimum(place, len(self._keys) - 1)] < key
            low = np.where(open_ & less, middle + 1, low)
            high = np.where(open_ & ~less, middle, high)
        return low


def build_index(sequences: Sequence[AnyInts], names: Sequence[str], *, most: int = MOST_SYMBOLS) -> CopyIndex:
    """The index of a corpus: one array of symbols, int (rows,), and one name a piece.

    Of a corpus of more than `most` rows, pieces are left out evenly (see `evenly`); the index says how many rows.
    """
    if len(sequences) != len(names):
        raise ValueError("each piece has one name")
    lengths = np.array([len(sequence) for sequence in sequences], dtype=np.int64)
    kept = evenly(lengths, most)
    count = len(kept.piece)
    rows = np.zeros(int(kept.length.sum()) + count, dtype=np.int64)
    ends = np.cumsum(kept.length + 1) - 1
    for piece, start, length, end in zip(kept.piece, kept.start, kept.length, ends, strict=True):
        rows[end - length : end] = sequences[piece][start : start + length]
    inside = np.ones(len(rows), dtype=bool)
    inside[ends] = False
    alphabet, ids = np.unique(rows[inside], return_inverse=True)
    symbols = np.zeros(len(rows), dtype=_narrowest(len(alphabet)))
    symbols[inside] = ids + 1
    return CopyIndex(
        symbols=symbols,
        suffixes=suffix_array(symbols).astype(np.int32),
        alphabet=alphabet,
        pieces=kept.piece.astype(np.int32),
        offsets=kept.start,
        left_out=int(lengths.sum() - kept.length.sum()),
        names=tuple(names),
    )


def evenly(lengths: Ints, most: int) -> Passages:
    """At most `most` rows of pieces of these lengths, spread evenly over the corpus; empty pieces are left out.

    Pieces are kept whole or not at all; only one longer than a 64th of `most` is cut into passages of that length, so
    that of a corpus of one long text a fair part remains.
    """
    total = int(lengths.sum())
    piece = np.flatnonzero(lengths)
    if total <= most:
        return Passages(piece, np.zeros(len(piece), np.int64), lengths[piece])
    longest = max(1, most // 64)
    parts = -(-lengths[piece] // longest)
    piece = np.repeat(piece, parts)
    start = (np.arange(len(piece)) - np.repeat(np.cumsum(parts) - parts, parts)) * longest
    length = np.minimum(lengths[piece] - start, longest)
    # keep a passage whenever the share of the corpus that has gone by leaves room for all of it
    room = np.cumsum(length) * (most / total)
    taken, kept = 0, np.zeros(len(piece), dtype=bool)
    for i, rows in enumerate(length.tolist()):
        if taken + rows <= room[i]:
            kept[i] = True
            taken += rows
    return Passages(piece[kept], start[kept], length[kept])


def suffix_array(symbols: AnyInts) -> Ints:
    """The places of `symbols` (each at least 0) in the order of the suffixes that begin there; int64.

    Prefix doubling (Manber and Myers 1993) in which, as Larsson and Sadakane (1999) do, only suffixes that are still
    tied are sorted again. The first sort is by as many symbols as one integer holds. No limit on the depth is needed:
    a corpus in which everything repeats takes log2(rows) sorts.
    """
    count = len(symbols)
    if not count:
        return np.zeros(0, dtype=np.int64)
    # the end comes before every symbol, the separator included
    bits, width = _packing(int(symbols.max()) + 2)
    key = _pack(symbols.astype(np.int64) + 1, bits, width, beyond=0)
    order = np.argsort(key)
    rank = np.empty(count, dtype=np.int64)
    slots = np.arange(count)
    first = _first_of_group(key[order])
    depth = width
    while True:
        # a group's rank is the slot of its first suffix, so that refining one group moves no other
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


def _first_of_group(ordered: Ints) -> npt.NDArray[np.intp]:
    """For each entry of an ordered array the place of the first that equals it."""
    new = np.append(True, ordered[1:] != ordered[:-1])
    places: npt.NDArray[np.intp] = np.maximum.accumulate(np.where(new, np.arange(len(ordered)), 0))
    return places


def _packing(values: int) -> tuple[int, int]:
    """The bits that a symbol takes of `values` different ones, and how many symbols go into one key."""
    bits = max(1, (values - 1).bit_length())
    return bits, MOST_KEY_BITS // bits


def _pack(ids: AnyInts, bits: int, width: int, *, beyond: int) -> Ints:
    """At each place the `width` symbols from there on as one number that orders as they do."""
    padded = np.append(ids, np.full(width, beyond)).astype(np.int64)
    key = np.zeros(len(ids), dtype=np.int64)
    for shift in range(width):
        key <<= bits
        key |= padded[shift : shift + len(ids)]
    return key


def _shared(a: Ints, b: Ints, bits: int, width: int) -> Ints:
    """How many symbols two keys have in common from their beginning."""
    differ = a ^ b
    shared = np.zeros(len(a), dtype=np.int64)
    for left in range(width):
        shared += differ < (1 << bits * left)
    return shared


def _covered(lengths: Ints, threshold: int) -> npt.NDArray[np.bool_]:
    """Which rows lie in a run of at least `threshold` rows."""
    start = np.flatnonzero(lengths >= threshold)
    change = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.add.at(change, start, 1)
    np.add.at(change, start + lengths[start], -1)
    return np.cumsum(change)[:-1] > 0


def _starts(symbols: AnyInts) -> Ints:
    return np.append(0, np.flatnonzero(symbols == SEPARATOR) + 1)[:-1].astype(np.int64)


def _narrowest(most: int) -> npt.DTypeLike:
    """The smallest type that holds 0 to `most` and that the model file knows."""
    return next(kind for kind in (np.uint8, np.uint16, np.int32) if most <= np.iinfo(kind).max)


def _vector(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> npt.NDArray[Any]:
    array = arrays.get(name)
    if array is None or array.ndim != 1 or array.dtype.kind not in "iu" or array.dtype == np.uint64:
        raise ValueError(f"the index of the corpus lacks its {name}, or they are not whole numbers in a row")
    return array


def _stored_names(encoded: npt.NDArray[Any]) -> tuple[str, ...]:
    if encoded.dtype != np.uint8:
        raise ValueError("the names in the index of the corpus are not text")
    try:
        names = json.loads(encoded.tobytes())
    except (ValueError, RecursionError) as error:
        raise ValueError("the names in the index of the corpus are damaged") from error
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("the names in the index of the corpus are not a list of texts")
    return tuple(names)


def _check(index: CopyIndex) -> None:
    """Raises `ValueError` unless `index` is what `build_index` makes of some corpus."""
    symbols, pieces, offsets = index.symbols, index.pieces.astype(np.int64), index.offsets
    count = len(symbols)
    if count > np.iinfo(np.int32).max or len(index.suffixes) != count:
        raise ValueError("the index of the corpus has not one suffix a symbol")
    if (np.diff(index.alphabet) <= 0).any():
        raise ValueError("the alphabet of the index of the corpus does not rise")
    if count and not 0 <= int(symbols.min()) <= int(symbols.max()) <= len(index.alphabet):
        raise ValueError("a symbol of the index of the corpus is not in its alphabet")
    starts = _starts(symbols)
    lengths = np.diff(np.append(starts, count)) - 1
    if (count and symbols[-1] != SEPARATOR) or not len(starts) == len(pieces) == len(offsets) or (lengths < 1).any():
        raise ValueError("the passages in the index of the corpus do not fit its symbols")
    if len(pieces) and not 0 <= int(pieces.min()) <= int(pieces.max()) < len(index.names):
        raise ValueError("a passage in the index of the corpus is from a piece without a name")
    same = pieces[1:] == pieces[:-1]
    behind = offsets[1:] - lengths[:-1] >= offsets[:-1]
    if (offsets < 0).any() or (np.diff(pieces) < 0).any() or (same & ~behind).any():
        raise ValueError("the passages in the index of the corpus are not in order")
    _check_order(symbols, index.suffixes.astype(np.int64))


def _check_order(symbols: AnyInts, suffixes: Ints) -> None:
    """Raises `ValueError` unless `suffixes` is the suffix array of `symbols` (Burkhardt and Karkkainen 2003): a
    permutation in which neighbours rise by their first symbol and, where that is the same, by the suffix after it."""
    count = len(symbols)
    if not count:
        return
    if not 0 <= int(suffixes.min()) <= int(suffixes.max()) < count:
        raise ValueError("a suffix in the index of the corpus lies outside it")
    rank = np.full(count + 1, -1, dtype=np.int64)
    rank[suffixes] = np.arange(count)
    if (rank[:-1] < 0).any():
        raise ValueError("a suffix is missing in the index of the corpus")
    first = symbols[suffixes].astype(np.int64)
    after = rank[suffixes + 1]
    if ((first[1:] < first[:-1]) | ((first[1:] == first[:-1]) & (after[1:] <= after[:-1]))).any():
        raise ValueError("the suffixes in the index of the corpus are not in order")
