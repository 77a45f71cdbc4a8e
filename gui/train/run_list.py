"""The list of runs: name, state, best figure and progress of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme

ROW_HEIGHT = 70
SECOND, THIRD = 19, 35
"""Tops of the second and the third line of a card."""
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class RunRow:
    """One run as the list shows it. `key` identifies it; `fraction` is 0 to 1 of its budget, None for what has none."""

    key: str
    name: str
    state: str
    figure: str
    unit: str
    fraction: float | None
    running: bool
    trouble: bool = False


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RunRow] = []

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name}\n{row.state}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}, {row.state}, {row.figure} {row.unit}"
        return None

    def replace(self, rows: list[RunRow]) -> None:
        if [row.key for row in rows] == [row.key for row in self.rows]:
            for number, (old, new) in enumerate(zip(self.rows, rows, strict=True)):
                if old != new:
                    self.rows[number] = new
                    self.dataChanged.emit(self.index(number), self.index(number))
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()


class RunList(QListView):
    """Runs one under the other; `chosen` gives the key of the one that was clicked or reached by keys."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows()
        self._quiet = False
        self.setModel(self._model)
        self.setProperty("kind", "plain")
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Runs"))
        self.setToolTip(self.tr("Trainings, the latest first; arrow keys walk through them"))
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_rows(self, rows: Sequence[RunRow], current: str) -> None:
        """Show runs, the one with the key `current` chosen."""
        self._quiet = True
        self._model.replace(list(rows))
        for number, row in enumerate(rows):
            if row.key == current and self.currentIndex().row() != number:
                self.setCurrentIndex(self._model.index(number))
        self._quiet = False

    def rows(self) -> list[RunRow]:
        return list(self._model.rows)

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.chosen.emit(self._model.rows[index.row()].key)


class _Painter(QStyledItemDelegate):
    """Draws a run as a card."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: RunRow = index.data(Qt.ItemDataRole.UserRole)
        colours = theme.colours()
        state, area = option.state, option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(area).adjusted(1, 2, -1, -3)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(QColor(colours.raised if selected or hovered else colours.card))
        painter.setPen(QPen(QColor(colours.accent), 1.2) if selected else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)
        inner = card.adjusted(theme.SPACE, theme.GAP, -theme.SPACE, -theme.GAP)
        unit = self._write(painter, inner, row)
        if row.fraction is not None:
            self._paint_fraction(painter, inner.adjusted(0, THIRD, -unit, 0), row, row.fraction)
        painter.restore()

    def _paint_fraction(self, painter: QPainter, area: QRectF, row: RunRow, fraction: float) -> None:
        colours = theme.colours()
        track = QRectF(area.left(), area.center().y() - 2, area.width(), 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(track, 2, 2)
        if fraction > 0:
            painter.setBrush(QColor(colours.accent if row.running else colours.muted))
            track.setWidth(max(4.0, track.width() * min(1.0, fraction)))
            painter.drawRoundedRect(track, 2, 2)

    def _write(self, painter: QPainter, inner: QRectF, row: RunRow) -> float:
        """Write three lines, and return the width of the unit at the end of the last."""
        colours = theme.colours()
        right, left = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignTop
        painter.setFont(theme.font(theme.NORMAL, bold=True))
        painter.setPen(QColor(colours.text))
        figure = painter.fontMetrics().horizontalAdvance(row.figure) + theme.GAP
        painter.drawText(inner, right, row.figure)
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, int(inner.width() - figure))
        painter.drawText(inner, left, name)
        lower = inner.adjusted(0, SECOND, 0, 0)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        painter.drawText(
            inner.adjusted(0, THIRD, 0, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.unit
        )
        painter.setPen(QColor(colours.warning if row.trouble else colours.muted))
        words = painter.fontMetrics().elidedText(row.state, Qt.TextElideMode.ElideRight, int(lower.width()))
        painter.drawText(lower, left, words)
        return painter.fontMetrics().horizontalAdvance(row.unit) + theme.SPACE
