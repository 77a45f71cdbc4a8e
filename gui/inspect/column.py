"""The left side of the Inspect page: the choice of a model and of a piece."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.controls.buttons import make_button
from gui.controls.choice_box import ChoiceBox
from gui.controls.labels import make_label
from gui.icons import icon
from gui.inspect.inspection import ModelChoice, TakeChoice
from gui.kinds import view_of
from gui.library.model_list import starter_words

TYPING_MILLISECONDS = 700
TEXT_HEIGHT = 96


class InspectColumn(QFrame):
    """A model, a file, a text and the takes. Each signal is a choice of the user."""

    model_chosen = Signal(str)
    take_chosen = Signal(str)
    file_wanted = Signal()
    text_typed = Signal(str)
    piece_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setFixedWidth(theme.LIST_WIDTH)
        self.models = ChoiceBox(self.tr("Model"), self.tr("The model whose expectations are shown"))
        self.pieces = ChoiceBox(self.tr("Piece"), self.tr("Which piece of the file"))
        self.open_button = make_button(
            self.tr("Open file…"), self.tr("A MIDI, ABC or text file; or drop one anywhere on the page")
        )
        self.open_button.setIcon(icon("folder"))
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(self.tr("Or type some text…"))
        self.text.setAccessibleName(self.tr("Text to look into"))
        self.text.setToolTip(self.tr("Read by a text model as you type"))
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.text.setTabChangesFocus(True)
        self.takes = QListWidget()
        self.takes.setProperty("kind", "plain")
        self.takes.setAccessibleName(self.tr("Takes, the newest first"))
        self.takes.setToolTip(self.tr("Choose a take to look into it; arrow keys walk through them"))
        self.takes.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.takes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = make_label("muted", self.tr("What you create appears here."), wrap=True)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._lay_out()
        self._connect()
        self.show_models((), "")
        self.show_takes(())
        self.show_pieces((), 0)

    def _lay_out(self) -> None:
        title = make_label("title", self.tr("Inspect"))
        in_column(
            title,
            make_label("section", self.tr("MODEL")),
            self.models,
            theme.GAP,
            make_label("section", self.tr("LOOK INTO")),
            self.open_button,
            self.pieces,
            self.text,
            theme.GAP,
            make_label("section", self.tr("TAKES")),
            self._none,
            (self.takes, 1),
            (None, 0),
            on=self,
            margins=(theme.SPACE, theme.SPACE, theme.SPACE, theme.GAP),
            spacing=theme.GAP,
        )

    def _connect(self) -> None:
        self.models.picked.connect(self.model_chosen)
        self.pieces.picked.connect(lambda number: self.piece_chosen.emit(int(number)))
        self.open_button.clicked.connect(self.file_wanted)
        self.takes.currentItemChanged.connect(self._take)
        self.takes.itemClicked.connect(self._take)
        self.text.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self._type)

    # -- showing -------------------------------------------------------------------------------------------------------

    def show_models(self, models: Sequence[ModelChoice], chosen: str) -> None:
        choices = [(each.path, starter_words(each.name) if each.is_starter else each.name) for each in models]
        self.models.set_choices(choices or [("", self.tr("No model yet: train one first"))], chosen)
        self.models.setEnabled(bool(choices))

    def show_takes(self, takes: Sequence[TakeChoice]) -> None:
        before = self.chosen_take
        with QSignalBlocker(self.takes):
            self.takes.clear()
            for take in takes:
                item = QListWidgetItem(icon(view_of(take.kind).icon, "muted"), take.name)
                item.setData(Qt.ItemDataRole.UserRole, take.path)
                item.setToolTip(take.name)
                self.takes.addItem(item)
                if take.path == before:
                    self.takes.setCurrentItem(item)
        self.takes.setVisible(bool(takes))
        self._none.setVisible(not takes)

    def show_pieces(self, pieces: Sequence[str], chosen: int) -> None:
        """Offer the pieces of a file that holds several."""
        self.pieces.set_choices([(str(number), title) for number, title in enumerate(pieces)], str(chosen))
        self.pieces.setVisible(len(pieces) > 1)

    def choose_take(self, path: str) -> None:
        """Mark a take (none where the path is not one) without a signal."""
        with QSignalBlocker(self.takes):
            self.takes.setCurrentRow(-1)
            for row in range(self.takes.count()):
                if self.takes.item(row).data(Qt.ItemDataRole.UserRole) == path:
                    self.takes.setCurrentRow(row)

    @property
    def chosen_take(self) -> str:
        """Return the path of the marked take, "" for none."""
        item = self.takes.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    # -- wanting -------------------------------------------------------------------------------------------------------

    def _take(self, item: QListWidgetItem | None, _: object = None) -> None:
        if item is not None:
            self.take_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def _type(self) -> None:
        self.text_typed.emit(self.text.toPlainText())
