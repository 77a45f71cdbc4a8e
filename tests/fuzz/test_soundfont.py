"""Mutated and generated SoundFonts: refused in one line, or played in bounded memory as sound that is finite.

`SEQGEN_FUZZ=10` makes ten times as many.
"""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
import soundfile
import symusic

from seqgen.errors import SeqgenError
from seqgen.sound.render import render
from seqgen.sound.soundfont import SoundFont
from seqgen.sound.soundfont_spec import Gen, Modulator
from tests.support.mutations import TIMES, with_other_bytes
from tests.support.soundfont_builder import RATE, Wave, Zone, build, sine, span

FILES = 60 * TIMES
MOST_BYTES = 64 << 20
"""Memory for a font of some kilobytes and a second of sound."""
AMOUNTS = (-32768, -12000, -1, 0, 1, 60, 127, 1000, 12000, 13500, 32767, span(0, 127), span(127, 0), span(60, 60))
WORDS = (0, 1, 2, 46, 0x7FFF, 0x8000, 0xFFFF)
LONG_WORDS = (0, 1, 1000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
TABLES = {b"phdr": 38, b"pbag": 4, b"pmod": 10, b"pgen": 4, b"inst": 22, b"ibag": 4, b"imod": 10, b"igen": 4}


@cache
def wave() -> Wave:
    return sine(seconds=0.02)


@cache
def compressed() -> bytes:
    """A font whose sample is an Ogg Vorbis file, as in `.sf3` files."""
    file = io.BytesIO()
    soundfile.write(file, wave().sound, RATE, format="OGG", subtype="VORBIS")
    return build([Wave(wave().sound, (0, 100), data=file.getvalue())])


@cache
def plain() -> bytes:
    zones = (Zone(None, {Gen.SAMPLE_MODES: 1}), Zone(0, {Gen.KEY_RANGE: span(0, 72)}), Zone(1, {Gen.RELEASE: 100}))
    modulators = (Modulator(0x0502, Gen.ATTENUATION, 960, 0, 0),)
    return build(
        [wave(), sine(882.0, 0.02)],
        [zones, (Zone(1, modulators=modulators),)],
        {(0, 0): (Zone(), Zone(1)), (128, 0): (Zone(1),)},
    )


def of_other_bytes(random_: random.Random) -> bytes:
    return with_other_bytes(random_.choice([plain(), compressed()]), random_)


def of_odd_generators(random_: random.Random) -> bytes:
    """A font that any program could have written, with amounts at and behind the ends of their ranges."""
    zones = [
        Zone(
            random_.choice([0, 0, 0, 1, None]),
            {int(g): random_.choice(AMOUNTS) for g in random_.sample(list(Gen), random_.randint(0, 12))},
            [
                Modulator(*(random_.choice(WORDS) for _ in range(2)), random_.choice(AMOUNTS), random_.choice(WORDS), 0)
                for _ in range(random_.randint(0, 3))
            ],
        )
        for _ in range(random_.randint(1, 4))
    ]
    edges = (random_.choice((0, 1, 400, 10**6)), random_.choice((0, 1, 2, 800, 2**31)))
    odd = Wave(wave().sound, edges, random_.choice((0, 60, 127, 255)), random_.choice((-128, 0, 127)))
    odd.rate = random_.choice((0, 1, 400, RATE, 2**32 - 1))
    return build([odd, wave()], [zones, zones[:1]], {(0, 0): [Zone(0), *zones[1:]]})


def of_odd_tables(random_: random.Random) -> bytes:
    """A font whose chunks and tables hold odd numbers: sizes, indices, places of samples."""
    data = bytearray(plain())
    for _ in range(random_.randint(1, 4)):
        kind = random_.choice([*TABLES, b"shdr", b"RIFF", b"LIST", b"smpl"])
        at = data.find(kind)
        if at < 0 or random_.random() < 0.3:
            struct.pack_into("<I", data, max(at, 0) + 4, random_.choice(LONG_WORDS))
        elif kind == b"shdr":
            struct.pack_into("<I", data, at + 8 + 20 + 4 * random_.randrange(5), random_.choice(LONG_WORDS))
        elif kind in TABLES:
            row = at + 8 + TABLES[kind] * random_.randrange(2)
            struct.pack_into("<H", data, row + 2 * random_.randrange(TABLES[kind] // 2), random_.choice(WORDS))
    return bytes(data)


def score() -> Any:
    made: Any = symusic.Score(480)
    for drums in (False, True):
        track: Any = symusic.Track("", 0, drums)
        for start, key in ((0, 0), (0, 60), (120, 61), (240, 127)):
            track.notes.append(symusic.Note(start, 200, key, 1 + 42 * (start // 120)))
        made.tracks.append(track)
    return made


def heard(name: str, data: bytes) -> tuple[Any, str, int]:
    """The sound of the score, or the problem; and the most memory that it took."""
    tracemalloc.start()
    try:
        return render(score(), soundfont=SoundFont(name, data), sample_rate=8000, tail_seconds=0.5), "", peak()
    except SeqgenError as error:
        return None, str(error), peak()
    finally:
        tracemalloc.stop()


def peak() -> int:
    return tracemalloc.get_traced_memory()[1]


@pytest.mark.parametrize("make", [of_other_bytes, of_odd_generators, of_odd_tables])
def test_a_strangers_font_is_refused_in_a_line_or_played(make: Callable[[random.Random], bytes]) -> None:
    random_ = random.Random(make.__name__)
    played = refused = 0
    for number in range(FILES):
        data = make(random_)
        sound, problem, most = heard(f"font {number}", data)
        assert most < MOST_BYTES, f"{make.__name__} {number} needed {most:,} bytes"
        if sound is None:
            refused += 1
            assert "\n" not in problem
            assert len(problem) < 300
        else:
            played += 1
            assert np.isfinite(sound).all(), f"{make.__name__} {number}"
            assert len(sound) < 8000 * 4
    assert played
    assert refused or make is of_odd_generators
