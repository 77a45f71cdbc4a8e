"""Piano roll: shows a sheet, follows the playhead, selects and edits notes."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from gui.roll.keys import RollKeys
from gui.roll.legend import RollLegend
from gui.roll.selection import Selection
from gui.roll.view import RollView
from seqgen.arrays import Floats, Ints
from seqgen.formats.sheet import Sheet

__all__ = ["PianoRoll", "Selection"]

STEPS_A_ROW = 100


class PianoRoll(QWidget):
    """A roll with its scroll bars. Widgets below it may share its `view`."""

    edited = Signal(object, str)
    """The edited sheet and a name of the edit for the undo menu."""
    selection_changed = Signal(object)
    """A `Selection`."""
    heard = Signal(object)
    """Notes (of dtype `NOTE`) to be heard, since they were added, moved or pointed at."""
    seek_wanted = Signal(int)
    hovered = Signal(int)
    """Index of the note under the pointer, -1 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = RollView(self)
        self.canvas = RollKeys(self.view, self)
        self._legend = RollLegend()
        self._with_legend = True
        self.across, self._down = QScrollBar(Qt.Orientation.Horizontal), QScrollBar(Qt.Orientation.Vertical)
        self.across.setAccessibleName(self.tr("Scroll in time"))
        self._down.setAccessibleName(self.tr("Scroll in pitch"))
        for bar in (self.across, self._down):
            # the roll handles the keys itself
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.valueChanged.connect(self._scrolled)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._legend, 0, 0)
        layout.addWidget(self.canvas, 1, 0)
        layout.addWidget(self._down, 1, 1)
        layout.addWidget(self.across, 2, 0)
        self.canvas.edited.connect(self.edited)
        self.canvas.heard.connect(self.heard)
        self.canvas.selection_changed.connect(self.selection_changed)
        self.canvas.seek_wanted.connect(self.seek_wanted)
        self.canvas.hovered.connect(self.hovered)
        self.view.changed.connect(self._follow_view)
        self._show_legend()

    # -- display -------------------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        return self.canvas.sheet

    def set_sheet(self, sheet: Sheet, *, fit: bool = True) -> None:
        """Show a sheet: all of it with `fit`, else the visible part and the selection are kept."""
        self.canvas.set_sheet(sheet, fit=fit)
        self._show_legend()

    def set_legend(self, wanted: bool) -> None:
        """Show or hide the legend, which is not needed if another widget names the tracks."""
        self._with_legend = wanted
        self._show_legend()

    def set_surprise(self, bits: Floats | None) -> None:
        """Mark unusual notes and show the bits of each in tooltips, until the notes change.

        `bits`: float64 (notes,), None for none.
        """
        self.canvas.set_surprise(bits)

    def set_editable(self, editable: bool) -> None:
        self.canvas.editable = editable

    def set_playhead(self, tick: float, playing: bool = False) -> None:
        """Move the playhead; while playing, the visible part follows page by page."""
        self.canvas.set_playhead(tick, playing)

    def set_grid(self, ticks: int, *, snaps: bool = True) -> None:
        """Let edits by mouse snap to multiples of `ticks`, or with `snaps` off only those by keys."""
        self.canvas.grid, self.canvas.snaps = max(1, ticks), snaps
        self.canvas.forget_picture()

    def set_note_length(self, ticks: int) -> None:
        """Add notes of this length, a beat with 0."""
        self.canvas.length = ticks

    def set_part(self, track: int) -> None:
        """Edit one track, while the others are ghosts; -1 for all."""
        self.canvas.show_part(track)

    @property
    def selection(self) -> Selection:
        return self.canvas.selection

    def select(self, begin_tick: float, end_tick: float) -> None:
        self.canvas.select_range((begin_tick, end_tick) if end_tick > begin_tick else None)

    def select_notes(self, notes: Ints) -> None:
        self.canvas.select_notes(notes)

    def fit(self) -> None:
        self.view.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Pass the focus on to the notes. Qt loses a focus proxy when the tab order is set."""
        self.canvas.setFocus(event.reason())

    # -- scrolling -----------------------------------------------------------------------------------------------------

    def _follow_view(self) -> None:
        view = self.view
        for bar, value, last, page in (
            (self.across, view.left, view.last_left, view.ticks),
            (self._down, view.top * STEPS_A_ROW, view.last_top * STEPS_A_ROW, STEPS_A_ROW * view.height / view.row),
        ):
            with QSignalBlocker(bar):
                bar.setRange(0, round(last))
                bar.setPageStep(max(1, round(page)))
                bar.setSingleStep(max(1, round(page / 12)))
                bar.setValue(round(value))
            bar.setVisible(last > 0.5)
        self.canvas.forget_picture()

    def _scrolled(self) -> None:
        self.view.left, self.view.top = float(self.across.value()), self._down.value() / STEPS_A_ROW
        self.view.changed.emit()
        self.canvas.scrolled_by_hand()

    def _show_legend(self) -> None:
        self._legend.show_tracks(self.sheet.tracks, self.sheet.audible)
        self._legend.setVisible(self._with_legend and self._legend.tells_something)
