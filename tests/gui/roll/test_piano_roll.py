"""Piano roll: display, mouse, keys, surprise strip and pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.roll.canvas import KEYBOARD, RULER
from gui.roll.gestures import bars_between
from gui.roll.legend import RollLegend
from gui.roll.notes import SINGLY_DRAWN
from gui.roll.piano_roll import PianoRoll, Selection
from gui.roll.picture import paint_roll, pitch_span, roll_image
from gui.roll.sheet_editor import SheetEditor
from gui.roll.surprise_strip import SurpriseStrip
from gui.roll.view import RollView
from gui.views.music_take import MusicTake
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo

BAR = 1920
Row = tuple[int, int, int, int, int]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def rows(sheet: Sheet) -> list[Row]:
    return sheet.notes.tolist()


@pytest.fixture
def sheet() -> Sheet:
    """Eight bars: a note at the beginning of each in one voice, and one in the middle of each in another."""
    notes = [(BAR * bar, BAR * bar + 960, 60 + bar, 80, 0) for bar in range(8)]
    notes += [(BAR * bar + 960, BAR * bar + 1440, 48, 60, 1) for bar in range(8)]
    return Sheet(np.zeros(0, NOTE), (TrackInfo("Tune"), TrackInfo("Bass"))).with_notes(np.array(notes, NOTE))


@pytest.fixture
def roll(qtbot: QtBot, sheet: Sheet) -> PianoRoll:
    """An editable roll that shows the sheet, with a grid of sixteenths."""
    made = PianoRoll()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.set_editable(True)
    made.set_grid(120)
    made.show()
    qtbot.waitExposed(made)
    made.set_sheet(sheet)
    QApplication.processEvents()
    return made


@pytest.fixture
def edits(roll: PianoRoll) -> list[tuple[Sheet, str]]:
    """Edits that the roll emits."""
    told: list[tuple[Sheet, str]] = []
    roll.edited.connect(lambda sheet, what: told.append((sheet, what)))
    return told


def place(roll: PianoRoll, tick: float, pitch: int) -> QPoint:
    """Return the point of a tick and the middle of a key."""
    return QPoint(round(KEYBOARD + roll.view.x(tick)), round(RULER + roll.view.y(pitch) + roll.view.row / 2))


def drag(roll: PianoRoll, begin: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(roll.canvas, LEFT, modifiers, begin)
    for at in (begin + (end - begin) / 2, end):
        point = QPointF(at)
        above = roll.canvas.mapToGlobal(point)
        moved = QMouseEvent(QEvent.Type.MouseMove, point, above, Qt.MouseButton.NoButton, LEFT, modifiers)
        QApplication.sendEvent(roll.canvas, moved)
    QTest.mouseRelease(roll.canvas, LEFT, modifiers, end)


def turn(widget: QWidget, at: QPoint, steps: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Turn the wheel."""
    point = QPointF(at)
    event = QWheelEvent(
        point,
        widget.mapToGlobal(point),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        QPointingDevice.primaryPointingDevice(),
    )
    QApplication.sendEvent(widget, event)


def colour_at(roll: PianoRoll, at: QPoint) -> QColor:
    image = roll.canvas.grab().toImage()
    return image.pixelColor(at * image.devicePixelRatio())


