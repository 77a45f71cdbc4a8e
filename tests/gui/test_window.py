"""The frame of the window: its pages, its keys, its closing, what it remembers and what it survives."""

from __future__ import annotations

import json
import math
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.app import _Reporter, install_habits
from gui.controls.drop_area import DropVeil
from gui.corpora.jobs import scan
from gui.corpora.page import CorporaPage
from gui.create.page import CreatePage
from gui.inspect.jobs import look
from gui.inspect.page import InspectPage
from gui.library.library import CorpusChoice, Library
from gui.library.settings import Settings
from gui.sampling import jobs as jobs_sampling
from gui.sampling.settings import SamplingSettings
from gui.studio import PAGES, Studio
from gui.takes.store import TakeStore
from gui.text.text_take import TintedEditor
from gui.train.page import TrainPage
from gui.window import MainWindow
from gui.workers.worker import Job, Worker
from seqgen.formats.midi import read_scores
from seqgen.formats.sheet import Sheet
from seqgen.piece import Piece
from seqgen.runs.control import PAUSE, REQUEST, owned
from seqgen.runs.run import MODEL
from tests.support.kept_workers import Workers
from tests.support.patience import MILLISECONDS
from tests.support.small_models import write_pieces
from tests.support.told_run import told_run
from tests.support.window_settings import window_settings

pytestmark = pytest.mark.long

Page = TypeVar("Page", bound=QWidget)
Windows = Callable[[Studio], MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No runs are known from other tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def habits(qapp: QApplication) -> Iterator[None]:
    """Keys, names and drops are treated as the application does."""
    made = install_habits(qapp)
    yield
    qapp.removeEventFilter(made)
    made.setParent(None)  # or the next window would install it again


@pytest.fixture
def windows(qtbot: QtBot, chorales_cached: None) -> Iterator[Windows]:
    """Opens windows, and puts them away without a question."""
    opened: list[MainWindow] = []

    def open_one(studio: Studio) -> MainWindow:
        # a take that is opened would otherwise start the process that plays
        studio.settings.change(audition=False)
        window = MainWindow(studio)
        opened.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_one
    for window in opened:
        put_away(window)


@pytest.fixture
def window(windows: Windows, studio: Studio) -> MainWindow:
    return windows(studio)


@pytest.fixture(scope="module")
def open_window(
    qapp: QApplication, kept_workers: Workers, chorales_cached: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """A window for all tests that need no fresh start. They stand last: while it is there, every other window that is
    opened takes longer, since whatever there is takes on its style."""
    folder = tmp_path_factory.mktemp("open window")
    studio = Studio(qapp, library=folder / "library", settings=folder / "settings.json", **kept_workers)
    studio.settings.change(audition=False)
    window = MainWindow(studio)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, MILLISECONDS)
    yield window
    put_away(window)
    studio.close()
    studio.theme.deleteLater()


@pytest.fixture
def studios(qapp: QApplication, workers: Workers) -> Iterator[Callable[..., Studio]]:
    """Makes the services of a start: on a library, and on a settings file."""
    made: list[Studio] = []

    def make(library: Path, settings: Path) -> Studio:
        made.append(Studio(qapp, library=library, settings=settings, **workers))
        return made[-1]

    yield make
    for studio in made:
        studio.close()
        studio.theme.deleteLater()


@pytest.fixture
def tune(music_pieces: list[Piece], tmp_path: Path) -> Path:
    """A folder with a MIDI file."""
    folder = tmp_path / "tunes"
    folder.mkdir()
    write_pieces(music_pieces[:1], folder / "tune.mid")
    return folder / "tune.mid"


def put_away(window: MainWindow) -> None:
    """End a window without a question."""
    page(window, CreatePage).close_down()
    window.hide()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def page(window: MainWindow, kind: type[Page]) -> Page:
    found = window.findChild(kind)
    assert isinstance(found, kind)
    return found


def told(window: MainWindow) -> list[str]:
    """Lines that the window is told from now on."""
    lines: list[str] = []
    window.studio.told.connect(lines.append)
    return lines


def walk(window: MainWindow) -> None:
    """Go to every page; what goes wrong in a slot fails the test by itself."""
    for name in PAGES:
        window.go(name)
        assert window.page == name
        QApplication.processEvents()


def with_model(library: Path, model: Path) -> Path:
    """A model in the library."""
    (library / "models").mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(model, library / "models"))


