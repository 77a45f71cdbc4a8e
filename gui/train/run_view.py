"""The view of one run: title, tiles, curves, samples, and a sentence about its progress."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from superqt import QElidingLabel

from gui import theme
from gui.controls.boxes import in_column, in_row, in_scroll, in_stack, keep_room
from gui.controls.buttons import make_button, make_more
from gui.controls.elided_box import ElidedBox
from gui.controls.labels import make_label
from gui.controls.tile import Tile
from gui.train.curve import CurvePlot, NormPlot
from gui.train.sample_card import SampleCard

CARDS = 4


class RunView(QWidget):
    """The parts of the page about the chosen run; the page fills them."""

    action_wanted = Signal(str)
    """`pause`, `stop`, `resume`, `create`, or an entry of the menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.subtitle = QElidingLabel(), QElidingLabel()
        self.title.setProperty("role", "title")
        self.subtitle.setProperty("role", "muted")
        names = ("held", "learned", "rate", "left", "norm")
        words = (self.tr("Held-out"), self.tr("Learning"), self.tr("Speed"), self.tr("Left"), self.tr("Gradient"))
        self.tiles = {name: Tile(word) for name, word in zip(names, words, strict=True)}
        self.curves = CurvePlot("")
        self.norms = NormPlot(self.tr("Gradient norm"))
        self.compare = ElidedBox()
        self.compare.setAccessibleName(self.tr("Compare with"))
        self.compare.setToolTip(self.tr("Another run to show beside this one"))
        self.compare.setMaximumWidth(190)
        self.curves.add_control(self.compare)
        self.cards = [SampleCard() for _ in range(CARDS)]
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setMargin(theme.GAP)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        tiles = in_row(*((tile, 1) for tile in self.tiles.values()), spacing=theme.SPACE)
        plots = QGridLayout()
        plots.setSpacing(theme.SPACE)
        plots.addWidget(self.curves, 0, 0)
        plots.addWidget(self.norms, 0, 1)
        plots.setColumnStretch(0, 4)
        plots.setColumnStretch(1, 1)
        self.curves.setMinimumHeight(190)
        self.norms.setMinimumWidth(170)
        cards = in_row(*((card, 1) for card in self.cards), spacing=theme.SPACE)
        parts = (self._head(), tiles, (plots, 3), self._writes_head(), (cards, 2))
        in_column(*parts, on=inside, margins=(theme.WIDE, theme.SPACE), spacing=theme.SPACE)
        scroll = in_scroll(inside)
        foot = in_column(self.sentence, margins=(theme.WIDE, 0, theme.WIDE, theme.SPACE))
        in_column((scroll, 1), foot, on=self, margins=0, spacing=0)

    def _head(self) -> QHBoxLayout:
        texts = in_column(self.title, self.subtitle, spacing=0)
        self.buttons = {
            "pause": self._button("pause", self.tr("Pause"), self.tr("Save and end; resume goes on from there")),
            "stop": self._button("stop", self.tr("Stop and keep"), self.tr("Check once more, keep the best and end")),
            "resume": self._button("resume", self.tr("Resume"), self.tr("Go on where it stopped")),
            "create": self._button("create", self.tr("Create with it"), self.tr("Write with this model")),
        }
        self.buttons["create"].setProperty("kind", "primary")
        entries = {
            "rename": self.tr("Rename…"),
            "duplicate": self.tr("New run like this…"),
            "export": self.tr("Export the model…"),
            "folder": self.tr("Open its folder"),
            "delete": self.tr("Move to the trash…"),
        }
        more = make_more(self.tr("More about this run"), entries, self.action_wanted.emit)
        self.entries = {action.objectName(): action for action in more.menu().actions()}
        # no button moves when another comes or goes: a second click would press what slid under the pointer
        self.going = in_stack(self.buttons["pause"], self.buttons["resume"])
        self.going.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        buttons = (self.going, self.buttons["stop"], self.buttons["create"])
        for button in buttons:
            keep_room(button)
        return in_row((texts, 1), *buttons, more, spacing=theme.GAP)

    def show_buttons(self, *, alive: bool, asked: bool, can_resume: bool, has_model: bool) -> None:
        """Show the buttons of a run: whether it is alive, was asked to end, can be resumed, and has a model."""
        self.going.setVisible(alive or can_resume)
        self.going.setCurrentWidget(self.buttons["pause" if alive else "resume"])
        self.buttons["stop"].setVisible(alive or can_resume)
        for name in ("pause", "stop"):
            self.buttons[name].setEnabled(alive and not asked)
        self.buttons["resume"].setEnabled(can_resume)
        self.buttons["create"].setEnabled(has_model)

    def _writes_head(self) -> QHBoxLayout:
        heading = make_label("heading", self.tr("What it writes"))
        self.hint = make_label("muted")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return in_row(heading, (self.hint, 1))

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        return make_button(text, tip, lambda: self.action_wanted.emit(name))

    def say(self, tone: str, words: str) -> None:
        """Show the sentence at the bottom, as good or bad news."""
        if self.sentence.property("role") != tone:
            self.sentence.setProperty("role", tone)
            self.sentence.style().unpolish(self.sentence)
            self.sentence.style().polish(self.sentence)
        self.sentence.setText(words)
        self.sentence.setAccessibleName(words)
