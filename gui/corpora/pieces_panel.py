"""The table of pieces with a filter, and buttons that tick all of them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button
from gui.controls.tick_box import TickBox
from gui.corpora.pieces_table import EVENTS, KEY, LABEL, LENGTH, METRE, NAME, PROBLEM, TEMPO, PiecesTable
from gui.reasons import in_words
from gui.shortcuts import Handled

ROW_HEIGHT = 26
WIDTHS = {NAME: 160, LENGTH: 56, EVENTS: 66, KEY: 90, METRE: 60, TEMPO: 64, LABEL: 78, PROBLEM: 160}
TEXT_EVENTS_WIDTH = 100
HEADING_SPACE = 30
"""Room beside the words of a heading, for the arrow of what is sorted by."""
FILTER_PAUSE_MILLISECONDS = 120


class PiecesPanel(QWidget):
    """Shows a `PiecesTable`. `piece_chosen` gives a row of the corpus, `piece_opened` one to be played."""

    piece_chosen = Signal(int)
    piece_opened = Signal(int)

    def __init__(self, model: PiecesTable) -> None:
        super().__init__()
        self.model = model
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find by name, key, metre or label"))
        self.filter.setAccessibleName(self.tr("Find pieces"))
        self.filter.setToolTip(self.tr("Show only pieces that hold these words"))
        self.filter.setClearButtonEnabled(True)
        self.problems = QCheckBox(self.tr("Problems only"))
        self.problems.setToolTip(self.tr("Show only files that were skipped, repaired or there twice"))
        self.all = self._button(self.tr("Use all"), self.tr("Use all pieces that are shown"))
        self.none = self._button(self.tr("Use none"), self.tr("Use none of the pieces that are shown"))
        self.view = PiecesView(model)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FILTER_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.apply_filter)
        self.filter.textChanged.connect(lambda text: self._pause.start())
        self.problems.toggled.connect(lambda on: self.apply_filter())
        self.all.clicked.connect(lambda: model.use_shown(True))
        self.none.clicked.connect(lambda: model.use_shown(False))
        for changed in (model.dataChanged, model.modelReset, model.layoutChanged):
            changed.connect(self._show_buttons)
        self.view.selectionModel().currentRowChanged.connect(self._chosen)
        self.view.doubleClicked.connect(lambda index: self.piece_opened.emit(model.place(index.row())))
        self._lay_out()

    def _button(self, text: str, tip: str) -> QPushButton:
        return make_button(text, tip, kind="quiet")

    def _lay_out(self) -> None:
        bar = in_row((self.filter, 1), theme.TIGHT, self.problems, theme.TIGHT, self.all, self.none, spacing=theme.GAP)
        in_column(bar, (self.view, 1), on=self, margins=0, spacing=theme.GAP)

    def corpus_changed(self) -> None:
        """Reset: no filter, the order of the corpus, the first piece chosen."""
        for widget in (self.filter, self.problems):
            widget.blockSignals(True)
        self.filter.clear()
        self.problems.setChecked(False)
        for widget in (self.filter, self.problems):
            widget.blockSignals(False)
        self.problems.setEnabled(any(self.model.rows.problems))
        self.apply_filter()
        self.view.arrange()
        usable = self.model.rows.usable
        self.choose(int(usable.argmax()) if usable.any() else 0)

    def apply_filter(self) -> None:
        self._pause.stop()
        self.model.filter(self.filter.text(), problems_only=self.problems.isChecked())

    def _show_buttons(self) -> None:
        self.all.setEnabled(self.model.can_use_shown(True))
        self.none.setEnabled(self.model.can_use_shown(False))

    def choose(self, place: int) -> None:
        """Choose a row of the corpus, if it is shown."""
        row = self.model.row_of(place)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)

    def _chosen(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.piece_chosen.emit(self.model.place(current.row()))


class PiecesView(QTableView):
    """A table whose rows are ticked by a click on the box, or by Return for all selected rows."""

    def __init__(self, model: PiecesTable) -> None:
        super().__init__()
        self._table = model
        self._keys = Handled("tick")
        self.setModel(model)
        self.setItemDelegateForColumn(0, TickBox(self))
        self.setAccessibleName(self.tr("Pieces"))
        self.setToolTip(self.tr("Return uses or leaves out the selected pieces; a double click plays one"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {theme.GAP}px; border: none; }}")
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(48)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def arrange(self) -> None:
        """Give the columns of a new corpus their widths, and the order of the corpus."""
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for number, column in enumerate(self._table.columns):
            narrow = column != EVENTS or LENGTH in self._table.columns
            width = WIDTHS[column] if narrow else TEXT_EVENTS_WIDTH
            # a word of another language may be longer; the style's own hint leaves room for half a word more
            words = str(self._table.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
            needed = QFontMetrics(theme.font(theme.SMALL, bold=True)).horizontalAdvance(words) + HEADING_SPACE
            header.resizeSection(number, max(width, needed))
            empty = column in (LABEL, PROBLEM, KEY) and not any(self._cells(column))
            self.setColumnHidden(number, empty)
            wide = column in (NAME, PROBLEM)
            header.setSectionResizeMode(
                number, QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.Interactive
            )
        self.scrollToTop()

    def _cells(self, column: str) -> list[str]:
        rows = self._table.rows
        return {LABEL: rows.labels, PROBLEM: [in_words(each) for each in rows.problems], KEY: rows.keys}[column]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Tick or untick all selected rows alike on Return."""
        if self._keys.name(event) == "tick":
            rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
            if rows:
                self._table.use(rows, not all(self._table.is_used(row) for row in rows))
            return
        super().keyPressEvent(event)
