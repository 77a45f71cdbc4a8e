"""A few takes beside pieces of the same metre and length: piano rolls or texts, with the longest copied run marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import SubFigure
from matplotlib.patches import Rectangle

from seqgen.copying.copy_index import Copy, counted
from seqgen.errors import printable
from seqgen.evaluation.comparison import Comparison
from seqgen.evaluation.reference import templates_for_takes
from seqgen.kinds.evaluation import Excerpt, Roll

PAIRS = 3
COPIED = "#000000"
GRID = "#D9D9D9"
MUTED = "#5A5A5A"
TITLE_WIDTH = 95
LONGEST_KEY_NAME = 3
"""Longer names of lines are set in small type."""

LINES, CHARACTERS, TYPE_SIZE = 10, 88, 9.6
"""Size of the part of a text that is shown; a character of this size is as wide as a column."""
LONGEST_RUN = 12
"""Characters that are drawn at once. A picture of thousands of single characters took twice as long."""
RUN = re.compile(rf"[!-~]{{1,{LONGEST_RUN}}}|\S")


@dataclass(frozen=True, eq=False)
class Shown:
    """An excerpt to draw with its title and colour; `copied` are rows drawn as copied."""

    drawing: Roll | str
    title: str
    colour: str
    copied: slice


def draw_pairs(figure: SubFigure, comparison: Comparison, *, takes_colour: str, pieces_colour: str) -> None:
    """Draw the take with the longest copied run, one with a median and one with the shortest, each beside its piece."""
    takes, reference = comparison.takes, comparison.reference
    pieces = templates_for_takes(reference.pieces, len(takes))
    ordered = sorted(range(len(takes)), key=lambda i: -_longest(takes[i].copy))
    chosen = dict.fromkeys(ordered[i] for i in np.linspace(0, len(takes) - 1, min(PAIRS, len(takes))).astype(int))
    tokenizer, drawing = takes[0].tokenizer, reference.evaluation.drawing
    axes = figure.subplots(len(chosen), 2, squeeze=False)
    for number, (left, right) in zip(chosen, axes, strict=True):
        take, piece = takes[number], pieces[number]
        written = drawing(tokenizer, Excerpt("", take.table, take.facts, piece.length))
        title = f"take, seed {take.seed}{_copy_words(take.copy, tokenizer.event)}"
        _draw(left, Shown(written, title, takes_colour, _rows(take.copy)))
        _draw(right, Shown(drawing(tokenizer, piece), f"piece {printable(piece.name)}", pieces_colour, slice(0)))
        if number == list(chosen)[-1] and isinstance(written, Roll):
            for ax in (left, right):
                ax.set_xlabel(written.x.label, color=MUTED)


def _longest(copy: Copy | None) -> int:
    return copy.longest if copy is not None else 0


def _copy_words(copy: Copy | None, event: str) -> str:
    if copy is None or not copy.longest:
        return ""
    return f"; black: its longest copied run, {counted(copy.longest, event)} of {printable(copy.piece)}"


def _rows(copy: Copy | None) -> slice:
    return slice(0) if copy is None else slice(copy.at, copy.at + copy.longest)


def _draw(ax: Axes, shown: Shown) -> None:
    title = shown.title if len(shown.title) <= TITLE_WIDTH else f"{shown.title[: TITLE_WIDTH - 1]}…"
    ax.set_title(title, loc="left", fontsize=8.5, color=shown.colour)
    if isinstance(shown.drawing, Roll):
        _roll(ax, shown.drawing, shown)
    else:
        _text(ax, shown.drawing, shown)


def _roll(ax: Axes, roll: Roll, shown: Shown) -> None:
    low, high = roll.line - 0.45, roll.line + 0.45
    corners = np.stack([roll.left, low, roll.left, high, roll.right, high, roll.right, low], axis=1)
    black = np.zeros(len(roll.line), dtype=bool)
    black[shown.copied] = True
    # copied rows on top
    for mine, colour in ((~black, shown.colour), (black, COPIED)):
        ax.add_collection(
            PolyCollection(list(corners[mine].reshape(-1, 4, 2)), facecolors=colour, linewidths=0, zorder=2)
        )
    for start in roll.x.lines:
        ax.axvline(start, color=GRID, linewidth=0.6, zorder=1)
    for height in roll.y.lines:
        ax.axhline(height, color=GRID, linewidth=0.6, zorder=1)
    ax.set_xlim(roll.x.low, roll.x.high)
    ax.set_ylim(roll.y.low, roll.y.high)
    ax.set_xticks([place for place, _ in roll.x.ticks], [name for _, name in roll.x.ticks])
    named = max((len(name) for _, name in roll.y.ticks), default=0) > LONGEST_KEY_NAME
    ax.set_yticks([place for place, _ in roll.y.ticks], [n for _, n in roll.y.ticks], fontsize=6 if named else None)
    ax.set_ylabel(roll.y.label, color=MUTED)


def _text(ax: Axes, text: str, shown: Shown) -> None:
    """Draw the part of a text around the copied run, else its beginning, in monospaced lines."""
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
        inside = slice(begin - start, stop - start) if stop > begin else slice(0, 0)
        for x, run in _runs(line, inside):
            colour = COPIED if inside.start <= x < inside.stop else MUTED
            drawn = ax.text(x, y + 0.75, run, family="DejaVu Sans Mono", fontsize=TYPE_SIZE, color=colour)
            # the lines fit, and measuring each run for the layout would take as long as drawing it
            drawn.set_in_layout(False)


def _runs(line: str, copied: slice) -> Iterator[tuple[int, str]]:
    """Split a line into runs without spaces, each with its column. None crosses an end of `copied`. Characters that may
    be wider than a column stand alone."""
    for part in (slice(0, copied.start), copied, slice(copied.stop, len(line))):
        for run in RUN.finditer(line, part.start, part.stop):
            yield run.start(), run.group()


def _wrapped(text: str) -> tuple[list[str], list[int]]:
    """Return the text in lines that fit, and where in it each begins."""
    lines, starts, at = [], [], 0
    for line in text.split("\n"):
        for begin in range(0, max(1, len(line)), CHARACTERS):
            lines.append(line[begin : begin + CHARACTERS])
            starts.append(at + begin)
        at += len(line) + 1
    return lines, starts
