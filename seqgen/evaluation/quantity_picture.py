"""Quantities of a comparison as a grid of small panels: a dot for each take and each piece."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from seqgen.evaluation.excerpt_picture import MUTED
from seqgen.evaluation.quantities import QuantityRow
from seqgen.kinds.quantities import Quantity

COLUMNS = 5
PANEL_HEIGHT = 1.05
"""Inches."""
LEFT, FOOT, PANEL = 0.04, 0.28, (0.92, 0.36)
"""Margins at the left and the foot, and width and height of the axes, as shares of a panel."""
TITLE_WIDTH, REMARK_WIDTH = 44, 60
"""Characters."""
MOST_DOTS = 150


def quantities_height(rows: Sequence[QuantityRow]) -> float:
    """Return the height in inches of the panels of so many rows."""
    return -(-len(rows) // COLUMNS) * PANEL_HEIGHT


def draw_quantities(figure: SubFigure, rows: Sequence[QuantityRow], *, takes_colour: str, pieces_colour: str) -> None:
    """Draw a panel for each row: takes above pieces, lines at their means, and a band where the mean of as many real
    pieces lies."""
    lines = -(-len(rows) // COLUMNS)
    for number, row in enumerate(rows):
        line, column = divmod(number, COLUMNS)
        left, bottom = (column + LEFT) / COLUMNS, 1 - (line + 1 - FOOT) / lines
        ax = figure.add_axes((left, bottom, PANEL[0] / COLUMNS, PANEL[1] / lines))
        # places are fixed, so that a remark that reaches beyond its panel does not make it narrower
        ax.set_in_layout(False)
        _panel(ax, row, takes_colour, pieces_colour)


def _panel(ax: Axes, row: QuantityRow, takes_colour: str, pieces_colour: str) -> None:
    if row.reach is not None:
        ax.axvspan(*row.reach, color=pieces_colour, alpha=0.15, linewidth=0)
    rng = np.random.default_rng(0)
    for line, (quantity, colour) in enumerate(((row.takes, takes_colour), (row.pieces, pieces_colour))):
        _dots(ax, quantity, line, colour, rng)
    colour = takes_colour if row.remark else MUTED
    name = f"{row.takes.name}, {row.takes.unit}" if row.takes.unit else row.takes.name
    ax.set_title(
        textwrap.shorten(name, TITLE_WIDTH, placeholder="…"), loc="left", fontsize=8, fontweight="bold", pad=14
    )
    means = f"{_figure(row.takes)}, real {_figure(row.pieces)}"
    told = f"{means}: {row.remark}" if row.remark else means
    ax.annotate(
        textwrap.shorten(told, REMARK_WIDTH, placeholder="…"),
        (0, 1),
        (0, 4),
        xycoords="axes fraction",
        textcoords="offset points",
        color=colour,
        fontsize=6.5,
        va="bottom",
    )
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_ylim(1.5, -0.5)
    ax.tick_params(axis="x", labelsize=6.5)
    if row.takes.unit:
        ax.xaxis.set_major_locator(MaxNLocator(4))
    else:
        ax.set_xlim(-0.02, 1.02)
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
        ax.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))


def _dots(ax: Axes, quantity: Quantity, line: int, colour: str, rng: np.random.Generator) -> None:
    values = quantity.known
    shown = values[np.linspace(0, len(values) - 1, min(len(values), MOST_DOTS)).astype(int)]
    places = line + rng.uniform(-0.28, 0.28, len(shown))
    ax.scatter(shown, places, s=7, color=colour, alpha=0.4, linewidths=0, clip_on=False)
    ax.plot([quantity.mean] * 2, [line - 0.4, line + 0.4], color=colour, linewidth=2)


def _figure(quantity: Quantity) -> str:
    mean = quantity.mean
    return f"{mean:.2g}" if quantity.unit else f"{mean:.0%}"
