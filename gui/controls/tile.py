"""A tile: a word, a large figure and its unit."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.controls.labels import make_label


class Tile(QFrame):
    """One figure."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._words = ""
        self._title = make_label("muted", title)
        self._figure, self._unit = make_label("figure", "–"), make_label("small")
        in_column(self._title, self._figure, self._unit, None, on=self, margins=(theme.SPACE, theme.GAP), spacing=0)
        self.setMinimumWidth(96)
        self.show_figure("–", "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the second part of the unit on a line of its own where both have no room on one. A label that wraps by
        itself would make the page as high as it is wide."""
        self._unit.ensurePolished()
        room = self.width() - 2 * theme.SPACE
        whole = self._unit.fontMetrics().horizontalAdvance(self._words) <= room
        self._unit.setText(self._words if whole else self._words.replace(" · ", "\n", 1))

    def show_figure(self, figure: str, unit: str, *, meaning: str = "") -> None:
        """Show a figure with its unit; `meaning` explains both in the tool tip."""
        self._figure.setText(figure)
        self._words = unit
        self._fit()
        self.setAccessibleName(f"{self._title.text()}: {figure} {unit}")
        self.setToolTip("\n".join(filter(None, (self.accessibleName(), meaning))))
