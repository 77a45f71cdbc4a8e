"""The heat map and what stands along the same time: what is seen where, and what is picked."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui import theme
from gui.inspect.alternatives import Alternatives
from gui.inspect.event_axis import EventAxis
from gui.inspect.heat_map import HeatMap
from gui.inspect.heat_picture import HeatLevels
from gui.inspect.inspection import Expected, Heat, Option, keys_of_values, values_of_keys
from gui.inspect.unit_trace import UnitTrace
from gui.text.text_rows import break_text
from gui.text.tinted_text import TintedText
from tests.support.patience import cpu_seconds

SIZE = (446, 200)
"""46 pixels at the left are for numbers, so that 40 events are 10 pixels each."""


def some_heat(events: int = 40, units: int = 20, *, two_sided: bool = True) -> Heat:
    rng = np.random.default_rng(events)
    values = rng.uniform(-1 if two_sided else 0, 1, (events, units)).astype(np.float32)
    orders = {"trained": np.arange(units), "variance": np.arange(units)[::-1].copy()}
    return Heat(0, "hidden", keys_of_values(values), np.ones(units, np.float32), two_sided, orders)


@pytest.fixture
def heat_map(qtbot: QtBot) -> HeatMap:
    made = HeatMap()
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.set_events(np.arange(41.0))
    made.set_heat(some_heat())
    made.show()
    return made


# -- keys and pictures -------------------------------------------------------------------------------------------------


def test_keys_keep_activities_to_a_127th() -> None:
    values = np.linspace(-1, 1, 501, dtype=np.float32)[:, None]
    np.testing.assert_allclose(values_of_keys(keys_of_values(values)), values, atol=0.5 / 127 + 1e-6)


def test_of_two_keys_the_larger_is_the_stronger_whatever_its_sign() -> None:
    quiet, loud = keys_of_values(np.array([[0.5], [-0.6]], np.float32))
    assert loud > quiet


@pytest.mark.parametrize("width", [5, 10, 50, 100])
def test_each_pixel_shows_the_strongest_event_under_it(width: int) -> None:
    keys = some_heat(50, 3).keys
    axis = EventAxis(np.arange(51.0), 0, 50, 0, width)
    picture = HeatLevels(keys).picture(axis, width, 3, np.arange(3), 0.0, 3.0)
    for x in range(width):
        begin = x * 50 // width
        end = max(begin + 1, (x + 1) * 50 // width)
        np.testing.assert_array_equal(picture[:, x], keys[begin:end].max(axis=0))


def test_no_peak_is_lost_when_many_events_share_a_pixel() -> None:
    keys = np.zeros((20_000, 64), np.uint8)
    keys[13_337, 41] = 254
    axis = EventAxis(np.arange(20_001.0), 0, 20_000, 0, 300)
    picture = HeatLevels(keys).picture(axis, 300, 16, np.arange(64), 0.0, 64.0)
    rows, columns = np.nonzero(picture)
    assert set(rows) == {41 // 4}
    assert abs(columns - 13_337 * 300 // 20_000).max() <= 1


def test_a_large_map_is_drawn_within_a_frame() -> None:
    keys = np.random.default_rng(0).integers(0, 255, (20_000, 1024)).astype(np.uint8)
    levels, axis = HeatLevels(keys), EventAxis(np.arange(20_001.0), 0, 20_000, 0, 1200)
    order = np.arange(1024)[::-1].copy()
    # 5 ms here
    assert cpu_seconds(lambda: levels.picture(axis, 1200, 300, order, 0.0, 1024.0), times=5) < 0.05


def test_before_the_first_and_after_the_last_event_nothing_is_shown() -> None:
    axis = EventAxis(np.array([10.0, 20.0, 30.0]), 0, 40, 0, 40)
    picture = HeatLevels(np.full((2, 1), 200, np.uint8)).picture(axis, 40, 1, np.arange(1), 0.0, 1.0)
    assert np.flatnonzero(picture[0]).tolist() == list(range(10, 30))


def test_ramp_is_blue_below_and_orange_above_in_both_themes() -> None:
    for colours in (theme.DARK, theme.LIGHT):
        cool, zero, warm = colours.heat(-1.0), colours.heat(0.0), colours.heat(1.0)
        assert cool.blue() > cool.red()
        assert warm.red() > warm.blue()
        assert zero == QColor(colours.card)


# -- picking -----------------------------------------------------------------------------------------------------------


def test_a_click_picks_the_cell_under_it(qtbot: QtBot, heat_map: HeatMap) -> None:
    with qtbot.waitSignal(heat_map.picked) as picked:
        qtbot.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=QPoint(46 + 125, 33))
    assert picked.args == [12, 3]
    assert (heat_map.marked, heat_map.unit) == (12, 3)
    assert heat_map.accessibleDescription().startswith("event 13, unit 3: ")


def test_in_another_order_the_same_row_is_another_unit(qtbot: QtBot, heat_map: HeatMap) -> None:
    heat_map.set_order("variance")
    assert heat_map.cell_at(QPointF(50, 33)) == (0, 16)


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        (Qt.Key.Key_Left, (4, 5)),
        (Qt.Key.Key_Right, (6, 5)),
        (Qt.Key.Key_Up, (5, 4)),
        (Qt.Key.Key_Down, (5, 6)),
        (Qt.Key.Key_Home, (0, 5)),
        (Qt.Key.Key_End, (39, 5)),
    ],
)
def test_keys_walk_from_cell_to_cell(qtbot: QtBot, heat_map: HeatMap, key: Qt.Key, cell: tuple[int, int]) -> None:
    heat_map.mark(5, 5)
    qtbot.keyClick(heat_map, key)
    assert (heat_map.marked, heat_map.unit) == cell


def test_walking_out_of_sight_scrolls(qtbot: QtBot, heat_map: HeatMap) -> None:
    heat_map.set_view(0.0, 10.0)
    heat_map.mark(9, 0)
    with qtbot.waitSignal(heat_map.view_changed):
        qtbot.keyClick(heat_map, Qt.Key.Key_Right)
    assert heat_map.axis.begin <= 10.0
    assert heat_map.axis.end >= 11.0


def test_an_empty_map_takes_no_notice_of_keys_and_clicks(qtbot: QtBot) -> None:
    empty = HeatMap()
    qtbot.addWidget(empty)
    empty.show()
    qtbot.mouseClick(empty, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    qtbot.keyClick(empty, Qt.Key.Key_Down)
    assert (empty.marked, empty.unit) == (-1, -1)


def test_another_view_keeps_the_unit_that_is_marked(heat_map: HeatMap) -> None:
    heat_map.mark(3, 7)
    heat_map.set_heat(some_heat(two_sided=False))
    assert heat_map.unit == 7
    heat_map.set_heat(some_heat(units=4))
    assert heat_map.unit == 3


# -- the axis ----------------------------------------------------------------------------------------------------------


def test_zooming_keeps_what_is_under_the_pointer_and_never_leaves_the_events() -> None:
    axis = EventAxis(np.arange(101.0), 0, 100, 50, 500)
    near = axis.zoomed(4.0, 300.0)
    assert near.end - near.begin == pytest.approx(25)
    assert near.place(300.0) == pytest.approx(axis.place(300.0))
    far = near.zoomed(1e-6, 300.0)
    assert (far.begin, far.end) == (0, 100)


def test_what_is_struck_together_is_told_apart_by_where_it_is_pointed() -> None:
    axis = EventAxis(np.array([0.0, 5.0, 10.0, 30.0]), 0, 30, 0, 300)
    assert [axis.event_at(x) for x in (10.0, 60.0, 150.0, 299.0, 301.0, -1.0)] == [0, 1, 2, 2, -1, -1]


def test_a_strip_picks_the_event_under_the_pointer(qtbot: QtBot) -> None:
    trace = UnitTrace()
    qtbot.addWidget(trace)
    trace.resize(446, 56)
    trace.set_events(np.arange(41.0))
    trace.set_values(np.sin(np.arange(40, dtype=np.float32)), 1.0, two_sided=True)
    trace.show()
    with qtbot.waitSignal(trace.picked) as picked:
        qtbot.mouseClick(trace, Qt.MouseButton.LeftButton, pos=QPoint(46 + 205, 20))
    assert picked.args == [20]


# -- text and alternatives ---------------------------------------------------------------------------------------------


def advance(character: str) -> float:
    return 20.0 if character == "海" else 10.0


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("ab cd", ["ab cd$"]),
        ("ab\ncd", ["ab\n", "cd$"]),
        ("one two three", ["one two ", "three$"]),
        ("abcdefghijklmno", ["abcdefghij", "klmno$"]),
        ("", ["$"]),
        ("a\n", ["a\n", "$"]),
        ("海海海海海海", ["海海海海海", "海$"]),
    ],
)
def test_text_is_broken_behind_spaces_and_keeps_every_character(text: str, rows: list[str]) -> None:
    broken = break_text(text, advance, 100.0)
    whole = text + "$"
    found = [whole[a:b] for a, b in zip(broken.starts[:-1], broken.starts[1:], strict=True)]
    assert found == rows


def test_a_long_text_is_broken_into_rows_quickly() -> None:
    text = "The sea is wide, the sea is deep. " * 600
    assert cpu_seconds(lambda: break_text(text, advance, 600.0)) < 0.2


@pytest.fixture
def text(qtbot: QtBot) -> TintedText:
    made = TintedText()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.set_text("The sea is wide,\nthe sea is deep.\n" * 20)
    made.show()
    return made


def test_a_click_picks_the_character_under_it(qtbot: QtBot, text: TintedText) -> None:
    with qtbot.waitSignal(text.picked) as picked:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.box(20).center().toPoint())
    assert picked.args == [20]


def test_keys_walk_the_text_to_its_end(qtbot: QtBot, text: TintedText) -> None:
    text.mark(3)
    qtbot.keyClick(text, Qt.Key.Key_Down)
    assert text.marked == 17 + 3
    qtbot.keyClick(text, Qt.Key.Key_End)
    assert text.marked == len(text.text)
    assert text.viewport().rect().contains(text.box(text.marked).center().toPoint())


def test_a_tint_changes_what_is_drawn(text: TintedText) -> None:
    plain = text.grab().toImage()
    text.set_tint(np.ones(len(text.text), np.float32), signed=True)
    warm = text.grab().toImage()
    text.set_tint(-np.ones(len(text.text), np.float32), signed=True)
    assert plain != warm != text.grab().toImage()


def test_what_was_expected_is_told_in_words_too(qtbot: QtBot) -> None:
    alternatives = Alternatives()
    qtbot.addWidget(alternatives)
    options = (Option("A4", 0.41, False), Option("F#4", 0.32, True), Option("C5", 0.0002, False))
    alternatives.show_columns([("Pitch", Expected("pitch", 1.64, options))])
    alternatives.grab()
    assert alternatives.accessibleDescription() == "Pitch: F#4, expected with 32%"
