"""Search among the takes: a field for words, and a menu of what the takes differ in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_tool
from gui.controls.elided_label import ElidedLabel
from gui.icons import icon
from gui.takes.filter_menu import FilterMenu
from seqgen.library.query import TakeQuery
from seqgen.library.take import TakeRecord

SIGN = 16


class TakeSearch(QWidget):
    """The field and the filter that make up a `query`. The `filter` button is laid out by others."""

    changed = Signal()
    """Emitted when other takes are asked for."""
    left = Signal()
    """Emitted when the user goes from the field to the takes."""

    def __init__(self, records: Callable[[], Sequence[TakeRecord]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.query = TakeQuery()
        self.line = _SearchLine()
        self.line.setPlaceholderText(self.tr("Search"))
        self.line.setAccessibleName(self.tr("Search the takes"))
        self.line.setToolTip(self.tr("Words of name, tags, note, key, metre, model or date; #12 is take 12 (Ctrl+F)"))
        self.line.textChanged.connect(lambda text: self.ask(text=text))
        self.line.left.connect(self.left)
        self.line.escaped.connect(self._escape)
        self.filter = make_tool("filter", self.tr("Show only some takes"), name=self.tr("Filter"), kind="")
        self.filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = FilterMenu(records, self.filter)
        self.menu.asked.connect(lambda wanted: self.ask(**wanted))
        self.filter.setMenu(self.menu)
        self._said = ElidedLabel()
        self._said.setProperty("role", "small")
        clear = make_tool("close", self.tr("Show all takes again"), self.clear_choices, size=theme.SPACE)
        self._choices = QWidget()
        in_row((self._said, 1), clear, on=self._choices, margins=(theme.SPACE, 0, 0, 0), spacing=theme.TIGHT)
        in_column(self.line, self._choices, on=self, margins=0, spacing=0)
        self._show()

    def ask(self, **wanted: Any) -> None:
        """Ask for takes by other fields of the query."""
        self._put(replace(self.query, **wanted))

    def clear(self) -> None:
        """Ask for all takes."""
        self._put(TakeQuery())

    def clear_choices(self) -> None:
        """Ask for what the field and the star say alone."""
        self._put(TakeQuery(text=self.query.text, starred=self.query.starred))

    def _escape(self) -> None:
        if self.query.asks:
            self.clear()
        else:
            self.left.emit()

    def _put(self, query: TakeQuery) -> None:
        if query != self.query:
            self.query = query
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self.menu.query = self.query
        if self.line.text() != self.query.text:
            self.line.setText(self.query.text)
        words = self.menu.words()
        self._choices.setVisible(bool(words))
        self._said.setText(" · ".join(words))
        self.filter.setIcon(icon("filter", "accent" if words else "text"))


class _SearchLine(QLineEdit):
    """Return and the arrow down go to the takes."""

    left = Signal()
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign = icon("inspect", "muted")
        self.setTextMargins(SIGN + theme.TIGHT, 0, 0, 0)
        # Qt's own button to clear has no words
        empty = self.addAction(icon("close", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        empty.setText(self.tr("Clear the search"))
        empty.setVisible(False)
        empty.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: empty.setVisible(bool(text)))
        self.setFixedHeight(theme.CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        self._sign.paint(painter, theme.GAP, (self.height() - SIGN) // 2, SIGN, SIGN)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
