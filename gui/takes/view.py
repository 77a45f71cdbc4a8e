"""View of the open take, with its actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QToolButton, QWidget
from superqt import QElidingLabel

from gui import theme
from gui.controls.boxes import in_column, in_row, in_stack
from gui.controls.buttons import make_button, make_more, make_tool
from gui.controls.elided_label import ElidedLabel
from gui.controls.labels import make_label
from gui.kinds import view_of
from gui.shortcuts import with_keys
from gui.takes.drag_button import DragButton

NARROW = 560
"""Least width for the full labels of the buttons."""
MOST_TITLE = 200
"""Width that a title may always take."""
WIDEST_PART = 90


class TakeView(QWidget):
    """Shows a take and offers actions; the page carries them out.

    `action_wanted` says one of `continue`, `vary`, `rewrite`, `undo`, `redo`, `export`, `quantise`, `up`, `down`,
    `octave-up`, `octave-down`, `primer`, `new`, `inspect`, `copy-less`, `train`.
    """

    action_wanted = Signal(str)
    compare_wanted = Signal()
    """Emitted when the user wants to hear the other one of two takes that are compared."""
    part_chosen = Signal()
    """Emitted when another part of the take, or none, is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.subtitle = make_label("title"), QElidingLabel()
        self._title = ""
        self.subtitle.setProperty("role", "muted")
        self.remarks = ElidedLabel()
        self.remarks.setProperty("role", "small")
        self.remarks.hide()
        self.kind = ""
        self._bars, self._part, self._may_write = (0, 0), "", False
        self.drag = DragButton()
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        texts = {
            "continue": (self.tr("Continue"), self.tr("Let the model go on from the end, or from the chosen bars")),
            "vary": (self.tr("Vary"), self.tr("Write it anew after its first bars")),
            "rewrite": (self.tr("Rewrite"), self._rewriting_words()),
        }
        self.buttons: dict[str, QPushButton] = {}
        for name, (text, tip) in texts.items():
            self.buttons[name] = make_button(
                text, with_keys(tip, name), lambda checked=False, name=name: self.action_wanted.emit(name)
            )
        tip = with_keys(self.tr("Save as MIDI, sound, picture or text"), "export")
        self.export = make_button(self.tr("Export…"), tip, lambda: self.action_wanted.emit("export"), kind="primary")
        self.undo = self._tool("undo", with_keys(self.tr("Undo"), "undo"))
        self.redo = self._tool("redo", with_keys(self.tr("Redo"), "redo"))
        entries = {
            "humanize": self.tr("Humanize: velocity and timing…"),
            "quantise": self.tr("Quantize to the grid"),
            "up": self.tr("Transpose up a semitone"),
            "down": self.tr("Transpose down a semitone"),
            "octave-up": self.tr("Transpose up an octave"),
            "octave-down": self.tr("Transpose down an octave"),
            "primer": self.tr("Start new takes from the chosen bars"),
            "new": self.tr("Begin a new text"),
            "inspect": self.tr("Look into it on the Inspect page"),
            "copy-less": self.tr("Write takes that copy less"),
        }
        tip = self.tr("More: quantize, transpose, inspect")
        self.more = make_more(tip, entries, self.action_wanted.emit, kind="quiet")
        self.entries = {action.objectName(): action for action in self.more.menu().actions()}
        self._pair = QButtonGroup(self)
        for letter in ("A", "B"):
            button = make_button(letter, "", self.compare_wanted)
            button.setCheckable(True)
            button.hide()
            self._pair.addButton(button)
        self.audition = make_tool("speaker", self.tr("Play a take as soon as it is chosen"), kind="")
        self.audition.setCheckable(True)
        self.audition.setChecked(True)

    def _tool(self, name: str, tip: str) -> QToolButton:
        return make_tool(name, tip, lambda: self.action_wanted.emit(name))

    def _lay_out(self) -> None:
        tools = (*self._pair.buttons(), self.undo, self.redo, self.audition, self.more)
        head = in_row(self.title, (self.subtitle, 1), *tools, spacing=theme.GAP)
        actions = in_row(*self.buttons.values(), None, self.drag, self.export, spacing=theme.GAP)
        self._empty = _Empty()
        self._empty.train.clicked.connect(lambda: self.action_wanted.emit("train"))
        self._stack = in_stack(self._empty)
        margins = (theme.WIDE, theme.SPACE, theme.WIDE, theme.GAP)
        top = in_column(head, self.remarks, actions, margins=margins, spacing=theme.GAP)
        in_column(top, (self._stack, 1), on=self, margins=0, spacing=0)

    # -- display -------------------------------------------------------------------------------------------------------

    def add_content(self, content: QWidget) -> None:
        """Add what shows the takes of a kind."""
        self._stack.addWidget(content)

    def show_kind(self, kind: str, content: QWidget | None, *, kept: bool = True) -> None:
        """Show a take of a kind in `content`, which was added before; neither for none. `kept`: True for a take, False
        for only its beginning."""
        self.kind = kind
        actions = view_of(kind).actions if kind else ()
        self._stack.setCurrentWidget(content or self._empty)
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

    def set_may_write(self, may: bool, *, may_humanize: bool = False) -> None:
        """Offer what the model would write, if it can write from this take now."""
        self._may_write = may
        self.entries["humanize"].setEnabled(may_humanize)
        self.show_bars(*self._bars, self._part)

    def show_hint(self, title: str, words: str, *, may_train: bool) -> None:
        self._empty.title.setText(title)
        self._empty.words.setText(words)
        self._empty.train.setVisible(may_train)

    def show_title(self, title: str, subtitle: str, remarks: Sequence[str] = ()) -> None:
        """Show the heading of a take, and sentences on what of it is not as it was given or asked."""
        self._title = title
        self.title.setToolTip(title)
        self._fit()
        self.subtitle.setText(subtitle)
        self.subtitle.setToolTip(subtitle)
        self.remarks.setText(" · ".join(remarks))
        self.remarks.setVisible(bool(remarks))

    def show_copies(self, *, much: bool) -> None:
        """Offer takes that copy less where this one copied much."""
        self.entries["copy-less"].setVisible(much)

    def show_pair(self, titles: Sequence[str], shown: int) -> None:
        """Offer to switch between two takes, of which one is shown; no titles for none."""
        for number, button in enumerate(self._pair.buttons()):
            button.setVisible(bool(titles))
            button.setChecked(number == shown)
            if titles:
                words = with_keys(self.tr("Compare: {take} at the same place").format(take=titles[number]), "compare")
                button.setToolTip(words)
                button.setAccessibleName(words)

    def show_bars(self, first: int, last: int, part: str = "") -> None:
        """Show the selected bars; 0 for none. `part`: name of the one part that is edited, empty for all."""
        self._bars, self._part = (first, last), part
        for name, button in self.buttons.items():
            button.setEnabled(self._may_write and (name != "rewrite" or bool(first)))
        self.entries["primer"].setEnabled(self._may_write and bool(first))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Choose button labels that fit the width, and leave half of the heading to what is told behind the title."""
        most = max(MOST_TITLE, self.width() // 2 - 4 * theme.CONTROL_HEIGHT)
        metrics = self.title.fontMetrics()
        self.title.setText(metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, most))
        narrow, (first, last) = self.width() < NARROW, self._bars
        self._tighten(narrow=narrow)
        if not first:
            words = self.tr("Rewrite")
        elif first == last:
            words = self.tr("Rewrite {first}") if narrow else self.tr("Rewrite bar {first}")
        else:
            words = self.tr("Rewrite {first}–{last}") if narrow else self.tr("Rewrite bars {first}–{last}")
        words = words.format(first=first, last=last)
        if self._part and first and not narrow:
            words = self.tr("{rewrite} of {part}").format(rewrite=words, part=self._short_part())
        self.buttons["rewrite"].setText(words)
        self.buttons["rewrite"].setToolTip(with_keys(self._rewriting_words(), "rewrite"))
        self.buttons["vary"].setToolTip(with_keys(self._varying_words(), "vary"))
        self._fit_drag(narrow=narrow)

    def _tighten(self, *, narrow: bool) -> None:
        """Leave less room around the words of the buttons where there is little."""
        for button in (*self.buttons.values(), self.drag, self.export):
            if bool(button.property("tight")) != narrow:
                button.setProperty("tight", narrow)
                button.style().unpolish(button)
                button.style().polish(button)

    def _short_part(self) -> str:
        return self.title.fontMetrics().elidedText(self._part, Qt.TextElideMode.ElideRight, WIDEST_PART)

    def _varying_words(self) -> str:
        if not self._part:
            return self.tr("Write it anew after its first bars")
        return self.tr("Write {part} anew after its first bars; all other notes stay").format(part=self._part)

    def _rewriting_words(self) -> str:
        if not (self._part and self._bars[0]):
            return self.tr(
                "Choose bars in the ruler, and the model writes them anew; choose a part above the roll to change it "
                "alone"
            )
        return self.tr("The model writes these bars of {part} anew; all other notes stay").format(part=self._part)

    def _fit_drag(self, *, narrow: bool) -> None:
        """Say what would be dragged: the take, or the chosen bars or part of it, as far as there is room."""
        first, last = self._bars
        wide, labels = view_of(self.kind).drag_words(), [self.tr("Drag")]
        tip = self.tr("Drag this into your DAW or a folder; a click copies the file")
        if first and view_of(self.kind).notes:
            wide = self.tr("Drag bars {first}–{last}") if first != last else self.tr("Drag bar {first}")
            short = self.tr("Drag {first}–{last}") if first != last else self.tr("Drag {first}")
            wide, short = (words.format(first=first, last=last) for words in (wide, short))
            labels.insert(0, short)
            tip = self.tr("Drag the chosen bars into your DAW or a folder; a click copies their file")
        if self._part:
            part = self.tr("Drag {part}").format(part=self._short_part())
            wide = self.tr("{drag} of {part}").format(drag=wide, part=self._short_part()) if first else part
            labels.insert(0, part)
            words = self.tr("Drag {part} alone into your DAW or a folder; a click copies its file")
            tip = words.format(part=self._part)
        for label in [*([] if narrow else [wide]), *labels, ""]:
            self.drag.setText(label)
            if not self._crowded():
                break
        self.drag.setAccessibleName(wide)
        self.drag.setToolTip(tip)

    def _crowded(self) -> bool:
        """Return True if there is no room for the label of the drag button."""
        buttons = [button for button in (*self.buttons.values(), self.drag, self.export) if not button.isHidden()]
        return self.width() - 2 * theme.WIDE < sum(button.sizeHint().width() + theme.GAP for button in buttons)


class _Empty(QWidget):
    """Hint shown before the first take."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.words = make_label("title"), make_label("muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.train = make_button(
            self.tr("Train one minute"), self.tr("Learns the chorales at once, and ends in takes"), kind="primary"
        )
        parts = ((self.title, Qt.AlignmentFlag.AlignHCenter), self.words, (self.train, Qt.AlignmentFlag.AlignHCenter))
        in_column((None, 2), *parts, (None, 3), on=self, margins=(theme.WIDE, 0), spacing=theme.SPACE)
