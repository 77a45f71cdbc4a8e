"""Every signal is heard by somebody, and every button that can be pressed does something that can be seen or heard."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QMetaMethod, QObject, Qt, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

import gui
from gui.roll.piano_roll import PianoRoll
from gui.train.launcher import TrainingLauncher
from gui.window import MainWindow
from gui.workers.worker import Worker
from seqgen.runs.control import owned
from seqgen.runs.run import CHECKPOINT, MODEL
from tests.support.house import House, settle
from tests.support.told_run import told_run

pytestmark = pytest.mark.long

UNHEARD = {
    ("Job", "cancelled"): "whoever cancels a job goes on without it",
    ("MainWindow", "language_chosen"): "the application, which opens the window anew, is not here",
    ("Player", "sounded"): "measures how soon a note is heard",
}
"""Signals that need no receiver in the window, with the reason."""


# -- signals -----------------------------------------------------------------------------------------------------------


def declared(objects: list[QObject]) -> set[tuple[str, str]]:
    """Class and name of every signal of the window's widgets, and of other objects that are there."""
    there, found = {kind for each in objects for kind in type(each).__mro__}, set()
    for module in pkgutil.walk_packages(gui.__path__, "gui."):
        for kind in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(kind, type)
                and kind.__module__ == module.name
                and (kind in there or issubclass(kind, QWidget))
            ):
                names = [name for name, value in vars(kind).items() if isinstance(value, Signal)]
                found |= {(kind.__name__, name) for name in names}
    return found


def heard(objects: list[QObject]) -> set[tuple[str, str]]:
    """Class and name of every signal of some objects that is connected."""
    found = set()
    for each in objects:
        about = each.metaObject()
        methods = [about.method(number) for number in range(about.methodCount())]
        connected = {
            bytes(method.name().data()).decode()
            for method in methods
            if method.methodType() == QMetaMethod.MethodType.Signal and each.isSignalConnected(method)
        }
        found |= {(kind.__name__, name) for kind in type(each).__mro__ for name in connected}
    return found


def test_every_signal_is_heard(house: House, qtbot: QtBot) -> None:
    for place in ("corpora", "create text", "create music", "inspect music"):
        house.visit(place, qtbot)
    studio, window = house.window.studio, house.window
    house.create.output.export(house.create.list.selected_ids())
    house.create.panel.primer.record_wanted.emit()
    house.create.panel.primer.sing_wanted.emit()
    house.create.opened.ask_for_details(house.create.list.selected_ids())
    objects = [studio, *studio.findChildren(QObject), window, *window.findChildren(QObject)]
    unheard = declared(objects) - heard(objects) - UNHEARD.keys()
    close_dialogs()
    assert unheard == set()


# -- buttons -----------------------------------------------------------------------------------------------------------


def close_dialogs() -> None:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, (QDialog, QMenu)) and each.isVisible():
            each.close()


class Witness:
    """All that can be seen or heard of a window, and what it asks of the system; nothing leaves the window."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self._house, self._asked = house, []
        player, studio = house.window.studio.player, house.window.studio
        for kind, name, answer in (
            (QFileDialog, "getOpenFileName", ("", "")),
            (QFileDialog, "getOpenFileNames", ([], "")),
            (QFileDialog, "getSaveFileName", ("", "")),
            (QFileDialog, "getExistingDirectory", ""),
            (QInputDialog, "getText", ("", False)),
            (QMessageBox, "question", QMessageBox.StandardButton.No),
            (QMessageBox, "about", None),
            (QDesktopServices, "openUrl", True),
            (TrainingLauncher, "start", house.library / "runs" / "reels"),
            (TrainingLauncher, "resume", None),
            (TrainingLauncher, "pause", None),
            (TrainingLauncher, "stop", None),
        ):
            monkeypatch.setattr(kind, name, self._noting(name, answer))
        for name in ("play", "stop", "note"):
            monkeypatch.setattr(player, name, self._noting(name, None))
        start = Worker.start
        monkeypatch.setattr(Worker, "start", lambda worker, *a, **o: (self._note("job"), start(worker, *a, **o))[1])
        studio.told.connect(lambda line: self._note(line))

    def _note(self, what: str) -> None:
        self._asked.append(what)

    def _noting(self, name: str, answer: object) -> Callable[..., object]:
        def note(*_: object, **__: object) -> object:
            self._note(name)
            return answer

        return note

    def look(self) -> tuple[object, ...]:
        """Return all of it, to be compared."""
        studio, player = self._house.window.studio, self._house.window.studio.player
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        seen = [_seen(each) for window in windows for each in (window, *window.findChildren(QWidget))]
        heard = (player.state, player.tick, player.volume, player.tempo, player.looping, id(player.sheet))
        return (tuple(self._asked), seen, heard, studio.settings.values, QApplication.clipboard().text())


def _seen(widget: QWidget) -> tuple[object, ...]:
    """The part of a widget's state that a user sees."""
    if not widget.isVisible():
        return (id(widget),)
    value: object = None
    if isinstance(widget, QAbstractButton):
        value = (widget.text(), widget.isChecked())
    elif isinstance(widget, (QLabel, QLineEdit)):
        value = widget.text()
    elif isinstance(widget, QPlainTextEdit):
        value = widget.toPlainText()
    elif isinstance(widget, (QAbstractSlider, QProgressBar)):
        value = (widget.value(), widget.maximum())
    elif isinstance(widget, QAbstractSpinBox):
        value = widget.text()
    elif isinstance(widget, QComboBox):
        value = widget.currentText()
    elif isinstance(widget, QStackedWidget):
        value = widget.currentIndex()
    elif isinstance(widget, PianoRoll):
        value = (id(widget.sheet), widget.view.left, widget.view.points_a_tick)
    elif isinstance(widget, QAbstractItemView):
        model = widget.model()
        rows = range(min(model.rowCount(), 50)) if model is not None else range(0)
        value = [(model.index(row, 0).data(), model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole)) for row in rows]
    return (id(widget), widget.isEnabled(), widget.geometry().getRect(), value)


