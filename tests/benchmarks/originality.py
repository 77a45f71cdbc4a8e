"""Speed of finding copies, and likelihoods of n-grams on a corpus.

    python tests/benchmarks/originality.py tinyshakespeare.txt
    python tests/benchmarks/originality.py folder-of-midi --orders 6 8 10

A text is split as usual: its first nine tenths are learned from, its last tenth is scored; of a folder, every tenth
file in the order of a seeded shuffle is scored. Beside each figure stands that of plain Python or of the standard
library's compressors on the same data.
"""

from __future__ import annotations

import argparse
import bz2
import lzma
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from seqgen.copying.copy_index import CopyIndex, build_index
from seqgen.errors import UnreadableFile
from seqgen.evaluation.ngram import NGram
from seqgen.kinds import Tokenizer, kind_named
from seqgen.piece import Piece

T = TypeVar("T")
TAKE_ROWS = 1000


@dataclass(frozen=True)
class Corpus:
    """Tables to learn from and tables to score, with the names of the former."""

    tokenizer: Tokenizer
    learn: list[npt.NDArray[np.integer]]
    score: list[npt.NDArray[np.integer]]
    names: list[str]


def read_text(path: Path) -> Corpus:
    kind = kind_named("text")
    text = str(kind.read(path)[0].content)
    cut = len(text) * 9 // 10
    learn, score = Piece(text[:cut], title=path.stem), Piece(text[cut:], title=path.stem)
    tokenizer = kind.fit([learn], None)
    return Corpus(tokenizer, [tokenizer.encode(learn).table], [tokenizer.encode(score).table], [path.stem])


def read_music(folder: Path) -> Corpus:
    kind = kind_named("music")
    pieces = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in kind.suffixes):
        try:
            pieces += kind.read(path)
        except UnreadableFile as error:
            print(error)
    random.Random(0).shuffle(pieces)
    learn, score = [piece for i, piece in enumerate(pieces) if i % 10 != 9], pieces[9::10]
    tokenizer = kind.fit(learn, None)
    tables = [[tokenizer.encode(piece).table for piece in part] for part in (learn, score)]
    return Corpus(tokenizer, tables[0], tables[1], [piece.title for piece in learn])


def timed(work: Callable[[], T], *, times: int = 1) -> tuple[T, float]:
    """The answer and the best seconds of `times` runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - start)
    return answer, best


def plain_matches(take: str, corpus: Sequence[str]) -> list[int]:
    """The longest run at each character of `take`, with Python's own search of strings."""
    found, length = [], 0
    for at in range(len(take)):
        # the run that began one earlier is at most one longer
        length = max(0, length - 1)
        while at + length < len(take) and any(take[at : at + length + 1] in piece for piece in corpus):
            length += 1
        found.append(length)
    return found


def measure_index(corpus: Corpus) -> None:
    symbols = [corpus.tokenizer.copy_symbols(table) for table in corpus.learn]
    index, seconds = timed(lambda: build_index(symbols, corpus.names))
    print(f"index of {index.rows:,} rows: built in {seconds:.2f} s", end="")
    arrays = index.to_arrays()
    _, seconds = timed(lambda: CopyIndex.from_arrays(arrays), times=3)
    size = sum(array.nbytes for array in arrays.values())
    print(f", {size / index.rows:.1f} bytes a row, checked and loaded in {seconds * 1e3:.0f} ms")
    _, values = np.unique(np.concatenate([*symbols, np.zeros(0, np.int64)]), return_inverse=True)
    as_text = "".join(map(chr, values + 0x10000))
    ends = np.cumsum([len(s) for s in symbols])
    plain = [as_text[end - len(s) : end] for s, end in zip(symbols, ends, strict=True)]
    number = dict(zip(np.concatenate(symbols).tolist(), as_text, strict=True))
    takes = {
        "unseen": np.concatenate([corpus.tokenizer.copy_symbols(table) for table in corpus.score])[:TAKE_ROWS],
        "all copied": max(symbols, key=len)[-TAKE_ROWS:],
    }
    index.matches(takes["unseen"])
    for name, take in takes.items():
        lengths, seconds = timed(lambda take=take: index.matches(take), times=5)
        text = "".join(number.get(s, "\0") for s in take.tolist())
        slow, slow_seconds = timed(lambda text=text: plain_matches(text, plain))
        assert lengths.tolist() == slow, "the index and the plain search disagree"
        copy = index.copied(take, threshold=16)
        print(
            f"take of {len(take):,} rows, {name}: {seconds * 1e3:.1f} ms, {slow_seconds / seconds:,.1f} times as fast "
            f"as a plain search with the same answer\n  {copy.sentence(corpus.tokenizer.event)}"
        )


def measure_ngrams(corpus: Corpus, orders: Sequence[int]) -> None:
    event, sizes = corpus.tokenizer.event, corpus.tokenizer.schema.sizes
    rows = sum(map(len, corpus.score))
    for order in orders:
        model, seconds = timed(lambda order=order: NGram.fit(corpus.learn, sizes, order=order))
        nats, scoring = timed(lambda model=model: [model.nats(table) for table in corpus.score])
        bits = np.concatenate(nats).sum() / np.log(2) / rows
        repeated = sum(model.nats_with_repeats(table).sum() for table in corpus.score) / np.log(2) / rows
        weights = " ".join("+".join(f"{weight:.2f}" for weight in column.weights) for column in model.columns)
        print(
            f"order {order:2}: {bits:.3f} bits a {event}, {repeated:.3f} with repeats; "
            f"{model.rows:,} rows counted in {seconds:.1f} s, "
            f"{rows:,} scored in {scoring:.1f} s; views mixed {weights}"
        )
    # one byte a value where it fits, so that a compressor sees rows as plainly as it can
    kind = np.uint8 if max(sizes) < 256 else np.uint16
    learn, score = (np.concatenate(part).astype(kind).tobytes() for part in (corpus.learn, corpus.score))
    for name, compress in (("bz2", lambda data: bz2.compress(data, 9)), ("lzma", lambda data: lzma.compress(data))):
        bits = 8 * (len(compress(learn + score)) - len(compress(learn))) / rows
        print(f"{name + ':':9} {bits:.3f} bits a {event}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a text file or a folder of MIDI or ABC")
    parser.add_argument("--orders", type=int, nargs="+", default=[3, 4, 5, 6, 7, 8, 10])
    options = parser.parse_args()
    corpus = read_music(options.corpus) if options.corpus.is_dir() else read_text(options.corpus)
    measure_index(corpus)
    measure_ngrams(corpus, options.orders)


if __name__ == "__main__":
    main()
