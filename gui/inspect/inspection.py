"""A piece under a model, as plain data for the Inspect page. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gui.inspect.copies import CopiedPassage
from seqgen.arrays import AnyArray, Bytes, Floats, Floats32, Ints, Ints16
from seqgen.formats.sheet import Sheet
from seqgen.inspection.findings import Findings
from seqgen.library.take import MUCH_COPIED

FULL = 127
"""The largest step of a key in either direction."""


@dataclass(frozen=True)
class Source:
    """The piece to inspect: a file (and the number of the piece in it), or a text where `path` is empty."""

    path: str = ""
    text: str = ""
    piece: int = 0


@dataclass(frozen=True)
class EventsRead:
    """The progress of reading a piece, in events."""

    done: int
    total: int


@dataclass(frozen=True, eq=False)
class Heat:
    """The activity of the units of one layer: `keys` uint8 (events, units), and orders in which units may be shown.

    A key is 2 * |step| + (1 where negative), a step of `FULL` meaning the unit's scale, so that the largest of several
    keys belongs to the strongest of several activities, whatever its sign. `scales`: float32 (units,), 1 but for units
    that exceed it. `two_sided`: whether any activity is negative.
    """

    layer: int
    view: str
    keys: Bytes
    scales: Floats32
    two_sided: bool
    orders: dict[str, Ints] = field(default_factory=dict)

    @property
    def events(self) -> int:
        return int(self.keys.shape[0])

    @property
    def units(self) -> int:
        return int(self.keys.shape[1])

    def value(self, event: int, unit: int) -> float:
        """Return the activity of a unit after an event was read."""
        return float(self.unit(unit)[event])

    def unit(self, unit: int) -> Floats32:
        """Return the activity of a unit at all events."""
        return values_of_keys(self.keys[:, unit], self.scales[unit])


def keys_of_values(values: AnyArray, scales: Floats32 | float = 1.0) -> Bytes:
    """Quantize activities (events, units) to keys; activities beyond the scale become the largest key."""
    steps = np.clip(np.rint(values.astype(np.float32) * (FULL / scales)), -FULL, FULL)
    return np.asarray(np.abs(steps) * 2 + (steps < 0)).astype(np.uint8)


def values_of_keys(keys: Bytes, scales: Floats32 | np.float32 | float = 1.0) -> Floats32:
    """Return the activities that keys stand for."""
    strength = (keys >> 1).astype(np.float32) * (scales / FULL)
    return np.where(keys & 1, -strength, strength).astype(np.float32)


@dataclass(frozen=True)
class Option:
    """One possible value of a column: its name, its probability, and whether it is the actual one."""

    name: str
    probability: float
    actual: bool


@dataclass(frozen=True)
class Expected:
    """The distribution of one column at one event, the likeliest values first, and the bits of the actual value."""

    column: str
    bits: float
    options: tuple[Option, ...]


@dataclass(frozen=True, eq=False)
class Inspection:
    """A piece under a model. The end of the piece is its last event, unless the piece was cut to `events`.

    `bits`: float32 (predicted, columns); `values`: int16 (predicted, columns, likeliest), -1 where there is none;
    `probabilities`: float32, the same shape; `actual`: int16 (predicted, columns); `names`: the names of the values of
    each column. `note_of_event`: for music, the note of `sheet` of each event. `begins`: float64 (events + 1,), the
    beginning of each event, in ticks or characters, and the end of the last one. `total`: events of the whole piece.
    `usual`: bits of an event of pieces held out from the model, 0 where they are not known.
    `copied` and `longest` are None where the model has no index; `copies`: the longest parts that stand in the corpus;
    `shared`: the share of real pieces that stands in others, None where that is not known.
    """

    source: Source
    model: str
    kind: str
    event: str
    title: str
    pieces: tuple[str, ...]
    text: str
    sheet: Sheet | None
    note_of_event: Ints
    begins: Floats
    events: int
    total: int
    approximated: int
    columns: tuple[str, ...]
    bits: Floats32
    values: Ints16
    probabilities: Floats32
    actual: Ints16
    names: tuple[tuple[str, ...], ...]
    usual: float
    copied: float | None
    longest: int | None
    cell: str
    layers: int
    units: int
    views: tuple[str, ...]
    findings: Findings
    copies: tuple[CopiedPassage, ...] = ()
    shared: float | None = None

    @property
    def copies_much(self) -> bool:
        """True if more is copied than real pieces share with each other."""
        return self.copied is not None and self.copied > max(MUCH_COPIED, self.shared or 0.0)

    @property
    def surprise(self) -> Floats32:
        """Return the bits of every predicted event."""
        return np.asarray(self.bits.sum(axis=1))

    @property
    def mean(self) -> float:
        """Return the mean bits of the events, without the end, as the figure of a take is counted."""
        return float(self.surprise[: self.events].mean())

    @property
    def note_surprise(self) -> Floats:
        """Return the bits of every note of the sheet."""
        assert self.sheet is not None
        bits = self.surprise[: self.events].astype(np.float64)
        return np.asarray(np.bincount(self.note_of_event, bits, len(self.sheet.notes)), dtype=np.float64)

    def expected(self, event: int) -> list[Expected]:
        """Return the expectation at an event, column by column; for the end only the first column."""
        found = []
        for column, name in enumerate(self.columns):
            if event == self.events and column > 0:
                break
            actual, bits = int(self.actual[event, column]), float(self.bits[event, column])
            chances = zip(self.values[event, column].tolist(), self.probabilities[event, column].tolist(), strict=True)
            options = [Option(self.names[column][v], p, v == actual) for v, p in chances if v >= 0]
            if not any(option.actual for option in options):
                options.append(Option(self.names[column][actual], 2.0**-bits, True))
            found.append(Expected(name, bits, tuple(options)))
        return found


@dataclass(frozen=True)
class ModelChoice:
    """A model to choose: `kind` is "" where its file cannot be read; `is_starter` where it comes with seqgen."""

    path: str
    name: str
    kind: str
    fingerprint: str
    is_starter: bool = False


@dataclass(frozen=True)
class TakeChoice:
    """A take of the library; `fingerprint` is that of the model that wrote it, "" where the file does not tell it."""

    path: str
    name: str
    kind: str
    fingerprint: str


@dataclass(frozen=True)
class Choices:
    """The models and takes to choose from, the newest first, starters behind all other models."""

    models: tuple[ModelChoice, ...] = ()
    takes: tuple[TakeChoice, ...] = ()

    def model_for(self, kind: str, fingerprint: str, preferred: str) -> str:
        """Return the path of a model for a take.

        The model that wrote something of this kind, else the preferred one if it reads that kind, else the newest that
        does, else the preferred one.
        """
        wrote = [m.path for m in self.models if fingerprint and m.fingerprint == fingerprint]
        fits = [m.path for m in self.models if m.kind == kind]
        return (wrote or [p for p in fits if p == preferred] or fits or [preferred])[0]
