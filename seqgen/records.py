"""Records from JSON: dataclasses whose annotations say which values they can hold.

Everything that is read as JSON, whoever wrote it, comes through here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from dataclasses import fields
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec

from seqgen.errors import Sentence

T = TypeVar("T")

Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Seed = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
Amount = Annotated[float, msgspec.Meta(ge=0.0, le=1e15)]
Real = Annotated[float, msgspec.Meta(ge=-1e15, le=1e15)]
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Name = Annotated[str, msgspec.Meta(max_length=1 << 16)]


def decoded(text: str | bytes) -> Any:
    """Return what a text of JSON says. Raises `ValueError` where it is none, holds a number that is not finite, or is
    nested too deeply."""
    try:
        # not msgspec's decoder, which refuses names of files whose bytes are no UTF-8
        return json.loads(text, parse_constant=_refused, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is too large")
    return number


def converted(data: Any, kind: type[T]) -> T:
    """Return `data`, as JSON gives it, as the type `kind`; entries that it does not have are left out. Raises
    `ValueError` for missing or mistyped entries, and for values out of range."""
    try:
        return msgspec.convert(data, kind, dec_hook=_decoded_hook)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


def _decoded_hook(kind: type[Any], data: Any) -> Any:
    if kind is Sentence:
        return Sentence.from_json(data)
    raise TypeError(f"{kind.__name__} cannot be read")


def from_json(kind: type[T], data: Any, *, later: Collection[str] = ()) -> T:
    """Return the dataclass whose JSON is `data`. Raises `ValueError` as `converted` does, and for entries that are
    unknown or missing; those in `later` have a default, and files made before they were added lack them."""
    record = converted(data, kind)
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # of a dataclass
    if not names - set(later) <= set(data) <= names:
        raise ValueError(f"{kind.__name__} must have exactly {', '.join(sorted(names))}")
    return record
