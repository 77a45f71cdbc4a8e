"""The view of one run: title, tiles, curves, samples, and a sentence about its progress."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from superqt import QElidingLabel

from gui import theme
from gui.controls.elided_box import ElidedBox
from gui.controls.tile import Tile
from gui.icons import icon
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
        words = (
            self.tr("Held-out"),
            self.tr("Learning"),
            self.tr("Speed"),
            self.tr("Left"),
            self.tr("Gradient"),
        )
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
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.WIDE, theme.SPACE, theme.WIDE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addLayout(self._head())
        tiles = QHBoxLayout()
        tiles.setSpacing(theme.SPACE)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        plots = QGridLayout()
        plots.setSpacing(theme.SPACE)
        plots.addWidget(self.curves, 0, 0)
        plots.addWidget(self.norms, 0, 1)
        plots.setColumnStretch(0, 4)
        plots.setColumnStretch(1, 1)
        self.curves.setMinimumHeight(190)
        self.norms.setMinimumWidth(170)
        column.addLayout(plots, 3)
        column.addLayout(self._writes_head())
        cards = QHBoxLayout()
        cards.setSpacing(theme.SPACE)
        for card in self.cards:
            cards.addWidget(card, 1)
        column.addLayout(cards, 2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.WIDE, 0, theme.WIDE, theme.SPACE)
        foot.addWidget(self.sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def _head(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.subtitle)
        self.buttons = {
            "pause": self._button("pause", self.tr("Pause"), self.tr("Save and end; resume goes on from there")),
            "stop": self._button("stop", self.tr("Stop and keep"), self.tr("Check once more, keep the best and end")),
            "resume": self._button("resume", self.tr("Resume"), self.tr("Go on where it stopped")),
            "create": self._button("create", self.tr("Create with it"), self.tr("Write with this model")),
        }
        self.buttons["create"].setProperty("kind", "primary")
        self._more = QToolButton()
        self._more.setIcon(icon("more"))
        self._more.setToolTip(self.tr("More about this run"))
        self._more.setAccessibleName(self._more.toolTip())
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        entries = {
            "rename": self.tr("Rename…"),
            "duplicate": self.tr("New run like this…"),
            "export": self.tr("Export the model…"),
            "folder": self.tr("Open its folder"),
            "delete": self.tr("Move to the trash…"),
        }
        self.entries = {}
        for name, text in entries.items():
            action = self.menu.addAction(text)
            action.setData(name)
            self.entries[name] = action
        self.menu.triggered.connect(lambda action: self.action_wanted.emit(action.data()))
        self._more.setMenu(self.menu)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addLayout(texts, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self._more)
        return row

    def _writes_head(self) -> QHBoxLayout:
        heading = QLabel(self.tr("What it writes"))
        heading.setProperty("role", "heading")
        self.hint = hint = QLabel()
        hint.setProperty("role", "muted")
        hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addWidget(hint, 1)
        return row

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.clicked.connect(lambda: self.action_wanted.emit(name))
        return button

    def say(self, tone: str, words: str) -> None:
        """Show the sentence at the bottom, as good or bad news."""
        if self.sentence.property("role") != tone:
            self.sentence.setProperty("role", tone)
            self.sentence.style().unpolish(self.sentence)
            self.sentence.style().polish(self.sentence)
        self.sentence.setText(words)
        self.sentence.setAccessibleName(words)
