"""Context of a note: what is certain before it is chosen.

| part | field | certain after | meaning |
|---|---|---|---|
| bar | metre | the row before | the metre in force |
| | place | shift | position of the note in its bar |
| position | bar, stretch | shift | number of the bar from the first full one on: modulo 16, and in sixteens |
| | bar_before, stretch_before | the row before | the same of the onset before |
| left | left, left_before | shift, the row before | bars that follow until the piece ends; unknown where that is open |
| key | mode, tonic | shift | mode and tonic of the key in the bar; unknown where it is open |
| label | label_1, label_2 | the row before | names of the folders of a piece; unknown where they are open |
| tempo | tempo | the row before | class of the tempo; unknown where it is open |
| density | density, density_before | shift, the row before | class of the number of notes in the bar, or unknown |
| sounding | sounding | shift | pitches that sound when the note begins |
| voices | count, until | the row before | number of held pitches, and time until the first of them ends |
| | held | the row before | pitches that sound at the onset before |
| | ended, struck | shift | pitches that fell silent since the onset before, and those begun together with the note |
| | remaining | shift | time for which the sounding pitches will go on |
| recent | recent | shift | pitches that began within the last eight quarters (4 s where there is no beat) |
| lags | lag_* | the row before, shift | notes one, four and eight bars earlier, or two and sixteen, too |
| form | form_* | the row before, shift | relation of the bar to an earlier one, and what stands there at this place |
| match | match, match_* | the row before | the row that followed the last occurrence of the latest rows in the piece |

Bar lags and form are used where much comes back (`seqgen.kinds.music.bar_lags`), the rest always, unless chosen
otherwise.

Everything is computed twice, held equal by a property test: a whole table at once for training, and row by row for
sampling. Only metre, place and sounding are read by the recurrent layers, which see the rows themselves; the heads see
everything.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Bools, Ints
from seqgen.kinds.music.bar_lags import lag_context
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, MOST_COUNTED, PITCH, SHIFT
from seqgen.kinds.music.conditions import FAR_AHEAD, Conditions, has_conditions
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.form_context import form_context, has_form
from seqgen.kinds.music.match_model import match_pointers
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.schema import ContextTable, Schema
from seqgen.theory.bars import Bars

RECENT_QUARTERS = 8
NEVER = np.iinfo(np.int64).max
LONG_AGO = -(1 << 40)
BLOCK = 1 << 13


def recent_steps(vocabulary: MusicVocabulary) -> int:
    """Return the number of steps for which a pitch counts as recent."""
    return RECENT_QUARTERS * vocabulary.grid.steps_per_quarter


def match_symbols(vocabulary: MusicVocabulary, table: Ints) -> Ints:
    """Return one number a row, int64 (rows,): `match_pointers` takes rows with the same number as the same. Lengths and
    loudness vary where a phrase comes back, and so do shifts where nobody keeps to a beat."""
    symbols = table[:, INSTRUMENT] * (vocabulary.pitched + len(vocabulary.drum_keys)) + table[:, PITCH]
    return symbols if vocabulary.grid_name == "performance" else symbols * len(vocabulary.shifts) + table[:, SHIFT]


def context_of_rows(vocabulary: MusicVocabulary, table: Ints, facts: MusicFacts) -> ContextTable:
    """Return the context of a whole table int (rows, 5): see `seqgen.schema.ContextTable`."""
    rows, schema, parts = len(table), vocabulary.schema, vocabulary.context_parts
    onset = np.cumsum(np.array(vocabulary.shifts)[table[:, SHIFT]])
    index: dict[str, AnyArray] = {}
    if any(field.name == "place" for field in schema.index_fields):
        bars = Bars(vocabulary.grid, vocabulary.metres, facts.metres, schema.field("place").size)
        metre, place = bars.at(np.append(onset, 0))
        # a metre is known before the row, so it is the one at the onset before
        index["metre"], index["place"] = np.roll(metre, 1), place
        index["place"][-1] = 0
    if "match" in parts:
        rung, source = match_pointers(match_symbols(vocabulary, table))
        index["match"] = rung
        for i in (i for i, column in enumerate(schema.columns) if column.size > 1):
            followed = table[source, i] + 1 if rows else np.zeros(1, np.int64)
            index[f"match_{schema.columns[i].name}"] = np.where(source < 0, 0, followed)
    sets = np.zeros((rows + 1, schema.set_width), bool)
    if has_conditions(schema):
        index |= _conditions(vocabulary, onset, facts, sets)
    if _has_sounding(schema):
        index |= _Sounding(vocabulary, table, onset).fill(sets)
    if has_lags(schema):
        bar = Bars(vocabulary.grid, vocabulary.metres, facts.metres, 1).length_at(np.append(0, onset))
        index |= lag_context(vocabulary, table, onset, bar, sets)
    if has_form(schema):
        index |= form_context(vocabulary, table, onset, facts, sets)
    stacked = np.zeros((rows + 1, len(schema.index_fields)), np.int32)
    for i, field in enumerate(schema.index_fields):
        stacked[:, i] = index[field.name]
    return ContextTable(stacked, sets)


def _conditions(vocabulary: MusicVocabulary, onset: Ints, facts: MusicFacts, sets: Bools) -> dict[str, Ints]:
    """Fill the set field, and return the index fields by name, each int64 (rows + 1,)."""
    bars = Bars(vocabulary.grid, vocabulary.metres, facts.metres, 1)
    conditions, number = Conditions(vocabulary, [facts]), np.full(len(onset) + 1, -FAR_AHEAD)
    if len(onset):
        number[1:] = bars.number_at(onset) - bars.first_full(int(onset[0]))
    for name, members in conditions.sets(np.append(number[1:], number[-1:])[None]).items():
        sets[:, vocabulary.schema.set_place(name)] = members[0]
    return {name: values[0] for name, values in conditions.of_rows(number[None]).items()}


def has_lags(schema: Schema) -> bool:
    return any(field.name.startswith("lag_") for field in schema.fields)


def _has_sounding(schema: Schema) -> bool:
    return any(not field.name.startswith(("lag_", "form_")) for field in schema.set_fields)


class _Sounding:
    """The fields of a whole table's context that follow from the ends of its pitches."""

    def __init__(self, vocabulary: MusicVocabulary, table: Ints, onset: Ints) -> None:
        self.pitched, self.schema, self.parts = vocabulary.pitched, vocabulary.schema, vocabulary.context_parts
        self.shifts, self.durations = np.array(vocabulary.shifts), np.array(vocabulary.durations)
        self.pitch = table[:, PITCH]
        self.end = onset + self.durations[table[:, DURATION]]
        self.window = recent_steps(vocabulary)
        self.onset = onset
        self.before = np.concatenate([[0], onset])
        self.now = np.append(onset, onset[-1:] if len(onset) else [0])
        new = np.concatenate([[True], self.now[1:] != self.now[:-1]])
        # the first row of those that begin together with each row
        self.chord = np.maximum.accumulate(np.where(new, np.arange(len(new)), 0))

    def fill(self, sets: Bools) -> dict[str, Ints]:
        """Fill the set fields, and return the index fields by name. In blocks, since ends are wide."""
        rows = len(self.pitch)
        counts = {"count": np.zeros(rows + 1, np.int64), "until": np.zeros(rows + 1, np.int64)}
        latest, at_chord = np.zeros(self.pitched, np.int64), np.zeros(self.pitched, np.int64)
        begun = np.full(self.pitched, LONG_AGO)
        struck = np.zeros(sum(field.size for field in self.schema.set_fields if field.name == "struck"), bool)
        for start in range(0, rows + 1, BLOCK):
            stop = min(start + BLOCK, rows + 1)
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
        """Return the latest of `steps` (rows,) of each pitch as known before rows `start` to `stop`, given that
        `before` was known before `start`: int64 (stop - start + 1, pitched)."""
        latest = np.full((stop - start + 1, self.pitched), LONG_AGO)
        latest[0] = before
        last = min(stop, len(self.pitch))
        struck = np.flatnonzero(self.pitch[start:last] < self.pitched)
        latest[struck + 1, self.pitch[start + struck]] = steps[start + struck]
        np.maximum.accumulate(latest, axis=0, out=latest)
        return latest

    def _voices(
        self, sets: Bools, counts: dict[str, Ints], ends: Ints, sounding: Bools, start: int, stop: int, at_chord: Ints
    ) -> None:
        ends, before, now = ends[: stop - start], self.before[start:stop, None], self.now[start:stop, None]
        held = ends > before
        self._put(sets, "held", start, stop, held)
        counts["count"][start:stop] = np.minimum(held.sum(axis=1), MOST_COUNTED)
        until = np.where(held, ends, NEVER).min(axis=1)
        counts["until"][start:stop] = until_end(until, before[:, 0], self.shifts)
        # the ends as they were before the chord; a chord may have begun in the block before
        chord = self.chord[start:stop] - start
        known = np.where((chord < 0)[:, None], at_chord, ends[np.maximum(chord, 0)])
        onset_before = self.before[self.chord[start:stop], None]
        self._put(sets, "ended", start, stop, (known > onset_before) & (known <= now))
        at_chord[:] = known[-1]
        row, pitch = np.nonzero(sounding)
        remaining = np.zeros((stop - start, len(self.durations)), bool)
        remaining[row, lasting(ends[row, pitch] - now[row, 0], self.durations)] = True
        self._put(sets, "remaining", start, stop, remaining)

    def _struck(self, sets: Bools, start: int, stop: int, struck: Bools) -> Bools:
        """Mark pitches struck by earlier rows at the same onset. Return the first entry of the next block."""
        rows, width = len(self.pitch), len(struck)
        last = min(stop, rows)
        hits = np.zeros((stop - start + 1, width), np.int32)
        hits[np.arange(1, last - start + 1), self.pitch[start:last]] = 1
        total = np.cumsum(hits, axis=0)
        first = np.append(self.chord, rows + 1)[start : stop + 1] - start
        now = (total - total[np.maximum(first, 0)] > 0) | ((first < 0)[:, None] & struck)
        self._put(sets, "struck", start, stop, now[: stop - start])
        return np.asarray(now[-1])


def until_end(ends: Ints, onset: Ints, shifts: Ints) -> Ints:
    """Return the time until the first pitch ends, as a place among the shifts, past them for longer and for silence."""
    return np.where(ends == NEVER, len(shifts) + 1, np.searchsorted(shifts, np.minimum(ends - onset, 1 << 40)))


def lasting(steps: Ints, durations: Ints) -> npt.NDArray[np.intp]:
    return np.minimum(np.searchsorted(durations, steps), len(durations) - 1)
