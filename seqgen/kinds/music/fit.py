"""Fitting a tokenizer of music to the training part of a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from seqgen.arrays import Floats, Ints
from seqgen.kinds.music.bar_lags import MORE_WORTH_TELLING, WORTH_TELLING, LagCount
from seqgen.kinds.music.casts import CastCount
from seqgen.kinds.music.clashes import ClashCount
from seqgen.kinds.music.closing import ClosingCount, bar_begins
from seqgen.kinds.music.columns import CLASS_NAMES, LAGS, MORE_LAGS
from seqgen.kinds.music.density import DensityCount
from seqgen.kinds.music.facts import Example
from seqgen.kinds.music.form import SAME, SIGNS, VARIED
from seqgen.kinds.music.form_context import form_of_table, has_form
from seqgen.kinds.music.kit import kit_of
from seqgen.kinds.music.options import AUTO, PLAYED, MusicOptions
from seqgen.kinds.music.recurrence import RecurrenceCount
from seqgen.kinds.music.roles import Texture, roles_of
from seqgen.kinds.music.rows import Rows, nearest_length
from seqgen.kinds.music.strays import StrayCount
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told import notes_a_quarter, told_of
from seqgen.kinds.music.voice_pairs import VoicePairCount
from seqgen.piece import Piece
from seqgen.theory.bars import Bars, main_metre
from seqgen.theory.clarity import Clarity
from seqgen.theory.general_midi import program_name
from seqgen.theory.grid import (
    GRIDS,
    METRIC,
    MOST_OFFSET,
    OFFSETS_PER_STEP,
    PERFORMANCE,
    Grid,
    grid_for,
    nearest,
    quantise_shifts,
    steps_of_ticks,
)
from seqgen.theory.lateness import PLAYED_FROM
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM, Metre, Notes
from seqgen.theory.snaps import snap_of

MOST_FORMS, MOST_FORM_BARS = 256, 512

FORM_WORTH_TELLING = 0.3
"""The form is told where at least this share of the bars are an earlier one again, as it was or varied: 0.70 of folk
tunes, 0.53 of pop songs, 0.20 of chorales, 0.11 of drum grooves. Held-out bits without it are 1 to 3% more for it."""

_COUNTED_TOGETHER = 1 << 15
"""Notes that are counted in one go: 2 MB of them."""
_APART_BITS = 40
"""Bits of an onset in steps at the most."""
_COARSE_UNIT = 3
MOST_LEVELS, MOST_LABELS = 2, 48
"""Levels of folders, and names on each, that are told."""


def fit_music(pieces: Sequence[Piece], options: MusicOptions | None = None) -> MusicTokenizer:
    """Return a tokenizer whose columns hold what occurs in `pieces`. Raises `UsageError` for an unknown grid or part of
    the context."""
    options = options or MusicOptions()
    options.check()
    count = _count(pieces, options)
    grid, parts = count.grid, tuple(sorted(count.parts)) or (0,)
    density, roles = count.density.density(parts), roles_of(parts, count.textures())
    single = [part for part, most in zip(parts, density.sounding[:-1], strict=True) if most == 1]
    pairs = count.voice_pairs.pairs(single)
    told = options.parts
    if options.context == (AUTO,) and grid.is_metric and count.lags.share < WORTH_TELLING:
        told = tuple(part for part in told if part not in ("lags", "form"))
    tokenizer = MusicTokenizer(
        grid_name=grid.name,
        shifts=_with_plain_values(count.shifts, grid) or (0,),
        parts=parts,
        names=_part_names(parts, count.names, roles),
        lowest=min(count.pitches, default=0),
        highest=max(count.pitches, default=-1),
        drum_keys=tuple(sorted(count.drum_keys)),
        durations=_with_plain_values(count.durations, grid) or (1,),
        velocities=_velocity_levels(count.loudness, options.velocities),
        metres=tuple(metre for metre, _ in count.metres.most_common(64)) or ((4, 4),),
        qpm=round(float(np.median(count.tempos or [120.0])), 2) if grid.is_metric else 120.0,
        context_parts=told,
        snap=snap_of(np.arange(len(count.places)), len(count.places), weights=count.places) if grid.is_metric else "",
        lags=MORE_LAGS if count.lags.share >= MORE_WORTH_TELLING else LAGS,
        most_struck=density.struck,
        most_sounding=density.sounding,
        roles=roles,
        label_names=_label_names(count.labels),
        tempo_edges=_edges(count.tempos) if grid.is_metric else (),
        density_edges=_edges(np.concatenate(count.notes)) if count.notes else (),
        casts=count.casts.casts(),
        paces=count.casts.paces(parts),
        apart=pairs.apart,
        ordered=pairs.ordered,
        offsets=_offsets(count.offsets) if count.played else (),
    )
    if not grid.is_metric:
        return tokenizer
    fitted = _with_examples(tokenizer, pieces)
    return _without_form(fitted) if options.context == (AUTO,) and _comes_back(fitted) < FORM_WORTH_TELLING else fitted


def _count(pieces: Sequence[Piece], options: MusicOptions) -> _Count:
    """Return the counts on the grid that was chosen, or on that which suits the pieces."""
    if options.grid != AUTO:
        return _Count.of(pieces, GRIDS.get(options.grid, METRIC), played=options.grid == PLAYED)
    count = _Count.of(pieces, METRIC)
    if grid_for(count.clarities) is not METRIC:
        return _Count.of(pieces, PERFORMANCE)
    return _Count.of(pieces, METRIC, played=True) if count.is_played else count


def _comes_back(tokenizer: MusicTokenizer) -> float:
    """Return the share of bars that are an earlier one again, as it was or varied."""
    signs = [word[0] for form in tokenizer.forms for word in form.split()[1:]]
    return sum(sign in (SIGNS[SAME], SIGNS[VARIED]) for sign in signs) / max(len(signs), 1)


def _without_form(tokenizer: MusicTokenizer) -> MusicTokenizer:
    parts = tuple(part for part in tokenizer.context_parts if part != "form")
    examples = tuple(replace(example, form="") for example in tokenizer.examples)
    return replace(tokenizer, context_parts=parts, forms=(), examples=examples)


def _with_examples(tokenizer: MusicTokenizer, pieces: Sequence[Piece]) -> MusicTokenizer:
    """Return a tokenizer with forms, each behind its metre, and facts of at most `MOST_FORMS` pieces from all over the
    corpus."""
    examples, tells_form = list[Example](), has_form(tokenizer.schema)
    closings, returns, clashes, strays = ClosingCount(), RecurrenceCount(), ClashCount(), StrayCount()
    for number in range(0, len(pieces), max(-(-len(pieces) // MOST_FORMS), 1)):
        encoded = tokenizer.encode(pieces[number])
        table = np.asarray(encoded.table, np.int64)
        metre = main_metre(encoded.facts.metres, encoded.facts.end_step)
        if metre is None or not len(table):
            continue
        told, form = told_of(tokenizer, table, encoded.facts), ""
        returns.add(tokenizer, table, encoded.facts.metres)
        rows = tokenizer.rows(table)
        clashes.add(rows)
        lines = bar_begins(tokenizer, table, encoded.facts)
        closings.add(rows, lines, told)
        strays.add(rows, lines, told)
        if tells_form:
            found = form_of_table(tokenizer, table, encoded.facts.metres)
            form = str(found) if 0 < len(found) <= MOST_FORM_BARS else ""
        if told.bars <= MOST_FORM_BARS:
            kit = kit_of(rows.pitch[rows.part == DRUMS])
            examples.append(Example(replace(metre, step=0), told, form, kit))
    forms = [f"{example.metre} {example.form}" for example in examples if example.form]
    known = replace(tokenizer, forms=tuple(forms), examples=tuple(examples))
    return replace(
        known,
        closings=closings.closings(),
        most_returns=returns.most(),
        clashes=clashes.shares(tokenizer.parts),
        strays=strays.shares(),
    )


class _Count:
    """Counts of what occurs in pieces on a grid, taken in one pass, since those of a large corpus need more memory than
    there is. The notes of several pieces are counted together, which is several times faster than piece by piece."""

    def __init__(self, grid: Grid, *, played: bool) -> None:
        self.grid, self.played = grid, played
        self.clarities: list[Clarity] = []
        self.shifts, self.durations, self.parts, self.pitches, self.drum_keys = (set[int]() for _ in range(5))
        # all notes, and those played by hand to a beat
        self._notes, self._by_hand = 0, 0
        self.offsets: Ints = np.zeros(2 * MOST_OFFSET + 1, dtype=np.int64)
        self.loudness: Ints = np.zeros(128, dtype=np.int64)
        # onsets on each step of a quarter note
        self.places: Ints = np.zeros(grid.steps_per_quarter, dtype=np.int64)
        self.names: Counter[tuple[int, str]] = Counter()
        self.metres: Counter[tuple[int, int]] = Counter()
        self.tempos: list[float] = []
        self.density, self.lags, self.voice_pairs = DensityCount(), LagCount(), VoicePairCount()
        self.casts = CastCount(grid.steps_per_quarter)
        # notes of each part, and the sum of their keys
        self.keys: Ints = np.zeros((DRUMS + 1, 2), dtype=np.int64)
        self.labels: Counter[tuple[int, str]] = Counter()
        # notes a quarter note of every bar
        self.notes: list[Floats] = []
        self._waiting: list[tuple[Rows, Ints]] = []

    @classmethod
    def of(cls, pieces: Sequence[Piece], grid: Grid, *, played: bool = False) -> _Count:
        count = cls(grid, played=played)
        waiting = 0
        for piece in pieces:
            if isinstance(piece.content, Notes):
                count._add(piece.content)
                count.labels.update(enumerate(piece.label.split("/")))
                waiting += len(piece.content)
            if waiting >= _COUNTED_TOGETHER:
                count._settle()
                waiting = 0
        count._settle()
        return count

    @property
    def is_played(self) -> bool:
        """Return whether most notes were played by hand to a beat."""
        return self._by_hand > PLAYED_FROM * self._notes

    def textures(self) -> dict[int, Texture]:
        """Return the texture of each part."""
        return {
            part: Texture(self.density.mean_sounding(part), float(self.keys[part, 1] / self.keys[part, 0]))
            for part in self.parts
        }

    def _add(self, notes: Notes) -> None:
        """Count what belongs to a piece, and let its notes wait."""
        rows = Rows.played(notes) if self.played else Rows.of_notes(notes, self.grid)
        self._notes, self._by_hand = self._notes + len(notes), self._by_hand + notes.timing.is_played * len(notes)
        if notes.clarity:
            self.clarities.append(notes.clarity)
        self.tempos.append(float(notes.tempos[0, 1]))
        self.names.update(notes.names)
        for metre, weight in _metre_weights(notes):
            self.metres[metre] += weight
        if not len(rows.onset):
            return
        lengths = np.zeros(len(rows.onset), np.int64)
        if self.grid.is_metric:
            bars = _bars_of(notes, self.grid)
            lengths = bars.length_at(rows.onset)
            last = int(bars.number_at(rows.onset[-1:])[0]) - bars.first_full(int(rows.onset[0]))
            self.notes.append(notes_a_quarter(bars, rows.onset, max(last + 1, 1)))
        self.voice_pairs.add(rows)
        self.casts.add(rows)
        self._waiting.append((rows, lengths))

    def _settle(self) -> None:
        """Count the notes that wait."""
        if not self._waiting:
            return
        each, bars = zip(*self._waiting, strict=True)
        self._waiting = []
        values = self.grid.values
        rows = Rows.joined(each)
        sizes = [len(one.onset) for one in each]
        shifts = _shifts_of(rows.onset, sizes, values)
        if self.grid.is_metric:
            self.places += np.bincount(rows.onset % len(self.places), minlength=len(self.places))
        self.shifts.update(_occurring(values, shifts))
        self.durations.update(_occurring(values, nearest_length(values, rows.end - rows.onset)))
        if self.played:
            # what no shift reaches is left to the deviation, as it is when encoding
            missed = rows.onset - _reached(values[shifts], sizes)
            late = np.clip(rows.late + missed * OFFSETS_PER_STEP, -MOST_OFFSET, MOST_OFFSET)
            self.offsets += np.bincount(late + MOST_OFFSET, minlength=2 * MOST_OFFSET + 1)
        drum = rows.part == DRUMS
        self.pitches.update(np.flatnonzero(np.bincount(rows.pitch[~drum])).tolist())
        self.drum_keys.update(np.flatnonzero(np.bincount(rows.pitch[drum])).tolist())
        self.loudness += np.bincount(rows.velocity, minlength=128)[:128]
        of_part = np.bincount(rows.part, minlength=DRUMS + 1)
        self.parts.update(np.flatnonzero(of_part).tolist())
        self.keys[:, 0] += of_part
        self.keys[:, 1] += np.bincount(rows.part, rows.pitch, DRUMS + 1).astype(np.int64)
        # so far apart that no note of a piece sounds or comes back in another
        apart = np.repeat(np.arange(len(each)) << _APART_BITS, sizes)
        if self.grid.is_metric:
            self.lags.add(rows.onset, rows.pitch, np.concatenate(bars), apart=apart)
        self.density.add(replace(rows, onset=rows.onset + apart, end=rows.end + apart))


def _shifts_of(onset: Ints, sizes: Sequence[int], values: Ints) -> npt.NDArray[np.intp]:
    """Return `quantise_shifts` of pieces of these `sizes`, whose onsets stand one behind the other."""
    ends = np.cumsum(sizes)
    begins = ends - sizes
    shifts = np.append(onset[:1], onset[1:] - onset[:-1])
    shifts[begins] = onset[begins]
    chosen = nearest(values, shifts)
    wrong = np.flatnonzero(values[chosen] != shifts)
    for piece in np.unique(np.searchsorted(ends, wrong, side="right")).tolist():
        here = slice(begins[piece], ends[piece])
        chosen[here] = quantise_shifts(onset[here], values)
    return chosen


def _reached(shifts: Ints, sizes: Sequence[int]) -> Ints:
    """Return the onsets to which shifts lead in pieces of these `sizes`, which stand one behind the other."""
    total, begins = np.cumsum(shifts), np.cumsum(sizes) - sizes
    return np.asarray(total - np.repeat(total[begins] - shifts[begins], sizes))


def _occurring(values: Ints, chosen: npt.NDArray[np.intp]) -> list[int]:
    found: list[int] = values[np.flatnonzero(np.bincount(chosen))].tolist()
    return found


def _bars_of(notes: Notes, grid: Grid) -> Bars:
    begins = steps_of_ticks(notes, notes.metres[:, 0], grid).tolist()
    metres = [Metre(step, n, d) for step, (_, n, d) in zip(begins, notes.metres.tolist(), strict=True)]
    return Bars(grid, [metres[0].signature], metres, 1)


def _label_names(labels: Counter[tuple[int, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the commonest names on each of the first levels, up to one on which all pieces have the same."""
    names: list[tuple[str, ...]] = []
    for level in range(MOST_LEVELS):
        own = Counter({name: pieces for (at, name), pieces in labels.items() if at == level and name and pieces > 1})
        if len(own) < 2:
            break
        names.append(tuple(name for name, _ in own.most_common(MOST_LABELS)))
    return tuple(names)