def distance(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


# -- display -----------------------------------------------------------------------------------------------------------


def test_a_new_sheet_is_shown_whole(roll: PianoRoll, sheet: Sheet) -> None:
    view = roll.view
    assert view.left == 0
    assert view.x(sheet.end_tick) <= view.width
    assert view.y(67) >= 0
    assert view.y(48) + view.row <= view.height


def test_notes_have_the_colours_of_their_tracks(roll: PianoRoll) -> None:
    colours = theme.colours()
    tune, bass = colour_at(roll, place(roll, 480, 60)), colour_at(roll, place(roll, 1200, 48))
    assert distance(tune, colours.track(0)) < distance(tune, colours.track(1))
    assert distance(bass, colours.track(1)) < distance(bass, colours.track(0))


def test_notes_of_a_silent_track_are_faint(roll: PianoRoll, sheet: Sheet) -> None:
    ground, at = QColor(theme.colours().ground), place(roll, 480, 60)
    loud = distance(colour_at(roll, at), ground)
    roll.set_sheet(sheet.with_track(0, TrackInfo("Tune", muted=True)), fit=False)
    assert 0 < distance(colour_at(roll, at), ground) < loud / 2


def test_softer_notes_are_paler(roll: PianoRoll, sheet: Sheet) -> None:
    ground, at = QColor(theme.colours().ground), place(roll, 480, 60)
    notes = sheet.notes.copy()
    notes["velocity"] = 10
    loud = distance(colour_at(roll, at), ground)
    roll.set_sheet(sheet.with_notes(notes), fit=False)
    assert distance(colour_at(roll, at), ground) < loud


def test_very_many_notes_are_drawn_where_single_ones_would_be(roll: PianoRoll) -> None:
    count = SINGLY_DRAWN + 1000
    notes = np.zeros(count, NOTE)
    notes["onset"] = np.arange(count) * 40
    notes["end"], notes["pitch"], notes["velocity"] = notes["onset"] + 40, 96, 127
    roll.set_sheet(Sheet(notes, (TrackInfo(""),)))
    assert len(roll.canvas.in_sight) == count
    assert distance(colour_at(roll, place(roll, 60_000, 96)), theme.colours().track(0)) < 30
    assert distance(colour_at(roll, place(roll, 60_000, 95)), theme.colours().track(0)) > 100
    roll.select_notes(np.arange(count))
    assert distance(colour_at(roll, place(roll, 60_000, 96)), theme.colours().track(0)) > 100


def test_only_notes_in_sight_are_drawn_and_long_ones_from_before_are_among_them(roll: PianoRoll, sheet: Sheet) -> None:
    notes = np.concatenate([sheet.notes, np.array([(0, 8 * BAR, 55, 80, 0)], NOTE)])
    roll.set_sheet(sheet.with_notes(notes))
    roll.view.zoom_time(8, 0)
    roll.view.scroll(ticks=5 * BAR)
    seen = roll.sheet.notes[roll.canvas.in_sight]
    assert 55 in seen["pitch"]
    assert 60 not in seen["pitch"]


def test_an_empty_sheet_says_what_to_do(roll: PianoRoll) -> None:
    with_notes = roll.canvas.grab().toImage()
    roll.set_sheet(Sheet.empty())
    assert roll.canvas.grab().toImage() != with_notes
    assert not len(roll.canvas.in_sight)


@pytest.mark.parametrize("metre", [[0, 1, 64], [0, 4, 4], [0, 13, 8]])
def test_any_metre_can_be_drawn(roll: PianoRoll, sheet: Sheet, metre: list[int]) -> None:
    odd = Sheet(sheet.notes, sheet.tracks, ticks_per_quarter=12, metres=np.array([metre]))
    roll.set_sheet(odd)
    assert not roll.canvas.grab().isNull()


def test_the_theme_is_followed(roll: PianoRoll, qapp: QApplication) -> None:
    before = theme.colours()
    at = place(roll, 480, 64)
    chosen = theme.Theme(qapp, "dark")
    try:
        dark = colour_at(roll, at)
        chosen.choose("light")
        QApplication.processEvents()
        assert colour_at(roll, at).lightness() > dark.lightness() + 100
    finally:
        chosen.choose("dark" if before is theme.DARK else "light")


# -- the legend --------------------------------------------------------------------------------------------------------


def test_tracks_are_named_above_the_roll(roll: PianoRoll) -> None:
    legend = roll.findChild(RollLegend)
    assert legend.isVisible()
    assert legend.names() == ["Tune", "Bass"]
    assert legend.geometry().bottom() < roll.canvas.geometry().top()
    roll.set_legend(False)
    assert not legend.isVisible()


def test_a_single_track_without_a_name_needs_no_legend(roll: PianoRoll, sheet: Sheet) -> None:
    roll.set_sheet(Sheet(sheet.notes[:0], (TrackInfo(""),)))
    assert not roll.findChild(RollLegend).isVisible()


def test_the_legend_says_in_words_which_tracks_are_silent(roll: PianoRoll, sheet: Sheet) -> None:
    roll.set_sheet(sheet.with_track(1, TrackInfo("Bass", muted=True)), fit=False)
    assert roll.findChild(RollLegend).names()[1] == "Bass (silent)"


# -- scrolling and zooming ---------------------------------------------------------------------------------------------


def test_the_wheel_zooms_with_control_around_the_pointer(roll: PianoRoll) -> None:
    at = place(roll, 3 * BAR, 60)
    tick, zoom = roll.view.tick(at.x() - KEYBOARD), roll.view.points_a_tick
    turn(roll.canvas, at, 2, CONTROL)
    assert roll.view.points_a_tick > zoom
    assert roll.view.tick(at.x() - KEYBOARD) == pytest.approx(tick)


def test_the_wheel_zooms_pitch_with_control_and_shift(roll: PianoRoll) -> None:
    row, zoom = roll.view.row, roll.view.points_a_tick
    turn(roll.canvas, place(roll, BAR, 60), -2, CONTROL | SHIFT)
    assert roll.view.row < row
    assert roll.view.points_a_tick == zoom


def test_the_wheel_scrolls_up_and_with_shift_sideways(roll: PianoRoll) -> None:
    roll.view.zoom_time(4, 0)
    top = roll.view.top
    turn(roll.canvas, place(roll, 100, 60), 1)
    assert roll.view.top < top
    turn(roll.canvas, place(roll, 100, 60), -1, SHIFT)
    assert roll.view.left > 0


def test_a_click_on_a_bar_of_the_form_chooses_it(qtbot: QtBot) -> None:
    take = MusicTake()
    qtbot.addWidget(take)
    notes = [(bar * 1920 + beat * 480, bar * 1920 + beat * 480 + 480, pitch + beat, 80, 0)
             for bar, pitch in enumerate((60, 48, 60, 55)) for beat in range(4)]  # fmt: skip
    sheet = Sheet(np.array(notes, NOTE), (TrackInfo(""),), end_tick=4 * 1920)
    take.resize(900, 500)
    take.roll.set_sheet(sheet)
    take.show_form(sheet)
    take.show()
    qtbot.waitExposed(take)

    assert take.form.words == "A B A C"
    x = round(KEYBOARD + take.roll.view.x(2.5 * 1920))
    QTest.mouseClick(take.form, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))

    assert (take.roll.selection.begin_tick, take.roll.selection.end_tick) == (2 * 1920, 3 * 1920)


