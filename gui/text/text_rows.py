"""Where the characters of a text stand when it is broken into rows of a given width."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

LINE_END, TAB, HIDDEN = "\u21b5", "\u21e5", "\u00b7"
"""What stands for characters that cannot be seen."""
TAB_CELLS = 4


@dataclass(frozen=True, eq=False)
class TextRows:
    """`shown`: what is drawn for each character; `left`: float64 (characters,), where it begins in its row, in pixels;
    `width`: float64 (characters,); `starts`: int64 (rows + 1,), the first character of each row, and their number;
    `plain`: bool (rows,), rows whose characters all take one cell, so that they can be drawn at once."""

    shown: list[str]
    left: npt.NDArray[np.float64]
    width: npt.NDArray[np.float64]
    starts: npt.NDArray[np.int64]
    plain: npt.NDArray[np.bool_]

    @property
    def rows(self) -> int:
        return len(self.starts) - 1

    def row_of(self, character: int) -> int:
        """The row in which a character stands."""
        return int(np.searchsorted(self.starts, character, side="right")) - 1

    def at(self, row: int, x: float) -> int:
        """The character of a row nearest to a pixel; -1 where the row or its end is passed by far."""
        if not 0 <= row < self.rows:
            return -1
        first, last = int(self.starts[row]), int(self.starts[row + 1]) - 1
        character = first + int(np.searchsorted(self.left[first : last + 1], x, side="right")) - 1
        return min(max(character, first), last)


def break_text(text: str, advance: Callable[[str], float], available: float) -> TextRows:
    """A text in rows no wider than `available` pixels, broken behind spaces where there are any; a cell for the end of
    the text stands behind its last character. `advance` is the width of a character."""
    cell = advance("M")
    shown = [_shown(character) for character in text]
    known = {character: _width(character, advance, cell) for character in set(text)}
    width = np.array([known[character] for character in text] + [cell])
    ends = np.cumsum(width)
    starts: list[int] = []
    at = 0
    for line in text.split("\n"):
        # the line's own end belongs to it; that of the last line is the text's
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
    # letters of a font that is not quite monospaced keep to cells
    return cell if own <= 1.05 * cell else max(own, cell)
