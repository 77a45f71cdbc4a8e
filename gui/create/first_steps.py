"""A strip of three steps for the first start: listen, make it yours, take it along."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

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
        columns = []
        for number, name in enumerate(STEPS, start=1):
            title, more = texts[name]
            self._names[name] = f"{number}  {title}"
            self.titles[name] = make_label("heading", self._names[name])
            words = make_label("small", more, wrap=True)
            columns.append((in_column(self.titles[name], words, None, spacing=theme.TIGHT), 1))
        close = make_tool("close", self.tr("Do not show these steps again"), self.closed, colour="muted")
        close.setAccessibleName(self.tr("Close the steps"))
        margins = (theme.SPACE, theme.GAP, theme.GAP, theme.GAP)
        in_row(*columns, in_column(close, None), on=self, margins=margins, spacing=theme.SPACE)

    def show_done(self, done: Collection[str]) -> None:
        for name, label in self.titles.items():
            ticked = self.tr("{step}: done").format(step=self._names[name])
            label.setAccessibleName(ticked if name in done else self._names[name])
            label.setText(f"✓  {self._names[name][3:]}" if name in done else self._names[name])
            label.setEnabled(name not in done)