def test_the_wheel_over_the_strip_moves_the_roll(qtbot: QtBot, roll: PianoRoll) -> None:
    strip = SurpriseStrip(roll.view)
    qtbot.addWidget(strip)
    zoom = roll.view.points_a_tick
    turn(strip, QPoint(300, 20), 1, CONTROL)
    assert roll.view.points_a_tick > zoom


@pytest.mark.parametrize(
    ("key", "changed"), [(Qt.Key.Key_Plus, 1.25), (Qt.Key.Key_Equal, 1.25), (Qt.Key.Key_Minus, 1.0)]
)
def test_plus_and_minus_zoom_and_0_shows_everything(roll: PianoRoll, key: Qt.Key, changed: float) -> None:
    zoom = roll.view.points_a_tick
    QTest.keyClick(roll.canvas, key)
    assert roll.view.points_a_tick == pytest.approx(zoom * changed, rel=0.05)
    QTest.keyClick(roll.canvas, Qt.Key.Key_0)
    assert roll.view.x(roll.sheet.end_tick) <= roll.view.width


def test_the_scroll_bars_follow_the_view_and_lead_it(roll: PianoRoll) -> None:
    roll.view.zoom_time(4, 0)
    roll.across.setValue(BAR)
    assert roll.view.left == BAR
    roll.view.scroll(ticks=BAR)
    assert roll.across.value() == 2 * BAR


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_no_zoom_loses_the_sheet(roll: PianoRoll, factor: float) -> None:
    roll.view.zoom_time(factor, 200)
    roll.view.zoom_pitch(factor, 200)
    roll.view.scroll(ticks=1e9, rows=1e9)
    roll.view.scroll(ticks=-1e9, rows=-1e9)
    assert roll.view.left == 0
    assert roll.view.top == 0
    assert not roll.canvas.grab().isNull()


def test_a_note_is_scrolled_into_sight() -> None:
    view = RollView()
    view.end_tick = 100 * BAR
    view.reveal(50 * BAR, 50 * BAR + 480, 2)
    assert 0 <= view.x(50 * BAR) < view.width
    assert 0 <= view.y(2) < view.height


# -- the playhead ------------------------------------------------------------------------------------------------------


def test_the_page_turns_with_the_playhead(roll: PianoRoll) -> None:
    roll.view.zoom_time(4, 0)
    roll.set_playhead(0, True)
    roll.set_playhead(roll.view.ticks * 1.01, True)
    assert roll.view.left > 0
    assert 0 < roll.view.x(roll.canvas.playhead) < roll.view.width / 4


