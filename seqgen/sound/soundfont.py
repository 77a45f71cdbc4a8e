"""Read and check SoundFont 2 files: presets, zones, generators, modulators and samples.

The format is Creative/E-mu's *SoundFont Technical Specification 2.04*. A preset is a list of zones that point to
instruments, an instrument a list of zones that point to samples; each may begin with a global zone of defaults. Here
they are flattened: `SoundFont.regions(bank, program)` returns the pairs of instrument zone and preset zone that can
sound, with summed generators. Compressed samples of `.sf3` files (Ogg) are decoded when first used.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Floats32
from seqgen.errors import SeqgenError, UnreadableFile, printable, reason_of
from seqgen.files import read_regular
from seqgen.sound.library_errors import reason_of_library
from seqgen.sound.soundfont_spec import DEFAULT_MODULATORS, DEFAULTS, GENERATORS, INSTRUMENT_ONLY, Gen, Modulator
from seqgen.theory.general_midi import pretty_midi_file

MOST_BYTES = 2 << 30
MOST_REGIONS = 1 << 16  # of one preset: zones times zones of a small file could take gigabytes
MOST_FRAMES = 1 << 26  # of one compressed sample, once decoded
COMPRESSED = 0x10  # bit of a sample's type in .sf3 files
ROM = 0x8000


@dataclass(frozen=True)
class Sample:
    """A sample's place in the file and its tuning.

    `start` and `end` are frames of the sample data (bytes if compressed); the loop counts from the sample's start.
    """

    name: str
    start: int
    end: int
    loop_start: int
    loop_end: int
    rate: int
    root_key: int
    correction_cents: int
    compressed: bool


@dataclass(frozen=True)
class Region:
    """A sample for a range of keys and velocities, with the values of all generators (index: `Gen`)."""

    low_key: int
    high_key: int
    low_velocity: int
    high_velocity: int
    generators: tuple[int, ...]
    modulators: tuple[Modulator, ...]
    sample: Sample

    @cached_property
    def sources(self) -> frozenset[int]:
        """Low bytes of the modulator sources, which are the controllers that change the sound."""
        return frozenset(word & 0xFF for m in self.modulators for word in (m.source, m.amount_source))

    def sounds(self, key: int, velocity: int) -> bool:
        return self.low_key <= key <= self.high_key and self.low_velocity <= velocity <= self.high_velocity


@dataclass
class _Zone:
    """Generators and modulators of one bag. `target` is its instrument or sample, None in a global zone."""

    generators: dict[int, int]
    modulators: dict[tuple[int, int, int, int], Modulator]
    target: int | None

    def span(self, which: Gen) -> tuple[int, int]:
        word = self.generators.get(which, 127 << 8) & 0xFFFF
        return word & 0xFF, word >> 8


_RECORDS = {
    b"phdr": np.dtype([("name", "S20"), ("program", "<u2"), ("bank", "<u2"), ("bag", "<u2"), ("rest", "S12")]),
    b"pbag": np.dtype([("gen", "<u2"), ("mod", "<u2")]),
    b"pmod": np.dtype([("source", "<u2"), ("to", "<u2"), ("amount", "<i2"), ("by", "<u2"), ("transform", "<u2")]),
    b"pgen": np.dtype([("gen", "<u2"), ("amount", "<i2")]),
    b"inst": np.dtype([("name", "S20"), ("bag", "<u2")]),
    b"shdr": np.dtype(
        {
            "names": ["name", "start", "end", "loop_start", "loop_end", "rate", "root", "correction", "link", "type"],
            "formats": ["S20", "<u4", "<u4", "<u4", "<u4", "<u4", "u1", "i1", "<u2", "<u2"],
        }
    ),
}
_RECORDS |= {b"ibag": _RECORDS[b"pbag"], b"imod": _RECORDS[b"pmod"], b"igen": _RECORDS[b"pgen"]}


class SoundFont:
    """A SoundFont in memory: `regions` are what a program plays, `wave` is the sound of a sample.

    It takes as much memory as the file, plus decoded samples. 24-bit fonts are played with 16 bits.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        chunks = _chunks(name, data)
        self._tables = {kind: _table(name, chunks, kind) for kind in _RECORDS}
        self._check_indices()
        self._sound = chunks[b"smpl"]
        self._frames: npt.NDArray[np.int16] = np.frombuffer(self._sound, "<i2", len(self._sound) // 2)
        self._presets = {
            (int(row["bank"]), int(row["program"])): index
            for index, row in reversed(list(enumerate(self._tables[b"phdr"][:-1])))
        }
        if not self._presets:
            raise UnreadableFile("{file}: holds no preset, so it cannot play anything", file=name)
        self._regions: dict[int, tuple[Region, ...]] = {}
        self._instruments: dict[int, tuple[_Zone, list[_Zone]]] = {}

    @classmethod
    def load(cls, path: str | Path) -> SoundFont:
        """Load the SoundFont at `path`. Raises `UnreadableFile` if it is missing, damaged or no SoundFont."""
        try:
            size = Path(path).stat().st_size
        except OSError as error:
            raise UnreadableFile(
                "{file}: cannot be opened: {why}", file=printable(path), why=reason_of(error)
            ) from error
        return cls(printable(Path(path).name), read_regular(path, most_bytes=max(1, min(size, MOST_BYTES))))

    @property
    def presets(self) -> list[tuple[int, int]]:
        return sorted(self._presets)

    def regions(self, bank: int, program: int) -> tuple[Region, ...]:
        """Return the regions of `program` of `bank`. A missing program falls back to bank 0, a missing drum kit to the
        standard kit, and both to the first preset."""
        standard = (128, 0) if bank == 128 else (0, program)
        for wanted in ((bank, program), standard):
            if wanted in self._presets:
                return self._flattened(self._presets[wanted])
        return self._flattened(self._presets[min(self._presets)])

    def wave(self, sample: Sample) -> Floats32:
        """Return the sound of a sample in -1..1. Raises `UnreadableFile` if it cannot be decoded."""
        if not sample.compressed:
            plain: Floats32 = self._frames[sample.start : sample.end] * np.float32(1 / 32768)
            return plain
        import soundfile  # only .sf3 fonts need it

        try:
            with soundfile.SoundFile(io.BytesIO(self._sound[sample.start : sample.end])) as file:
                frames = file.read(MOST_FRAMES, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, RuntimeError, TypeError) as error:
            raise UnreadableFile(
                "{file}: the sample {name} cannot be decoded: {why}",
                file=self.name,
                name=repr(sample.name),
                why=reason_of_library(error),
            ) from error
        mono: Floats32 = frames[:, 0]
        return mono

    def _check_indices(self) -> None:
        t = self._tables
        for owner, column, bags in ((b"phdr", "bag", b"pbag"), (b"inst", "bag", b"ibag")):
            self._check_rising(owner, column, bags)
            side = bags[:1]
            self._check_rising(bags, "gen", side + b"gen")
            self._check_rising(bags, "mod", side + b"mod")
        if len(t[b"shdr"]) < 2:
            raise UnreadableFile("{file}: holds no sample, so it cannot play anything", file=self.name)

    def _check_rising(self, owner: bytes, column: str, into: bytes) -> None:
        indices = self._tables[owner][column].astype(np.int64)
        if np.any(np.diff(indices) < 0) or (len(indices) and indices[-1] > len(self._tables[into])):
            raise UnreadableFile(
                "{file}: is damaged: its table {owner} points outside its table {into}",
                file=self.name,
                owner=owner.decode(),
                into=into.decode(),
            )

    def _flattened(self, preset: int) -> tuple[Region, ...]:
        if preset not in self._regions:
            common, zones = self._zones(b"p", b"phdr", preset)
            tried = (region for zone in zones for region in self._instrument_regions(common, zone))
            regions: list[Region] = []
            for count, region in enumerate(tried):
                if count == MOST_REGIONS:
                    raise UnreadableFile(
                        "{file}: one preset has over {most} zones; it is damaged", file=self.name, most=MOST_REGIONS
                    )
                if region is not None:
                    regions.append(region)
            self._regions[preset] = tuple(regions)
        return self._regions[preset]

    def _zones(self, side: bytes, owners: bytes, owner: int) -> tuple[_Zone, list[_Zone]]:
        """Return the global zone (or an empty one) and the other zones of a preset or instrument."""
        target = Gen.INSTRUMENT if side == b"p" else Gen.SAMPLE
        bags = self._tables[side + b"bag"]
        first, last = (int(self._tables[owners]["bag"][owner + k]) for k in (0, 1))
        zones = [self._zone(side, bag, target) for bag in range(first, min(last, len(bags) - 1))]
        common = zones[0] if zones and zones[0].target is None else _Zone({}, {}, None)
        return common, [zone for zone in zones if zone.target is not None]

    def _zone(self, side: bytes, bag: int, target: Gen) -> _Zone:
        now, after = self._tables[side + b"bag"][bag], self._tables[side + b"bag"][bag + 1]
        rows = self._tables[side + b"gen"][int(now["gen"]) : int(after["gen"])].tolist()
        words = self._tables[side + b"mod"][int(now["mod"]) : int(after["mod"])].tolist()
        modulators = [Modulator(source, to, amount, by, transform) for source, to, amount, by, transform in words]
        generators = {number: amount for number, amount in rows if number < GENERATORS}
        aim = generators.get(target)
        return _Zone(generators, {m.identity: m for m in modulators}, None if aim is None else aim & 0xFFFF)

    def _instrument_regions(self, common: _Zone, zone: _Zone) -> Iterator[Region | None]:
        """Yield `_region` for every zone of the instrument that a preset's zone points to."""
        assert zone.target is not None
        if zone.target >= len(self._tables[b"inst"]) - 1:
            raise UnreadableFile(
                "{file}: is damaged: a preset points to a missing instrument, {target}",
                file=self.name,
                target=str(zone.target),
            )
        preset = _Zone(common.generators | zone.generators, common.modulators | zone.modulators, zone.target)
        if zone.target not in self._instruments:
            self._instruments[zone.target] = self._zones(b"i", b"inst", zone.target)
        defaults, inner_zones = self._instruments[zone.target]
        for inner in inner_zones:
            instrument = _Zone(
                defaults.generators | inner.generators, defaults.modulators | inner.modulators, inner.target
            )
            yield self._region(preset, instrument)

    def _region(self, preset: _Zone, instrument: _Zone) -> Region | None:
        """Add a preset's zone to an instrument's. Returns None if the ranges are disjoint or the sample is silent."""
        keys = [preset.span(Gen.KEY_RANGE), instrument.span(Gen.KEY_RANGE)]
        velocities = [preset.span(Gen.VELOCITY_RANGE), instrument.span(Gen.VELOCITY_RANGE)]
        low_key, high_key = max(k[0] for k in keys), min(k[1] for k in keys)
        low_velocity, high_velocity = max(v[0] for v in velocities), min(v[1] for v in velocities)
        assert instrument.target is not None
        sample = self._sample(instrument.target)
        if low_key > high_key or low_velocity > high_velocity or sample is None:
            return None
        values = [instrument.generators.get(number, DEFAULTS.get(number, 0)) for number in range(GENERATORS)]
        for number, amount in preset.generators.items():
            if number not in INSTRUMENT_ONLY:
                values[number] += amount
        modulators = {m.identity: m for m in DEFAULT_MODULATORS} | instrument.modulators
        for identity, extra in preset.modulators.items():
            base = modulators.get(identity)
            modulators[identity] = replace(extra, amount=extra.amount + base.amount) if base else extra
        return Region(
            low_key,
            high_key,
            low_velocity,
            high_velocity,
            tuple(values),
            tuple(m for m in modulators.values() if m.amount),
            sample,
        )

    def _sample(self, index: int) -> Sample | None:
        """Return the sample of header `index`; None for a ROM sample or an empty one."""
        if index >= len(self._tables[b"shdr"]) - 1:
            raise UnreadableFile(
                "{file}: is damaged: a zone points to a missing sample, {index}", file=self.name, index=str(index)
            )
        name, start, end, loop_start, loop_end, rate, root, correction, _, kind = self._tables[b"shdr"][index].tolist()
        if kind & ROM or end <= start or not 400 <= rate <= 400_000:
            return None
        compressed = bool(kind & COMPRESSED)
        room = len(self._sound) if compressed else len(self._frames)
        if end > room:
            raise UnreadableFile(
                "{file}: is damaged: sample {index} ends at {end}, but the sound ends at {room}",
                file=self.name,
                index=str(index),
                end=end,
                room=room,
            )
        offset = 0 if compressed else start
        title = printable(name.decode("latin-1"))
        root = root if root <= 127 else 60
        return Sample(title, start, end, loop_start - offset, loop_end - offset, rate, root, correction, compressed)


def default_soundfont() -> Path:
    """Return the path of the TimGM6mb font in pretty_midi. Raises `SeqgenError` where it is missing."""
    if path := pretty_midi_file("TimGM6mb.sf2"):
        return path
    raise SeqgenError("the default SoundFont TimGM6mb.sf2 of pretty_midi is missing; name one with --soundfont FILE")


def _chunks(name: str, data: bytes) -> dict[bytes, memoryview]:
    """Return the chunks of the sdta and pdta lists by their four letters. Raises `UnreadableFile` if cut short."""
    if data[:4] != b"RIFF" or data[8:12] != b"sfbk":
        raise UnreadableFile("{file}: is not a SoundFont (it does not begin with RIFF ... sfbk)", file=name)
    found: dict[bytes, memoryview] = {}
    for _, start, end in _walk(name, data, 12, len(data)):
        if data[start : start + 4] in (b"sdta", b"pdta"):
            found |= {kind: memoryview(data)[low:high] for kind, low, high in _walk(name, data, start + 4, end)}
    missing = [kind.decode() for kind in (*_RECORDS, b"smpl") if kind not in found]
    if missing:
        raise UnreadableFile(
            "{file}: is damaged or cut short: its chunk {chunk} is missing", file=name, chunk=missing[0]
        )
    return found


def _walk(name: str, data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield letters, first byte and end of every chunk between `at` and `end`."""
    while at + 8 <= end:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > end:
            raise UnreadableFile(
                "{file}: is cut short: its chunk {chunk} at byte {byte} should have {size} bytes, {left} are left",
                file=name,
                chunk=printable(kind.decode("latin-1")),
                byte=at,
                size=size,
                left=end - at - 8,
            )
        yield kind, at + 8, at + 8 + size
        at += 8 + size
        # chunks of odd size are padded, but not by MuseScore's writer of SF3 files
        at += size & 1 if data[at : at + 4] != b"LIST" else 0


def _table(name: str, chunks: dict[bytes, memoryview], kind: bytes) -> AnyArray:
    record = _RECORDS[kind]
    if len(chunks[kind]) % record.itemsize or not len(chunks[kind]):
        raise UnreadableFile(
            "{file}: is damaged: its table {table} has {count} bytes, not a multiple of {size}",
            file=name,
            table=kind.decode(),
            count=len(chunks[kind]),
            size=str(record.itemsize),
        )
    return np.frombuffer(chunks[kind], record)
