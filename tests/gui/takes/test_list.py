"""List of takes: keyboard, stars, order, filter, drags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QClipboard, QDrag, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.sampling.settings import SamplingSettings
from gui.takes import words as take_words
from gui.takes.list import TakeList
from gui.takes.model import ENTRY, ShownTakes, TakesModel
from gui.takes.row import TakeRow
from seqgen.errors import SeqgenError
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.music.rules import MusicRules
from seqgen.library.query import TakeQuery
from seqgen.library.take import TakeRecord
from seqgen.sampling.config import SamplingConfig
from tests.support.patience import cpu_seconds

FRAME_MILLISECONDS = 33


def record(number: int, **values: object) -> TakeRecord:
    """Take `number`, with its number as id and time."""
    made = TakeRecord(f"t{number}", number, "music", Path(f"{number}.mid"), bits=2.5, created=float(number))
    return replace(made, **values)  # type: ignore[arg-type]


@pytest.fixture
def takes(qtbot: QtBot) -> TakesModel:
    """Three takes: #1 starred, #2 much copied, #3 with the fewest bits."""
    model = TakesModel()
    model.set_takes(
        [
            record(1, bits=2.9, copied=0.01, seconds=40.0, starred=True),
            record(2, bits=2.8, copied=0.09, seconds=60.0, rating=4, name="Lullaby", tags=["slow"]),
            record(3, bits=2.7, copied=None, seconds=50.0, edited=True),
        ]
    )
    return model