def choose_model(window: MainWindow, model: Path, qtbot: QtBot) -> CreatePage:
    create = page(window, CreatePage)
    window.studio.model_wanted.emit(str(model))
    qtbot.waitUntil(lambda: create.about is not None and create.about.path == str(model))
    return create


def menu_action(window: MainWindow, name: str) -> QAction:
    """A choice of the menu."""
    return next(action for action in window.rail.menu_button.menu().findChildren(QAction) if action.data() == name)


def generate(window: MainWindow, takes: int) -> None:
    """Ask for some short takes by the keyboard."""
    create = page(window, CreatePage)
    window.go("create")
    create.show_settings(window_settings(takes=takes, bars=2))
    QTest.keyClick(window, Qt.Key.Key_G, CONTROL)


# -- what is remembered ------------------------------------------------------------------------------------------------


def test_the_window_is_back_as_it_was_at_the_next_start(
    window: MainWindow,
    windows: Windows,
    studios: Callable[..., Studio],
    library: Path,
    tune: Path,
    tiny_music_model: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    model = with_model(library, tiny_music_model)
    window.open_paths([tune.parent])
    create = choose_model(window, model, qtbot)
    create.show_settings(window_settings(temperature=0.7, bars=6, takes=3, seed=5, seed_locked=True))
    window.transport.volume.setValue(40)
    menu_action(window, "light").trigger()
    window.go("inspect")
    # the screen that tests have is small, and no window is restored beyond its screen
    window.resize(1000, 720)
    assert window.close()
    # a file of its own, so that nothing comes from memory
    settings = Path(shutil.copy(tmp_path / "settings.json", tmp_path / "again.json"))

    again = windows(studios(library, settings))

    assert again.page == "inspect"
    assert again.size() == QSize(1000, 720)
    assert again.studio.theme.wanted == "light"
    assert again.transport.volume.value() == 40
    assert page(again, CorporaPage).header.title.whole == "tunes"
    restored = page(again, CreatePage)
    qtbot.waitUntil(lambda: restored.about is not None)
    assert restored.about is not None
    assert restored.about.path == str(model)
    assert restored.settings() == create.settings()
    assert not again.notice.isVisible()


NOISE = random.Random(5).randbytes(4096)
WRONG = json.dumps(
    {
        "page": "seventeen",
        "theme": [7, 8],
        "place": [1e9, 0, -1, 5],
        "volume": math.nan,
        "soundfont": "f" * 600,
        "soundfonts": ["f" * 600, "\0"],
        "audition": "perhaps",
        "order": "sideways",
        "settings": {"bars": "many", "low": None, "instruments": {"a": [1]}},
        "model": "m\0" * 300,
        "run": "r" * 600,
        "inspected_model": "\udc80",
        "corpus": {},
        "split": [1],
    }
).encode()


@pytest.mark.parametrize("damage", [NOISE, b'{"page": "train", "vol', WRONG], ids=["noise", "half", "wrong types"])
def test_damaged_settings_open_as_a_first_start_and_are_told_once(
    windows: Windows, studios: Callable[..., Studio], library: Path, tmp_path: Path, damage: bytes
) -> None:
    settings = tmp_path / "settings.json"
    settings.write_bytes(damage)

    window = windows(studios(library, settings))

    assert window.notice.isVisible()
    assert window.notice.text.startswith(f"{settings} is damaged; ")
    assert window.page == "corpora"
    assert window.studio.theme.wanted == "system"
    assert window.transport.volume.value() == 90
    shown = page(window, CreatePage).settings()
    assert shown == SamplingSettings(shapes={"music": window_settings().shapes["music"]})
    walk(window)
    window.go("train")
    window.close()
    again = Settings(Path(shutil.copy(settings, tmp_path / "again.json")))
    assert again.values.page == "train"
    assert again.problem() == ""


@pytest.fixture(params=["a folder", "below a file", "read only"])
def unwritable(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A settings file that cannot be written."""
    path = tmp_path / "settings.json"
    if request.param == "a folder":
        path.mkdir()
    elif request.param == "below a file":
        path.write_text("")
        return path / "settings.json"
    else:
        path.write_text('{"page": "inspect"}')
        path.chmod(0o400)
        if os.access(path, os.W_OK):
            pytest.skip("this user may write to whatever is read only")
    return path


def test_settings_that_cannot_be_written_are_told_and_hold_while_the_window_is_open(
    windows: Windows, studios: Callable[..., Studio], library: Path, unwritable: Path
) -> None:
    window = windows(studios(library, unwritable))
    assert window.notice.isVisible()
    assert window.notice.text == f"{unwritable} cannot be written, so nothing that you choose is remembered."
    walk(window)
    window.transport.volume.setValue(40)
    assert window.studio.settings.values.volume == 0.4
    assert window.close()


# -- a library that is not there ---------------------------------------------------------------------------------------


@pytest.fixture
def two_takes(library: Path, tiny_music_model: Path) -> list[str]:
    """Takes that were made before, of which the second is opened at the start."""
    settings = window_settings(bars=2, takes=2)
    about, store = jobs_sampling.describe(str(tiny_music_model)), TakeStore(Library(library))
    drawn = jobs_sampling.generate(str(tiny_music_model), settings.to_json(), 2, 5, None)
    return [store.add(each, about, replace(settings, seed=each.seed)).id for each in drawn]


def test_a_library_that_vanishes_is_made_again_with_the_next_thing_that_is_kept(
    two_takes: list[str], window: MainWindow, library: Path, tune: Path, tiny_music_model: Path, qtbot: QtBot
) -> None:
    window.studio.library.keep_corpora([CorpusChoice("old", ("old",))])
    create = choose_model(window, tiny_music_model, qtbot)
    window.go("create")
    qtbot.waitUntil(lambda: all(entry.sheet is not None for entry in create.takes.entries))
    shutil.rmtree(library)
    lines = told(window)
    walk(window)

    create.opened.open_take(two_takes[0])
    assert create.editing.record is not None
    assert create.editing.record.id == two_takes[0]

    generate(window, 2)
    qtbot.waitUntil(lambda: len(create.takes) == 4 and not create.writing.generation.busy)
    create.store.settle()
    assert len(list((library / "takes").glob("*.mid"))) == 2
    window.open_paths([tune.parent])
    assert {choice.name for choice in window.studio.library.corpora()} == {"old", "tunes"}
    assert all("\n" not in line for line in lines)


def a_file(tmp_path: Path) -> Path:
    (tmp_path / "in the way").write_text("untouched")
    return tmp_path / "in the way"


UNUSABLE: dict[str, Callable[[Path], Path]] = {
    "a file": a_file,
    "below a file": lambda tmp_path: a_file(tmp_path) / "library",
    "not to be looked into": lambda tmp_path: tmp_path / ("n" * 300),
    "no disk": lambda tmp_path: Path("/proc/library"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_what_cannot_be_kept_in_a_library_is_told_in_a_line_and_work_goes_on(
    windows: Windows, studios: Callable[..., Studio], tmp_path: Path, tune: Path, kind: str, qtbot: QtBot
) -> None:
    library = UNUSABLE[kind](tmp_path)
    window = windows(studios(library, tmp_path / "settings.json"))
    way = tmp_path / "in the way"
    if way.exists():
        assert window.notice.isVisible()
        assert window.notice.text == f"Nothing that you make can be kept: {way} is no folder that can be written to."
    walk(window)
    corpora, train, lines = page(window, CorporaPage), page(window, TrainPage), told(window)

    window.open_paths([tune.parent])
    assert [str(library) in line and "\n" not in line for line in lines] == [True]
    assert corpora.header.title.whole == "tunes"

    window.go("train")
    train.ask_for_run()
    train.form.wanted.emit(0, "", 1.0, {})
    assert [str(library) in line and "\n" not in line for line in lines] == [True, True]
    assert train.launcher.pending() == []
    assert window.notice.isVisible()
    walk(window)
    assert not way.exists() or way.read_text() == "untouched"


def test_takes_that_cannot_be_kept_are_told_of_and_asking_again_is_possible(
    windows: Windows, studios: Callable[..., Studio], tmp_path: Path, tiny_music_model: Path, qtbot: QtBot
) -> None:
    library = a_file(tmp_path)
    window = windows(studios(library, tmp_path / "settings.json"))
    create = choose_model(window, tiny_music_model, qtbot)
    lines = told(window)
    generate(window, 2)
    qtbot.waitUntil(lambda: bool(lines) and not create.writing.generation.busy)
    assert len(lines) == 1
    assert str(library) in lines[0]
    assert create.panel.generate.isEnabled()


def test_takes_that_are_damaged_are_told_of_at_the_start(
    two_takes: list[str], windows: Windows, studio: Studio, library: Path
) -> None:
    (library / "takes" / f"{two_takes[0]}.json").write_text("{")
    window = windows(studio)
    assert window.notice.isVisible()
    assert f"{two_takes[0]}.json" in window.notice.text
    assert len(page(window, CreatePage).takes) == 1


def test_a_run_that_may_not_be_looked_into_is_left_out(
    windows: Windows, studio: Studio, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_run(library / "runs" / "open")
    locked = told_run(library / "runs" / "locked")
    look = os.stat

    def guarded(path: object, *arguments: object, **options: object) -> os.stat_result:
        # whoever runs the tests may be allowed to look everywhere
        if str(path).startswith(f"{locked}/"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", guarded)
    window = windows(studio)
    walk(window)
    train = page(window, TrainPage)
    train.follower.scan()
    assert [state.name for state in train.follower.states()] == ["open"]


# -- closing -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def learning(library: Path) -> Iterator[Callable[[str], Path]]:
    """Makes runs that learn: this process holds them, as a training does."""
    held: list[AbstractContextManager[None]] = []

    def begin(name: str) -> Path:
        run = told_run(library / "runs" / name, ending=None)
        held.append(owned(run))
        held[-1].__enter__()
        return run

    yield begin
    for each in held:
        each.__exit__(None, None, None)


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> list[tuple[str, list[str]]]:
    """Press a button of the question, or Escape, in place of the user; gives what was asked and what was offered."""
    asked: list[tuple[str, list[str]]] = []

    def execute(box: QMessageBox) -> int:
        asked.append((box.text(), [button.text() for button in box.buttons()]))
        box.show()
        if answer:
            next(button for button in box.buttons() if button.text() == answer).click()
        else:
            QTest.keyClick(box, Qt.Key.Key_Escape)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", execute)
    return asked


@pytest.mark.parametrize(("answer", "paused"), [("Keep training", False), ("Pause it", True)], ids=["keep", "pause"])
def test_closing_asks_whether_training_goes_on(
    learning: Callable[[str], Path],
    windows: Windows,
    studio: Studio,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    paused: bool,
) -> None:
    run = learning("slow waltzes")
    window = windows(studio)
    for staying in ("Stay here", ""):
        asked = answering(monkeypatch, staying)
        assert not window.close()
        assert window.isVisible()
        assert not (run / REQUEST).exists()
        [(words, offered)] = asked
        assert words == "slow waltzes is still learning."
        assert sorted(offered) == ["Keep training", "Pause it", "Stay here"]

    asked = answering(monkeypatch, answer)

    assert window.close()

    assert not window.isVisible()
    assert len(asked) == 1
    assert (run / REQUEST).exists() is paused
    assert not paused or json.loads((run / REQUEST).read_text()) == {"ask": PAUSE}


def test_closing_pauses_all_of_several_runs(
    learning: Callable[[str], Path], windows: Windows, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [learning("reels"), learning("waltzes <b>")]
    window = windows(studio)
    asked = answering(monkeypatch, "Pause them")
    assert window.close()
    assert sorted(asked[0][0].removesuffix(" are still learning.").split(", ")) == ["reels", "waltzes <b>"]
    assert all((run / REQUEST).exists() for run in runs)


def test_closing_asks_nothing_where_nothing_learns(
    library: Path, windows: Windows, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_run(library / "runs" / "over")
    window = windows(studio)
    asked = answering(monkeypatch, "Stay here")
    assert window.close()
    assert asked == []


# -- what fails beside it ----------------------------------------------------------------------------------------------


def test_without_a_sound_device_the_bar_says_so_and_time_goes_by(window: MainWindow, tune: Path, qtbot: QtBot) -> None:
    player = window.studio.player
    window.studio.warm_up()
    qtbot.waitUntil(lambda: player.device is not None)
    if player.device:
        pytest.skip("there is a sound device here")
    assert window.transport.status.text() == "no sound device"
    assert window.transport.status.isVisible()
    player.load(Sheet.from_score(read_scores(tune)[0].score))
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.tick > 10)
    assert window.transport.play.playing
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not window.transport.play.playing
    walk(window)
    assert not window.notice.isVisible()


# -- pages and keys ----------------------------------------------------------------------------------------------------


def test_the_numbers_1_to_4_show_the_pages_and_the_rail_says_which(open_window: MainWindow) -> None:
    for number, name in enumerate(PAGES, start=1):
        QTest.keyClick(open_window, Qt.Key(Qt.Key.Key_0 + number))

        assert open_window.page == name
        chosen = [button.objectName() for button in open_window.rail.chosen.buttons() if button.isChecked()]
        assert chosen == [name]


@pytest.fixture
def played(open_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the requests to play; nothing is played."""
    asked: list[str] = []
    monkeypatch.setattr(open_window.studio.player, "play", lambda *_: asked.append("play"))
    open_window.studio.player.load(Sheet.empty())
    return asked


def test_the_space_bar_plays_on_every_page_whose_number_was_pressed(open_window: MainWindow, played: list[str]) -> None:
    for number, name in enumerate(PAGES, start=1):
        QTest.keyClick(QApplication.focusWidget() or open_window, Qt.Key(Qt.Key.Key_0 + number))
        QTest.keyClick(QApplication.focusWidget() or open_window, Qt.Key.Key_Space)
        assert (open_window.page, len(played)) == (name, number)


def test_the_space_bar_still_plays_after_a_click_on_a_button(open_window: MainWindow, played: list[str]) -> None:
    QTest.mouseClick(open_window.rail.chosen.buttons()[2], Qt.MouseButton.LeftButton)
    assert open_window.page == "create"
    QTest.keyClick(QApplication.focusWidget() or open_window, Qt.Key.Key_Space)
    assert played == ["play"]
    assert open_window.page == "create"


def test_what_is_typed_in_a_text_field_neither_plays_nor_turns_pages(
    open_window: MainWindow, played: list[str]
) -> None:
    open_window.go("train")
    train = page(open_window, TrainPage)
    train.ask_for_run()
    open_window.go("inspect")
    for name, field in (("train", train.form.name), ("inspect", page(open_window, InspectPage).column.text)):
        open_window.go(name)
        field.setFocus()
        QTest.keyClicks(field, "1 2")
        assert open_window.page == name
        assert (field.text() if name == "train" else field.toPlainText()) == "1 2"
    assert played == []


# -- what fails inside it ----------------------------------------------------------------------------------------------


def test_an_exception_that_escapes_is_told_in_the_window_and_in_full_on_stderr(
    open_window: MainWindow, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        _Reporter(open_window)(type(error), error, error.__traceback__)
    assert open_window.notice.text == "division by zero"
    assert open_window.notice.isVisible()
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("job", [scan, jobs_sampling.describe, look])
def test_a_job_that_breaks_does_not_take_the_window_along(
    open_window: MainWindow,
    library: Path,
    tune: Path,
    tiny_music_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    job: Callable[..., object],
    qtbot: QtBot,
) -> None:
    # one that no page knows yet
    model = with_model(library, tiny_music_model)
    started: list[Job] = []
    start = Worker.start

    def broken(worker: Worker, function: Callable[..., object], *arguments: object, **options: object) -> Job:
        if function is not job:
            return start(worker, function, *arguments, **options)
        # what it is given is no number, or too many of them
        started.append(start(worker, math.sqrt, *arguments, **options))
        started[-1].failed.connect(problems.append)
        return started[-1]

    problems: list[str] = []
    monkeypatch.setattr(Worker, "start", broken)
    open_window.open_paths([tune.parent])
    open_window.studio.model_wanted.emit(str(model))
    open_window.studio.inspect_wanted.emit((str(tune), str(model)))
    qtbot.waitUntil(lambda: bool(problems))
    assert problems[0].startswith("TypeError: ")
    walk(open_window)

    monkeypatch.undo()
    page(open_window, CorporaPage).read_again()
    assert choose_model(open_window, model, qtbot).about is not None
    qtbot.waitUntil(lambda: page(open_window, CorporaPage).header.train.isEnabled())
    open_window.studio.inspect_wanted.emit((str(tune), str(model)))
    qtbot.waitUntil(lambda: page(open_window, InspectPage).inspection is not None)


# -- where files are dropped -------------------------------------------------------------------------------------------


def drop(window: MainWindow, where: QPoint, paths: list[Path]) -> None:
    """Drop files from elsewhere on a place of the window, which finds out what of it lies there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(where, action, data, buttons, keys)
    QApplication.sendEvent(window.windowHandle(), entering)
    assert entering.isAccepted()
    # a page that takes files itself shows it too
    assert any(veil.isVisible() for veil in window.findChildren(DropVeil))
    QApplication.sendEvent(window.windowHandle(), QDropEvent(QPointF(where), action, data, buttons, keys))
    assert not any(veil.isVisible() for veil in window.findChildren(DropVeil))


def test_what_is_dropped_beside_the_pages_finds_its_own(
    open_window: MainWindow, tune: Path, tiny_music_model: Path
) -> None:
    rail, corpora = QPoint(36, 500), page(open_window, CorporaPage)
    wanted: list[str] = []
    open_window.studio.model_wanted.connect(wanted.append)
    for name in PAGES:
        open_window.go(name)
        drop(open_window, rail, [tune.parent])
        assert (open_window.page, corpora.header.title.whole) == ("corpora", "tunes")
        open_window.go(name)
        drop(open_window, rail, [tune])
        assert (open_window.page, corpora.header.title.whole) == ("corpora", "tune.mid")
        open_window.go(name)
        drop(open_window, rail, [tiny_music_model])
        assert (open_window.page, wanted.pop()) == ("create", str(tiny_music_model))


def middle(window: MainWindow, widget: QWidget) -> QPoint:
    return widget.mapTo(window, widget.rect().center())


def test_files_dropped_on_a_text_that_is_edited_go_to_the_window(
    open_window: MainWindow, tune: Path, tiny_text_model: Path, qtbot: QtBot
) -> None:
    create, corpora = choose_model(open_window, tiny_text_model, qtbot), page(open_window, CorporaPage)
    open_window.go("create")
    create.opened.show(None, play=False)
    editor = create.findChild(TintedEditor)
    assert isinstance(editor, TintedEditor)
    editor.setPlainText("Once")
    drop(open_window, middle(open_window, editor.viewport()), [tune.parent])
    assert editor.text() == "Once"
    assert (open_window.page, corpora.header.title.whole) == ("corpora", "tunes")
    qtbot.waitUntil(corpora.view.pieces.filter.isVisible)
    drop(open_window, middle(open_window, corpora.view.pieces.filter), [tune])
    assert corpora.header.title.whole == "tune.mid"
    assert corpora.view.pieces.filter.text() == ""


def test_a_run_that_is_dropped_is_chosen_for_writing(
    open_window: MainWindow, tiny_music_model: Path, qtbot: QtBot
) -> None:
    run = told_run(open_window.studio.library.folder / "runs" / "reels")
    shutil.copy(tiny_music_model, run / MODEL)
    create = page(open_window, CreatePage)
    drop(open_window, open_window.rect().center(), [run])
    assert open_window.page == "create"
    qtbot.waitUntil(lambda: create.about is not None and create.about.path == str(run / MODEL))


def test_the_inspect_page_looks_into_what_is_dropped_on_it(
    open_window: MainWindow, tune: Path, tiny_music_model: Path, qtbot: QtBot
) -> None:
    open_window.go("inspect")
    inspect, lines, middle = page(open_window, InspectPage), told(open_window), open_window.rect().center()
    run = told_run(open_window.studio.library.folder / "runs" / "jigs")
    shutil.copy(tiny_music_model, run / MODEL)

    drop(open_window, middle, [run])
    assert inspect.column.models.value == str(run / MODEL)
    drop(open_window, middle, [tune])
    qtbot.waitUntil(lambda: inspect.inspection is not None and inspect.inspection.source.path == str(tune))
    assert lines == []
    drop(open_window, middle, [tune.parent])
    assert lines == ["Drop one file here; a folder is for the Corpora page."]
    assert open_window.page == "inspect"


def test_a_soundfont_that_is_dropped_is_played_with_and_is_no_corpus(open_window: MainWindow, tmp_path: Path) -> None:
    path, page = tmp_path / "Grand.SF2", open_window.page
    path.write_bytes(b"RIFF")
    open_window.open_paths([path])
    assert open_window.transport.sound.currentText() == "Grand"
    assert open_window.page == page
