"""The strip of the form: bars are chosen and changed with the pointer and with keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.roll.canvas import KEYBOARD
from gui.roll.form_strip import FormStrip
from gui.roll.view import RollView
from seqgen.formats.sheet import Sheet

BAR = 1920


@pytest.fixture
def strip(qtbot: QtBot) -> FormStrip:
    """Four bars, A B A A\u2019."""
    view = RollView()
    view.show_sheet(replace(Sheet.empty(), end_tick=4 * BAR), fit=True)
    made = FormStrip(view)
    view.setParent(made)
    names = [("A", 0, False), ("B", -1, False), ("A", 0, False), ("A\u2019", 0, True)]
    made.show_bars([float(BAR * bar) for bar in range(5)], names, ["1", "2", "3", "4"])
    made.set_editable(True)
    qtbot.addWidget(made)
    made.resize(round(KEYBOARD + view.width), 20)
    made.show()
    return made


def entries(strip: FormStrip) -> list[str]:
    return [action.text() for action in strip.menu.actions() if action.isEnabled() and action.text()]


def test_arrow_keys_walk_through_the_bars_and_choose_them(strip: FormStrip) -> None:
    chosen: list[tuple[float, float]] = []
    strip.bar_chosen.connect(lambda begin, end: chosen.append((begin, end)))

    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home):
        QTest.keyClick(strip, key)

    assert chosen == [(BAR, 2 * BAR), (3 * BAR, 4 * BAR), (3 * BAR, 4 * BAR), (0, BAR)]


def test_return_offers_what_the_bar_can_be(strip: FormStrip) -> None:
    wanted: list[tuple[int, str, int]] = []
    strip.edit_wanted.connect(lambda *said: wanted.append(said))
    QTest.keyClick(strip, Qt.Key.Key_End)

    QTest.keyClick(strip, Qt.Key.Key_Return)
    anew, same, varied, _, _ = strip.menu.actions()
    # bars of one name are alike, so the first of them is offered
    assert [action.text() for action in same.menu().actions()] == ["bar 1 (A)", "bar 2 (B)"]
    for action in (anew, same.menu().actions()[1], varied.menu().actions()[0]):
        action.trigger()

    assert wanted == [(3, "!", -1), (3, "=", 1), (3, "~", 0)]
    strip.menu.close()


def test_the_right_button_changes_the_bar_under_it(strip: FormStrip) -> None:
    at = QPoint(round(KEYBOARD + strip._view.x(1.5 * BAR)), 8)
    QApplication.sendEvent(strip, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, strip.mapToGlobal(at)))

    assert strip.current == 1
    assert entries(strip) == [
        "Write bar 2 anew", "Make bar 2 the same as", "Make bar 2 a variation of", "Give the take a form…"
    ]  # fmt: skip
    strip.menu.close()


def test_nothing_is_offered_while_the_model_cannot_write(strip: FormStrip) -> None:
    strip.set_editable(False)
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert entries(strip) == []
    strip.menu.close()
