"""Dialog for name, tags, project and note of takes."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.takes.details_dialog import DetailsDialog
from seqgen.library.take import TakeRecord


def test_one_take_gets_all_that_is_said(qtbot: QtBot) -> None:
    dialog = DetailsDialog([TakeRecord("a", 1, "music", Path())], ["slow"], ["Album"])
    qtbot.addWidget(dialog)
    dialog.name.setText("Lullaby")
    dialog.tags.setText("slow, for Ana, Slow")
    dialog.project.setCurrentText("Album")
    dialog.note.setPlainText("Bars 3 and 4")
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.accept()
    (record,) = told.args[0]
    assert (record.name, record.tags, record.project) == ("Lullaby", ["slow", "for Ana"], "Album")
    assert record.note == "Bars 3 and 4"


def test_several_takes_keep_the_tags_and_projects_that_they_do_not_share(qtbot: QtBot) -> None:
    records = [
        TakeRecord("a", 1, "music", Path(), tags=["slow", "old"], project="One", name="First"),
        TakeRecord("b", 2, "music", Path(), tags=["slow"], project="Two", note="n"),
    ]
    dialog = DetailsDialog(records, [], [])
    qtbot.addWidget(dialog)
    assert (dialog.tags.text(), dialog.project.currentText()) == ("slow", "")
    dialog.tags.setText("night")
    made = dialog.records()
    assert [record.tags for record in made] == [["old", "night"], ["night"]]
    assert [(record.name, record.project, record.note) for record in made] == [("First", "One", ""), ("", "Two", "n")]
