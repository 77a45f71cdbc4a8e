"""Fixtures of the tests of the roll; `roll` and `sheet` are those of each file."""

from __future__ import annotations

import pytest

from gui.roll.piano_roll import PianoRoll
from gui.roll.sheet_editor import SheetEditor
from seqgen.formats.sheet import Sheet


@pytest.fixture
def editor(roll: PianoRoll, sheet: Sheet) -> SheetEditor:
    """An editor connected as on the pages."""
    made = SheetEditor(roll)
    made.open(sheet)
    roll.edited.connect(made.apply)
    made.changed.connect(lambda changed: roll.set_sheet(changed, fit=False))
    return made
