"""Mutated and random text: decoding ends, raises its own error alone, and a wrong byte costs what stands there.

`SEQGEN_FUZZ=100` multiplies the number of texts.
"""

from __future__ import annotations

from random import Random

import pytest

from seqgen.errors import UnreadableFile
from seqgen.formats.encoding import ENCODINGS, decode_names
from seqgen.formats.text_file import decode_bytes, normalise
from tests.support.mutations import TIMES, with_other_bytes

TEXTS = 1000 * TIMES
PASSAGE = (
    "Grüße aus Köln, où l’été est beau; Señor Łódź, Příliš žluťoučký kůň. Мой дядя самых честных правил. "
    "吾輩は猫である。名前はまだ無い。 床前明月光，疑是地上霜。 나 보기가 역겨워 가실 때에는 Σε γνωρίζω\r\n"
)


def some_text(random: Random) -> bytes:
    encoding = random.choice([*ENCODINGS, "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    start = random.randrange(len(PASSAGE))
    text = (PASSAGE * 3)[start : start + random.randrange(1, 300)]
    return text.encode(encoding, "ignore")


@pytest.mark.timeout(60 + 10 * TIMES)
def test_any_bytes_are_decoded_or_refused_the_same_way_twice() -> None:
    random = Random(1)
    for _ in range(TEXTS):
        data = with_other_bytes(some_text(random), random) if random.random() < 0.8 else random.randbytes(100)
        answers = []
        for _ in range(2):
            try:
                answers.append(decode_bytes(data, "x.txt"))
            except UnreadableFile as error:
                answers.append((str(error), ""))

        assert answers[0] == answers[1], data.hex()
        assert answers[0][0] == normalise(answers[0][0]), data.hex()
        assert answers[0][1].isprintable(), data.hex()
        assert len(decode_names([data, b"a"])) == 2


@pytest.mark.timeout(60 + 10 * TIMES)
def test_a_wrong_byte_in_utf_8_costs_the_character_in_which_it_stands() -> None:
    random = Random(2)
    whole = normalise(PASSAGE * 2).encode()
    for _ in range(TEXTS):
        at = random.randrange(len(whole))
        data = whole[:at] + bytes([random.randrange(0x80, 0x100)]) + whole[at + 1 :]

        text, note = decode_bytes(data, "x.txt")

        before = whole[:at].decode(errors="ignore")[:-1]
        after = whole[at + 4 :].decode(errors="ignore")[4:]
        assert text.startswith(before), data.hex()
        assert text.endswith(after), data.hex()
        assert "read as" not in note, data.hex()
