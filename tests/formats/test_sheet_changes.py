"""Bars in which two sheets differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.formats.sheet_changes import changed_bars


def four_bars() -> Sheet:
    """A quarter note on each beat of four bars."""
    notes = np.zeros(16, NOTE)
    notes["onset"] = np.arange(16) * 480
    notes["end"] = notes["onset"] + 480
    notes["pitch"], notes["velocity"] = 60, 80
    return Sheet(notes, (TrackInfo(""),))


def test_only_bars_with_other_notes_are_changed() -> None:
    sheet = four_bars()
    notes = sheet.notes.copy()
    notes["velocity"] += 9
    assert changed_bars(sheet, sheet.with_notes(notes)) == []
    notes["pitch"][5] = 62
    assert changed_bars(sheet, sheet.with_notes(notes)) == [2]
    assert changed_bars(sheet, sheet.with_notes(np.delete(notes, 15))) == [2, 4]


def test_what_is_added_behind_is_changed_in_any_ticks() -> None:
    sheet = four_bars()
    two = sheet.notes[:8].copy()
    for name in ("onset", "end"):
        two[name] = two[name] // 2
    before = replace(Sheet(two, sheet.tracks), ticks_per_quarter=240)
    assert changed_bars(before, sheet) == [3, 4]
