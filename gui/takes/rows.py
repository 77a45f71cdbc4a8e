"""List view of takes: keyboard, stars, drags and context menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QActionGroup,
    QColor,
    QContextMenuEvent,
    QDrag,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QListView, QMenu, QWidget

from gui import theme
from gui.reasons import in_words
from gui.shortcuts import Handled, in_menu
from gui.takes.model import ENTRY, TakeEntry
from gui.takes.row import ROW_HEIGHT, TakeRow
from seqgen.errors import SeqgenError
from seqgen.library.take import BEST

MOST_DRAGGED_ROWS = 4
RATES = tuple(f"rate-{rating}" for rating in range(BEST + 1))


class TakeRows(QListView):
    """Shows `TakeEntry` rows and emits the user's requests."""

    again = Signal()
    """Emitted when the current row is clicked again."""
    starred = Signal(str, bool)
    rated = Signal(list, int)
    details_wanted = Signal(list)
    """Emitted with the takes whose name, tags and note the user wants to change."""
    delete_wanted = Signal(list)
    use_settings_wanted = Signal(str)
    export_wanted = Signal(list)
    file_wanted = Signal(str)
    """Emitted with a take whose file the user wants to see in its folder."""
    picture_wanted = Signal(str)
    problem = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mime_for: Callable[[list[str]], QMimeData | None] | None = None
        self.empty_words = ""
        self._row = TakeRow(self)
        self._row.picture_wanted.connect(self.picture_wanted)
        self._pressed_current = False
        self._keys = Handled("again", "keep", *RATES, "details", "delete-take", "copy-take")
        self.setProperty("kind", "plain")
        self.setItemDelegate(self._row)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setAccessibleName(self.tr("Takes"))
        self.setToolTip(self.tr("What was written; arrow keys walk through it"))
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 3)

    def entries(self) -> list[TakeEntry]:
        rows = sorted(index.row() for index in self.selectedIndexes())
        found = (self.model().index(row, 0).data(ENTRY) for row in rows)
        return [entry for entry in found if entry is not None]

    def ids(self) -> list[str]:
        return [entry.record.id for entry in self.entries()]

    def toggle_star(self) -> None:
        """Star the selected takes, or remove their stars if the current take has one."""
        current: TakeEntry | None = self.currentIndex().data(ENTRY)
        entries = self.entries() or ([current] if current else [])
        wanted = not (current or entries[0]).record.starred if entries else False
        for entry in entries:
            if entry.record.starred != wanted:
                self.starred.emit(entry.record.id, wanted)

    def rate(self, rating: int) -> None:
        if ids := self.ids():
            self.rated.emit(ids, rating)

    def copy(self) -> None:
        """Copy the selected takes to the clipboard as files and texts."""
        data = self._mime()
        if data is not None:
            QGuiApplication.clipboard().setMimeData(data)

    def _mime(self) -> QMimeData | None:
        ids = self.ids()
        if not ids or self.mime_for is None:
            return None
        try:
            return self.mime_for(ids)
        except (SeqgenError, OSError) as error:
            self.problem.emit(in_words(error))
            return None

    # -- mouse ---------------------------------------------------------------------------------------------------------

    def _starred_at(self, point: QPoint) -> TakeEntry | None:
        index = self.indexAt(point)
        if index.isValid() and self._row.star_area(QRectF(self.visualRect(index))).contains(point):
            entry: TakeEntry | None = index.data(ENTRY)
            return entry
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed_current = False
        if event.button() == Qt.MouseButton.LeftButton:
            entry = self._starred_at(event.position().toPoint())
            if entry is not None:
                self.starred.emit(entry.record.id, not entry.record.starred)
                event.accept()
                return
            index = self.indexAt(event.position().toPoint())
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            self._pressed_current = plain and index.isValid() and index == self.currentIndex()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        # a double click on a star counts as two clicks
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        pressed, self._pressed_current = self._pressed_current, False
        if pressed and self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.again.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        on_star = self._starred_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if on_star else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        self._pressed_current = False
        data = self._mime()
        if data is None:
            return
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._dragged())
        drag.setHotSpot(QPoint(theme.WIDE, theme.WIDE))
        drag.exec(Qt.DropAction.CopyAction)

    def _dragged(self) -> QPixmap:
        """Return the picture of a drag: the first few rows stacked."""
        rows = sorted((self.visualRect(index) for index in self.selectedIndexes()), key=lambda rect: rect.top())
        rows = [rect for rect in rows if rect.intersects(self.viewport().rect())][:MOST_DRAGGED_ROWS]
        rows = rows or [QRect(0, 0, self.viewport().width(), ROW_HEIGHT)]
        ratio = self.devicePixelRatioF()
        size = rows[0].size()
        size.setHeight(sum(rect.height() for rect in rows))
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(0.85)
        top = 0
        for rect in rows:
            painter.drawPixmap(0, top, self.viewport().grab(rect))
            top += rect.height()
        painter.end()
        return pixmap

    # -- keys and menu -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take its keys before the window's shortcuts do, digits if there is a take to rate."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            name = self._keys.name(event)
            if name and (self.selectedIndexes() or name not in RATES):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        name = self._keys.name(event)
        if name in RATES:
            self.rate(RATES.index(name))
        elif name == "delete-take":
            if ids := self.ids():
                self.delete_wanted.emit(ids)
        elif name == "details":
            self.details_wanted.emit(self.ids())
        elif name:
            {"copy-take": self.copy, "keep": self.toggle_star, "again": self.again.emit}[name]()
        elif plain and event.text().isprintable() and event.text():
            # letters are shortcuts of the page; the list would use them to search rows
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        entries = self.entries()
        if not entries:
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        menu = self.make_menu(entries)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def make_menu(self, entries: list[TakeEntry]) -> QMenu:
        menu = QMenu(self)
        ids = [entry.record.id for entry in entries]
        use = menu.addAction(self.tr("Use these settings"), lambda: self.use_settings_wanted.emit(ids[0]))
        use.setEnabled(len(ids) == 1)
        menu.addAction(in_menu(self.tr("Export…"), "export"), lambda: self.export_wanted.emit(ids))
        show = menu.addAction(self.tr("Show its file"), lambda: self.file_wanted.emit(ids[0]))
        show.setEnabled(len(ids) == 1)
        menu.addAction(in_menu(self.tr("Copy"), "copy-take"), self.copy)
        current: TakeEntry = self.currentIndex().data(ENTRY) or entries[0]
        words = self.tr("Remove star") if current.record.starred else self.tr("Star")
        menu.addAction(in_menu(words, "keep"), self.toggle_star)
        self._add_ratings(menu, {entry.record.rating for entry in entries})
        details = self.tr("Name, tags, note…") if len(ids) == 1 else self.tr("Tags and project…")
        menu.addAction(in_menu(details, "details"), lambda: self.details_wanted.emit(ids))
        menu.addSeparator()
        delete = self.tr("Delete %n take(s)", "", len(ids)) if len(ids) > 1 else self.tr("Delete")
        menu.addAction(in_menu(delete, "delete-take"), lambda: self.delete_wanted.emit(ids))
        return menu

    def _add_ratings(self, menu: QMenu, now: set[int]) -> None:
        ratings = menu.addMenu(self.tr("Rating"))
        group = QActionGroup(ratings)
        for rating in range(BEST, -1, -1):
            action = ratings.addAction(in_menu("★" * rating or self.tr("None"), RATES[rating]))
            action.triggered.connect(partial(self.rate, rating))
            action.setCheckable(True)
            action.setChecked(now == {rating})
            group.addAction(action)

    # -- drawing -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.empty_words and self.model() is not None and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(theme.NORMAL))
            painter.setPen(QColor(theme.colours().muted))
            area = self.viewport().rect().adjusted(theme.SPACE, theme.WIDE, -theme.SPACE, -theme.WIDE)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self.empty_words)
            painter.end()
