"""A slider with its name and its value above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.labels import make_label


class LabelledSlider(QWidget):
    """A number between `low` and `high` in steps. A double click goes back to `usual`.

    `words` turns a value into its label: "16 bars".
    """

    changed = Signal(float)

    def __init__(
        self,
        name: str,
        low: float,
        high: float,
        *,
        step: float,
        usual: float,
        words: Callable[[float], str],
        tip: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._step, self.usual, self._words = low, step, usual, words
        self._name, self._value = QLabel(name), make_label("accent")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round((high - low) / step))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tip)
        self.slider.installEventFilter(self)
        self.setToolTip(tip)
        self._name.setBuddy(self.slider)
        head = in_row((self._name, 1), self._value)
        in_column(head, self.slider, on=self, margins=0, spacing=theme.TIGHT)
        self.slider.valueChanged.connect(self._moved)
        self.set_value(usual)
        self._show()

    @property
    def value(self) -> float:
        return self._low + self.slider.value() * self._step

    def set_value(self, value: float) -> None:
        """Set the number, rounded to the nearest step."""
        self.slider.setValue(round((value - self._low) / self._step))

    def _moved(self) -> None:
        self._show()
        self.changed.emit(self.value)

    def _show(self) -> None:
        words = self._words(self.value)
        self._value.setText(words)
        self.slider.setAccessibleDescription(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.set_value(self.usual)
            return True
        if event.type() == QEvent.Type.Wheel and not self.slider.hasFocus():
            # the wheel scrolls the panel, not whatever slider lies under the pointer
            event.ignore()
            return True
        return super().eventFilter(watched, event)
