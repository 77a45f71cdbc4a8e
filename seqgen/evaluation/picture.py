"""A comparison as one picture: a panel for each feature, copies, and a few takes beside pieces."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from seqgen.arrays import Floats, Ints
from seqgen.errors import printable
from seqgen.evaluation.comparison import Comparison, Copies, Row
from seqgen.evaluation.excerpt_picture import MUTED, PAIRS, draw_pairs
from seqgen.evaluation.quantity_picture import draw_quantities, quantities_height
from seqgen.files import Existing, new_file

# Okabe and Ito's palette for colour-blind readers
TAKES, PIECES = "#D55E00", "#0072B2"

WIDTH, PANEL_HEIGHT, HEAD_HEIGHT, PAIR_HEIGHT = 15.0, 2.3, 0.65, 1.75
"""Inches."""
COLUMNS = (5, 4)
"""Panels side by side; the number that leaves fewer places empty is chosen."""
LINE_WIDTH = 220
"""Characters of small type over the whole width."""
MOST_NAMES = 14
MANY_NAMES = 8
LONG_NAME, LONGEST_NAME = 8, 22
UNSEEN = 0.004
"""Leading and trailing bins with a smaller share are not shown."""
DPI = 120

STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    # dollar signs in names and texts are no formulas
    "text.parse_math": False,
    "pdf.fonttype": 42,
}


def draw(comparison: Comparison, path: Path, *, title: str, existing: Existing = Existing.REFUSE) -> Path:
    """Write the picture to `path` in the format of its suffix, and return the path that it got. Raises as `new_file`
    does."""
    with matplotlib.rc_context(STYLE), warnings.catch_warnings():
        # a character that the font lacks is drawn as a visible box
        warnings.filterwarnings("ignore", message="Glyph")
        figure = _figure(comparison, title)
        # laid out here, because savefig would draw everything once more for it
        layout: Any = figure.get_layout_engine()
        layout.execute(figure)
        figure.set_layout_engine(None)
        data = io.BytesIO()
        figure.savefig(data, format=path.suffix[1:].lower())
    with new_file(path, existing=existing) as new:
        new.file.write(data.getvalue())
    return new.path


def _figure(comparison: Comparison, title: str) -> Figure:
    copies = comparison.copies
    panels = len(comparison.rows) + (2 if copies is not None else 0)
    columns = min(COLUMNS, key=lambda count: -panels % count)
    lines = -(-panels // columns)
    pairs = min(PAIRS, len(comparison.takes))
    heights = [HEAD_HEIGHT, lines * PANEL_HEIGHT, quantities_height(comparison.quantities), pairs * PAIR_HEIGHT]
    shown = [height for height in heights if height]
    figure = Figure(figsize=(WIDTH, sum(heights)), dpi=DPI, layout="constrained", facecolor="white")
    parts: Any = figure.subfigures(len(shown), 1, height_ratios=shown)
    head, middle, *_, foot = parts
    if comparison.quantities:
        draw_quantities(parts[2], comparison.quantities, takes_colour=TAKES, pieces_colour=PIECES)
    _head(head, title)
    axes = middle.subplots(lines, columns, squeeze=False).ravel()
    middle.get_layout_engine().set(w_pad=0.08, h_pad=0.08, hspace=0.04, wspace=0.03)
    for row, ax in zip(comparison.rows, axes, strict=False):
        _feature(ax, row, LINE_WIDTH // columns)
    for ax in axes[panels:]:
        ax.set_axis_off()
    if copies is not None:
        event = comparison.takes[0].tokenizer.event
        _copies(axes[len(comparison.rows)], copies, event, share=False)
        _copies(axes[len(comparison.rows) + 1], copies, event, share=True)
    draw_pairs(foot, comparison, takes_colour=TAKES, pieces_colour=PIECES)
    return figure


def _head(figure: SubFigure, title: str) -> None:
    figure.text(0.008, 0.9, textwrap.shorten(title, 170), fontsize=12, fontweight="bold", va="top")
    figure.text(
        0.008,
        0.42,
        "Overlap: overlapping area of the distributions of takes and pieces. Real: that of real pieces with real "
        "pieces. A remark names the difference where takes overlap less than nearly all draws of real pieces. "
        "Copied: runs that occur in a training piece.\nDots: one number a take or piece, with a line at the mean; "
        "band: where the mean of as many real pieces lies.",
        color=MUTED,
        va="top",
    )
    keys = [
        Patch(facecolor=PIECES, alpha=0.35, edgecolor=PIECES, label="pieces"),
        Patch(facecolor="none", edgecolor=TAKES, linewidth=1.6, label="takes"),
    ]
    figure.legend(handles=keys, loc="upper right", ncols=2, frameon=False, fontsize=10, bbox_to_anchor=(0.995, 1.0))


def _feature(ax: Axes, row: Row, width: int) -> None:
    real = "" if row.yardstick is None else f", real {row.yardstick.median:.0%}"
    remark = f": {row.remark}" if row.remark else ""
    _titles(ax, row.axis.name, f"overlap {row.overlap:.0%}{real}{remark}", TAKES if row.remark else MUTED, width)
    if row.axis.ordered:
        _curve(ax, row)
    elif max(map(len, row.axis.names)) > LONG_NAME:
        _named_lines(ax, row)
    else:
        _named_bars(ax, row)


def _titles(ax: Axes, name: str, below: str, colour: str, width: int) -> None:
    lines = textwrap.wrap(below, width)[:3]
    ax.set_title(name, loc="left", fontsize=10, fontweight="bold", pad=6 + 10.5 * len(lines))
    ax.annotate(
        "\n".join(lines),
        (0, 1),
        (0, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        color=colour,
        va="bottom",
        linespacing=1.1,
    )


def _curve(ax: Axes, row: Row) -> None:
    axis, shown = row.axis, _shown(row)
    places = axis.places[shown]
    step = None if axis.percent else "mid"
    pieces, takes = row.pieces[shown], row.takes[shown]
    ax.fill_between(places, pieces, step=step, color=PIECES, alpha=0.35, linewidth=0)  # type: ignore[arg-type]
    for values, colour, width in ((pieces, PIECES, 0.8), (takes, TAKES, 1.6)):
        ax.plot(places, values, color=colour, linewidth=width, drawstyle="steps-mid" if step else "default")
    ax.set_xlabel("" if axis.ticks else axis.unit, color=MUTED)
    ax.set_ylim(bottom=0)
    if axis.percent:
        # the height of a smoothed curve depends on its width
        ax.yaxis.set_major_locator(NullLocator())
        ax.spines["left"].set_visible(False)
        ax.xaxis.set_major_formatter(FuncFormatter(_percent_name))
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        return
    _percent(ax)
    if axis.logarithmic:
        _log_ticks(ax, places, axis.unit)
    elif axis.ticks:
        ticks = [tick for tick in axis.ticks if places[0] <= tick <= places[-1]] or [float(places[0])]
        ax.set_xticks(ticks, [axis.names[i] for i in np.searchsorted(axis.places, ticks)])
    else:
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))


def _shown(row: Row) -> slice:
    """Return the bins from the first to the last visible one, and one more at either end."""
    seen = np.flatnonzero(np.maximum(row.takes, row.pieces) >= UNSEEN)
    if not len(seen):
        return slice(None)
    return slice(max(0, int(seen[0]) - 1), int(seen[-1]) + 2)


def _log_ticks(ax: Axes, places: Floats, unit: str) -> None:
    """Label seconds in decimal steps, other units by octaves, below 1 as fractions."""
    low, high = places[0], places[-1]
    ax.set_xscale("log", base=2)
    if unit == "seconds":
        ticks = [tick for tick in (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30) if low <= tick <= high]
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    else:
        first, last = int(np.ceil(np.log2(low))), int(np.floor(np.log2(high)))
        ticks = [2.0**power for power in range(first, last + 1, 1 + (last - first) // 6)]
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"1/{1 / x:.0f}" if x < 1 else f"{x:.0f}"))
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())


def _named_bars(ax: Axes, row: Row) -> None:
    """Draw pairs of bars above short names; of many names the most frequent."""
    order = _commonest(row)
    at = np.arange(len(order))
    _bars(ax.bar, at, row, order)
    names = [(row.axis.signs or row.axis.names)[i] for i in order]
    ax.set_xticks(at, names, fontsize=9 if max(map(len, names)) == 1 else 7)
    ax.tick_params(axis="x", length=0)
    _percent(ax)


def _named_lines(ax: Axes, row: Row) -> None:
    order = _commonest(row)[:MANY_NAMES]
    at = np.arange(len(order))
    _bars(ax.barh, at, row, order)
    ax.set_yticks(at, [_short(printable(row.axis.names[i])) for i in order], fontsize=7)
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(FuncFormatter(_percent_name))
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))


def _short(name: str) -> str:
    """Cut the middle out of a long name: similar names differ at the end."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[1 - half :]}"


