"""Words beside figures."""

from __future__ import annotations

import pytest

from gui.verdict_words import beside_pieces, figure_meaning, figure_words, verdict_sentence, verdict_word
from seqgen.network.standing import VERDICTS


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_a_word_and_a_sentence(verdict: str) -> None:
    assert figure_words("bits a note", verdict) == f"bits a note · {verdict_word(verdict)}"
    assert verdict_sentence(verdict).lower().startswith(verdict_word(verdict))


def test_a_figure_is_explained_by_what_counting_needs_where_that_is_known() -> None:
    assert "needs 2.10 times as many" in figure_meaning(1.9, 2.1, VERDICTS[0])
    assert "ounting" not in figure_meaning(1.9, 0.0, "")


@pytest.mark.parametrize(
    ("bits", "usual", "words"),
    [(2.0, 2.0, "about as"), (4.0, 2.0, "stranger than"), (1.0, 2.0, "plainer than"), (1.0, 0.0, ""), (0.0, 2.0, "")],
)
def test_a_take_stands_beside_real_pieces(bits: float, usual: float, words: str) -> None:
    assert beside_pieces(bits, usual) == (f"{words} real pieces (2.00)" if words else "")
