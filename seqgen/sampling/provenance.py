"""Provenance: a take's request, seed, model and primer, written into its file so that the take can be made again."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from seqgen.errors import UnreadableFile, UsageError, printable
from seqgen.kinds import all_kinds, kind_named
from seqgen.kinds.base import Start, Tokenizer
from seqgen.sampling.request import MOST_EVENTS

VERSION = 2
_KEYS = {"seqgen", "version", "model", "fingerprint", "seed", "request"}


def pack_primer(primer: Start) -> dict[str, Any]:
    rows = np.asarray(primer.rows, dtype="<i4")
    packed = {
        "columns": rows.shape[1],
        "rows": base64.b64encode(zlib.compress(rows.tobytes(), 9)).decode(),
        "facts": msgspec.to_builtins(primer.facts),
    }
    return packed | ({"remarks": list(primer.remarks)} if primer.remarks else {})


def unpack_primer(data: Mapping[str, Any], tokenizer: Tokenizer) -> Start:
    """Return the primer that `pack_primer` packed. Raises `ValueError` or `KeyError`."""
    columns = int(data["columns"])
    raw = zlib.decompressobj().decompress(base64.b64decode(data["rows"]), MOST_EVENTS * 4 * 8)
    rows = np.frombuffer(raw, dtype="<i4").reshape(-1, columns).astype(np.int64)
    sizes = np.array(tokenizer.schema.sizes)
    if columns != len(sizes) or (rows < 0).any() or (rows >= sizes).any():
        raise ValueError("the primer does not fit the model")
    facts = msgspec.convert(data["facts"], kind_named(tokenizer.kind).facts_class)
    return Start(rows, facts, msgspec.convert(data.get("remarks", ()), tuple[str, ...]))


def read_provenance(path: str | Path) -> dict[str, Any]:
    """Return the provenance in a take's file. Raises `UnreadableFile`, `UsageError` for another version."""
    path = Path(path)
    writer = next((kind for kind in all_kinds().values() if kind.suffix == path.suffix.lower()), None)
    for kind in [writer] if writer is not None else all_kinds().values():
        for text in kind.provenance(path):
            try:
                data = json.loads(text)
            except ValueError:
                continue
            if isinstance(data, dict) and "seqgen" in data and "request" in data:
                if data.get("version") != VERSION or not set(data) >= _KEYS:
                    raise UsageError(f"{printable(path)}: was written by another version of seqgen; it is not readable")
                return data
    raise UnreadableFile(f"{printable(path)}: does not say how it was made; it is not a take of seqgen")