def test_the_page_stays_while_something_is_dragged(roll: PianoRoll) -> None:
    roll.view.zoom_time(4, 0)
    roll.set_playhead(0, True)
    QTest.mousePress(roll.canvas, LEFT, NONE, place(roll, 200, 70))
    roll.set_playhead(roll.view.ticks * 1.01, True)
    assert roll.view.left == 0
    QTest.mouseRelease(roll.canvas, LEFT, NONE, place(roll, 200, 70))
    roll.set_playhead(roll.view.ticks * 1.02, True)
    assert roll.view.left > 0


def test_who_scrolls_away_is_left_alone_until_the_playhead_is_in_sight_again(roll: PianoRoll) -> None:
    roll.view.zoom_time(4, 0)
    roll.set_playhead(10, True)
    for _ in range(30):
        turn(roll.canvas, place(roll, 100, 60), -1, SHIFT)
    left = roll.view.left
    roll.set_playhead(20, True)
    assert roll.view.left == left
    QTest.keyClick(roll.canvas, Qt.Key.Key_Home)
    roll.set_playhead(30, True)
    roll.set_playhead(roll.view.ticks * 1.01, True)
    assert roll.view.left > 0


def test_moving_the_playhead_does_not_draw_the_notes_again(roll: PianoRoll) -> None:
    roll.canvas.repaint()
    picture = roll.canvas.picture
    roll.set_playhead(BAR, True)
    roll.canvas.repaint()
    assert picture is not None
    assert roll.canvas.picture is picture


# -- selection ---------------------------------------------------------------------------------------------------------


def test_dragging_in_the_ruler_chooses_whole_bars_and_their_notes(qtbot: QtBot, roll: PianoRoll) -> None:
    begin, end = place(roll, 2.4 * BAR, 60), place(roll, 4.5 * BAR, 60)
    begin.setY(8)
    end.setY(8)
    drag(roll, begin, end)
    selection = roll.selection
    assert (selection.begin_tick, selection.end_tick) == (2 * BAR, 5 * BAR)
    assert len(selection.notes) == 6


def test_bars_are_chosen_in_either_direction(sheet: Sheet) -> None:
    assert bars_between(sheet, 4.5 * BAR, 2.4 * BAR) == (2 * BAR, 5 * BAR)
    assert bars_between(sheet, 0, 0) == (0, BAR)
    assert bars_between(sheet, 99 * BAR, 99 * BAR)[1] >= 8 * BAR


def test_a_rectangle_chooses_the_notes_it_touches(roll: PianoRoll) -> None:
    drag(roll, place(roll, 0.1 * BAR, 50), place(roll, 2.9 * BAR, 46))
    assert roll.sheet.notes["pitch"][roll.selection.notes].tolist() == [48, 48, 48]
    assert not roll.selection.is_range


def test_control_adds_notes_to_those_chosen_and_takes_them_away(roll: PianoRoll) -> None:
    first, second = place(roll, 300, 60), place(roll, BAR + 300, 61)
    QTest.mouseClick(roll.canvas, LEFT, NONE, first)
    QTest.mouseClick(roll.canvas, LEFT, CONTROL, second)
    assert roll.sheet.notes["pitch"][roll.selection.notes].tolist() == [60, 61]
    QTest.mouseClick(roll.canvas, LEFT, CONTROL, first)
    assert roll.sheet.notes["pitch"][roll.selection.notes].tolist() == [61]


def test_a_click_on_one_of_several_chosen_notes_leaves_only_that(roll: PianoRoll) -> None:
    roll.select_notes(np.arange(6))
    QTest.mouseClick(roll.canvas, LEFT, NONE, place(roll, 300, 60))
    assert roll.sheet.notes["pitch"][roll.selection.notes].tolist() == [60]


def test_the_next_note_is_chosen_by_key_and_brought_into_sight(roll: PianoRoll) -> None:
    roll.view.zoom_time(40, 0)
    for _ in range(4):
        QTest.keyClick(roll.canvas, Qt.Key.Key_N)
    assert roll.selection.notes.tolist() == [3]
    assert 0 <= roll.view.x(float(roll.sheet.notes["onset"][3])) <= roll.view.width
    QTest.keyClick(roll.canvas, Qt.Key.Key_N, SHIFT)
    assert roll.selection.notes.tolist() == [2]


def test_escape_chooses_nothing(roll: PianoRoll) -> None:
    roll.select(0, 2 * BAR)
    QTest.keyClick(roll.canvas, Qt.Key.Key_Escape)
    assert not roll.selection.is_range
    assert not len(roll.selection.notes)


