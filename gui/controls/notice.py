"""A line that appears above the transport bar for some seconds."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from gui import theme
from gui.controls.boxes import in_row
from gui.controls.buttons import make_tool

SECONDS = 8.0


class Notice(QFrame):
    """One line at a time, read out by screen readers, hidden after some seconds or by its button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = make_tool("close", self.tr("Close this line"), self.hide)
        in_row((self._label, 1), close, on=self, margins=(theme.SPACE, theme.TIGHT, theme.TIGHT, theme.TIGHT))
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._bottom = theme.TRANSPORT_HEIGHT
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def tell(self, line: str) -> None:
        self._label.setText(line)
        self._label.setAccessibleName(line)
        self.place(self._bottom)
        self.show()
        self.raise_()
        self._timer.start(round(SECONDS * 1000))

    def place(self, bottom: int) -> None:
        """Centre the notice above the lowest `bottom` pixels of the parent."""
        self._bottom = bottom
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(720, parent.width() - 2 * theme.WIDE)
        self.setFixedWidth(width)
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else self.sizeHint().height()
        self.resize(width, height)
        self.move((parent.width() - width) // 2, parent.height() - bottom - height - theme.SPACE)
