"""Features of texts as distributions, by which takes are compared with pieces."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from seqgen.arrays import Floats
from seqgen.kinds.distributions import SHARES, Axis, Statistic, bell, share_axis, shares_of, spread, statistics_of
from seqgen.kinds.text.tokenizer import character_name

MOST_LETTERS = 20
MOST_WORDS = 60
LONGEST_LINE = 4096
RUN = 4
"""Words in a run of which repetitions are counted (seq-rep-4 of Welleck et al. 2020, "Neural text generation with
unlikelihood training")."""
SIGNS = {"space": "\u2423", "line end": "\u21b5", "tab": "\u21e5"}
"""Signs for names of characters."""

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002]+")


def words(text: str) -> list[str]:
    """Return the case-folded words of a text without the first and the last, which may be cut."""
    return [word.casefold() for word in _WORD.findall(text)[1:-1]]


def statistics(
    characters: str, texts: Sequence[str], vocabulary: Counter[str] | None, *, learned: bool
) -> list[Statistic]:
    """Return every feature of every text.

    `characters` are those that the model knows; `vocabulary` has word counts of the corpus, None where they are not
    known; `learned`: whether the texts are part of the corpus, so that a word is known if it occurs elsewhere too.
    """
    statistics = statistics_of(_features(characters), texts)
    if vocabulary is not None:
        known = np.array([_known(words(text), vocabulary, learned=learned) for text in texts])
        axis = share_axis(
            "words that the corpus knows",
            "share of words",
            "fewer words are new",
            "more words are unknown to the corpus",
        )
        statistics.append(Statistic(axis, spread(known, SHARES, 0.02)))
    return statistics


def _known(of_text: Sequence[str], vocabulary: Counter[str], *, learned: bool) -> float:
    own = Counter(of_text) if learned else Counter[str]()
    return float(np.mean([vocabulary[word] > own[word] for word in of_text])) if of_text else float("nan")


Count = Callable[[str], Floats]


def _features(characters: str) -> list[tuple[Axis, Count]]:
    marks = "".join(c for c in characters if unicodedata.category(c).startswith("P"))
    features = [_characters("character", characters), _word_length(), _line_length(), _sentence_length()]
    if len(marks) > 1:
        features.append(_characters("punctuation mark", marks))
    return [*features, _distinct_words(), _repeated_runs(), _repeated_lines()]


def _characters(name: str, characters: str) -> tuple[Axis, Count]:
    codes = np.array([ord(c) for c in characters], dtype=np.int64)
    names = tuple(map(character_name, characters))
    signs = tuple(SIGNS.get(name, name) for name in names)
    axis = Axis(name, "", np.arange(float(len(codes))), names, signs, ordered=False)

    def count(text: str) -> Floats:
        own = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)
        place = np.minimum(np.searchsorted(codes, own), len(codes) - 1)
        return shares_of(place[codes[place] == own], len(codes))

    return axis, count


def _word_length() -> tuple[Axis, Count]:
    sides = "words are longer", "words are shorter"
    axis = Axis("length of words", "letters", np.arange(1.0, MOST_LETTERS + 1), at="words of {} letters", sides=sides)
    return axis, lambda text: shares_of(np.array(_lengths(words(text), MOST_LETTERS)) - 1, MOST_LETTERS)


def _line_length() -> tuple[Axis, Count]:
    """Return the lengths of non-empty lines in six bins an octave."""
    places = 2.0 ** (np.arange(int(np.log2(LONGEST_LINE)) * 6 + 1) / 6)
    sides = "lines are longer", "lines are shorter"
    axis = Axis(
        "length of lines", "characters", places, logarithmic=True, at="lines of about {} characters", sides=sides
    )

    def count(text: str) -> Floats:
        lengths = np.array(_lengths([line for line in text.split("\n")[1:-1] if line], LONGEST_LINE), dtype=np.float64)
        return shares_of(np.round(6 * np.log2(lengths)).astype(np.int64), len(places))

    return axis, count


def _sentence_length() -> tuple[Axis, Count]:
    sides = "sentences are longer", "sentences are shorter"
    axis = Axis("length of sentences", "words", np.arange(1.0, MOST_WORDS + 1), at="sentences of {} words", sides=sides)

    def count(text: str) -> Floats:
        sentences = [_WORD.findall(sentence) for sentence in _SENTENCE_END.split(text)[1:-1]]
        lengths = _lengths([sentence for sentence in sentences if sentence], MOST_WORDS)
        # smoothed, since few sentences have the very same length
        bells = spread(np.array(lengths, dtype=np.float64), axis.places, 2.0)
        return bells.mean(axis=0) if len(bells) else np.zeros(MOST_WORDS)

    return axis, count


def _lengths(things: Sequence[Sequence[str]] | Sequence[str], most: int) -> list[int]:
    return [min(len(thing), most) for thing in things]


def _distinct_words() -> tuple[Axis, Count]:
    axis = share_axis("different words", "share of words", "words are more varied", "words are less varied")
    return axis, lambda text: _share_new(words(text), 1, new=True, width=0.03)


def _repeated_runs() -> tuple[Axis, Count]:
    axis = share_axis(
        f"runs of {RUN} words repeated", "share of runs", "takes repeat themselves more", "takes repeat themselves less"
    )
    return axis, lambda text: _share_new(words(text), RUN, new=False, width=0.02)


def _repeated_lines() -> tuple[Axis, Count]:
    axis = share_axis("lines repeated", "share of lines", "more lines are repeated", "fewer lines are repeated")
    return axis, lambda text: _share_new([ln for ln in text.split("\n")[1:-1] if ln.strip()], 1, new=False, width=0.02)


def _share_new(things: Sequence[str], run: int, *, new: bool, width: float) -> Floats:
    """Return the share of runs that occur for the first time (`new`), or of those that do not, spread by `width`."""
    runs = list(zip(*(things[i:] for i in range(run)), strict=False))
    share = len(set(runs)) / len(runs) if runs else float("nan")
    return bell(share if new else 1.0 - share, SHARES, width)
