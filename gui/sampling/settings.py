"""Settings of the sampling panel and facts about models, as plain data. Without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from seqgen.kinds import kind_named
from seqgen.sampling.config import TOP_P, SamplingConfig
from seqgen.sampling.request import Request, rules_from
from seqgen.theory.keys import pitch_name

RANGES: dict[str, tuple[float, float]] = {
    "temperature": (0.0, 2.0),
    "top_p": (0.05, 1.0),
    "top_k": (0, 200),
    "min_p": (0.0, 0.5),
    "low": (0, 127),
    "high": (0, 127),
    "polyphony": (0, 32),
    "bars": (1, 256),
    "seconds": (2.0, 600.0),
    "tempo": (0.0, 300.0),
    "max_copy": (0, 64),
    "events": (20, 20_000),
    "primer_bars": (0, 64),
    "seed": (0, 2**31 - 1),
    "takes": (1, 256),
}
"""Allowed range of every number. 0 means no limit for top_k, polyphony and max_copy, the model's own tempo for tempo,
and all bars for primer_bars."""


@dataclass(frozen=True)
class ModelAbout:
    """Facts about a model.

    Attributes:
        grid: `metric` or `performance`, empty for text.
        bits: best held-out bits per event.
        tempo: default tempo in quarter notes per minute.
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
    low: int = 0
    high: int = 127
    tempo: float = 120.0
    has_index: bool = False
    event: str = "note"
    parameters: int = 0
    network: str = ""
    bits: float = 0.0


@dataclass(frozen=True)
class SamplingSettings:
    """All settings of the panel. Settings that do not apply to a model are kept but left out of requests."""

    temperature: float = 1.0
    temperatures: Mapping[str, float] = field(default_factory=dict)
    top_p: float = TOP_P
    top_k: int = 0
    min_p: float = 0.0
    key: str = ""
    metre: str = ""
    grid: str = ""
    low: int = 0
    high: int = 127
    polyphony: int = 0
    instruments: tuple[str, ...] = ()
    bars: int = 16
    seconds: float = 30.0
    tempo: float = 0.0
    max_copy: int = 0
    events: int = 400
    allowed: str = ""
    stop: str = ""
    primer_bars: int = 0
    seed: int = 1
    seed_locked: bool = False
    takes: int = 8

    def request(self, about: ModelAbout, *, bars: int | None = None, events: int = 0) -> Request:
        """Return the request to a model with the settings that apply to it. `bars` or `events` replace the length."""
        columns = {name: value for name, value in self.temperatures.items() if name in about.columns}
        config = SamplingConfig(self.temperature, columns, self.top_k, self.top_p, self.min_p)
        low, high = max(self.low, about.low), min(self.high, about.high)
        # a range chosen for another model may have nothing in common with this one's
        narrowed = (low, high) != (about.low, about.high) and low <= high
        in_seconds = about.grid == "performance" and bars is None
        asked = {
            "bars": 0 if in_seconds else bars or self.bars,
            "seconds": self.seconds if in_seconds else 0.0,
            "primer_bars": self.primer_bars,
            "key": self.key,
            "ranges": f"{pitch_name(low)}-{pitch_name(high)}" if narrowed else "",
            "grid": self.grid if about.grid == "metric" else "",
            "polyphony": self.polyphony,
            "instruments": ",".join(name for name in self.instruments if name in about.instruments),
            "tempo": self.tempo,
            "metre": self.metre if self.metre in about.metres else "",
            "allowed": self.allowed,
            "stop": tuple(stop for stop in (self.stop.replace("\\n", "\n"),) if stop),
        }
        known = {each.name for each in fields(kind_named(about.kind).rules)}
        rules = rules_from(about.kind, {name: value for name, value in asked.items() if name in known})
        # a length in bars or seconds stands instead of one in events
        return Request(0 if "bars" in known else events or self.events, config, rules)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "temperatures": dict(self.temperatures), "instruments": list(self.instruments)}

    @staticmethod
    def from_json(data: Any) -> SamplingSettings:
        """Read settings from JSON. Unknown names are ignored, invalid values become the default, numbers are clipped to
        their range."""
        data = data if isinstance(data, dict) else {}
        values: dict[str, Any] = {}
        for each in fields(SamplingSettings):
            if each.name in data:
                value = _sound(each.name, str(each.type), data[each.name])
                if value is not None:
                    values[each.name] = value
        if values.get("low", 0) > values.get("high", 127):
            values["low"], values["high"] = values["high"], values["low"]
        return SamplingSettings(**values)


def _sound(name: str, kind: str, value: Any) -> Any:
    """Return a value of the field's type, None if it is of another."""
    if kind in ("int", "float"):
        if not is_number(value):
            return None
        low, high = RANGES[name]
        return (int if kind == "int" else float)(min(max(value, low), high))
    if kind == "str":
        return value if isinstance(value, str) else None
    if kind == "bool":
        return value if isinstance(value, bool) else None
    if name == "instruments":
        return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else None
    if isinstance(value, dict):
        low, high = RANGES["temperature"]
        return {str(key): float(min(max(each, low), high)) for key, each in value.items() if is_number(each)}
    return None


def is_number(value: Any) -> bool:
    """Return True for numbers other than NaN."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
