"""The context of a batch of growing takes of music, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Ints
from seqgen.kinds.base import Walk
from seqgen.kinds.music.bar_lags import BarLags
from seqgen.kinds.music.columns import DURATION, MOST_COUNTED, PITCH
from seqgen.kinds.music.conditions import FAR_AHEAD, Conditions
from seqgen.kinds.music.context import LONG_AGO, NEVER, has_lags, lasting, match_symbols, recent_steps, until_end
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.form_context import FormWalk, has_form
from seqgen.kinds.music.match_model import MatchPointer
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.bars import Bars, BarsOfTakes


class MusicWalk(Walk):
    """The context of a batch of growing tables of music.

    `onset` int64 (batch,) is the step of the row in progress, once its shift is chosen; `form` what its
    form foretells, None where the model knows of no form and none is asked for; `row` int64 (batch, columns)
    its values so far; `ends` and `begins` int64 (batch, pitches) when each pitch falls silent and when it last began.
    """

    def __init__(self, vocabulary: MusicVocabulary, facts: Sequence[MusicFacts]) -> None:
        schema, batch = vocabulary.schema, len(facts)
        super().__init__(batch, len(schema.index_fields), schema.set_width)
        self._vocabulary = vocabulary
        self._shifts = np.array(vocabulary.shifts)
        self._durations = np.array(vocabulary.durations)
        self._last_column = len(schema.columns) - 1
        self._index = {field.name: i for i, field in enumerate(schema.index_fields)}
        self._sets = {field.name: schema.set_place(field.name) for field in schema.set_fields}
        self._matched = [
            (i, self._index[f"match_{column.name}"])
            for i, column in enumerate(schema.columns)
            if f"match_{column.name}" in self._index
        ]
        places = schema.field("place").size if "place" in self._index else 0
        self._lags = BarLags(vocabulary, schema, batch) if has_lags(schema) else None
        self.form = (
            FormWalk(vocabulary, schema, facts) if has_form(schema) or any(each.form for each in facts) else None
        )
        self.bars = BarsOfTakes(
            [Bars(vocabulary.grid, vocabulary.metres, each.metres, max(places, 1)) for each in facts]
        )
        self._conditions = Conditions(vocabulary, facts)
        # the number of the first full bar, `FAR_AHEAD` before a first note
        self.first_bar = np.full(batch, FAR_AHEAD)
        self.onset = np.zeros(batch, np.int64)
        self.ends = np.zeros((batch, vocabulary.pitched), np.int64)
        self.begins = np.full((batch, vocabulary.pitched), LONG_AGO)
        self._window = recent_steps(vocabulary)
        self.row = np.zeros((batch, len(schema.columns)), np.int64)
        self._match_pointers = [MatchPointer() for _ in facts] if "match" in self._index else []
        self._pasts: list[list[Ints]] = [[] for _ in self._match_pointers]
        self._before_row()

    def chose(self, column: int, values: Ints) -> None:
        self.row[:, column] = values
        if column == 0:
            self._moved(self._shifts[values])
        if column == self._last_column:
            pitch = self.row[:, PITCH]
            if "struck" in self._sets:
                self.sets[:, self._sets["struck"]][np.arange(len(pitch)), pitch] = True
            struck = np.flatnonzero(pitch < self.ends.shape[1])
            if len(struck):
                end = self.onset[struck] + self._durations[self.row[struck, DURATION]]
                self.ends[struck, pitch[struck]] = np.maximum(self.ends[struck, pitch[struck]], end)
                self.begins[struck, pitch[struck]] = self.onset[struck]
            self._remember()
            if self._lags is not None:
                self._lags.finished(self.onset, self.row)
            if self.form is not None:
                self.form.finished(self.onset, self.row)
            self._before_row()

    @property
    def key(self) -> tuple[Ints, Ints]:
        """Return tonic and mode (number in `MODES`) that each take is told at its onset, int64 (batch,) each; -1 where
        none is."""
        return self._conditions.key(self._bar())

    def take(self, indices: Ints) -> None:
        super().take(indices)
        self.bars = BarsOfTakes([self.bars.each[i] for i in indices])
        self._conditions = self._conditions.of(indices)
        self.first_bar = self.first_bar[indices]
        if self._match_pointers:
            self._match_pointers = [self._match_pointers[i].copy() for i in indices]
            self._pasts = [self._pasts[i].copy() for i in indices]
        if self._lags is not None:
            self._lags = copy(self._lags)
            self._lags.take(indices)
        if self.form is not None:
            self.form = copy(self.form)
            self.form.take(indices)
        self.onset, self.row = self.onset[indices], self.row[indices]
        self.ends, self.begins = self.ends[indices], self.begins[indices]

    def join(self, others: Sequence[Self]) -> None:
        super().join(others)
        self.bars = BarsOfTakes([bars for walk in (self, *others) for bars in walk.bars.each])
        self._conditions = self._conditions.joined([other._conditions for other in others])
        for other in others:
            self._match_pointers = [*self._match_pointers, *other._match_pointers]
            self._pasts = [*self._pasts, *other._pasts]
        if self._lags is not None:
            self._lags.join([other._lags for other in others if other._lags is not None])
        if self.form is not None:
            self.form.join([other.form for other in others if other.form is not None])
        for name in ("onset", "row", "ends", "begins", "first_bar"):
            setattr(self, name, np.concatenate([getattr(self, name), *(getattr(other, name) for other in others)]))

    def _moved(self, shift: Ints) -> None:
        """Update the fields that follow from the onset."""
        before = self.onset[:, None]
        self.onset = self.onset + shift
        now = self.onset[:, None]
        if "place" in self._index:
            self.index[:, self._index["place"]] = self.bars.place_at(self.onset)
        begins = self.first_bar == FAR_AHEAD
        if begins.any():
            self.first_bar = np.where(begins, self.bars.first_full_at(self.onset), self.first_bar)
        bar = self._bar()
        self._enter(self._conditions.now(bar))
        for name, members in self._conditions.sets(bar).items():
            self.sets[:, self._sets[name]] = members[:, 0]
        if self._lags is not None:
            self._lags.moved(self.onset, self.sets)
        if self.form is not None:
            self.form.moved(self.onset, self.index, self.sets)
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
            remaining[take, lasting(self.ends[take, pitch] - self.onset[take], self._durations)] = True
            self.sets[:, self._sets["remaining"]] = remaining

    def _bar(self) -> Ints:
        """Return the bar of each take's onset, counted from the first full one: int64 (batch, 1)."""
        return np.asarray(self.bars.number_at(self.onset) - self.first_bar)[:, None]

    def _enter(self, values: Mapping[str, Ints]) -> None:
        for name, told in values.items():
            self.index[:, self._index[name]] = told[:, 0]

    def _remember(self) -> None:
        """Add the finished row to the past."""
        if not self._match_pointers:
            return
        symbols = match_symbols(self._vocabulary, self.row).tolist()
        for pointer, past, symbol, row in zip(self._match_pointers, self._pasts, symbols, self.row, strict=True):
            pointer.read(symbol)
            past.append(row.copy())

    def _before_row(self) -> None:
        """Update the fields that are certain before a row begins."""
        if "metre" in self._index:
            self.index[:, self._index["metre"]] = self.bars.metre_at(self.onset)
        self._enter(self._conditions.before(self._bar()))
        if self._lags is not None:
            self._lags.before_row(self.onset, self.bars.length_at(self.onset), self.index)
        if self.form is not None:
            self.form.before_row(self.onset, self.index)
        if "held" in self._sets:
            held = self.ends > self.onset[:, None]
            self.sets[:, self._sets["held"]] = held
            self.index[:, self._index["count"]] = np.minimum(held.sum(axis=1), MOST_COUNTED)
            first = np.where(held, self.ends, NEVER).min(axis=1)
            self.index[:, self._index["until"]] = until_end(first, self.onset, self._shifts)
        for i, (pointer, past) in enumerate(zip(self._match_pointers, self._pasts, strict=True)):
            self.index[i, self._index["match"]] = pointer.rung
            known = pointer.source >= 0
            for column, place in self._matched:
                self.index[i, place] = past[pointer.source][column] + 1 if known else 0
