"""Primers: a piece as the beginning of takes, cut, put on the beat, and moved to what the model can play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from seqgen.arrays import Bools, Ints
from seqgen.errors import Sentence, UsageError
from seqgen.formats.metre_choice import told_of
from seqgen.kinds.base import Start
from seqgen.kinds.music.columns import INSTRUMENT, SHIFT
from seqgen.kinds.music.onset_grid import OnsetGrid
from seqgen.kinds.music.primer_changes import changes, playable
from seqgen.kinds.music.primer_rests import without_rests
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.word_list import joined_list
from seqgen.piece import Piece
from seqgen.theory.bars import bar_ends, next_beat
from seqgen.theory.grid import METRIC, quantise_shifts, steps_of_ticks
from seqgen.theory.lateness import WRITTEN, meant_ticks, on_the_beat
from seqgen.theory.notes import Metre, Notes, TempoMap
from seqgen.words import counted

_UNEVEN = 8
"""Shifts of 1 to 11 steps that a corpus has where it was played by hand. Written ones have at most 2, 3, 4, 6, 8, 9."""


def start_of(piece: Piece, rules: MusicRules, tokenizer: MusicTokenizer) -> Start:
    """Return the start of takes that go on from a piece, with remarks on what was changed in it.

    It ends with its first `rules.primer_bars`, or (where 0) on the first beat behind its last note, or where a sheet
    ends. Tempos and metres behind its last note are dropped. Raises `UsageError` for more bars than the piece has, and
    for a piece of which the model can play nothing.
    """
    remarks: list[str] = told_of(piece.remarks)
    notes, end_tick = _cut(piece.content, rules.primer_bars, remarks, meant=tokenizer.is_played)
    if tokenizer.grid_name == METRIC.name:
        notes = _on_the_beat(notes, tokenizer, remarks)
    else:
        notes, end_tick = _in_milliseconds(notes, end_tick)
    known, left_out = playable(notes, tokenizer)
    if not known.any():
        raise UsageError("this model can play none of the primer's notes; give another")
    remarks += left_out
    notes, end_tick, rests = without_rests(_select(notes, known), end_tick, tokenizer)
    encoded = tokenizer.encode(replace(piece, content=notes))
    table = np.asarray(encoded.table, dtype=np.int64)
    remarks += changes(notes, table, tokenizer)
    end_step = int(steps_of_ticks(notes, np.array([end_tick]), tokenizer.grid)[0])
    facts = replace(encoded.facts, end_step=end_step, rests=rests)
    return Start(_on_grid(table, rules.grid, tokenizer), facts, tuple(remarks))


def _cut(notes: Notes, bars: int, remarks: list[str], *, meant: bool) -> tuple[Notes, int]:
    """Return the first bars of a piece (all where 0), a pick-up before them, and the tick at which takes go on. With
    `meant`, notes belong to the bar in which they were meant to begin."""
    quarter, steps = notes.ticks_per_quarter, METRIC.steps_per_quarter
    last = int(notes.end.max(initial=0))
    last_step = -(-last * steps // quarter)
    notes = replace(notes, metres=_before(notes.metres, last))
    metres = [Metre(int(tick) * steps // quarter, int(n), int(d)) for tick, n, d in notes.metres]
    lines = islice(bar_ends(METRIC, metres), int(metres[0].step > 0), None)
    bar_lines = [next(lines)]
    while bar_lines[-1] < last_step:
        bar_lines.append(next(lines))
    if bars > len(bar_lines):
        raise UsageError(
            "the primer has {bars}, fewer than the {most} to keep", bars=counted(len(bar_lines), "bar"), most=bars
        )
    if bars:
        end_tick = bar_lines[bars - 1] * quarter // steps
        begins = meant_ticks(notes.onset, quarter) if meant else notes.onset
        last, notes = end_tick, _select(notes, begins < end_tick)
        if not len(notes):
            raise UsageError(
                "no note begins in the first {bars} of the primer; keep more of them", bars=counted(bars, "bar")
            )
    elif notes.end_tick > last:
        end_tick = notes.end_tick
    else:
        beat = next_beat(METRIC, metres, last_step)
        end_tick = beat * quarter // steps
        if beat < bar_lines[-1]:
            remarks.append(
                Sentence("ends within bar {bar}; takes go on there, from the next beat", bar=str(len(bar_lines)))
            )
    tempos, kept = notes.tempos[notes.tempos[:, 0] < max(last, 1)], _before(notes.metres, last)
    return replace(notes, tempos=tempos, metres=kept, end_tick=end_tick), end_tick


def _before(metres: Ints, tick: int) -> Ints:
    """Return the metres that begin before a tick, at least the first, which may stand behind a pick-up."""
    return metres[: max(int(np.searchsorted(metres[:, 0], tick)), 1)]


def _select(notes: Notes, keep: Bools | Ints) -> Notes:
    columns = ("onset", "end", "pitch", "velocity", "part")
    return replace(notes, **{name: getattr(notes, name)[keep] for name in columns})


def _on_the_beat(notes: Notes, tokenizer: MusicTokenizer, remarks: list[str]) -> Notes:
    """Return notes played by hand without their lateness and, unless the corpus was played by hand too, on the beat."""
    quarter = notes.ticks_per_quarter
    timing = notes.timing
    # a column of deviations tells what was played
    if timing == WRITTEN or tokenizer.is_played:
        return notes
    onset = notes.onset / quarter - timing.lateness
    played = len(set(tokenizer.shifts) & set(range(1, 12))) >= _UNEVEN
    if timing.by_hand and not played:
        onset = on_the_beat(onset)
    ticks = np.maximum(np.round(onset * quarter), 0).astype(np.int64)
    end = np.maximum(notes.end - round(timing.lateness * quarter), ticks + 1)
    milliseconds = abs(timing.lateness) * 60_000 / float(notes.tempos[0, 1])
    late = Sentence("{count} ms late" if timing.lateness > 0 else "{count} ms early", count=round(milliseconds))
    if timing.to_a_beat:
        kept = "was played by hand, {late} on average; that was taken out"
        put = "was played by hand, {late} on average; that was taken out, and its notes were put on the beat"
        even = "is {late} throughout; that was taken out"
        by_hand = kept if played else put
        remarks.append(Sentence(by_hand if timing.by_hand else even, late=late))
    elif not played:
        remarks.append(Sentence("was played freely; its notes were put on the nearest 16ths"))
    order = np.lexsort((notes.pitch, notes.part, ticks))
    return _select(replace(notes, onset=ticks, end=end), order)


def _in_milliseconds(notes: Notes, end_tick: int) -> tuple[Notes, int]:
    """Return notes in ticks of a millisecond, 500 a quarter note, for a grid that knows no beats."""
    tempos = TempoMap.of(notes.tempos, notes.ticks_per_quarter)

    def milliseconds(ticks: Sequence[int] | Ints) -> Ints:
        return np.round(tempos.seconds(ticks) * 1000).astype(np.int64)

    onset = milliseconds(notes.onset)
    end_tick = int(milliseconds([end_tick])[0])
    return replace(
        notes,
        ticks_per_quarter=500,
        onset=onset,
        end=np.maximum(milliseconds(notes.end), onset + 1),
        tempos=np.array([[0.0, 120.0]]),
        end_tick=end_tick,
    ), end_tick


def _on_grid(table: Ints, grid: str, tokenizer: MusicTokenizer) -> Ints:
    lines = OnsetGrid.of(grid, tokenizer)
    shifts = np.array(tokenizer.shifts)
    possible = np.flatnonzero(lines.spans(shifts)) if lines else np.zeros(0, np.intp)
    if lines is None or not len(possible):
        return table
    onset = lines.nearest(np.cumsum(shifts[table[:, SHIFT]]))
    table = table.copy()
    table[:, SHIFT] = possible[quantise_shifts(onset, shifts[possible])]
    return table


def with_instruments_of(start: Start, rules: MusicRules, tokenizer: MusicTokenizer) -> MusicRules:
    """Return the rules, held to the instruments that a primer uses unless others are asked for."""
    if rules.instruments or not len(start.rows):
        return rules
    used = sorted(set(start.rows[:, INSTRUMENT].tolist()))
    return replace(rules, instruments=joined_list(tokenizer.names[i] for i in used))
