"""A take of music: its tracks, its form, its notes, and the surprise of each note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QInputDialog, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.roll.form_strip import FormStrip
from gui.roll.mixer import Mixer
from gui.roll.piano_roll import PianoRoll
from gui.roll.surprise_strip import SurpriseStrip
from gui.views.density_curve import HIGHEST, density_words
from seqgen.formats.sheet import Sheet
from seqgen.kinds.music.bar_names import BarName, bar_names, form_with, sheet_form
from seqgen.kinds.music.columns import CLASS_NAMES
from seqgen.kinds.music.form import Form

MOST_NAMED = 256
"""Most bars of a take whose form is shown: more take longer than a frame to compare."""


class MusicTake(QWidget):
    """Mixer, form strip, piano roll and surprise strip. `form_wanted` says the form that the take is to be given."""

    form_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mixer, self.roll = Mixer(), PianoRoll()
        self.roll.set_editable(True)
        self.roll.set_legend(False)  # the mixer names the tracks
        self.strip = SurpriseStrip(self.roll.view)
        self.form = FormStrip(self.roll.view)
        self.form.bar_chosen.connect(self.roll.select)
        self.form.edit_wanted.connect(self._change_bar)
        self.form.form_asked.connect(self._ask_for_form)
        self._form = Form((), ())
        rule = QFrame()
        rule.setProperty("kind", "rule")
        rule.setFixedHeight(1)
        top = in_column(self.mixer, margins=(theme.WIDE, 0, theme.WIDE, theme.GAP))
        in_column(top, self.form, (self.roll, 1), rule, self.strip, on=self, margins=0, spacing=0)

    def show_form(self, sheet: Sheet, asked: Sequence[int] = ()) -> None:
        """Name the bars of a sheet by what they hold. `asked`: the density that each was asked to have, 0 for none."""
        self._form = sheet_form(sheet) if sheet.bars <= MOST_NAMED else Form((), ())
        names = bar_names(sheet, self._form)
        edges = [float(tick) for tick in sheet.bar_lines()[: len(names) + 1]]
        letters = Counter(name.number for name in names)
        colours = {number: place for place, number in enumerate(n for n in letters if letters[n] > 1 and n >= 0)}
        shown = [(str(name), colours.get(name.number, -1), name.varied) for name in names]
        levels = [*asked, *[0] * len(names)][: len(names)]
        tips = [self._tip(bar, name, levels[bar]) for bar, name in enumerate(names)]
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
