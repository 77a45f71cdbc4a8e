"""Slider with two handles for the lowest and the highest note."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QLabel, QWidget
from superqt import QRangeSlider

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.labels import make_label
from seqgen.theory.keys import pitch_name

LOWEST, HIGHEST = 0, 127


class PitchRange(QWidget):
    """Range of keys within those of a model. The model's whole range is returned as 0 to 127, no restriction."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = make_label("accent")
        make_slider: Any = QRangeSlider  # superqt leaves it untyped
        self.slider = make_slider(Qt.Orientation.Horizontal)
        self.slider.setRange(LOWEST, HIGHEST)
        self.slider.setAccessibleName(self.tr("Range"))
        self.slider.setToolTip(self.tr("The lowest and the highest note"))
        self.slider.valueChanged.connect(self._moved)
        head = in_row((QLabel(self.tr("Range")), 1), self._words)
        in_column(head, self.slider, on=self, margins=0, spacing=theme.TIGHT)
        self._colour()
        self.set_range(LOWEST, HIGHEST)
        self._moved()

    @property
    def range(self) -> tuple[int, int]:
        """Lowest and highest key."""
        low, high = self._shown()
        whole = (low, high) == (self.slider.minimum(), self.slider.maximum())
        return (LOWEST, HIGHEST) if whole else (low, high)

    def set_range(self, low: int, high: int) -> None:
        """Show a range, or the whole if it does not overlap the model's."""
        low, high = max(low, self.slider.minimum()), min(high, self.slider.maximum())
        self.slider.setValue((low, high) if low <= high else (self.slider.minimum(), self.slider.maximum()))

    def set_limits(self, low: int, high: int) -> None:
        """Set the lowest and highest key of a model."""
        self.slider.setRange(low, high)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Recolour the bar when the theme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def _colour(self) -> None:
        # superqt paints the bar between the handles itself
        self.slider.setProperty("barColor", QBrush(theme.colours().colour("accent")))

    def _shown(self) -> tuple[int, int]:
        low, high = self.slider.value()
        return int(low), int(high)

    def _moved(self) -> None:
        low, high = self._shown()
        words = f"{pitch_name(low)} \N{EN DASH} {pitch_name(high)}"
        self._words.setText(words)
        self.slider.setAccessibleDescription(words)
        self.changed.emit()
