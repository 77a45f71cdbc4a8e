"""Bar of the roll's tools: the part that is edited, the grid, the length of new notes, and the lanes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui import theme
from gui.controls.boxes import in_row
from gui.controls.buttons import make_tool
from gui.controls.choice_box import ChoiceBox
from gui.shortcuts import with_keys
from seqgen.formats.sheet import Sheet
from seqgen.theory.snaps import SNAPS, snap_of, snap_ticks

FREE = "off"
"""Value of the grid for edits that do not snap."""
ICON = 16
WIDEST_PART, WIDEST_GRID = 150, 130


@dataclass(frozen=True)
class RollTools:
    """Choices of the bar.

    `snap`: a name of `SNAPS`, empty for that of the corpus or the take, `FREE` for none. `length`: of new notes,
    empty for a beat. `part`: number of the track that is edited, -1 for all. `lane`: `surprise` or `velocity`.
    """

    snap: str = ""
    length: str = ""
    part: int = -1
    hears: bool = True
    chords: bool = True
    lane: str = "surprise"


class EditBar(QWidget):
    """Shows and changes the `tools`; `changed` is emitted when the user does. The menu of its last button is filled by
    whoever knows the commands."""

    changed = Signal()
    keyboard_wanted = Signal(bool)
    """Emitted when the keys of a MIDI keyboard are to become notes, or no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = RollTools()
        self._of_take, self._of_corpus = "1/16", ""
        self.part = ChoiceBox(
            self.tr("Part"), self.tr("Part that is edited or rewritten, and gets new notes; others become ghosts")
        )
        tip = self.tr("Lines that edits keep to; T are triplets")
        self.grid = ChoiceBox(self.tr("Grid"), with_keys(tip, "coarser", "finer", "triplets"))
        self.length = ChoiceBox(self.tr("Length"), self.tr("Length of new notes"))
        for box, widest in ((self.part, WIDEST_PART), (self.grid, WIDEST_GRID), (self.length, WIDEST_GRID)):
            box.setMinimumContentsLength(4)
            box.setMaximumWidth(widest)
            box.setProperty("kind", "slim")
        self.part.picked.connect(lambda value: self._change(part=int(value)))
        self.grid.picked.connect(lambda value: self._change(snap="" if value == "take" else value))
        self.length.picked.connect(lambda value: self._change(length="" if value == "beat" else value))
        self.hears = self._toggle("ear", self.tr("Hear notes as they are added, moved and pointed at"), "hears")
        self.chords = self._toggle("chord", self.tr("Show key and chords above the notes"), "chords")
        self.velocities = self._toggle("velocity", self.tr("Show velocities below the notes, in place of surprise"), "")
        self.velocities.toggled.connect(lambda on: self._change(lane="velocity" if on else "surprise"))
        self.menu = QMenu(self)
        self.more = make_tool(
            "more", self.tr("Edit: copy, paste, choose, quantize (also with the right button)"), kind="slim"
        )
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self.menu)
        boxes = ((self.part, 3), (self.grid, 2), (self.length, 2))
        self.keyboard = self._toggle(
            "keys", self.tr("Enter notes step by step on a MIDI keyboard; Shift+R is a rest"), ""
        )
        self.keyboard.clicked.connect(self.keyboard_wanted)
        toggles = (self.keyboard, self.hears, self.chords, self.velocities, self.more)
        in_row(
            *boxes, (None, 1), *toggles, on=self, margins=(theme.WIDE, 0, theme.WIDE, theme.TIGHT), spacing=theme.TIGHT
        )
        self.set_tools(self.tools)
        self.show_sheet(Sheet.empty())

    def _toggle(self, picture: str, tip: str, name: str) -> QToolButton:
        button = make_tool(picture, tip, kind="slim", size=ICON)
        button.setCheckable(True)
        if name:
            button.toggled.connect(lambda on: self._change(**{name: on}))
        return button

    # -- display -------------------------------------------------------------------------------------------------------

    def set_tools(self, tools: RollTools) -> None:
        """Show other tools without telling that the user changed them."""
        self.tools = tools
        for button, on in (
            (self.hears, tools.hears), (self.chords, tools.chords), (self.velocities, tools.lane == "velocity")
        ):  # fmt: skip
            button.blockSignals(True)
            button.setChecked(on)
            button.blockSignals(False)
        self._show_grids()

    def show_sheet(self, sheet: Sheet) -> None:
        """Offer the parts of a sheet, and the grid of its notes if that of the corpus is not known. All parts are
        edited again."""
        self._of_take = snap_of(sheet.notes["onset"], sheet.ticks_per_quarter)
        names = [track.name or self.tr("Track {number}").format(number=i + 1) for i, track in enumerate(sheet.tracks)]
        parts = [(str(number), name) for number, name in enumerate(names)]
        self.tools = replace(self.tools, part=-1)
        self.part.set_choices([("-1", self.tr("All parts")), *(parts if len(parts) > 1 else [])], "-1")
        self.part.setEnabled(len(parts) > 1)
        self._show_grids()

    def use_grid_of(self, corpus: str) -> None:
        """Offer the grid of a corpus in place of that of the take, unless it is empty."""
        if corpus != self._of_corpus:
            self._of_corpus = corpus
            self._show_grids()

    @property
    def _usual(self) -> str:
        return self._of_corpus or self._of_take

    def _show_grids(self) -> None:
        words = self.tr("{grid} (corpus)") if self._of_corpus else self.tr("{grid} (take)")
        grids = [("take", words.format(grid=self._usual)), ("", "")]
        grids += [(name, name) for name in SNAPS]
        self.grid.set_choices([*grids, ("", ""), (FREE, self.tr("No grid"))], self.tools.snap or "take")
        lengths = [("beat", self.tr("A beat")), ("", ""), *((name, name) for name in SNAPS)]
        self.length.set_choices(lengths, self.tools.length or "beat")

    # -- what the tools mean -------------------------------------------------------------------------------------------

    @property
    def snap(self) -> str:
        """Name of the grid's distance, also where edits do not snap to it."""
        return self.tools.snap if self.tools.snap in SNAPS else self._usual

    def grid_ticks(self, ticks_per_quarter: int) -> int:
        return snap_ticks(self.snap, ticks_per_quarter)

    def length_ticks(self, ticks_per_quarter: int) -> int:
        """Return the length of new notes, 0 for a beat."""
        return snap_ticks(self.tools.length, ticks_per_quarter) if self.tools.length in SNAPS else 0

    def step_grid(self, steps: int) -> None:
        """Choose a finer (`steps` 1) or coarser (-1) grid of the same kind, plain or of triplets."""
        kind = [name for name in SNAPS if name.endswith("T") == self.snap.endswith("T")]
        place = min(max(kind.index(self.snap) + steps, 0), len(kind) - 1)
        self._change(snap=kind[place])

    def switch_triplets(self) -> None:
        """Choose the grid of triplets beside a plain one, or the plain one beside that."""
        other = self.snap.removesuffix("T") if self.snap.endswith("T") else f"{self.snap}T"
        if other in SNAPS:
            self._change(snap=other)

    def _change(self, **what: object) -> None:
        self.tools = replace(self.tools, **what)  # type: ignore[arg-type]  # the names are those of its fields
        self._show_grids()
        self.changed.emit()
