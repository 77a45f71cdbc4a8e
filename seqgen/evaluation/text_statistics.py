"""What is counted in texts, so that takes can be compared with them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from seqgen.arrays import Floats
from seqgen.evaluation.distributions import Axis, Statistic, bell, shares_of, spread
from seqgen.evaluation.excerpts import Excerpt
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.theory.note_names import character_name

MOST_LETTERS = 20
MOST_WORDS = 60
LONGEST_LINE = 4096
RUN = 4
"""Words of a run that counts as repeated (seq-rep-4 of Welleck et al. 2020, "Neural text generation with unlikelihood
training")."""

_SHARES = np.linspace(0.0, 1.0, 51)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002]+")


def words(text: str) -> list[str]:
    """The words of a text in small letters, its first and last without, since they may be cut."""
    return [word.casefold() for word in _WORD.findall(text)[1:-1]]


def text_statistics(
    tokenizer: TextTokenizer, excerpts: Iterable[Excerpt], vocabulary: Counter[str] | None, *, learned: bool
) -> list[Statistic]:
    """Every feature of every excerpt, in the order in which they are told.

    `vocabulary`: how often each word stands in the corpus, None where that is not known. Of excerpts that are part of
    it (`learned`) a word is known only if it stands in another place too.
    """
    texts = [str(tokenizer.decode(excerpt.table)) for excerpt in excerpts]
    statistics = [
        Statistic(axis, np.array([count(text) for text in texts]).reshape(len(texts), len(axis.places)))
        for axis, count in _features(tokenizer)
    ]
    if vocabulary is not None:
        known = np.array([_known(words(text), vocabulary, learned=learned) for text in texts])
        axis = Axis(
            "words that the corpus knows",
            "share of words",
            _SHARES,
            percent=True,
            more="fewer words are new",
            less="more words are unknown to the corpus",
        )
        statistics.append(Statistic(axis, spread(known, _SHARES, 0.02)))
    return statistics


def _known(of_text: Sequence[str], vocabulary: Counter[str], *, learned: bool) -> float:
    own = Counter(of_text) if learned else Counter[str]()
    return float(np.mean([vocabulary[word] > own[word] for word in of_text])) if of_text else float("nan")


Count = Callable[[str], Floats]


def _features(tokenizer: TextTokenizer) -> list[tuple[Axis, Count]]:
    marks = "".join(c for c in tokenizer.characters if unicodedata.category(c).startswith("P"))
    features = [_characters("character", tokenizer.characters), _word_length(), _line_length(), _sentence_length()]
    if len(marks) > 1:
        features.append(_characters("punctuation mark", marks))
    return [*features, _distinct_words(), _repeated_runs(), _repeated_lines()]


def _characters(name: str, characters: str) -> tuple[Axis, Count]:
    codes = np.array([ord(c) for c in characters], dtype=np.int64)
    axis = Axis(name, "", np.arange(float(len(codes))), tuple(map(character_name, characters)), ordered=False)

    def count(text: str) -> Floats:
        own = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)
        place = np.minimum(np.searchsorted(codes, own), len(codes) - 1)
        return shares_of(place[codes[place] == own], len(codes))

    return axis, count


def _word_length() -> tuple[Axis, Count]:
    axis = Axis(
        "length of words",
        "letters",
        np.arange(1.0, MOST_LETTERS + 1),
        at="words of {} letters",
        more="words are longer",
        less="words are shorter",
    )
    return axis, lambda text: shares_of(np.array(_lengths(words(text), MOST_LETTERS)) - 1, MOST_LETTERS)


def _line_length() -> tuple[Axis, Count]:
    """Lines that are not empty, six places an octave."""
    places = 2.0 ** (np.arange(int(np.log2(LONGEST_LINE)) * 6 + 1) / 6)
    axis = Axis(
        "length of lines",
        "characters",
        places,
        logarithmic=True,
        at="lines of about {} characters",
        more="lines are longer",
        less="lines are shorter",
    )

    def count(text: str) -> Floats:
        lengths = np.array(_lengths([line for line in text.split("\n")[1:-1] if line], LONGEST_LINE), dtype=np.float64)
        return shares_of(np.round(6 * np.log2(lengths)).astype(np.int64), len(places))

    return axis, count


def _sentence_length() -> tuple[Axis, Count]:
    axis = Axis(
        "length of sentences",
        "words",
        np.arange(1.0, MOST_WORDS + 1),
        at="sentences of {} words",
        more="sentences are longer",
        less="sentences are shorter",
    )

    def count(text: str) -> Floats:
        sentences = [_WORD.findall(sentence) for sentence in _SENTENCE_END.split(text)[1:-1]]
        lengths = _lengths([sentence for sentence in sentences if sentence], MOST_WORDS)
        # single lengths are too rare to overlap
        bells = spread(np.array(lengths, dtype=np.float64), axis.places, 2.0)
        return bells.mean(axis=0) if len(bells) else np.zeros(MOST_WORDS)

    return axis, count


def _lengths(things: Sequence[Sequence[str]] | Sequence[str], most: int) -> list[int]:
    return [min(len(thing), most) for thing in things]


def _share_axis(name: str, unit: str, more: str, less: str) -> Axis:
    return Axis(name, unit, _SHARES, percent=True, more=more, less=less)


def _distinct_words() -> tuple[Axis, Count]:
    axis = _share_axis("different words", "share of words", "words are more varied", "words are less varied")
    return axis, lambda text: _share_new(words(text), 1, new=True, width=0.03)


def _repeated_runs() -> tuple[Axis, Count]:
    axis = _share_axis(
        f"runs of {RUN} words repeated", "share of runs", "takes repeat themselves more", "takes repeat themselves less"
    )
    return axis, lambda text: _share_new(words(text), RUN, new=False, width=0.02)


def _repeated_lines() -> tuple[Axis, Count]:
    axis = _share_axis("lines repeated", "share of lines", "more lines come again", "fewer lines come again")
    return axis, lambda text: _share_new([ln for ln in text.split("\n")[1:-1] if ln.strip()], 1, new=False, width=0.02)


def _share_new(things: Sequence[str], run: int, *, new: bool, width: float) -> Floats:
    """The share of runs of things that stand for the first time (`new`) or have stood before, spread by `width`."""
    runs = list(zip(*(things[i:] for i in range(run)), strict=False))
    share = len(set(runs)) / len(runs) if runs else float("nan")
    return bell(share if new else 1.0 - share, _SHARES, width)
