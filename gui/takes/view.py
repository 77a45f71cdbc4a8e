"""View of the open take as a roll or a text, with its actions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from superqt import QElidingLabel

from gui import theme
from gui.icons import icon
from gui.kinds import view_of
from gui.roll.piano_roll import PianoRoll
from gui.roll.surprise_strip import SurpriseStrip
from gui.takes.drag_button import DragButton
from gui.takes.mixer import Mixer
from gui.text.text_take import TextTake

NARROW = 560
"""Least width for the full labels of the buttons."""
DRAG_BARE = 46
"""Width of the drag button without its label."""


class TakeView(QWidget):
    """Shows a take and offers actions; the page carries them out.

    `action_wanted` says one of `continue`, `vary`, `rewrite`, `undo`, `redo`, `export`, `quantise`, `up`, `down`,
    `octave-up`, `octave-down`, `primer`, `new`, `inspect`, `train`.
    """

    action_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.subtitle = QLabel(), QElidingLabel()
        self.title.setProperty("role", "title")
        self.subtitle.setProperty("role", "muted")
        self.roll = PianoRoll()
        self.roll.set_editable(True)
        self.roll.set_legend(False)  # the mixer names the tracks
        self.strip = SurpriseStrip(self.roll.view)
        self.mixer = Mixer()
        self.text = TextTake()
        self.kind = ""
        self._bars, self._may_write = (0, 0), False
        self.drag = DragButton()
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        texts = {
            "continue": (self.tr("Continue"), self.tr("Let the model go on from the end, or from the chosen bars")),
            "vary": (self.tr("Vary"), self.tr("Write it anew after its first bars")),
            "rewrite": (self.tr("Rewrite"), self.tr("Choose bars in the ruler, and the model writes them anew")),
        }
        self.buttons: dict[str, QPushButton] = {}
        for name, (text, tip) in texts.items():
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            button.clicked.connect(lambda checked=False, name=name: self.action_wanted.emit(name))
            self.buttons[name] = button
        self.export = QPushButton(self.tr("Export…"))
        self.export.setProperty("kind", "primary")
        self.export.setToolTip(self.tr("Save as MIDI, sound, picture or text (Ctrl+E)"))
        self.export.clicked.connect(lambda: self.action_wanted.emit("export"))
        self.undo = self._tool("undo", self.tr("Undo (Ctrl+Z)"))
        self.redo = self._tool("redo", self.tr("Redo (Ctrl+Shift+Z)"))
        self.more = self._tool("more", self.tr("More: quantise, transpose, inspect"))
        self.more.clicked.disconnect()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        entries = {
            "quantise": self.tr("Quantise to the grid"),
            "up": self.tr("Transpose up a semitone"),
            "down": self.tr("Transpose down a semitone"),
            "octave-up": self.tr("Transpose up an octave"),
            "octave-down": self.tr("Transpose down an octave"),
            "primer": self.tr("Start new takes from the chosen bars"),
            "new": self.tr("Begin a new text"),
            "inspect": self.tr("Look into it on the Inspect page"),
        }
        self.entries = {}
        for name, text in entries.items():
            action = menu.addAction(text)
            action.setData(name)
            self.entries[name] = action
        menu.triggered.connect(lambda action: self.action_wanted.emit(action.data()))
        self.more.setMenu(menu)
        self.audition = QToolButton()
        self.audition.setIcon(icon("speaker"))
        self.audition.setCheckable(True)
        self.audition.setChecked(True)
        self.audition.setToolTip(self.tr("Play a take as soon as it is chosen"))
        self.audition.setAccessibleName(self.audition.toolTip())

    def _tool(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "quiet")
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self.action_wanted.emit(name))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.title)
        head.addWidget(self.subtitle, 1)
        for tool in (self.undo, self.redo, self.audition, self.more):
            head.addWidget(tool)
        actions = QHBoxLayout()
        actions.setSpacing(theme.GAP)
        for button in self.buttons.values():
            actions.addWidget(button)
        actions.addStretch(1)
        actions.addWidget(self.drag)
        actions.addWidget(self.export)
        music = QWidget()
        column = QVBoxLayout(music)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.roll, 1)
        rule = QFrame()
        rule.setProperty("kind", "rule")
        rule.setFixedHeight(1)
        column.addWidget(rule)
        column.addWidget(self.strip)
        self._stack = QStackedWidget()
        self._empty = _Empty()
        self._empty.train.clicked.connect(lambda: self.action_wanted.emit("train"))
        for widget in (self._empty, music, self.text):
            self._stack.addWidget(widget)
        self._music = music
        top = QVBoxLayout()
        top.setContentsMargins(theme.WIDE, theme.SPACE, theme.WIDE, theme.GAP)
        top.setSpacing(theme.GAP)
        top.addLayout(head)
        top.addLayout(actions)
        top.addWidget(self.mixer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    # -- display -------------------------------------------------------------------------------------------------------

    def show_kind(self, kind: str, *, kept: bool = True) -> None:
        """Show the editor of a kind, empty for none. `kept`: True for a take, False for only its beginning."""
        self.kind, view = kind, view_of(kind)
        actions, notes = view.actions if kind else (), bool(kind) and view.notes
        self._stack.setCurrentWidget(self._empty if not kind else self._music if notes else self.text)
        self.mixer.setVisible(notes)
        for widget in (self.undo, self.redo):
            widget.setVisible(bool(kind))
        for part in (self.drag, self.export, self.more):
            part.setVisible(bool(kind) and kept)
        for name, button in self.buttons.items():
            button.setVisible(name in actions)
        self.audition.setVisible("audition" in actions)
        for name, entry in self.entries.items():
            entry.setVisible(name in actions)
        self._fit()

    def set_may_write(self, may: bool) -> None:
        """Enable or disable the actions that need a model."""
        self._may_write = may
        self.show_bars(*self._bars)

    def show_hint(self, title: str, words: str, *, may_train: bool) -> None:
        """Show a hint while there is no take."""
        self._empty.title.setText(title)
        self._empty.words.setText(words)
        self._empty.train.setVisible(may_train)

    def show_title(self, title: str, subtitle: str) -> None:
        """Show the name and the facts of the take."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setToolTip(subtitle)

    def show_bars(self, first: int, last: int) -> None:
        """Show the selected bars; 0 for none."""
        self._bars = first, last
        for name, button in self.buttons.items():
            button.setEnabled(self._may_write and (name != "rewrite" or bool(first)))
        self.entries["primer"].setEnabled(bool(first))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Choose button labels that fit the width."""
        narrow, (first, last) = self.width() < NARROW, self._bars
        if not first:
            words = self.tr("Rewrite")
        elif first == last:
            words = self.tr("Rewrite {first}") if narrow else self.tr("Rewrite bar {first}")
        else:
            words = self.tr("Rewrite {first}–{last}") if narrow else self.tr("Rewrite bars {first}–{last}")
        self.buttons["rewrite"].setText(words.format(first=first, last=last))
        wide = view_of(self.kind).drag_words()
        short = "" if self._crowded() else self.tr("Drag")
        self.drag.setText(short if narrow else wide)
        self.drag.setAccessibleName(wide)

    def _crowded(self) -> bool:
        """Return True if there is no room for the label of the drag button."""
        buttons = [*self.buttons.values(), self.export]
        taken = sum(button.sizeHint().width() + theme.GAP for button in buttons if not button.isHidden())
        word = self.drag.fontMetrics().horizontalAdvance(self.tr("Drag"))
        return self.width() - 2 * theme.WIDE < taken + 2 * theme.GAP + word + DRAG_BARE


class _Empty(QWidget):
    """Hint shown before the first take."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.words = QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.train = QPushButton(self.tr("Train one minute"))
        self.train.setProperty("kind", "primary")
        self.train.setToolTip(self.tr("Set up a short training on the Train page"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, 0, theme.WIDE, 0)
        layout.setSpacing(theme.SPACE)
        layout.addStretch(2)
        layout.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.words)
        layout.addWidget(self.train, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
