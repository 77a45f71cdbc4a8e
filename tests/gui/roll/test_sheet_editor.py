"""Undo and redo of the edits of a sheet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.roll.sheet_editor import SheetEditor
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo


def sheet_of(*notes: tuple[int, int, int, int, int], tracks: int = 2, **facts: object) -> Sheet:
    """A sheet of (onset, end, pitch, velocity, track)."""
    infos = tuple(TrackInfo(f"Voice {number + 1}") for number in range(tracks))
    return Sheet(np.zeros(0, NOTE), infos, **facts).with_notes(np.array(list(notes), NOTE))


def rows(sheet: Sheet) -> list[tuple[int, ...]]:
    return sheet.notes.tolist()


@pytest.fixture
def tune() -> Sheet:
    return sheet_of((0, 480, 60, 80, 0), (480, 960, 62, 80, 0), (480, 720, 48, 60, 1), end_tick=1920)


def test_edits_are_undone_and_done_again_step_by_step(qtbot: QtBot, tune: Sheet) -> None:
    editor = SheetEditor()
    shown: list[Sheet] = []
    editor.changed.connect(shown.append)
    editor.open(tune)
    editor.apply(sheet_edits.delete(tune, np.array([0])).sheet, "Delete notes")
    editor.apply(sheet_edits.transpose(editor.sheet, 1), "Transpose")
    assert editor.stack.undoText() == "Transpose"
    editor.stack.undo()
    editor.stack.undo()
    assert rows(editor.sheet) == rows(tune)
    editor.stack.redo()
    assert len(editor.sheet.notes) == 2
    assert len(shown) == 5


def test_undoing_an_edit_keeps_the_mix_of_now(qtbot: QtBot, tune: Sheet) -> None:
    editor = SheetEditor()
    editor.open(tune)
    editor.apply(sheet_edits.delete(tune, np.array([0])).sheet, "Delete notes")
    editor.replace(editor.sheet.with_track(1, replace(tune.tracks[1], muted=True)))
    editor.stack.undo()
    assert editor.sheet.tracks[1].muted
    assert len(editor.sheet.notes) == 3


def test_opening_another_sheet_forgets_the_steps(qtbot: QtBot, tune: Sheet) -> None:
    editor = SheetEditor()
    editor.open(tune)
    editor.apply(sheet_edits.transpose(tune, 1), "Transpose")
    editor.open(Sheet.empty())
    assert not editor.stack.canUndo()


def test_a_very_long_sheet_has_fewer_steps_to_undo(qtbot: QtBot) -> None:
    editor = SheetEditor()
    notes = np.zeros(200_000, NOTE)
    notes["end"] = 1
    editor.open(Sheet(notes, (TrackInfo(""),)))
    few = editor.stack.undoLimit()
    editor.open(Sheet.empty())
    assert 0 < few < editor.stack.undoLimit()
