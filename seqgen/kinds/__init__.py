"""The kinds of sequences that seqgen knows. A new kind is one new folder and one line in `_BUILT_IN`.

Another package adds a kind by an entry point in the group `seqgen.kinds`, whose value is an object of a class derived
from `Kind`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from seqgen.errors import UsageError
from seqgen.kinds.base import Encoded, Tokenizer, Walk
from seqgen.kinds.kind import Kind

__all__ = ["Encoded", "Kind", "Tokenizer", "Walk", "all_kinds", "kind_named", "kind_of_file", "tokenizer_from_json"]

_BUILT_IN = {
    "music": ("seqgen.kinds.music.kind", "MUSIC"),
    "text": ("seqgen.kinds.text.kind", "TEXT"),
    "series": ("seqgen.kinds.series.kind", "SERIES"),
}
_GROUP = "seqgen.kinds"


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Return every kind by its name: the built-in ones, then those of other packages."""
    kinds = {name: kind_named(name) for name in _BUILT_IN}
    for entry in metadata.entry_points(group=_GROUP):
        kinds.setdefault(entry.name, entry.load())
    return kinds


@cache
def kind_named(name: str) -> Kind:
    """Return the kind of this name. Raises `UsageError` where there is none."""
    if name in _BUILT_IN:
        module, attribute = _BUILT_IN[name]
        kind: Kind = getattr(import_module(module), attribute)
        return kind
    if name not in all_kinds():
        raise UsageError("the kind '{name}' is not known; use {known}", name=name, known=", ".join(all_kinds()))
    return all_kinds()[name]


def kind_of_file(path: Path) -> Kind | None:
    """Return the kind that claims a file by what it holds, else the first that reads files of its ending."""
    kinds, suffix = all_kinds().values(), path.suffix.lower()
    claiming = next((kind for kind in kinds if kind.claims(path)), None)
    return claiming or next((kind for kind in kinds if suffix in kind.suffixes and not kind.only_claimed), None)


def tokenizer_from_json(data: Mapping[str, Any]) -> Tokenizer:
    """Return the tokenizer that `to_json` described. Raises `KeyError`, `TypeError` or `ValueError`."""
    try:
        return kind_named(data["kind"]).from_json(data)
    except (OverflowError, UsageError) as error:
        # JSON of other programs may hold Infinity
        raise ValueError(str(error)) from error
