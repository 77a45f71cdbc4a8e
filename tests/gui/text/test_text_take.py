"""Text editor of the Create page: tint by surprise, edits, saving."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from pytestqt.qtbot import QtBot

from gui import theme
from gui.text.surprise_steps import STEPS, SurpriseSteps
from gui.text.text_take import TextTake, tint
from gui.theme import Theme

VERSE = "The sea is wide,\nthe sea is deep."


@pytest.fixture
def take(qtbot: QtBot, qapp: object) -> TextTake:
    Theme(qapp, "dark")  # type: ignore[arg-type]
    made = TextTake()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def picture(take: TextTake) -> QImage:
    return take.editor.viewport().grab().toImage()


def corner_of(take: TextTake, place: int) -> QPoint:
    cursor = QTextCursor(take.editor.document())
    cursor.setPosition(place)
    return take.editor.cursorRect(cursor).topLeft() + QPoint(1, 1)


def colour_at(take: TextTake, place: int) -> QColor:
    ratio = take.devicePixelRatioF()
    return QColor(picture(take).pixel((corner_of(take, place).toPointF() * ratio).toPoint()))


def test_a_text_comes_back_as_it_was_given(take: TextTake) -> None:
    text = "hard\u00a0space, 𝄞 clef\ttab\n\nlast line "
    take.set_text(text, None)
    assert take.text() == text


def test_surprising_characters_have_the_strongest_tint_and_expected_ones_none(take: TextTake) -> None:
    bits = np.zeros(len(VERSE))
    bits[4] = 9.0
    take.set_text(VERSE, bits)
    assert colour_at(take, 4).name() == tint(STEPS - 1).name()
    assert colour_at(take, 0).name() == theme.DARK.card


def test_the_tint_can_be_switched_off_and_the_legend_goes_with_it(take: TextTake) -> None:
    take.set_text(VERSE, np.full(len(VERSE), 9.0))
    assert take.legend.isVisible()
    take.show_tint.setChecked(False)
    assert colour_at(take, 4).name() == theme.DARK.card
    assert not take.legend.isVisible()


def test_without_bits_there_is_neither_tint_nor_legend(take: TextTake) -> None:
    take.set_text(VERSE, None)
    assert colour_at(take, 4).name() == theme.DARK.card
    assert not take.legend.isVisible()
    assert not take.show_tint.isEnabled()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_text_keeps_its_contrast_on_the_strongest_tint(qapp: object, name: str) -> None:
    Theme(qapp, name)  # type: ignore[arg-type]
    ratio = contrast(QColor(theme.colours().text), tint(STEPS - 1))
    Theme(qapp, "dark")  # type: ignore[arg-type]
    assert ratio >= 4.5


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    lights = []
    for colour in (one, other):
        parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        lights.append(float(linear @ [0.2126, 0.7152, 0.0722]))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_figures_stay_with_their_characters_while_others_are_typed(take: TextTake) -> None:
    bits = np.arange(len(VERSE), dtype=float)
    take.set_text(VERSE, bits)
    cursor = take.editor.textCursor()
    cursor.setPosition(4)
    take.editor.setTextCursor(cursor)
    take.editor.insertPlainText("wide ")
    kept = take.editor.surprise.bits
    assert len(kept) == len(take.text())
    assert kept[3] == 3
    assert (kept[4:9] < 0).all()
    assert kept[9:].tolist() == bits[4:].tolist()


def test_undo_takes_an_edit_back_and_the_tint_is_no_edit(take: TextTake) -> None:
    take.set_text(VERSE, None)
    take.set_bits(np.ones(len(VERSE)))
    assert not take.editor.document().isUndoAvailable()
    take.editor.insertPlainText("Oh! ")
    take.editor.undo()
    assert take.text() == VERSE


def test_edits_are_told_at_once_and_then_a_few_times_a_second(take: TextTake, qtbot: QtBot) -> None:
    told: list[str] = []
    take.edited.connect(lambda: told.append(take.text()))
    take.set_text("", None)
    for letter in "abcdef":
        take.editor.insertPlainText(letter)
    assert told == ["a"]
    qtbot.waitUntil(lambda: told == ["a", "abcdef"])


def test_showing_another_text_is_no_edit(take: TextTake, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(take.edited, wait=350):
        take.set_text(VERSE, None)
        take.set_bits(np.ones(len(VERSE)))


def test_the_tool_tip_says_the_bits_of_the_character_under_the_pointer(take: TextTake) -> None:
    bits = np.full(len(VERSE), 1.0)
    bits[5] = 3.0
    take.set_text(VERSE, bits)
    place = take.editor.place_at(corner_of(take, 5) + QPoint(2, 4))
    assert place == 5
    words = take.editor.tip_at(place)
    assert words.startswith("e:")
    assert words.endswith("in 8")
    assert take.editor.tip_at(16).startswith("line end")


def test_signs_beyond_the_basic_plane_do_not_shift_the_tint(take: TextTake) -> None:
    text = "𝄞𝄞ab"
    take.set_text(text, [0.0, 0.0, 0.0, 9.0])
    assert take.editor.surprise.runs(0, 6) == [(5, 6, STEPS - 1)]


def test_line_ends_of_two_signs_do_not_shift_the_tint(take: TextTake) -> None:
    take.set_text("a\r\nb", [0.0, 0.0, 0.0, 9.0])
    assert take.text() == "a\nb"
    assert take.editor.surprise.runs(0, 3) == [(2, 3, STEPS - 1)]


def test_the_primer_is_marked(take: TextTake) -> None:
    take.set_text(VERSE, None)
    plain = picture(take)
    take.set_text(VERSE, None, primed=6)
    assert picture(take) != plain
    assert "beginning" in take.editor.tip_at(2)


def test_figures_that_do_not_fit_the_text_are_borne() -> None:
    steps = SurpriseSteps()
    steps.set("abc", [1.0])
    assert steps.bits.tolist() == [1.0, -1.0, -1.0]
    steps.set("abc", [1.0, np.nan, np.inf, 4.0, 5.0])
    assert steps.bits.tolist() == [1.0, -1.0, -1.0]
    steps.set("", [1.0])
    assert len(steps.bits) == 0


def test_everything_can_be_selected_and_replaced(take: TextTake, qtbot: QtBot) -> None:
    take.set_text(VERSE, np.ones(len(VERSE)))
    take.editor.selectAll()
    qtbot.keyClicks(take.editor, "new")
    qtbot.keyClick(take.editor, Qt.Key.Key_Return)
    assert take.text() == "new\n"
    assert len(take.editor.surprise.bits) == 4
