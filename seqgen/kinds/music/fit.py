"""Fitting a tokenizer of music to the training part of a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.music.bar_lags import WORTH_TELLING, comes_back
from seqgen.kinds.music.density import DensityCount
from seqgen.kinds.music.options import AUTO, CONTEXT_PARTS, MusicOptions
from seqgen.kinds.music.rows import Rows, nearest_length
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.theory.bars import Bars
from seqgen.theory.grid import GRIDS, Grid, choose_grid, quantise_shifts
from seqgen.theory.notes import DRUMS, PARTS_PER_PROGRAM, Notes

_COARSE_UNIT = 3


def fit_music(pieces: Sequence[Piece], options: MusicOptions | None = None) -> MusicTokenizer:
    """Return a tokenizer whose columns hold what occurs in `pieces`. Raises `UsageError` for an unknown grid or part of
    the context."""
    options = options or MusicOptions()
    options.check()
    scores = _Scores(pieces)
    auto = options.context == (AUTO,)
    grid = choose_grid(scores) if options.grid == AUTO else GRIDS[options.grid]
    shifts, durations, parts, pitches, drum_keys = (set[int]() for _ in range(5))
    loudness = np.zeros(128, dtype=np.int64)
    names: Counter[tuple[int, str]] = Counter()
    metres: Counter[tuple[int, int]] = Counter()
    tempos: list[float] = []
    count = DensityCount()
    for notes, rows in scores.on(grid):
        tempos.append(float(notes.tempos[0, 1]))
        shifts.update(grid.values[quantise_shifts(rows.onset, grid.values)].tolist())
        durations.update(grid.values[nearest_length(grid.values, rows.end - rows.onset)].tolist())
        parts.update(np.unique(rows.part).tolist())
        drum = rows.part == DRUMS
        pitches.update(np.unique(rows.pitch[~drum]).tolist())
        drum_keys.update(np.unique(rows.pitch[drum]).tolist())
        loudness += np.bincount(rows.velocity, minlength=128)[:128]
        names.update(notes.names)
        count.add(rows)
        for metre, weight in _metre_weights(notes):
            metres[metre] += weight
    sorted_parts = tuple(sorted(parts))
    density = count.density(sorted_parts or (0,))
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
        qpm=round(float(np.median(tempos or [120.0])), 2) if grid.is_metric else 120.0,
        context_parts=options.parts,
        most_struck=density.struck,
        most_sounding=density.sounding,
    )
    if auto and grid.is_metric and comes_back(_in_bars(tokenizer, *each) for each in scores.on(grid)) < WORTH_TELLING:
        return replace(tokenizer, context_parts=tuple(part for part in CONTEXT_PARTS if part != "lags"))
    return tokenizer


class _Scores:
    """The notes of pieces, read anew each time, since those of a large corpus need more memory than there is."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[Notes]:
        return (piece.content for piece in self._pieces if isinstance(piece.content, Notes))

    def on(self, grid: Grid) -> Iterator[tuple[Notes, Rows]]:
        return ((notes, Rows.of_notes(notes, grid)) for notes in self)


def _in_bars(tokenizer: MusicTokenizer, notes: Notes, rows: Rows) -> tuple[Ints, Ints, Ints]:
    """Return onset, pitch and the length of the bar at each onset, int64 (notes,) each."""
    return (
        rows.onset,
        rows.pitch,
        Bars(tokenizer.grid, tokenizer.metres, tokenizer.facts(Piece(notes)).metres, 1).length_at(rows.onset),
    )


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
    length = np.diff(np.append(notes.metres[:, 0], max(notes.end_tick, int(notes.metres[-1, 0]) + 1)))
    return [((int(n), int(d)), max(1, int(t))) for (_, n, d), t in zip(notes.metres, length, strict=True)]


def _velocity_levels(loudness: Ints, most: int) -> tuple[int, ...]:
    """Return at most `most` levels: the velocities themselves where they are few, else the middles of equal steps."""
    used = np.flatnonzero(loudness)
    if len(used) <= most:
        return tuple(int(v) for v in used) or (80,)
    if most <= 1:
        return (int(np.average(np.arange(128), weights=loudness)),)
    width = -(-127 // most)
    return tuple(sorted({min(127, (int(v) - 1) // width * width + 1 + width // 2) for v in used}))


def _part_names(parts: Sequence[int], names: Counter[tuple[int, str]]) -> tuple[str, ...]:
    """Return the name of most tracks of each part, else its General MIDI name; no two alike."""
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
