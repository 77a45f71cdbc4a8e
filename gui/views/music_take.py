"""A take of music: its tracks, its form, its notes, and the surprise of each note."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QFrame, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.roll.form_strip import FormStrip
from gui.roll.mixer import Mixer
from gui.roll.piano_roll import PianoRoll
from gui.roll.surprise_strip import SurpriseStrip
from seqgen.formats.sheet import Sheet
from seqgen.kinds.music.bar_names import BarName, bar_names

MOST_NAMED = 256
"""Most bars of a take whose form is shown: more take longer than a frame to compare."""


class MusicTake(QWidget):
    """Mixer, form strip, piano roll and surprise strip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mixer, self.roll = Mixer(), PianoRoll()
        self.roll.set_editable(True)
        self.roll.set_legend(False)  # the mixer names the tracks
        self.strip = SurpriseStrip(self.roll.view)
        self.form = FormStrip(self.roll.view)
        self.form.bar_chosen.connect(self.roll.select)
        rule = QFrame()
        rule.setProperty("kind", "rule")
        rule.setFixedHeight(1)
        top = in_column(self.mixer, margins=(theme.WIDE, 0, theme.WIDE, theme.GAP))
        in_column(top, self.form, (self.roll, 1), rule, self.strip, on=self, margins=0, spacing=0)

    def show_form(self, sheet: Sheet) -> None:
        """Name the bars of a sheet by what they hold."""
        names = bar_names(sheet) if sheet.bars <= MOST_NAMED else []
        edges = [float(tick) for tick in sheet.bar_lines()[: len(names) + 1]]
        letters = Counter(name.number for name in names)
        colours = {number: place for place, number in enumerate(n for n in letters if letters[n] > 1 and n >= 0)}
        shown = [(str(name), colours.get(name.number, -1), name.varied) for name in names]
        self.form.show_bars(edges, shown, [self._tip(bar, name) for bar, name in enumerate(names)])

    def _tip(self, bar: int, name: BarName) -> str:
        if name.number < 0:
            words = self.tr("Bar {bar}: empty")
        elif name.like < 0:
            words = self.tr("Bar {bar}: new")
        else:
            words = self.tr("Bar {bar}: varies bar {like}") if name.varied else self.tr("Bar {bar}: as bar {like}")
        return words.format(bar=bar + 1, like=name.like + 1)
