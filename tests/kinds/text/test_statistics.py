"""Features and excerpts of texts."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from seqgen.kinds.base import Encoded
from seqgen.kinds.distributions import Statistic
from seqgen.kinds.text.evaluation import TextEvaluation
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.piece import Facts, Piece


def text_found(text: str, vocabulary: Counter[str] | None = None, *, learned: bool = False) -> dict[str, Statistic]:
    tokenizer = TextTokenizer.fit([Piece(text)])
    evaluation = TextEvaluation()
    cut = evaluation.cut(tokenizer, "", tokenizer.encode(Piece(text)), len(text), whole=True)
    return {found.axis.name: found for found in evaluation.statistics(tokenizer, cut, vocabulary, learned=learned)}


def peak(statistic: Statistic) -> float:
    return float(statistic.axis.places[statistic.distribution.argmax()])


@pytest.mark.parametrize(
    ("feature", "text", "value"),
    [
        ("length of words", "x three seven eight x", 5.0),
        ("length of lines", "x\n" + "12345678\n" * 3 + "x", 8.0),
        ("length of sentences", "X. One two three. Four five six. X", 3.0),
        ("different words", "x sea sea sea sea x", 0.25),
        ("lines repeated", "x\na\na\na\na\nx", 0.75),
        ("runs of 4 words repeated", "x " + "the sea is wide " * 8 + "x", 1 - 4 / 29),
    ],
)
def test_texts_are_counted_as_one_would_by_hand(feature: str, text: str, value: float) -> None:
    assert peak(text_found(text)[feature]) == pytest.approx(value, abs=0.02)


def test_a_word_of_the_corpus_itself_is_known_only_if_it_stands_elsewhere_too() -> None:
    text = "x sea sky x"
    vocabulary = Counter({"sea": 2, "sky": 1})
    assert peak(text_found(text, vocabulary)["words that the corpus knows"]) == 1.0
    assert peak(text_found(text, vocabulary, learned=True)["words that the corpus knows"]) == 0.5
    assert "words that the corpus knows" not in text_found(text)


def test_a_text_is_cut_into_passages_and_its_rest_dropped() -> None:
    tokenizer, text = TextTokenizer("a"), Encoded(np.arange(10)[:, None], Facts())
    cut = TextEvaluation().cut(tokenizer, "a", text, 4, whole=True)
    assert [part.table[:, 0].tolist() for part in cut] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert [len(part.table) for part in TextEvaluation().cut(tokenizer, "a", text, 40, whole=True)] == [10]
