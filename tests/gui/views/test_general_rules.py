"""Controls that are made from the rules of a kind."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gui.views.general_rules import control_of
from seqgen.kinds.base import Rules, option


@dataclass(frozen=True)
class Weather(Rules):
    rain: bool = option(False, help="only rainy days")
    days: int = option(7, help="days")
    warmth: float = option(0.5, help="warmth")
    season: str = option("spring", help="season", choices=("spring", "autumn"))
    place: str = option("", help="where")
    winds: tuple[str, ...] = option((), help="from where the wind blows", split=True)


RULES = {each.name: each for each in fields(Weather)}


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("rain", QCheckBox, True),
        ("days", QSpinBox, -12),
        ("warmth", QDoubleSpinBox, 0.25),
        ("season", QComboBox, "autumn"),
        ("place", QLineEdit, "Ghent"),
        ("winds", QLineEdit, ("north", "west")),
    ],
)
def test_a_rule_has_a_control_by_the_type_of_its_default(
    qtbot: QtBot, name: str, kind: type[QWidget], value: Any
) -> None:
    control = control_of(RULES[name])
    qtbot.addWidget(control.widget)
    assert isinstance(control.widget, kind)
    control.show(RULES[name].default)
    assert control.value() == RULES[name].default

    with qtbot.waitSignal(control.changed):
        control.show(value)
    assert control.value() == value


def test_words_are_given_with_commas(qtbot: QtBot) -> None:
    winds = control_of(RULES["winds"])
    assert isinstance(winds.widget, QLineEdit)
    qtbot.addWidget(winds.widget)
    winds.widget.setText(" north,, south west ")
    assert winds.value() == ("north", "south west")
