"""The Train page: starts, follows and steers runs, whoever started them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.library.file_name import file_name
from gui.library.library import CorpusChoice
from gui.studio import Studio
from gui.train.launcher import NewRun
from gui.train.page import TrainPage
from gui.train.run_state import Phase
from gui.workers.planner import Plan
from seqgen.corpus.options import CorpusOptions
from seqgen.formats.sheet import Sheet
from seqgen.network.model_file import read_model
from seqgen.piece import Piece
from seqgen.runs.control import owned
from seqgen.runs.events import Finished, Sampled
from seqgen.runs.registry import remember
from seqgen.runs.run import MODEL
from tests.support.patience import cpu_seconds
from tests.support.small_models import write_pieces
from tests.support.told_run import events, tell, told_run

pytestmark = pytest.mark.long

SMALL = {"hidden_size": 16, "embedding_size": 16, "head_size": 16, "members": 1, "batch_size": 4, "validate_every": 4}
# no trial, which is tested elsewhere
SMALL |= {"threads": 1, "precision": "float32", "device": "cpu"}


@pytest.fixture(autouse=True)
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No runs are known from other tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def page(studio: Studio, watchful: None, qtbot: QtBot) -> Iterator[TrainPage]:
    with studio.theme.styled_together():
        made = TrainPage(studio)
    qtbot.addWidget(made)
    made.resize(1028, 636)
    made.show()
    yield made
    for child in made.launcher.processes.values():
        child.kill()
        child.wait()


def names(page: TrainPage) -> list[str]:
    model = page.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def phase(page: TrainPage) -> Phase:
    assert page.chosen is not None
    return page.chosen.phase


def click(page: TrainPage, qtbot: QtBot, name: str) -> None:
    button = page.view.buttons[name]
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def told(studio: Studio) -> list[str]:
    lines: list[str] = []
    studio.told.connect(lines.append)
    return lines


# -- a real training, from its start to its end ------------------------------------------------------------------------


def test_a_training_is_paused_resumed_and_stopped_from_the_window(
    page: TrainPage, qtbot: QtBot, small_folder: Path, studio: Studio, told: list[str]
) -> None:
    models = []
    studio.models_changed.connect(lambda: models.append(1))
    folder = page.launcher.start(
        NewRun(CorpusChoice("tunes", (str(small_folder),)), options={**SMALL, "steps": 100_000})
    )
    page.choose(folder)
    assert names(page) == [folder.name]
    assert phase(page) is Phase.PREPARING
    qtbot.waitUntil(lambda: phase(page) is Phase.RUNNING)
    assert page.running() == [folder.name]

    qtbot.waitUntil(lambda: bool(page.chosen and page.chosen.samples))
    qtbot.waitUntil(lambda: bool(models))
    qtbot.waitUntil(page.view.cards[0].play_button.isVisible)
    page.view.cards[0].play_wanted.emit()
    assert isinstance(studio.player.sheet, Sheet)

    click(page, qtbot, "pause")
    assert "Pausing" in page.view.sentence.text()
    qtbot.waitUntil(lambda: phase(page) is Phase.PAUSED and not page.launcher.pending())
    assert page.running() == []

    click(page, qtbot, "resume")
    assert not page.view.buttons["resume"].isVisible()
    steps = page.chosen.step if page.chosen else 0
    qtbot.waitUntil(lambda: bool(page.chosen and page.chosen.alive and page.chosen.step > steps))
    assert told == []

    click(page, qtbot, "stop")
    qtbot.waitUntil(lambda: phase(page) is Phase.STOPPED and not page.launcher.pending())
    qtbot.waitUntil(page.view.buttons["resume"].isVisible)
    assert page.view.buttons["create"].isEnabled()
    with qtbot.waitSignal(studio.model_wanted) as wanted:
        click(page, qtbot, "create")
    assert wanted.args == [str(folder)]


def test_a_run_that_a_terminal_started_is_followed_and_paused_alike(
    page: TrainPage, qtbot: QtBot, small_folder: Path, tmp_path: Path
) -> None:
    run = tmp_path / "from a terminal"
    options = [f"--{name.replace('_', '-')}={value}" for name, value in SMALL.items()]
    terminal = subprocess.Popen(
        [sys.executable, "-m", "seqgen", "train", str(small_folder), "--out", str(run), "--steps=100000", *options]
    )
    try:
        qtbot.waitUntil(lambda: run.name in page.running())
        page.choose(run)
        qtbot.waitUntil(lambda: phase(page) is Phase.RUNNING)
        click(page, qtbot, "pause")
        assert terminal.wait(timeout=60) == 0
        qtbot.waitUntil(lambda: phase(page) is Phase.PAUSED)
    finally:
        terminal.kill()
        terminal.wait()


def test_a_run_whose_corpus_is_gone_says_so_when_it_is_resumed(
    page: TrainPage, qtbot: QtBot, library: Path, told: list[str]
) -> None:
    corpus = {"name": "gone", "paths": ["/no/such/corpus"], "options": asdict(CorpusOptions()), "fingerprint": "0"}
    run = told_run(library / "runs" / "old", ending="paused", corpus=corpus)
    page.follower.scan()
    page.choose(run)
    click(page, qtbot, "resume")
    qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1
    assert "/no/such/corpus" in told[0]
    qtbot.waitUntil(lambda: phase(page) is Phase.PAUSED)
    qtbot.waitUntil(page.view.buttons["resume"].isVisible)


def test_a_run_that_cannot_begin_leaves_the_list_and_says_why_in_the_windows_language(
    spanish: None, page: TrainPage, qtbot: QtBot, tmp_path: Path, told: list[str]
) -> None:
    (tmp_path / "nothing").mkdir()
    folder = page.launcher.start(NewRun(CorpusChoice("nothing", (str(tmp_path / "nothing"),))))
    page.choose(folder)
    assert names(page) == ["nothing"]
    qtbot.waitUntil(lambda: bool(told))
    assert told == [page.launcher.problem(folder)] == [f"{tmp_path / 'nothing'}: la carpeta no contiene archivos"]
    qtbot.waitUntil(lambda: names(page) == [])


# -- following ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def process() -> Iterator[ExitStack]:
    """What holds a run as a training does."""
    with ExitStack() as held:
        yield held


@pytest.fixture
def trial(page: TrainPage, library: Path, process: ExitStack, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trial that learns, begun by the button of the empty page."""
    run = library / "runs" / "chorales"
    monkeypatch.setattr(page.launcher, "start", lambda wanted: told_run(run, checks=0, ending=None))
    page.studio.listening.turn_to("train")
    first = page.empty.findChild(QPushButton)
    assert first is not None
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    process.enter_context(owned(run))
    page.follower.scan()
    return run


