"""The encodings and bytes that are read as text."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.errors import UnreadableFile
from seqgen.formats.text_file import decode_bytes, normalise, read_pieces

plain_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)


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


def test_what_no_encoding_has_is_replaced_and_counted() -> None:
    # 0x81 is nothing in Windows-1252
    text, note = decode_bytes(b"un caf\xe9 \x81 noir", "x.txt")

    assert text == "un café \ufffd noir"
    assert note == "read as Windows-1252, since byte 6 is not UTF-8; 1 place replaced"


def test_one_bad_byte_is_replaced_and_counted() -> None:
    text, note = decode_bytes(SAMPLE.encode() + b"\xff and on", "x.txt")

    assert text == f"{SAMPLE}\ufffd and on"
    assert note == f"1 place that is not UTF-8 (byte {len(SAMPLE.encode())}) replaced"


def test_a_zero_in_a_text_is_replaced_and_counted() -> None:
    text, note = decode_bytes(SAMPLE.encode() + b"\0 and on", "x.txt")

    assert text == f"{SAMPLE}\ufffd and on"
    assert note.startswith("1 place that is not UTF-8")


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, b""])
def test_utf_16_that_ends_in_the_middle_of_a_character_is_read_to_there(mark: bytes) -> None:
    text, note = decode_bytes(mark + SAMPLE.encode("utf-16-le") + b"\x41", "x.txt")

    assert text == f"{SAMPLE}\ufffd"
    assert note.endswith("; 1 place replaced")


def test_old_japanese_is_read_and_told() -> None:
    data = "吾輩は猫である。名前はまだ無い。\n".encode("shift_jis")

    assert decode_bytes(data, "x.txt") == (
        "吾輩は猫である。名前はまだ無い。\n",
        "read as Shift-JIS, since byte 0 is not UTF-8",
    )


def test_an_encoding_that_is_given_holds() -> None:
    data = "Müller øl".encode("cp1252")

    assert decode_bytes(data, "x.txt", encoding="cp1250") == ("Müller řl", "")
    assert decode_bytes(codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"), "x.txt", encoding="utf-16-le")[0] == SAMPLE


def test_text_that_is_not_in_the_encoding_given_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^x\.txt: is not in the encoding shift_jis; give another"):
        decode_bytes(bytes(range(0x80, 0x100)) * 4, "x.txt", encoding="shift_jis")


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
