"""The application around the window: another language at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTimer, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow

import gui.app
from gui.library.settings import Settings
from gui.studio import Studio
from gui.window import MainWindow
from tests.support.kept_workers import Workers

pytestmark = pytest.mark.long


def test_another_language_is_there_at_once_and_stays(
    qapp: QApplication, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, before = tmp_path / "settings.json", QLocale()
    words: list[str] = []

    def make(app: QApplication, *, library: Path) -> Studio:
        return Studio(app, library=library, settings=settings, **workers)

    def look(window: MainWindow) -> None:
        words.append(window.transport.stop.accessibleName())
        (spanish,) = [action for action in window.findChildren(QAction) if action.text() == "Español"]
        if spanish.isChecked():
            window.close()
        else:
            spanish.trigger()

    def show(window: MainWindow) -> None:
        QMainWindow.show(window)
        QTimer.singleShot(0, window, lambda: look(window))

    monkeypatch.setattr(gui.app, "make_application", lambda: qapp)
    monkeypatch.setattr(gui.app, "Studio", make)
    monkeypatch.setattr(Studio, "warm_up", lambda self: None)
    monkeypatch.setattr(Studio, "close", lambda self: self.settings.save())  # the workers are other tests', too
    monkeypatch.setattr(MainWindow, "show", show)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    try:
        assert gui.app.main(["--library", str(tmp_path / "library")]) == 0
    finally:
        QLocale.setDefault(before)
        for translator in qapp.findChildren(QTranslator):
            qapp.removeTranslator(translator)

    assert words == ["Stop", "Parar"]
    assert Settings(settings).values.language == "es"