@pytest.mark.parametrize("editable", [True, False])
def test_a_click_on_the_ruler_seeks_and_one_on_the_ground_marks_where_notes_are_pasted(
    roll: PianoRoll, editable: bool
) -> None:
    roll.set_editable(editable)
    roll.select(0, BAR)
    ground, ruler = place(roll, 3 * BAR + 50, 68), place(roll, 5 * BAR, 60)
    ruler.setY(8)
    ticks: list[int] = []
    roll.seek_wanted.connect(ticks.append)
    QTest.mouseClick(roll.canvas, LEFT, NONE, ground)
    QTest.mouseClick(roll.canvas, LEFT, NONE, ruler)
    sought = [5 * BAR] if editable else [3 * BAR + 50, 5 * BAR]
    assert ticks == pytest.approx(sought, abs=1 / roll.view.points_a_tick)
    assert roll.canvas.mark == (3 * BAR if editable else None)
    assert not roll.selection.is_range


def test_the_selection_is_told(qtbot: QtBot, roll: PianoRoll) -> None:
    with qtbot.waitSignal(roll.selection_changed) as told:
        roll.select(BAR, 3 * BAR)
    assert isinstance(told.args[0], Selection)
    assert told.args[0].is_range
    assert len(told.args[0].notes) == 4


def test_the_note_under_the_pointer_is_told_and_described(qtbot: QtBot, roll: PianoRoll) -> None:
    heard: list[int] = []
    roll.hovered.connect(heard.append)
    QTest.mouseMove(roll.canvas, place(roll, 1200, 48))
    QTest.mouseMove(roll.canvas, place(roll, 1200, 68))
    assert heard == [1, -1]
    assert "C3" in roll.canvas.describe(1)
    assert "Bass" in roll.canvas.describe(1)


# -- editing by mouse --------------------------------------------------------------------------------------------------


def test_a_dragged_note_moves_on_the_grid(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    drag(roll, place(roll, 300, 60), place(roll, 300 + 250, 63))
    assert len(edits) == 1
    assert (240, 1200, 63, 80, 0) in rows(edits[0][0])
    assert edits[0][1] == "Move notes"


def test_a_note_off_the_grid_keeps_its_time_when_it_is_dragged_upwards(
    roll: PianoRoll, sheet: Sheet, edits: list[tuple[Sheet, str]]
) -> None:
    notes = sheet.notes.copy()
    notes["onset"][0] = 37
    roll.set_sheet(sheet.with_notes(notes))
    drag(roll, place(roll, 300, 60), place(roll, 300, 64))
    assert (37, 960, 64, 80, 0) in rows(edits[0][0])


def test_all_chosen_notes_move_together(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    roll.select(0, 2 * BAR)
    drag(roll, place(roll, 300, 60), place(roll, 300, 62))
    assert sorted(row[2] for row in rows(edits[0][0]) if row[0] < 2 * BAR) == [50, 50, 62, 63]


def test_the_right_edge_of_a_note_changes_its_length(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    roll.view.zoom_time(2, 0)
    edge = place(roll, 960, 60) - QPoint(2, 0)
    drag(roll, edge, place(roll, 1440, 60))
    assert (0, 1440, 60, 80, 0) in rows(edits[0][0])
    assert edits[0][1] == "Change lengths"


def test_dragging_with_alt_changes_velocities(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    begin = place(roll, 300, 60)
    drag(roll, begin, begin - QPoint(0, 20), ALT)
    assert (0, 960, 60, 100, 0) in rows(edits[0][0])


def test_a_double_click_adds_a_note_on_the_grid(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 500, 68))
    added = [row for row in rows(edits[0][0]) if row[2] == 68]
    assert added == [(480, 960, 68, 90, 0)]
    assert len(edits) == 1
    assert roll.sheet.notes["pitch"][roll.selection.notes].tolist() == [68]


def test_a_note_is_added_by_two_clicks_where_it_is_seen_and_the_playhead_stays(
    roll: PianoRoll, edits: list[tuple[Sheet, str]], qtbot: QtBot
) -> None:
    roll.resize(500, 500)
    roll.fit()
    before, at, ticks = roll.canvas.grab().toImage(), place(roll, 4 * BAR + 490, 68), []
    roll.seek_wanted.connect(ticks.append)
    QTest.mouseClick(roll.canvas, LEFT, NONE, at)
    QTest.mouseDClick(roll.canvas, LEFT, NONE, at)
    QTest.mouseRelease(roll.canvas, LEFT, NONE, at)
    after = roll.canvas.grab().toImage()
    changed = [x for x in range(after.width()) if after.pixel(x, at.y()) != before.pixel(x, at.y())]
    assert len(changed) >= 8
    assert min(changed) <= at.x() <= max(changed)
    assert len(edits) == 1
    assert ticks == []


def test_a_note_is_added_to_a_heard_track(roll: PianoRoll, sheet: Sheet, edits: list[tuple[Sheet, str]]) -> None:
    roll.set_sheet(sheet.with_track(0, TrackInfo("Tune", muted=True)))
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 500, 68))
    assert (480, 960, 68, 90, 1) in rows(edits[0][0])


@pytest.mark.parametrize("height", [130, 200])
def test_all_notes_are_seen_however_low_the_roll_is(qtbot: QtBot, height: int) -> None:
    notes = np.array([(0, 960, 24, 80, 0), (960, 1920, 105, 80, 1)], NOTE)
    roll = PianoRoll()
    qtbot.addWidget(roll)
    roll.resize(600, height)
    roll.show()
    roll.set_sheet(Sheet(notes, (TrackInfo("Bass"), TrackInfo("Melody"))))
    view = roll.view
    assert all(0 <= view.y(pitch) <= view.height - view.row for pitch in (24, 105))
    assert view.row >= 1


def test_a_drag_after_the_double_click_makes_the_note_longer(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 500, 68))
    end = QPointF(place(roll, 980, 68))
    moved = QMouseEvent(QEvent.Type.MouseMove, end, end, Qt.MouseButton.NoButton, LEFT, NONE)
    QApplication.sendEvent(roll.canvas, moved)
    QTest.mouseRelease(roll.canvas, LEFT, NONE, end.toPoint())
    assert (480, 1440, 68, 90, 0) in rows(edits[-1][0])


