"""Copies from the training corpus in a take.

A `CopyIndex` is a suffix array (Manber and Myers 1993) over the symbols of all pieces. It finds the longest run of the
corpus that begins at each row of a take, exactly and for all rows at once. Symbols come from a tokenizer
(`copy_symbols`), which may define them so that a variant, such as a transposition, counts as a copy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, AnyInts, Bools, Ints, Ints32
from seqgen.copying.passages import evenly
from seqgen.copying.suffix_array import pack, packing, shared_symbols, suffix_array
from seqgen.errors import printable

SEPARATOR = 0
MOST_SYMBOLS = 4_000_000


def counted(number: int, event: str) -> str:
    """Return a number of events in words: `1 note`, `2,000 notes`."""
    return f"{number:,} {event}" if number == 1 else f"{number:,} {event}s"


@dataclass(frozen=True)
class CopiedRun:
    """Rows `at` to `at + length` of a take, which stand in `piece` from row `piece_at` on."""

    at: int
    length: int
    piece: str
    piece_at: int


@dataclass(frozen=True)
class Copy:
    """Copies from the corpus in a take.

    `longest`: rows of the longest run that occurs in the corpus, which begins at row `at` of the take and at row
    `piece_at` of `piece`; `share`: share of rows, 0 to 1, in runs of at least `threshold` rows; `runs`: such runs one
    behind the other, each as long as it can be where it begins.
    """

    longest: int
    at: int
    piece: str
    piece_at: int
    share: float
    threshold: int
    runs: tuple[CopiedRun, ...] = ()

    def sentence(self, event: str = "event") -> str:
        """Return the finding in words; `event` is the name of a row, such as `note`."""
        if not self.longest:
            return "no part of it occurs in the corpus"
        return (
            f"its longest run found in the corpus is {counted(self.longest, event)} (from {event} {self.at + 1:,}; "
            f"in '{printable(self.piece)}' from {event} {self.piece_at + 1:,}); {self.share:.0%} of it lies in runs of "
            f"{self.threshold:,} or more"
        )


@dataclass(frozen=True, eq=False)
class CopyIndex:
    """A corpus in which runs of symbols are found.

    `symbols` holds passages one after the other, each followed by `SEPARATOR`; symbol k + 1 stands for `alphabet[k]`.
    `suffixes` is its suffix array, int32 (symbols,). `pieces` has the piece of each passage, as a place in `names`,
    `offsets` its first row there; `left_out` counts rows that are not in the index.
    """

    symbols: AnyInts
    suffixes: Ints32
    alphabet: Ints
    pieces: Ints32
    offsets: Ints
    left_out: int
    names: tuple[str, ...]

    @property
    def rows(self) -> int:
        return len(self.symbols) - len(self.pieces)

    def matches(self, symbols: npt.ArrayLike) -> Ints:
        """Return for each row of a take the length of the longest run of the corpus that begins there: int64."""
        return self._find(symbols)[0]

    def copied(self, symbols: npt.ArrayLike, *, threshold: int) -> Copy:
        """Return the longest run that occurs in the corpus, and the share covered by runs of `threshold` rows."""
        if threshold < 1:
            raise ValueError("a run has at least one row")
        lengths, places = self._find(symbols)
        if not lengths.any():
            return Copy(0, 0, "", 0, 0.0, threshold)
        most = self._run(int(lengths.argmax()), lengths, places)
        return Copy(
            longest=most.length,
            at=most.at,
            piece=most.piece,
            piece_at=most.piece_at,
            share=float(_covered(lengths, threshold).mean()),
            threshold=threshold,
            runs=tuple(self._run(at, lengths, places) for at in _behind_one_another(lengths, threshold)),
        )

    def _run(self, at: int, lengths: Ints, places: Ints) -> CopiedRun:
        passage = int(np.searchsorted(self._starts, places[at], side="right")) - 1
        piece_at = int(self.offsets[passage] + places[at] - self._starts[passage])
        return CopiedRun(at, int(lengths[at]), self.names[self.pieces[passage]], piece_at)

    def to_arrays(self) -> dict[str, AnyArray]:
        """Return the index as arrays for a safetensors file; names are UTF-8 bytes of a JSON list."""
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
    def from_arrays(arrays: Mapping[str, AnyArray], names: Sequence[str] | None = None) -> CopyIndex:
        """Return the index that `to_arrays` described, with `names` instead of the stored ones if given.

        The arrays may come from an untrusted file. In linear time they are checked entirely: raises `ValueError` unless
        `build_index` makes them of some corpus, the order of suffixes included.
        """
        columns = {name: _vector(arrays, name) for name in ("symbols", "suffixes", "alphabet", "pieces", "offsets")}
        left_out = _vector(arrays, "left_out")
        if len(left_out) != 1 or left_out[0] < 0:
            raise ValueError("the index of the corpus lacks the number of rows left out")
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
        return _starts(self.symbols)

    @cached_property
    def _keys(self) -> Ints:
        """The next symbols at each place as one number, compared all at once."""
        bits, width = packing(len(self.alphabet) + 2)
        return pack(self.symbols, bits, width, beyond=SEPARATOR)

    def _find(self, symbols: npt.ArrayLike) -> tuple[Ints, Ints]:
        """Return the longest match at each row of a take: its length, and a place in `self.symbols` where it occurs.

        All rows search the suffix array at once, by one packed key of `width` symbols after another: the suffixes that
        begin with the symbols read so far form a range, which each key narrows.
        """
        ids = self._known(symbols)
        lengths, places = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64)
        if not len(ids) or not len(self.symbols):
            return lengths, places
        bits, width = packing(len(self.alphabet) + 2)
        stranger = len(self.alphabet) + 1
        wanted = pack(np.append(ids, stranger), bits, width, beyond=stranger)
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
                shared = depth + shared_symbols(self._keys[place + depth], key[near], bits, width)
                better = shared > lengths[rows[near]]
                lengths[rows[near][better]], places[rows[near][better]] = shared[better], place[better]
            rows, low, high = rows[more], left[more], right[more]
            depth += width
            # a row that continues has matched up to `depth`
            lengths[rows], places[rows] = depth, self.suffixes[low]
        return lengths, places

    def _known(self, symbols: npt.ArrayLike) -> Ints:
        """Return the symbols of a take by their numbers in the index; unknown symbols share a further number."""
        taken = np.asarray(symbols, dtype=np.int64)
        if taken.ndim != 1:
            raise ValueError("symbols are one number a row")
        place = np.searchsorted(self.alphabet, taken)
        stranger = len(self.alphabet) + 1
        # the appended entry, for symbols beyond the alphabet, maps to the number of unknown symbols in any case
        return np.where(np.append(self.alphabet, 0)[place] == taken, place + 1, stranger)

    def _bisect(self, low: Ints, high: Ints, depth: int, key: Ints) -> Ints:
        """Return for each range of the suffix array the first slot with a key at `depth` not less than `key`."""
        low, high = low.copy(), high.copy()
        while (open_ := low < high).any():
            middle = (low + high) >> 1
            # a closed range is not changed
            place = self.suffixes[np.minimum(middle, len(self.suffixes) - 1)] + depth
            less = self._keys[np.minimum(place, len(self._keys) - 1)] < key
            low = np.where(open_ & less, middle + 1, low)
            high = np.where(open_ & ~less, middle, high)
        return low


def build_index(sequences: Sequence[AnyInts], names: Sequence[str], *, most: int = MOST_SYMBOLS) -> CopyIndex:
    """Return the index of a corpus, given the symbols, int (rows,), and the name of each piece. Of a corpus of more
    than `most` rows, pieces are left out evenly (see `evenly`)."""
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


def _covered(lengths: Ints, threshold: int) -> Bools:
    start = np.flatnonzero(lengths >= threshold)
    change = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.add.at(change, start, 1)
    np.add.at(change, start + lengths[start], -1)
    return np.cumsum(change)[:-1] > 0


def _behind_one_another(lengths: Ints, threshold: int) -> list[int]:
    """Return where runs of `threshold` rows or more begin, none before the end of the last."""
    found: list[int] = []
    end = 0
    for at in np.flatnonzero(lengths >= threshold).tolist():
        if at >= end:
            found.append(at)
            end = at + int(lengths[at])
    return found


def _starts(symbols: AnyInts) -> Ints:
    return np.append(0, np.flatnonzero(symbols == SEPARATOR) + 1)[:-1].astype(np.int64)


def _narrowest(most: int) -> npt.DTypeLike:
    return next(kind for kind in (np.uint8, np.uint16, np.int32) if most <= np.iinfo(kind).max)


def _vector(arrays: Mapping[str, AnyArray], name: str) -> AnyArray:
    array = arrays.get(name)
    if array is None or array.ndim != 1 or array.dtype.kind not in "iu" or array.dtype == np.uint64:
        raise ValueError(f"the index of the corpus lacks its {name}, or they are not whole numbers in a row")
    return array


def _stored_names(encoded: AnyArray) -> tuple[str, ...]:
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
    """Raise `ValueError` unless `suffixes` is the suffix array of `symbols`.

    It is if it is a permutation in which neighbours rise by their first symbol or, where that is equal, by the rank of
    the rest (Burkhardt and Karkkainen 2003).
    """
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