def test_a_trial_is_heard_at_its_first_check(
    page: TrainPage, trial: Path, music_pieces: list[Piece], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(page.studio.player, "play", lambda tick=None: heard.append(page.studio.player.title))
    assert page.chosen is not None
    assert page.chosen.folder == trial
    for step in (10, 20):
        write_pieces(music_pieces[:1], trial / "samples" / f"{step}.mid")
        tell(trial, Sampled(step, 6.0, file=f"samples/{step}.mid"))
        qtbot.waitUntil(lambda step=step: page.studio.player.title == str(step))
    assert heard == ["10"]


@pytest.mark.parametrize(
    ("ending", "model"), [("budget", True), ("stopped", True), ("interrupted", True), ("budget", False)]
)
def test_a_trial_ends_in_takes_where_it_was_not_broken_off(
    page: TrainPage, trial: Path, process: ExitStack, ending: str, model: bool, qtbot: QtBot
) -> None:
    asked: list[str] = []
    page.studio.takes_wanted.connect(asked.append)
    page.studio.page_wanted.connect(asked.append)
    if model:
        (trial / MODEL).write_bytes(b"")
    tell(trial, Finished(20, 12.0, reason=ending, nats=2.0, best_step=20))
    process.close()
    qtbot.waitUntil(lambda: page.trial.folder is None)
    assert asked == ([str(trial), "create"] if model and ending != "interrupted" else [])


def test_damaged_lines_of_metrics_are_passed_over(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    run = told_run(library / "runs" / "hurt", checks=2, ending=None)
    with (run / "metrics.jsonl").open("ab") as file:
        file.write(b'\xff\xfe not json\n{"event": "progress"}\n[]\n{"event": {}}\nnull\n{"event": "valida')
    page.follower.scan()
    page.choose(run)
    qtbot.waitUntil(lambda: phase(page) is Phase.CRASHED)
    with (run / "metrics.jsonl").open("a") as file:
        file.write("\n")
    tell(run, *list(events(5, "budget"))[-4:])
    qtbot.waitUntil(lambda: phase(page) is Phase.DONE)
    assert page.chosen is not None
    assert len(page.chosen.held) == 3


def test_metrics_are_read_on_from_where_reading_ended(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    run = told_run(library / "runs" / "long", checks=30, ending=None)
    page.follower.scan()
    page.choose(run)
    qtbot.waitUntil(lambda: phase(page) is Phase.CRASHED)
    followed = page.follower.runs[run]
    size = (run / "metrics.jsonl").stat().st_size
    assert followed.bytes_read == size
    tell(run, Finished(300, 180.0, reason="early", nats=2.0, best_step=300))
    qtbot.waitUntil(lambda: phase(page) is Phase.EARLY)
    assert page.follower.runs[run] is followed
    assert page.chosen is not None
    assert len(page.chosen.held) == 30


def test_a_crash_is_told_where_the_page_does_not_say_it(
    page: TrainPage, qtbot: QtBot, library: Path, told: list[str]
) -> None:
    run, other = (told_run(library / "runs" / name, ending=None) for name in ("one", "other"))
    page.follower.scan()
    page.choose(run)
    qtbot.waitUntil(lambda: all(state.phase is Phase.CRASHED for state in page.follower.states()))
    page.launcher.failed.emit(run, "one: killed")
    assert told == []
    page.launcher.failed.emit(other, "other: killed")
    page.hide()
    page.launcher.failed.emit(run, "one: killed")
    assert told == ["other: killed", "one: killed"]


def places(page: TrainPage) -> dict[str, QRect]:
    """The places of the buttons that can be pressed."""
    QApplication.processEvents()
    buttons = page.view.buttons.items()
    return {
        name: QRect(button.mapTo(page, QPoint()), button.size())
        for name, button in buttons
        if button.isVisible() and button.isEnabled()
    }


def test_no_button_slides_under_the_pointer_when_another_comes_or_goes(
    page: TrainPage, qtbot: QtBot, library: Path
) -> None:
    run = told_run(library / "runs" / "tunes", checks=1, ending=None)
    with owned(run):
        page.follower.scan()
        page.choose(run)
        qtbot.waitUntil(lambda: phase(page) is Phase.RUNNING)
        young = places(page)
        (run / MODEL).write_bytes(b"")
        page.refresh()
        running = places(page)
    page.follower.scan()
    qtbot.waitUntil(lambda: phase(page) is Phase.CRASHED)
    (run / "checkpoint.safetensors").write_bytes(b"")
    page.refresh()
    ended = places(page)
    assert (set(young), set(running), set(ended)) == (
        {"pause", "stop"},
        {"pause", "stop", "create"},
        {"resume", "create"},
    )
    assert all(running[name] == young[name] for name in young)
    assert ended["create"] == running["create"]
    assert ended["resume"].topLeft() == running["pause"].topLeft()
    assert not ended["resume"].intersects(running["stop"])


def test_time_left_is_told_once_the_training_tells_it(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    run = told_run(library / "runs" / "tunes", checks=0, ending=None)
    with owned(run):
        page.follower.scan()
        page.choose(run)
        qtbot.waitUntil(lambda: phase(page) is Phase.RUNNING)
        assert page.view.tiles["left"].accessibleName() == "Left: – of 1 min"
        qtbot.waitUntil(lambda: [row.state for row in page.list.rows()] == ["learning"])
        tell(run, *list(events(1, None))[1:])
        qtbot.waitUntil(lambda: page.view.tiles["left"].accessibleName() == "Left: 0:54 of 1 min")


def test_one_check_is_seen_in_the_plot(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    run = told_run(library / "runs" / "tunes", checks=1)
    page.follower.scan()
    page.choose(run)
    qtbot.waitUntil(lambda: phase(page) is Phase.DONE)
    curves = page.view.curves
    qtbot.waitUntil(lambda: len(curves.curves.held) == len(curves.curves.learned) == 1)
    low, high = curves.visible_range()
    assert low < curves.curves.held[0][1] < high
    assert low < curves.curves.learned[0][1] < high
    assert (curves.held.opts["symbol"], curves.learned.opts["symbol"]) == ("o", "o")


def test_a_run_without_a_model_or_a_figure_is_shown_with_dashes(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    run = told_run(library / "runs" / "young", checks=0, ending=None)
    page.follower.scan()
    page.choose(run)
    qtbot.waitUntil(lambda: phase(page) is Phase.CRASHED)
    assert "–" in page.view.tiles["held"].accessibleName()
    assert not page.view.buttons["create"].isEnabled()
    assert not page.view.buttons["resume"].isVisible()
    assert not page.view.entries["export"].isEnabled()
    assert page.view.hint.text() == "this run has written no samples"


def test_a_hundred_runs_open_and_list_quickly(studio: Studio, qtbot: QtBot, library: Path) -> None:
    for number in range(100):
        told_run(library / "runs" / f"run {number:03}", checks=50)
    pages: list[TrainPage] = []
    # a tenth of a second here
    assert cpu_seconds(lambda: pages.append(TrainPage(studio))) < 1.0
    (page,) = pages
    qtbot.addWidget(page)
    page.show()
    assert len(names(page)) == 100
    qtbot.waitUntil(lambda: all(state.phase is Phase.DONE for state in page.follower.states()))


def test_a_library_that_vanishes_leaves_an_empty_page_and_comes_back(
    page: TrainPage, qtbot: QtBot, library: Path, tmp_path: Path
) -> None:
    told_run(library / "runs" / "tunes")
    page.follower.scan()
    qtbot.waitUntil(lambda: names(page) == ["tunes"])
    library.rename(tmp_path / "away")
    page.follower.scan()
    qtbot.waitUntil(lambda: names(page) == [])
    assert page.empty.isVisible()
    (tmp_path / "away").rename(library)
    page.follower.scan()
    qtbot.waitUntil(lambda: names(page) == ["tunes"])


def test_a_very_long_name_keeps_the_page_narrow(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    run = told_run(library / "runs" / ("a very long name " * 14).strip())
    page.follower.scan()
    page.choose(run)
    QApplication.processEvents()
    assert page.width() == 1028
    assert page.minimumSizeHint().width() <= 1028
    assert page.view.title.toolTip().endswith(run.name)


def test_another_run_can_be_laid_beside_the_chosen_one(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    one, other = told_run(library / "runs" / "one"), told_run(library / "runs" / "other", checks=9)
    page.follower.scan()
    qtbot.waitUntil(lambda: all(state.phase is Phase.DONE for state in page.follower.states()))
    page.choose(one)
    page.view.compare.setCurrentIndex(page.view.compare.findData(str(other)))
    assert page.view.curves.curves.other_name == "other"
    assert len(page.view.curves.curves.other) == 9


# -- what can be done with runs ----------------------------------------------------------------------------------------


def test_train_on_this_shows_the_form_with_that_corpus(page: TrainPage, studio: Studio) -> None:
    studio.train_wanted.emit(CorpusChoice("my tunes", ("/music/tunes",), leave_out=("old",)))
    assert page.form.isVisible()
    assert page.form.corpus.currentText() == "my tunes"
    assert page.choices[page.form.corpus.currentIndex()].leave_out == ("old",)


def test_learning_begins_at_once_where_another_page_wants_it(
    page: TrainPage, studio: Studio, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[NewRun] = []
    monkeypatch.setattr(
        page.launcher, "start", lambda wanted: begun.append(wanted) or told_run(library / "runs" / "mine", checks=0)
    )
    tunes = CorpusChoice("my tunes", ("/music/tunes",))
    studio.learn_wanted.emit(tunes, 60.0)
    assert begun == [NewRun(tunes, "", 60.0)]
    assert page.follower.chosen == library / "runs" / "mine"


def test_the_options_say_what_would_be_chosen(
    page: TrainPage, studio: Studio, plans: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    page.ask_for_run(CorpusChoice("chorales", ("chorales",)))
    assert page.form.plan.text() == ""
    page.form.advanced.toggleButton().click()
    qtbot.waitUntil(lambda: plans == [("chorales", "--minutes", "10")])
    studio.planner.planned.emit(("others",), Plan("gru", 8, 1, 1, 10.0, 1, 1.0))
    studio.planner.planned.emit(plans[0], Plan("lstm", 256, 1, 3, 10.0, 1204, 18.23))
    assert page.form.plan.text() == "LSTM, 256 unit(s), 1 layer(s), 3 member(s): about 18 readings of your corpus"
    page.form.size_box.setCurrentIndex(1)
    qtbot.waitUntil(lambda: plans[1:] == [("chorales", "--minutes", "10", "--size", "small")])
    studio.planner.failed.emit(plans[1])
    assert page.form.plan.text() == "What would be chosen could not be found out."


def test_a_run_like_another_has_its_settings(page: TrainPage, library: Path) -> None:
    page.follower.scan()
    run = told_run(library / "runs" / "one")
    page.follower.scan()
    page.choose(run)
    page.actions_.act("duplicate")
    assert page.form.corpus.currentText() == "chorales"
    assert page.form.minutes == 1
    wanted = {
        "cell": "lstm",
        "hidden_size": 64,
        "num_layers": 2,
        "members": 1,
        "dropout": 0.1,
        "transpose": 5,
        "seed": 7,
    }
    assert page.form.options() == {**wanted, "learning_rate": 0.002}


def test_a_run_is_renamed_with_its_folder(page: TrainPage, qtbot: QtBot, library: Path) -> None:
    run = told_run(library / "runs" / "one")
    told_run(library / "runs" / "taken")
    page.follower.scan()
    page.choose(run)
    assert page.chosen is not None
    page.actions_.rename(page.chosen, "taken")
    qtbot.waitUntil(lambda: sorted(names(page)) == ["taken", "taken-2"])
    assert page.chosen is not None
    assert page.chosen.name == "taken-2"


def test_a_run_goes_to_the_trash_and_not_for_ever(
    page: TrainPage, qtbot: QtBot, library: Path, told: list[str]
) -> None:
    run = told_run(library / "runs" / "one")
    page.follower.scan()
    page.choose(run)
    assert page.chosen is not None
    page.actions_.delete(page.chosen)
    if run.exists():
        assert "left where it is" in told[0]
    else:
        assert told == ["one is in the trash."]
        qtbot.waitUntil(lambda: names(page) == [])


def test_a_run_that_learns_is_neither_renamed_nor_deleted(page: TrainPage, library: Path) -> None:
    from seqgen.runs.control import owned

    run = told_run(library / "runs" / "one", ending=None)
    with owned(run):
        page.follower.scan()
        page.choose(run)
        assert page.chosen is not None
        page.actions_.delete(page.chosen)
        page.actions_.rename(page.chosen, "two")
        assert not page.view.entries["delete"].isEnabled()
        assert page.running() == ["one"]
        page.stop_all()
        assert json.loads((run / "request").read_text()) == {"ask": "pause"}
    assert run.is_dir()


def test_a_model_is_brought_in_only_if_it_is_sound(
    page: TrainPage, qtbot: QtBot, studio: Studio, tiny_music_model: Path, tmp_path: Path, told: list[str]
) -> None:
    with qtbot.waitSignal(studio.models_changed):
        page.imported.take_in(tiny_music_model)
    (brought,) = studio.library.models.iterdir()
    assert brought.read_bytes() == tiny_music_model.read_bytes()
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(tiny_music_model.read_bytes()[:-7])
    page.imported.take_in(damaged)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert "damaged.safetensors" in told[1]
    assert list(studio.library.models.iterdir()) == [brought]


def test_a_model_that_was_brought_in_is_listed_by_its_corpus_and_can_be_renamed(
    page: TrainPage, qtbot: QtBot, studio: Studio, tiny_music_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "model.safetensors").write_bytes(tiny_music_model.read_bytes())
    for _ in range(2):
        with qtbot.waitSignal(studio.models_changed):
            page.imported.take_in(tmp_path / "model.safetensors")
    corpus = read_model(tiny_music_model).about.corpus
    qtbot.waitUntil(lambda: sorted(names(page)) == [corpus, f"{corpus}-2"])
    qtbot.waitUntil(lambda: page.model_view.isVisible() and page.model_view.title.whole == f"{corpus}-2")
    model = page.imported.find(studio.library.models / f"{corpus}-2.safetensors")
    assert model is not None
    page.imported.rename(model, "my waltzes")
    qtbot.waitUntil(lambda: sorted(names(page)) == sorted(["my waltzes", corpus]))
    qtbot.waitUntil(lambda: page.model_view.title.whole == "my waltzes")
    with qtbot.waitSignal(studio.model_wanted) as wanted:
        page.model_view.create_button.click()
    assert wanted.args == [str(studio.library.models / "my waltzes.safetensors")]


def test_a_run_made_elsewhere_is_known_until_its_folder_is_gone(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    run = told_run(tmp_path / "elsewhere" / "mine")
    remember(run)
    page.follower.scan()
    qtbot.waitUntil(lambda: "mine" in names(page))
    run.rename(tmp_path / "moved")
    page.follower.scan()
    qtbot.waitUntil(lambda: "mine" not in names(page))


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Bach: 4/4", "Bach- 4-4"), ("..", ""), ("con", "con-"), ("x" * 200, "x" * 80), ("Mélodie 音", "Mélodie 音")],
)
def test_a_name_becomes_a_folder_that_every_system_can_hold(name: str, folder: str) -> None:
    assert file_name(name) == folder


def test_a_starter_is_listed_and_stays(page: TrainPage, qtbot: QtBot, starter: Path) -> None:
    page.imported.refresh()
    qtbot.waitUntil(lambda: names(page) == ["drums"])
    page.choose(starter)
    assert page.model_view.isVisible()
    assert "CC BY 4.0" in page.model_view.words.text()
    shown = [entry.objectName() for entry in page.model_view.more.menu().actions() if entry.isVisible()]
    assert shown == ["export"]
    (model,) = page.imported.models
    page.imported.act("delete", model)
    assert starter.is_file()


def test_a_run_that_starts_from_a_model_takes_over_its_network(page: TrainPage, starter: Path) -> None:
    page.ask_for_run()
    form = page.form
    form.set_values(options={"hidden_size": 64})
    assert form.options() == {"hidden_size": 64}
    form.initial.setCurrentIndex(form.initial.findText("drums", Qt.MatchFlag.MatchStartsWith))
    assert form.options() == {"init_from": str(starter)}