def test_a_double_click_on_a_note_adds_none(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 300, 60))
    assert not edits


def test_escape_puts_back_what_a_drag_has_moved(roll: PianoRoll, sheet: Sheet, edits: list[tuple[Sheet, str]]) -> None:
    begin, end = place(roll, 300, 60), place(roll, 2000, 65)
    QTest.mousePress(roll.canvas, LEFT, NONE, begin)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(end), QPointF(end), Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(roll.canvas, moved)
    assert rows(roll.sheet) != rows(sheet)
    QTest.keyClick(roll.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(roll.canvas, LEFT, NONE, end)
    assert rows(roll.sheet) == rows(sheet)
    assert not edits


def test_a_drag_beyond_the_edge_scrolls(qtbot: QtBot, roll: PianoRoll) -> None:
    roll.view.zoom_time(4, 0)
    begin = place(roll, 300, 60)
    begin.setY(8)
    end = QPointF(roll.canvas.width() + 30, 8)
    QTest.mousePress(roll.canvas, LEFT, NONE, begin)
    moved = QMouseEvent(QEvent.Type.MouseMove, end, end, Qt.MouseButton.NoButton, LEFT, NONE)
    QApplication.sendEvent(roll.canvas, moved)
    seen = roll.view.ticks
    qtbot.waitUntil(lambda: roll.selection.end_tick > seen * 1.5)
    QTest.mouseRelease(roll.canvas, LEFT, NONE, end.toPoint())
    assert roll.selection.begin_tick == 0


def test_a_roll_that_only_shows_is_not_edited(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    roll.set_editable(False)
    drag(roll, place(roll, 300, 60), place(roll, 2000, 64))
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 500, 68))
    QTest.keyClick(roll.canvas, Qt.Key.Key_Delete)
    assert not edits


# -- editing by keys ---------------------------------------------------------------------------------------------------

KEYS: list[tuple[Qt.Key, Qt.KeyboardModifier, Callable[[Row], Row]]] = [
    (Qt.Key.Key_Right, NONE, lambda n: (n[0] + 120, n[1] + 120, *n[2:])),
    (Qt.Key.Key_Right, CONTROL, lambda n: (n[0] + BAR, n[1] + BAR, *n[2:])),
    (Qt.Key.Key_Right, SHIFT, lambda n: (n[0], n[1] + 120, *n[2:])),
    (Qt.Key.Key_Up, NONE, lambda n: (*n[:2], n[2] + 1, *n[3:])),
    (Qt.Key.Key_Down, CONTROL, lambda n: (*n[:2], n[2] - 12, *n[3:])),
    (Qt.Key.Key_Up, ALT, lambda n: (*n[:3], n[3] + 8, n[4])),
]


