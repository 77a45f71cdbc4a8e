"""A strip of three steps for the first start: listen, make it yours, take it along."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_tool
from gui.controls.labels import make_label

LISTEN, LEARN, TAKE = STEPS = ("listen", "learn", "take")


class FirstSteps(QFrame):
    """The steps side by side, those that are done ticked; a button closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        texts = {
            LISTEN: (self.tr("Listen"), self.tr("Space plays, the arrow keys walk through the takes")),
            LEARN: (self.tr("Make it yours"), self.tr("Drop a folder of MIDI or text on the window, and learn it")),
            TAKE: (self.tr("Take it along"), self.tr("Drag a take into your DAW, or export it")),
        }
        self.titles: dict[str, QLabel] = {}
        self._names: dict[str, str] = {}
        self._words: dict[str, QLabel] = {}
        columns = []
        for number, name in enumerate(STEPS, start=1):
            title, more = texts[name]
            self._names[name] = f"{number}  {title}"
            self.titles[name] = make_label("heading", self._names[name])
            self._words[name] = make_label("small", more, wrap=True)
            columns.append((in_column(self.titles[name], self._words[name], None, spacing=theme.TIGHT), 1))
        close = make_tool("close", self.tr("Do not show these steps again"), self.closed, colour="muted")
        close.setAccessibleName(self.tr("Close the steps"))
        margins = (theme.SPACE, theme.GAP, theme.GAP, theme.GAP)
        self._steps = in_row(*columns, spacing=theme.SPACE)
        in_row((self._steps, 1), in_column(close, None), on=self, margins=margins, spacing=theme.SPACE)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the titles below each other, with the rest in tooltips, where they have no room side by side."""
        super().resizeEvent(event)
        widest = max(title.sizeHint().width() for title in self.titles.values())
        close = theme.CONTROL_HEIGHT + theme.GAP + 2 * theme.SPACE
        narrow = self.width() < len(STEPS) * (widest + theme.SPACE) + close
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._steps.setDirection(direction)
        self._steps.setSpacing(theme.TIGHT if narrow else theme.SPACE)
        for name, words in self._words.items():
            words.setVisible(not narrow)
            self.titles[name].setToolTip(words.text() if narrow else "")

    def show_done(self, done: Collection[str]) -> None:
        for name, label in self.titles.items():
            ticked = self.tr("{step}: done").format(step=self._names[name])
            label.setAccessibleName(ticked if name in done else self._names[name])
            label.setText(f"✓  {self._names[name][3:]}" if name in done else self._names[name])
            label.setEnabled(name not in done)
