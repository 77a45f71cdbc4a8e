"""Create page: takes generated, opened, edited, continued, compared, deleted and restored after a restart."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import mido
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QClipboard, QDrag, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from superqt import QElidingLabel

from gui.create.page import CreatePage
from gui.inspect import jobs as jobs_inspect
from gui.inspect.inspection import Inspection, Source
from gui.library.library import Library
from gui.recording.dialog import RecordDialog
from gui.sampling import jobs as jobs_sampling
from gui.sampling.jobs import Drawn
from gui.sampling.settings import SamplingSettings
from gui.studio import Studio
from gui.takes import words as take_words
from gui.takes.store import TakeStore
from seqgen.formats import sheet_edits
from seqgen.formats.midi import read_scores
from seqgen.formats.midi_writer import write_score
from seqgen.formats.sheet import Sheet
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.music.rules import MusicRules
from seqgen.library.query import TakeQuery
from seqgen.library.take import TakeRecord, marked
from seqgen.library.takes import Takes
from seqgen.runs.run import MODEL
from tests.support.keyboards import PIANO, Keyboards
from tests.support.window_settings import window_settings

pytestmark = pytest.mark.long

SETTINGS = window_settings(bars=4, events=60, takes=3, seed=11, temperature=0.9)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Pages = Callable[[], CreatePage]


@pytest.fixture
def music(library: Path, tiny_music_model: Path) -> Path:
    """Model of music in the library."""
    return _import(tiny_music_model, library)


@pytest.fixture
def words(library: Path, tiny_text_model: Path) -> Path:
    """Model of text in the library."""
    return _import(tiny_text_model, library)


@pytest.fixture(scope="module")
def drawn(tiny_music_model: Path) -> list[Drawn]:
    return list(jobs_sampling.generate(str(tiny_music_model), SETTINGS.to_json(), 3, 5, None))


@pytest.fixture
def three_takes(library: Path, tiny_music_model: Path, drawn: list[Drawn]) -> list[TakeRecord]:
    """Takes of music that the library holds from earlier."""
    store = TakeStore(Library(library))
    about = jobs_sampling.describe(str(tiny_music_model))
    return [store.add(each, about, replace(SETTINGS, seed=each.seed)) for each in drawn]


@pytest.fixture
def heard(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """Record the sheets and ticks of playback instead of playing."""
    noted: list[tuple[str, float]] = []
    monkeypatch.setattr(studio.player, "play", lambda tick=0.0: noted.append((studio.player.title, tick)))
    return noted


@pytest.fixture
def pages(studio: Studio, qtbot: QtBot, heard: list[tuple[str, float]]) -> Iterator[Pages]:
    """Function that makes the page, as at a start."""
    made: list[CreatePage] = []

    def make() -> CreatePage:
        with studio.theme.styled_together():
            page = CreatePage(studio)
        studio.listening.turn_to("create")
        page.resize(1100, 700)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.show_settings(SETTINGS)
        page.view.audition.setChecked(False)
        made.append(page)
        return page

    yield make
    for page in made:
        page.close_down()
        page.deleteLater()


def _import(model: Path, library: Path) -> Path:
    folder = library / "models"
    folder.mkdir(parents=True)
    return Path(shutil.copy(model, folder))


def _ready(page: CreatePage, qtbot: QtBot) -> CreatePage:
    qtbot.waitUntil(lambda: page.about is not None)
    return page


def _generated(page: CreatePage, qtbot: QtBot, count: int) -> list[TakeRecord]:
    """Wait for a number of takes and the end of the request; return the takes."""
    done = lambda: len(page.takes) == count and not page.writing.generation.busy  # noqa: E731 - waitUntil's message
    qtbot.waitUntil(done)
    page.store.settle()
    return page.takes.records


def _settled(page: CreatePage) -> None:
    page.editing.settle()
    page.store.settle()


def _said(studio: Studio) -> list[str]:
    lines: list[str] = []
    studio.told.connect(lines.append)
    return lines


# -- before there is anything ------------------------------------------------------------------------------------------


def test_without_a_model_a_short_training_is_offered(pages: Pages, studio: Studio, qtbot: QtBot) -> None:
    page = pages()
    assert not page.panel.generate.isEnabled()
    with qtbot.waitSignal(studio.trial_wanted):
        QTest.mouseClick(page.view.findChildren(type(page.view.export))[-1], Qt.MouseButton.LeftButton)


def test_takes_are_drawn_from_a_model_as_soon_as_another_page_wants_them(
    pages: Pages, studio: Studio, library: Path, tiny_music_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    _import(tiny_music_model, library)
    page = pages()
    _ready(page, qtbot)
    page.show_settings(window_settings(bars=1, takes=2))
    run = tmp_path / "run"
    run.mkdir()
    shutil.copy(tiny_music_model, run / MODEL)
    studio.takes_wanted.emit(str(run))
    qtbot.waitUntil(lambda: len(page.takes) == 2 and not page.writing.generation.busy)
    assert {record.model_path for record in page.takes.records} == {str(run / MODEL)}


def test_a_model_that_comes_while_the_page_is_open_is_chosen(
    pages: Pages, studio: Studio, library: Path, tiny_music_model: Path, qtbot: QtBot
) -> None:
    page = pages()
    model = _import(tiny_music_model, library)
    studio.models_changed.emit()
    _ready(page, qtbot)
    assert page.panel.model.currentData() == str(model)
    assert page.panel.generate.isEnabled()


def test_a_damaged_model_is_told_once_and_another_one_is_chosen(
    pages: Pages, studio: Studio, library: Path, music: Path, qtbot: QtBot
) -> None:
    damaged = library / "models" / "damaged.safetensors"
    damaged.write_bytes(b"nothing of the kind")
    said = _said(studio)
    page = _ready(pages(), qtbot)
    page.models.refresh()
    page.models.refresh()
    assert page.about is not None
    assert page.about.path == str(music)
    assert [line for line in said if "damaged" in line] == said[:1]


def test_a_model_that_vanishes_leaves_the_page_without_one(
    pages: Pages, studio: Studio, music: Path, qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    music.unlink()
    studio.models_changed.emit()
    assert page.about is None
    assert not page.panel.generate.isEnabled()


# -- generating --------------------------------------------------------------------------------------------------------


def _pick_up(path: Path) -> int:
    """Return 1 where the first note begins in the second half of its bar, which is none of those asked for; else 0."""
    sheet = Sheet.from_score(read_scores(path)[0].score)
    return int(2 * int(sheet.notes["onset"][0]) >= int(sheet.bar_lines()[1]))


def test_generated_takes_are_in_the_list_and_on_the_disk(pages: Pages, music: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    QTest.keyClick(page, Qt.Key.Key_G, CONTROL)
    assert page.panel.generate.text() == "Stop"
    records = _generated(page, qtbot, 3)
    assert sorted(record.seed for record in records) == [11, 12, 13]
    assert all(record.path.is_file() and record.bits > 0 for record in records)
    assert [record.bars for record in records] == [4 + _pick_up(record.path) for record in records]
    assert page.editing.record == records[0]
    assert page.settings().seed == 14
    assert page.panel.generate.text() != "Stop"


def test_a_kept_seed_stays(pages: Pages, music: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    page.show_settings(replace(SETTINGS, seed_locked=True, takes=1))
    page.writing.generate()
    first = _generated(page, qtbot, 1)[0]
    page.writing.generate()
    second = _generated(page, qtbot, 2)[1]
    assert first.seed == second.seed == page.settings().seed == 11
    assert (page.store.sheet(first.id).notes == page.store.sheet(second.id).notes).all()


def test_a_take_keeps_the_settings_it_was_asked_for_with(pages: Pages, music: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    page.writing.generate()
    page.show_settings(window_settings(temperature=1.3, bars=9))
    records = _generated(page, qtbot, 3)
    assert [SamplingSettings.from_json(record.settings) for record in records] == [
        replace(SETTINGS, seed=record.seed) for record in records
    ]


def test_the_settings_of_a_take_write_it_again(pages: Pages, music: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    page.writing.generate()
    wanted = _generated(page, qtbot, 3)[1]
    page.show_settings(window_settings(temperature=0.4, bars=2, takes=1))
    page.list.use_settings_wanted.emit(wanted.id)
    page.writing.generate()
    again = _generated(page, qtbot, 4)[3]
    assert again.seed == wanted.seed
    assert (page.store.sheet(again.id).notes == page.store.sheet(wanted.id).notes).all()


def test_stopping_ends_at_once_and_keeps_what_is_there(pages: Pages, music: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    page.show_settings(window_settings(takes=256, bars=64))
    page.writing.generate()
    qtbot.waitUntil(lambda: len(page.takes) > 0)
    QTest.mouseClick(page.panel.generate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.writing.generation.busy)
    assert 0 < len(page.takes) < 256
    assert page.panel.generate.text() != "Stop"


def test_what_cannot_be_met_is_told_in_one_line(pages: Pages, studio: Studio, music: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    said = _said(studio)
    page.primers.take_file("/nowhere/lost.mid")
    page.writing.generate()
    qtbot.waitUntil(lambda: bool(said))
    assert len(said) == 1
    assert "lost.mid" in said[0]
    assert "\n" not in said[0]
    qtbot.waitUntil(lambda: not page.writing.generation.busy)


def test_takes_go_on_from_a_file_that_was_dropped(
    pages: Pages, music: Path, drawn: list[Drawn], tmp_path: Path, qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    sheet = drawn[0].content
    assert sheet is not None
    beginning = tmp_path / "beginning.mid"
    write_score(sheet.to_score(), beginning, end_ticks=sheet.end_tick)
    page.panel.primer.file_dropped.emit(str(beginning))
    page.writing.generate()
    take = _generated(page, qtbot, 3)[0]
    assert take.primed == len(sheet.notes)
    assert take.events >= take.primed


def test_what_is_played_on_a_keyboard_becomes_the_beginning(
    pages: Pages, music: Path, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyboards = Keyboards()
    monkeypatch.setattr(mido, "get_input_names", lambda: list(keyboards.names))
    monkeypatch.setattr(mido, "open_input", keyboards.open_input)
    page = _ready(pages(), qtbot)
    page.show_settings(SETTINGS.with_shape("music", Shape(0, MusicRules(bars=4, tempo=300.0))))
    keyboards.names.clear()
    press(page.panel.primer, "Record from keyboard")
    (dialog,) = page.findChildren(RecordDialog)
    assert not dialog.record.isEnabled()
    keyboards.names.append(PIANO)
    qtbot.waitUntil(dialog.record.isEnabled)
    press(dialog, "Record")
    qtbot.waitUntil(lambda: "Bar 1" in " ".join(label.text() for label in dialog.findChildren(QLabel)))
    keyboards.opened[0].press(62)
    press(dialog, "Stop and keep")
    assert page.primers.primer is not None
    assert page.primers.primer.content.notes["pitch"].tolist() == [62]
    assert page.panel.primer.picture.sheet is page.primers.primer.content
    assert page.panel.primer.picture.isVisible()
    page.panel.primer.play.click()
    assert studio.player.sheet is page.primers.primer.content
    page.writing.generate()
    takes = _generated(page, qtbot, 3)
    assert page.store.sheet(takes[0].id).notes["pitch"][0] == 62


def press(place: QWidget, words: str) -> None:
    """Press a button by its words."""
    (button,) = [each for each in place.findChildren(QPushButton) if each.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_another_model_of_the_same_kind_keeps_the_beginning(
    pages: Pages, library: Path, music: Path, drawn: list[Drawn], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    other = Path(shutil.copy(music, library / "models" / "other.safetensors"))
    assert drawn[0].content is not None
    page.primers.take_content(drawn[0].content, "a beginning")
    page.models.choose(str(other))
    qtbot.waitUntil(lambda: page.about is not None and page.about.path == str(other))
    assert page.primers.primer is not None


# -- continuing --------------------------------------------------------------------------------------------------------


def test_a_take_is_continued_from_its_end(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    before = page.editing.content
    page.view.action_wanted.emit("continue")
    take = _generated(page, qtbot, 4)[3]
    assert take.parent == three_takes[-1].id
    assert page.editing.record == take
    assert (page.editing.content.notes["pitch"][: len(before.notes)] == before.notes["pitch"]).all()
    assert take.bars > three_takes[-1].bars


def test_chosen_bars_are_written_anew_and_the_rest_stays(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    before, lines = page.editing.content, page.editing.content.bar_lines()
    begin, end = int(lines[1]), int(lines[2])
    page.editing.editor.widget.roll.select(float(begin), float(end))
    assert page.view.buttons["rewrite"].text().endswith("2")
    QTest.mouseClick(page.view.buttons["rewrite"], Qt.MouseButton.LeftButton)
    take = _generated(page, qtbot, 4)[3]
    after = page.editing.content
    assert take.parent == three_takes[-1].id
    # where it is new is told in its row, and heard first
    assert (take.origin, take.changed) == ("rewrite", [2])
    assert take_words.family(take) == "rewrites #3, bar 2"
    assert take_words.family(replace(take, part="Bass")) == "rewrites #3, bar 2 of Bass"
    assert page.editing.editor.beginning * after.ticks_per_quarter == begin
    later = sheet_edits.in_ticks(before, end, before.end_tick)
    assert (after.notes[sheet_edits.in_ticks(after, end, after.end_tick)] == before.notes[later]).all()


def test_chosen_bars_of_the_part_that_is_edited_are_offered_for_writing_anew(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    widget, lines = page.editing.editor.widget, page.editing.content.bar_lines()
    widget.roll.select(float(lines[1]), float(lines[3]))
    box = widget.bar.part
    box.setCurrentIndex(1)
    box.activated.emit(1)
    # the bars stay chosen, with the notes of that part
    part, name = page.editing.editor.part, box.currentText()
    assert part is not None
    assert (part.first, part.last, part.track, part.name) == (2, 3, 0, name)
    assert set(page.editing.content.notes["track"][widget.roll.selection.notes].tolist()) <= {0}
    assert "2–3" in page.view.buttons["rewrite"].text()
    assert name in page.view.buttons["rewrite"].toolTip()
    assert name in page.view.buttons["vary"].toolTip()
    # a drag takes that part out, of these bars or of all
    assert name in page.view.drag.accessibleName()
    widget.roll.select_notes(np.array([], np.int64))
    assert page.editing.editor.part is None
    assert name in page.view.drag.accessibleName()
    assert name in page.view.drag.toolTip()
    data = page.output.mime_of_open()
    assert data is not None
    assert name in Path(data.urls()[0].toLocalFile()).name


def test_the_last_two_takes_are_switched_by_two_buttons_that_stay_where_they_are(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    first, second, _ = (record.id for record in three_takes)
    page.opened.open_take(first)
    page.opened.open_take(second)
    a, b = (button for button in page.view.findChildren(QPushButton) if button.text() in ("A", "B"))
    assert b.isChecked()
    a.click()
    assert (page.editing.record.id, a.isChecked(), b.isChecked()) == (first, True, False)
    assert "Take 1" in a.toolTip()
    page.opened.compare()
    assert (page.editing.record.id, b.isChecked()) == (second, True)
    page.undoing.remove([first])
    assert not a.isVisible()


def test_chosen_bars_are_dragged_alone(pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    sheet, lines = page.editing.content, page.editing.content.bar_lines()
    page.editing.editor.widget.roll.select(float(lines[1]), float(lines[3]))
    assert "2–3" in page.view.drag.accessibleName()

    path = Path(page.output.mime_of_open().urls()[0].toLocalFile())

    dragged = Sheet.from_score(read_scores(path)[0].score)
    assert (
        dragged.notes["pitch"].tolist() == sheet_edits.cut(sheet, int(lines[1]), int(lines[3])).notes["pitch"].tolist()
    )
    assert "bars 2-3" in path.name


def test_one_track_is_dragged_from_its_strip_or_copied(
    pages: Pages, three_takes: list[TakeRecord], clipboard: QClipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages()
    dropped: list[Path] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: dropped.append(_file_of(drag.mimeData())))
    sheet, mixer = page.editing.content, page.editing.editor.widget.mixer
    number = int(sheet.notes["track"][-1])
    strip = next(each for each in mixer.widget().findChildren(QFrame) if sheet.tracks[number].name in each.toolTip())
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    move = QPointF(80, 8)
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(strip, QMouseEvent(QEvent.Type.MouseMove, move, move, buttons, buttons, none))
    mixer.copy_wanted.emit(number)

    alone = Sheet.from_score(read_scores(dropped[0])[0].score)
    assert alone.notes["pitch"].tolist() == sheet_edits.alone(sheet, number).notes["pitch"].tolist()
    assert [track.program for track in alone.tracks] == [sheet.tracks[number].program]
    assert dropped == [_file_of(clipboard.mimeData())]


def _file_of(data: QMimeData) -> Path:
    return Path(data.urls()[0].toLocalFile())


def test_a_bar_that_is_changed_in_the_form_is_written_anew_and_the_rest_stays(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    before, lines = page.editing.content, page.editing.content.bar_lines()
    strip = page.editing.editor.widget.form
    strip.edit_wanted.emit(1, "=", 0)
    take = _generated(page, qtbot, 4)[3]
    after = page.editing.content
    assert take.parent == three_takes[-1].id
    assert (after.notes[sheet_edits.in_ticks(after, 0, int(lines[1]))]["pitch"] ==
            before.notes[sheet_edits.in_ticks(before, 0, int(lines[1]))]["pitch"]).all()  # fmt: skip
    first, second = (sheet_edits.cut(after, int(lines[bar]), int(lines[bar + 1])).notes for bar in (0, 1))
    assert first[["onset", "pitch"]].tolist() == second[["onset", "pitch"]].tolist()


def test_a_variation_keeps_the_first_bars(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    before = page.editing.content
    end = int(before.bar_lines()[2])
    seed = page.settings().seed
    page.view.action_wanted.emit("vary")
    take = _generated(page, qtbot, 4)[3]
    after = page.editing.content
    kept = sheet_edits.in_ticks(before, 0, end)
    assert (after.notes["pitch"][: len(kept)] == before.notes["pitch"][kept]).all()
    assert take.parent == three_takes[-1].id
    assert page.settings().seed == seed
    assert take.origin == "vary"
    assert min(take.changed) == 3


def test_chosen_bars_become_the_beginning_of_new_takes(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    lines = page.editing.content.bar_lines()
    page.editing.editor.widget.roll.select(float(lines[1]), float(lines[3]))
    page.view.action_wanted.emit("primer")
    primer = page.primers.primer
    assert primer is not None
    assert primer is not None
    assert primer.content.end_tick == lines[3] - lines[1]
    assert "Take 3" in page.panel.primer.findChild(QElidingLabel).text()


# -- takes -------------------------------------------------------------------------------------------------------------


def test_takes_and_settings_are_back_after_a_restart(
    pages: Pages, studio: Studio, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    chosen = window_settings(temperature=0.7, bars=12, takes=3, seed=11)
    page.show_settings(chosen)
    page.list.choose(three_takes[0].id)
    page.opened.open_take(three_takes[0].id)
    page.close_down()
    again = CreatePage(studio)
    qtbot.addWidget(again)
    again.show()
    assert again.settings() == chosen
    assert again.editing.record == three_takes[0]
    assert again.list.current_id() == three_takes[0].id
    assert again.takes.records == three_takes
    qtbot.waitUntil(lambda: again.takes.entry(three_takes[1].id).sheet is not None)


def test_marks_of_several_takes_are_kept_and_undone_in_one_step(
    pages: Pages, library: Path, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    page.list.choose(three_takes[0].id)
    page.opened.open_take(three_takes[0].id)
    ids = [record.id for record in three_takes[:2]]
    page.undoing.rate(ids, 4)
    page.undoing.mark([marked(page.takes.record(ids[0]), name="Lullaby", tags=["slow"])])
    assert page.view.title.text() == "Lullaby"
    _settled(page)
    assert [record.rating for record in Takes(library).find()] == [4, 4, 0]
    assert Takes(library).find(TakeQuery(tag="slow"))[0].name == "Lullaby"

    page.undoing.undo()
    assert page.takes.record(ids[0]).name == ""
    page.undoing.undo()
    assert page.takes.records == three_takes
    page.undoing.redo()
    assert [record.rating for record in page.takes.records] == [4, 4, 0]


def test_a_take_is_heard_when_it_is_chosen_if_that_is_wanted(
    pages: Pages, three_takes: list[TakeRecord], heard: list[tuple[str, float]]
) -> None:
    page = pages()
    QTest.keyClick(page.list.view, Qt.Key.Key_Down)
    assert page.editing.record == three_takes[1]
    assert not heard
    page.view.audition.setChecked(True)
    QTest.keyClick(page.list.view, Qt.Key.Key_Down)
    assert page.editing.record == three_takes[0]
    assert heard == [(three_takes[0].path.stem, 0.0)]


def test_b_goes_back_and_forth_between_two_takes_at_the_same_place(
    pages: Pages, studio: Studio, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = pages()
    page.opened.open_take(three_takes[0].id)
    studio.player.seek(960)
    QTest.keyClick(page, Qt.Key.Key_B)
    assert page.editing.record == three_takes[2]
    assert studio.player.tick == 960
    assert page.list.current_id() == three_takes[2].id
    QTest.keyClick(page, Qt.Key.Key_B)
    assert page.editing.record == three_takes[0]
    assert studio.player.tick == 960


def test_a_star_is_on_the_disk_at_once(pages: Pages, library: Path, three_takes: list[TakeRecord]) -> None:
    page = pages()
    QTest.keyClick(page, Qt.Key.Key_S)
    page.store.settle()
    assert [record.starred for record in TakeStore(Library(library)).load_all()] == [False, False, True]


def test_a_deleted_take_comes_back_by_undo(pages: Pages, three_takes: list[TakeRecord]) -> None:
    page = pages()
    page.list.delete_wanted.emit([three_takes[2].id, three_takes[1].id])
    assert page.takes.records == three_takes[:1]
    assert page.editing.record == three_takes[0]
    assert not three_takes[2].path.exists()
    QTest.keyClick(page, Qt.Key.Key_Z, CONTROL)
    assert {record.id for record in page.takes.records} == {record.id for record in three_takes}
    assert three_takes[2].path.is_file()
    assert page.editing.record == three_takes[2]
    QTest.keyClick(page, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert page.takes.records == three_takes[:1]


def test_with_the_last_take_gone_the_page_says_what_to_do(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    page.list.delete_wanted.emit([record.id for record in three_takes])
    assert page.editing.record is None
    assert page.view.title.text() == ""
    assert not page.view.export.isVisibleTo(page)


def test_a_take_whose_file_is_damaged_is_told_and_the_others_open(
    pages: Pages, studio: Studio, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    three_takes[2].path.write_bytes(b"MThd no more")
    said = _said(studio)
    page = pages()
    qtbot.waitUntil(lambda: page.takes.entry(three_takes[0].id).sheet is not None)
    assert said
    assert all(three_takes[2].path.name in line for line in said)
    assert page.editing.record is None
    page.opened.open_take(three_takes[0].id)
    assert page.editing.record == three_takes[0]


# -- editing -----------------------------------------------------------------------------------------------------------


def _edit(page: CreatePage, semitones: int = 12) -> None:
    page.editing.editor.widget.roll.edited.emit(sheet_edits.transpose(page.editing.content, semitones), "Transpose")


def test_an_edit_is_on_the_disk_soon_and_marked(pages: Pages, three_takes: list[TakeRecord], qtbot: QtBot) -> None:
    page = pages()
    _edit(page)
    pitches = sorted(page.editing.content.notes["pitch"])
    qtbot.waitUntil(lambda: page.editing.record is not None and page.editing.record.edited)
    page.store.settle()
    score = read_scores(three_takes[2].path)[0].score
    assert sorted(note.pitch for track in score.tracks for note in track.notes) == pitches
    assert "edited" in page.view.subtitle.text()


def test_keys_of_a_midi_keyboard_are_written_into_the_take_while_the_tool_is_on(
    pages: Pages, studio: Studio, three_takes: list[TakeRecord], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyboards, said = Keyboards(), _said(studio)
    monkeypatch.setattr("gui.playback.keyboard_input.can_be_live", lambda: True)
    monkeypatch.setattr(mido, "get_input_names", lambda: list(keyboards.names))
    monkeypatch.setattr(mido, "open_input", keyboards.open_input)
    page = pages()
    editor = page.editing.editor
    button, count = editor.widget.bar.keyboard, len(editor.content.notes)
    button.click()
    qtbot.waitUntil(lambda: len(keyboards.opened) == 1)
    keyboards.opened[0].press(100, 0.0)
    qtbot.waitUntil(lambda: len(editor.content.notes) == count + 1)
    assert 100 in editor.content.notes["pitch"]
    button.click()
    assert keyboards.opened[0].closed

    keyboards.names = []
    button.click()
    qtbot.waitUntil(lambda: not button.isChecked())
    assert said == [f"Notes come from {PIANO}.", "There is no MIDI keyboard."]
    monkeypatch.setattr("gui.playback.keyboard_input.can_be_live", lambda: False)
    button.click()
    assert (button.isChecked(), "python-rtmidi" in said[-1]) == (False, True)


def test_a_take_whose_edits_are_undone_is_as_it_was(pages: Pages, three_takes: list[TakeRecord], qtbot: QtBot) -> None:
    page = pages()
    before = three_takes[2].path.read_bytes()
    _edit(page, 12)
    _edit(page, 1)
    qtbot.waitUntil(lambda: page.editing.record is not None and page.editing.record.edited)
    page.opened.star(three_takes[2].id, True)
    page.undoing.undo()
    page.undoing.undo()
    qtbot.waitUntil(lambda: page.editing.record is not None and not page.editing.record.edited)
    page.store.settle()
    assert page.editing.record == replace(three_takes[2], starred=True)
    assert three_takes[2].path.read_bytes() == before
    assert "edited" not in page.view.subtitle.text()


def test_the_figure_of_an_edited_take_is_told_anew_by_the_model_that_wrote_it(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    page.models.choose(three_takes[2].model_path)
    _edit(page, 1)
    qtbot.waitUntil(lambda: page.editing.record is not None and page.editing.record.bits != three_takes[2].bits)
    assert page.editing.record is not None
    _settled(page)
    shown = jobs_inspect.look(Source(path=str(page.editing.record.path)), three_takes[2].model_path)
    (found,) = [news for news in shown if isinstance(news, Inspection)]
    assert page.editing.record.bits == pytest.approx(found.mean, abs=0.005)


def test_chosen_bars_are_repeated_after_another_page_was_listened_to(
    pages: Pages, studio: Studio, three_takes: list[TakeRecord]
) -> None:
    page = pages()
    lines = page.editing.content.bar_lines()
    page.editing.editor.widget.roll.select(float(lines[1]), float(lines[2]))
    studio.player.set_looping(True)
    studio.listening.show("corpora", page.store.sheet(three_takes[0].id), "a piece")
    studio.listening.turn_to("corpora")
    assert studio.player.title == "a piece"
    studio.listening.turn_to("create")
    assert studio.player.loop == (lines[1], lines[2])


def test_a_take_has_the_same_figure_on_the_inspect_page(three_takes: list[TakeRecord]) -> None:
    for record in three_takes:
        shown = jobs_inspect.look(Source(path=str(record.path)), record.model_path)
        (found,) = [news for news in shown if isinstance(news, Inspection)]
        assert record.bits == pytest.approx(found.mean, abs=0.005)


def test_a_model_of_another_kind_offers_nothing_for_a_take(
    pages: Pages, words: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    assert page.view.buttons["continue"].isVisible()
    assert not any(button.isEnabled() for button in page.view.buttons.values())
    page.writing.go_on()
    assert not page.writing.generation.busy
    page.models.choose(three_takes[0].model_path)
    qtbot.waitUntil(page.view.buttons["continue"].isEnabled)


def test_the_surprise_is_told_with_the_model_that_it_is_a_surprise_to(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    strip = page.editing.editor.widget.strip
    qtbot.waitUntil(lambda: strip.judge_words == "Surprise to tiny-music")


def test_edits_and_deletions_are_undone_in_the_order_in_which_they_were_done(
    pages: Pages, three_takes: list[TakeRecord]
) -> None:
    page = pages()
    first = page.editing.content
    _edit(page)
    higher = page.editing.content
    page.list.delete_wanted.emit([three_takes[0].id])
    _edit(page)
    page.undoing.undo()
    assert (page.editing.content.notes == higher.notes).all()
    page.undoing.undo()
    assert len(page.takes) == 3
    page.undoing.undo()
    assert (page.editing.content.notes == first.notes).all()
    page.undoing.redo()
    page.undoing.redo()
    assert len(page.takes) == 2
    assert (page.editing.content.notes == higher.notes).all()


def test_edits_of_a_take_can_be_undone_after_another_one_was_opened(
    pages: Pages, three_takes: list[TakeRecord]
) -> None:
    page = pages()
    first = page.editing.content
    _edit(page)
    page.opened.open_take(three_takes[0].id)
    assert not page.view.undo.isEnabled()
    page.opened.open_take(three_takes[2].id)
    assert page.view.undo.isEnabled()
    page.undoing.undo()
    assert (page.editing.content.notes == first.notes).all()
    _settled(page)
    assert page.view.redo.isEnabled()


def test_the_surprise_of_an_edited_take_is_told_anew(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qtbot: QtBot
) -> None:
    page = _ready(pages(), qtbot)
    known = page.editing.bits
    take_id = three_takes[2].id
    qtbot.waitUntil(lambda: take_id in known)
    before = known[take_id]
    _edit(page, 1)
    assert take_id not in known
    qtbot.waitUntil(lambda: take_id in known)
    assert not np.allclose(known[take_id], before)


def test_a_take_is_not_scored_by_a_model_of_another_kind(
    pages: Pages,
    studio: Studio,
    words: Path,
    three_takes: list[TakeRecord],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    start = studio.engine.start
    monkeypatch.setattr(studio.engine, "start", lambda job, *given: asked.append(job) or start(job, *given))
    page = _ready(pages(), qtbot)
    assert page.editing.record == three_takes[2]
    page.editing.score_unless_known()
    assert asked == [jobs_sampling.describe]


def test_a_part_that_was_silenced_is_silent_in_the_next_take(
    pages: Pages, studio: Studio, three_takes: list[TakeRecord]
) -> None:
    page = pages()
    info = replace(page.editing.content.tracks[0], muted=True)
    page.editing.editor.widget.mixer.changed.emit(0, info)
    page.opened.open_take(three_takes[0].id)
    tracks = page.editing.content.tracks
    assert [track.muted for track in tracks] == [True, *[False] * (len(tracks) - 1)]
    assert studio.player.sheet.tracks == tracks
    page.editing.editor.widget.mixer.changed.emit(0, replace(tracks[0], muted=False))
    page.opened.open_take(three_takes[1].id)
    assert not page.editing.content.tracks[0].muted


def test_the_mix_is_heard_and_kept_but_is_no_edit(
    pages: Pages, studio: Studio, library: Path, three_takes: list[TakeRecord]
) -> None:
    page = pages()
    info = replace(page.editing.content.tracks[0], muted=True, volume=0.5)
    page.editing.editor.widget.mixer.changed.emit(0, info)
    assert studio.player.sheet.tracks[0].muted
    _settled(page)
    store = TakeStore(Library(library))
    record = store.load_all()[2]
    assert store.sheet(record.id).tracks[0].muted
    assert store.sheet(record.id).tracks[0].volume == 0.5
    assert not record.edited
    assert not page.view.undo.isEnabled()


def test_another_instrument_is_an_edit_that_can_be_undone(pages: Pages, three_takes: list[TakeRecord]) -> None:
    page = pages()
    before = page.editing.content.tracks[0]
    page.editing.editor.widget.mixer.changed.emit(0, replace(before, program=73))
    assert page.editing.content.tracks[0].program == 73
    page.undoing.undo()
    assert page.editing.content.tracks[0].program == before.program


# -- texts -------------------------------------------------------------------------------------------------------------


def test_a_text_is_begun_by_hand_and_continued(pages: Pages, words: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    QTest.keyClicks(page.editing.editor.widget.editor, "The sea is ")
    QTest.mouseClick(page.view.buttons["continue"], Qt.MouseButton.LeftButton)
    take = _generated(page, qtbot, 1)[0]
    assert page.editing.editor.widget.text().startswith("The sea is ")
    assert take.primed == len("The sea is ")
    assert len(page.editing.editor.widget.text()) == take.primed + 60
    assert not take.edited


def test_takes_go_on_from_what_was_typed_at_the_right(pages: Pages, words: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    page.panel.primer.show_typed("And all")
    page.writing.generate()
    records = _generated(page, qtbot, 3)
    assert all(page.store.text(record.id).startswith("And all") for record in records)


def test_an_edited_text_is_kept_and_continued_as_it_stands(pages: Pages, words: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    page.show_settings(replace(SETTINGS, takes=1))
    page.writing.generate()
    first = _generated(page, qtbot, 1)[0]
    page.editing.editor.widget.editor.moveCursor(page.editing.editor.widget.editor.textCursor().MoveOperation.End)
    QTest.keyClicks(page.editing.editor.widget.editor, "the end")
    page.view.action_wanted.emit("continue")
    take = _generated(page, qtbot, 2)[1]
    assert take.parent == first.id
    assert page.store.text(take.id).startswith(page.store.text(first.id))
    assert page.store.text(first.id).endswith("the end")
    assert first.path.read_text() == page.store.text(first.id)


def test_an_edit_of_a_text_is_undone_first(pages: Pages, words: Path, qtbot: QtBot) -> None:
    page = _ready(pages(), qtbot)
    page.show_settings(replace(SETTINGS, takes=1))
    page.writing.generate()
    _generated(page, qtbot, 1)
    text = page.editing.editor.widget.text()
    QTest.keyClicks(page.editing.editor.widget.editor, "x")
    assert page.view.undo.isEnabled()
    page.view.action_wanted.emit("undo")
    assert page.editing.editor.widget.text() == text


def test_everything_that_can_be_pressed_says_what_it_is(
    pages: Pages, music: Path, three_takes: list[TakeRecord], qapp: QApplication, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QScrollBar

    page = _ready(pages(), qtbot)
    controls = [*page.findChildren(QAbstractButton), *page.findChildren(QComboBox), *page.findChildren(QAbstractSlider)]
    shown = [each for each in controls if each.isVisibleTo(page) and not isinstance(each, QScrollBar)]
    silent = [each for each in shown if not (each.accessibleName() or getattr(each, "text", str)())]
    assert shown
    assert not silent


def test_takes_that_copy_less_are_one_click_away(
    pages: Pages, music: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _ready(pages(), qtbot)
    page.writing.generate()
    record = _generated(page, qtbot, SETTINGS.takes)[-1]
    entry = page.view.entries["copy-less"]
    page.opened.show(replace(record, copied=0.2, shared=0.3), play=False)
    assert not entry.isVisible()
    page.store.update(replace(record, copied=0.9, shared=0.3))
    page.opened.open_take(record.id)
    assert entry.isVisible()
    entry.trigger()
    _generated(page, qtbot, 2 * SETTINGS.takes)
    assert page.settings().max_copy == 16
    assert page.takes.records[-1].settings["max_copy"] == 16
    # another page may ask for them, of a model that is chosen then
    asked: list[str] = []
    monkeypatch.setattr(page.writing, "copy_less", lambda: asked.append(page.about.path))
    page.studio.copy_less_wanted.emit(page.about.path)
    qtbot.waitUntil(lambda: asked == [page.about.path])
