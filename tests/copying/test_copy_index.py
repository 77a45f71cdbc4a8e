"""Copies are found exactly, and a damaged index is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.copying.copy_index import CopyIndex, build_index
from seqgen.copying.passages import evenly
from seqgen.copying.suffix_array import suffix_array


def brute_matches(take: list[int], pieces: list[list[int]]) -> list[int]:
    """The longest run at each row of `take`, by trying every place of every piece."""

    def run(at: int, piece: list[int], place: int) -> int:
        length = 0
        while at + length < len(take) and place + length < len(piece) and take[at + length] == piece[place + length]:
            length += 1
        return length

    return [
        max((run(at, piece, place) for piece in pieces for place in range(len(piece))), default=0)
        for at in range(len(take))
    ]


def index_of(*pieces: list[int], most: int = 4_000_000) -> CopyIndex:
    return build_index([np.array(p, np.int64) for p in pieces], [f"piece {i}" for i in range(len(pieces))], most=most)


def text(words: str) -> np.ndarray:
    return np.frombuffer(words.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


small = st.lists(st.integers(-1, 2), max_size=40)
wide = st.lists(st.sampled_from([0, 1, -(2**63), 2**63 - 1, 10**12]), max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.tuples(st.lists(small, max_size=6), small), st.tuples(st.lists(wide, max_size=6), wide)))
def test_matches_equal_a_search_of_every_place(corpus_and_take: tuple[list[list[int]], list[int]]) -> None:
    pieces, take = corpus_and_take
    assert index_of(*pieces).matches(take).tolist() == brute_matches(take, pieces)


@settings(max_examples=200, deadline=None)
@given(st.lists(small, max_size=6), small, st.integers(1, 8))
def test_the_copy_that_is_named_stands_where_it_is_named(
    pieces: list[list[int]], take: list[int], threshold: int
) -> None:
    copy = index_of(*pieces).copied(take, threshold=threshold)
    lengths = brute_matches(take, pieces)
    assert copy.longest == max(lengths, default=0)
    covered = {row for at, length in enumerate(lengths) if length >= threshold for row in range(at, at + length)}
    assert copy.share == pytest.approx(len(covered) / max(1, len(take)))
    if copy.longest:
        piece = pieces[int(copy.piece.split()[1])]
        assert piece[copy.piece_at : copy.piece_at + copy.longest] == take[copy.at : copy.at + copy.longest]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=60))
def test_the_suffix_array_is_the_sorted_list_of_suffixes(symbols: list[int]) -> None:
    order = suffix_array(np.array(symbols, np.int64))
    assert order.tolist() == sorted(range(len(symbols)), key=lambda i: symbols[i:])


def test_the_suffix_array_of_a_corpus_that_only_repeats_is_right() -> None:
    assert suffix_array(np.ones(5000, np.uint8)).tolist() == list(range(4999, -1, -1))


def test_a_long_copy_is_found_through_many_keys() -> None:
    rng = np.random.default_rng(1)
    corpus = [rng.integers(0, 300, size=3000) for _ in range(4)]
    take = np.concatenate([rng.integers(300, 400, size=50), corpus[2][500:1700], rng.integers(300, 400, size=50)])
    copy = build_index(corpus, list("abcd")).copied(take, threshold=10)
    assert (copy.longest, copy.at, copy.piece, copy.piece_at) == (1200, 50, "c", 500)
    assert copy.share == pytest.approx(1200 / 1300)


def test_a_transposed_excerpt_is_found_whole() -> None:
    rng = np.random.default_rng(2)

    def symbols(pitch: np.ndarray, shift: np.ndarray) -> np.ndarray:
        return shift * 4096 + 256 + np.diff(pitch, prepend=pitch[:1])

    pieces = [(rng.integers(40, 80, size=400), rng.integers(0, 6, size=400)) for _ in range(5)]
    index = build_index([symbols(*piece) for piece in pieces], [f"tune {i}" for i in range(5)])
    pitch, shift = pieces[3]
    whole = index.copied(symbols(pitch + 7, shift), threshold=8)
    assert (whole.longest, whole.piece, whole.piece_at, whole.share) == (400, "tune 3", 0, 1.0)
    # within a take, only the interval into the excerpt is new
    excerpt = symbols(np.append([90], pitch[100:140] - 5), np.append([0], shift[100:140]))
    copy = index.copied(excerpt, threshold=8)
    assert (copy.longest, copy.at, copy.piece, copy.piece_at) == (39, 2, "tune 3", 101)


def test_a_run_does_not_cross_from_one_piece_into_the_next() -> None:
    assert index_of([1, 2, 3], [4, 5, 6]).matches([2, 3, 4, 5]).tolist() == [2, 1, 2, 1]


def test_symbols_that_the_corpus_lacks_match_nothing() -> None:
    assert index_of([5, 7, 9]).matches([4, 5, 6, 7, 8, 9, 10, -1]).tolist() == [0, 1, 0, 1, 0, 1, 0, 0]


@pytest.mark.parametrize("pieces", [[], [[]], [[], []], [[3]]])
def test_empty_corpora_and_takes_are_fine(pieces: list[list[int]]) -> None:
    index = CopyIndex.from_arrays(index_of(*pieces).to_arrays())
    assert index.matches([]).tolist() == []
    copy = index.copied([1, 2], threshold=1)
    assert (copy.longest, copy.piece, copy.share) == (0, "", 0.0)
    assert index.copied([], threshold=4).share == 0.0
    assert copy.sentence("note") == "no part of it occurs in the corpus"


def test_the_sentence_says_what_was_copied_from_where() -> None:
    index = build_index([text("to be, or not to be: that is the question")], ["Ham\x1blet"])
    sentence = index.copied(text("I say that is the answer"), threshold=8).sentence("character")
    assert sentence == (
        "its longest run found in the corpus is 13 characters (from character 6; in 'Ham\\x1blet' from "
        "character 21); 54% of it lies in runs of 8 or more"
    )


def test_a_threshold_below_one_row_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        index_of([1]).copied([1], threshold=0)


def test_each_piece_needs_a_name() -> None:
    with pytest.raises(ValueError, match="one name"):
        build_index([np.array([1])], [])


# -- a corpus that is too large -----------------------------------------------------------------------------------


def test_of_a_corpus_that_is_too_large_whole_pieces_are_left_out_evenly() -> None:
    rng = np.random.default_rng(3)
    pieces = [rng.integers(0, 50, size=rng.integers(5, 15)) for _ in range(1000)]
    index = build_index(pieces, [str(i) for i in range(1000)], most=2500)
    total = sum(map(len, pieces))
    assert index.rows + index.left_out == total
    assert 2400 <= index.rows <= 2500
    assert len(set(index.pieces)) == len(index.pieces) < 1000
    assert np.diff(index.pieces).max() <= 10
    kept = index.pieces[17]
    assert index.copied(pieces[kept], threshold=1).longest == len(pieces[kept])


def test_of_one_long_piece_passages_from_its_whole_length_are_kept() -> None:
    piece = np.arange(100_000)
    index = build_index([piece], ["long"], most=10_000)
    assert 9_000 <= index.rows <= 10_000
    assert index.left_out == 100_000 - index.rows
    lengths = index.matches(piece)
    assert min((lengths[i : i + 10_000] > 0).mean() for i in range(0, 100_000, 10_000)) > 0.05
    copy = index.copied(piece[60_000:], threshold=10)
    assert copy.piece_at == 60_000 + copy.at
    assert len(set(index.pieces)) == len(index.names)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 200), max_size=30), st.integers(1, 300))
def test_what_is_kept_stays_below_the_limit_and_inside_its_pieces(lengths: list[int], most: int) -> None:
    kept = evenly(np.array(lengths, np.int64), most)
    assert kept.length.sum() <= most
    assert all(
        length > 0 and 0 <= start <= lengths[piece] - length
        for piece, start, length in zip(kept.piece, kept.start, kept.length, strict=True)
    )


# -- stored and loaded --------------------------------------------------------------------------------------------


def stored() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(4)
    index = build_index([rng.integers(0, 4, size=n) for n in (30, 20, 25)], ["a", "b\udcff", "ü"], most=60)
    return index.to_arrays()


def test_an_index_comes_back_from_a_safetensors_file(tmp_path: object) -> None:
    from safetensors.numpy import load, save

    arrays = stored()
    index, again = CopyIndex.from_arrays(arrays), CopyIndex.from_arrays(load(save(arrays)))
    take = np.random.default_rng(5).integers(0, 5, size=200)
    assert again.names == ("a", "b\udcff", "ü")
    assert again.left_out == index.left_out > 0
    assert again.matches(take).tolist() == index.matches(take).tolist()
    assert again.copied(take, threshold=3) == index.copied(take, threshold=3)


def test_names_may_be_kept_elsewhere() -> None:
    arrays = stored()
    del arrays["names"]
    assert CopyIndex.from_arrays(arrays, ["x", "y", "z"]).names == ("x", "y", "z")


def swapped(array: np.ndarray) -> np.ndarray:
    array = array.copy()
    array[[3, 4]] = array[[4, 3]]
    return array


def put(place: int, value: int):
    def change(array: np.ndarray) -> np.ndarray:
        array = array.copy()
        array[place] = value
        return array

    return change


SPOILED = {
    "suffixes swapped": ("suffixes", swapped),
    "a suffix twice": ("suffixes", lambda a: np.where(np.arange(len(a)) == 3, a[4], a)),
    "a suffix outside": ("suffixes", put(3, 10**9)),
    "a negative suffix": ("suffixes", put(3, -1)),
    "a suffix too few": ("suffixes", lambda a: a[:-1]),
    "suffixes that are not whole": ("suffixes", lambda a: a.astype(np.float32)),
    "suffixes in a square": ("suffixes", lambda a: a[:, None]),
    "symbols beyond the alphabet": ("symbols", put(2, 200)),
    "a passage more": ("symbols", put(2, 0)),
    "an empty passage": ("symbols", put(0, 0)),
    "an open end": ("symbols", put(-1, 1)),
    "negative symbols": ("symbols", lambda a: put(1, -1)(a.astype(np.int32))),
    "no symbols": ("symbols", lambda a: a[:0]),
    "an alphabet that falls": ("alphabet", lambda a: a[::-1]),
    "a piece without a name": ("pieces", put(-1, 3)),
    "a negative piece": ("pieces", put(0, -1)),
    "pieces out of order": ("pieces", lambda a: a[::-1]),
    "a piece too few": ("pieces", lambda a: a[1:]),
    "a negative offset": ("offsets", put(0, -5)),
    "passages that overlap": ("offsets", lambda a: np.zeros_like(a)),
    "an offset too many": ("offsets", lambda a: np.append(a, 99)),
    "less than nothing left out": ("left_out", put(0, -1)),
    "nothing said of what is left out": ("left_out", lambda a: a[:0]),
    "names that are not JSON": ("names", lambda a: a[1:]),
    "names that are no texts": ("names", lambda a: np.frombuffer(b"[1, 2, 3]", np.uint8)),
    "names nested without end": ("names", lambda a: np.full(200_000, ord("["), np.uint8)),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_index_is_refused(what: str) -> None:
    name, change = SPOILED[what]
    arrays = stored()
    arrays[name] = change(arrays[name])
    with pytest.raises(ValueError, match="index of the corpus"):
        CopyIndex.from_arrays(arrays)


@pytest.mark.parametrize("name", ["symbols", "suffixes", "alphabet", "pieces", "offsets", "left_out", "names"])
def test_an_index_that_lacks_an_array_is_refused(name: str) -> None:
    arrays = stored()
    del arrays[name]
    with pytest.raises(ValueError, match="index of the corpus"):
        CopyIndex.from_arrays(arrays)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_random_change_is_refused_or_harmless(data: st.DataObject) -> None:
    arrays = stored()
    name = data.draw(st.sampled_from(["symbols", "suffixes", "pieces", "offsets", "alphabet"]))
    place = data.draw(st.integers(0, len(arrays[name]) - 1))
    value = data.draw(st.integers(0, 255) if name == "symbols" else st.integers(-(2**31), 2**31 - 1))
    arrays[name] = put(place, value)(arrays[name])
    try:
        index = CopyIndex.from_arrays(arrays)
    except ValueError:
        return
    # what is accepted is an index: every row of a passage is found at its own place or in an equal run
    passages = np.split(index.symbols, np.flatnonzero(index.symbols == 0))[0]
    own = index.alphabet[passages.astype(np.int64) - 1]
    assert index.matches(own)[0] == len(own)


def test_runs_are_told_one_behind_the_other_with_their_pieces() -> None:
    index = index_of([1, 2, 3, 4, 5], [7, 8, 9])
    copy = index.copied([0, 2, 3, 4, 7, 8, 9, 6, 1], threshold=2)
    told = [(run.at, run.length, run.piece, run.piece_at) for run in copy.runs]
    assert told == [(1, 3, "piece 0", 1), (4, 3, "piece 1", 0)]
    assert index.copied([1], threshold=2).runs == ()
