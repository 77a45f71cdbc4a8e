"""The view of a model that was brought in: its name, its origin, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_button, make_more
from gui.controls.elided_label import ElidedLabel
from gui.controls.labels import make_label


class ModelView(QWidget):
    """Title, words and buttons; the page carries out what they ask for."""

    action_wanted = Signal(str)
    """`create`, or an entry of the menu: `rename`, `export`, `delete`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.words = ElidedLabel(), make_label("muted", wrap=True)
        self.title.setProperty("role", "title")
        self.create_button = make_button(
            self.tr("Create with it"),
            self.tr("Write with this model"),
            lambda: self.action_wanted.emit("create"),
            kind="primary",
        )
        entries = {
            "rename": self.tr("Rename…"),
            "export": self.tr("Export the model…"),
            "delete": self.tr("Move to the trash…"),
        }
        self.more = make_more(self.tr("More about this model"), entries, self.action_wanted.emit)
        texts = in_column(self.title, self.words, spacing=theme.TIGHT)
        head = in_row((texts, 1), self.create_button, self.more, spacing=theme.GAP, align=Qt.AlignmentFlag.AlignTop)
        in_column(head, None, on=self, margins=(theme.WIDE, theme.SPACE))

    def show_model(self, name: str, corpus: str, facts: str, *, learned: str = "") -> None:
        """Show a model by its name, the corpus that it learned, and facts such as its network. `learned`: what a
        starter learned from, which can be neither renamed nor deleted."""
        self.title.setText(name)
        brought = self.tr("Brought in from a file. It learned {corpus}: {facts}.")
        comes = self.tr("Comes with seqgen. It learned {corpus}: {facts}.")
        self.words.setText((comes if learned else brought).format(corpus=learned or corpus, facts=facts))
        for entry in self.more.menu().actions():
            entry.setVisible(entry.objectName() == "export" or not learned)
