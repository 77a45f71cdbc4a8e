"""A take of music: its tracks, its notes, and the surprise of each note."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from gui import theme
from gui.controls.boxes import in_column
from gui.roll.mixer import Mixer
from gui.roll.piano_roll import PianoRoll
from gui.roll.surprise_strip import SurpriseStrip


class MusicTake(QWidget):
    """Mixer, piano roll and surprise strip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mixer, self.roll = Mixer(), PianoRoll()
        self.roll.set_editable(True)
        self.roll.set_legend(False)  # the mixer names the tracks
        self.strip = SurpriseStrip(self.roll.view)
        rule = QFrame()
        rule.setProperty("kind", "rule")
        rule.setFixedHeight(1)
        top = in_column(self.mixer, margins=(theme.WIDE, 0, theme.WIDE, theme.GAP))
        in_column(top, (self.roll, 1), rule, self.strip, on=self, margins=0, spacing=0)
