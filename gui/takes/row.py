"""Painting of a take in the list: number and name, rating and star, thumbnail and figures, model and corpus."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.icons import icon
from gui.kinds import view_of
from gui.roll.picture import paint_roll
from gui.takes import words as take_words
from gui.takes.model import ENTRY, TakeEntry
from seqgen.formats.sheet import Sheet
from seqgen.library.take import BEST

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 102
STAR, SIGN, DOT, RATED = 18.0, 12.0, 6.0, 4.5
HEAD, FOOT = 20.0, 16.0
"""Heights of the first and the last line."""
AROUND_STAR = 6.0
"""Margin around a star in which a click hits it."""
MOST_PICTURES = 256
SHOWN_CHARACTERS = 240


class TakeRow(QStyledItemDelegate):
    """Draws rows of a model that has a `TakeEntry` for the role `ENTRY`."""

    picture_wanted = Signal(str)
    """Emitted with a take that is drawn before its notes or text are known."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: OrderedDict[str, tuple[tuple[Any, ...], QPixmap]] = OrderedDict()
        self._icons: dict[tuple[str, str], QIcon] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(180, ROW_HEIGHT)

    def star_area(self, row: QRectF) -> QRectF:
        """Return the rectangle in which a click hits the star of a row."""
        return _star(_inner(_card(row))).adjusted(-AROUND_STAR, -AROUND_STAR, AROUND_STAR, AROUND_STAR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: TakeEntry | None = index.data(ENTRY)
        if entry is None:
            return
        colours = theme.colours()
        state, area = option.state, QRectF(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        card = _card(area)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.raised if selected or hovered else colours.card))
        marked = QPen(QColor(colours.accent), 1.8 if focused else 1.0)
        painter.setPen(marked if selected or focused else QPen(Qt.PenStyle.NoPen))
        painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)
        inner = _inner(card)
        head = QRectF(inner.topLeft(), QPointF(inner.right() - STAR - theme.TIGHT, inner.top() + HEAD))
        foot = QRectF(QPointF(inner.left(), inner.bottom() - FOOT), inner.bottomRight())
        figures = QRectF(inner.right() - figures_width(), head.bottom(), figures_width(), foot.top() - head.bottom())
        picture = QRectF(
            inner.left(), head.bottom() + 2, figures.left() - theme.SPACE - inner.left(), figures.height() - 4
        )
        self._paint_head(painter, head, entry)
        name, colour = ("star-filled", "star") if entry.record.starred else ("star", "muted")
        self._paint_icon(painter, name, colour, _star(inner))
        if picture.width() > 2 * theme.WIDE:
            self._paint_picture(painter, picture, entry)
        painter.setFont(theme.font(theme.SMALL))
        self._paint_figures(painter, figures, entry)
        painter.setPen(QColor(colours.muted))
        _paint_elided(painter, foot, take_words.source(entry.record))
        painter.restore()

    # -- words ---------------------------------------------------------------------------------------------------------

    def _paint_head(self, painter: QPainter, area: QRectF, entry: TakeEntry) -> None:
        colours, record = theme.colours(), entry.record
        painter.setFont(theme.font(theme.STRONG, bold=True))
        painter.setPen(QColor(colours.text))
        words = take_words.number(record)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
        left = area.left() + painter.fontMetrics().horizontalAdvance(words) + theme.TIGHT
        painter.setPen(Qt.PenStyle.NoPen)
        if entry.new:
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(QPointF(left + DOT / 2, area.center().y()), DOT / 2, DOT / 2)
            left += DOT + theme.TIGHT
        right = area.right()
        if record.rating:
            right -= BEST * 2 * RATED
            for place in range(BEST):
                painter.setBrush(QColor(colours.star if place < record.rating else colours.line))
                centre = QPointF(right + (2 * place + 1) * RATED, area.center().y())
                painter.drawEllipse(centre, RATED / 2, RATED / 2)
        painter.setFont(theme.font(theme.NORMAL))
        painter.setPen(QColor(colours.text))
        _paint_elided(painter, QRectF(left, area.top(), right - theme.TIGHT - left, area.height()), record.name)

    def _paint_figures(self, painter: QPainter, area: QRectF, entry: TakeEntry) -> None:
        record = entry.record
        upper = QRectF(area.left(), area.top(), area.width(), area.height() / 2)
        lower = upper.translated(0, upper.height())
        painter.setPen(QColor(theme.colours().muted))
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, take_words.bits(record))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(upper, right, view_of(record.kind).length(record))
        if record.edited:
            pencil = QRectF(area.right() - SIGN - 2, lower.center().y() - SIGN / 2, SIGN, SIGN)
            self._paint_icon(painter, "pencil", "muted", pencil)
        self._paint_copied(painter, lower, entry)

    def _paint_copied(self, painter: QPainter, area: QRectF, entry: TakeEntry) -> None:
        colours, much = theme.colours(), entry.record.copies_much
        words = take_words.copied(entry.record)
        if much:
            sign = QRectF(area.left(), area.center().y() - SIGN / 2 - 0.5, SIGN, SIGN)
            self._paint_icon(painter, "warning", "warning", sign)
            area = area.adjusted(SIGN + 3, 0, 0, 0)
        painter.setPen(QColor(colours.warning if much else colours.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_icon(self, painter: QPainter, name: str, colour: str, area: QRectF) -> None:
        if (name, colour) not in self._icons:
            self._icons[name, colour] = icon(name, colour)
        self._icons[name, colour].paint(painter, area.toRect())

    # -- pictures ------------------------------------------------------------------------------------------------------

    def _paint_picture(self, painter: QPainter, area: QRectF, entry: TakeEntry) -> None:
        if entry.sheet is None and not entry.text:
            self.picture_wanted.emit(entry.record.id)
            return
        ratio = painter.device().devicePixelRatioF()
        # each theme has its own colours object, so the key changes with the theme
        key = (entry.revision, area.width(), area.height(), ratio, theme.colours())
        known = self._pictures.get(entry.record.id)
        if known is None or known[0] != key:
            known = (key, _picture(entry, area.size().toSize(), ratio))
            self._pictures[entry.record.id] = known
            while len(self._pictures) > MOST_PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(entry.record.id)
        painter.drawPixmap(area.topLeft(), known[1])


def figures_width() -> float:
    """Return the width of the widest figures."""
    small = QFontMetricsF(theme.font(theme.SMALL))
    return max(
        small.horizontalAdvance("00.00 bits") + theme.GAP + small.horizontalAdvance("0:00"),
        SIGN + 3 + small.horizontalAdvance("00% copied") + theme.TIGHT + SIGN,
    )


def _paint_elided(painter: QPainter, area: QRectF, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, int(area.width())))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


def _card(row: QRectF) -> QRectF:
    return row.adjusted(1, 1, -1, -5)


def _inner(card: QRectF) -> QRectF:
    return card.adjusted(theme.SPACE, theme.GAP, -theme.SPACE + 2, -theme.GAP)


def _star(inner: QRectF) -> QRectF:
    return QRectF(inner.right() - STAR, inner.top() + (HEAD - STAR) / 2, STAR, STAR)


def _picture(entry: TakeEntry, size: QSize, ratio: float) -> QPixmap:
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    area = QRectF(0, 0, size.width(), size.height())
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if entry.sheet is not None:
        _paint_changed(painter, area, entry.sheet, entry.record.changed)
        paint_roll(painter, area, entry.sheet)
    else:
        _paint_text(painter, area, entry.text)
    painter.end()
    return pixmap


def _paint_changed(painter: QPainter, area: QRectF, sheet: Sheet, bars: Sequence[int]) -> None:
    """Mark bars, counted from 1."""
    lines = sheet.bar_lines().tolist()
    scale = area.width() / max(1, sheet.end_tick)
    for bar in bars:
        if 0 < bar < len(lines):
            left, right = lines[bar - 1] * scale, lines[bar] * scale
            painter.fillRect(QRectF(left, 0, right - left, area.height()), QColor(theme.colours().accent_soft))


def _paint_text(painter: QPainter, area: QRectF, text: str) -> None:
    """Draw the first lines that fit completely."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(theme.SMALL)
    painter.setFont(font)
    painter.setPen(QColor(theme.colours().text))
    line = QFontMetricsF(font).lineSpacing()
    area.setHeight(max(1, int(area.height() / line)) * line)
    painter.setClipRect(area)
    flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignTop
    painter.drawText(area, int(flags), text.lstrip()[:SHOWN_CHARACTERS])
