"""Tools of the roll: clipboard, selections, grid, parts, velocities, chords, and what is heard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui.roll.canvas import KEYBOARD, RULER
from gui.roll.edit_bar import FREE, RollTools
from gui.roll.piano_roll import PianoRoll
from gui.roll.sheet_editor import SheetEditor
from gui.views.music_take import MusicTake
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo

BAR = 1920
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def sheet() -> Sheet:
    """Four bars in C: a tune of half notes over a bass of whole ones."""
    notes = [(960 * half, 960 * half + 960, 60 + (0, 4, 7, 2)[half % 4], 80, 0) for half in range(8)]
    notes += [(BAR * bar, BAR * bar + BAR, 48, 60, 1) for bar in range(4)]
    tracks = (TrackInfo("Tune"), TrackInfo("Bass", 32))
    return Sheet(np.zeros(0, NOTE), tracks, key="C major").with_notes(np.array(notes, NOTE))


@pytest.fixture
def take(qtbot: QtBot, sheet: Sheet) -> MusicTake:
    made = MusicTake()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_sheet(sheet)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def roll(take: MusicTake) -> PianoRoll:
    return take.roll


def place(roll: PianoRoll, tick: float, pitch: int) -> QPoint:
    return QPoint(round(KEYBOARD + roll.view.x(tick)), round(RULER + roll.view.y(pitch) + roll.view.row / 2))


def press(roll: PianoRoll, keys: str) -> None:
    """Press a key with its modifiers, as the menu writes them."""
    combined = QKeySequence(keys)[0]
    QTest.keyClick(roll.canvas, combined.key(), combined.keyboardModifiers())


def chosen(roll: PianoRoll) -> list[tuple[int, int, int]]:
    """Onset, pitch and track of the chosen notes."""
    return [(row[0], row[2], row[4]) for row in roll.sheet.notes[roll.selection.notes].tolist()]


# -- clipboard ---------------------------------------------------------------------------------------------------------


def test_bars_are_copied_to_the_mark_again_and_again_and_undone(
    roll: PianoRoll, sheet: Sheet, editor: SheetEditor
) -> None:
    roll.select(0, BAR)
    press(roll, "Ctrl+C")
    roll.select(0, 0)
    roll.canvas.set_mark(4 * BAR)
    press(roll, "Ctrl+V")
    assert chosen(roll) == [(4 * BAR, 60, 0), (4 * BAR, 48, 1), (4 * BAR + 960, 64, 0)]
    press(roll, "Ctrl+V")
    assert chosen(roll)[0] == (5 * BAR, 60, 0)
    assert roll.sheet.bars == 6
    while editor.stack.canUndo():
        editor.stack.undo()
    assert roll.sheet.notes.tolist() == sheet.notes.tolist()


def test_what_is_cut_is_pasted_back_where_it_was(roll: PianoRoll, sheet: Sheet, editor: SheetEditor) -> None:
    roll.select_notes(np.array([0, 2]))
    press(roll, "Ctrl+X")
    assert len(roll.sheet.notes) == 10
    press(roll, "Ctrl+V")
    assert roll.sheet.notes.tolist() == sheet.notes.tolist()


def test_a_range_that_is_duplicated_moves_on(roll: PianoRoll, editor: SheetEditor) -> None:
    roll.select(3 * BAR, 4 * BAR)
    press(roll, "Ctrl+D")
    press(roll, "Ctrl+D")
    assert roll.sheet.bars == 6
    assert (roll.selection.begin_tick, roll.selection.end_tick) == (5 * BAR, 6 * BAR)
    assert editor.stack.undoText() == "Duplicate notes"


# -- selections --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("Shift+B", [(0, 60, 0), (0, 48, 1), (960, 64, 0)]),
        ("Shift+H", [(0, 60, 0), (2 * BAR, 60, 0)]),
        ("Shift+P", [(960 * half, 60 + (0, 4, 7, 2)[half % 4], 0) for half in range(8)]),
    ],
)
def test_a_note_chooses_its_bar_its_pitch_and_its_part(
    roll: PianoRoll, keys: str, expected: list[tuple[int, int, int]]
) -> None:
    roll.select_notes(np.array([0]))
    press(roll, keys)
    assert chosen(roll) == expected


def test_a_key_of_the_keyboard_chooses_its_pitch_and_is_heard(roll: PianoRoll) -> None:
    heard: list[list[int]] = []
    roll.heard.connect(lambda notes: heard.append(notes["pitch"].tolist()))
    at = place(roll, 0, 64)
    at.setX(20)
    QTest.mouseClick(roll.canvas, LEFT, NONE, at)
    assert chosen(roll) == [(960, 64, 0), (960 + 2 * BAR, 64, 0)]
    assert heard == [[64]]


def test_what_is_chosen_can_be_seen_large(roll: PianoRoll) -> None:
    roll.select(BAR, 2 * BAR)
    press(roll, "Z")
    assert roll.view.left < BAR < 2 * BAR < roll.view.left + roll.view.ticks < 2.2 * BAR
    press(roll, "0")
    assert roll.view.left == 0


# -- parts -------------------------------------------------------------------------------------------------------------


def test_other_parts_become_ghosts_that_nothing_chooses(take: MusicTake, roll: PianoRoll) -> None:
    at = place(roll, 480, 60)
    before = roll.canvas.grab().toImage().pixelColor(at)
    take.bar.part.picked.emit("1")
    after, ground = (
        roll.canvas.grab().toImage().pixelColor(at),
        QColor(roll.canvas.grab().toImage().pixelColor(at.x(), 30)),
    )
    assert after.lightness() != before.lightness()
    assert abs(after.lightness() - ground.lightness()) < abs(before.lightness() - ground.lightness())
    press(roll, "Ctrl+A")
    assert {track for _, _, track in chosen(roll)} == {1}
    roll.select(0, BAR)
    assert chosen(roll) == [(0, 48, 1)]
    assert roll.canvas.note_under(QPointF(roll.view.x(480), roll.view.y(60) + 2)) == -1


def test_new_notes_go_to_the_part_that_is_edited_with_the_length_that_is_chosen(
    take: MusicTake, roll: PianoRoll, editor: SheetEditor
) -> None:
    take.bar.part.picked.emit("1")
    take.bar.length.picked.emit("1/8T")
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 1000, 55))
    assert roll.sheet.notes[roll.selection.notes].tolist() == [(960, 1120, 55, 90, 1)]


def test_chosen_notes_are_given_to_another_part_from_the_menu(roll: PianoRoll, editor: SheetEditor) -> None:
    at = place(roll, 480, 60)
    about = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, roll.canvas.mapToGlobal(at))
    QApplication.sendEvent(roll.canvas, about)
    assert chosen(roll) == [(0, 60, 0)]
    parts = roll.canvas.menu.findChild(QMenu)
    assert [action.text() for action in parts.actions()] == ["Tune", "Bass"]
    parts.actions()[1].trigger()
    roll.canvas.menu.close()
    assert chosen(roll) == [(0, 60, 1)]


def test_every_command_shows_its_key_in_the_menu(roll: PianoRoll) -> None:
    menu = QMenu(roll)
    roll.canvas.commands.fill(menu)
    entries = [action for action in menu.actions() if action.text() and action.menu() is None]
    assert len(entries) > 10
    assert all("\t" in action.text() for action in entries)


# -- the grid ----------------------------------------------------------------------------------------------------------


def test_the_grid_is_that_of_the_corpus_where_the_model_knows_it(take: MusicTake, roll: PianoRoll) -> None:
    take.use_grid_of("1/8T")
    assert (take.bar.grid.currentText(), roll.canvas.grid) == ("1/8T (corpus)", 160)
    take.use_grid_of("")
    assert (take.bar.grid.currentText(), roll.canvas.grid) == ("1/4 (take)", 480)


def test_the_grid_is_that_of_the_take_until_another_is_chosen_by_box_or_keys(take: MusicTake, roll: PianoRoll) -> None:
    assert take.bar.grid.currentText() == "1/4 (take)"
    kept: list[RollTools] = []
    take.tools_changed.connect(kept.append)
    grids = []
    for keys in (".", "T", ".", "T", ","):
        press(roll, keys)
        grids.append((kept[-1].snap, roll.canvas.grid))
    assert grids == [("1/8", 240), ("1/8T", 160), ("1/16T", 80), ("1/16", 120), ("1/8", 240)]


def test_without_a_grid_notes_are_added_where_the_pointer_is(
    take: MusicTake, roll: PianoRoll, editor: SheetEditor
) -> None:
    take.bar.grid.picked.emit(FREE)
    roll.view.zoom_time(8, 0)
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 505, 66))
    assert abs(int(roll.sheet.notes["onset"][roll.selection.notes[0]]) - 505) <= 1 / roll.view.points_a_tick


def test_chosen_notes_are_quantised_to_the_grid_and_moved_within_the_key(
    take: MusicTake, roll: PianoRoll, sheet: Sheet, editor: SheetEditor
) -> None:
    notes = sheet.notes.copy()
    notes["onset"][0] = 70
    editor.apply(sheet.with_notes(notes), "Push")
    take.bar.grid.picked.emit("1/16")
    roll.select_notes(np.flatnonzero(roll.sheet.notes["onset"] == 70))
    press(roll, "Ctrl+U")
    assert chosen(roll) == [(120, 60, 0)]
    press(roll, "Alt+Shift+Up")
    assert chosen(roll) == [(120, 62, 0)]
    assert editor.stack.undoText() == "Move in the key"


# -- what is heard -----------------------------------------------------------------------------------------------------


def test_added_and_moved_notes_are_heard_but_not_those_of_silent_parts(
    roll: PianoRoll, sheet: Sheet, editor: SheetEditor
) -> None:
    heard: list[list[int]] = []
    roll.heard.connect(lambda notes: heard.append(notes["pitch"].tolist()))
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 1000, 66))
    QTest.mouseRelease(roll.canvas, LEFT, NONE, place(roll, 1000, 66))
    QTest.keyClick(roll.canvas, Qt.Key.Key_Up)
    QTest.keyClick(roll.canvas, Qt.Key.Key_Right)
    assert heard == [[66], [67]]
    roll.set_sheet(sheet.with_track(0, TrackInfo("Tune", muted=True)), fit=False)
    roll.canvas.hear(np.array([0]))
    assert len(heard) == 2


def test_a_note_is_called_as_its_key_spells_it(roll: PianoRoll, sheet: Sheet) -> None:
    notes = sheet.notes.copy()
    notes["pitch"][0] = 70
    for key, name in (("B minor", "A#4"), ("F major", "Bb4")):
        roll.set_sheet(Sheet(notes, sheet.tracks, key=key))
        assert roll.canvas.describe(0).startswith(name)


# -- lanes -------------------------------------------------------------------------------------------------------------


def drag_in_lane(take: MusicTake, begin: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag in the velocity lane between points of (tick, share of the height)."""
    lane = take.velocities
    places = [
        QPointF(KEYBOARD + take.roll.view.x(tick) + 1, lane.height() * (1 - share)) for tick, share in (begin, end)
    ]
    QTest.mousePress(lane, LEFT, NONE, places[0].toPoint())
    moved = QMouseEvent(
        QEvent.Type.MouseMove, places[1], lane.mapToGlobal(places[1]), Qt.MouseButton.NoButton, LEFT, NONE
    )
    QApplication.sendEvent(lane, moved)
    QTest.mouseRelease(lane, LEFT, NONE, places[1].toPoint())


