"""The table of shortcuts: all of it is bound, nothing twice, and what it says is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui import manual
from gui.controls.shortcuts_dialog import ShortcutsDialog
from gui.shortcuts import GROUPS, Handled, key_of, rows, sequences
from gui.takes.details_dialog import DetailsDialog
from tests.support.house import PLACES, House

CONTROL = Qt.KeyboardModifier.ControlModifier


def handled(window: QWidget) -> dict[QWidget, Handled]:
    """The widgets that handle keys themselves, with their keys."""
    found = {each: getattr(each, "_keys", None) for each in (window, *window.findChildren(QWidget))}
    return {widget: keys for widget, keys in found.items() if isinstance(keys, Handled)}


def active(window: QWidget) -> list[tuple[str, str]]:
    """Keys and name of every shortcut that answers now, wherever the focus is."""
    found = [
        (each.key().toString(), each.objectName())
        for each in window.findChildren(QShortcut)
        if each.parent().isVisible() and each.isEnabled()
    ]
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            found += [(k.toString(), a.objectName()) for a in widget.actions() for k in a.shortcuts() if a.isEnabled()]
    return found


def overrides(widget: QWidget, keys: QKeySequence) -> bool:
    """Return whether a widget takes keys before shortcuts of its window do."""
    pressed: QKeyCombination = keys[0]
    event = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers())
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_every_key_of_the_table_is_bound_and_nothing_else_is(house: House, qtbot: QtBot) -> None:
    for place in ("create music", "inspect music"):
        house.visit(place, qtbot)
    window = house.window
    dialog = DetailsDialog(house.create.takes.records[:1], [], [], window)
    bound = {each.objectName() for each in (*window.findChildren(QShortcut), *window.findChildren(QAction))}
    bound |= {name for keys in handled(window).values() for name in keys.names}
    named = {name for group in GROUPS for row in rows(group) for name in row.keys}
    assert named - bound == set()
    assert {each.objectName() for each in window.findChildren(QShortcut)} <= named
    dialog.deleteLater()


@pytest.mark.parametrize("place", PLACES)
def test_no_key_has_two_meanings_where_it_is_pressed(house: House, place: str, qtbot: QtBot) -> None:
    house.visit(place, qtbot)
    everywhere = active(house.window)
    assert len(everywhere) > 10
    assert [keys for keys, count in Counter(keys for keys, _ in everywhere).items() if count > 1] == []
    for widget, own in handled(house.window).items():
        if widget.isVisible():
            keys = [QKeySequence(each) for each, _ in everywhere]
            shared = [key for name in own.names for key in sequences(name) if key in keys]
            assert [key.toString() for key in shared if not overrides(widget, key)] == []


@pytest.fixture
def writing(house: House, qtbot: QtBot) -> Iterator[House]:
    """A take of music, with the focus in its roll."""
    house.visit("create music", qtbot)
    house.create.editing.editor.widget.roll.setFocus()
    yield house
    house.create.editing.editor.widget.roll.select(0, 0)


def come_to_front(house: House, qtbot: QtBot) -> None:
    house.window.activateWindow()
    house.window.setFocus()
    qtbot.waitUntil(lambda: house.window.isActiveWindow() and QApplication.focusWidget() is not None)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_keys_silence_and_single_out_the_part_of_the_chosen_notes(writing: House) -> None:
    editor = writing.create.editing.editor
    editor.widget.roll.select_notes(editor.content.notes["track"].argsort()[:1])
    track = int(editor.content.notes["track"].min())
    press(Qt.Key.Key_M)
    assert [number for number, each in enumerate(editor.content.tracks) if each.muted] == [track]
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert [(each.muted, each.solo) for each in editor.content.tracks][track] == (False, True)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert not any(each.solo for each in editor.content.tracks)


def test_keys_continue_vary_and_rewrite_the_take(writing: House, qtbot: QtBot) -> None:
    create, origins = writing.create, []
    lines = create.editing.content.bar_lines()
    for key in (Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_R):
        create.editing.editor.widget.roll.setFocus()
        create.editing.editor.widget.roll.select(float(lines[0]), float(lines[1]))
        count = len(create.takes)
        press(key)
        qtbot.waitUntil(lambda count=count: len(create.takes) > count and not create.writing.generation.busy)
        origins.append(create.editing.record.origin)
    assert origins == ["continue", "vary", "rewrite"]


def test_keys_star_loop_and_walk_the_models(writing: House, qtbot: QtBot) -> None:
    create, player = writing.create, writing.window.studio.player
    starred, looping = create.editing.record.starred, player.looping
    press(Qt.Key.Key_S)
    assert create.takes.record(create.editing.record.id).starred is not starred
    press(Qt.Key.Key_L)
    assert player.looping is not looping
    press(Qt.Key.Key_L)
    before = create.about.path
    press(Qt.Key.Key_PageDown, CONTROL)
    qtbot.waitUntil(lambda: create.about is not None and create.about.path != before)
    press(Qt.Key.Key_PageUp, CONTROL)
    qtbot.waitUntil(lambda: create.about is not None and create.about.path == before)


def test_letters_are_typed_where_there_is_text_and_control_turns_the_page(house: House, qtbot: QtBot) -> None:
    house.visit("create text", qtbot)
    editor = house.create.editing.editor.widget.editor
    editor.setFocus()
    before = editor.toPlainText()
    for key in (Qt.Key.Key_C, Qt.Key.Key_M, Qt.Key.Key_1):
        press(key)
    assert len(editor.toPlainText()) == len(before) + 3
    assert house.window.page == "create"
    press(Qt.Key.Key_1, CONTROL)
    assert house.window.page == "corpora"


def test_hovering_tells_the_key(writing: House) -> None:
    create, window = writing.create, writing.window
    told = {
        **create.view.buttons, "generate": create.panel.generate, "loop": window.transport.loop,
        "next-model": create.panel.model, "train": window.rail.chosen.buttons()[1], "export": create.view.export,
    }  # fmt: skip
    assert [name for name, widget in told.items() if key_of(name) not in widget.toolTip()] == []


def test_help_lists_every_row_of_the_table(house: House, qtbot: QtBot) -> None:
    come_to_front(house, qtbot)
    press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    dialog = house.window.findChild(ShortcutsDialog)
    assert dialog is not None
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert {text for group in GROUPS for row in rows(group) for text in (row.label, row.words)} <= shown
    dialog.close()
    qtbot.waitUntil(lambda: house.window.findChild(ShortcutsDialog) is None)


def test_help_opens_the_manual_and_says_where_there_is_none(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    folder = tmp_path_factory.mktemp("manual")
    monkeypatch.setattr(manual, "PLACES", (folder,))
    come_to_front(house, qtbot)
    press(Qt.Key.Key_F1)
    assert opened == []
    assert "manual" in house.window.notice.text
    (folder / "index.html").write_text("<h1>Manual</h1>")
    press(Qt.Key.Key_F1)
    assert opened == [str(folder / "index.html")]
