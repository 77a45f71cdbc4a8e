"""Names for the bars of a piece."""

from __future__ import annotations

import numpy as np

from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.kinds.music.bar_names import bar_names, form_with, sheet_form

BAR = 1920


def sheet_of(*bars: tuple[int, ...]) -> Sheet:
    """A sheet in 4/4 with a quarter note for each pitch of each bar."""
    notes = [
        (bar * BAR + beat * 480, bar * BAR + beat * 480 + 480, pitch, 80, 0)
        for bar, pitches in enumerate(bars)
        for beat, pitch in enumerate(pitches)
    ]
    return Sheet(np.array(notes, NOTE), (TrackInfo(""),), end_tick=BAR * len(bars))


def names(*bars: tuple[int, ...]) -> str:
    return " ".join(str(name) or "-" for name in bar_names(sheet_of(*bars)))


def test_bars_that_come_back_have_the_name_of_the_first() -> None:
    first, second = (60, 62, 64, 65), (67, 65, 64, 62)
    assert names(first, second, first, first) == "A B A A"


def test_a_bar_that_shares_most_notes_is_varied_and_stays_so() -> None:
    first, varied, other = (60, 62, 64, 65), (60, 62, 64, 67), (48, 50, 52, 53)
    assert names(first, other, varied, varied) == "A B A’ A’"


def test_a_transposed_bar_has_a_name_of_its_own() -> None:
    assert names((60, 62, 64, 65), (62, 64, 66, 67)) == "A B"


def test_empty_bars_have_no_name() -> None:
    assert names((60,), (), (60,), ()) == "A - A -"


def test_after_the_alphabet_letters_have_numbers() -> None:
    found = bar_names(sheet_of(*((low, low + 1) for low in range(30, 60))))
    assert [str(found[number]) for number in (0, 25, 26, 29)] == ["A", "Z", "A2", "D2"]


def test_a_bar_knows_the_bar_that_it_is_like() -> None:
    assert [name.like for name in bar_names(sheet_of((60, 62), (64, 65), (60, 62)))] == [-1, -1, 0]


def test_a_sheet_without_notes_has_bars_without_names() -> None:
    assert [str(name) for name in bar_names(Sheet.empty())] == [""]


def test_bars_that_come_back_from_a_changed_one_follow_it() -> None:
    first, varied, other = (60, 62, 64, 65), (60, 62, 64, 67), (48, 50, 52, 53)
    form = sheet_form(sheet_of(first, other, first, varied, varied, other))

    assert form_with(form, 0, "!") == "! ? =2 ~1 =1 ?"
    assert form_with(form, 3, "=1") == "? ? ? =1 =1 ?"
    # others that are like it are like the first of them
    assert form_with(form, 2, "!") == "? ? ! ? ? ?"
