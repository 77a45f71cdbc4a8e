"""Named arrays and JSON texts in a safetensors file, which is not trusted when read.

A file is read whole and never memory-mapped, since a mapped file that another program truncates kills the process. The
size of the header is bounded, spans must cover the data exactly, every float must be finite and a SHA-256 of everything
must match: of 300 single-bit flips in a plain safetensors file, 299 load as other weights.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray
from seqgen.errors import SeqgenError, UnreadableFile, printable
from seqgen.files import read_regular, write_atomic
from seqgen.records import decoded

MOST_BYTES = 8 << 30
MOST_HEADER_BYTES = 1 << 20

_DTYPES: dict[str, npt.DTypeLike] = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "U16": "<u2",
    "U8": "u1",
}

Arrays = dict[str, AnyArray]


def write_container(path: str | os.PathLike[str], arrays: Mapping[str, AnyArray], texts: Mapping[str, str]) -> str:
    """Write arrays and texts to `path`, whole or not at all, and return the SHA-256 of the content. Raises
    `SeqgenError` if a float is not finite or the file cannot be written."""
    data, digest = container_bytes(arrays, texts, name=str(path))
    write_atomic(path, data)
    return digest


def container_bytes(arrays: Mapping[str, AnyArray], texts: Mapping[str, str], *, name: str) -> tuple[bytes, str]:
    """Return the bytes of a container and the SHA-256 of its content. Raises `SeqgenError`, which calls it `name`, if a
    float is not finite."""
    from safetensors.numpy import save

    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    for key, array in contiguous.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise SeqgenError(
                "{file}: {key} holds values that are not finite; nothing was written", file=printable(name), key=key
            )
    plain = save(contiguous, metadata=dict(texts))
    digest = _digest(texts, *_split(plain, name))
    return save(contiguous, metadata={**texts, "sha256": digest}), digest


def read_container(path: str | os.PathLike[str], *, kind: str, version: int) -> tuple[Arrays, dict[str, str]]:
    """Return arrays and texts of a file that `write_container` wrote. Its texts `format` and `version` must be `kind`
    and `version`. Raises `UnreadableFile` with one clear line for anything else."""
    name = printable(path)
    data = read_regular(Path(path), most_bytes=MOST_BYTES)
    # a safetensors header has a brace at byte 8; pickles are zip files or begin with their protocol
    if data[8:9] != b"{" and (data[:2] == b"PK" or data[:1] == b"\x80"):
        raise UnreadableFile(
            "{file}: is a pickle, which can run code when it is opened; seqgen reads safetensors only", file=name
        )
    header, body = _split(data, name)
    texts = header.pop("__metadata__", {})
    if not isinstance(texts, dict) or texts.get("format") != kind:
        raise UnreadableFile("{file}: is not a {kind} file", file=name, kind=kind)
    found = texts.get("version", "")
    if not (isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 6):
        raise UnreadableFile("{file}: does not say its format's version; the file is damaged", file=name)
    if int(found) != version:
        newer = "{file}: was made by a newer seqgen (format {found}, this one reads {version}); update seqgen"
        older = "{file}: was made by an older seqgen (format {found}, this one reads {version}); train again"
        template = newer if int(found) > version else older
        raise UnreadableFile(template, file=name, found=found, version=str(version))
    if not all(isinstance(text, str) for text in texts.values()):
        raise UnreadableFile("{file}: its header is damaged", file=name)
    digest = texts.pop("sha256", "")
    if digest != _digest(texts, header, body):
        raise UnreadableFile("{file}: is damaged (its checksum does not match); use another copy", file=name)
    arrays = {key: _array(name, key, entry, body) for key, entry in header.items()}
    return arrays, {**texts, "sha256": digest}


def _split(data: bytes, name: str) -> tuple[dict[str, Any], memoryview]:
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > MOST_HEADER_BYTES or 8 + length > len(data):
        raise UnreadableFile("{file}: is not a safetensors file, or is cut short", file=name)
    try:
        header = decoded(bytes(data[8 : 8 + length]))
    except ValueError as error:
        raise UnreadableFile("{file}: its header is damaged", file=name) from error
    if not isinstance(header, dict):
        raise UnreadableFile("{file}: its header is damaged", file=name)
    body = memoryview(data)[8 + length :]
    spans = []
    for key, entry in header.items():
        if key == "__metadata__":
            continue
        span = entry.get("data_offsets") if isinstance(entry, dict) else None
        if not (isinstance(span, list) and len(span) == 2 and all(type(x) is int for x in span)):
            raise UnreadableFile("{file}: its header is damaged at {key}", file=name, key=printable(key))
        spans.append(tuple(span))
    at = 0
    for start, stop in sorted(spans):
        if start != at or stop < start:
            raise UnreadableFile("{file}: its arrays overlap or leave gaps; the file is damaged", file=name)
        at = stop
    if at != len(body):
        raise UnreadableFile(
            "{file}: holds {count} bytes of data where its header names {named}; it is cut short",
            file=name,
            count=len(body),
            named=at,
        )
    return header, body


def _array(name: str, key: str, entry: Mapping[str, Any], body: memoryview) -> AnyArray:
    shape, kind = entry.get("shape"), entry.get("dtype")
    start, stop = entry["data_offsets"]
    if (
        not isinstance(kind, str)
        or kind not in _DTYPES
        or not isinstance(shape, list)
        or len(shape) > 4
        or not all(type(n) is int and 0 <= n <= MOST_BYTES for n in shape)
        or math.prod(shape) * np.dtype(_DTYPES[kind]).itemsize != stop - start
        # NumPy refuses an empty array whose other lengths are too large together
        or math.prod(n for n in shape if n) > MOST_BYTES
    ):
        raise UnreadableFile("{file}: {key} does not have the size that its header says", file=name, key=printable(key))
    array = np.frombuffer(body[start:stop], dtype=_DTYPES[kind]).reshape(shape)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise UnreadableFile("{file}: {key} holds values that are not finite", file=name, key=printable(key))
    return array


def _digest(texts: Mapping[str, str], header: Mapping[str, Any], body: memoryview) -> str:
    arrays = {key: entry for key, entry in header.items() if key != "__metadata__"}
    described = json.dumps([dict(texts), arrays], sort_keys=True).encode()
    return hashlib.sha256(described + b"\0" + hashlib.sha256(body).digest()).hexdigest()
