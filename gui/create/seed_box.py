"""Seed of new takes, with buttons for a random seed and a lock."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gui import theme
from gui.controls.boxes import in_row
from gui.controls.buttons import make_tool
from gui.controls.number_box import NumberBox

LARGEST_SEED = 2**31 - 1
SHUFFLED = 100_000
"""Bound of random seeds, short enough to be read to somebody."""


class SeedBox(QWidget):
    """A seed with a lock that keeps it for the next takes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = NumberBox()
        self.number.setRange(0, LARGEST_SEED)
        self.number.setAccessibleName(self.tr("Seed"))
        self.number.setToolTip(self.tr("The same seed and settings write the same take"))
        self.number.valueChanged.connect(lambda: self.changed.emit())
        self._keep = QCheckBox(self.tr("Keep"))
        self._keep.setToolTip(self.tr("Do not take a fresh seed after each take"))
        self._keep.toggled.connect(lambda: self.changed.emit())
        shuffle = make_tool("shuffle", self.tr("Another seed by chance"), self.shuffle, kind="")
        in_row((self.number, 1), shuffle, self._keep, on=self, margins=0, spacing=theme.GAP)

    @property
    def seed(self) -> int:
        return self.number.value()

    @property
    def kept(self) -> bool:
        return self._keep.isChecked()

    def set_seed(self, seed: int, *, kept: bool) -> None:
        self.number.setValue(seed)
        self._keep.setChecked(kept)

    def shuffle(self) -> None:
        """Draw another random seed, never the same again."""
        seed = secrets.randbelow(SHUFFLED - 1)
        self.number.setValue(seed + (seed >= self.seed))
