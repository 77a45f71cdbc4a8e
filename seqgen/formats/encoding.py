"""Text from bytes of unknown encoding: UTF-8 where most of it is, else as it is detected.

charset-normalizer (Tahri, "The Real First Universal Charset Detector") is right for passages of a few lines. On a word
or two it is not: `Flöte` in Windows-1252 reads as Arabic to it, `Скрипка` in Windows-1251 as Polish. There, which bytes
stand beside each other decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WESTERN, DOS, CENTRAL, CYRILLIC, SHIFT_JIS, EUC_JP = "cp1252", "cp850", "cp1250", "cp1251", "cp932", "euc_jp"
ENCODINGS = (WESTERN, DOS, CENTRAL, CYRILLIC, SHIFT_JIS, EUC_JP, "koi8_r", "cp1253", "gb18030", "big5", "euc_kr")
"""Encodings that are told apart."""
NAMES = {
    WESTERN: "Windows-1252",
    DOS: "DOS code page 850",
    CENTRAL: "Windows-1250",
    CYRILLIC: "Windows-1251",
    SHIFT_JIS: "Shift-JIS",
    EUC_JP: "EUC-JP",
    "koi8_r": "KOI8-R",
    "cp1253": "Windows-1253",
    "gb18030": "GB18030",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
}
ENOUGH = 24
"""Bytes above 127 from which on charset-normalizer decides."""
SAMPLE_BYTES, BEFORE_BYTES = 1 << 16, 64
REPLACED = "\ufffd"

# two signs of Shift-JIS side by side; a single one may be a quotation mark before a letter
_WIDE = re.compile(rb"(?:[\x81-\x9f][\x40-\x7e\x80-\xfc]){2}")
_NARROW_KANA = re.compile(rb"[\xb1-\xdd][\xb0\xde\xdf]")
_EUC_KANA = re.compile(rb"(?:[\xa4\xa5][\xa1-\xf6]){2}")
_PAIRS = re.compile(rb"(?:[\xa1-\xfe]{2})+")
_LAST_HANGUL = 0xC8
_GREEK = re.compile(rb"[\xe0-\xff][\xdc-\xdf][\xe0-\xff]")
_RUN = re.compile(rb"[\x80-\xff]+")
_LONG_RUN = re.compile(rb"[\x80-\xff]{3}")
# letters of DOS within a word, which are quotation marks and signs in Windows-1252; not its apostrophes and dashes
_DOS_LETTER = re.compile(rb"[A-Za-z][\x80-\x87\x89\x8b\x8d\x8f\x90\x93-\x95\x98\x99\x9b\xa0-\xa5][a-z]")
_WINDOWS_LETTER = re.compile(rb"[A-Za-z][\xc0-\xff][A-Za-z]")
# letters of Windows-1250 that are signs in Windows-1252, beside a letter
_CENTRAL_LETTERS = re.compile(rb"[A-Za-z][\xb3\xb9\xbe\xbf\x9d\x9f]|[\xa3\xa5\xaf\xb3\xb9\xbf][A-Za-z]")

# Czech and Slovak: haceks that both encodings have, haceks that are other letters in the second one, accents that
# stand beside them, and letters of the languages that have those others
_SHARED_HACEKS, _HACEKS = frozenset(b"\x8a\x8e\x9a\x9e"), frozenset(b"\xec\xf8")
_ACCENTS, _NORDIC = frozenset(b"\xe1\xed\xfd\xef\xec"), frozenset(b"\xe5\xe6\xf0")


@dataclass(frozen=True)
class Decoded:
    """Text, its encoding, and the number of places where bytes are not of it and are replaced by U+FFFD."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes) -> Decoded:
    """Decode bytes: as UTF-8 unless more places are wrong than right, else in the encoding that is likeliest."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    decoded = decode_as(data, "utf-8")
    right = re.findall(r"[^\0-\x7f\ufffd]", decoded.text)
    # a pair of Latin letters is unlikely to be valid UTF-8 by chance; one of other characters is not
    sure = all(character <= "\u017f" or "\u2010" <= character <= "\u2044" for character in right)
    if decoded.replaced < len(right) + sure:
        return decoded
    return decode_as(data, detect(data))


def decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode bytes in a known encoding; what is not of it is replaced and counted."""
    text = data.decode(encoding, "replace")
    replaced = text.count(REPLACED)
    if replaced:
        # the character may stand in the text itself
        replaced -= data.decode(encoding, "ignore").count(REPLACED)
    return Decoded(text, encoding, replaced)


