"""The middle of the Inspect page: a piece as notes or as text, and under it the activity of the network."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row, in_stack
from gui.controls.choice_box import ChoiceBox
from gui.controls.elided_label import ElidedLabel
from gui.icons import icon
from gui.inspect.activity_view import ActivityView
from gui.inspect.heat_legend import HeatLegend
from gui.inspect.inspection import Heat, Inspection
from gui.inspect.time_strip import LEFT
from gui.inspect.words import column_name, value_name
from gui.kinds import view_of
from gui.number_format import decimals
from gui.roll.piano_roll import PianoRoll, Selection
from gui.text.tinted_text import TintedText
from gui.verdict_words import beside_pieces, bits_meaning
from seqgen.arrays import Ints

FULL_TINT_BITS = 8.0
CHARACTERS_SHOWN = 600
"""Number of characters that the heat map shows at first; the text itself is read from row to row."""


class InspectStage(QWidget):
    """Shows an `Inspection` and the `Heat` of one layer. Marks an event and a unit everywhere at once."""

    event_picked = Signal(int)
    unit_picked = Signal(int)
    event_hovered = Signal(int)
    view_wanted = Signal(str, int)
    order_changed = Signal(str)
    play_wanted = Signal()
    seek_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self.heat: Heat | None = None
        self._event = self._unit = -1
        self._event_of_note: Ints = np.zeros(0, np.int64)
        self.roll, self.text, self.activity = PianoRoll(), TintedText(), ActivityView()
        self.roll.set_editable(False)
        self.tint = ChoiceBox(self.tr("What tints the text"), self.tr("Tint characters by surprise or by a unit"))
        self.tint_legend = HeatLegend()
        self.play = QPushButton(self.tr("Play"))
        self._title, self._words = ElidedLabel(), ElidedLabel()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._title.setProperty("role", "title")
        self._words.setProperty("role", "muted")
        self.play.setIcon(icon("play"))
        self.play.setToolTip(self.tr("Play this piece as the model reads it"))
        self.tint.set_choices([("surprise", self.tr("Surprise")), ("unit", self.tr("Chosen unit"))], "surprise")
        self.tint.setMinimumWidth(116)
        titles = in_column(self._title, self._words, spacing=0)
        margins = (theme.SPACE, theme.SPACE, theme.SPACE, theme.GAP)
        header = in_row((titles, 1), self.tint_legend, self.tint, self.play, margins=margins, spacing=theme.GAP)
        self._piece = in_stack(self.roll, self.text)
        self._piece.setMinimumHeight(140)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.GAP)
        self._split.addWidget(self._piece)
        self._split.addWidget(self.activity)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        in_column(header, (self._split, 1), on=self, margins=(0, 0, 0, theme.GAP), spacing=0)

    def _connect(self) -> None:
        self.roll.hovered.connect(self._hover_note)
        self.roll.selection_changed.connect(self._pick_note)
        self.roll.seek_wanted.connect(self.seek_wanted)
        self.roll.view.changed.connect(self._align)
        self.text.hovered.connect(self.event_hovered)
        self.text.picked.connect(self.event_picked)
        self.activity.picked.connect(self._pick)
        self.activity.hovered.connect(self.event_hovered)
        self.activity.view_changed.connect(self._show_in_roll)
        self.activity.view_wanted.connect(self.view_wanted)
        self.activity.order_changed.connect(self.order_changed)
        self.tint.picked.connect(self._paint_text)
        self.play.clicked.connect(self.play_wanted)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_inspection(self, inspection: Inspection) -> None:
        """Show another piece, nothing marked."""
        self._inspection, self.heat, self._event, self._unit = inspection, None, -1, -1
        music = inspection.sheet is not None
        self._title.setText(inspection.title or self.tr("Typed text"))
        beside = beside_pieces(inspection.mean, inspection.usual)
        figure = view_of(inspection.kind).bits_each(decimals(inspection.mean))
        self._words.setText(" · ".join(filter(None, (figure, beside))))
        self._words.setToolTip(bits_meaning())
        for widget in (self.tint, self.tint_legend):
            widget.setVisible(not music)
        self.play.setVisible(music)
        self._piece.setCurrentWidget(self.roll if music else self.text)
        self.activity.show_inspection(inspection)
        self.activity.surprise.set_tips(self.tip)
        self.text.set_tips(self.tip)
        if inspection.sheet is not None:
            self._event_of_note = np.full(len(inspection.sheet.notes), -1, np.int64)
            # backwards, so that the first of several events on one note remains
            self._event_of_note[inspection.note_of_event[::-1]] = np.arange(inspection.events)[::-1]
            self.roll.set_sheet(inspection.sheet)
            self.roll.set_surprise(inspection.note_surprise)
            self._align()
        else:
            self.activity.set_margins(LEFT, 0.0)
            self.activity.set_view(0.0, float(min(inspection.events, CHARACTERS_SHOWN)))
            self.text.set_text(inspection.text)
            self.tint.set_choices(self.tint.choices(), "surprise")
            self._paint_text()

    def show_heat(self, heat: Heat) -> None:
        self.heat = heat
        self.activity.show_heat(heat)
        self.activity.mark(self._event, self._unit)
        self._paint_text()

    def mark_event(self, event: int) -> None:
        """Mark an event everywhere, -1 for none."""
        self._event = event
        inspection = self._inspection
        if inspection is None:
            return
        self.activity.mark(event, self._unit)
        if inspection.sheet is None:
            self.text.mark(event)
            axis = self.activity.heat_map.axis.with_event(event)
            self.activity.set_view(axis.begin, axis.end)
        elif 0 <= event < inspection.events:
            note = int(inspection.note_of_event[event])
            if self.roll.selection.notes.tolist() != [note]:
                self.roll.select_notes(np.array([note], np.int64))

    def mark_unit(self, unit: int) -> None:
        """Mark a unit, and tint a text by it; -1 for none."""
        self._unit = unit
        self.activity.mark(self._event, unit)
        if unit >= 0 and self._inspection is not None and self._inspection.sheet is None:
            self.tint.set_choices(self.tint.choices(), "unit")
        self._paint_text()

    def show_playing(self, playing: bool) -> None:
        self.play.setText(self.tr("Pause") if playing else self.tr("Play"))
        self.play.setIcon(icon("pause" if playing else "play"))

    def tip(self, event: int) -> str:
        """Return the tool tip of an event: its name and the bits of each of its columns."""
        inspection = self._inspection
        if inspection is None or not 0 <= event < len(inspection.bits):
            return ""
        lines = []
        for expected in inspection.expected(event):
            actual = next((option.name for option in expected.options if option.actual), "")
            words = self.tr("{column}: {value}, {bits} bits")
            column, bits = column_name(expected.column), decimals(expected.bits)
            lines.append(words.format(column=column, value=value_name(actual), bits=bits))
        return "\n".join(lines)

    # -- following -----------------------------------------------------------------------------------------------------

    def _pick(self, event: int, unit: int) -> None:
        if event >= 0:
            self.event_picked.emit(event)
        if unit >= 0:
            self.unit_picked.emit(unit)

    def _hover_note(self, note: int) -> None:
        self.event_hovered.emit(int(self._event_of_note[note]) if 0 <= note < len(self._event_of_note) else -1)

    def _pick_note(self, selection: Selection) -> None:
        if len(selection.notes) == 1 and selection.notes[0] < len(self._event_of_note):
            event = int(self._event_of_note[selection.notes[0]])
            if event not in (-1, self._event):
                self.event_picked.emit(event)

    def _align(self) -> None:
        """Align the strips and the heat map with the roll."""
        if self._inspection is not None and self._inspection.sheet is not None:
            view = self.roll.view
            # the roll must have its new width before the widgets under it are aligned
            self.activity.set_margins(LEFT, max(0.0, self.roll.width() - LEFT - view.width))
            self.activity.set_view(view.left, view.left + view.ticks)

    def _show_in_roll(self, begin: float, end: float) -> None:
        if self._inspection is not None and self._inspection.sheet is not None:
            view = self.roll.view
            view.points_a_tick, view.left = view.width / max(end - begin, 1e-9), begin
            view.scroll()

    def _paint_text(self) -> None:
        """Tint the text by the chosen unit, or by surprise."""
        inspection, heat = self._inspection, self.heat
        if inspection is None or inspection.sheet is not None:
            return
        by_unit = self.tint.value == "unit" and heat is not None and 0 <= self._unit < heat.units
        if by_unit and heat is not None:
            values = heat.unit(self._unit)
            scale = float(np.abs(values).max(initial=0.0)) or 1.0
            self.text.set_tint((values / scale).astype(np.float32), signed=heat.two_sided)
            self.tint_legend.set_scale(scale, two_sided=heat.two_sided)
        else:
            self.text.set_tint(np.clip(inspection.surprise / FULL_TINT_BITS, 0, 1).astype(np.float32), signed=False)
            self.tint_legend.set_scale(FULL_TINT_BITS, two_sided=False, unit=self.tr("bits"))
