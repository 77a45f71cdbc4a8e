"""The curve of densities over the bars of new takes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.views.density_curve import DensityCurve, levels_of, text_of


@pytest.fixture
def curve(qtbot: QtBot) -> DensityCurve:
    made = DensityCurve()
    qtbot.addWidget(made)
    made.set_bars(8)
    made.resize(160, made.height())
    made.show()
    return made


@pytest.mark.parametrize("text", ["", "high", "1:low,5:high", "3:lowest,4:medium,8:highest"])
def test_levels_and_text_say_the_same(text: str) -> None:
    assert text_of(levels_of(text, 8)) == text


def test_a_curve_longer_than_the_take_is_cut() -> None:
    assert levels_of("1:low,9:high", 4) == [2, 2, 2, 2]
    assert levels_of("nonsense", 4) == [0, 0, 0, 0]


def test_a_curve_is_drawn_with_keys(curve: DensityCurve, qtbot: QtBot) -> None:
    QTest.keyClick(curve, Qt.Key.Key_Right)
    with qtbot.waitSignal(curve.changed):
        QTest.keyClick(curve, Qt.Key.Key_Up)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(curve, key)
    assert curve.text == "2:lowest,8:medium"
    assert curve.accessibleDescription() == "Bar 8: medium"
    # the first bars alone can be left open
    QTest.keyClick(curve, Qt.Key.Key_Home)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(curve, key)
    assert curve.text == "3:lowest,8:medium"


def test_a_curve_is_drawn_with_the_pointer(curve: DensityCurve) -> None:
    QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(10, curve.height() - 4))
    QTest.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(90, 2))
    assert curve.text == "1:lowest,5:highest,6:lowest"


def test_more_bars_go_on_as_the_last(curve: DensityCurve) -> None:
    curve.set_text("1:low,8:high")
    curve.set_bars(10)
    assert curve.levels == [2] * 7 + [4] * 3
    curve.set_bars(7)
    assert curve.text == "low"
