"""Text to tables and back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seqgen.kinds import tokenizer_from_json
from seqgen.kinds.text.tokenizer import TextOptions, TextTokenizer
from seqgen.piece import Facts, Piece
from seqgen.schema import table_dtype

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


# -- round trip --------------------------------------------------------------------------------------------------------


@given(texts)
@example("")
@example("e\u0301\r\n\r\U0001f600\0")
@settings(max_examples=200, deadline=None)
def test_text_comes_back_exactly(text: str) -> None:
    tokenizer = TextTokenizer.fit([Piece(text)])

    encoded = tokenizer.encode(Piece(text))

    assert tokenizer.decode(encoded.table, encoded.facts) == text
    assert encoded.table.shape == (len(text), 1)
    assert encoded.approximated == 0


@given(texts, st.data())
@settings(max_examples=60, deadline=None)
def test_every_table_is_a_text_that_encodes_to_the_same_table(text: str, data: st.DataObject) -> None:
    tokenizer = TextTokenizer.fit([Piece(text)])
    values = st.integers(1, len(tokenizer.characters)) if tokenizer.characters else st.nothing()
    table = np.array(data.draw(st.lists(values, max_size=50) if tokenizer.characters else st.just([])), int)[:, None]

    again = tokenizer.encode(Piece(tokenizer.decode(table))).table

    assert again.tolist() == table.tolist()


def test_an_unknown_character_is_counted_and_shown_as_such() -> None:
    tokenizer = TextTokenizer.fit([Piece("abc")])

    encoded = tokenizer.encode(Piece("aXbYc"))

    assert encoded.approximated == 2
    assert encoded.table[:, 0].tolist() == [1, 0, 2, 0, 3]
    assert tokenizer.decode(encoded.table) == "a\ufffdb\ufffdc"


def test_a_tokenizer_that_knows_nothing_still_encodes() -> None:
    tokenizer = TextTokenizer.fit([Piece("")])

    encoded = tokenizer.encode(Piece("abc"))

    assert encoded.table.tolist() == [[0], [0], [0]]
    assert encoded.approximated == 3


def test_rare_characters_are_left_out_where_that_is_asked_for() -> None:
    piece = Piece("aaaabbbcc" + "d")

    assert TextTokenizer.fit([piece], TextOptions(rare=0)).characters == "abcd"
    assert TextTokenizer.fit([piece], TextOptions(rare=3)).characters == "ab"


def test_where_characters_are_very_many_the_rare_ones_become_the_unknown() -> None:
    many = "".join(chr(0x4E00 + i) for i in range(600))

    tokenizer = TextTokenizer.fit([Piece(many + "人" * 3 + "的" * 9)])

    assert tokenizer.characters == "人的"


def test_the_vocabulary_is_that_of_all_pieces() -> None:
    assert TextTokenizer.fit([Piece("ba"), Piece("zb")]).characters == "abz"


def test_text_has_no_context_and_is_not_transposed() -> None:
    tokenizer = TextTokenizer.fit([Piece("hello")])
    table = tokenizer.encode(Piece("hello")).table

    context = tokenizer.context(table, Facts())
    walk = tokenizer.walk([Facts(), Facts()])
    walk.chose(0, np.array([1, 2]))
    walk.take(np.array([0]))

    assert context.index.shape == (6, 0)
    assert context.sets.shape == (6, 0)
    assert walk.index.shape == (1, 0)
    assert tokenizer.augmentations(table, 6) == (0, 0)
    assert tokenizer.copy_symbols(table).tolist() == table[:, 0].tolist()


def test_tables_of_large_alphabets_get_a_wide_enough_type() -> None:
    small, large = (TextTokenizer("".join(map(chr, range(0x20000, 0x20000 + n)))) for n in (100, 40_000))

    assert table_dtype(small.schema) is np.int16
    assert table_dtype(large.schema) is np.int32


# -- storing -----------------------------------------------------------------------------------------------------------


@given(texts)
@settings(max_examples=60, deadline=None)
def test_a_tokenizer_comes_back_from_json_as_it_was(text: str) -> None:
    tokenizer = TextTokenizer.fit([Piece(text)])

    back = tokenizer_from_json(json.loads(json.dumps(tokenizer.to_json())))

    assert back == tokenizer
    assert len(back.labels("char")) == back.schema.columns[0].size


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "text"},
        {"kind": "text", "characters": None},
        {"kind": "text", "characters": ["a", "b"]},
        {"kind": "text", "characters": "ba"},
        {"kind": "text", "characters": "aab"},
        {"kind": "text", "characters": 7},
        {"kind": "text", "characters": "a\ud800"},
        {"kind": ["text"], "characters": "ab"},
    ],
    ids=str,
)
def test_damaged_json_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        tokenizer_from_json(data)
