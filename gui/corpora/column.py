"""The column at the left: the corpora, a button that adds one, and a first suggestion."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QMenu

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button, make_tool
from gui.controls.labels import make_label
from gui.corpora.card import CorpusCard
from gui.icons import icon


class CorporaColumn(QFrame):
    """A list of cards under a title, one for each row of the model."""

    row_chosen = Signal(int)
    folder_wanted = Signal()
    files_wanted = Signal()

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setFixedWidth(theme.LIST_WIDTH)
        self.view = QListView()
        self.view.setProperty("kind", "plain")
        self.view.setModel(model)
        self.view.setItemDelegate(CorpusCard(self.view))
        # the chosen card shows the focus
        self.view.setStyleSheet("QListView:focus { border: 1px solid transparent; }")
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(self.tr("Corpora"))
        self.view.setToolTip(self.tr("What there is to learn from; arrow keys walk through it"))
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self.welcome = WelcomeCard()
        parts = (self._head(), (self.view, 1), self.welcome)
        in_column(*parts, on=self, margins=theme.LIST_MARGINS, spacing=theme.GAP)

    def _head(self) -> QHBoxLayout:
        title = make_label("title", self.tr("Corpora"))
        tip = self.tr("Add a folder or files of MIDI, ABC or text; or drop them on this page")
        self.add = make_button(self.tr("Add…"), tip, kind="primary")
        self.add.setAccessibleName(self.tr("Add a corpus"))
        menu = QMenu(self)
        menu.addAction(icon("folder"), self.tr("Add folder…"), self.folder_wanted.emit)
        menu.addAction(icon("add"), self.tr("Add files…"), self.files_wanted.emit)
        self.add.setMenu(menu)
        return in_row(title, None, self.add, margins=(theme.SPACE, 0, theme.TIGHT, 0))

    def choose(self, row: int) -> None:
        """Choose a row, as a click would."""
        self.view.setCurrentIndex(self.view.model().index(row, 0))

    def show_chosen(self, row: int) -> None:
        """Mark a row as chosen without a signal."""
        selection = self.view.selectionModel()
        with QSignalBlocker(selection):
            self.choose(row)
        self.view.viewport().update()

    def _chosen(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())


class WelcomeCard(QFrame):
    """A first suggestion, until it is accepted or closed."""

    try_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        title = make_label("heading", self.tr("New here?"))
        close = make_tool("close", self.tr("Do not show this again"), self.closed, colour="muted")
        close.setAccessibleName(self.tr("Close this suggestion"))
        words = make_label("muted", self.tr("Train one minute on the chorales and listen."), wrap=True)
        self.button = make_button(
            self.tr("Try it"), self.tr("Learns at once, plays its first sample, and ends in takes"), self.try_wanted
        )
        self.button.setAccessibleName(self.tr("Train one minute on the chorales"))
        head = in_row(title, None, close)
        margins = (theme.SPACE, theme.GAP, theme.GAP, theme.SPACE)
        in_column(head, words, theme.TIGHT, self.button, on=self, margins=margins, spacing=theme.TIGHT)
