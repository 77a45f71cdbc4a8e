"""Curves over time: held-out and training figures, another run's for comparison, and the gradient norm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.labels import make_label
from gui.number_format import decimals

Points = Sequence[tuple[float, float]]
MOST_POINTS = 2000
pyqtgraph.setConfigOptions(antialias=True)
SMOOTH_SHARE = 0.02
HOURS_FROM_MINUTES = 180.0
SECONDS_TO_MINUTES = 2.0
STEEP_CHECKS = 6
"""Least number of checks at which the steep beginning may leave the plot at the top."""
LEAST_ROOM = 0.02
"""Least room above and below the curves, in bits."""


@dataclass(frozen=True)
class Curves:
    """The data of a plot: points (minutes, value). `best` is marked; `other` is another run's held-out curve."""

    held: Points = ()
    learned: Points = ()
    other: Points = ()
    other_name: str = ""
    best: tuple[float, float] | None = None
    end_minutes: float = 0.0
    words: dict[str, str] = field(default_factory=dict)


class CurvePlot(QFrame):
    """A card with a title, a legend in words and lines, and the curves; the pointer reads values off."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title = make_label("heading", title)
        self._legend = QLabel()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        head = in_row(self._title, None, self._legend)
        self._head = head
        self._plot = _plot()
        in_column(head, (self._plot, 1), on=self, margins=(theme.SPACE, theme.GAP, theme.SPACE, theme.TIGHT))
        self.learned = self._plot.plot([], [])
        self._other = self._plot.plot([], [])
        self.held = self._plot.plot([], [])
        self._best = pyqtgraph.ScatterPlotItem(size=10)
        self._plot.addItem(self._best)
        self._best_words = pyqtgraph.TextItem(anchor=(0.5, 1.35))
        self._best_words.setZValue(10)
        self._plot.addItem(self._best_words)
        self._reading = pyqtgraph.TextItem(anchor=(0.0, 0.0))
        self._plot.addItem(self._reading, ignoreBounds=True)
        self._plot.scene().sigMouseMoved.connect(self._read_off)
        self.curves = Curves()
        self._paint_theme()

    def add_control(self, control: QWidget) -> None:
        self._head.addSpacing(theme.GAP)
        self._head.addWidget(control)

    def show_title(self, title: str) -> None:
        self._title.setText(title)

    def show_curves(self, curves: Curves) -> None:
        """Plot curves, scaled to the later part: the steep beginning may leave the top."""
        self.curves = curves
        for line, points in (
            (self.held, curves.held), (self.learned, _smooth(curves.learned)), (self._other, curves.other)
        ):  # fmt: skip
            # a line through one point is invisible
            line.setSymbol("o" if len(points) == 1 else None)
            line.setData(*_columns(points))
        if curves.best is None:
            self._best.setData([], [])
            self._best_words.setText("")
        else:
            self._best.setData([curves.best[0]], [curves.best[1]])
            self._best_words.setText(curves.words.get("best", ""))
            self._best_words.setPos(*curves.best)
        end = self._scale(curves)
        # near the end the words stand to the left of their point
        share = curves.best[0] / end if curves.best is not None else 0.0
        self._best_words.setAnchor((1.0 if share > 0.85 else 0.0 if share < 0.15 else 0.5, 1.35))
        self._write_legend()
        self.setAccessibleName(self._title.text())
        if curves.held:
            self.setAccessibleDescription(f"{decimals(curves.held[0][1])} → {decimals(curves.held[-1][1])}")

    def _scale(self, curves: Curves) -> float:
        """Choose the visible range. Return the last minute."""
        last = max([x for x, _ in (*curves.held, *curves.learned)] or [1.0])
        end = max(curves.end_minutes, last, 0.05)
        self._plot.setXRange(0, end, padding=0.01)
        scale, units = _time_scale(end)
        words = {"seconds": self.tr("seconds"), "minutes": self.tr("minutes"), "hours": self.tr("hours")}
        self._plot.getPlotItem().getAxis("bottom").setScale(scale)
        self._plot.getPlotItem().setLabel("bottom", words[units])
        # another run's curve past the end of this one is not visible
        other = [(x, y) for x, y in curves.other if x <= end]
        values = np.array([y for _, y in (*curves.held, *other)] or [y for _, y in curves.learned])
        self._plot.getPlotItem().getAxis("left").setStyle(showValues=bool(len(values)))
        if not len(values):
            return end
        learned = [y for _, y in _smooth(curves.learned)]
        low, high = min(values.min(), min(learned, default=values.min())), values.max()
        if len(curves.held) < STEEP_CHECKS:
            high = max(high, max(learned, default=high))
        else:
            fit = max(np.quantile(values, 0.9), values[-1] * 1.05, low * 1.1)
            high = min(high, max(fit, low + 1.6 * (float(np.median(values)) - low)))
        room = max(0.08 * (high - low), LEAST_ROOM)
        self._plot.setYRange(low - room, high + room, padding=0)
        return end

    def visible_range(self) -> tuple[float, float]:
        """Return the lowest and the highest value that can be seen."""
        low, high = self._plot.getPlotItem().vb.viewRange()[1]
        return float(low), float(high)

    def _write_legend(self) -> None:
        colours, words = theme.colours(), self.curves.words
        parts = [
            (colours.accent, words.get("held", "")),
            (colours.muted, words.get("learned", "")),
            (colours.star, self.curves.other_name),
        ]
        shown = [f'<span style="color:{colour}">━</span> {_escaped(word)}' for colour, word in parts if word]
        self._legend.setText("&nbsp;&nbsp;&nbsp;".join(shown))

    def _read_off(self, place: object) -> None:
        box = self._plot.getPlotItem().vb
        if not self.curves.held or not self._plot.sceneBoundingRect().contains(place):
            self._reading.setText("")
            return
        x = box.mapSceneToView(place).x()
        minutes, bits = min(self.curves.held, key=lambda point: abs(point[0] - x))
        scale, units = _time_scale(box.viewRange()[0][1])
        words = {
            "seconds": self.tr("{time} s"),
            "minutes": self.tr("{time} min"),
            "hours": self.tr("{time} h"),
        }
        places = {"seconds": 0, "minutes": 1, "hours": 2}
        time = decimals(scale * minutes, places[units])
        self._reading.setText(f"{words[units].format(time=time)} · {decimals(bits, 3)}")
        (left, right), (_, top) = box.viewRange()
        self._reading.setPos(left + 0.01 * (right - left), top)

    def _paint_theme(self) -> None:
        colours = theme.colours()
        _paint_axes(self._plot)
        self._plot.showGrid(x=False, y=True, alpha=0.18)
        self.held.setPen(pyqtgraph.mkPen(colours.accent, width=2.4))
        self.learned.setPen(pyqtgraph.mkPen(colours.muted, width=1.2))
        self._other.setPen(pyqtgraph.mkPen(colours.star, width=1.6, style=Qt.PenStyle.DashLine))
        for line, colour in (
            (self.held, colours.accent), (self.learned, colours.muted), (self._other, colours.star)
        ):  # fmt: skip
            line.setSymbolBrush(QColor(colour))
            line.setSymbolPen(None)
            line.setSymbolSize(7)
        self._best.setBrush(QColor(colours.accent))
        self._best.setPen(QColor(colours.card))
        for words in (self._best_words, self._reading):
            words.setColor(QColor(colours.text))
            # readable where it lies on a curve
            words.fill = pyqtgraph.mkBrush(colours.card)
            words.update()
        self._write_legend()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "curves"):
            self._paint_theme()
        super().changeEvent(event)


class NormPlot(QFrame):
    """The gradient norm, small, with the level at which it is clipped."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        label = make_label("muted", title)
        self._plot = _plot()
        self._norm = self._plot.plot([], [])
        self._level = pyqtgraph.InfiniteLine(angle=0, movable=False)
        self._plot.addItem(self._level)
        in_column(label, (self._plot, 1), on=self, margins=(theme.SPACE, theme.GAP, theme.SPACE, theme.TIGHT))
        self.setAccessibleName(title)
        self._ready = True
        self._paint_theme()

    def show_norms(self, norms: Points, clip: float) -> None:
        """Plot norms (minutes, norm) and the clipping level."""
        self._norm.setData(*_columns(norms))
        self._level.setValue(clip)
        highest = max([clip, *(y for _, y in norms[-400:])])
        self._plot.setYRange(0, highest * 1.1, padding=0)
        if norms:
            end = max(norms[-1][0], 0.02)
            self._plot.setXRange(0, end, padding=0.01)
            self._plot.getPlotItem().getAxis("bottom").setScale(_time_scale(end)[0])

    def _paint_theme(self) -> None:
        colours = theme.colours()
        _paint_axes(self._plot)
        self._norm.setPen(pyqtgraph.mkPen(colours.tracks[1], width=1.2))
        self._level.setPen(pyqtgraph.mkPen(colours.warning, width=1.2, style=Qt.PenStyle.DashLine))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_ready"):
            self._paint_theme()
        super().changeEvent(event)


