"""A corpus as a card of the list: its name with a few words under it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme
from gui.corpora.corpora_list import ENTRY_ROLE, CorpusEntry, Heading, state_words

CARD_HEIGHT = 48
HEADING_HEIGHT = 30


class CorpusCard(QStyledItemDelegate):
    """Paints the rows of a `CorporaList`."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        heading = isinstance(index.data(ENTRY_ROLE), Heading)
        return QSize(theme.LIST_WIDTH - 2 * theme.SPACE, HEADING_HEIGHT if heading else CARD_HEIGHT + theme.TIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Any = index.data(ENTRY_ROLE)
        state, place, widget = _parts(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            _paint_heading(painter, place, row.text)
        elif isinstance(row, CorpusEntry):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            pointed = bool(state & QStyle.StateFlag.State_MouseOver)
            focused = chosen and widget is not None and widget.hasFocus()
            card = place.adjusted(1.0, 1.0, -1.0, -theme.TIGHT - 1.0)
            _paint_ground(painter, card, chosen=chosen, pointed=pointed, focused=focused)
            _paint_words(painter, card, row)
        painter.restore()


def _parts(option: Any) -> tuple[Any, QRectF, QWidget | None]:
    # PySide's stubs do not know the fields that an option inherits from QStyleOption
    return option.state, QRectF(option.rect), option.widget


def _paint_heading(painter: QPainter, place: QRectF, text: str) -> None:
    painter.setFont(theme.font(theme.SMALL, bold=True))
    painter.setPen(theme.colours().colour("muted"))
    at = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    painter.drawText(place.adjusted(theme.SPACE, 0, 0, -theme.GAP), at, text)


def _paint_ground(painter: QPainter, card: QRectF, *, chosen: bool, pointed: bool, focused: bool) -> None:
    colours = theme.colours()
    painter.setPen(colours.colour("accent") if chosen else Qt.PenStyle.NoPen)
    if focused:
        pen = painter.pen()
        pen.setWidthF(2.0)
        painter.setPen(pen)
    painter.setBrush(colours.colour("raised" if chosen or pointed else "card"))
    painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)


def _paint_words(painter: QPainter, card: QRectF, entry: CorpusEntry) -> None:
    colours = theme.colours()
    inner = card.adjusted(theme.SPACE, theme.GAP - 2, -theme.SPACE, -theme.GAP + 2)
    painter.setFont(theme.font(theme.NORMAL, bold=True))
    painter.setPen(colours.colour("muted" if entry.missing or entry.needs else "text"))
    _line(painter, inner, Qt.AlignmentFlag.AlignTop, entry.choice.name)
    painter.setFont(theme.font(theme.SMALL))
    painter.setPen(colours.colour("warning" if entry.missing else "muted"))
    _line(painter, inner, Qt.AlignmentFlag.AlignBottom, state_words(entry))


def _line(painter: QPainter, place: QRectF, side: Qt.AlignmentFlag, text: str) -> None:
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | side, shown)
