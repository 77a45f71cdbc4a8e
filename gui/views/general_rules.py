"""Settings of the rules of any kind, made from the fields of its `rules`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, fields, replace
from typing import Any

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from gui.controls.elided_box import ElidedBox
from gui.controls.number_box import DecimalBox, NumberBox
from gui.views.rules_section import USUAL_EVENTS, RulesSection
from seqgen.kinds import kind_named
from seqgen.kinds.evaluation import Shape

MOST = 10**6


@dataclass(frozen=True)
class RuleControl:
    """The control of a rule: how its value is shown and read, and the signal of its change."""

    widget: QWidget
    show: Callable[[Any], None]
    value: Callable[[], Any]
    changed: SignalInstance


class GeneralRulesSection(RulesSection):
    """Length in events, and a control for every rule that is an option of the command."""

    def __init__(self, kind: str) -> None:
        self._fields = [each for each in fields(kind_named(kind).rules) if "help" in each.metadata]
        usual = Shape(USUAL_EVENTS, kind_named(kind).rules())
        super().__init__(self.tr("TAKES"), self.tr("Reset length and rules"), kind=kind, usual=usual)

    def _make(self) -> None:
        super()._make()
        self.controls = {each.name: control_of(each) for each in self._fields}
        for each in self._fields:
            control, word = self.controls[each.name], each.name.replace("_", " ").capitalize()
            help = str(each.metadata["help"])
            if isinstance(control.widget, QCheckBox):
                control.widget.setText(word)
                control.widget.setToolTip(help)
                self.column.addWidget(control.widget)
            else:
                self.add_row(word, control.widget, help)
            if not isinstance(control.widget, QComboBox):  # `add_row` has connected it
                control.changed.connect(self.tell)

    def show_shape(self, shape: Shape) -> None:
        super().show_shape(shape)
        for name, control in self.controls.items():
            control.show(getattr(shape.rules, name))

    def shape(self, kept: Shape) -> Shape:
        shown = {name: control.value() for name, control in self.controls.items()}
        return Shape(super().shape(kept).events, replace(kept.rules, **shown))


def control_of(rule: Field[Any]) -> RuleControl:
    """Return a new control for a field that `option` made, by the type of its default as in the command."""
    if isinstance(rule.default, bool):
        check = QCheckBox()
        return RuleControl(check, check.setChecked, check.isChecked, check.toggled)
    if rule.metadata["choices"]:
        return _choice(rule)
    if isinstance(rule.default, (int, float)):
        number = NumberBox() if isinstance(rule.default, int) else DecimalBox()
        number.setRange(-MOST, MOST)
        return RuleControl(number, number.setValue, number.value, number.valueChanged)
    line = QLineEdit()
    if isinstance(rule.default, tuple):
        return RuleControl(line, lambda words: line.setText(", ".join(words)), lambda: _words(line), line.textChanged)
    return RuleControl(line, line.setText, line.text, line.textChanged)


def _choice(rule: Field[Any]) -> RuleControl:
    box: QComboBox = ElidedBox()
    for word in dict.fromkeys((rule.default, *rule.metadata["choices"])):
        box.addItem(str(word), word)
    return RuleControl(
        box, lambda word: box.setCurrentIndex(max(0, box.findData(word))), box.currentData, box.currentIndexChanged
    )


def _words(line: QLineEdit) -> tuple[str, ...]:
    return tuple(word.strip() for word in line.text().split(",") if word.strip())
