"""Features of the characters of a text."""

from __future__ import annotations

import pytest

from seqgen.kinds.text.event_features import event_features


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("ab\ncd\n", "place in the line", [0, 1, 2, 0, 1, 2]),
        ("ab\nc", "end of a line", [0, 0, 1, 0]),
        ("Hi. You", "place in the sentence", [0, 1, 2, 0, 1, 2, 3]),
        ("it is", "place in the word", [1, 2, 0, 1, 2]),
        ('a "b" c', "inside quotes", [0, 0, 1, 1, 0, 0, 0]),
        ("\u201ca\u201d", "inside quotes", [1, 1, 0]),
        ('"a\n\nb', "inside quotes", [1, 1, 1, 0, 0]),
        ("f(g[0])", "inside brackets", [0, 1, 1, 2, 2, 1, 0]),
        ("  a\n b", "indentation", [1, 2, 2, 2, 1, 1]),
        ("aBc", "upper case", [0, 1, 0]),
        ("a b\n", "space", [0, 1, 0, 0]),
    ],
)
def test_features_of_text(text: str, name: str, values: list[float]) -> None:
    assert event_features(text)[name].tolist() == values
