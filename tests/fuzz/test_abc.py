"""Mutated and random ABC: its reader ends, raises its own error alone, and gives the same at every reading.

`SEQGEN_FUZZ=100` multiplies the number of files.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from seqgen.errors import UnreadableFile
from seqgen.formats.abc import read_tunes
from tests.support.abc_tunes import tune
from tests.support.mutations import TIMES, with_other_bytes

FILES = 250 * TIMES
PIECES = (
    "X:1\n", "X:2\nT:t\nK:C\n", "K:G\n", "K:C#m treble-8\n", "K:Hp exp _b\n", "M:3/4\n", "M:C|\n", "M:(2+3)/8\n",
    "M:none\n", "L:1/16\n", "L:1/0\n", "Q:1/4=100\n", "Q:0=0\n", "P:(AB)3\n", "P:A\n", "P:B\n", "V:1\n",
    "V:2 octave=-9\n", "[V:3]",
    "[K:", "[M:", "[Q:1/4=9]", "[I:MIDI program 200]", "%%MIDI gchord fzczz9\n", "%%MIDI transpose 99\n",
    "%%MIDI drum dddd 1 2 3\n%%MIDI drumon\n", "%%begintext\n", "%%endtext\n", "%%abc-include x\n", "U:T=!trill!\n",
    "m:~n=n\n", "w:la\n", "|", "||", "|:", ":|", "::", "|1", ":|2", "[1", "[2-9", "[|]", "|]", "\\\n", "\n", "\n\n",
    "(3", "(9:0:9", "(", ")", "{", "}", "[", "]", '"Am"', '"', '"^x"', "!f!", "!", "+", "~", ".", "T", "R", ">", "<<<",
    ">>>>", "-", "&", "(&", "&)", "y9", "Z9", "Z99999", "X", "z/", "C", "^^c''", "_/B,,", "d3/2", "e//", "f0",
    "g99999999", "A/0", "[CEG]2", "[C2E]-", "\\'e", "%", "\0", "\ufeff",
)  # fmt: skip
"""Pieces of the grammar, right and wrong."""


def heard(data: bytes) -> Any:
    """All that a reader says of a file: its tunes as MIDI, titles, repairs and problems, or the refusal."""
    try:
        tunes, problems = read_tunes(data, "x.abc")
    except UnreadableFile as error:
        return str(error)
    for read in tunes:
        assert all(0 <= note.pitch <= 127 and note.duration > 0 for track in read.score.tracks for note in track.notes)
        assert all(len(line) < 400 and line.isprintable() for line in (read.title, *read.repairs))
    assert all(line.isprintable() for line in problems)
    return [(read.score.dumps_midi(), read.title, read.repairs) for read in tunes], problems


def mutated(random: Random) -> bytes:
    """A correct tune with some bytes changed, left out or doubled, and pieces of the grammar put in between."""
    data = tune(1, seed=random.randrange(10_000)).encode()
    return with_other_bytes(data, random, most=12, scraps=[piece.encode() for piece in PIECES])


def grammar(random: Random) -> bytes:
    """Pieces of the grammar in any order."""
    return ("X:1\nK:C\n" + "".join(random.choices(PIECES, k=random.randint(1, 120)))).encode()


def letters(random: Random) -> bytes:
    """Printable letters in any order behind a header."""
    return b"X:1\nT:t\nK:C\n" + bytes(random.choices(range(9, 127), k=random.randint(1, 400)))


@pytest.mark.parametrize("make", [mutated, grammar, letters], ids=lambda make: make.__name__)
def test_any_text_is_read_or_refused_and_always_the_same(make: Any) -> None:
    for seed in range(FILES):
        data = make(Random(seed))
        assert heard(data) == heard(data), f"seed {seed}"


def test_each_tune_alone_sounds_as_in_its_file() -> None:
    for seed in range(FILES // 8):
        random = Random(seed)
        texts = [mutated(random).replace(b"\0", b"") + b"\n\n" for _ in range(3)]
        texts = [b"X:%d\n" % number + text.replace(b"X:", b"x:") for number, text in enumerate(texts, start=1)]
        together = read_or_none(b"".join(texts))
        alone = [scores for text in texts if (scores := read_or_none(text))]
        assert together == [score for scores in alone for score in scores], f"seed {seed}"


def read_or_none(data: bytes) -> list[bytes]:
    """The tunes of a file as MIDI; none if it is refused. Bytes are read one by one, as in Latin-1."""
    try:
        return [read.score.dumps_midi() for read in read_tunes(data.decode("latin-1").encode(), "x.abc")[0]]
    except UnreadableFile:
        return []
