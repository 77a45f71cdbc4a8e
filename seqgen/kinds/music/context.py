"""What is certain about a note before it is chosen.

| part | field | certain after | what |
|---|---|---|---|
| bar | metre | the row before | which metre holds |
| | place | shift | where in its bar the note falls |
| sounding | sounding | shift | pitches that sound when the note begins |
| voices | count, until | the row before | how many pitches are held, and how long until the first of them ends |
| | held | the row before | pitches that sound at the onset before |
| | ended, struck | shift | pitches that fell silent since the onset before, and those begun together with the note |
| | remaining | shift | for how long the sounding pitches will go on |
| recent | recent | shift | pitches that began within the last eight quarters (4 s where there is no beat) |
| lags | lag_* | the row before, shift | what stood one, four and eight bars earlier |
| match | match, match_* | the row before | what followed the last time that the latest rows stood in the piece |

BarLags are told where much comes back (`seqgen.kinds.music.bar_lags`), the rest always, unless it was chosen otherwise.

Two ways to the same facts, held equal by a property test: a whole table at once for training, and row by row for
sampling. Only metre, place and sounding are read by the recurrent layers, which see the rows themselves; the heads
see everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Bools, Ints
from seqgen.kinds.music.bar_lags import BarLags, lag_context, lag_fields
from seqgen.kinds.music.match_model import RUNGS, MatchPointer, match_pointers
from seqgen.piece import Facts
from seqgen.schema import Column, ContextTable, Field, Schema
from seqgen.theory.bars import Bars

if TYPE_CHECKING:
    from seqgen.kinds.music.tokenizer import MusicTokenizer


MOST_BAR_STEPS = 384
MOST_COUNTED = 8
RECENT_QUARTERS = 8
_NEVER = np.iinfo(np.int64).max
LONG_AGO = -(1 << 40)
_BLOCK = 1 << 13


def context_fields(tokenizer: MusicTokenizer, columns: Sequence[Column]) -> tuple[Field, ...]:
    """The fields of a tokenizer's parts, those of the same kind in the order in which they are stored."""
    parts, pitched = tokenizer.context_parts, tokenizer.pitched
    fields = []
    if "bar" in parts and tokenizer.grid_name == "metric":
        longest = max(tokenizer.bar_steps(metre) for metre in tokenizer.metres)
        fields.append(Field("metre", len(tokenizer.metres), known_after=0))
        fields.append(Field("place", min(longest, MOST_BAR_STEPS), known_after=1))
    if "sounding" in parts and pitched:
        fields.append(Field("sounding", pitched, known_after=1, kind="set", along="pitch"))
    if "voices" in parts:
        if pitched:
            fields.append(Field("count", MOST_COUNTED + 1, known_after=0, read=False))
            fields.append(Field("until", len(tokenizer.shifts) + 2, known_after=0, read=False))
            fields.append(Field("held", pitched, known_after=0, kind="set", read=False, along="pitch"))
            fields.append(Field("ended", pitched, known_after=1, kind="set", read=False, along="pitch"))
            fields.append(Field("remaining", len(tokenizer.durations), known_after=1, kind="set", read=False))
        fields.append(Field("struck", columns[2].size, known_after=1, kind="set", read=False, along="pitch"))
    if "recent" in parts and pitched:
        fields.append(Field("recent", pitched, known_after=1, kind="set", read=False, along="pitch"))
    if "lags" in parts and tokenizer.grid_name == "metric":
        fields += lag_fields(columns)
    if "match" in parts:
        fields.append(Field("match", len(RUNGS) + 1, known_after=0, read=False))
        for column in columns:
            if column.size > 1:
                along = "pitch" if column.name == "pitch" else ""
                fields.append(Field(f"match_{column.name}", column.size + 1, known_after=0, read=False, along=along))
    return tuple(fields)


def recent_steps(tokenizer: MusicTokenizer) -> int:
    """For how many steps a pitch counts as recent."""
    return RECENT_QUARTERS * tokenizer.grid.steps_per_quarter


def match_symbols(tokenizer: MusicTokenizer, table: Ints) -> Ints:
    """One number a row, int64 (rows,): rows with the same number count as the same when match_pointers are looked for.

    Lengths and loudness vary where a phrase comes back, and so do shifts where nobody keeps to a beat.
    """
    symbols = table[:, 1] * (tokenizer.pitched + len(tokenizer.drum_keys)) + table[:, 2]
    return symbols if tokenizer.grid_name == "performance" else symbols * len(tokenizer.shifts) + table[:, 0]


