"""A tile: a word, a large figure and its unit."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.controls.labels import make_label


class Tile(QFrame):
    """One figure."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title = make_label("muted", title)
        self._figure, self._unit = make_label("figure", "–"), make_label("small")
        in_column(self._title, self._figure, self._unit, on=self, margins=(theme.SPACE, theme.GAP), spacing=0)
        self.setMinimumWidth(96)
        self.show_figure("–", "")

    def show_figure(self, figure: str, unit: str, *, meaning: str = "") -> None:
        """Show a figure with its unit; `meaning` explains both in the tool tip."""
        self._figure.setText(figure)
        self._unit.setText(unit)
        self.setAccessibleName(f"{self._title.text()}: {figure} {unit}")
        self.setToolTip("\n".join(filter(None, (self.accessibleName(), meaning))))