@pytest.fixture
def shown(takes: TakesModel, qtbot: QtBot) -> TakeList:
    made = TakeList()
    qtbot.addWidget(made)
    made.set_model(takes)
    made.resize(theme.LIST_WIDTH, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def middle(shown: TakeList, take_id: str) -> QPoint:
    row = shown.shown_ids().index(take_id)
    return shown.view.visualRect(shown.view.model().index(row, 0)).center()


def star(shown: TakeList, take_id: str) -> QPoint:
    row = shown.shown_ids().index(take_id)
    area = QRectF(shown.view.visualRect(shown.view.model().index(row, 0)))
    delegate = shown.view.itemDelegate()
    assert isinstance(delegate, TakeRow)
    return delegate.star_area(area).center().toPoint()


def click(qtbot: QtBot, shown: TakeList, point: QPoint, modifier: Qt.KeyboardModifier | None = None) -> None:
    qtbot.mouseClick(
        shown.view.viewport(), Qt.MouseButton.LeftButton, modifier or Qt.KeyboardModifier.NoModifier, point
    )


# -- selection ---------------------------------------------------------------------------------------------------------


def test_a_click_chooses_a_take(shown: TakeList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.chosen) as told:
        click(qtbot, shown, middle(shown, "t2"))
    assert told.args == ["t2"]
    assert shown.current_id() == "t2"
    assert shown.selected_ids() == ["t2"]


def test_a_click_on_the_current_take_chooses_it_once_more(shown: TakeList, qtbot: QtBot) -> None:
    told: list[str] = []
    shown.chosen.connect(told.append)
    click(qtbot, shown, middle(shown, "t2"))
    click(qtbot, shown, middle(shown, "t2"))
    assert told == ["t2", "t2"]


def test_arrows_walk_the_takes(shown: TakeList, qtbot: QtBot) -> None:
    told: list[str] = []
    shown.choose("t3")
    shown.chosen.connect(told.append)
    qtbot.keyClick(shown.view, Qt.Key.Key_Down)
    qtbot.keyClick(shown.view, Qt.Key.Key_Down)
    qtbot.keyClick(shown.view, Qt.Key.Key_Up)
    assert told == ["t2", "t1", "t2"]


def test_choosing_for_the_user_is_silent(shown: TakeList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(shown.chosen):
        shown.choose("t1")
    assert shown.selected_ids() == ["t1"]


def test_several_takes_are_selected_from_the_top(shown: TakeList, qtbot: QtBot) -> None:
    click(qtbot, shown, middle(shown, "t1"))
    click(qtbot, shown, middle(shown, "t3"), Qt.KeyboardModifier.ControlModifier)
    assert shown.selected_ids() == ["t3", "t1"]


def test_letters_and_space_are_left_to_the_page(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t3")
    with qtbot.assertNotEmitted(shown.chosen):
        qtbot.keyClicks(shown.view, "b# 1")


# -- requests ----------------------------------------------------------------------------------------------------------


def test_a_click_on_the_star_stars_without_choosing(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t3")
    with qtbot.assertNotEmitted(shown.chosen), qtbot.waitSignal(shown.starred) as told:
        click(qtbot, shown, star(shown, "t2"))
    assert told.args == ["t2", True]
    assert shown.current_id() == "t3"


def test_s_takes_the_star_away(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t1")
    with qtbot.waitSignal(shown.starred) as told:
        qtbot.keyClick(shown.view, Qt.Key.Key_S)
    assert told.args == ["t1", False]


def test_s_stars_all_that_are_selected(shown: TakeList, qtbot: QtBot) -> None:
    told: list[tuple[str, bool]] = []
    shown.starred.connect(lambda take_id, on: told.append((take_id, on)))
    shown.choose("t3")
    shown.view.selectAll()
    qtbot.keyClick(shown.view, Qt.Key.Key_S)
    assert told == [("t3", True), ("t2", True)]


def test_a_digit_rates_all_that_are_selected_and_no_shortcut_of_the_window_takes_it(
    shown: TakeList, qtbot: QtBot
) -> None:
    pages: list[bool] = []
    QShortcut(QKeySequence("3"), shown).activated.connect(lambda: pages.append(True))
    shown.activateWindow()
    shown.choose("t3")
    shown.setFocus()
    shown.view.selectAll()
    with qtbot.waitSignal(shown.rated) as told:
        qtbot.keyClick(shown.view, Qt.Key.Key_3)
    assert told.args == [["t3", "t2", "t1"], 3]
    assert pages == []


def test_f2_asks_for_name_and_tags(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t2")
    with qtbot.waitSignal(shown.details_wanted) as told:
        qtbot.keyClick(shown.view, Qt.Key.Key_F2)
    assert told.args == [["t2"]]


def test_a_rated_take_moves_where_its_rating_belongs(shown: TakeList, takes: TakesModel) -> None:
    shown.arrange("rated")
    takes.update(record(1, rating=5))
    assert shown.shown_ids() == ["t1", "t2", "t3"]
    takes.update(record(2, rating=0))
    assert shown.shown_ids() == ["t1", "t3", "t2"]


def test_delete_wants_the_selected_takes_gone(shown: TakeList, qtbot: QtBot) -> None:
    click(qtbot, shown, middle(shown, "t1"))
    click(qtbot, shown, middle(shown, "t2"), Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(shown.delete_wanted) as told:
        qtbot.keyClick(shown.view, Qt.Key.Key_Delete)
    assert told.args == [["t2", "t1"]]


def test_the_menu_offers_settings_export_star_and_deletion(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t2")
    menu = shown.view.make_menu(shown.view.entries())
    # keys stand behind the words
    actions = {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}
    named = ["Use these settings", "Export…", "Show its file", "Copy", "Star", "Rating", "Name, tags, note…", "Delete"]
    assert list(actions) == named
    wanted = [shown.use_settings_wanted, shown.export_wanted, shown.file_wanted, shown.starred, shown.delete_wanted]
    with qtbot.waitSignals(wanted):
        for name in ("Use these settings", "Export…", "Show its file", "Star", "Delete"):
            actions[name].trigger()


def test_a_row_is_dragged_as_the_files_of_the_selected_takes(
    shown: TakeList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []
    dropped: list[str] = []
    data = QMimeData()
    data.setText("files")
    shown.set_mime(lambda ids: asked.append(ids) or data)
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: dropped.append(drag.mimeData().text()))
    rows = shown.view
    shown.choose("t2")
    start = rows.visualRect(rows.currentIndex()).center()
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QTest.mousePress(rows.viewport(), left, none, start)
    for step in (20, 60):
        at = QPointF(start + QPoint(step, 0))
        QApplication.sendEvent(rows.viewport(), QMouseEvent(QEvent.Type.MouseMove, at, at, left, left, none))
    assert (asked, dropped) == ([["t2"]], ["files"])


def test_copy_puts_what_the_page_makes_on_the_clipboard(shown: TakeList, clipboard: QClipboard, qtbot: QtBot) -> None:
    def mime(ids: Sequence[str]) -> QMimeData:
        data = QMimeData()
        data.setText(" ".join(ids))
        return data

    shown.set_mime(mime)
    shown.choose("t2")
    qtbot.keyClick(shown.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "t2"


def test_what_cannot_be_dragged_is_told(shown: TakeList, qtbot: QtBot) -> None:
    def lost(ids: Sequence[str]) -> QMimeData:
        raise SeqgenError("2.mid: is lost")

    shown.set_mime(lost)
    shown.choose("t2")
    with qtbot.waitSignal(shown.problem) as told:
        shown.view.startDrag(Qt.DropAction.CopyAction)
    assert told.args == ["2.mid: is lost"]


# -- order and filter --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", ["t3", "t2", "t1"]),
        ("bits", ["t3", "t2", "t1"]),
        ("copied", ["t1", "t2", "t3"]),
        ("length", ["t2", "t3", "t1"]),
        ("starred", ["t1", "t3", "t2"]),
        ("rated", ["t2", "t3", "t1"]),
        ("nonsense", ["t3", "t2", "t1"]),
    ],
)
def test_takes_are_sorted_by_any_figure(shown: TakeList, order: str, expected: list[str]) -> None:
    shown.arrange(order)
    assert shown.shown_ids() == expected


def test_the_chosen_take_stays_chosen_when_the_order_changes(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t1")
    with qtbot.assertNotEmitted(shown.chosen):
        shown.arrange("starred")
    assert shown.selected_ids() == ["t1"]
    assert shown.view.currentIndex().row() == 0


def test_only_starred_takes_are_shown_and_the_current_one_is_not_forgotten(shown: TakeList, qtbot: QtBot) -> None:
    shown.choose("t2")
    with qtbot.waitSignal(shown.arranged) as told, qtbot.assertNotEmitted(shown.chosen):
        shown.filter.click()
    assert told.args == ["newest", True]
    assert shown.shown_ids() == ["t1"]
    assert shown.current_id() == "t2"
    shown.filter.click()
    assert shown.view.currentIndex().row() == 1


def test_choosing_a_hidden_take_shows_all(shown: TakeList) -> None:
    shown.filter.setChecked(True)
    shown.choose("t3")
    assert shown.shown_ids() == ["t3", "t2", "t1"]
    assert not shown.filter.isChecked()


def test_a_take_that_loses_its_star_leaves_the_filtered_list(shown: TakeList, takes: TakesModel) -> None:
    shown.filter.setChecked(True)
    takes.update(record(1))
    assert shown.shown_ids() == []
    assert "star" in shown.view.empty_words


def test_without_takes_the_list_says_what_to_do(shown: TakeList, takes: TakesModel) -> None:
    takes.set_takes([])
    assert "Generate" in shown.view.empty_words
    assert shown.view.accessibleDescription() == shown.view.empty_words
    assert shown.current_id() == ""


# -- adding and removing -----------------------------------------------------------------------------------------------


def test_new_takes_are_counted_until_they_are_chosen(shown: TakeList, takes: TakesModel, qtbot: QtBot) -> None:
    takes.add(record(4))
    takes.add(record(5))
    assert shown.new.isVisible()
    assert shown.new.text() == "2 new"
    shown.new.click()
    assert shown.current_id() == "t5"
    assert shown.new.text() == "1 new"
    click(qtbot, shown, middle(shown, "t4"))
    assert not shown.new.isVisible()


def test_a_take_that_comes_again_is_updated(takes: TakesModel) -> None:
    takes.add(record(2, bits=9.0))
    assert len(takes) == 3
    assert takes.record("t2") == record(2, bits=9.0)


def test_takes_that_stream_in_do_not_move_what_is_chosen(shown: TakeList, takes: TakesModel, qtbot: QtBot) -> None:
    takes.set_takes([record(number) for number in range(1, 40)])
    shown.choose("t20")
    shown.view.scrollTo(shown.view.currentIndex())
    before = middle(shown, "t20")
    with qtbot.assertNotEmitted(shown.chosen):
        for number in range(40, 48):
            takes.add(record(number))
    assert middle(shown, "t20") == before
    assert shown.current_id() == "t20"


@pytest.mark.parametrize(("gone", "next_one"), [("t3", "t2"), ("t2", "t1"), ("t1", "t2")])
def test_the_neighbour_of_a_removed_take_is_the_current_one(
    shown: TakeList, takes: TakesModel, qtbot: QtBot, gone: str, next_one: str
) -> None:
    shown.choose(gone)
    with qtbot.assertNotEmitted(shown.chosen):
        takes.remove([gone])
    assert shown.current_id() == next_one
    assert shown.selected_ids() == [next_one]


def test_many_takes_go_at_once(shown: TakeList, takes: TakesModel) -> None:
    takes.set_takes([record(number) for number in range(1, 10)])
    shown.choose("t5")
    takes.remove([f"t{number}" for number in range(3, 8)])
    assert shown.shown_ids() == ["t9", "t8", "t2", "t1"]
    assert shown.current_id() in ("t2", "t1")


def test_a_take_that_is_brought_back_stands_where_it_stood(shown: TakeList, takes: TakesModel) -> None:
    taken = takes.record("t2")
    assert taken is not None
    takes.remove(["t2"])
    takes.add(taken, new=False)
    assert shown.shown_ids() == ["t3", "t2", "t1"]
    assert takes.new_count == 0


def test_the_models_keep_qts_promises(takes: TakesModel, qtbot: QtBot) -> None:
    """Qt's model tester aborts or warns if rows are announced wrongly."""
    shown = ShownTakes(takes)
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    testers = [QAbstractItemModelTester(takes, mode), QAbstractItemModelTester(shown, mode)]
    with qtbot.captureExceptions() as problems:
        takes.add(record(4))
        shown.show_order("bits")
        takes.update(record(4, bits=0.5, starred=True))
        shown.show_query(TakeQuery(starred=True))
        takes.remove(["t1", "t2"])
        shown.show_query(TakeQuery())
        takes.remove(["t4"])
        takes.set_takes([record(8), record(9)])
    assert problems == []
    assert len(testers) == 2
    assert list(shown.ids) == ["t9", "t8"]


# -- painting and screen readers ---------------------------------------------------------------------------------------


def test_a_row_is_heard_in_words(shown: TakeList) -> None:
    texts = [
        shown.view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(shown.view.model().rowCount())
    ]
    assert texts[0] == "Take 3, not starred, 2.70 bits a note, 0:50 long, edited"
    assert texts[1] == (
        "Take 2, Lullaby, not starred, rated 4 of 5, 2.80 bits a note, warning: 9% copied, 1:00 long, slow"
    )
    assert texts[2] == "Take 1, starred, 2.90 bits a note, 1% copied, 0:40 long"


def test_the_tool_tip_says_the_settings() -> None:
    chosen = SamplingSettings(SamplingConfig(0.95), {"music": Shape(0, MusicRules(key="G major"))})
    tip = take_words.tip(record(3, key="G major", seed=41, settings=chosen.to_json(), model_name="chorales-large"))
    assert "G major · seed 41" in tip
    assert "temperature: 0.95" in tip
    assert "\nkey: G major" in tip
    assert "chorales-large" in tip
    assert "top k" not in tip
    assert "takes" not in tip
    assert "tempo" not in tip


def test_pictures_are_drawn_in_the_colours_of_the_theme(shown: TakeList, takes: TakesModel, qapp: object) -> None:
    theme.Theme(qapp, "dark")  # type: ignore[arg-type]
    takes.set_sheet("t3", tune(1, 40))
    dark = seen(shown)
    theme.Theme(qapp, "light")  # type: ignore[arg-type]
    light = seen(shown)
    theme.Theme(qapp, "dark")  # type: ignore[arg-type]
    assert theme.DARK.tracks[0] in dark
    assert theme.LIGHT.tracks[0] in light
    assert theme.DARK.tracks[0] not in light


def seen(shown: TakeList) -> set[str]:
    image = shown.view.viewport().grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(80)}


def test_another_sheet_is_another_picture(shown: TakeList, takes: TakesModel) -> None:
    takes.set_sheet("t3", tune(1, 40))
    before = shown.view.viewport().grab().toImage()
    takes.set_sheet("t3", tune(2, 40))
    assert shown.view.viewport().grab().toImage() != before


def test_a_text_shows_its_first_lines(shown: TakeList, takes: TakesModel) -> None:
    before = shown.view.viewport().grab().toImage()
    takes.update(record(3, kind="text", events=1234))
    takes.set_text("t3", "The sea is wide,\nthe sea is deep")
    assert takes.entry("t3").text.startswith("The sea")
    assert shown.view.viewport().grab().toImage() != before


def tune(seed: int, notes: int) -> Sheet:
    rng = np.random.default_rng(seed)
    made = np.zeros(notes, NOTE)
    made["onset"] = np.sort(rng.integers(0, 16 * 1920, notes))
    made["end"] = made["onset"] + 240
    made["pitch"], made["velocity"] = rng.integers(50, 80, notes), 80
    made["track"] = rng.integers(0, 4, notes)
    return Sheet(made, tuple(TrackInfo(str(number)) for number in range(4)))


def test_a_thousand_takes_are_sorted_scrolled_and_starred_within_a_frame(shown: TakeList, takes: TakesModel) -> None:
    rng = np.random.default_rng(0)
    takes.set_takes([record(n, bits=float(rng.random()), copied=float(rng.random())) for n in range(1000)])
    for number in range(1000):
        takes.set_sheet(f"t{number}", tune(number, 400))
    shown.view.repaint()

    def sort() -> None:
        shown.arrange("bits")
        shown.arrange("newest")

    bar = shown.view.verticalScrollBar()

    def scroll() -> None:
        bar.setValue(bar.value() + 300)
        shown.view.viewport().repaint()

    for act in (sort, scroll, lambda: takes.update(record(500, starred=True)), lambda: takes.add(record(2000))):
        assert 1000 * cpu_seconds(act, times=5) < FRAME_MILLISECONDS


def test_the_entry_of_a_row_is_had_by_its_role(shown: TakeList) -> None:
    entry = shown.view.model().index(0, 0).data(ENTRY)
    assert entry.record.id == "t3"


def test_the_focus_of_the_list_is_on_its_rows_so_that_arrows_walk_them_at_once(shown: TakeList, qtbot: QtBot) -> None:
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    shown.filter.setFocus()
    shown.setFocus()
    assert shown.focusWidget() is shown.view


def test_copies_are_told_beside_what_real_pieces_share() -> None:
    parts = [{"first": 3, "last": 5, "piece": "Jig"}, {"first": 8, "last": 8, "piece": "Reel"}, {"first": "?"}, 7]
    take = record(1, copied=0.4, shared=0.46, copies=parts)
    assert take_words.copies(take) == [
        "Real pieces share 46% with each other",
        "Bars 3–5 stand in Jig",
        "Bar 8 stands in Reel",
    ]
    assert not take.copies_much
    assert replace(take, copied=0.6).copies_much
    assert set(take_words.copies(take)) <= set(take_words.tip(take).splitlines())
