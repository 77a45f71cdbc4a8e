"""The values of the columns of music (shifts, parts, pitches, durations, velocities, offsets) and their names."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from typing_extensions import Self

from seqgen.arrays import Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import END
from seqgen.kinds.music.casts import Cast
from seqgen.kinds.music.columns import (
    CLASS_NAMES,
    COARSE_LEFT,
    COLUMNS,
    DURATION,
    INSTRUMENT,
    LAGS,
    MORE_LAGS,
    MOST_BAR_STEPS,
    MOST_COUNTED,
    MOST_LEFT,
    OFFSET,
    PHRASE,
    PITCH,
    SHIFT,
    STRETCHES,
    VELOCITY,
    context_fields,
)
from seqgen.kinds.music.density import Density
from seqgen.kinds.music.facts import Example
from seqgen.kinds.music.form import SIGNS, parse_form
from seqgen.kinds.music.key_course import MODES
from seqgen.kinds.music.match_model import RUNGS
from seqgen.kinds.music.options import CONTEXT_PARTS
from seqgen.kinds.music.voice_pairs import VoicePairs
from seqgen.records import Amount, Name, converted
from seqgen.schema import Column, Schema, Table
from seqgen.theory.general_midi import drum_name
from seqgen.theory.grid import GRIDS, MOST_OFFSET, Grid
from seqgen.theory.keys import parse_key, pitch_name
from seqgen.theory.note_names import length_name, offset_name
from seqgen.theory.notes import DRUMS
from seqgen.theory.snaps import SNAPS

MOST_RETURN_LAG = 8
"""Bars over which passages that come back over and over are looked for."""
_MOST_NATS = 100.0
_MOST_STRUCK, _MOST_SOUNDING = 4, 6
"""Bounds for a part of a model that does not tell its corpus' own."""


