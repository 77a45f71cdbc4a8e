"""The window's icons: SVG files, drawn in a colour of the theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import colours

DISABLED = 0.4
FOLDER = Path(__file__).parent / "icons"


def icon(name: str, colour: str = "text") -> QIcon:
    """Return an icon by name. It is drawn in a colour of the current theme.

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

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        width, height = round(rect.width() * ratio), round(rect.height() * ratio)
        if width > 0 and height > 0:
            painter.setOpacity(painter.opacity() * (DISABLED if mode == QIcon.Mode.Disabled else 1.0))
            painter.drawImage(QRectF(rect), _drawn(self._source, self._value, width, height))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    @property
    def _value(self) -> str:
        return str(getattr(colours(), self._colour))

    def clone(self) -> QIconEngine:
        return _Engine(self._source, self._colour)


@lru_cache(maxsize=1024)
def _drawn(source: bytes, colour: str, width: int, height: int) -> QImage:
    """Return a source drawn in a colour, `width` by `height` pixels. Cached, since lists draw hundreds at a time."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return image
