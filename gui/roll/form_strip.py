"""Strip above the roll that names the bars: A B A B\u2019 C."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from gui import theme
from gui.roll import wheel as roll_wheel
from gui.roll.canvas import KEYBOARD
from gui.roll.view import RollView
from gui.shortcuts import Handled

HEIGHT = 20
SOLID, VARIED = 110, 50
"""Opacity of a bar that is as it was first, and of a varied one, of 255."""
MOST_BACK = 64
"""Bars between a bar and the one that it is to be like, at most."""
ASKED_HEIGHT = 5.0
"""Height of the mark of the highest level that was asked for."""
CHANGED_HEIGHT = 2.0
NEW, SAME, LIKE = "!", "=", "~"
"""Relations that a bar can be given: new, the same as an earlier one, or varied from it."""


class FormStrip(QWidget):
    """A field a bar with its name, aligned with a roll by its `view`. Bars that come back have a colour.

    `bar_chosen` says the first and last tick of a bar that was clicked, or reached with the arrow keys. Return or the
    right button open a menu for the bar, of use where the strip is editable: `edit_wanted` says the bar, `NEW`, `SAME`
    or `LIKE`, and the earlier bar that is meant (-1 for none); `form_asked` that a form of the whole is wanted.
    """

    bar_chosen = Signal(float, float)
    edit_wanted = Signal(int, str, int)
    form_asked = Signal()

    def __init__(self, view: RollView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._edges: Sequence[float] = ()
        self._names: Sequence[tuple[str, int, bool]] = ()
        self._tips: Sequence[str] = ()
        self._asked: Sequence[float] = ()
        self._changed: frozenset[int] = frozenset()
        self._editable = False
        self._keys = Handled("bar-before", "bar-after", "first-bar", "last-bar", "bar-menu")
        self.current = 0
        self.menu = QMenu(self)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Form"))
        view.changed.connect(self.update)

    def show_bars(
        self,
        edges: Sequence[float],
        names: Sequence[tuple[str, int, bool]],
        tips: Sequence[str],
        asked: Sequence[float] = (),
    ) -> None:
        """Show bars between `edges` in ticks, one more than `names`: a name, the number of its colour (-1 for one
        that stands alone), and whether it is varied; `tips` say more of each. `asked`: a level from 0 (none) to 1 that
        was asked for each."""
        self._edges, self._names, self._tips, self._asked = edges, names, tips, asked
        self.current = min(self.current, max(len(names) - 1, 0))
        self.setAccessibleDescription(" ".join(name or "-" for name, _, _ in names))
        self.setVisible(bool(names))
        self.update()

    def mark_changed(self, bars: Collection[int]) -> None:
        """Mark bars, counted from 0, that are not as in the take from which this one was made."""
        self._changed = frozenset(bars)
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Offer to change bars, if the model can write from this take now."""
        self._editable = editable

    @property
    def words(self) -> str:
        """The names of all bars."""
        return self.accessibleDescription()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours, view = theme.colours(), self._view
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.ground))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        label = QRectF(0, 0, KEYBOARD - 4, self.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("form"))
        painter.setClipRect(QRectF(KEYBOARD, 0, view.width, self.height()))
        painter.translate(QPointF(KEYBOARD, 0))
        for number, (name, colour, varied) in enumerate(self._names):
            left, right = view.x(self._edges[number]), view.x(self._edges[number + 1])
            if right < 0 or left > view.width:
                continue
            field = QRectF(left + 0.5, 2, max(1.0, right - left - 1), self.height() - 4)
            self._paint_bar(painter, field, name, colour, varied=varied)
            if number < len(self._asked) and self._asked[number] > 0:
                high = ASKED_HEIGHT * self._asked[number]
                painter.fillRect(QRectF(left, self.height() - high, right - left, high), QColor(colours.accent))
            if number in self._changed:
                painter.fillRect(QRectF(left, 0, right - left, CHANGED_HEIGHT), QColor(colours.star))
            if self.hasFocus() and number == self.current:
                painter.setPen(QPen(QColor(colours.accent), 1.5))
                painter.drawRect(field)

    def _paint_bar(self, painter: QPainter, field: QRectF, name: str, colour: int, *, varied: bool) -> None:
        colours = theme.colours()
        if not name:
            return
        ground = QColor(colours.track(colour) if colour >= 0 else colours.card)
        if colour >= 0:
            ground.setAlpha(VARIED if varied else SOLID)
        painter.fillRect(field, ground)
        if painter.fontMetrics().horizontalAdvance(name) + 2 <= field.width():
            painter.setPen(QColor(colours.text if colour >= 0 else colours.muted))
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, name)

    def _bar(self, at: QPointF) -> int:
        """Return the bar under a point, -1 for none."""
        tick = self._view.tick(at.x() - KEYBOARD)
        inside = (n for n in range(len(self._names)) if self._edges[n] <= tick < self._edges[n + 1])
        return next(inside, -1) if at.x() >= KEYBOARD else -1

    # -- choosing and changing bars ------------------------------------------------------------------------------------

    def choose(self, bar: int) -> None:
        """Make a bar the current one, and say so."""
        self.current = bar
        self._view.reveal_time(self._edges[bar], self._edges[bar + 1])
        self.update()
        self.bar_chosen.emit(float(self._edges[bar]), float(self._edges[bar + 1]))

    def open_menu(self, at: QPoint) -> None:
        """Offer what the current bar can be, at a point of the screen."""
        if self._names:
            self._fill_menu()
            self.menu.popup(at)

    def _fill_menu(self) -> None:
        bar, menu = self.current, self.menu
        menu.clear()
        menu.addAction(
            self.tr("Write bar {bar} anew").format(bar=bar + 1), partial(self.edit_wanted.emit, bar, NEW, -1)
        )
        for words, sign in (
            (self.tr("Make bar {bar} the same as"), SAME),
            (self.tr("Make bar {bar} a variation of"), LIKE),
        ):
            others = menu.addMenu(words.format(bar=bar + 1))
            others.setEnabled(bool(self._sources()))
            for name, source in self._sources().items():
                said = self.tr("bar {bar} ({name})").format(bar=source + 1, name=name)
                others.addAction(said, partial(self.edit_wanted.emit, bar, sign, source))
        menu.addSeparator()
        menu.addAction(self.tr("Give the take a form…"), self.form_asked.emit)
        for action in menu.actions():
            action.setEnabled(action.isEnabled() and self._editable)

    def _sources(self) -> dict[str, int]:
        """Return the first near bar of each name before the current bar; bars of one name are alike."""
        names = [name for name, _, _ in self._names[: self.current]]
        near = range(max(0, self.current - MOST_BACK), self.current)
        first = {names[bar]: bar for bar in reversed(near) if names[bar]}
        return dict(sorted(first.items(), key=lambda named: named[1]))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        bar = self._bar(event.position())
        if bar >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.choose(bar)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        bar = self._bar(QPointF(event.pos()))
        if event.reason() == QContextMenuEvent.Reason.Mouse and bar >= 0:
            self.choose(bar)
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.open_menu(event.globalPos())
        else:
            self._open_menu_at_bar()

    def _open_menu_at_bar(self) -> None:
        if self._names:
            left = KEYBOARD + max(0.0, self._view.x(self._edges[self.current]))
            self.open_menu(self.mapToGlobal(QPoint(round(left), HEIGHT)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk with the arrow keys, and open the menu with Return."""
        last = len(self._names) - 1
        name = self._keys.name(event)
        to = {
            "bar-before": self.current - 1, "bar-after": self.current + 1, "first-bar": 0, "last-bar": last,
        }.get(name)  # fmt: skip
        if to is not None and last >= 0:
            self.choose(max(0, min(to, last)))
        elif name == "bar-menu":
            self._open_menu_at_bar()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        bar = self._bar(event.position())
        if bar < 0:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self._tips[bar], self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        roll_wheel.turn(self._view, event, event.position() - QPointF(KEYBOARD, 0))