@dataclass(frozen=True)
class MusicVocabulary:
    """The values of the columns of music, all sorted and from the training part of the corpus.

    `shifts`, `durations`: lengths in steps; `parts`: program * 8 + number, or `DRUMS`; `lowest`, `highest`: the pitched
    range, every key of it a value; `drum_keys`: values after the pitched ones; `velocities`: levels 1 to 127; `metres`:
    (numerator, denominator), the commonest first; `qpm`: the median tempo; `offsets`: deviations of onsets from the
    metric grid in parts of a step (`OFFSETS_PER_STEP`), empty where a corpus was not played to a beat; `context_parts`:
    see `seqgen.kinds.music.context`; `lags`: bars, see `seqgen.kinds.music.bar_lags`; `most_struck`,
    `most_sounding`: see `Density`, empty in older models; `forms`: of pieces, each behind its metre, such as
    `4/4 . . r1 =2`; `roles`: of each part ("" for none), see `seqgen.kinds.music.roles`, empty in older models;
    `apart`, `ordered`: pairs of parts, see `VoicePairs`; `casts`: the commonest; `paces`: of each part, see
    `CastCount`; both empty in older models.

    What pieces are told by: `label_names`, the commonest on each level; `tempo_edges` (quarter notes a minute) and
    `density_edges` (notes a quarter note), between the classes; `examples`, facts of some pieces. `closings`: what the
    degrees on which they end count, see `seqgen.kinds.music.closing`; `most_returns`: see
    `seqgen.kinds.music.recurrence`; `clashes`: for which share of its time each part clashes, see
    `seqgen.kinds.music.clashes`; `strays`: for which share of the time notes lie outside the key, for each of `MODES`,
    see `seqgen.kinds.music.strays`; `snap`: the name in `SNAPS` of the lines that its onsets keep to. All five are
    empty in older models.
    """

    grid_name: str
    shifts: tuple[int, ...]
    parts: tuple[int, ...]
    names: tuple[str, ...]
    lowest: int
    highest: int
    drum_keys: tuple[int, ...]
    durations: tuple[int, ...]
    velocities: tuple[int, ...]
    metres: tuple[tuple[int, int], ...]
    qpm: float
    context_parts: tuple[str, ...] = CONTEXT_PARTS
    most_struck: tuple[int, ...] = ()
    most_sounding: tuple[int, ...] = ()
    forms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    label_names: tuple[tuple[str, ...], ...] = ()
    tempo_edges: tuple[float, ...] = ()
    density_edges: tuple[float, ...] = ()
    examples: tuple[Example, ...] = ()
    closings: tuple[tuple[float, ...], ...] = ()
    most_returns: tuple[int, ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    ordered: tuple[tuple[int, int], ...] = ()
    offsets: tuple[int, ...] = ()
    lags: tuple[int, ...] = LAGS
    casts: tuple[Cast, ...] = ()
    paces: tuple[float, ...] = ()
    clashes: tuple[float, ...] = ()
    strays: tuple[float, ...] = ()
    snap: str = ""

    @property
    def voice_pairs(self) -> VoicePairs:
        """Pairs of the values of the instrument column that keep apart as they do in the corpus."""
        place = {part: value for value, part in enumerate(self.parts)}
        apart, ordered = (tuple((place[a], place[b]) for a, b in pairs) for pairs in (self.apart, self.ordered))
        return VoicePairs(apart, ordered)

    @property
    def density(self) -> Density:
        """Most notes at once, as the corpus has them."""
        if self.most_struck:
            return Density(self.most_struck, self.most_sounding)
        parts = len(self.parts)
        return Density((*[_MOST_STRUCK] * parts, 2 * _MOST_STRUCK), (*[_MOST_SOUNDING] * parts, 2 * _MOST_SOUNDING))

    @property
    def grid(self) -> Grid:
        return GRIDS[self.grid_name]

    @property
    def is_metric(self) -> bool:
        """Return whether time is counted in parts of a beat; it is counted in seconds otherwise."""
        return self.grid.is_metric

    @property
    def is_played(self) -> bool:
        """Return whether the deviations of onsets from the beat are a column of their own."""
        return bool(self.offsets)

    @property
    def grid_words(self) -> str:
        return self.grid_name + (", and the timing in a column of its own" if self.is_played else "")

    @property
    def pitched(self) -> int:
        """Number of pitched values of the pitch column; drum keys follow them."""
        return self.highest - self.lowest + 1

    @cached_property
    def schema(self) -> Schema:
        sizes = [
            len(self.shifts),
            len(self.parts),
            self.pitched + len(self.drum_keys),
            len(self.durations),
            len(self.velocities),
        ]
        if self.is_played:
            sizes.append(len(self.offsets))
        even = (0, 0, self.pitched, 0, 0, 0)
        columns = tuple(map(Column, COLUMNS, sizes, even))
        longest = max(map(self.bar_steps, self.metres)) if self.grid_name == "metric" else 0
        fields = context_fields(
            columns,
            self.context_parts,
            pitched=self.pitched,
            metres=len(self.metres),
            longest_bar=longest,
            labels=[len(names) for names in self.label_names],
            tempos=bool(self.tempo_edges),
            densities=bool(self.density_edges),
            lags=self.lags,
        )
        return Schema(columns, fields)

    def bar_steps(self, metre: tuple[int, int]) -> int:
        """Return the length of a bar in steps of the grid (at the grid's own tempo for `performance`)."""
        return self.grid.bar_steps(metre)

    def midi_keys(self, table: Table) -> Ints:
        keys = np.array([*range(self.lowest, self.highest + 1), *self.drum_keys], dtype=np.int64)
        return keys[np.asarray(table)[:, PITCH]]

    def labels(self, name: str) -> Sequence[Hashable]:
        pitched = range(self.lowest, self.highest + 1)
        every = [*pitched, *(("drum", key) for key in self.drum_keys)]
        known: dict[str, Sequence[Hashable]] = {
            "shift": self.shifts,
            "instrument": self.parts,
            "pitch": every,
            "duration": self.durations,
            "velocity": self.velocities,
            "offset": self.offsets,
            "metre": self.metres,
            "place": range(MOST_BAR_STEPS),
            "count": range(MOST_COUNTED + 1),
            "until": [*self.shifts, "longer", "never"],
            "remaining": self.durations,
            "struck": every,
            "match": range(len(RUNGS) + 1),
            "mode": ["unknown", *MODES],
            "tempo": ["unknown", *CLASS_NAMES],
        }
        known |= {f"label_{level}": ["unknown", *names] for level, names in enumerate(self.label_names, start=1)}
        for name_, labels in (
            ("bar", ["pick-up", *range(1, PHRASE + 1)]),
            ("stretch", ["pick-up", *STRETCHES]),
            ("left", ["unknown", *range(MOST_LEFT + 2), *COARSE_LEFT]),
            ("density", ["unknown", *CLASS_NAMES]),
        ):
            known |= dict.fromkeys((name_, f"{name_}_before"), labels)
        known |= dict.fromkeys(("tonic", "sounding", "held", "ended", "recent"), pitched)
        known |= {"form_now": SIGNS, "form_bar": SIGNS, "form_next": [*SIGNS, "the end"]}
        known |= {"form_shift": ["nothing", *self.shifts], "form_duration": self.durations}
        known |= dict.fromkeys(("form_same", "form_varied"), every)
        if name.startswith("match_"):
            return ["nothing", *self.labels(name.removeprefix("match_"))]
        if name.startswith("lag_"):
            column = name.split("_")[2]
            return ["nothing", *self.labels(column)] if column == "shift" else self.labels(column)
        return known[name][: self._size(name)]

    def describe(self, column: int, value: int) -> str:
        if column == SHIFT and value == len(self.shifts):
            return END
        if column == SHIFT:
            steps = self.shifts[value]
            return f"{length_name(steps, self.grid)} later" if steps else "together"
        if column == INSTRUMENT:
            return self.names[value]
        if column == DURATION:
            return length_name(self.durations[value], self.grid)
        if column == VELOCITY:
            return str(self.velocities[value])
        if column == OFFSET:
            return offset_name(self.offsets[value])
        return (
            pitch_name(self.lowest + value) if value < self.pitched else drum_name(self.drum_keys[value - self.pitched])
        )

    def _size(self, name: str) -> int:
        sizes = {column.name: column.size for column in self.schema.columns}
        return (sizes | {field.name: field.size for field in self.schema.fields})[name]

    def summary(self) -> dict[str, str]:
        return {
            "instruments": ", ".join(self.names),
            "grid": self.grid_words,
            "metres": ", ".join(f"{n}/{d}" for n, d in self.metres),
            "tempo": f"{self.qpm:g} quarter notes a minute",
        }

    def to_json(self) -> dict[str, Any]:
        # `to_builtins` alone leaves out the defaults of records that were read
        return {"kind": "music", **msgspec.to_builtins(asdict(self))}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Raises `KeyError`, `TypeError` or `ValueError` for anything but what `to_json` gives."""

        def rising(name: str, low: int, high: int) -> tuple[int, ...]:
            values = tuple(int(value) for value in data[name])
            if list(values) != sorted(set(values)) or (values and not low <= values[0] <= values[-1] <= high):
                raise ValueError(f"{name} must rise from {low} to {high} at most")
            return values

        grid = GRIDS[data["grid_name"]]
        longest = int(grid.values[-1])
        vocabulary = cls(
            grid_name=grid.name,
            shifts=rising("shifts", 0, longest),
            parts=rising("parts", 0, DRUMS),
            names=tuple(str(name)[:64] for name in data["names"]),
            lowest=int(data["lowest"]),
            highest=int(data["highest"]),
            drum_keys=rising("drum_keys", 0, 127),
            durations=rising("durations", 1, longest),
            velocities=rising("velocities", 1, 127),
            metres=tuple((int(n), int(d)) for n, d in data["metres"]),
            qpm=float(data["qpm"]),
            context_parts=tuple(str(part) for part in data["context_parts"]),
            most_struck=tuple(int(most) for most in data.get("most_struck", ())),
            most_sounding=tuple(int(most) for most in data.get("most_sounding", ())),
            forms=tuple(str(form) for form in data.get("forms", ())),
            roles=tuple(str(role)[:64] for role in data.get("roles", ())),
            label_names=converted(data.get("label_names", ()), tuple[tuple[Name, ...], ...]),
            tempo_edges=converted(data.get("tempo_edges", ()), tuple[Amount, ...]),
            density_edges=converted(data.get("density_edges", ()), tuple[Amount, ...]),
            examples=converted(data.get("examples", ()), tuple[Example, ...]),
            most_returns=tuple(int(most) for most in data.get("most_returns", ())),
            closings=converted(data.get("closings", ()), tuple[tuple[float, ...], ...]),
            apart=converted(data.get("apart", ()), tuple[tuple[int, int], ...]),
            ordered=converted(data.get("ordered", ()), tuple[tuple[int, int], ...]),
            clashes=converted(data.get("clashes", ()), tuple[Amount, ...]),
            strays=converted(data.get("strays", ()), tuple[Amount, ...]),
            lags=tuple(int(lag) for lag in data.get("lags", LAGS)),
            casts=converted(data.get("casts", ()), tuple[Cast, ...]),
            paces=converted(data.get("paces", ()), tuple[Amount, ...]),
            snap=str(data.get("snap", "")),
            offsets=rising("offsets", -MOST_OFFSET, MOST_OFFSET) if data.get("offsets") else (),
        )
        if not _is_sane(vocabulary):
            raise ValueError("the music tokenizer is out of range")
        return vocabulary


def _is_sane(vocabulary: MusicVocabulary) -> bool:
    """Return whether the values of a vocabulary are in range and fit each other."""
    bounds, pitched = (vocabulary.most_struck, vocabulary.most_sounding), {*vocabulary.parts} - {DRUMS}
    return (
        0 <= vocabulary.lowest <= 127
        and vocabulary.lowest - 1 <= vocabulary.highest <= 127
        and all(1 <= n <= 64 and d in (1, 2, 4, 8, 16, 32, 64) for n, d in vocabulary.metres)
        and len(set(vocabulary.metres)) == len(vocabulary.metres)
        and 1.0 <= vocabulary.qpm <= 2000.0
        and len(vocabulary.names) == len(vocabulary.parts)
        and all((vocabulary.shifts, vocabulary.parts, vocabulary.durations, vocabulary.velocities, vocabulary.metres))
        and vocabulary.pitched + len(vocabulary.drum_keys) > 0
        and (vocabulary.is_metric or not vocabulary.is_played)
        and (bounds == ((), ()) or all(len(each) == len(vocabulary.parts) + 1 for each in bounds))
        and all(1 <= most <= 128 * 129 for each in bounds for most in each)
        and vocabulary.lags in (LAGS, MORE_LAGS)
        and len(vocabulary.clashes) in (0, len(vocabulary.parts))
        and len(vocabulary.strays) in (0, len(MODES))
        and all(share <= 1 for share in (*vocabulary.clashes, *vocabulary.strays))
        and vocabulary.snap in ("", *SNAPS)
        and len(vocabulary.roles) in (0, len(vocabulary.parts))
        and len(vocabulary.paces) == (len(vocabulary.parts) if vocabulary.casts else 0)
        and all(a != b and {a, b} <= pitched for a, b in (*vocabulary.apart, *vocabulary.ordered))
        and all(_is_form(form) for form in vocabulary.forms)
        and all(len(edges) in (0, len(CLASS_NAMES) - 1) for edges in (vocabulary.tempo_edges, vocabulary.density_edges))
        and all(len(set(names)) == len(names) > 1 for names in vocabulary.label_names)
        and len(vocabulary.most_returns) in (0, MOST_RETURN_LAG)
        and all(most >= 1 for most in vocabulary.most_returns)
        and [len(nats) for nats in vocabulary.closings] in ([], [12] * 4)
        and all(abs(nat) < _MOST_NATS for nats in vocabulary.closings for nat in nats)
        and all(_is_key(each.key) for example in vocabulary.examples for each in example.told.keys)
        and vocabulary.context_parts == tuple(part for part in CONTEXT_PARTS if part in vocabulary.context_parts)
    )


def _is_key(key: str) -> bool:
    try:
        parse_key(key)
    except UsageError:
        return False
    return True


def _is_form(text: str) -> bool:
    """Return whether a text is a form behind its metre. Raises `ValueError` where it is almost one."""
    metre, _, form = text.partition(" ")
    return re.fullmatch(r"\d{1,2}/\d{1,2}", metre) is not None and len(parse_form(form)) > 0