def test_velocities_are_drawn_as_a_line_in_one_step(take: MusicTake, roll: PianoRoll, editor: SheetEditor) -> None:
    take.bar.velocities.click()
    assert take.velocities.isVisible()
    assert not take.strip.isVisible()
    take.bar.part.picked.emit("0")
    drag_in_lane(take, (0, 0.1), (3 * BAR, 0.95))
    tune = roll.sheet.notes[roll.sheet.notes["track"] == 0]["velocity"].tolist()
    assert tune[:7] == sorted(tune[:7])
    assert tune[0] < 20 < 110 < tune[6]
    assert tune[7] == 80
    assert set(roll.sheet.notes[roll.sheet.notes["track"] == 1]["velocity"].tolist()) == {60}
    assert editor.stack.count() == 1


def test_only_chosen_notes_get_velocities_where_some_are_chosen(
    take: MusicTake, roll: PianoRoll, editor: SheetEditor
) -> None:
    take.bar.velocities.click()
    roll.select_notes(np.array([0]))
    drag_in_lane(take, (0, 0.99), (3 * BAR, 0.99))
    assert roll.sheet.notes["velocity"].tolist() == [127, 60, 80, 80, 60, 80, 80, 60, 80, 80, 60, 80]


def test_key_and_chords_stand_above_the_notes_and_choose_them(take: MusicTake, roll: PianoRoll, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(take.chords.chords) > 0)
    first = take.chords.chords[0]
    assert first.name.startswith("C")
    assert take.chords.accessibleDescription().startswith("C major: C")
    QTest.mouseClick(take.chords, LEFT, NONE, QPoint(round(KEYBOARD + roll.view.x(first.begin)) + 4, 8))
    assert chosen(roll)[0] == (960, 64, 0)
    take.bar.chords.click()
    assert not take.chords.isVisible()


