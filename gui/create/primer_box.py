"""Box to choose the primer of new takes: a dropped file, a recording, typed text or nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QPlainTextEdit, QWidget
from superqt import QElidingLabel

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button, make_tool
from gui.icons import icon
from gui.roll.small_roll import SmallRoll
from gui.views.kind_view import PrimerOffer
from seqgen.formats.sheet import Sheet
from seqgen.user_folders import home_folder

TYPED_LINES, PICTURE_HEIGHT = 4, 56


class PrimerBox(QFrame):
    """Accepts a file by drop or dialog, offers recording or typing, and shows the choice."""

    file_dropped = Signal(str)
    record_wanted = Signal()
    sing_wanted = Signal()
    play_wanted = Signal()
    """Hear the chosen sheet."""
    cleared = Signal()
    edited = Signal()
    """Emitted when the typed primer changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAcceptDrops(True)
        self._hint = make_button("", self.tr("New takes go on from it"), self._choose, kind="quiet")
        tip = self.tr("Play a beginning on a MIDI keyboard")
        self._record = make_button(self.tr("Record from keyboard"), tip, self.record_wanted, kind="quiet")
        self._record.setIcon(icon("record", "warning"))
        tip = self.tr("Sing, hum or play a beginning into a microphone")
        self._sing = make_button(self.tr("Sing or play it"), tip, self.sing_wanted, kind="quiet")
        self._sing.setIcon(icon("record", "warning"))
        self._typed = self._make_typed()
        self._name = QElidingLabel()
        self._clear = make_tool("close", self.tr("Begin from nothing"), self.cleared)
        self._chosen = QWidget()
        self.play = make_tool("play", self.tr("Hear the beginning"), self.play_wanted, size=14)
        self.picture = SmallRoll()
        self.picture.setFixedHeight(PICTURE_HEIGHT)
        in_column(in_row((self._name, 1), self.play, self._clear), self.picture, on=self._chosen, margins=0)
        offers = (self._typed, self._hint, self._record, self._sing, self._chosen)
        in_column(*offers, on=self, margins=theme.GAP, spacing=theme.TIGHT)
        self._offer = PrimerOffer("", "")
        self.show_primer("")

    def _make_typed(self) -> QPlainTextEdit:
        typed = QPlainTextEdit()
        typed.setPlaceholderText(self.tr("Type a beginning"))
        typed.setAccessibleName(self.tr("Beginning"))
        typed.setToolTip(self.tr("New takes go on from what is typed here"))
        typed.setTabChangesFocus(True)
        # a dropped file is read, instead of inserting its name
        typed.setAcceptDrops(False)
        typed.setFixedHeight(TYPED_LINES * typed.fontMetrics().lineSpacing() + theme.WIDE)
        typed.textChanged.connect(self.edited)
        return typed

    def typed(self) -> str:
        return self._typed.toPlainText() if self._offer.typed else ""

    def show_typed(self, text: str) -> None:
        if text != self._typed.toPlainText():
            self._typed.setPlainText(text)

    def show_offer(self, offer: PrimerOffer) -> None:
        """Show the kinds of primers that the model accepts."""
        self._offer = offer
        self._hint.setText(offer.hint)
        self.show_primer(self._name.text(), self.picture.sheet)

    def show_primer(self, name: str, sheet: Sheet | None = None) -> None:
        """Show the chosen primer by its name, empty for none, and by its notes where they are known."""
        self._name.setText(name)
        self.picture.show_sheet(sheet)
        for part in (self.picture, self.play):
            part.setVisible(sheet is not None)
        self._name.setToolTip(name)
        self._chosen.setVisible(bool(name))
        self._hint.setVisible(not name)
        self._typed.setVisible(not name and self._offer.typed)
        for button in (self._record, self._sing):
            button.setVisible(not name and self._offer.recorded)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Go on from a file"), str(home_folder()), self._offer.files)
        if path:
            self.file_dropped.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.accept()
            self.file_dropped.emit(files[0])