def _bars(bars: Any, at: Ints, row: Row, order: Sequence[int]) -> None:
    bars(at - 0.2, row.pieces[order], 0.4, color=PIECES, alpha=0.45)
    bars(at + 0.2, row.takes[order], 0.4, color="none", edgecolor=TAKES, linewidth=1.3)


def _commonest(row: Row) -> list[int]:
    both = row.takes + row.pieces
    if len(both) <= MOST_NAMES:
        return list(range(len(both)))
    found: list[int] = np.argsort(-both, kind="stable")[:MOST_NAMES].tolist()
    return [i for i in found if both[i] > 0]


def _percent_name(share: float, _: int | None = None) -> str:
    return f"{round(100 * share, 3):g}%"


def _percent(ax: Axes) -> None:
    ax.yaxis.set_major_formatter(FuncFormatter(_percent_name))
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], min_n_ticks=3))


def _copies(ax: Axes, copies: Copies, event: str, *, share: bool) -> None:
    """Draw a dot for each take and each piece and their medians: the longest run copied, or the share."""
    sets = [("takes", copies.takes, TAKES), *([("pieces", copies.pieces, PIECES)] if copies.pieces else [])]
    rng = np.random.default_rng(0)
    most = 1.0
    for line, (_, some, colour) in enumerate(sets):
        values = np.array([copy.share if share else copy.longest for copy in some], dtype=np.float64)
        ax.scatter(
            values,
            line + rng.uniform(-0.22, 0.22, len(values)),
            s=12,
            color=colour,
            alpha=0.55,
            linewidths=0,
            clip_on=False,
        )
        ax.plot([np.median(values)] * 2, [line - 0.34, line + 0.34], color=colour, linewidth=2)
        most = max(most, float(values.max()))
    ax.set_yticks(range(len(sets)), [name for name, _, _ in sets])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(sets) - 0.5, -0.5)
    if share:
        threshold = copies.takes[0].threshold
        _titles(ax, "share copied", "a dot each, a line at the median", MUTED, LINE_WIDTH)
        ax.set_xlabel(f"in runs of {threshold} {event}s or more", color=MUTED)
        ax.xaxis.set_major_formatter(FuncFormatter(_percent_name))
        ax.set_xlim(0, max(0.1, *(copy.share * 1.05 for _, some, _ in sets for copy in some)))
        return
    _titles(ax, "longest run copied", "a dot each, a line at the median", MUTED, LINE_WIDTH)
    ax.set_xlabel(f"{event}s in a row", color=MUTED)
    if most > 100:
        ax.set_xscale("symlog", linthresh=10)
        ticks = [0, 5, 10, *(n * 10**p for p in range(1, 7) for n in (2, 5, 10) if n * 10**p <= most)]
        ax.xaxis.set_major_locator(FixedLocator(ticks))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    else:
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlim(left=0)