def test_what_is_chosen_is_spoken(roll: PianoRoll, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(roll.canvas, "announce", said.append)
    roll.select(BAR, 3 * BAR)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert said[0].startswith("Bars 2 to 3: 6 note")
    roll.select_notes(np.array([0]))
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1] == roll.canvas.describe(0)


# -- step entry --------------------------------------------------------------------------------------------------------


def test_keys_become_notes_at_the_mark_step_by_step(take: MusicTake, roll: PianoRoll, editor: SheetEditor) -> None:
    steps = roll.canvas.commands.steps
    take.bar._change(part=1, length="1/8")
    roll.canvas.set_mark(BAR)
    steps.press(36, 70)
    steps.press(43, 80)  # held together: a chord
    steps.release(36)
    steps.release(43)
    press(roll, "Shift+R")
    steps.press(41, 90)
    assert [roll.sheet.tracks[track].name for _, _, track in chosen(roll)] == ["Bass"]
    steps.release(41)
    new = roll.sheet.notes[roll.sheet.notes["pitch"] < 48]
    assert new[["onset", "end", "pitch", "velocity", "track"]].tolist() == [
        (1920, 2160, 36, 70, 1),
        (1920, 2160, 43, 80, 1),
        (2400, 2640, 41, 90, 1),
    ]
    assert roll.canvas.mark == 2640
    press(roll, "Shift+Backspace")
    assert (41 in roll.sheet.notes["pitch"], roll.canvas.mark) == (False, 2400)
    editor.stack.undo()
    assert 41 in roll.sheet.notes["pitch"]
