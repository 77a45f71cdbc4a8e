"""Dataclasses from JSON."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def from_json(kind: type[T], data: Any) -> T:
    """Return the dataclass whose JSON is `data`. Raises `ValueError` for missing, unknown or mistyped entries."""
    try:
        record = msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # of a dataclass
    if set(data) != names:
        raise ValueError(f"{kind.__name__} must have exactly {', '.join(sorted(names))}")
    return record
