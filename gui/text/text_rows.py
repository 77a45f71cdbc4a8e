"""Line breaking of a text into rows of a given width."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from seqgen.arrays import Bools, Floats, Ints

LINE_END, TAB, HIDDEN = "\u21b5", "\u21e5", "\u00b7"
"""Glyphs for invisible characters."""
TAB_CELLS = 4


@dataclass(frozen=True, eq=False)
class TextRows:
    """Layout of a text.

    Attributes:
        shown: glyph drawn for each character.
        left: float64 (characters,), left edge of each character in its row, in pixels.
        width: float64 (characters,), in pixels.
        starts: int64 (rows + 1,), first character of each row, then the number of characters.
        plain: bool (rows,), True for rows whose characters all take one cell and can be drawn at once.
    """

    shown: list[str]
    left: Floats
    width: Floats
    starts: Ints
    plain: Bools

    @property
    def rows(self) -> int:
        return len(self.starts) - 1

    def row_of(self, character: int) -> int:
        return int(np.searchsorted(self.starts, character, side="right")) - 1

    def at(self, row: int, x: float) -> int:
        """Return the character of a row nearest to `x` pixels, -1 if there is no such row."""
        if not 0 <= row < self.rows:
            return -1
        first, last = int(self.starts[row]), int(self.starts[row + 1]) - 1
        character = first + int(np.searchsorted(self.left[first : last + 1], x, side="right")) - 1
        return min(max(character, first), last)


def break_text(text: str, advance: Callable[[str], float], available: float) -> TextRows:
    """Break a text into rows of at most `available` pixels, after spaces if possible.

    A cell for the end of the text follows its last character. `advance` returns the width of a character.
    """
    cell = advance("M")
    shown = [_shown(character) for character in text]
    known = {character: _width(character, advance, cell) for character in set(text)}
    width = np.array([known[character] for character in text] + [cell])
    ends = np.cumsum(width)
    starts: list[int] = []
    at = 0
    for line in text.split("\n"):
        # a line includes its newline, the last line the end of the text
        stop = at + len(line) + 1
        while at < stop:
            starts.append(at)
            base = ends[at] - width[at]
            fits = int(np.searchsorted(ends, base + available + 1e-6, side="right"))
            if fits >= stop - 1:
                break
            space = text.rfind(" ", at, fits)
            at = space + 1 if space > at else max(fits, at + 1)
        at = stop
    edges = np.array([*starts, len(text) + 1], np.int64)
    row = np.searchsorted(edges, np.arange(len(width)), side="right") - 1
    left = (ends - width) - (ends - width)[edges[row]]
    odd = np.concatenate([np.abs(width - cell) > 0.01, [False]])
    plain = np.array([not odd[a:b].any() for a, b in pairwise(edges.tolist())], bool)
    return TextRows([*shown, "\u25a0"], left, width, edges, plain)


def _shown(character: str) -> str:
    if character in ("\n", "\t"):
        return LINE_END if character == "\n" else TAB
    kind = unicodedata.category(character)
    if kind.startswith("M"):
        return f"\u25cc{character}"
    return HIDDEN if kind[0] == "C" else character


def _width(character: str, advance: Callable[[str], float], cell: float) -> float:
    if character == "\t":
        return TAB_CELLS * cell
    own = advance(_shown(character))
    # nearly monospaced letters are put into cells
    return cell if own <= 1.05 * cell else max(own, cell)