def pressable(window: MainWindow) -> dict[str, QAbstractButton | QAction]:
    """The buttons that are shown and can be pressed, and the entries of their menus, by their places and words."""
    around = (window.rail, window.transport, window.notice)
    found: dict[str, QAbstractButton | QAction] = {}
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or not button.isEnabled() or button.objectName().startswith("qt_"):
            continue
        group = button.group()
        if button.isChecked() and ((group is not None and group.exclusive()) or button.autoExclusive()):
            continue
        place = AROUND if any(each.isAncestorOf(button) for each in around) else type(button.parentWidget()).__name__
        name = f"{place}: {button.text() or button.accessibleName()}"
        menu = button.menu() if hasattr(button, "menu") else None
        if menu is None:
            found[name] = button
            continue
        titles = {each.title() for each in menu.findChildren(QMenu)}
        for action in menu.findChildren(QAction):
            chosen = action.isChecked() and action.actionGroup() is not None
            if action.isVisible() and action.isEnabled() and action.text() not in ("", *titles) and not chosen:
                found[f"{name} > {action.text()}"] = action
    return found


AROUND = "around the pages"
PATIENCE = 5000
STATES = ("corpora", "train", "train going", "train ended", "new run", "create music", "create bars", "create text",
          "inspect music", "inspect text", "corpora playing", "create playing")  # fmt: skip


def bring_to(house: House, state: str, qtbot: QtBot) -> None:
    place = {"train going": "train", "train ended": "train", "create bars": "create music"}.get(state, state)
    house.visit({"corpora playing": "corpora", "create playing": "create music"}.get(state, place), qtbot)
    if state in ("train going", "train ended"):
        house.train.choose(house.library / "runs" / state.removeprefix("train "))
        house.train.follower.scan()
        house.train.refresh()
    elif state == "create bars":
        lines = house.create.editing.content.bar_lines()
        house.create.editing.editor.widget.roll.select(float(lines[0]), float(lines[2]))
    elif state.endswith("playing"):
        house.window.studio.player.state_changed.emit("playing")
    settle()


@pytest.fixture(scope="module")
def runs(house: House) -> Iterator[None]:
    """A run that learns, and one that has ended and can be resumed."""
    with ExitStack() as held:
        for name in ("going", "ended"):
            run = told_run(house.library / "runs" / name, ending=None if name == "going" else "paused")
            (run / MODEL).write_bytes(b"")
            (run / CHECKPOINT).write_bytes(b"")
            if name == "going":
                held.enter_context(owned(run))
        yield


@pytest.fixture(scope="module")
def outside() -> set[str]:
    """The buttons around the pages that were pressed already."""
    return set()


@pytest.mark.parametrize("state", STATES)
def test_every_button_does_something(
    house: House, runs: None, outside: set[str], state: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_to(house, state, qtbot)
    witness, page, silent = Witness(house, monkeypatch), house.window.page, []
    shown, pressed = pressable(house.window), set(outside)
    while waiting := {name: each for name, each in shown.items() if name not in pressed}:
        name, each = next(iter(waiting.items()))
        pressed.add(name)
        if name.startswith(AROUND):
            outside.add(name)
        before = witness.look()
        each.trigger() if isinstance(each, QAction) else each.click()
        settle()
        try:
            # a job that is stopped ends a moment later
            qtbot.waitUntil(lambda before=before: witness.look() != before, timeout=PATIENCE)
        except TimeoutError:
            silent.append(name)
        close_dialogs()
        there = pressable(house.window)
        if house.window.page != page or there.keys() != shown.keys():
            bring_to(house, state, qtbot)
            there = pressable(house.window)
        shown = there
    QApplication.clipboard().clear()
    assert len(pressed) > 10
    assert silent == []
