"""The Inspect page: reading pieces under a model, and showing what the network expects and does."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QListWidget, QPlainTextEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from gui.inspect import jobs as jobs_inspect
from gui.inspect import page as page_module
from gui.inspect.choices import choices
from gui.inspect.copies import source_of
from gui.inspect.inspection import Heat, Inspection, Source
from gui.inspect.jobs import heat, look
from gui.inspect.page import InspectPage
from gui.studio import Studio
from gui.workers.worker import Job
from seqgen.copying.corpus_index import index_arrays
from seqgen.corpus.corpus import Item
from seqgen.errors import SeqgenError
from seqgen.formats.midi_writer import write_score
from seqgen.information import in_bits
from seqgen.inspection.activations import activity
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.network.config import ModelConfig
from seqgen.network.model_file import write_model
from seqgen.piece import Piece
from seqgen.theory.keys import pitch_name
from tests.support.small_models import make_model, random_piece

TEXT = 'The sea is wide,\nthe sea is deep.\nAnd all who "sail" must sleep.\n'


@pytest.fixture
def tune(music_model: Model, tmp_path: Path) -> Path:
    """A MIDI file with a melody, a bass and drums."""
    return write_tune(music_model, tmp_path / "a tune.mid", seed=3)


def write_tune(model: Model, path: Path, seed: int) -> Path:
    assert isinstance(model.tokenizer, MusicTokenizer)
    encoded = model.tokenizer.encode(random_piece(seed, bars=4))
    write_score(model.tokenizer.decode(encoded.table, encoded.facts), path)
    return path


def looked(source: Source, model: Path, **options: int) -> Inspection:
    (found,) = [news for news in look(source, str(model), **options) if isinstance(news, Inspection)]
    return found


def heated(source: Source, model: Path, view: str, layer: int = 0) -> Heat:
    (found,) = [news for news in heat(source, str(model), view, layer) if isinstance(news, Heat)]
    return found


# -- the jobs ----------------------------------------------------------------------------------------------------------


def test_a_text_costs_what_scoring_says(tiny_text_model: Path, text_model: Model) -> None:
    found = looked(Source(text=TEXT), tiny_text_model)
    np.testing.assert_allclose(found.bits, in_bits(text_model.read(Piece(TEXT)).nats), atol=1e-4)
    assert (found.kind, found.text, found.events, found.total) == ("text", TEXT, len(TEXT), len(TEXT))


def test_every_note_of_the_sheet_is_the_event_that_it_came_from(tiny_music_model: Path, tune: Path) -> None:
    found = looked(Source(path=str(tune)), tiny_music_model)
    assert found.sheet is not None
    assert sorted(found.note_of_event) == list(range(len(found.sheet.notes)))
    pitch = found.columns.index("pitch")
    for event, note in enumerate(found.note_of_event):
        (actual,) = [o.name for o in found.expected(event)[pitch].options if o.actual]
        row = found.sheet.notes[note]
        drums = found.sheet.tracks[row["track"]].drums
        assert drums or actual == pitch_name(int(row["pitch"]))
    assert found.note_surprise.sum() == pytest.approx(found.surprise[: found.events].sum(), rel=1e-5)


def test_notes_that_begin_together_share_the_time_until_the_next(tiny_music_model: Path, tune: Path) -> None:
    found = looked(Source(path=str(tune)), tiny_music_model)
    assert (np.diff(found.begins) > 0).all()
    assert found.sheet is not None
    onset = found.sheet.notes["onset"][found.note_of_event]
    assert (found.begins[:-1] >= onset).all()
    first = np.flatnonzero(np.diff(onset, prepend=-1) > 0)
    np.testing.assert_array_equal(found.begins[first], onset[first])


@pytest.mark.parametrize("view", ["hidden", "cell", "input", "forget", "output"])
def test_a_heat_holds_what_the_units_did(tiny_text_model: Path, text_model: Model, view: str) -> None:
    looked(Source(text=TEXT), tiny_text_model)
    found = heated(Source(text=TEXT), tiny_text_model, view)
    whole = activity(text_model, Piece(TEXT))
    values = {"hidden": whole.hidden, "cell": whole.cell, **whole.gates}[view]
    assert values is not None
    ours = np.stack([found.unit(unit) for unit in range(found.units)], axis=1)
    np.testing.assert_allclose(ours, values[0], atol=float(found.scales.max()) / 127)
    assert found.two_sided == (view in ("hidden", "cell"))
    assert all(sorted(order) == list(range(32)) for order in found.orders.values())


def test_a_heat_is_there_even_if_another_process_had_read_the_piece(
    tiny_text_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_inspect, "_last", None)
    assert heated(Source(text="The sea"), tiny_text_model, "hidden").events == 7


@pytest.mark.parametrize(("cell", "views"), [("gru", ("hidden", "reset", "update")), ("rnn-tanh", ("hidden",))])
def test_what_can_be_shown_hangs_on_the_cell(
    text_pieces: list[Piece], tmp_path: Path, text_model: Model, cell: str, views: tuple[str, ...]
) -> None:
    config = ModelConfig(cell, num_layers=2, hidden_size=12, embedding_size=8, head_size=8)
    model = make_model(text_pieces, text_model.tokenizer, config)
    write_model(tmp_path / "other.safetensors", model.file)
    found = looked(Source(text=TEXT), tmp_path / "other.safetensors")
    assert (found.views, found.layers, found.units) == (views, 2, 12)
    assert heated(Source(text=TEXT), tmp_path / "other.safetensors", views[-1], 1).units == 12


def test_of_a_long_piece_the_beginning_is_shown(tiny_text_model: Path) -> None:
    found = looked(Source(text=TEXT), tiny_text_model, most=10)
    assert (found.events, found.total, found.text) == (10, len(TEXT), TEXT[:10])
    assert found.bits.shape == (10, 1)


def test_the_units_that_follow_a_feature_most_closely_are_found(tiny_text_model: Path) -> None:
    found = looked(Source(text=TEXT * 4), tiny_text_model)
    first = next(f for f in found.findings.interesting(1) if f.feature == "place in the line")
    values = heated(Source(text=TEXT * 4), tiny_text_model, first.view).unit(first.unit)
    place = [len((TEXT * 4)[:i].rpartition("\n")[2]) for i in range(len(TEXT) * 4)]
    assert np.corrcoef(values, place)[0, 1] == pytest.approx(first.r, abs=0.01)
    assert first.events == len(TEXT) * 4
    assert first in found.findings.of_unit(first.view, 0, first.unit)


def test_a_model_without_an_index_says_nothing_of_copies(text_model: Model, tmp_path: Path) -> None:
    write_model(tmp_path / "bare.safetensors", replace(text_model.file, index={}))
    assert looked(Source(text=TEXT), tmp_path / "bare.safetensors").copied is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.mid", b"nonsense", "broken.mid: is text, not a MIDI file"),
        ("poem.txt", b"The sea", "tiny-music reads music, and poem.txt is text; choose another model"),
        ("gone.mid", None, "gone.mid: there is no such file"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    tiny_music_model: Path, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SeqgenError) as told:
        list(look(Source(path=str(tmp_path / name)), str(tiny_music_model)))
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_a_text_for_a_music_model_is_told_in_one_line(tiny_music_model: Path) -> None:
    with pytest.raises(SeqgenError, match="tiny-music reads music, and this is text; choose another model"):
        list(look(Source(text="The sea"), str(tiny_music_model)))


def test_an_empty_text_is_told_in_one_line(tiny_text_model: Path) -> None:
    with pytest.raises(SeqgenError, match="type some text first"):
        list(look(Source(text=""), str(tiny_text_model)))


def test_choices_are_the_newest_first_and_know_who_wrote_a_take(
    library: Path,
    tiny_music_model: Path,
    tiny_text_model: Path,
    music_model: Model,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # no run that another test has made is known here
    monkeypatch.setenv("XDG_DATA_HOME", str(library.parent / "data"))
    models, takes = library / "models", library / "takes"
    models.mkdir(parents=True)
    takes.mkdir()
    (models / "damaged.safetensors").write_bytes(b"\xff" * 100)
    for number, source in enumerate((tiny_music_model, tiny_text_model)):
        (models / source.name).write_bytes(source.read_bytes())
        os.utime(models / source.name, (number + 1, number + 1))
    (take,) = music_model.sample(1, seed=1, bars=1)
    take.save(takes / "first.mid")
    write_tune(music_model, takes / "second.mid", 4)
    os.utime(takes / "first.mid", (5, 5))
    found = choices(str(library / "runs"), str(models), str(takes))
    mine = [(m.name, m.kind) for m in found.models if m.path.startswith(str(models))]
    assert mine == [("damaged", ""), ("tiny-text", "text"), ("tiny-music", "music")]
    assert [(t.name, t.fingerprint) for t in found.takes] == [("second", ""), ("first", music_model.file.fingerprint)]
    assert found.model_for("text", "", "nothing").endswith("tiny-text.safetensors")


# -- the page ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot, studio: Studio, library: Path, tiny_music_model: Path, tiny_text_model: Path) -> InspectPage:
    (library / "models").mkdir(parents=True)
    for model in (tiny_music_model, tiny_text_model):
        (library / "models" / model.name).write_bytes(model.read_bytes())
    with studio.theme.styled_together():
        made = InspectPage(studio)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    qtbot.waitUntil(lambda: made.column.models.isEnabled())
    return made


@pytest.fixture
def settle(qtbot: QtBot, page: InspectPage) -> Callable[[], None]:
    """Wait until a piece and its activity are shown."""

    told: list[str] = []
    page.studio.told.connect(told.append)

    def wait() -> None:
        qtbot.waitUntil(lambda: bool(told) or (page.stage.isVisible() and page.stage.heat is not None))
        assert told == []

    return wait


def test_at_first_the_page_says_what_to_do(page: InspectPage) -> None:
    assert page.message.words == "Open a file or choose a take to see what the network expects."
    assert not page.panel.tabs.isVisible()


def test_a_file_is_shown_under_a_model_of_its_kind(
    page: InspectPage, settle: Callable[[], None], tune: Path, qtbot: QtBot
) -> None:
    page.open_file(str(tune))
    settle()
    assert page.column.models.currentText() == "tiny-music"
    assert page.stage.roll.isVisible()
    with qtbot.waitSignal(page.stage.event_picked):
        qtbot.mouseClick(page.stage.activity.surprise, Qt.MouseButton.LeftButton, pos=QPoint(47, 20))
    assert page.panel.event_title.text() == "Note 1, bar 1"
    assert "Pitch: " in page.panel.alternatives.accessibleDescription()
    assert len(page.stage.roll.selection.notes) == 1


def test_a_note_picked_in_the_roll_is_marked_in_the_heat_map(
    page: InspectPage, settle: Callable[[], None], tune: Path
) -> None:
    page.open_file(str(tune))
    settle()
    page.stage.roll.select_notes(np.array([7]))
    assert page.stage.activity.heat_map.marked == int(np.flatnonzero(page.inspection.note_of_event == 7)[0])  # type: ignore[union-attr]


def test_the_heat_map_stands_under_the_roll_at_every_zoom(
    page: InspectPage, settle: Callable[[], None], tune: Path
) -> None:
    page.open_file(str(tune))
    settle()
    roll, heat_map = page.stage.roll, page.stage.activity.heat_map
    for factor in (1.0, 3.0, 0.5):
        roll.view.zoom_time(factor, 100.0)
        for tick in (roll.view.left, roll.view.left + roll.view.ticks / 2):
            in_roll = roll.canvas.mapTo(page, QPoint(round(46 + roll.view.x(tick)), 0)).x()
            under_it = heat_map.mapTo(page, QPoint(round(heat_map.axis.x(tick)), 0)).x()
            assert abs(in_roll - under_it) <= 1
    heat_map.view_changed.emit(480.0, 960.0)
    assert roll.view.left == pytest.approx(480.0, abs=2)


@pytest.mark.parametrize("width", [900, 1400])
def test_the_heat_map_stands_under_the_roll_in_a_window_of_another_width(
    page: InspectPage, settle: Callable[[], None], tune: Path, width: int
) -> None:
    page.open_file(str(tune))
    settle()
    page.resize(width, 640)
    view, axis = page.stage.roll.view, page.stage.activity.heat_map.axis
    assert axis.left == pytest.approx(46, abs=1)
    assert axis.width == pytest.approx(view.width, abs=1)


def test_a_typed_text_is_read_as_it_is_typed(page: InspectPage, settle: Callable[[], None], qtbot: QtBot) -> None:
    page.column.text.setPlainText("The sea is wide.")
    settle()
    assert page.stage.text.text == "The sea is wide."
    assert page.column.models.currentText() == "tiny-text"
    page.column.text.clear()
    qtbot.waitUntil(lambda: page.message.isVisible())
    assert page.message.words.startswith("Open a file")


def test_a_timer_that_is_due_just_then_does_not_cover_a_piece_that_has_been_read(
    page: InspectPage, settle: Callable[[], None], studio: Studio
) -> None:
    page.look_into_text("The sea is wide.")
    (job,) = studio.engine.findChildren(Job)

    def let_timers_fire(news: object) -> None:
        for timer in page.findChildren(QTimer):
            if isinstance(news, Inspection) and timer.isActive():
                timer.timeout.emit()

    job.yielded.connect(let_timers_fire)
    settle()
    assert page.stage.isVisible()
    assert not page.message.isVisible()


def test_a_unit_worth_a_look_is_shown_over_the_text(
    page: InspectPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    page.look_into_text(TEXT)
    settle()
    wanted = next(f for f in page.inspection.findings.interesting(1) if f.view == "cell")  # type: ignore[union-attr]
    before = page.stage.text.grab().toImage()
    page.panel.finding_picked.emit(wanted)
    qtbot.waitUntil(lambda: page.stage.activity.heat_map.unit == wanted.unit)
    assert page.panel.unit_title.text() == f"Cell {wanted.unit}"
    assert page.stage.activity.views.value == "cell"
    assert page.stage.tint.value == "unit"
    assert page.stage.text.grab().toImage() != before


def test_gates_are_further_views_of_the_same_map(page: InspectPage, settle: Callable[[], None], qtbot: QtBot) -> None:
    page.look_into_text(TEXT)
    settle()
    assert [name for name, _ in page.stage.activity.views.choices()] == ["hidden", "cell", "input", "forget", "output"]
    page.pick_unit(5)
    page.stage.activity.view_wanted.emit("forget", 0)
    qtbot.waitUntil(lambda: page.stage.heat is not None and page.stage.heat.view == "forget")
    assert page.stage.activity.heat_map.unit == 5


def test_the_end_of_a_text_can_be_picked_too(page: InspectPage, settle: Callable[[], None], qtbot: QtBot) -> None:
    page.look_into_text(TEXT)
    settle()
    qtbot.keyClick(page.stage.text, Qt.Key.Key_End)
    assert page.panel.event_title.text() == "The end"
    assert "the end, expected with" in page.panel.alternatives.accessibleDescription()


def test_a_model_of_another_kind_is_told_in_one_line_and_the_page_goes_on(
    page: InspectPage, settle: Callable[[], None], tune: Path, library: Path, qtbot: QtBot
) -> None:
    page.open_file(str(tune))
    settle()
    page.choose_model(str(library / "models" / "tiny-text.safetensors"))
    qtbot.waitUntil(lambda: "reads text, and a tune.mid is music" in page.message.words)
    assert page.message.isVisible()
    page.choose_model(str(library / "models" / "tiny-music.safetensors"))
    settle()


def test_another_page_can_ask_for_a_take_under_its_model(
    page: InspectPage, settle: Callable[[], None], tune: Path, tiny_music_model: Path, studio: Studio
) -> None:
    studio.inspect_wanted.emit((str(tune), str(tiny_music_model)))
    settle()
    assert page.inspection is not None
    assert page.inspection.title == "a tune"


def test_what_is_asked_for_before_the_page_was_shown_is_there_when_it_is(
    qtbot: QtBot, studio: Studio, library: Path, tiny_music_model: Path, tune: Path
) -> None:
    run = library / "runs" / "mine"
    run.mkdir(parents=True)
    (run / "model.safetensors").write_bytes(tiny_music_model.read_bytes())
    page = InspectPage(studio)
    qtbot.addWidget(page)
    studio.inspect_wanted.emit(str(tune))
    page.show()
    qtbot.waitUntil(lambda: page.stage.heat is not None)
    assert page.column.models.currentText() == "mine"


def test_a_run_that_lies_elsewhere_can_be_asked_for_by_its_folder(
    page: InspectPage, settle: Callable[[], None], tune: Path, tiny_music_model: Path, studio: Studio, tmp_path: Path
) -> None:
    run = tmp_path / "elsewhere"
    run.mkdir()
    (run / "model.safetensors").write_bytes(tiny_music_model.read_bytes())
    studio.inspect_wanted.emit((tune, run))
    settle()
    assert page.column.models.value == str(run / "model.safetensors")


def test_a_model_chosen_while_models_are_searched_stays_chosen(
    page: InspectPage, settle: Callable[[], None], tune: Path, tiny_music_model: Path, studio: Studio, tmp_path: Path
) -> None:
    studio.library.changed.emit()
    late = tmp_path / "late.safetensors"
    late.write_bytes(tiny_music_model.read_bytes())
    page.choose_model(str(late))
    page.open_file(str(tune))
    settle()
    assert page.column.models.value == str(late)


def test_a_file_is_opened_even_where_the_search_for_models_fails(
    qtbot: QtBot, studio: Studio, tune: Path, tiny_music_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "find_choices", failing_search)
    page, told = InspectPage(studio), []
    qtbot.addWidget(page)
    studio.told.connect(told.append)
    page.show()
    page.choose_model(str(tiny_music_model))
    page.open_file(str(tune))
    qtbot.waitUntil(lambda: page.stage.heat is not None)
    assert told[0] == "The disk is gone."


def failing_search(*_: object) -> None:
    raise SeqgenError("The disk is gone.")


def test_after_more_training_a_piece_is_read_again(
    page: InspectPage, settle: Callable[[], None], studio: Studio, qtbot: QtBot
) -> None:
    page.look_into_text(TEXT)
    settle()
    first = page.inspection
    qtbot.waitUntil(lambda: not studio.engine.busy)
    page.look_into_text(TEXT)
    assert not studio.engine.busy
    studio.models_changed.emit()
    page.look_into_text(TEXT)
    qtbot.waitUntil(lambda: page.inspection is not first)


def test_new_takes_appear_and_are_opened_by_choosing_them(
    page: InspectPage, settle: Callable[[], None], library: Path, music_model: Model, studio: Studio, qtbot: QtBot
) -> None:
    (library / "takes").mkdir()
    write_tune(music_model, library / "takes" / "take 1.mid", 5)
    studio.library.changed.emit()
    qtbot.waitUntil(lambda: page.column.takes.count() == 1)
    page.column.takes.setCurrentRow(0)
    settle()
    assert page.column.chosen_take.endswith("take 1.mid")


def test_of_a_file_with_several_pieces_each_can_be_chosen(
    page: InspectPage, settle: Callable[[], None], tmp_path: Path, qtbot: QtBot
) -> None:
    tunes = "\n".join(f"X:{n}\nT:Tune {n}\nM:4/4\nL:1/4\nK:C\n{n * 'CDEF|'}\n" for n in (1, 2))
    (tmp_path / "two.abc").write_text(tunes)
    page.open_file(str(tmp_path / "two.abc"))
    settle()
    assert [name for _, name in page.column.pieces.choices()] == ["Tune 1", "Tune 2"]
    page.column.piece_chosen.emit(1)
    qtbot.waitUntil(lambda: page.inspection is not None and page.inspection.title == "Tune 2")
    assert page.inspection is not None
    assert page.inspection.events == 8


def test_reading_can_be_cancelled(page: InspectPage, tiny_text_model: Path, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "long.txt").write_text(TEXT * 2000)
    page.open_file(str(tmp_path / "long.txt"))
    qtbot.waitUntil(lambda: page.message.isVisible() and page.message.words == "Reading long.txt")
    page.cancel()
    assert page.message.words.startswith("Open a file")
    qtbot.waitUntil(lambda: not page.studio.engine.busy)
    assert not page.stage.isVisible()


def test_every_control_has_a_name_and_a_tool_tip(page: InspectPage, settle: Callable[[], None], tune: Path) -> None:
    page.open_file(str(tune))
    settle()
    kinds = (QAbstractButton, QComboBox, QListWidget, QPlainTextEdit, QTreeWidget)
    for control in (c for kind in kinds for c in page.findChildren(kind)):
        if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert control.accessibleName() or getattr(control, "text", str)(), control
            assert control.toolTip() or not isinstance(control, (QAbstractButton, QComboBox)), control


def test_starters_stand_behind_all_other_models(
    tmp_path: Path, tiny_music_model: Path, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # no run that another test has made is known here
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    others = [str(tiny_music_model), str(starter)]
    found = choices(str(tmp_path), str(tmp_path), str(tmp_path), others, [str(starter)]).models
    assert [(model.name, model.is_starter) for model in found] == [("tiny-music", False), ("drums", True)]


# -- copies ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def copier(music_model: Model, tmp_path: Path) -> Path:
    """A model whose index holds the tune `reel`, of which real pieces share a third."""
    assert isinstance(music_model.tokenizer, MusicTokenizer)
    encoded = music_model.tokenizer.encode(random_piece(3, bars=4))
    item = Item(encoded.table, encoded.facts, True, True, "reel")
    index = index_arrays([item], music_model.tokenizer)
    about = replace(music_model.file.about, shared=0.33)
    write_model(tmp_path / "copier.safetensors", replace(music_model.file, about=about, index=index))
    return tmp_path / "copier.safetensors"


def test_what_stands_in_the_corpus_is_told_with_its_bars_and_heard_there(copier: Path, tune: Path) -> None:
    found = looked(Source(path=str(tune)), copier)
    (passage,) = found.copies
    assert (passage.piece, passage.first, passage.last) == ("reel", 1, 4)
    assert (found.copied, found.shared, found.copies_much) == (1.0, 0.33, True)
    source = source_of(str(copier), passage)
    assert found.sheet is not None
    assert source.notes["pitch"].tolist() == found.sheet.notes["pitch"].tolist()


def test_both_places_of_a_copied_passage_are_played_and_less_is_a_click_away(
    page: InspectPage, studio: Studio, copier: Path, tune: Path, qtbot: QtBot
) -> None:
    page.open_file(str(tune), model=str(copier))
    qtbot.waitUntil(lambda: page.inspection is not None)
    shown = page.panel.copies
    own, source = (button for button in shown.findChildren(QAbstractButton) if button is not shown.less)
    assert (own.text(), source.text()) == ("1–4", "reel")
    own.click()
    assert studio.player.state == "playing"
    assert page.stage.roll.selection.is_range
    held = studio.player.sheet
    source.click()
    qtbot.waitUntil(lambda: studio.player.sheet is not held)
    assert studio.player.title == "reel"
    assert studio.player.sheet.tempos.tolist() == held.tempos[:1].tolist()
    with qtbot.waitSignal(studio.copy_less_wanted) as wanted:
        shown.less.click()
    assert wanted.args == [str(copier)]
