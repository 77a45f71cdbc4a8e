"""Music: one row a note, its columns shift, instrument, pitch, duration and velocity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from seqgen.arrays import AnyArray, Bools, Ints
from seqgen.formats.score_notes import separate
from seqgen.kinds.base import END, Encoded, Tokenizer
from seqgen.kinds.music.bar_lags import WORTH_TELLING, comes_back
from seqgen.kinds.music.context import MOST_BAR_STEPS, MOST_COUNTED, MusicWalk, context_fields, context_of_rows
from seqgen.kinds.music.match_model import RUNGS
from seqgen.kinds.music.options import AUTO, CONTEXT_PARTS, MusicOptions
from seqgen.piece import Facts, Piece
from seqgen.schema import Column, ContextTable, Schema, Table
from seqgen.theory.bars import Bars
from seqgen.theory.grid import GRIDS, Grid, choose_grid, nearest, quantise_shifts, steps_of_ticks
from seqgen.theory.keys import key_signature, pitch_name
from seqgen.theory.note_names import drum_name, length_name
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM, Metre, Notes, Tempo

SHIFT, INSTRUMENT, PITCH, DURATION, VELOCITY = range(5)
COLUMNS = ("shift", "instrument", "pitch", "duration", "velocity")
_COARSE_UNIT = 3


@dataclass(frozen=True)
class Rows:
    """Notes on a grid: onset and end in steps, part, pitch and velocity, each int64 (notes,)."""

    onset: Ints
    end: Ints
    part: Ints
    pitch: Ints
    velocity: Ints

    @staticmethod
    def of_notes(notes: Notes, grid: Grid) -> Rows:
        onset = steps_of_ticks(notes, notes.onset, grid)
        end = np.maximum(steps_of_ticks(notes, notes.end, grid), onset + 1)
        return Rows(
            *separate(
                onset,
                end,
                notes.part.astype(np.int64),
                notes.pitch.astype(np.int64),
                notes.velocity.astype(np.int64),
            )
        )

    def select(self, keep: AnyArray) -> Rows:
        return Rows(self.onset[keep], self.end[keep], self.part[keep], self.pitch[keep], self.velocity[keep])


@dataclass(frozen=True)
class MusicTokenizer(Tokenizer):
    """Notes to rows and back.

    `shifts`, `durations`: lengths in steps; `parts`: program * 8 + number, or `DRUMS`; `lowest`, `highest`: the pitched
    range, every key of it a value; `drum_keys`: drum keys, values after the pitched ones; `velocities`: levels 1 to
    127. All sorted, all from the training part of the corpus. `metres` are (numerator, denominator), the commonest
    first; `qpm` is the median tempo. `context_parts`: what the network is told, see
    `seqgen.kinds.music.context`.
    """

    kind: ClassVar[str] = "music"
    event: ClassVar[str] = "note"
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

    # -- fitting ---------------------------------------------------------------------------------------------------

    @staticmethod
    def fit(pieces: Sequence[Piece], options: MusicOptions | None = None) -> MusicTokenizer:
        """A tokenizer whose columns hold what occurs in `pieces`.

        Raises `UsageError` for a grid or a part of the context that is not known.
        """
        options = options or MusicOptions()
        options.check()
        scores = [piece.content for piece in pieces if isinstance(piece.content, Notes)]
        auto = options.context == (AUTO,)
        grid = choose_grid(scores) if options.grid == AUTO else GRIDS[options.grid]
        shifts, durations, parts, pitches, drum_keys = (set[int]() for _ in range(5))
        loudness = np.zeros(128, dtype=np.int64)
        names: Counter[tuple[int, str]] = Counter()
        metres: Counter[tuple[int, int]] = Counter()
        tables = [Rows.of_notes(notes, grid) for notes in scores]
        for notes, rows in zip(scores, tables, strict=True):
            shifts.update(grid.values[quantise_shifts(rows.onset, grid.values)].tolist())
            durations.update(grid.values[_nearest_length(grid.values, rows.end - rows.onset)].tolist())
            parts.update(np.unique(rows.part).tolist())
            drum = rows.part == DRUMS
            pitches.update(np.unique(rows.pitch[~drum]).tolist())
            drum_keys.update(np.unique(rows.pitch[drum]).tolist())
            loudness += np.bincount(rows.velocity, minlength=128)[:128]
            names.update(notes.names)
            for metre, weight in _metre_weights(notes):
                metres[metre] += weight
        tempos = [float(notes.tempos[0, 1]) for notes in scores] or [120.0]
        sorted_parts = tuple(sorted(parts))
        tokenizer = MusicTokenizer(
            grid_name=grid.name,
            shifts=_with_plain_values(shifts, grid) or (0,),
            parts=sorted_parts or (0,),
            names=_part_names(sorted_parts or (0,), names),
            lowest=min(pitches, default=0),
            highest=max(pitches, default=-1),
            drum_keys=tuple(sorted(drum_keys)),
            durations=_with_plain_values(durations, grid) or (1,),
            velocities=_velocity_levels(loudness, options.velocities),
            metres=tuple(metre for metre, _ in metres.most_common(64)) or ((4, 4),),
            qpm=round(float(np.median(tempos)), 2) if grid.name == "metric" else 120.0,
            context_parts=options.parts,
        )
        if auto and grid.name == "metric" and comes_back(map(tokenizer._in_bars, scores, tables)) < WORTH_TELLING:
            return replace(tokenizer, context_parts=tuple(part for part in CONTEXT_PARTS if part != "lags"))
        return tokenizer

    def _in_bars(self, notes: Notes, rows: Rows) -> tuple[Ints, Ints, Ints]:
        """Onset, pitch and the length of the bar at each onset, int64 (notes,) each."""
        return (
            rows.onset,
            rows.pitch,
            Bars(self.grid, self.metres, self.facts(Piece(notes)).metres, 1).length_at(rows.onset),
        )

    # -- shape -----------------------------------------------------------------------------------------------------

    @property
    def grid(self) -> Grid:
        return GRIDS[self.grid_name]

    @property
    def pitched(self) -> int:
        """How many values of the pitch column are pitched; drum keys follow them."""
        return self.highest - self.lowest + 1

    @property
    def schema(self) -> Schema:
        sizes = (
            len(self.shifts),
            len(self.parts),
            self.pitched + len(self.drum_keys),
            len(self.durations),
            len(self.velocities),
        )
        even = (0, 0, self.pitched, 0, 0)
        columns = tuple(map(Column, COLUMNS, sizes, even))
        return Schema(columns, context_fields(self, columns))

    def bar_steps(self, metre: tuple[int, int]) -> int:
        """The length of a bar of `metre` in steps of the grid (at the grid's own tempo for `performance`)."""
        return self.grid.bar_steps(metre)

    # -- pieces to tables ------------------------------------------------------------------------------------------

    def encode(self, piece: Piece) -> Encoded:
        """A table int (notes, 5). Notes that the columns cannot hold exactly are counted in `approximated`."""
        assert isinstance(piece.content, Notes)
        notes = piece.content
        rows = Rows.of_notes(notes, self.grid)
        playable = np.where(rows.part == DRUMS, bool(self.drum_keys), self.pitched > 0)
        dropped = int((~playable).sum())
        rows = rows.select(playable)
        instrument, part_changed = self._instruments(rows.part)
        pitch, pitch_changed = self._pitches(rows)
        levels = np.array(self.velocities)
        table = np.stack(
            [
                quantise_shifts(rows.onset, np.array(self.shifts)),
                instrument,
                pitch,
                _nearest_length(np.array(self.durations), rows.end - rows.onset),
                nearest(levels, rows.velocity),
            ],
            axis=1,
        )
        moved = (
            (np.cumsum(np.array(self.shifts)[table[:, SHIFT]]) != rows.onset)
            | (np.array(self.durations)[table[:, DURATION]] != rows.end - rows.onset)
            | part_changed
            | pitch_changed
        )
        return Encoded(table, self.facts(piece), int(moved.sum()) + dropped)

    def facts(self, piece: Piece) -> Facts:
        notes = piece.content
        assert isinstance(notes, Notes)
        facts = Facts(title=piece.title, label=piece.label, key=notes.key)
        end_step = int(steps_of_ticks(notes, np.array([notes.end_tick]), self.grid)[0])
        if self.grid_name == "performance":
            return replace(facts, tempos=(Tempo(0, 120.0),), end_step=end_step)
        tempo_steps = steps_of_ticks(notes, notes.tempos[:, 0].astype(np.int64), self.grid)
        metre_steps = steps_of_ticks(notes, notes.metres[:, 0], self.grid)
        return replace(
            facts,
            tempos=tuple(
                Tempo(int(s), round(float(q), 3)) for s, q in zip(tempo_steps, notes.tempos[:, 1], strict=True)
            ),
            metres=tuple(Metre(int(s), int(n), int(d)) for s, (_, n, d) in zip(metre_steps, notes.metres, strict=True)),
            end_step=end_step,
        )

    def _instruments(self, part: Ints) -> tuple[npt.NDArray[np.intp], Bools]:
        known = np.array(self.parts)
        pitched = known[known != DRUMS]
        answer = np.zeros(DRUMS + 1, dtype=np.intp)
        for value in np.unique(part):
            if value in self.parts or value == DRUMS:
                answer[value] = np.searchsorted(known, value)
                continue
            # another track of the same program, else a program of the same General MIDI family, else the nearest
            program = value // PARTS_PER_PROGRAM
            distance = np.abs(pitched // PARTS_PER_PROGRAM - program) + 1000 * (
                pitched // (8 * PARTS_PER_PROGRAM) != program // 8
            )
            answer[value] = np.searchsorted(known, pitched[np.argmin(distance)])
        return answer[part], known[answer[part]] != part

    def _pitches(self, rows: Rows) -> tuple[npt.NDArray[np.intp], Bools]:
        drum = rows.part == DRUMS
        pitch = rows.pitch.copy()
        if self.pitched:
            low, high = self.lowest, self.highest
            if self.pitched >= 12:
                folded = np.where(pitch < low, low + (pitch - low) % 12, high - (high - pitch) % 12)
                pitch = np.where((pitch < low) | (pitch > high), folded, pitch)
            pitch = np.clip(pitch, low, high)
        value = pitch - self.lowest
        changed = pitch != rows.pitch
        if drum.any():
            keys = np.array(self.drum_keys)
            place = nearest(keys, rows.pitch)
            value = np.where(drum, self.pitched + place, value)
            changed = np.where(drum, keys[place] != rows.pitch, changed)
        return value.astype(np.intp), changed

    # -- tables to pieces ------------------------------------------------------------------------------------------

    def rows(self, table: Table) -> Rows:
        """The notes of a table as an instrument plays them: onset, end, part, pitch, velocity on the grid."""
        table = np.asarray(table, dtype=np.int64)
        onset = np.cumsum(np.array(self.shifts)[table[:, SHIFT]])
        end = onset + np.array(self.durations)[table[:, DURATION]]
        part = np.array(self.parts)[table[:, INSTRUMENT]]
        return Rows(*separate(onset, end, part, self.midi_keys(table), np.array(self.velocities)[table[:, VELOCITY]]))

    def midi_keys(self, table: Table) -> Ints:
        """The MIDI key of every row of a table."""
        keys = np.array([*range(self.lowest, self.highest + 1), *self.drum_keys], dtype=np.int64)
        return keys[np.asarray(table)[:, PITCH]]

    def decode(self, table: Table, facts: Facts) -> Any:
        """A `symusic.Score`, one track a part, with the tempo, metre and key of `facts`."""
        import symusic

        rows, grid = self.rows(table), self.grid
        score: Any = symusic.Score(grid.file_quarter)
        for part in np.unique(rows.part):
            mine = rows.select(rows.part == part)
            name = self.names[self.parts.index(int(part))]
            drums = bool(part == DRUMS)
            track: Any = symusic.Track(name, 0 if drums else int(part) // PARTS_PER_PROGRAM, drums)
            track.notes = symusic.Note.from_numpy(
                (mine.onset * grid.file_ticks).astype(np.int32),
                ((mine.end - mine.onset) * grid.file_ticks).astype(np.int32),
                mine.pitch.astype(np.int8),
                mine.velocity.astype(np.int8),
                "tick",
            )
            score.tracks.append(track)
        for tempo in facts.tempos:
            score.tempos.append(symusic.Tempo(tempo.step * grid.file_ticks, tempo.qpm))
        for metre in facts.metres:
            score.time_signatures.append(
                symusic.TimeSignature(metre.step * grid.file_ticks, metre.numerator, metre.denominator)
            )
        if facts.key:
            sharps, minor = key_signature(facts.key)
            score.key_signatures.append(symusic.KeySignature(0, sharps, int(minor)))
        return score

    # -- context, transposition, copies ----------------------------------------------------------------------------

    def context(self, table: Table, facts: Facts) -> ContextTable:
        return context_of_rows(self, np.asarray(table, dtype=np.int64), facts)

    def walk(self, facts: Sequence[Facts]) -> MusicWalk:
        return MusicWalk(self, facts)

    def augmentations(self, table: Table, most: int) -> tuple[int, int]:
        pitch = np.asarray(table)[:, PITCH]
        pitch = pitch[pitch < self.pitched]
        if not len(pitch):
            return 0, 0
        return -min(most, int(pitch.min())), min(most, self.pitched - 1 - int(pitch.max()))

    def augment(self, table: Table, amount: int) -> Table:
        """Return the same music `amount` semitones higher; drums stay. It must lie in the range of the columns."""
        moved = np.array(table)
        pitched = moved[:, PITCH] < self.pitched
        moved[pitched, PITCH] += amount
        return moved

    def copy_symbols(self, table: Table) -> Ints:
        """What counts as copied: rhythm and pitch intervals, so that a transposition is a copy; drum keys as such."""
        table = np.asarray(table, dtype=np.int64)
        pitch = table[:, PITCH]
        drum = pitch >= self.pitched
        symbols = np.where(drum, 1024 + pitch - self.pitched, 0)
        symbols[~drum] = 256 + np.diff(pitch[~drum], prepend=pitch[~drum][:1])
        return np.array(self.shifts)[table[:, SHIFT]] * 4096 + symbols

    # -- storing ---------------------------------------------------------------------------------------------------

    def labels(self, name: str) -> Sequence[Hashable]:
        pitched = range(self.lowest, self.highest + 1)
        every = [*pitched, *(("drum", key) for key in self.drum_keys)]
        known: dict[str, Sequence[Hashable]] = {
            "shift": self.shifts,
            "instrument": self.parts,
            "pitch": every,
            "duration": self.durations,
            "velocity": self.velocities,
            "metre": self.metres,
            "place": range(MOST_BAR_STEPS),
            "count": range(MOST_COUNTED + 1),
            "until": [*self.shifts, "longer", "never"],
            "remaining": self.durations,
            "struck": every,
            "match": range(len(RUNGS) + 1),
        }
        known |= dict.fromkeys(("sounding", "held", "ended", "recent"), pitched)
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
        return (
            pitch_name(self.lowest + value) if value < self.pitched else drum_name(self.drum_keys[value - self.pitched])
        )

    def _size(self, name: str) -> int:
        sizes = {column.name: column.size for column in self.schema.columns}
        return (sizes | {field.name: field.size for field in self.schema.fields})[name]

    def summary(self) -> dict[str, str]:
        return {
            "instruments": ", ".join(self.names),
            "grid": self.grid_name,
            "metres": ", ".join(f"{n}/{d}" for n, d in self.metres),
            "tempo": f"{self.qpm:g} quarter notes a minute",
        }

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, **{name: getattr(self, name) for name in self.__dataclass_fields__}}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> MusicTokenizer:
        """Raises `KeyError`, `TypeError` or `ValueError` for anything but what `to_json` gives."""

        def rising(name: str, low: int, high: int) -> tuple[int, ...]:
            values = tuple(int(value) for value in data[name])
            if list(values) != sorted(set(values)) or (values and not low <= values[0] <= values[-1] <= high):
                raise ValueError(f"{name} must rise from {low} to {high} at most")
            return values

        grid = GRIDS[data["grid_name"]]
        longest = int(grid.values[-1])
        lowest, highest = int(data["lowest"]), int(data["highest"])
        metres = tuple((int(n), int(d)) for n, d in data["metres"])
        tokenizer = MusicTokenizer(
            grid_name=grid.name,
            shifts=rising("shifts", 0, longest),
            parts=rising("parts", 0, DRUMS),
            names=tuple(str(name)[:64] for name in data["names"]),
            lowest=lowest,
            highest=highest,
            drum_keys=rising("drum_keys", 0, 127),
            durations=rising("durations", 1, longest),
            velocities=rising("velocities", 1, 127),
            metres=metres,
            qpm=float(data["qpm"]),
            context_parts=tuple(str(part) for part in data["context_parts"]),
        )
        sane = (
            0 <= lowest <= 127
            and lowest - 1 <= highest <= 127
            and all(1 <= n <= 64 and d in (1, 2, 4, 8, 16, 32, 64) for n, d in metres)
            and len(set(metres)) == len(metres)
            and 1.0 <= tokenizer.qpm <= 2000.0
            and len(tokenizer.names) == len(tokenizer.parts)
            and all((tokenizer.shifts, tokenizer.parts, tokenizer.durations, tokenizer.velocities, metres))
            and tokenizer.pitched + len(tokenizer.drum_keys) > 0
            and tokenizer.context_parts == tuple(part for part in CONTEXT_PARTS if part in tokenizer.context_parts)
        )
        if not sane:
            raise ValueError("the music tokenizer is out of range")
        return tokenizer


def _with_plain_values(values: set[int], grid: Grid) -> tuple[int, ...]:
    """The lengths of a corpus and, where they vary, what held-out pieces and users may want as well.

    Those are the plain note values, for a rhythmic grid, and where all lengths are multiples of one, its other
    multiples up to twice the longest: a long note that never occurred is still exact.
    """
    if grid.name == "metric" and len(values) > 1:
        values = values | {6, 12, 24, 48, 96}
        unit = int(np.gcd.reduce(np.array(sorted(values))))
        if unit >= _COARSE_UNIT:
            multiples = range(unit, 2 * max(values) + 1, unit)
            values = values | set(multiples).intersection(grid.values.tolist())
    return tuple(sorted(values))


def _nearest_length(values: Ints, lengths: Ints) -> npt.NDArray[np.intp]:
    """Like `nearest`, but no note gets the length 0."""
    first = 1 if values[0] == 0 and len(values) > 1 else 0
    return nearest(values[first:], lengths) + first


def _metre_weights(notes: Notes) -> list[tuple[tuple[int, int], int]]:
    """Each metre of a piece with the ticks for which it holds."""
    length = np.diff(np.append(notes.metres[:, 0], max(notes.end_tick, int(notes.metres[-1, 0]) + 1)))
    return [((int(n), int(d)), max(1, int(t))) for (_, n, d), t in zip(notes.metres, length, strict=True)]


def _velocity_levels(loudness: Ints, most: int) -> tuple[int, ...]:
    """At most `most` levels: the velocities themselves where they are few, else the middles of equal steps."""
    used = np.flatnonzero(loudness)
    if len(used) <= most:
        return tuple(int(v) for v in used) or (80,)
    if most <= 1:
        return (int(np.average(np.arange(128), weights=loudness)),)
    width = -(-127 // most)
    return tuple(sorted({min(127, (int(v) - 1) // width * width + 1 + width // 2) for v in used}))


def _part_names(parts: Sequence[int], names: Counter[tuple[int, str]]) -> tuple[str, ...]:
    """What most tracks of each part are called, else its General MIDI name; no two alike."""
    import pretty_midi

    answer: list[str] = []
    for part in parts:
        own = [(count, name) for (p, name), count in names.items() if p == part]
        best, name = max(own, default=(0, ""))
        if part == DRUMS:
            name = "Drums"
        elif best > sum(count for count, _ in own) / 2:
            # many files name their only track after the piece; a part is called what most of them call it
            pass
        else:
            name = pretty_midi.program_to_instrument_name(part // PARTS_PER_PROGRAM)
        if name in answer:
            name = f"{name} {part % PARTS_PER_PROGRAM + 1}"
        answer.append(name)
    return tuple(answer)
