"""Rests of a primer that are longer than any shift of a model: taken out, and kept as facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from seqgen.arrays import AnyArray, Bools, Ints
from seqgen.kinds.music.facts import Rest
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.theory.bars import bar_ends
from seqgen.theory.grid import METRIC, OFFSETS_PER_STEP, nearest, steps_of_ticks
from seqgen.theory.notes import Metre, Notes

_NEAR = 3
"""Steps of the performance grid by which a rest may be wrong; the next shift makes up for it."""


@dataclass(frozen=True)
class _Span:
    """Time that is taken out of a piece: from the tick `start` on, so many ticks. Before the first note it may be
    negative, where the piece begins sooner than any shift allows. `whole`: bar lines stay where they are by it."""

    start: int
    ticks: int
    whole: bool = True


def without_rests(notes: Notes, end_tick: int, tokenizer: MusicTokenizer) -> tuple[Notes, int, tuple[Rest, ...]]:
    """Return notes that end at `end_tick` without the rests that no shift holds, their end, and those rests.

    On the metric grid whole bars are taken out, so that every note keeps its place in the bar. Where a bar is longer
    than all shifts, beats of it are; bars are counted anew from the next bar line on.
    """
    spans = _spans(notes, end_tick, tokenizer)
    if not spans:
        return notes, end_tick, ()

    def earlier(ticks: Ints) -> Ints:
        gone = [np.clip(ticks - span.start, 0, span.ticks) if span.ticks > 0 else span.ticks for span in spans]
        return ticks - sum(gone, np.zeros_like(ticks))

    def changes(table: AnyArray) -> AnyArray:
        """Return tempos or metres, the last of those that fall on one tick."""
        ticks = np.where(table[:, 0] > 0, earlier(table[:, 0].astype(np.int64)), 0)
        moved = np.concatenate([ticks[:, None], table[:, 1:]], axis=1)
        return np.asarray(moved[np.append(ticks[1:] != ticks[:-1], True)])

    end_tick = int(earlier(np.array([end_tick]))[0])
    shorter = replace(
        notes,
        onset=earlier(notes.onset),
        end=earlier(notes.end),
        tempos=changes(notes.tempos).astype(np.float64),
        metres=changes(_counted_anew(notes, [span for span in spans if not span.whole])),
        end_tick=end_tick,
    )
    begins = np.array([span.start for span in spans])
    starts = steps_of_ticks(shorter, np.where(begins > 0, earlier(begins), 0), tokenizer.grid)
    lengths = steps_of_ticks(shorter, np.array([span.ticks for span in spans]), tokenizer.grid)
    rests = tuple(Rest(int(start), int(length)) for start, length in zip(starts, lengths, strict=True))
    return shorter, end_tick, rests


def _spans(notes: Notes, end_tick: int, tokenizer: MusicTokenizer) -> list[_Span]:
    onsets = np.unique(notes.onset)
    begins, ends = np.concatenate([[-1], onsets]), np.append(onsets, max(end_tick, int(onsets[-1])))
    steps = steps_of_ticks(notes, ends, tokenizer.grid) - steps_of_ticks(notes, np.maximum(begins, 0), tokenizer.grid)
    # behind the last note what follows may begin later than at the end
    held = _is_held(steps, tokenizer)
    held[-1] = steps[-1] <= tokenizer.shifts[-1] // 2
    if held.all():
        return []
    metric = tokenizer.grid_name == METRIC.name
    lines = _bar_lines(notes, int(ends[-1])) if metric else np.zeros(0, np.int64)
    spans = []
    for i in np.flatnonzero(~held).tolist():
        begin, end, shift = int(begins[i]), int(ends[i]), int(steps[i])
        if metric:
            between = lines[(lines > begin) & (lines <= end)]
            span = (
                _bars(notes, begin, end, shift, tokenizer)
                or _bars_between(notes, between, begin, shift, tokenizer)
                or _beats(notes, begin, end, shift, tokenizer)
            )
        else:
            span = _time(begin, end, shift, tokenizer, is_end=i == len(onsets))
        spans += [span] if span is not None else []
    return spans


def _is_held(steps: Ints, tokenizer: MusicTokenizer) -> Bools:
    """Return which of these shifts a model has, or comes near by a deviation from the beat."""
    if not tokenizer.is_played:
        return np.isin(steps, tokenizer.shifts)
    near = min(-tokenizer.offsets[0], tokenizer.offsets[-1]) / OFFSETS_PER_STEP
    shifts = np.array(tokenizer.shifts)
    return np.asarray(np.abs(shifts[nearest(shifts, steps)] - steps) <= near)


def _bars(notes: Notes, begin: int, end: int, shift: int, tokenizer: MusicTokenizer) -> _Span | None:
    """Return the fewest bars of one metre, not always from a bar line on, without which a shift of the model leads from
    the tick `begin` (-1: the start) to `end`, as near as may be; None where there are none."""
    quarter, shifts = notes.ticks_per_quarter, np.array(tokenizer.shifts)
    step = -(-quarter // METRIC.steps_per_quarter)
    start = max(begin + step if begin >= 0 else 0, _last_change(notes, end))
    at = np.maximum(np.searchsorted(notes.metres[:, 0], start, side="right") - 1, 0)
    numerator, denominator = notes.metres[at, 1:].tolist()
    bar = quarter * 4 * numerator // denominator
    if quarter * 4 * numerator % denominator or end - start < bar:
        return None
    left = shift - tokenizer.bar_steps((numerator, denominator)) * np.arange(1, (end - start) // bar + 1)
    chosen = _fewest(left, shift, shifts)
    return None if chosen is None else _Span(start, (chosen + 1) * bar)


def _beats(notes: Notes, begin: int, end: int, shift: int, tokenizer: MusicTokenizer) -> _Span | None:
    """Return the fewest beats or parts of a beat without which a shift of the model leads from the tick `begin` (-1:
    the start) to `end`; None where one is long enough."""
    quarter, longest = notes.ticks_per_quarter, tokenizer.shifts[-1]
    if shift <= longest:
        return None
    start = begin + -(-quarter // METRIC.steps_per_quarter) if begin >= 0 else 0
    for part in (1, 2, 4, 8):
        unit, steps = quarter // part, METRIC.steps_per_quarter // part
        left = shift - steps * np.arange(1, (end - start) // unit + 1) if not quarter % part else np.zeros(0, np.int64)
        chosen = _fewest(left, shift, np.array(tokenizer.shifts))
        if chosen is not None:
            return _Span(start, (chosen + 1) * unit, whole=False)
    return None


def _counted_anew(notes: Notes, spans: list[_Span]) -> Ints:
    """Return the metres of a piece, begun anew on the first bar line behind each of `spans`."""
    metres = notes.metres
    for span in spans:
        line = next(line for line in _all_bar_lines(notes) if line >= span.start + span.ticks)
        at = int(np.searchsorted(metres[:, 0], line, side="right"))
        if metres[at - 1, 0] < line:
            metres = np.insert(metres, at, [line, *metres[at - 1, 1:]], axis=0)
    return metres


def _fewest(left: Ints, shift: int, shifts: Ints) -> int | None:
    """Return the place of the first of the shifts that would be left, falling, that the model has, or can come near."""
    exact = np.flatnonzero(np.isin(left, shifts))
    held = np.flatnonzero((left <= shifts[-1]) & (shift > shifts[-1]))
    found = exact if len(exact) else held
    return int(found[0]) if len(found) else None


def _last_change(notes: Notes, end: int) -> int:
    """Return the tick of the last change of metre before `end`."""
    ticks = notes.metres[:, 0]
    return int(ticks[ticks < end].max(initial=0))


def _bar_lines(notes: Notes, end_tick: int) -> Ints:
    """Return the ticks of the bar lines up to an end, the first 0."""
    return np.array([0, *takewhile(lambda line: line <= end_tick, _all_bar_lines(notes))], np.int64)


def _all_bar_lines(notes: Notes) -> Iterator[int]:
    """Yield the ticks of bar lines but the first, without end."""
    quarter, steps = notes.ticks_per_quarter, METRIC.steps_per_quarter
    metres = [Metre(int(tick) * steps // quarter, int(n), int(d)) for tick, n, d in notes.metres]
    return (line * quarter // steps for line in bar_ends(METRIC, metres))


def _bars_between(notes: Notes, lines: Ints, begin: int, shift: int, tokenizer: MusicTokenizer) -> _Span | None:
    """Return the fewest bars without which a shift of the model leads from the tick `begin` (-1: the start) to the next
    onset, as near as may be, given the bar lines between; None where there are none."""
    shifts = np.array(tokenizer.shifts)
    if len(lines) > 1:
        chosen = _fewest(shift - steps_of_ticks(notes, lines[1:] - lines[0], tokenizer.grid), shift, shifts)
        if chosen is not None:
            return _Span(int(lines[0]), int(lines[chosen + 1] - lines[0]))
    numerator, denominator = notes.metres[0, 1:].tolist()
    bar = tokenizer.bar_steps((numerator, denominator))
    if begin < 0 and shift + bar in tokenizer.shifts:
        return _Span(0, -(notes.ticks_per_quarter * 4 * numerator // denominator))
    return None


def _time(begin: int, end: int, steps: int, tokenizer: MusicTokenizer, *, is_end: bool) -> _Span | None:
    """Return the time behind `begin` (at the start where it is -1) without which a shift leads to `end`; None where one
    nearly does."""
    if not is_end and min(abs(shift - steps) for shift in tokenizer.shifts) <= (_NEAR if begin >= 0 else 0):
        return None
    most = tokenizer.shifts[-1] // 2 if is_end else steps
    held = max((shift for shift in tokenizer.shifts if shift <= most), default=0)
    ticks = tokenizer.grid.file_ticks
    taken = min((steps - held) * ticks, end - begin - ticks)
    return _Span(0 if begin < 0 else begin + ticks, taken) if taken > 0 else None
