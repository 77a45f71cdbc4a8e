"""Files that are dropped: a widget that takes them, the veil over it during a drag, and fields that let them pass."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from gui import theme
from gui.habits import Habit
from gui.icons import icon


def local_paths(data: QMimeData) -> list[str]:
    """Return the local files and folders in a drag."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class FilesPassEditors(Habit):
    """An event filter of the application: files dropped on a field of text go to the page around it.

    Qt's fields would take their addresses as text.
    """

    TYPES: ClassVar = (QEvent.Type.DragEnter,)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QDragEnterEvent) and _takes_text(watched) and local_paths(event.mimeData()):
            event.ignore()
            return True
        return False


def _takes_text(watched: QObject) -> bool:
    return isinstance(watched, QLineEdit) or isinstance(watched.parent(), (QPlainTextEdit, QTextEdit))


class DropArea(QWidget):
    """Takes files and folders anywhere on it. `dropped` gives their paths."""

    dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._veil = DropVeil(self)
        self._veil.hide()

    def set_words(self, title: str, words: str) -> None:
        self._veil.show_words(title, words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if local_paths(event.mimeData()):
            # a drag with Shift asks for a move, but the file is only read
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._veil.setGeometry(self.rect())
            self._veil.raise_()
            self._veil.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self._veil.hide()
        paths = local_paths(event.mimeData())
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._veil.setGeometry(self.rect())
        super().resizeEvent(event)


class DropVeil(QWidget):
    """Covers its parent during a drag, and tells the effect of a drop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title, self._words = "", ""

    def show_words(self, title: str, words: str) -> None:
        self._title, self._words = title, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(colours.ground)
        ground.setAlpha(225)
        painter.fillRect(self.rect(), ground)
        pen = QPen(colours.colour("accent"), 2.0, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        inner = QRectF(self.rect()).adjusted(theme.WIDE, theme.WIDE, -theme.WIDE, -theme.WIDE)
        painter.drawRoundedRect(inner, theme.RADIUS, theme.RADIUS)
        middle = inner.center()
        size = QSize(40, 40)
        picture = icon("folder", "accent").pixmap(size, self.devicePixelRatioF())
        painter.drawPixmap(QRectF(middle.x() - 20, middle.y() - 62, 40, 40).topLeft(), picture)
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colours.colour("text"))
        painter.setFont(theme.font(theme.TITLE, bold=True))
        painter.drawText(QRectF(inner.left(), middle.y() - 14, inner.width(), 28), centre, self._title)
        painter.setPen(colours.colour("muted"))
        painter.setFont(theme.font(theme.NORMAL))
        painter.drawText(QRectF(inner.left(), middle.y() + 14, inner.width(), 24), centre, self._words)