def context_of_rows(tokenizer: MusicTokenizer, table: Ints, facts: Facts) -> ContextTable:
    """The context of a whole table int (rows, 5): see `seqgen.schema.ContextTable`."""
    rows, schema, parts = len(table), tokenizer.schema, tokenizer.context_parts
    onset = np.cumsum(np.array(tokenizer.shifts)[table[:, 0]])
    index: dict[str, AnyArray] = {}
    if any(field.name == "place" for field in schema.index_fields):
        bars = Bars(tokenizer.grid, tokenizer.metres, facts.metres, schema.field("place").size)
        metre, place = bars.at(np.append(onset, 0))
        # a metre is known before the row, so it is the one at the onset before
        index["metre"], index["place"] = np.roll(metre, 1), place
        index["place"][-1] = 0
    if "match" in parts:
        rung, source = match_pointers(match_symbols(tokenizer, table))
        index["match"] = rung
        for i in (i for i, column in enumerate(schema.columns) if column.size > 1):
            followed = table[source, i] + 1 if rows else np.zeros(1, np.int64)
            index[f"match_{schema.columns[i].name}"] = np.where(source < 0, 0, followed)
    sets = np.zeros((rows + 1, schema.set_width), bool)
    if _has_sounding(schema):
        index |= _Sounding(tokenizer, table, onset).fill(sets)
    if _has_lags(schema):
        bar = Bars(tokenizer.grid, tokenizer.metres, facts.metres, 1).length_at(np.append(0, onset))
        index |= lag_context(tokenizer, table, onset, bar, sets)
    stacked = np.zeros((rows + 1, len(schema.index_fields)), np.int32)
    for i, field in enumerate(schema.index_fields):
        stacked[:, i] = index[field.name]
    return ContextTable(stacked, sets)


def _has_lags(schema: Schema) -> bool:
    return any(field.name.startswith("lag_") for field in schema.fields)


def _has_sounding(schema: Schema) -> bool:
    return any(not field.name.startswith("lag_") for field in schema.set_fields)


class _Sounding:
    """What of a whole table's context follows from when its pitches end."""

    def __init__(self, tokenizer: MusicTokenizer, table: Ints, onset: Ints) -> None:
        self.pitched, self.schema, self.parts = tokenizer.pitched, tokenizer.schema, tokenizer.context_parts
        self.shifts, self.durations = np.array(tokenizer.shifts), np.array(tokenizer.durations)
        self.pitch = table[:, 2]
        self.end = onset + self.durations[table[:, 3]]
        self.window = recent_steps(tokenizer)
        self.onset = onset
        self.before = np.concatenate([[0], onset])
        self.now = np.append(onset, onset[-1:] if len(onset) else [0])
        new = np.concatenate([[True], self.now[1:] != self.now[:-1]])
        # the first row of those that begin together with each row
        self.chord = np.maximum.accumulate(np.where(new, np.arange(len(new)), 0))

    def fill(self, sets: Bools) -> dict[str, Ints]:
        """Fill the set fields, and give the index fields by name. In blocks, since ends are wide."""
        rows = len(self.pitch)
        counts = {"count": np.zeros(rows + 1, np.int64), "until": np.zeros(rows + 1, np.int64)}
        latest, at_chord = np.zeros(self.pitched, np.int64), np.zeros(self.pitched, np.int64)
        begun = np.full(self.pitched, LONG_AGO)
        struck = np.zeros(sum(field.size for field in self.schema.set_fields if field.name == "struck"), bool)
        for start in range(0, rows + 1, _BLOCK):
            stop = min(start + _BLOCK, rows + 1)
            ends = self._latest(self.end, start, stop, latest)
            if self.pitched:
                sounding = ends[: stop - start] > self.now[start:stop, None]
                self._put(sets, "sounding", start, stop, sounding)
            if "voices" in self.parts:
                if self.pitched:
                    self._voices(sets, counts, ends, sounding, start, stop, at_chord)
                struck = self._struck(sets, start, stop, struck)
            if "recent" in self.parts and self.pitched:
                begins = self._latest(self.onset, start, stop, begun)
                self._put(sets, "recent", start, stop, begins[:-1] > self.now[start:stop, None] - self.window)
                begun = begins[-1]
            latest = ends[-1]
        return counts

    def _put(self, sets: Bools, name: str, start: int, stop: int, values: Bools) -> None:
        if any(field.name == name for field in self.schema.set_fields):
            sets[start:stop, self.schema.set_place(name)] = values

    def _latest(self, steps: Ints, start: int, stop: int, before: Ints) -> Ints:
        """The latest of `steps` (rows,) of each pitch as known before rows `start` to `stop`, where `before` was known
        before `start`: int64 (stop - start + 1, pitched)."""
        latest = np.full((stop - start + 1, self.pitched), LONG_AGO)
        latest[0] = before
        last = min(stop, len(self.pitch))
        struck = np.flatnonzero(self.pitch[start:last] < self.pitched)
        latest[struck + 1, self.pitch[start + struck]] = steps[start + struck]
        np.maximum.accumulate(latest, axis=0, out=latest)
        return latest

    def _voices(
        self,
        sets: Bools,
        counts: dict[str, Ints],
        ends: Ints,
        sounding: Bools,
        start: int,
        stop: int,
        at_chord: Ints,
    ) -> None:
        ends, before, now = ends[: stop - start], self.before[start:stop, None], self.now[start:stop, None]
        held = ends > before
        self._put(sets, "held", start, stop, held)
        counts["count"][start:stop] = np.minimum(held.sum(axis=1), MOST_COUNTED)
        until = np.where(held, ends, _NEVER).min(axis=1)
        counts["until"][start:stop] = _until(until, before[:, 0], self.shifts)
        # the ends as they were before the chord; a chord may have begun in the block before
        chord = self.chord[start:stop] - start
        known = np.where((chord < 0)[:, None], at_chord, ends[np.maximum(chord, 0)])
        onset_before = self.before[self.chord[start:stop], None]
        self._put(sets, "ended", start, stop, (known > onset_before) & (known <= now))
        at_chord[:] = known[-1]
        row, pitch = np.nonzero(sounding)
        remaining = np.zeros((stop - start, len(self.durations)), bool)
        remaining[row, _lasting(ends[row, pitch] - now[row, 0], self.durations)] = True
        self._put(sets, "remaining", start, stop, remaining)

    def _struck(self, sets: Bools, start: int, stop: int, struck: Bools) -> Bools:
        """What the rows before have struck at the same onset; gives what the next block begins with."""
        rows, width = len(self.pitch), len(struck)
        last = min(stop, rows)
        hits = np.zeros((stop - start + 1, width), np.int32)
        hits[np.arange(1, last - start + 1), self.pitch[start:last]] = 1
        total = np.cumsum(hits, axis=0)
        first = np.append(self.chord, rows + 1)[start : stop + 1] - start
        now = (total - total[np.maximum(first, 0)] > 0) | ((first < 0)[:, None] & struck)
        self._put(sets, "struck", start, stop, now[: stop - start])
        return np.asarray(now[-1])