@pytest.mark.parametrize(("key", "modifiers", "expected"), KEYS)
def test_arrows_edit_the_chosen_notes(
    roll: PianoRoll,
    edits: list[tuple[Sheet, str]],
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    expected: Callable[[Row], Row],
) -> None:
    note = rows(roll.sheet)[2]
    roll.select_notes(np.array([2]))
    QTest.keyClick(roll.canvas, key, modifiers)
    assert expected(note) in rows(edits[0][0])
    assert len(edits[0][0].notes) == 16


def test_delete_removes_the_chosen_notes(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    roll.select(0, 2 * BAR)
    QTest.keyClick(roll.canvas, Qt.Key.Key_Delete)
    assert len(edits[0][0].notes) == 12
    QTest.mouseMove(roll.canvas, place(roll, 7.7 * BAR, 48))


def test_insert_adds_a_note_at_the_playhead(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    roll.set_playhead(3 * BAR + 50)
    QTest.keyClick(roll.canvas, Qt.Key.Key_Insert)
    assert (3 * BAR, 3 * BAR + 480, 60, 90, 0) in rows(edits[0][0])


def test_arrows_scroll_where_nothing_is_chosen(roll: PianoRoll, edits: list[tuple[Sheet, str]]) -> None:
    roll.view.zoom_time(4, 0)
    QTest.keyClick(roll.canvas, Qt.Key.Key_Right)
    assert roll.view.left > 0
    assert not edits


def test_keys_that_mean_nothing_here_go_on_to_the_window(qtbot: QtBot) -> None:
    heard: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
            heard.append(event.key())  # type: ignore[attr-defined]

    window = Window()
    qtbot.addWidget(window)
    inner = PianoRoll(window)
    window.show()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_2, Qt.Key.Key_Delete):
        QTest.keyClick(inner.canvas, key)
    assert heard == [Qt.Key.Key_Space, Qt.Key.Key_2, Qt.Key.Key_Delete]


# -- together with an editor -------------------------------------------------------------------------------------------


def test_every_edit_of_the_roll_is_undone_in_one_step(roll: PianoRoll, sheet: Sheet, editor: SheetEditor) -> None:
    drag(roll, place(roll, 300, 60), place(roll, 2000, 63))
    QTest.keyClick(roll.canvas, Qt.Key.Key_Up)
    QTest.mouseDClick(roll.canvas, LEFT, NONE, place(roll, 500, 68))
    QTest.mouseRelease(roll.canvas, LEFT, NONE, place(roll, 500, 68))
    QTest.keyClick(roll.canvas, Qt.Key.Key_Delete)
    assert editor.stack.count() == 4
    while editor.stack.canUndo():
        editor.stack.undo()
    assert rows(roll.sheet) == rows(sheet)


def test_after_an_undo_the_same_notes_are_chosen(roll: PianoRoll, editor: SheetEditor) -> None:
    roll.select_notes(np.array([0]))
    QTest.keyClick(roll.canvas, Qt.Key.Key_Right, CONTROL)
    editor.stack.undo()
    assert rows(roll.sheet)[int(roll.selection.notes[0])][:3] == (0, 960, 60)
    assert len(roll.selection.notes) == 1


def test_a_change_of_the_mix_keeps_what_is_chosen_and_in_sight(roll: PianoRoll, sheet: Sheet) -> None:
    roll.view.zoom_time(4, 0)
    roll.select_notes(np.array([1, 5]))
    zoom = roll.view.points_a_tick
    roll.set_sheet(sheet.with_track(0, TrackInfo("Tune", muted=True)), fit=False)
    assert roll.selection.notes.tolist() == [1, 5]
    assert roll.view.points_a_tick == zoom


# -- surprise ----------------------------------------------------------------------------------------------------------


def a_long_sheet(count: int) -> Sheet:
    notes = np.zeros(count, NOTE)
    notes["onset"] = np.arange(count) * 120
    notes["end"], notes["pitch"], notes["velocity"] = notes["onset"] + 120, 60, 90
    return Sheet(notes, (TrackInfo(""),))


def test_unusual_notes_are_marked_in_the_roll_and_told_in_words(roll: PianoRoll) -> None:
    roll.set_sheet(a_long_sheet(100))
    plain = roll.canvas.grab().toImage()
    bits = np.full(100, 2.0)
    bits[40] = 9.5
    roll.set_surprise(bits)
    assert roll.canvas.grab().toImage() != plain
    assert "9.5 bits" in roll.canvas.describe(40)
    roll.set_surprise(None)
    assert roll.canvas.grab().toImage() == plain


def test_surprise_of_other_notes_is_not_shown(roll: PianoRoll) -> None:
    roll.set_surprise(np.ones(3))
    assert "bits" not in roll.canvas.describe(0)


@pytest.fixture
def strip(qtbot: QtBot, roll: PianoRoll) -> SurpriseStrip:
    made = SurpriseStrip(roll.view)
    qtbot.addWidget(made)
    made.resize(roll.canvas.width(), made.height())
    made.show()
    return made


def test_an_unusual_note_stands_out_by_colour_and_by_height(roll: PianoRoll, strip: SurpriseStrip) -> None:
    sheet = a_long_sheet(100)
    roll.set_sheet(sheet)
    bits = np.full(100, 2.0)
    bits[40] = 9.0
    strip.set_surprise(sheet, bits)
    image = strip.grab().toImage()

    def height(note: int) -> int:
        x = round(KEYBOARD + roll.view.x(note * 120)) + 1
        ground = QColor(theme.colours().ground)
        return sum(distance(image.pixelColor(x, y), ground) > 60 for y in range(image.height()))

    middle = image.pixelColor(round(KEYBOARD + roll.view.x(40 * 120)) + 1, 20)
    assert distance(middle, theme.colours().surprise(1)) < 60
    assert height(40) > 2 * height(20) > 0


def test_the_strip_says_in_words_what_it_shows(sheet: Sheet, strip: SurpriseStrip) -> None:
    strip.set_surprise(sheet, np.linspace(1, 3, len(sheet.notes)))
    assert strip.accessibleDescription() == "Mean 2.00 bits a note, highest 3.0"
    strip.set_surprise(sheet, None)
    assert "Mean" not in strip.accessibleDescription()


def test_notes_without_a_figure_are_left_out_of_the_strip(sheet: Sheet, strip: SurpriseStrip) -> None:
    bits = np.ones(len(sheet.notes))
    bits[3] = np.nan
    strip.set_surprise(sheet, bits)
    assert not strip.grab().isNull()
    assert "1.00" in strip.accessibleDescription()


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_a_small_picture_fills_its_place_with_the_notes(sheet: Sheet) -> None:
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.colours().card))
    painter = QPainter(image)
    paint_roll(painter, QRectF(10, 5, 180, 50), sheet)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(60, -1)[:, :200]
    painted = np.argwhere(pixels != pixels[0, 0])
    assert painted.min(axis=0).tolist() >= [5, 10]
    assert (painted.max(axis=0) <= [55, 190]).all()
    assert painted[:, 1].max() > 150