def _edges(values: Sequence[float] | Floats) -> tuple[float, ...]:
    """Return values between classes that hold equal shares; empty where all values are the same."""
    if not len(values) or np.ptp(values) == 0:
        return ()
    shares = np.arange(1, len(CLASS_NAMES)) / len(CLASS_NAMES)
    return tuple(round(float(edge), 4) for edge in np.quantile(values, shares))


def _with_plain_values(values: set[int], grid: Grid) -> tuple[int, ...]:
    """Return the lengths of a corpus and, where they vary, plain note values for held-out pieces and users.

    Where all lengths are multiples of one, its other multiples up to twice the longest are added instead, so that a
    long note that never occurred is still exact.
    """
    if grid.is_metric and len(values) > 1:
        values = values | {6, 12, 24, 48, 96}
        unit = int(np.gcd.reduce(np.array(sorted(values))))
        if unit >= _COARSE_UNIT:
            multiples = range(unit, 2 * max(values) + 1, unit)
            values = values | set(multiples).intersection(grid.values.tolist())
    return tuple(sorted(values))


def _metre_weights(notes: Notes) -> list[tuple[tuple[int, int], int]]:
    changes = notes.metres.tolist()
    until = [*(tick for tick, _, _ in changes[1:]), max(notes.end_tick, changes[-1][0] + 1)]
    return [((n, d), max(1, stop - tick)) for (tick, n, d), stop in zip(changes, until, strict=True)]


