"""A take of music: its tracks, its form and chords, its notes, and the surprise or velocity of each note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QInputDialog, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.roll.chord_lane import ChordLane
from gui.roll.edit_bar import FREE, EditBar, RollTools
from gui.roll.form_strip import FormStrip
from gui.roll.mixer import Mixer
from gui.roll.piano_roll import PianoRoll
from gui.roll.surprise_strip import SurpriseStrip
from gui.roll.velocity_lane import VelocityLane
from gui.views.density_curve import HIGHEST, density_words
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet
from seqgen.formats.sheet_chords import chords
from seqgen.kinds.music.bar_names import BarName, bar_names, form_with, sheet_form
from seqgen.kinds.music.columns import CLASS_NAMES
from seqgen.kinds.music.form import Form

MOST_NAMED = 256
"""Most bars of a take whose form is shown: more take longer than a frame to compare."""
MOST_READ = 50_000
"""Most notes of a take whose chords are read."""
READ_MILLISECONDS = 120
"""Pause after an edit before chords are read again."""


class MusicTake(QWidget):
    """Mixer, tools, form strip, chords, piano roll, and a lane of surprise or velocities.

    `form_wanted` says the form that the take is to be given; `tools_changed` is emitted with the `RollTools`.
    """

    form_wanted = Signal(str)
    tools_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mixer, self.roll = Mixer(), PianoRoll()
        self.roll.set_editable(True)
        self.roll.set_legend(False)  # the mixer names the tracks
        self.strip = SurpriseStrip(self.roll.view)
        self.velocities = VelocityLane(self.roll.canvas)
        self.velocities.hide()
        self.bar, self.chords = EditBar(), ChordLane(self.roll.view)
        self.bar.changed.connect(self._use_tools)
        self.bar.menu.aboutToShow.connect(self._fill_menu)
        self.roll.canvas.commands.grid_wanted.connect(self._step_grid)
        self.chords.chord_chosen.connect(self._choose_chord)
        self._reading = QTimer(self, singleShot=True, interval=READ_MILLISECONDS)
        self._reading.timeout.connect(self._read_chords)
        self.form = FormStrip(self.roll.view)
        self.form.bar_chosen.connect(self.roll.select)
        self.form.edit_wanted.connect(self._change_bar)
        self.form.form_asked.connect(self._ask_for_form)
        self._form = Form((), ())
        rule = QFrame()
        rule.setProperty("kind", "rule")
        rule.setFixedHeight(1)
        top = in_column(self.mixer, margins=(theme.WIDE, 0, theme.WIDE, theme.GAP))
        lanes = (self.strip, self.velocities)
        in_column(top, self.bar, self.form, self.chords, (self.roll, 1), rule, *lanes, on=self, margins=0, spacing=0)

    def parts_by_tab(self) -> Sequence[QWidget]:
        """The mixer comes behind the roll, so that few Tabs lie between them."""
        return (self.bar, self.form, self.chords, self.roll, self.mixer, self.strip, self.velocities)

    # -- tools ---------------------------------------------------------------------------------------------------------

    def show_tools(self, tools: RollTools) -> None:
        """Show which tools are chosen, and use them."""
        self.bar.set_tools(tools)
        self._apply(self.bar.tools)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another take: all of it."""
        self.bar.show_sheet(sheet)
        self.roll.set_part(-1)
        self.roll.set_sheet(sheet)
        self._apply(self.bar.tools)
        self._reading.start()

    def use_grid_of(self, corpus: str) -> None:
        """Let the usual grid be that of a corpus, by its name in `SNAPS`; that of the take if it is empty."""
        self.bar.use_grid_of(corpus)
        self._apply(self.bar.tools)

    def _use_tools(self) -> None:
        self._apply(self.bar.tools)
        self.tools_changed.emit(self.bar.tools)

    def _apply(self, tools: RollTools) -> None:
        quarter = self.roll.sheet.ticks_per_quarter
        self.roll.set_grid(self.bar.grid_ticks(quarter), snaps=tools.snap != FREE)
        self.roll.set_note_length(self.bar.length_ticks(quarter))
        self.roll.set_part(tools.part)
        self.velocities.setVisible(tools.lane == "velocity")
        self.strip.setVisible(tools.lane != "velocity")
        if tools.chords and self.chords.isHidden():
            self._reading.start()
        self.chords.setVisible(tools.chords)

    def _fill_menu(self) -> None:
        self.bar.menu.clear()
        self.roll.canvas.commands.fill(self.bar.menu)

    def _step_grid(self, steps: int) -> None:
        if steps:
            self.bar.step_grid(steps)
        else:
            self.bar.switch_triplets()

    # -- chords --------------------------------------------------------------------------------------------------------

    def _read_chords(self) -> None:
        sheet = self.roll.sheet
        few = self.bar.tools.chords and len(sheet.notes) <= MOST_READ
        self.chords.show_chords(self.roll.canvas.key, chords(sheet) if few else ())

    def _choose_chord(self, begin: float, end: float) -> None:
        which = sheet_edits.in_ticks(self.roll.sheet, round(begin), round(end))
        self.roll.select_notes(self.roll.canvas.of_part(which))

    # -- form ----------------------------------------------------------------------------------------------------------

    def show_form(self, sheet: Sheet, asked: Sequence[int] = (), changed: Sequence[int] = ()) -> None:
        """Name the bars of a sheet by what they hold. `asked`: the density that each was asked to have, 0 for none;
        `changed`: the bars, counted from 1, in which it differs from the take that it was made from."""
        self._form = sheet_form(sheet) if sheet.bars <= MOST_NAMED else Form((), ())
        names = bar_names(sheet, self._form)
        edges = [float(tick) for tick in sheet.bar_lines()[: len(names) + 1]]
        letters = Counter(name.number for name in names)
        colours = {number: place for place, number in enumerate(n for n in letters if letters[n] > 1 and n >= 0)}
        shown = [(str(name), colours.get(name.number, -1), name.varied) for name in names]
        levels = [*asked, *[0] * len(names)][: len(names)]
        tips = [self._tip(bar, name, levels[bar]) for bar, name in enumerate(names)]
        self._reading.start()
        for bar in changed:
            if 0 < bar <= len(tips):
                tips[bar - 1] += "\n" + self.tr("Not as in the take that this one was made from")
        self.form.mark_changed([bar - 1 for bar in changed])
        self.form.show_bars(edges, shown, tips, [level / HIGHEST for level in levels])

    def _change_bar(self, bar: int, sign: str, source: int) -> None:
        self.form_wanted.emit(form_with(self._form, bar, sign if source < 0 else f"{sign}{bar - source}"))

    def _ask_for_form(self) -> None:
        title = self.tr("Form of the take")
        words = self.tr("Sections such as AABA or AA'BA' (’ is another end). Bars that have it already stay.")
        text, wanted = QInputDialog.getText(self, title, words, text="AABA")
        if wanted and text.strip():
            self.form_wanted.emit(text.strip())

    def _tip(self, bar: int, name: BarName, level: int) -> str:
        if name.number < 0:
            words = self.tr("Bar {bar}: empty")
        elif name.like < 0:
            words = self.tr("Bar {bar}: new")
        else:
            words = self.tr("Bar {bar}: varies bar {like}") if name.varied else self.tr("Bar {bar}: as bar {like}")
        said = words.format(bar=bar + 1, like=name.like + 1)
        if level:
            said += "\n" + self.tr("Asked for: {density}").format(density=density_words(CLASS_NAMES[level - 1]))
        return said
