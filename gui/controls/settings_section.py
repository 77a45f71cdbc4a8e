"""A titled group of settings: sliders and rows under a heading with a button that resets them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.controls.boxes import in_column, in_row
from gui.controls.buttons import make_tool
from gui.controls.labelled_slider import LabelledSlider
from gui.controls.labels import make_label

LABEL_WIDTH = 62


class SettingsSection(QWidget):
    """Subclasses add their controls to `column`. `guarded` lists those that the mouse wheel must not change."""

    changed = Signal()
    reset_wanted = Signal()

    def __init__(self, title: str, reset_tip: str = "", *, above: int = 0) -> None:
        super().__init__()
        self.guarded: list[QWidget] = []
        self.column = in_column(on=self, margins=(0, above, 0, 0), spacing=theme.GAP)
        head = in_row((make_label("section", title), 1))
        self.reset_button = make_tool("undo", reset_tip, self.reset_wanted, colour="muted")
        if reset_tip:
            head.addWidget(self.reset_button)
        self.column.addLayout(head)

    def add_slider(self, slider: LabelledSlider, column: QVBoxLayout | None = None) -> LabelledSlider:
        """Add a slider to the section, or to a column inside it."""
        slider.changed.connect(self.tell)
        (column or self.column).addWidget(slider)
        return slider

    def add_row(self, word: str, box: QWidget, tip: str) -> QWidget:
        """Add a control with its name before it."""
        row, label = QWidget(), QLabel(word)
        label.setFixedWidth(LABEL_WIDTH)
        label.setBuddy(box)
        box.setAccessibleName(word)
        box.setToolTip(tip)
        in_row(label, (box, 1), on=row, margins=0)
        if isinstance(box, QComboBox):
            box.currentIndexChanged.connect(self.tell)
        if isinstance(box, (QComboBox, QAbstractSpinBox)):
            self.guarded.append(box)
        self.column.addWidget(row)
        return row

    def tell(self) -> None:
        """Emit `changed`."""
        self.changed.emit()
