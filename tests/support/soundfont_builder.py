"""Builds small SoundFonts in memory, so that every test says what its font holds."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seqgen.sound.soundfont_spec import Gen, Modulator

RATE = 44100


@dataclass
class Zone:
    """Generators in the file's units, modulators, and what the zone points to (None: a global zone)."""

    target: int | None = 0
    generators: dict[int, int] = field(default_factory=dict)
    modulators: Sequence[Modulator] = ()


@dataclass
class Wave:
    """A sample: its sound in -1..1, or an encoded file in `data`; the loop in frames from its start."""

    sound: np.ndarray
    loop: tuple[int, int] = (0, 0)
    root: int = 69
    correction: int = 0
    rate: int = RATE
    data: bytes = b""


def span(low: int, high: int) -> int:
    """A key or velocity range as a generator's amount."""
    return low | high << 8


def sine(frequency: float = 441.0, seconds: float = 1.0, *, root: int = 69) -> Wave:
    """A sine whose period is a whole number of frames at 44,100 Hz if `frequency` divides it, looped over all of it."""
    frames = round(seconds * RATE)
    sound = 0.5 * np.sin(2 * np.pi * frequency * np.arange(frames) / RATE)
    period = round(RATE / frequency)
    return Wave(sound, (period, frames // period * period), root)


def build(
    waves: Sequence[Wave],
    instruments: Sequence[Sequence[Zone]] = ((Zone(generators={Gen.SAMPLE_MODES: 1}),),),
    presets: dict[tuple[int, int], Sequence[Zone]] | None = None,
) -> bytes:
    """A SoundFont with these samples, instruments (lists of zones) and presets by (bank, program)."""
    sound, headers, compressed = _samples(waves)
    tables = [*_bags(b"i", instruments, Gen.SAMPLE), *_bags(b"p", list((presets or _FIRST).values()), Gen.INSTRUMENT)]
    chunks = dict(tables)
    chunks[b"shdr"] = headers
    chunks[b"inst"] = b"".join(struct.pack("<20sH", b"i%d" % n, first) for n, first in enumerate(_firsts(instruments)))
    rows = [*(presets or _FIRST), (0, 0)]
    chunks[b"phdr"] = b"".join(
        struct.pack("<20sHHH12x", b"p%d" % n, program, bank, first)
        for n, ((bank, program), first) in enumerate(
            zip(rows, _firsts(list((presets or _FIRST).values())), strict=True)
        )
    )
    order = (b"phdr", b"pbag", b"pmod", b"pgen", b"inst", b"ibag", b"imod", b"igen", b"shdr")
    pdta = b"pdta" + b"".join(_chunk(kind, chunks[kind]) for kind in order)
    info = b"INFO" + _chunk(b"ifil", struct.pack("<HH", 3 if compressed else 2, 1))
    body = _chunk(b"LIST", info) + _chunk(b"LIST", b"sdta" + _chunk(b"smpl", sound)) + _chunk(b"LIST", pdta)
    return _chunk(b"RIFF", b"sfbk" + body)


_FIRST: dict[tuple[int, int], Sequence[Zone]] = {(0, 0): (Zone(),)}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)


def _firsts(owners: Sequence[Sequence[Zone]]) -> list[int]:
    return [0, *np.cumsum([len(zones) for zones in owners]).tolist()]


def _bags(side: bytes, owners: Sequence[Sequence[Zone]], target: Gen) -> list[tuple[bytes, bytes]]:
    """The bag, generator and modulator tables of all zones."""
    bags, generators, modulators = [], [], []
    for zone in (zone for zones in owners for zone in zones):
        bags.append(struct.pack("<HH", len(generators), len(modulators)))
        ranges = {g: a for g, a in zone.generators.items() if g in (Gen.KEY_RANGE, Gen.VELOCITY_RANGE)}
        others = {g: a for g, a in zone.generators.items() if g not in ranges}
        aim = {} if zone.target is None else {int(target): zone.target}
        generators += [struct.pack("<Hh", g, (a + 32768) % 65536 - 32768) for g, a in (ranges | others | aim).items()]
        modulators += [
            struct.pack("<HHhHH", m.source, m.destination, m.amount, m.amount_source, m.transform)
            for m in zone.modulators
        ]
    bags.append(struct.pack("<HH", len(generators), len(modulators)))
    return [
        (side + b"bag", b"".join(bags)),
        (side + b"gen", b"".join([*generators, bytes(4)])),
        (side + b"mod", b"".join([*modulators, bytes(10)])),
    ]


def _samples(waves: Sequence[Wave]) -> tuple[bytes, bytes, bool]:
    sound, headers = b"", b""
    for number, wave in enumerate(waves):
        data = wave.data or np.rint(wave.sound * 32767).astype("<i2").tobytes()
        scale, offset = (1, 0) if wave.data else (2, len(sound) // 2)
        start, end = len(sound) // scale, (len(sound) + len(data)) // scale
        low, high = (edge + offset for edge in wave.loop)
        header = (start, end, low, high, wave.rate, wave.root, wave.correction, 0, 0x11 if wave.data else 1)
        headers += struct.pack("<20sIIIIIBbHH", b"s%d" % number, *header)
        sound += data + bytes(0 if wave.data else 92)  # 46 silent frames after each, as the specification asks
    return sound, headers + bytes(46), any(wave.data for wave in waves)