class _Axis(pyqtgraph.AxisItem):  # type: ignore[misc]  # pyqtgraph tells no types
    """Axis whose decimals are those of the window's language."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        point = QLocale().decimalPoint()
        return [words.replace(".", point) for words in super().tickStrings(values, scale, spacing)]


def _plot() -> pyqtgraph.PlotWidget:
    """Return a plot without menu, zoom and keyboard focus."""
    plot = pyqtgraph.PlotWidget(enableMenu=False, axisItems={side: _Axis(side) for side in ("left", "bottom")})
    # made all the same, and a window of its own, which would outlive the plot
    plot.getPlotItem().ctrlMenu.setParent(plot, Qt.WindowType.Popup)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    for name in ("left", "bottom"):
        # with small ticks a frame took 16 ms instead of 6
        plot.getPlotItem().getAxis(name).setStyle(maxTickLevel=0)
    for name in ("left", "bottom", "right", "top"):
        # or every change of range sets the label anew, of axes that are not shown as well
        plot.getPlotItem().getAxis(name).enableAutoSIPrefix(False)
    return plot


def _time_scale(end_minutes: float) -> tuple[float, str]:
    """Return the factor from minutes to the unit of an axis up to `end_minutes`, and the name of the unit."""
    if end_minutes < SECONDS_TO_MINUTES:
        return 60.0, "seconds"
    return (1 / 60, "hours") if end_minutes > HOURS_FROM_MINUTES else (1.0, "minutes")


def _columns(points: Points) -> tuple[list[float], list[float]]:
    step = max(1, len(points) // MOST_POINTS)
    kept = points[::step]
    return [x for x, _ in kept], [y for _, y in kept]


def _smooth(points: Points) -> Points:
    """Return the running mean of a noisy curve."""
    width = max(1, int(len(points) * SMOOTH_SHARE))
    if width < 2:
        return points
    values = np.array([y for _, y in points])
    sums = np.cumsum(np.insert(values, 0, 0.0))
    ends = np.arange(1, len(values) + 1)
    begins = np.maximum(0, ends - width)
    means = (sums[ends] - sums[begins]) / (ends - begins)
    return list(zip((x for x, _ in points), means.tolist(), strict=True))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _paint_axes(plot: pyqtgraph.PlotWidget) -> None:
    colours = theme.colours()
    plot.setBackground(QColor(colours.card))
    for name in ("left", "bottom"):
        axis = plot.getPlotItem().getAxis(name)
        axis.setPen(QColor(colours.line))
        axis.setTextPen(QColor(colours.muted))
        axis.setTickFont(theme.font(theme.SMALL))
