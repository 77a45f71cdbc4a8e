"""The columns of music, and the fields of its context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seqgen.kinds.music.form import ENDS
from seqgen.kinds.music.key_course import MODES
from seqgen.kinds.music.match_model import RUNGS
from seqgen.schema import Column, Field

SHIFT, INSTRUMENT, PITCH, DURATION, VELOCITY, OFFSET = range(6)
COLUMNS = ("shift", "instrument", "pitch", "duration", "velocity", "offset")
"""The last one only where a corpus was played to a beat."""

MOST_BAR_STEPS = 384
MOST_COUNTED = 8
LAGS, MORE_LAGS = (1, 4, 8), (1, 2, 4, 8, 16)
"""In bars; the others where much comes back (`seqgen.kinds.music.bar_lags`)."""
PHRASE = 16
"""Bars whose places are told apart."""
STRETCHES = (0, 16, 32, 48, 64, 128)
"""First bars of the stretches of a piece that are told apart."""
CLASS_NAMES = ("lowest", "low", "medium", "high", "highest")
"""Classes of tempo and density, each with as many pieces or bars of the corpus."""
MOST_LEFT, COARSE_LEFT = 16, (25, 33, 49, 65, 129)
"""Bars that are left are told exactly up to the first, then by the stretches that begin at the others."""


def context_fields(
    columns: Sequence[Column],
    parts: Sequence[str],
    *,
    pitched: int,
    metres: int,
    longest_bar: int,
    labels: Sequence[int],
    tempos: bool,
    densities: bool,
    lags: Sequence[int],
) -> tuple[Field, ...]:
    """Return the fields of some parts of the context, those of the same kind in the order in which they are stored.

    `pitched`: values of the pitch column that are no drum keys; `metres`: how many are known; `longest_bar`: steps of
    the longest bar, 0 on a grid without bars; `labels`: how many names are known on each level; `tempos`, `densities`:
    whether classes of them are known; `lags`: in bars.
    """
    fields = []
    if "bar" in parts and longest_bar:
        fields.append(Field("metre", metres, known_after=0))
        fields.append(Field("place", min(longest_bar, MOST_BAR_STEPS), known_after=1))
    if "sounding" in parts and pitched:
        fields.append(Field("sounding", pitched, known_after=1, kind="set", along="pitch"))
    fields += _conditions(parts, pitched, longest_bar, labels, tempos=tempos, densities=densities)
    if "voices" in parts:
        if pitched:
            fields.append(Field("count", MOST_COUNTED + 1, known_after=0, read=False))
            fields.append(Field("until", columns[SHIFT].size + 2, known_after=0, read=False))
            fields.append(Field("held", pitched, known_after=0, kind="set", read=False, along="pitch"))
            fields.append(Field("ended", pitched, known_after=1, kind="set", read=False, along="pitch"))
            fields.append(Field("remaining", columns[DURATION].size, known_after=1, kind="set", read=False))
        fields.append(Field("struck", columns[PITCH].size, known_after=1, kind="set", read=False, along="pitch"))
    if "recent" in parts and pitched:
        fields.append(Field("recent", pitched, known_after=1, kind="set", read=False, along="pitch"))
    if "lags" in parts and longest_bar:
        fields += lag_fields(columns, lags)
    if "form" in parts and longest_bar:
        fields += form_fields(columns)
    if "match" in parts:
        fields.append(Field("match", len(RUNGS) + 1, known_after=0, read=False))
        for column in columns:
            if column.size > 1:
                along = "pitch" if column.name == "pitch" else ""
                fields.append(Field(f"match_{column.name}", column.size + 1, known_after=0, read=False, along=along))
    return tuple(fields)


def _conditions(
    parts: Sequence[str], pitched: int, longest_bar: int, labels: Sequence[int], *, tempos: bool, densities: bool
) -> list[Field]:
    """Return the fields of a bar's place and of what is told of the piece. Only the heads see them, and they begin
    without an effect: read, or drawn at random at first, they cost 2% of the likelihood of drum grooves."""
    fields, bars = [], bool(longest_bar)
    if "position" in parts and bars:
        for name, size in (("bar", PHRASE + 1), ("stretch", len(STRETCHES) + 1)):
            fields += [replace(field, told=False) for field in _before_and_now(name, size)]
    if "left" in parts and bars:
        fields += _before_and_now("left", MOST_LEFT + len(COARSE_LEFT) + 3)
    if "key" in parts and bars and pitched:
        fields.append(_quiet("mode", len(MODES) + 1, 1))
        fields.append(replace(_quiet("tonic", pitched, 1), kind="set", along="pitch"))
    if "label" in parts:
        fields += [_quiet(f"label_{level}", size + 1, 0) for level, size in enumerate(labels, start=1)]
    if "tempo" in parts and tempos:
        fields.append(_quiet("tempo", len(CLASS_NAMES) + 1, 0))
    if "density" in parts and bars and densities:
        fields += _before_and_now("density", len(CLASS_NAMES) + 1)
    return fields


def _before_and_now(name: str, size: int) -> list[Field]:
    """Return fields of the bar of the onset before a row, and of the row's own bar."""
    return [_quiet(f"{name}_before", size, 0), _quiet(name, size, 1)]


def _quiet(name: str, size: int, known_after: int) -> Field:
    return Field(name, size, known_after, read=False, quiet=True, told=True)


def lag_fields(columns: Sequence[Column], lags: Sequence[int]) -> list[Field]:
    """Return the fields of every lag: the shift that followed, and the pitches and durations that began."""
    shift, pitch, duration = columns[SHIFT], columns[PITCH], columns[DURATION]
    fields = []
    for lag in lags:
        fields.append(Field(f"lag_{lag}_{shift.name}", shift.size + 1, known_after=0, read=False))
        for column, along in ((pitch, pitch.name), (duration, "")):
            name = f"lag_{lag}_{column.name}"
            fields.append(Field(name, column.size, known_after=1, kind="set", read=False, along=along))
    return fields


def form_fields(columns: Sequence[Column]) -> list[Field]:
    """Return the fields of the form: the relation of the bar at the onset before, of the one after it and of the note's
    own bar; the shift, pitches and lengths that stand at this place of the bar to which it relates. As other conditions
    they begin without an effect: drawn at random at first, they cost 1.5% of the likelihood with the form unknown."""
    shift, pitch, duration = columns[SHIFT], columns[PITCH], columns[DURATION]
    return [
        _quiet("form_now", ENDS, 0),
        _quiet("form_next", ENDS + 1, 0),
        _quiet("form_shift", shift.size + 1, 0),
        _quiet("form_bar", ENDS, 1),
        replace(_quiet("form_same", pitch.size, 1), kind="set", along=pitch.name),
        replace(_quiet("form_varied", pitch.size, 1), kind="set", along=pitch.name),
        replace(_quiet("form_duration", duration.size, 1), kind="set"),
    ]
