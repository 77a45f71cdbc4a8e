"""List of takes with its order, its filter and the number of new takes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, keep_room
from gui.controls.buttons import make_tool
from gui.controls.choice_box import ChoiceBox
from gui.controls.labels import make_label
from gui.icons import icon
from gui.takes.model import ShownTakes, TakesModel
from gui.takes.row import ROW_HEIGHT
from gui.takes.rows import TakeRows
from gui.takes.search import TakeSearch
from seqgen.library.order import BITS, COPIED, LENGTH, NEWEST, RATED, STARRED
from seqgen.library.query import TakeQuery

NEW_DOT = 12


class TakeList(QWidget):
    """Shows the takes of a `TakesModel`. Requests of the user are emitted as signals."""

    chosen = Signal(str)
    """Emitted when the user selects a take, or clicks the current one again. It is no longer new."""
    starred = Signal(str, bool)
    rated = Signal(list, int)
    details_wanted = Signal(list)
    delete_wanted = Signal(list)
    use_settings_wanted = Signal(str)
    export_wanted = Signal(list)
    file_wanted = Signal(str)
    arranged = Signal(str, bool)
    """Emitted when the user changes the order or the filter."""
    picture_wanted = Signal(str)
    """Emitted with a take that comes in sight before its notes or text are known."""
    problem = Signal(str)
    """Error message of a drag or copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TakesModel(self)
        self._shown = ShownTakes(self._model, self)
        self._current, self._row_before, self._held = "", 0, False
        self.view = TakeRows()
        self.orders = ChoiceBox(self.tr("Order of the takes"), self.tr("What comes first"))
        self.orders.set_choices(
            [
                (NEWEST, self.tr("Newest")),
                (BITS, self.tr("Fewest bits")),
                (COPIED, self.tr("Least copied")),
                (LENGTH, self.tr("Longest")),
                (STARRED, self.tr("Starred first")),
                (RATED, self.tr("Best rated")),
            ],
            NEWEST,
        )
        self.search = TakeSearch(lambda: self._model.records)
        self.filter = make_tool("star", self.tr("Show starred takes only"), name=self.tr("Starred only"), kind="")
        self.filter.setCheckable(True)
        self.new = QToolButton()
        self.new.setProperty("kind", "quiet")
        self.new.setIcon(icon("dot", "accent"))
        self.new.setIconSize(QSize(NEW_DOT, NEW_DOT))
        self.new.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        keep_room(self.new)
        self.new.setToolTip(self.tr("Not listened to yet; click to go there"))
        self._title = make_label("section")
        self._lay_out()
        self._connect()
        self.set_model(self._model)

    def _lay_out(self) -> None:
        head = in_row((self._title, 1), self.new, margins=(theme.SPACE, 0, 0, 0))
        bar = in_row((self.orders, 1), self.search.filter, self.filter, spacing=theme.TIGHT)
        in_column(head, self.search, bar, (self.view, 1), on=self, margins=0, spacing=theme.GAP)
        self.new.setFixedHeight(theme.CONTROL_HEIGHT)

    def _connect(self) -> None:
        self.orders.picked.connect(self._pick_order)
        self.filter.toggled.connect(lambda on: self.search.ask(starred=on))
        self.search.changed.connect(self._pick_query)
        self.search.left.connect(self._go_to_takes)
        self.new.clicked.connect(self._go_to_new)
        view = self.view
        view.again.connect(self._again)
        view.starred.connect(self.starred)
        view.rated.connect(self.rated)
        view.details_wanted.connect(self.details_wanted)
        view.delete_wanted.connect(self.delete_wanted)
        view.use_settings_wanted.connect(self.use_settings_wanted)
        view.export_wanted.connect(self.export_wanted)
        view.file_wanted.connect(self.file_wanted)
        view.picture_wanted.connect(self.picture_wanted)
        view.problem.connect(self.problem)

    # -- display -------------------------------------------------------------------------------------------------------

    def set_model(self, model: TakesModel) -> None:
        order, query = self._shown.order, self._shown.query
        if model is not self._model:
            self._model.new_changed.disconnect(self._count)
        elif self.view.model() is not None:
            return
        self._model, before = model, self._shown
        self._shown = ShownTakes(model, self)
        self._shown.show_order(order)
        self._shown.show_query(query)
        # before the view's own connections, which move the current row while rows are removed
        self._shown.rowsAboutToBeRemoved.connect(self._hold)
        self._shown.layoutAboutToBeChanged.connect(self._hold)
        self.view.setModel(self._shown)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self._shown.rowsRemoved.connect(self._settle)
        self._shown.layoutChanged.connect(self._settle)
        self._shown.rowsInserted.connect(self._inserted)
        model.new_changed.connect(self._count)
        before.deleteLater()
        self._current = ""
        self._count()

    def set_mime(self, mime_for: Callable[[list[str]], QMimeData | None]) -> None:
        """Set the function that makes the data of drags and copies from ids of takes. It may raise `SeqgenError`."""
        self.view.mime_for = mime_for

    def current_id(self) -> str:
        """Return the take selected last, even while the filter hides it; empty if none. If it is removed, its neighbour
        becomes the current one."""
        return self._current

    def selected_ids(self) -> list[str]:
        """Return the selected takes from the top, or the current one if none is selected."""
        return self.view.ids() or ([self._current] if self._current else [])

    def shown_ids(self) -> list[str]:
        return list(self._shown.ids)

    @property
    def order(self) -> str:
        """The order, one of `ORDERS`."""
        return self._shown.order

    @property
    def starred_only(self) -> bool:
        return self._shown.query.starred

    def arrange(self, order: str, *, starred_only: bool = False) -> None:
        """Set order and filter without a signal."""
        self._shown.show_order(order)
        self.orders.set_choices(self.orders.choices(), self._shown.order)
        self.filter.setChecked(starred_only)

    def search_takes(self) -> None:
        """Let the user type what is searched."""
        self.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Pass the focus to the rows. With a focus proxy, Tab would skip the controls before them."""
        self.view.setFocus(event.reason())

    def choose(self, take_id: str) -> None:
        """Make a take the current and only selected one without a signal, asking for all if the take is not shown."""
        if self._shown.row_of(take_id) < 0 and take_id in self._model:
            self.search.clear()
        row = self._shown.row_of(take_id)
        if row >= 0:
            self._current = take_id
            self._select(row)

    def _select(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(self._shown.index(row), flags)

    # -- events --------------------------------------------------------------------------------------------------------

    def _moved(self, index: QModelIndex) -> None:
        take_id = self._shown.id_at(index.row()) if index.isValid() else ""
        if not self._held and take_id and take_id != self._current:
            self._current = take_id
            self._model.see(take_id)
            self.chosen.emit(take_id)

    def _again(self) -> None:
        if self._current:
            self._model.see(self._current)
            self.chosen.emit(self._current)

    def _hold(self) -> None:
        self._held = True
        self._row_before = max(0, self._shown.row_of(self._current))

    def _settle(self) -> None:
        """Restore the current take after rows were removed or moved; if it is gone, select its neighbour."""
        ids = self._shown.ids
        if self._current and self._current not in self._model:
            self._current = ids[min(self._row_before, len(ids) - 1)] if ids else ""
        row = self._shown.row_of(self._current)
        if row < 0:
            self.view.selectionModel().clear()
        elif self.view.currentIndex().row() != row or not self.view.selectionModel().hasSelection():
            self._select(row)
        self._held = False
        self._count()

    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        """Keep the visible rows in place while rows are added above."""
        bar = self.view.verticalScrollBar()
        top = first * ROW_HEIGHT
        if top <= bar.value() and (bar.value() > 0 or self.view.underMouse()):
            self.view.doItemsLayout()
            bar.setValue(bar.value() + (last - first + 1) * ROW_HEIGHT)
        row = self._shown.row_of(self._current)
        if row >= 0 and not self.view.currentIndex().isValid():
            self._select(row)
        self._count()

    def _pick_order(self, order: str) -> None:
        self._shown.show_order(order)
        self.arranged.emit(self.order, self.starred_only)

    def _pick_query(self) -> None:
        query = self.search.query
        was_starred = self._shown.query.starred
        self._shown.show_query(query)
        self.view.scrollToTop()
        self.filter.setChecked(query.starred)
        self.filter.setIcon(icon("star-filled" if query.starred else "star", "accent" if query.starred else "text"))
        self._count()
        if query.starred != was_starred:
            self.arranged.emit(self.order, query.starred)

    def _go_to_takes(self) -> None:
        """Go from the search to the takes found, the first one if the current one is not among them."""
        self.view.setFocus()
        if self._shown.ids and self._shown.row_of(self._current) < 0:
            self._select(0)

    def _go_to_new(self) -> None:
        new = {entry.record.id for entry in self._model.entries if entry.new}
        take_id = next((take_id for take_id in self._shown.ids if take_id in new), "") or next(iter(new), "")
        self.choose(take_id)
        self._again()
        self.view.setFocus()

    def _count(self) -> None:
        new, count = self._model.new_count, len(self._model)
        self.new.setVisible(new > 0)
        self.new.setText(self.tr("%n new", "", new))
        self.new.setAccessibleName(self.tr("%n new take(s)", "", new))
        shown = self.tr("{shown} OF {count} TAKES").format(shown=len(self._shown.ids), count=count)
        self._title.setText(shown if self._shown.query.asks else self.tr("TAKES"))
        self._title.setToolTip(self.tr("%n take(s)", "", count))
        self.filter.setEnabled(count > 0)
        self.orders.setEnabled(count > 1)
        self.search.setEnabled(count > 0)
        self.search.filter.setEnabled(count > 0)
        self.view.empty_words = self._empty_words()
        self.view.setAccessibleDescription("" if self._shown.ids else self.view.empty_words)
        self.view.viewport().update()

    def _empty_words(self) -> str:
        if not len(self._model):
            return self.tr("No takes yet. Generate some, and they appear here as they are finished.")
        if self._shown.query == TakeQuery(starred=True):
            return self.tr("None has a star. Show all takes, and click a star to keep one in sight.")
        return self.tr("No take is like that. Ask for less, or press Escape in the search to see all.")