def decode_names(names: Sequence[bytes]) -> list[str]:
    """Decode the names in one file, which have one encoding: the more of them, the surer it is."""
    try:
        return [name.decode("utf-8") for name in names]
    except UnicodeDecodeError:
        encoding = decode(b"\n".join(names)).encoding
        return [name.decode(encoding, "replace") for name in names]


def detect(data: bytes) -> str:
    """Return the likeliest of `ENCODINGS` for bytes that are not UTF-8."""
    sample = b"\n".join(_from_first_high(line) for line in data.splitlines() if not line.isascii())[:SAMPLE_BYTES]
    if _DOS_LETTER.search(sample) and not any(sign.search(sample) for sign in (_LONG_RUN, _WINDOWS_LETTER, _WIDE)):
        return DOS
    if sum(map(len, _RUN.findall(sample))) < ENOUGH:
        return _detect_words(sample)
    found = _normalizer(sample, [each for each in ENCODINGS if each != DOS])
    return _western_or_central(sample) if found in (WESTERN, CENTRAL) else found


def _from_first_high(line: bytes) -> bytes:
    """Return a line from shortly before its first byte above 127."""
    first = _RUN.search(line)
    return line[max(0, first.start() - BEFORE_BYTES) :] if first else line


def _detect_words(sample: bytes) -> str:
    if _is(sample, SHIFT_JIS) and _WIDE.search(sample):
        return SHIFT_JIS
    if _is(sample, EUC_JP) and _EUC_KANA.search(sample):
        return EUC_JP
    high = b"".join(_RUN.findall(sample))
    if not _LONG_RUN.search(sample) or not high:
        # accents stand alone or in twos; words in other scripts do not
        return _western_or_central(sample)
    if _is(sample, SHIFT_JIS) and _NARROW_KANA.search(sample) and all(0xA1 <= byte <= 0xDF for byte in high):
        return SHIFT_JIS
    if all(byte >= 0xC0 or byte in b"\xa8\xb8" for byte in high):
        if _GREEK.search(sample):
            return "cp1253"
        # in Windows-1251 capitals come first, in KOI8-R the small letters do
        small_first = len(re.findall(rb"[\xc0-\xdf]{2}", sample)) > len(re.findall(rb"[\xe0-\xff]{2}", sample))
        if min(high) >= 0xC0 or not _only_pairs(sample):
            return "koi8_r" if small_first and re.search(rb"[\xe0-\xff]", sample) else CYRILLIC
    if _only_pairs(sample):
        return "euc_kr" if max(high[0::2]) <= _LAST_HANGUL else "gb18030"
    return _normalizer(sample, ("gb18030", "big5", "euc_kr", "cp1253", CYRILLIC))


def _only_pairs(sample: bytes) -> bool:
    """Return whether all bytes above 127 are pairs, as in the old encodings of Chinese and Korean."""
    return all(_PAIRS.fullmatch(run) for run in _RUN.findall(sample))


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _western_or_central(sample: bytes) -> str:
    own = frozenset(sample)
    czech = own & _HACEKS and (own & _SHARED_HACEKS or (0xF8 in own and own & _ACCENTS and not own & _NORDIC))
    return CENTRAL if czech or _CENTRAL_LETTERS.search(sample) else WESTERN


def _normalizer(sample: bytes, encodings: Sequence[str]) -> str:
    from charset_normalizer import from_bytes  # few files need it

    best = from_bytes(sample, cp_isolation=list(encodings)).best()
    return best.encoding if best is not None and best.encoding in encodings else WESTERN


def is_text_encoding(name: str) -> bool:
    """Return whether Python knows an encoding of text by this name."""
    try:
        b"a".decode(name)
    except UnicodeError:
        # an encoding of two bytes or more a character
        return True
    except (LookupError, ValueError):
        return False
    return True
