"""Settings of the sampling panel and facts about models, as plain data. Without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeGuard, get_type_hints

import msgspec

from seqgen.errors import UsageError
from seqgen.kinds import Kind, all_kinds, kind_named
from seqgen.kinds.base import Rules
from seqgen.kinds.evaluation import Shape
from seqgen.sampling import config
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.request import MOST_EVENTS, Request

RANGES: dict[str, tuple[int, int]] = {
    "max_copy": (0, 64),
    "seed": (0, 2**31 - 1),
    "takes": (1, 256),
    "best_of": (1, 1000),
}
"""Allowed range of the numbers of the panel itself. 0 means no limit for max_copy."""


@dataclass(frozen=True)
class ModelAbout:
    """Facts about a model.

    Attributes:
        grid: `metric` or `performance`, empty for text.
        labels: names of the corpus' folders that the network is told of; `densities`: the classes of notes in a bar.
        bits: best held-out bits per event.
        tempo: default tempo in quarter notes per minute.
        verdict: of its standing beside counting (`seqgen.network.standing`), empty where that was not measured.
        shared: share of real pieces that stands in others, None where it is not known.
        times: how many times as many bits counting needs, 0 where that was not measured.
        usual: how to draw, as measured for the model; None where it was not.
        snap: the lines of `SNAPS` that the notes of its corpus keep to, empty where that is not known.
        is_played: whether it knows the timing of played notes, so that it can humanize.
        is_told: whether the network is told anything of a piece, so that a strength of it counts.
    """

    path: str
    name: str
    corpus: str = ""
    fingerprint: str = ""
    kind: str = ""
    grid: str = ""
    columns: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    metres: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    densities: tuple[str, ...] = ()
    low: int = 0
    high: int = 127
    tempo: float = 120.0
    has_index: bool = False
    event: str = "note"
    parameters: int = 0
    network: str = ""
    bits: float = 0.0
    verdict: str = ""
    times: float = 0.0
    shared: float | None = None
    usual: SamplingConfig | None = None
    is_told: bool = False
    is_played: bool = False
    snap: str = ""


@dataclass(frozen=True)
class SamplingSettings:
    """All settings of the panel. `shapes`: length and rules of takes of each kind, by its name; a request holds those
    of the model's kind, the others are kept. `as_measured`: `sampling` is what is usual for the model, and follows
    the model."""

    sampling: SamplingConfig = field(default_factory=SamplingConfig)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    max_copy: int = 0
    seed: int = 1
    seed_locked: bool = False
    takes: int = 8
    new_only: bool = False
    best_of: int = 1
    as_measured: bool = True

    def request(self, kind: str) -> Request:
        """Return the request to a model of a kind; `applicable` leaves out what the model cannot be asked."""
        shape = self.shapes.get(kind) or Shape(0, kind_named(kind).rules())
        return Request(shape.events, self.sampling, shape.rules)

    def with_shape(self, kind: str, shape: Shape) -> SamplingSettings:
        return replace(self, shapes={**self.shapes, kind: shape})

    def told(self, kind: str) -> dict[str, Any]:
        """Return the settings of a take of a kind by name, for its tool tip."""
        data = self.to_json()
        shape = data.pop("shapes").get(kind, {"rules": {}})
        return {**data.pop("sampling"), **shape.pop("rules"), **shape, **data}

    def to_json(self) -> dict[str, Any]:
        return dict(msgspec.json.decode(msgspec.json.encode(self)))

    @staticmethod
    def from_json(data: Any) -> SamplingSettings:
        """Read settings from JSON. Unknown names are ignored, invalid values become the default, numbers are clipped to
        their range."""
        data = data if isinstance(data, dict) else {}
        if not {"sampling", "shapes"} & set(data):
            data = _nested(data)
        numbers = _clipped(SamplingSettings, data, RANGES)
        sampling, shapes = _dict(data.get("sampling")), _dict(data.get("shapes"))
        temperatures = _dict(sampling.get("per_column"))
        low, high = config.RANGES["temperature"]
        per_column = {
            name: min(max(each, low), high)
            for name, each in temperatures.items()
            if is_number(each) and name.isprintable()
        }
        drawn = SamplingConfig(**_clipped(SamplingConfig, sampling, config.RANGES) | {"per_column": per_column})
        # an earlier version did not measure, so that what was not changed is what it began with
        numbers.setdefault("as_measured", drawn == SamplingConfig())
        found = {name: _shape(kind, _dict(shapes[name])) for name, kind in all_kinds().items() if name in shapes}
        return SamplingSettings(**numbers | {"sampling": drawn, "shapes": found})


def _nested(data: dict[str, Any]) -> dict[str, Any]:
    """Return settings that an earlier version wrote, where those of all kinds stand side by side."""
    sampling = {**data, "per_column": data.get("temperatures")}
    rules = {name: kind.rules_of_earlier(data) for name, kind in all_kinds().items()}
    named = [
        name for name, kind in all_kinds().items() if set(rules[name]) & {each.name for each in fields(kind.rules)}
    ]
    shapes = {name: {"events": data.get("events"), "rules": rules[name]} for name in named}
    return {**data, "sampling": sampling, "shapes": shapes}


def _shape(kind: Kind, data: dict[str, Any]) -> Shape:
    events, rules = data.get("events"), _dict(data.get("rules"))
    typed = _typed(kind.rules, rules)
    known = {name: value for name, value in typed.items() if _allowed(kind.rules, name, typed)}
    return Shape(int(min(max(events, 0), MOST_EVENTS)) if is_number(events) else 0, kind.rules(**known))


def _allowed(rules: type[Rules], name: str, known: Mapping[str, Any]) -> bool:
    """Return whether a rule holds alone, or beside one of the others, such as a loop beside its length."""
    return any(_hold(rules, {other: known[other], name: known[name]}) for other in (name, *known))


def _hold(rules: type[Rules], values: Mapping[str, Any]) -> bool:
    try:
        rules(**values).check(0)
    except (UsageError, OverflowError):
        return False
    return True


def _clipped(record: type[Any], data: dict[str, Any], ranges: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    """Return the values of a dataclass that are of its types, numbers within `ranges`."""
    found = dict(data)
    for name, (low, high) in ranges.items():
        value = found.pop(name, None)
        if is_number(value):
            found[name] = min(max(value, low), high)
    return _typed(record, found)


def _typed(record: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a dataclass that are of its types."""
    kinds, found = get_type_hints(record), {}
    for each in fields(record):
        try:
            if each.name in data:
                found[each.name] = msgspec.convert(data[each.name], kinds[each.name])
        except (msgspec.ValidationError, UnicodeError):
            # half a character is no text either
            continue
    return found


def _dict(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def is_number(value: Any) -> TypeGuard[float]:
    """Return True for numbers other than NaN."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
