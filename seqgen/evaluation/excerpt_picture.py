"""A few takes beside pieces of the same metre and length, drawn: piano rolls or text, with what was copied."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import SubFigure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter

from seqgen.copying.copy_index import Copy
from seqgen.errors import printable
from seqgen.evaluation.comparison import Comparison
from seqgen.evaluation.excerpts import SECOND_STEPS, Excerpt, models_for_takes
from seqgen.kinds.base import Tokenizer
from seqgen.kinds.music.tokenizer import DURATION, PITCH, SHIFT, MusicTokenizer
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.theory.bars import bar_lines

PAIRS = 3
COPIED = "#000000"
GRID = "#D9D9D9"
MUTED = "#5A5A5A"
TITLE_WIDTH = 95

LINES, CHARACTERS, TYPE_SIZE = 10, 88, 8.5
"""How much of a text is shown."""
MOST_DRUM_NAMES = 10
FEWEST_KEYS = 14
"""So many lines of a roll are shown at least, so that notes are not drawn as walls."""


@dataclass(frozen=True, eq=False)
class Shown:
    """An excerpt with its title and colour; rows `copied` are drawn as copied."""

    excerpt: Excerpt
    title: str
    colour: str
    copied: slice


def draw_pairs(figure: SubFigure, comparison: Comparison, *, takes_colour: str, pieces_colour: str) -> None:
    """The take that copied most, one in between and the one that copied least, each beside its piece."""
    takes = comparison.takes
    pieces = models_for_takes(comparison.reference.pieces, len(takes))
    ordered = sorted(range(len(takes)), key=lambda i: -_longest(takes[i].copy))
    chosen = dict.fromkeys(ordered[i] for i in np.linspace(0, len(takes) - 1, min(PAIRS, len(takes))).astype(int))
    tokenizer = takes[0].tokenizer
    axes = figure.subplots(len(chosen), 2, squeeze=False)
    for number, (left, right) in zip(chosen, axes, strict=True):
        take, piece = takes[number], pieces[number]
        written = Excerpt("", take.table, take.facts, piece.length)
        title = f"take, seed {take.seed}{_copy_words(take.copy, tokenizer.event)}"
        _draw(left, tokenizer, Shown(written, title, takes_colour, _rows(take.copy)))
        _draw(right, tokenizer, Shown(piece, f"piece {printable(piece.name)}", pieces_colour, slice(0)))
    if isinstance(tokenizer, MusicTokenizer):
        for ax in axes[-1]:
            ax.set_xlabel("bar" if tokenizer.grid_name == "metric" else "seconds", color=MUTED)


def _longest(copy: Copy | None) -> int:
    return copy.longest if copy is not None else 0


def _copy_words(copy: Copy | None, event: str) -> str:
    if copy is None or not copy.longest:
        return ""
    many = event if copy.longest == 1 else f"{event}s"
    return f"; black: its longest copied run, {copy.longest:,} {many} of {printable(copy.piece)}"


def _rows(copy: Copy | None) -> slice:
    return slice(0) if copy is None else slice(copy.at, copy.at + copy.longest)


def _draw(ax: Axes, tokenizer: Tokenizer, shown: Shown) -> None:
    title = shown.title if len(shown.title) <= TITLE_WIDTH else f"{shown.title[: TITLE_WIDTH - 1]}…"
    ax.set_title(title, loc="left", fontsize=8.5, color=shown.colour)
    if isinstance(tokenizer, MusicTokenizer):
        _roll(ax, tokenizer, shown)
    else:
        assert isinstance(tokenizer, TextTokenizer)
        _text(ax, tokenizer, shown)


# -- piano rolls -------------------------------------------------------------------------------------------------------


def _roll(ax: Axes, tokenizer: MusicTokenizer, shown: Shown) -> None:
    table, end = shown.excerpt.table, max(shown.excerpt.facts.end_step, 1)
    onset = np.cumsum(np.array(tokenizer.shifts)[table[:, SHIFT]])
    stop = np.minimum(onset + np.array(tokenizer.durations)[table[:, DURATION]], end)
    line = _lines(tokenizer, table)
    # a sliver of ground between notes that follow each other on one key
    right = np.maximum(stop - end / 600, onset + (stop - onset) / 2)
    corners = np.stack([onset, line - 0.45, onset, line + 0.45, right, line + 0.45, right, line - 0.45], axis=1)
    black = np.zeros(len(table), dtype=bool)
    black[shown.copied] = True
    # what was copied lies on top
    for mine, colour in ((~black, shown.colour), (black, COPIED)):
        ax.add_collection(
            PolyCollection(list(corners[mine].reshape(-1, 4, 2)), facecolors=colour, linewidths=0, zorder=2)
        )
    starts, every = _ticks(tokenizer, shown.excerpt)
    for start in starts:
        ax.axvline(start, color=GRID, linewidth=0.6, zorder=1)
    ax.set_xlim(0, end)
    ax.xaxis.set_major_locator(FixedLocator(starts[::every].tolist()))
    metric = tokenizer.grid_name == "metric"
    ax.xaxis.set_major_formatter(
        FuncFormatter(
            lambda step, _: f"{int(np.searchsorted(starts, step)) + 1}" if metric else f"{step / SECOND_STEPS:g}"
        )
    )
    _key_ticks(ax, tokenizer, table, line)


def _lines(tokenizer: MusicTokenizer, table: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where each note is drawn: pitched notes at their MIDI key, below them the drums that are there, a line each."""
    drum = table[:, PITCH] >= tokenizer.pitched
    line = table[:, PITCH] + tokenizer.lowest
    used = np.unique(table[drum, PITCH])
    bottom = int(line[~drum].min(initial=127)) - 2 if (~drum).any() else len(used)
    line[drum] = bottom - len(used) + np.searchsorted(used, table[drum, PITCH])
    return line