def _until(ends: Ints, onset: Ints, shifts: Ints) -> Ints:
    """How long until the first pitch ends, as a place among the shifts; past them: longer, and nothing sounds."""
    return np.where(ends == _NEVER, len(shifts) + 1, np.searchsorted(shifts, np.minimum(ends - onset, 1 << 40)))


def _lasting(steps: Ints, durations: Ints) -> npt.NDArray[np.intp]:
    """A time in steps as a place among the durations."""
    return np.minimum(np.searchsorted(durations, steps), len(durations) - 1)


class MusicWalk:
    """The context of a batch of growing tables: see `seqgen.kinds.base.Walk`.

    `onset` int64 (batch,) is where the row in progress falls, once its shift is chosen, in steps; `row` int64 (batch,
    columns) what it holds so far; `ends` and `begins` int64 (batch, pitches) when each pitch falls silent and when it
    last began.
    """

    def __init__(self, tokenizer: MusicTokenizer, facts: Sequence[Facts]) -> None:
        schema, batch = tokenizer.schema, len(facts)
        self._tokenizer = tokenizer
        self._shifts = np.array(tokenizer.shifts)
        self._durations = np.array(tokenizer.durations)
        self._last_column = len(schema.columns) - 1
        self._index = {field.name: i for i, field in enumerate(schema.index_fields)}
        self._sets = {field.name: schema.set_place(field.name) for field in schema.set_fields}
        self._matched = [
            (i, self._index[f"match_{column.name}"])
            for i, column in enumerate(schema.columns)
            if f"match_{column.name}" in self._index
        ]
        places = schema.field("place").size if "place" in self._index else 0
        self._lags = BarLags(tokenizer, schema, batch) if _has_lags(schema) else None
        self.bars = (
            [Bars(tokenizer.grid, tokenizer.metres, each.metres, max(places, 1)) for each in facts]
            if places or self._lags
            else []
        )
        self.index = np.zeros((batch, len(schema.index_fields)), np.int32)
        self.sets = np.zeros((batch, schema.set_width), bool)
        self.onset = np.zeros(batch, np.int64)
        self.ends = np.zeros((batch, tokenizer.pitched), np.int64)
        self.begins = np.full((batch, tokenizer.pitched), LONG_AGO)
        self._window = recent_steps(tokenizer)
        self.row = np.zeros((batch, len(schema.columns)), np.int64)
        self._match_pointers = [MatchPointer() for _ in facts] if "match" in self._index else []
        self._pasts: list[list[Ints]] = [[] for _ in self._match_pointers]
        self._before_row()

    def chose(self, column: int, values: Ints) -> None:
        self.row[:, column] = values
        if column == 0:
            self._moved(self._shifts[values])
        if column == self._last_column:
            pitch = self.row[:, 2]
            if "struck" in self._sets:
                self.sets[:, self._sets["struck"]][np.arange(len(pitch)), pitch] = True
            struck = np.flatnonzero(pitch < self.ends.shape[1])
            if len(struck):
                end = self.onset[struck] + self._durations[self.row[struck, 3]]
                self.ends[struck, pitch[struck]] = np.maximum(self.ends[struck, pitch[struck]], end)
                self.begins[struck, pitch[struck]] = self.onset[struck]
            self._remember()
            if self._lags is not None:
                self._lags.finished(self.onset, self.row)
            self._before_row()

    def keep(self, takes: Bools) -> None:
        for name in ("bars", "_match_pointers", "_pasts"):
            setattr(self, name, [each for each, wanted in zip(getattr(self, name), takes, strict=False) if wanted])
        self.index, self.sets, self.onset = self.index[takes], self.sets[takes], self.onset[takes]
        if self._lags is not None:
            self._lags.keep(takes)
        self.ends, self.begins, self.row = self.ends[takes], self.begins[takes], self.row[takes]

    def _moved(self, shift: Ints) -> None:
        """What is certain once the onset is."""
        before = self.onset[:, None]
        self.onset = self.onset + shift
        now = self.onset[:, None]
        if "place" in self._index:
            for i, bars in enumerate(self.bars):
                self.index[i, self._index["place"]] = bars.at(self.onset[i : i + 1])[1][0]
        if self._lags is not None:
            self._lags.moved(self.onset, self.sets)
        if not self._sets:
            return
        sounding = self.ends > now
        if "sounding" in self._sets:
            self.sets[:, self._sets["sounding"]] = sounding
        if "recent" in self._sets:
            self.sets[:, self._sets["recent"]] = self.begins > now - self._window
        if "struck" in self._sets:
            self.sets[:, self._sets["struck"]] &= (shift == 0)[:, None]
        if "ended" in self._sets:
            ended = (self.ends > before) & ~sounding
            self.sets[:, self._sets["ended"]] = np.where(
                (shift == 0)[:, None], self.sets[:, self._sets["ended"]], ended
            )
            take, pitch = np.nonzero(sounding)
            remaining = np.zeros((len(shift), len(self._durations)), bool)
            remaining[take, _lasting(self.ends[take, pitch] - self.onset[take], self._durations)] = True
            self.sets[:, self._sets["remaining"]] = remaining

    def _remember(self) -> None:
        """Let the finished row count as part of the past."""
        if not self._match_pointers:
            return
        symbols = match_symbols(self._tokenizer, self.row).tolist()
        for pointer, past, symbol, row in zip(self._match_pointers, self._pasts, symbols, self.row, strict=True):
            pointer.read(symbol)
            past.append(row.copy())

    def _before_row(self) -> None:
        """What is certain before a row begins."""
        if "metre" in self._index:
            for i, bars in enumerate(self.bars):
                self.index[i, self._index["metre"]] = bars.at(self.onset[i : i + 1])[0][0]
        if self._lags is not None:
            length = [bars.length_at(self.onset[i : i + 1])[0] for i, bars in enumerate(self.bars)]
            self._lags.before_row(self.onset, np.array(length, np.int64), self.index)
        if "held" in self._sets:
            held = self.ends > self.onset[:, None]
            self.sets[:, self._sets["held"]] = held
            self.index[:, self._index["count"]] = np.minimum(held.sum(axis=1), MOST_COUNTED)
            first = np.where(held, self.ends, _NEVER).min(axis=1)
            self.index[:, self._index["until"]] = _until(first, self.onset, self._shifts)
        for i, (pointer, past) in enumerate(zip(self._match_pointers, self._pasts, strict=True)):
            self.index[i, self._index["match"]] = pointer.rung
            known = pointer.source >= 0
            for column, place in self._matched:
                self.index[i, place] = past[pointer.source][column] + 1 if known else 0
