"""Rows and columns of widgets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.controls.boxes import in_row


def test_an_alignment_is_no_stretch(qtbot: QtBot) -> None:
    row = in_row(
        (QWidget(), Qt.AlignmentFlag.AlignTop), (QWidget(), 4, Qt.AlignmentFlag.AlignTop), (QWidget(), 1), None
    )
    assert [row.stretch(place) for place in range(row.count())] == [0, 4, 1, 1]
    assert row.itemAt(0).alignment() == row.itemAt(1).alignment() == Qt.AlignmentFlag.AlignTop
