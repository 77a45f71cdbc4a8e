"""Provenance: a take's request, seed, model and primer, written into its file so that the take can be made again."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np

from seqgen.arrays import Ints
from seqgen.errors import Sentence, UnreadableFile, UsageError, printable, reason_of
from seqgen.kinds import Kind, all_kinds, kind_named
from seqgen.kinds.base import Start, Tokenizer
from seqgen.kinds.take_mark import KEYS
from seqgen.records import Count, Name, Seed, converted, decoded
from seqgen.sampling.request import MOST_EVENTS, Request

VERSION = 2
MOST_COLUMNS = 8


@dataclass(frozen=True)
class PackedPrimer:
    """The rows of a primer, int32, compressed and in base 64, and its facts, of the class that its kind names."""

    columns: Annotated[int, msgspec.Meta(ge=1, le=MOST_COLUMNS)]
    rows: str
    facts: dict[str, Any]
    remarks: tuple[Name, ...] = ()
    hidden: Count = 0


@dataclass(frozen=True)
class PackedFlat:
    """A humanized piece as it was before, and the strength: for each of its notes int32 (3,) as its kind gives them
    (`Humanizing.played`), compressed and in base 64."""

    strength: float
    before: str


@dataclass(frozen=True)
class Provenance:
    """A take's record of how it was made. `request` is of the kind that writes such files. `rewritten` is where the
    part of the file begins and ends that alone was drawn, and how long what it replaces was (ticks, characters), None
    for whole takes; `humanized` what a file was before it got velocity and timing. `told` is what the network was told
    of the take, asked for or drawn."""

    seqgen: Name
    version: int
    model: Name
    fingerprint: Name
    seed: Seed
    request: dict[str, Any]
    primer: PackedPrimer | None = None
    new_only: bool = False
    rewritten: tuple[Count, Count, Count] | None = None
    told: dict[str, Any] = field(default_factory=dict)
    humanized: PackedFlat | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what a take's file holds, without what there is none of."""
        data = dict(msgspec.to_builtins(self))
        if self.primer is None:
            data.pop("primer", None)
        else:
            for name in ("remarks", "hidden"):
                if not getattr(self.primer, name):
                    data["primer"].pop(name, None)
        for name in ("rewritten", "humanized"):
            if getattr(self, name) is None:
                data.pop(name, None)
        for name in ("new_only", "told"):
            if not getattr(self, name):
                data.pop(name, None)
        return data


def pack_flat(before: Ints, strength: float) -> PackedFlat:
    return PackedFlat(strength, base64.b64encode(zlib.compress(before.astype("<i4").tobytes(), 9)).decode())


def unpack_flat(packed: PackedFlat) -> Ints:
    """Return what `pack_flat` packed, int64 (notes, 3). Raises `ValueError` where it is damaged."""
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(base64.b64decode(packed.before, validate=True), MOST_EVENTS * 12)
    except zlib.error as error:
        raise ValueError("what the notes were before cannot be unpacked") from error
    if not unpacker.eof or len(raw) % 12:
        raise ValueError("what the notes were before cannot be unpacked")
    return np.frombuffer(raw, dtype="<i4").reshape(-1, 3).astype(np.int64)


def pack_primer(primer: Start) -> PackedPrimer:
    rows = np.asarray(primer.rows, dtype="<i4")
    packed = base64.b64encode(zlib.compress(rows.tobytes(), 9)).decode()
    return PackedPrimer(
        rows.shape[1], packed, msgspec.to_builtins(primer.facts), tuple(map(str, primer.remarks)), primer.hidden
    )


def unpack_primer(packed: PackedPrimer, tokenizer: Tokenizer) -> Start:
    """Return the primer that `pack_primer` packed. Raises `ValueError` where it is damaged or does not fit a model of
    this tokenizer."""
    kind, sizes = kind_named(tokenizer.kind), np.array(tokenizer.schema.sizes)
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(base64.b64decode(packed.rows, validate=True), MOST_EVENTS * 4 * MOST_COLUMNS)
    except zlib.error as error:
        raise ValueError("the primer cannot be unpacked") from error
    if not unpacker.eof or packed.columns != len(sizes):
        raise ValueError("the primer does not fit the model")
    rows = np.frombuffer(raw, dtype="<i4").reshape(-1, packed.columns).astype(np.int64)
    if (rows < 0).any() or (rows >= sizes).any():
        raise ValueError("the primer does not fit the model")
    if packed.hidden > len(rows):
        raise ValueError("the primer hides more rows than it has")
    start = Start(rows, converted(packed.facts, kind.facts_class), packed.remarks, packed.hidden)
    if problem := kind.start_problem(start, tokenizer):
        raise ValueError(f"the primer is damaged: {problem}")
    return start


def read_provenance(path: str | Path) -> Provenance:
    """Return the provenance in a take's file. Raises `UnreadableFile`, `UsageError` for another version."""
    path = Path(path)
    if not path.is_file():
        raise UsageError("{file}: there is no such file", file=printable(path))
    writer = next((kind for kind in all_kinds().values() if kind.suffix == path.suffix.lower()), None)
    problems: list[Sentence] = []
    for kind in [writer] if writer is not None else all_kinds().values():
        try:
            texts = kind.provenance(path)
        except UnreadableFile as error:
            problems.append(error.sentence)
            continue
        for text in texts:
            if '"seqgen"' in text and '"request"' in text:
                return _checked(text, kind, path)
    if writer is not None and problems:
        raise UnreadableFile(
            "{file}: does not say how it was made ({problems})", file=printable(path), problems=problems[0]
        )
    raise UnreadableFile("{file}: does not say how it was made; it is not a take of seqgen", file=printable(path))


def _checked(text: str, kind: Kind, path: Path) -> Provenance:
    try:
        data = converted(decoded(text), dict[str, Any])
        if data.get("version") == VERSION and set(data) >= KEYS:
            provenance = converted(data, Provenance)
            Request.from_json(provenance.request, kind.name)
            if provenance.primer is not None:
                converted(provenance.primer.facts, kind.facts_class)
            return provenance
    except (ValueError, UsageError) as error:
        raise UnreadableFile(
            "{file}: says in a damaged way how it was made ({why})", file=printable(path), why=reason_of(error)
        ) from error
    raise UsageError("{file}: was written by another version of seqgen; it is not readable", file=printable(path))
