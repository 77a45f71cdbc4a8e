"""The window's icons: our own SVG files, drawn in the colour that is asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import colours

FOLDER = Path(__file__).parent / "icons"


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon of a name, in a colour of the theme in force whenever it is drawn.

    Raises `FileNotFoundError` for a name that has no file.
    """
    return QIcon(_Engine(_source(name), colour))


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return (FOLDER / f"{name}.svg").read_bytes()


class _Engine(QIconEngine):
    """Draws an SVG at any size and scale, so that it is sharp on every screen and follows the theme."""

    def __init__(self, source: bytes, colour: str) -> None:
        super().__init__()
        self._source, self._colour = source, colour

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        value = str(getattr(colours(), self._colour))
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        renderer = QSvgRenderer(QByteArray(self._source.replace(b"currentColor", value.encode())))
        renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        renderer.render(painter, QRectF(rect))  # type: ignore[call-overload]  # Qt hands over a QRect

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRectF(QPointF(0, 0), size).toRect(), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    def clone(self) -> QIconEngine:
        return _Engine(self._source, self._colour)