def _ticks(tokenizer: MusicTokenizer, excerpt: Excerpt) -> tuple[npt.NDArray[np.int64], int]:
    """Where bars (or seconds) begin, and how many of them lie between two numbers."""
    end = max(excerpt.facts.end_step, 1)
    metric = tokenizer.grid_name == "metric"
    starts = (
        bar_lines(tokenizer.grid, tokenizer.metres, excerpt.facts, end) if metric else np.arange(0, end, SECOND_STEPS)
    )
    return starts, next(n for n in (1, 2, 4, 5, 10, 20, 60, 10**9) if len(starts) <= 16 * n)


def _key_ticks(ax: Axes, tokenizer: MusicTokenizer, table: npt.NDArray[np.int64], line: npt.NDArray[np.int64]) -> None:
    """The names of every C, or of drums where there are only these."""
    low, high = (int(line.min()), int(line.max())) if len(line) else (60, 72)
    if len(line) and (table[:, PITCH] >= tokenizer.pitched).all():
        used, first = np.unique(table[:, PITCH], return_index=True)
        names = [textwrap.shorten(tokenizer.describe(PITCH, int(v)), 20, placeholder="…") for v in used]
        few = len(used) <= MOST_DRUM_NAMES
        ax.set_yticks(line[first] if few else [], names if few else [], fontsize=6)
        ax.set_ylabel("" if few else "drums", color=MUTED)
        ax.set_ylim(low - 1, max(high, low + 3) + 1)
        return
    room = max(0, FEWEST_KEYS - (high - low)) / 2
    ax.set_ylim(low - 1.5 - room, high + 1.5 + room)
    octaves = [key for key in range(0, 128, 12) if low - 1 - room <= key <= high + 1 + room]
    ax.yaxis.set_major_locator(FixedLocator(octaves))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda key, _: f"C{int(key) // 12 - 1}"))
    for key in octaves:
        ax.axhline(key, color=GRID, linewidth=0.6, zorder=1)


# -- text --------------------------------------------------------------------------------------------------------------


def _text(ax: Axes, tokenizer: TextTokenizer, shown: Shown) -> None:
    """The part of a text in which what was copied stands, else its beginning, in monospaced lines."""
    text = str(tokenizer.decode(shown.excerpt.table))
    lines, starts = _wrapped(text)
    first = max(0, int(np.searchsorted(starts, shown.copied.start or 0, side="right")) - 1 - LINES // 2)
    first = min(first, max(0, len(lines) - LINES)) if shown.copied.stop else 0
    ax.set_xlim(0, CHARACTERS)
    ax.set_ylim(LINES, 0)
    ax.set_axis_off()
    for y, (line, start) in enumerate(zip(lines[first : first + LINES], starts[first : first + LINES], strict=True)):
        begin, stop = max(shown.copied.start or 0, start), min(shown.copied.stop or 0, start + len(line))
        if stop > begin:
            ax.add_patch(Rectangle((begin - start, y + 0.02), stop - begin, 0.96, color=GRID, linewidth=0))
        for x, character in enumerate(line):
            black = begin <= start + x < stop
            if not character.isspace():
                ax.text(
                    x + 0.5,
                    y + 0.75,
                    character,
                    family="DejaVu Sans Mono",
                    fontsize=TYPE_SIZE,
                    ha="center",
                    color=COPIED if black else MUTED,
                )


def _wrapped(text: str) -> tuple[list[str], list[int]]:
    """The text in lines that fit, and where in it each begins."""
    lines, starts, at = [], [], 0
    for line in text.split("\n"):
        for begin in range(0, max(1, len(line)), CHARACTERS):
            lines.append(line[begin : begin + CHARACTERS])
            starts.append(at + begin)
        at += len(line) + 1
    return lines, starts