def test_a_picture_shows_at_least_an_octave() -> None:
    low, high = pitch_span(a_long_sheet(1))
    assert low <= 60 <= high
    assert high - low >= 12


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_an_exported_picture_has_the_size_asked_for(sheet: Sheet, ratio: float) -> None:
    image = roll_image(sheet, 800, 300, ratio)
    assert (image.width(), image.height()) == (round(800 * ratio), round(300 * ratio))
    assert len({image.pixel(x, round(150 * ratio)) for x in range(0, image.width(), 3)}) > 2


def test_an_empty_sheet_can_be_exported_too() -> None:
    assert not roll_image(Sheet.empty(), 400, 200).isNull()


# -- accessibility -----------------------------------------------------------------------------------------------------


def test_the_roll_has_a_name_takes_the_focus_and_shows_it(qtbot: QtBot, roll: PianoRoll) -> None:
    roll.activateWindow()
    roll.canvas.clearFocus()
    plain = roll.canvas.grab().toImage()
    roll.setFocus()
    qtbot.waitUntil(roll.canvas.hasFocus)
    assert roll.canvas.grab().toImage() != plain
    assert roll.canvas.accessibleName()
    assert "Delete" in roll.canvas.accessibleDescription()
    assert roll.canvas.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_drums_are_named_where_other_parts_have_keys(roll: PianoRoll) -> None:
    notes = np.array([(0, 480, 36, 90, 0), (0, 480, 60, 90, 1)], NOTE)
    tracks = (TrackInfo("Kit", drums=True), TrackInfo("Piano"))
    roll.set_sheet(Sheet(notes, tracks))
    assert not roll.canvas.shows_drums
    roll.set_part(0)
    assert roll.canvas.shows_drums
    roll.set_part(-1)
    roll.set_sheet(Sheet(notes[:1], tracks))
    assert roll.canvas.shows_drums
