"""Series of numbers in the window: read, learned, written and inspected by the general view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.inspect.page import InspectPage
from gui.library.library import CorpusChoice
from gui.studio import Studio
from gui.window import MainWindow
from seqgen.model import Model
from seqgen.network.model_file import write_model

pytestmark = pytest.mark.long


@pytest.fixture
def window(studio: Studio, chorales_cached: None, series_model: Model, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on a library with a model of series."""
    run = studio.library.make(studio.library.runs) / "load"
    run.mkdir()
    write_model(run / "model.safetensors", series_model.file)
    studio.settings.change(audition=False)
    made = MainWindow(studio)
    made.resize(1360, 860)
    made.show()
    yield made
    create = made.findChild(CreatePage)
    assert create is not None
    create.output.controller.exporter.close()
    create.close_down()
    made.hide()
    made.deleteLater()
    QApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def test_series_are_read_inspected_and_written(
    window: MainWindow, series_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.go("corpora")
    corpora = window.findChild(CorporaPage)
    assert corpora is not None
    corpora.open_choice(CorpusChoice("load", (str(series_file),)))
    qtbot.waitUntil(lambda: corpora.view.table.rowCount() == 1)
    corpora.preview.look_at(0)
    qtbot.waitUntil(lambda: "load" in corpora.view.preview.title.text())
    assert "504 reading" in corpora.header.totals.text()

    inspect = window.findChild(InspectPage)
    assert inspect is not None
    window.studio.inspect_wanted.emit(str(series_file))
    qtbot.waitUntil(lambda: inspect.inspection is not None)
    assert inspect.inspection is not None
    assert (inspect.inspection.kind, inspect.inspection.events) == ("series", 504)
    inspect.panel.show_event(30)
    assert "Reading 31" in inspect.panel.event_title.text()
    back = tmp_path / "back.csv"
    back.write_text("date,load\n2024-01-02,1\n2024-01-01,2\n")
    window.studio.inspect_wanted.emit(str(back))
    qtbot.waitUntil(lambda: "the date in row 3 is not later" in inspect.message.words)

    window.go("create")
    page = window.findChild(CreatePage)
    assert page is not None
    qtbot.waitUntil(lambda: page.about is not None and page.about.kind == "series")
    page.writing.generate()
    qtbot.waitUntil(lambda: len(page.takes) == 8 and not page.writing.generation.busy)
    record = page.takes.records[0]
    page.opened.open_take(record.id)
    shown = page.editing.editor.widget.text().splitlines()
    assert record.path.read_text().splitlines() == ["value", *shown]
    page._act("continue")
    qtbot.waitUntil(lambda: len(page.takes) == 9 and not page.writing.generation.busy)
    assert page.takes.records[-1].primed == record.events
