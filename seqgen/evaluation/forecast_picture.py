"""Forecasts as one picture: the last readings of each series, and the fan of what may come."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from seqgen.arrays import AnyArray
from seqgen.evaluation.picture import DPI, PIECES, STYLE, TAKES
from seqgen.files import Existing, new_file
from seqgen.sampling.forecasting import Forecast

MOST_PANELS = 12
SHOWN = 3
"""Horizons of the past that are shown."""
FAN = ((0.05, 0.95), (0.25, 0.75))


def draw_forecasts(forecasts: Sequence[Forecast], path: Path, *, existing: Existing = Existing.REFUSE) -> Path:
    """Write the picture of the first forecasts to `path` in the format of its suffix, and return the path that it got.
    Raises as `new_file` does."""
    shown = forecasts[:MOST_PANELS]
    columns = min(3, len(shown))
    lines = -(-len(shown) // columns)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(5.0 * columns, 2.6 * lines), dpi=DPI, layout="constrained", facecolor="white")
        axes = figure.subplots(lines, columns, squeeze=False).ravel()
        for forecast, ax in zip(shown, axes, strict=False):
            _panel(ax, forecast)
        for ax in axes[len(shown) :]:
            ax.set_axis_off()
        data = io.BytesIO()
        figure.savefig(data, format=path.suffix[1:].lower())
    with new_file(path, existing=existing) as new:
        new.file.write(data.getvalue())
    return new.path


def _panel(ax: Axes, forecast: Forecast) -> None:
    series, horizon = forecast.series, forecast.paths.shape[1]
    past = min(len(series), max(SHOWN * horizon, 24))
    before: AnyArray = np.arange(len(series) - past, len(series))
    behind: AnyArray = np.arange(len(series), len(series) + horizon)
    if len(forecast.times):
        before = series.times[-past:].astype("datetime64[s]")
        behind = forecast.times.astype("datetime64[s]")
    x: Any = behind
    ax.plot(before, series.values[-past:], color=PIECES, linewidth=0.9, label="readings")
    for low, high in FAN:
        ends = forecast.at((low, high))
        ax.fill_between(x, ends[0], ends[1], color=TAKES, alpha=0.25, linewidth=0, label=f"{high - low:.0%} of paths")
    ax.plot(x, forecast.median, color=TAKES, linewidth=1.1, label="median")
    ax.set_title(series.name[:60], fontsize=9, loc="left")
    ax.tick_params(axis="x", labelrotation=20)
    ax.legend(framealpha=0.85, edgecolor="none", fontsize=7, loc="upper left")
