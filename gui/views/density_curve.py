"""A curve of densities that is drawn over the bars of new takes: how many notes each has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.shortcuts import Handled
from seqgen.errors import UsageError
from seqgen.kinds.music.columns import CLASS_NAMES
from seqgen.kinds.music.told_asked import density_curve

HEIGHT = 62
HIGHEST = len(CLASS_NAMES)

translate = QCoreApplication.translate


def density_words(density: str) -> str:
    """Return the name of a density in the window's language."""
    return {
        "lowest": translate("Density", "very few notes"),
        "low": translate("Density", "few notes"),
        "medium": translate("Density", "medium"),
        "high": translate("Density", "many notes"),
        "highest": translate("Density", "very many notes"),
    }.get(density, density)


def levels_of(text: str, bars: int) -> list[int]:
    """Return the level of each of so many bars, 1 to `HIGHEST`, 0 where a density leaves it open or is none."""
    try:
        curve = density_curve(text) if text else ()
    except UsageError:
        curve = ()
    levels = [0] * bars
    for bar, level in curve:
        levels[bar - 1 :] = [level] * max(bars - bar + 1, 0)
    return levels[:bars]


def text_of(levels: Sequence[int]) -> str:
    """Return the density of levels as the command takes it: `low`, or `1:low,9:high`."""
    runs, bar = [], 1
    for level, own in groupby(levels):
        if level:
            runs.append((bar, CLASS_NAMES[level - 1]))
        bar += len(list(own))
    return runs[0][1] if len(runs) == 1 and runs[0][0] == 1 else ",".join(f"{bar}:{name}" for bar, name in runs)


class DensityCurve(QWidget):
    """A column for each bar. The pointer draws levels; arrow keys walk through the bars and change theirs."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.levels = [0]
        self.current = 0
        self._keys = Handled("point-before", "point-after", "first-point", "last-point", "more", "fewer")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Density of each bar"))
        self.setToolTip(self.tr("Draw how many notes each bar has; arrow keys do it too"))
        self._describe()

    @property
    def text(self) -> str:
        return text_of(self.levels)

    def set_text(self, text: str) -> None:
        self.levels = levels_of(text, len(self.levels))
        self._describe()

    def set_bars(self, bars: int) -> None:
        """Change the number of bars; new ones are as the last one."""
        last = self.levels[-1]
        self.levels = (self.levels + [last] * bars)[: max(bars, 1)]
        self.current = min(self.current, len(self.levels) - 1)
        self._describe()

    def set_level(self, bar: int, level: int) -> None:
        """Give a bar a level, and all behind it where none has one yet. The first bars may stay open, with level 0."""
        level = max(0, min(level, HIGHEST))
        before = list(self.levels)
        if not any(self.levels):
            self.levels[bar:] = [level] * (len(self.levels) - bar)
        elif level or not any(self.levels[:bar]):
            self.levels[bar] = level
        self.current = bar
        self._describe()
        if self.levels != before:
            self.changed.emit()

    def _describe(self) -> None:
        level = self.levels[self.current]
        words = density_words(CLASS_NAMES[level - 1]) if level else self.tr("open")
        self.setAccessibleDescription(self.tr("Bar {bar}: {density}").format(bar=self.current + 1, density=words))
        self.update()

    # -- drawing -------------------------------------------------------------------------------------------------------

    def _place(self, at: QPointF) -> tuple[int, int]:
        """Return the bar and the level at a point."""
        bar = int(at.x() / max(self.width(), 1) * len(self.levels))
        level = round(HIGHEST * (1 - at.y() / self.height()) + 0.5)
        return max(0, min(bar, len(self.levels) - 1)), max(1, min(level, HIGHEST))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_level(*self._place(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        bar, level = self._place(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.set_level(bar, level)
        level = self.levels[bar]
        words = density_words(CLASS_NAMES[level - 1]) if level else self.tr("open")
        said = self.tr("Bar {bar}: {density}").format(bar=bar + 1, density=words)
        QToolTip.showText(event.globalPosition().toPoint(), f"{said}\n{self.toolTip()}", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        last, name = len(self.levels) - 1, self._keys.name(event)
        steps = {"point-before": -1, "point-after": 1, "first-point": -last, "last-point": last}
        if name in steps:
            self.current = max(0, min(self.current + steps[name], last))
            self._describe()
        elif name in ("more", "fewer"):
            self.set_level(self.current, self.levels[self.current] + (1 if name == "more" else -1))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours, painter = theme.colours(), QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.card))
        width, step = self.width() / len(self.levels), self.height() / HIGHEST
        gap = 1.0 if width > 4 else 0.0
        painter.setPen(QPen(QColor(colours.line), 1))
        for level in range(1, HIGHEST):
            painter.drawLine(QPointF(0, level * step), QPointF(self.width(), level * step))
        for bar, level in enumerate(self.levels):
            field = QRectF(bar * width, self.height() - level * step, width - gap, level * step)
            painter.fillRect(field, QColor(colours.accent))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.text), 1))
            painter.drawRect(QRectF(self.current * width, 0.5, max(width - 1, 1), self.height() - 1))