def _velocity_levels(loudness: Ints, most: int) -> tuple[int, ...]:
    """Return at most `most` levels: the velocities themselves where they are few, else the middles of equal steps."""
    used = np.flatnonzero(loudness)
    if len(used) <= most:
        return tuple(int(v) for v in used) or (80,)
    if most <= 1:
        return (int(np.average(np.arange(128), weights=loudness)),)
    width = -(-127 // most)
    return tuple(sorted({min(127, (int(v) - 1) // width * width + 1 + width // 2) for v in used}))


def _offsets(counts: Ints) -> tuple[int, ...]:
    """Return all deviations from the least to the largest that occur, none among them."""
    used = np.append(np.flatnonzero(counts), MOST_OFFSET)
    return tuple(range(int(used.min()) - MOST_OFFSET, int(used.max()) - MOST_OFFSET + 1))


def _part_names(parts: Sequence[int], names: Counter[tuple[int, str]], roles: Sequence[str]) -> tuple[str, ...]:
    """Return the name of most tracks of each part, else its General MIDI name, or its role where several parts would
    have that; no two alike."""
    own = [_commonest(part, names) for part in parts]
    general = ["Drums" if part == DRUMS else program_name(part // PARTS_PER_PROGRAM) for part in parts]
    unnamed = [i for i, name in enumerate(own) if not name]
    answer: list[str] = []
    for i, part in enumerate(parts):
        name = own[i] or general[i]
        alike = sum(general[j] == name for j in unnamed)
        if not own[i] and alike > 1 and roles[i] and roles[i] not in own:
            name = roles[i]
        if name in answer:
            name = f"{name} {part % PARTS_PER_PROGRAM + 1}"
        answer.append(name)
    return tuple(answer)


def _commonest(part: int, names: Counter[tuple[int, str]]) -> str:
    """Return what most named tracks of a part are called; "" where there is no such name: many files name their only
    track after the piece. Drums are always called so."""
    if part == DRUMS:
        return ""
    own = [(count, name) for (each, name), count in names.items() if each == part]
    best, name = max(own, default=(0, ""))
    return name if 2 * best > sum(count for count, _ in own) else ""
