"""Names that look like HTML are shown as they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from superqt import QElidingLabel

from gui.controls.plain_text import PlainText

NAME = "a <b>bold</b> & <i>odd</i> name"


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> Iterator[None]:
    """Text is shown as the application does."""
    made = PlainText()
    qapp.installEventFilter(made)
    yield
    qapp.removeEventFilter(made)


@pytest.mark.parametrize("kind", [QLabel, QElidingLabel])
def test_a_label_shows_its_text_as_it_stands(qtbot: QtBot, kind: type[QLabel]) -> None:
    label, marked = kind(), QLabel()
    label.setText(NAME)
    marked.setTextFormat(Qt.TextFormat.RichText)
    for each in (label, marked):
        qtbot.addWidget(each)
        each.show()
    assert (label.textFormat(), label.text()) == (Qt.TextFormat.PlainText, NAME)
    assert marked.textFormat() == Qt.TextFormat.RichText


def test_a_tool_tip_shows_its_text_as_it_stands(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    QToolTip.showText(window.mapToGlobal(QPoint(5, 5)), NAME, window)
    tip = next(each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel"))
    assert isinstance(tip, QLabel)
    assert (tip.textFormat(), tip.text()) == (Qt.TextFormat.PlainText, NAME)
    QToolTip.hideText()


def test_a_question_shows_its_text_as_it_stands(qtbot: QtBot) -> None:
    box = QMessageBox()
    box.setText(NAME)
    box.setInformativeText(NAME)
    qtbot.addWidget(box)
    box.show()
    shown = [label for label in box.findChildren(QLabel) if label.text() == NAME]
    assert [label.textFormat() for label in shown] == [Qt.TextFormat.PlainText] * 2
