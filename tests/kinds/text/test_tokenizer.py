"""Text to tables and back, and what bytes are text."""

from __future__ import annotations

import codecs
import json
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seqgen.errors import UnreadableFile
from seqgen.formats.text_file import decode_bytes, normalise, read_pieces
from seqgen.kinds import tokenizer_from_json
from seqgen.kinds.text.tokenizer import TextOptions, TextTokenizer
from seqgen.piece import Facts, Piece
from seqgen.schema import table_dtype

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
plain_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)


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
    walk.keep(np.array([True, False]))

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


# -- which bytes are text ----------------------------------------------------------------------------------------------


@given(plain_texts)
@settings(max_examples=100, deadline=None)
def test_utf_8_is_read_as_it_is_but_for_normal_form(text: str) -> None:
    decoded, note = decode_bytes(text.encode(), "x.txt")

    # a text that begins with the mark itself loses it
    assert decoded == unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    assert note == ""


SAMPLE = "Grüße, naïve façade.\nSecond line: 10 €.\n"


@pytest.mark.parametrize(
    ("mark", "encoding", "note"),
    [
        (codecs.BOM_UTF8, "utf-8", ""),
        (codecs.BOM_UTF16_LE, "utf-16-le", "read as UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "read as UTF-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "read as UTF-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "read as UTF-32"),
        (b"", "utf-8", ""),
        (b"", "utf-16-le", "read as UTF-16-LE"),
        (b"", "utf-16-be", "read as UTF-16-BE"),
        (b"", "cp1252", "read as Windows-1252, since byte 2 is not UTF-8"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_are_recognised_and_told(mark: bytes, encoding: str, note: str, line_end: str) -> None:
    data = mark + SAMPLE.replace("\n", line_end).encode(encoding)

    assert decode_bytes(data, "x.txt") == (SAMPLE, note)


def test_latin_1_is_the_last_resort() -> None:
    # 0x81 is nothing in Windows-1252
    text, note = decode_bytes(b"caf\xe9 \x81", "x.txt")

    assert text == "café \x81"
    assert note == "read as Latin-1, since byte 3 is not UTF-8"


def test_line_ends_and_accents_have_one_form() -> None:
    assert normalise("a\r\nb\rc\n\r\ne\u0301") == "a\nb\nc\n\né"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200),
        b"PK\x03\x04" + bytes(range(32)) * 10,
        b"MThd\0\0\0\6\0\1\0\2\1\xe0MTrk",
        b"text and then \x00\x01\x02\x03 not",
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00",
        codecs.BOM_UTF8 + b"\xff\xfe",
        b"\x01" * 100,
    ],
    ids=["every byte", "png", "zip", "midi", "zeros inside", "half of UTF-16", "not UTF-8", "control characters"],
)
def test_binary_data_is_refused_in_one_clear_line(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode_bytes(data, "x.txt")

    message = str(caught.value)
    assert message.startswith("x.txt: ")
    assert "plain text" in message or "save it as UTF-8" in message
    assert "\n" not in message


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", codecs.BOM_UTF8])
def test_a_file_without_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.txt").write_bytes(data)

    with pytest.raises(UnreadableFile, match=r"^x\.txt: the file holds no text$"):
        read_pieces(tmp_path / "x.txt")


def test_a_file_read_in_another_encoding_says_so(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Müller".encode("latin-1"))

    (piece,) = read_pieces(tmp_path / "old.txt")

    assert piece.content == "Müller"
    assert piece.title == "old"
    assert piece.repairs == ("read as Windows-1252, since byte 1 is not UTF-8",)


def test_colour_codes_of_a_log_are_text() -> None:
    assert decode_bytes(b"\x1b[31mred\x1b[0m and plain\n", "x.log")[0] == "\x1b[31mred\x1b[0m and plain\n"
