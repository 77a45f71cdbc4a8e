"""Button to drag the take out of the window as a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QWidget

from gui.icons import icon
from gui.reasons import in_words
from seqgen.errors import SeqgenError


class DragButton(QPushButton):
    """Dragged, it offers the data of `set_mime` to the drop target; clicked, it copies the data to the clipboard, so
    that it works without a mouse."""

    problem = Signal(str)
    """Error message if there is nothing to drag."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mime_for: Callable[[], QMimeData | None] | None = None
        self._pressed: QPoint | None = None
        self.setText(self.tr("Drag MIDI"))
        self.setIcon(icon("drag"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(self.tr("Drag this into your DAW or a folder; a click copies the file"))
        self.clicked.connect(self.copy)

    def set_mime(self, mime_for: Callable[[], QMimeData | None]) -> None:
        """Set the function that makes the data on demand; it may raise `SeqgenError` or return None."""
        self._mime_for = mime_for

    def copy(self) -> None:
        data = self._mime()
        if data is not None:
            QGuiApplication.clipboard().setMimeData(data)
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.tr("Copied"), self)

    def _mime(self) -> QMimeData | None:
        if self._mime_for is None:
            return None
        try:
            return self._mime_for()
        except (SeqgenError, OSError) as error:
            self.problem.emit(in_words(error))
            return None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseMoveEvent(event)
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed = None
        super().mouseReleaseEvent(event)

    def _drag(self) -> None:
        # a drag is not a click
        self.setDown(False)
        data = self._mime()
        if data is None:
            return
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._picture())
        drag.setHotSpot(QPoint(self.width() // 2, self.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def _picture(self) -> QPixmap:
        seen = self.grab()
        pixmap = QPixmap(seen.size())
        pixmap.setDevicePixelRatio(seen.devicePixelRatio())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(0.85)
        painter.drawPixmap(0, 0, seen)
        painter.end()
        return pixmap
