"""Music: one row a note, its columns shift, instrument, pitch, duration and velocity, and the offset of what was played
to a beat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Ints
from seqgen.formats.score_notes import separate
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.kinds.music.column_values import ColumnValues
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, OFFSET, PITCH, SHIFT, VELOCITY
from seqgen.kinds.music.context import context_of_rows
from seqgen.kinds.music.facts import MusicFacts, Told, later
from seqgen.kinds.music.form_context import form_is_open, form_of_table, form_told, has_form
from seqgen.kinds.music.label_counts import label_counts
from seqgen.kinds.music.rows import Rows, nearest_length
from seqgen.kinds.music.told import left_open, told_of
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.kinds.music.walk import MusicWalk
from seqgen.piece import Piece
from seqgen.schema import ContextTable, Table
from seqgen.theory.grid import OFFSETS_PER_STEP, Grid, nearest, quantise_shifts, steps_of_ticks
from seqgen.theory.keys import key_signature
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM, Metre, Notes, Tempo


@dataclass(frozen=True)
class MusicTokenizer(MusicVocabulary, Tokenizer):
    kind: ClassVar[str] = "music"
    event: ClassVar[str] = "note"

    @cached_property
    def column_values(self) -> ColumnValues:
        return ColumnValues.of(self)

    def encode(self, piece: Piece) -> Encoded:
        """Return a table int (notes, columns). `approximated` counts notes that the columns cannot hold exactly."""
        assert isinstance(piece.content, Notes)
        notes = piece.content
        rows = self.placed(notes)
        drum, dropped = rows.part == DRUMS, 0
        if not (self.drum_keys and self.pitched):
            playable = np.where(drum, bool(self.drum_keys), self.pitched > 0)
            dropped = int((~playable).sum())
            rows, drum = rows.select(playable), drum[playable]
        values = self.column_values
        columns = [
            quantise_shifts(rows.onset, values.shifts),
            self.instruments(rows.part),
            values.pitch[drum.astype(np.intp), rows.pitch],
            nearest_length(values.durations, rows.end - rows.onset),
            values.velocity[rows.velocity],
        ]
        step = np.cumsum(values.shifts[columns[SHIFT]])
        moved = (
            (step != rows.onset)
            | (values.durations[columns[DURATION]] != rows.end - rows.onset)
            | (values.parts[columns[INSTRUMENT]] != rows.part)
            | (values.keys[columns[PITCH]] != rows.pitch)
        )
        if self.is_played:
            # what no shift reaches may be reached by a deviation
            late = rows.late + (rows.onset - step) * OFFSETS_PER_STEP
            columns.append(nearest(values.offsets, late))
            moved = (values.offsets[columns[OFFSET]] != late) | (moved & (step == rows.onset))
        return Encoded(np.stack(columns, axis=1), self.facts(piece), int(np.count_nonzero(moved)) + dropped)

    def placed(self, notes: Notes) -> Rows:
        """Return notes on the grid, as `encode` puts them into a table."""
        return Rows.played(notes) if self.is_played else Rows.of_notes(notes, self.grid)

    def facts(self, piece: Piece) -> MusicFacts:
        notes = piece.content
        assert isinstance(notes, Notes)
        if not self.is_metric:
            end_step = int(steps_of_ticks(notes, np.array([notes.end_tick]), self.grid)[0])
            tempos = (Tempo(0, 120.0),)
            return MusicFacts(piece.title, label=piece.label, key=notes.key, tempos=tempos, end_step=end_step)
        ticks = np.concatenate([[notes.end_tick], notes.tempos[:, 0].astype(np.int64), notes.metres[:, 0]])
        end_step, *steps = steps_of_ticks(notes, ticks, self.grid).tolist()
        qpm, metres = notes.tempos[:, 1].tolist(), notes.metres[:, 1:].tolist()
        return MusicFacts(
            piece.title,
            label=piece.label,
            key=notes.key,
            tempos=tuple(Tempo(step, round(each, 3)) for step, each in zip(steps, qpm, strict=False)),
            metres=tuple(Metre(step, *each) for step, each in zip(steps[len(qpm) :], metres, strict=True)),
            end_step=end_step,
        )

    def instruments(self, part: Ints) -> npt.NDArray[np.intp]:
        """Return the instrument, as a value of its column, that plays each part."""
        return self.column_values.instrument[part]

    def incompatibility(self, other: Tokenizer) -> str:
        theirs = other.grid_name if isinstance(other, MusicTokenizer) else ""
        if theirs == self.grid_name:
            return ""
        return f"that model counts on the {theirs} grid, this corpus on the {self.grid_name} grid; choose with --grid"

    def rows(self, table: Table, first: int = 0) -> Rows:
        """Return the notes of a table, or of its rows from `first` on, as an instrument plays them: onset, end, part,
        pitch, velocity on the grid."""
        table = np.asarray(table, dtype=np.int64)
        onset = np.cumsum(np.array(self.shifts)[table[:, SHIFT]])[first:]
        table = table[first:]
        end = onset + np.array(self.durations)[table[:, DURATION]]
        part = np.array(self.parts)[table[:, INSTRUMENT]]
        velocity = np.array(self.velocities)[table[:, VELOCITY]]
        return Rows(*separate(onset, end, part, self.midi_keys(table), velocity, self.late(table)))

    def late(self, table: Table) -> Ints:
        """Return by how much each row deviates from its step, in parts of a step: int64 (rows,)."""
        return (
            np.array(self.offsets)[np.asarray(table)[:, OFFSET]] if self.is_played else np.zeros(len(table), np.int64)
        )

    def ticks(self, table: Table) -> Ints:
        """Return the ticks of the grid's file at which rows sound, int64 (rows,)."""
        return ticks_of(np.cumsum(np.array(self.shifts)[table[:, SHIFT]]), self.late(table), self.grid)

    def decode(self, table: Table, facts: MusicFacts) -> Any:
        """Return a `symusic.Score`, one track a part, with the tempo, metre and key of `facts`. No note sounds behind
        its end, where it has one."""
        return self.score(self.rows(table), facts)

    def score(self, rows: Rows, facts: MusicFacts) -> Any:
        """Return notes on the grid as `decode` returns those of a table."""
        import symusic

        grid, rows = self.grid, _sounding(_placed(rows, facts), self.grid, facts.end_step)
        score: Any = symusic.Score(grid.file_quarter)
        for part in np.unique(rows.part):
            mine = rows.select(rows.part == part)
            name = self.names[self.parts.index(int(part))]
            drums = bool(part == DRUMS)
            track: Any = symusic.Track(name, 0 if drums else int(part) // PARTS_PER_PROGRAM, drums)
            track.notes = symusic.Note.from_numpy(
                mine.onset.astype(np.int32),
                (mine.end - mine.onset).astype(np.int32),
                mine.pitch.astype(np.int8),
                mine.velocity.astype(np.int8),
                "tick",
            )
            score.tracks.append(track)
        for tempo in facts.tempos:
            score.tempos.append(symusic.Tempo(tempo.step * grid.file_ticks, tempo.qpm))
        for metre in _with_pickup(facts.metres, grid):
            score.time_signatures.append(
                symusic.TimeSignature(metre.step * grid.file_ticks, metre.numerator, metre.denominator)
            )
        if facts.key:
            sharps, minor = key_signature(facts.key)
            score.key_signatures.append(symusic.KeySignature(0, sharps, int(minor)))
        return score

    def context(self, table: Table, facts: MusicFacts) -> ContextTable:
        return context_of_rows(self, np.asarray(table, dtype=np.int64), facts)

    def told(self, table: Table, facts: MusicFacts, chance: float, *, amount: int = 0) -> MusicFacts:
        rows = np.asarray(table, dtype=np.int64)
        # what is left open need not be found
        told = told_of(self, rows, facts, amount, open_=left_open(chance))
        knows_form = has_form(self.schema) and not form_is_open(chance)
        form = form_told(form_of_table(self, rows, facts.metres), chance) if knows_form else ""
        return replace(facts, told=told, form=form)

    def untold(self, facts: MusicFacts) -> MusicFacts:
        return replace(facts, told=Told(), form="")

    def label_counts(self, table: Table, facts: MusicFacts) -> Mapping[str, float]:
        return label_counts(self, facts)

    def labelled(self, table: Table, facts: MusicFacts, label: str) -> MusicFacts:
        return replace(facts, told=Told(label=label), form="")

    def walk(self, facts: Sequence[MusicFacts]) -> MusicWalk:
        return MusicWalk(self, facts)

    def augmentations(self, table: Table, most: int) -> tuple[int, int]:
        pitch = np.asarray(table)[:, PITCH]
        pitch = pitch[pitch < self.pitched]
        if not len(pitch):
            return 0, 0
        return -min(most, int(pitch.min())), min(most, self.pitched - 1 - int(pitch.max()))

    def augment(self, table: Table, amount: int) -> Table:
        """Transpose by `amount` semitones, without drums. The result must lie in the range of the columns."""
        moved = np.array(table)
        pitched = moved[:, PITCH] < self.pitched
        moved[pitched, PITCH] += amount
        return moved

    def copy_symbols(self, table: Table) -> Ints:
        """Return rhythm and pitch intervals, so that a transposition is a copy; drum keys as such."""
        table = np.asarray(table, dtype=np.int64)
        pitch = table[:, PITCH]
        drum = pitch >= self.pitched
        symbols = np.where(drum, 1024 + pitch - self.pitched, 0)
        symbols[~drum] = 256 + np.diff(pitch[~drum], prepend=pitch[~drum][:1])
        return np.array(self.shifts)[table[:, SHIFT]] * 4096 + symbols


def _with_pickup(metres: Sequence[Metre], grid: Grid) -> Sequence[Metre]:
    """Return metres from step 0 on, as files have them: a pick-up is a short bar of a metre of its own, or, where no
    metre is as long, of the metre that follows."""
    if not metres or not metres[0].step:
        return metres
    length = Fraction(metres[0].step, 4 * grid.steps_per_quarter)
    # 1/4 rather than 2/8, but 3/8
    first = (length.numerator, length.denominator)
    whole = first[1] & (first[1] - 1) == 0 and first[1] <= 64 and first[0] <= 64
    return Metre(0, *(first if whole else metres[0].signature)), *metres


def _placed(rows: Rows, facts: MusicFacts) -> Rows:
    """Return notes at the steps at which they sound, cut at the end of the piece."""
    onset = later(facts.rests, rows.onset)
    # a note that ends where a rest begins is not held through it
    end = later(facts.rests, rows.end - 1) + 1
    if facts.end_step:
        end = np.minimum(end, np.maximum(facts.end_step, onset + 1))
    return replace(rows, onset=onset, end=end)


def ticks_of(onset: Ints, late: Ints, grid: Grid) -> Ints:
    """Return steps and deviations from them in ticks of the grid's file. Nothing sounds before the piece begins."""
    return np.asarray(np.maximum(onset * grid.file_ticks + late * grid.file_ticks // OFFSETS_PER_STEP, 0))


def _sounding(rows: Rows, grid: Grid, end_step: int) -> Rows:
    """Return notes with their times in ticks of the grid's file."""
    onset = ticks_of(rows.onset, rows.late, grid)
    end = onset + (rows.end - rows.onset) * grid.file_ticks
    if not rows.late.any():
        return replace(rows, onset=onset, end=end)
    if end_step:
        end = np.minimum(end, np.maximum(end_step * grid.file_ticks, onset + 1))
    # deviations may lead past the next stroke on the same key
    return Rows(*separate(onset, end, rows.part, rows.pitch, rows.velocity, rows.late))
