"""An excerpt of music as a piano roll, ready to draw."""

from __future__ import annotations

import textwrap

import numpy as np

from seqgen.arrays import Ints
from seqgen.kinds.evaluation import Excerpt, Roll, Scale
from seqgen.kinds.music.columns import DURATION, PITCH
from seqgen.kinds.music.excerpts import SECOND_STEPS, starts_of
from seqgen.kinds.music.tokenizer import MusicTokenizer

MOST_DRUM_NAMES, DRUM_NAME_WIDTH = 10, 20
MOST_TIMES = 16
"""The most labels along time."""
FEWEST_KEYS = 14
"""The fewest keys shown, so that notes do not become walls."""


def roll(tokenizer: MusicTokenizer, excerpt: Excerpt) -> Roll:
    """Return the notes of an excerpt by time and MIDI key, with a line below them for each drum that occurs."""
    table, end = excerpt.table, max(excerpt.facts.end_step, 1)
    # as it sounds, deviations from the beat among it
    onset = tokenizer.ticks(table) / tokenizer.grid.file_ticks
    stop = np.minimum(onset + np.array(tokenizer.durations)[table[:, DURATION]], end)
    # a gap between consecutive notes on one key
    right = np.maximum(stop - end / 600, onset + (stop - onset) / 2)
    line = _lines(tokenizer, table)
    only_drums = len(line) > 0 and bool((table[:, PITCH] >= tokenizer.pitched).all())
    y = _drum_scale(tokenizer, table, line) if only_drums else _key_scale(line)
    return Roll(onset, right, line.astype(np.float64), _time_scale(tokenizer, excerpt, end), y)


def _lines(tokenizer: MusicTokenizer, table: Ints) -> Ints:
    """Return the height of each note: the MIDI key of pitched notes, below them a line for each drum."""
    drum = table[:, PITCH] >= tokenizer.pitched
    line = table[:, PITCH] + tokenizer.lowest
    used = np.unique(table[drum, PITCH])
    bottom = int(line[~drum].min(initial=127)) - 2 if (~drum).any() else len(used)
    line[drum] = bottom - len(used) + np.searchsorted(used, table[drum, PITCH])
    return line


def _time_scale(tokenizer: MusicTokenizer, excerpt: Excerpt, end: int) -> Scale:
    """Return lines at bars or seconds, the bars numbered from 1."""
    metric, starts = tokenizer.is_metric, starts_of(tokenizer, excerpt.facts, end).tolist()
    every = next(n for n in (1, 2, 4, 5, 10, 20, 60, 10**9) if len(starts) <= MOST_TIMES * n)
    ticks = [(step, f"{i + 1}" if metric else f"{step / SECOND_STEPS:g}") for i, step in enumerate(starts)]
    return Scale(tuple(ticks[::every]), tuple(starts), 0, end, "bar" if metric else "seconds")


def _drum_scale(tokenizer: MusicTokenizer, table: Ints, line: Ints) -> Scale:
    used, first = np.unique(table[:, PITCH], return_index=True)
    low, high = int(line.min()) - 1, max(int(line.max()), int(line.min()) + 3) + 1
    if len(used) > MOST_DRUM_NAMES:
        return Scale((), (), low, high, "drums")
    names = [textwrap.shorten(tokenizer.describe(PITCH, int(v)), DRUM_NAME_WIDTH, placeholder="…") for v in used]
    return Scale(tuple(zip(line[first].tolist(), names, strict=True)), (), low, high)


def _key_scale(line: Ints) -> Scale:
    low, high = (int(line.min()), int(line.max())) if len(line) else (60, 72)
    room = max(0, FEWEST_KEYS - (high - low)) / 2
    octaves = [key for key in range(0, 128, 12) if low - 1 - room <= key <= high + 1 + room]
    ticks = tuple((key, f"C{key // 12 - 1}") for key in octaves)
    return Scale(ticks, tuple(octaves), low - 1.5 - room, high + 1.5 + room)
