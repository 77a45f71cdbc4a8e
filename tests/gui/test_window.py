"""The frame of the window: its pages, its keys, its closing, what it remembers and what it survives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.pages.train_page import TrainPage
from gui.services.library import CorpusChoice
from gui.studio import PAGES, Studio
from gui.window import MainWindow
from seqgen.midi import write_score
from seqgen.piece import Piece
from seqgen.tokenizers.music import MusicTokenizer

Windows = Callable[[Studio], MainWindow]


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[Windows]:
    """Opens windows, and puts them away without a question."""
    opened: list[MainWindow] = []

    def open_one(studio: Studio) -> MainWindow:
        # a take that is opened would otherwise start the process that plays
        studio.settings.put("create/audition", False)
        window = MainWindow(studio)
        opened.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_one
    for window in opened:
        window._create.close_down()
        window.hide()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(windows: Windows, studio: Studio) -> MainWindow:
    return windows(studio)


def reopened(studio: Studio, library: Path) -> Studio:
    """The services of the next start, on the same library and settings."""
    studio.settings.save()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return Studio(app, library=library, settings=library.parent / "settings.ini")


def told(window: MainWindow) -> list[str]:
    """Lines that the window shows from now on."""
    lines: list[str] = []
    window.studio.told.connect(lines.append)
    return lines


# -- pages and keys ----------------------------------------------------------------------------------------------------


def test_the_numbers_1_to_4_show_the_pages_and_the_rail_says_which(window: MainWindow) -> None:
    for number, name in enumerate(PAGES, start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number))

        assert window.page == name
        chosen = [button.objectName() for button in window._rail.chosen.buttons() if button.isChecked()]
        assert chosen == [name]


def test_the_space_bar_plays_but_not_while_one_types(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    pressed: list[str] = []
    monkeypatch.setattr(window.studio.player, "play", lambda *_: pressed.append("play"))
    window.studio.player.state_changed.connect(pressed.append)
    window.go("corpora")
    field = window._pages["corpora"].findChild(QLineEdit)
    assert field is not None
    field.setEnabled(True)
    field.setFocus()

    QTest.keyClicks(field, "1 2")

    assert field.text() == "1 2"
    assert window.page == "corpora"
    assert not pressed


# -- what is remembered ------------------------------------------------------------------------------------------------


def test_page_and_size_are_back_at_the_next_start(
    window: MainWindow, windows: Windows, studio: Studio, library: Path
) -> None:
    window.go("inspect")
    # the screen that tests have is small, and no window is restored beyond its screen
    window.resize(1000, 720)
    window.close()

    other = reopened(studio, library)
    again = windows(other)

    assert again.page == "inspect"
    assert again.size() == QSize(1000, 720)
    other.close()


@pytest.mark.parametrize(
    "damage",
    [os.urandom(4096), b"page=\x00\xff\xfe[[[\n@Variant(", b"[General]\npage=17\ngeometry=@ByteArray(nonsense)\n", b""],
    ids=["noise", "half a file", "wrong values", "empty"],
)
def test_damaged_settings_open_as_a_first_start(
    qapp: QApplication, windows: Windows, library: Path, cache: Path, damage: bytes
) -> None:
    settings = library.parent / "settings.ini"
    settings.write_bytes(damage)
    studio = Studio(qapp, library=library, settings=settings)

    window = windows(studio)

    assert window.page in PAGES
    assert window.width() >= window.minimumWidth()
    window.go("train")
    studio.settings.save()
    assert Studio(qapp, library=library, settings=settings).settings.get("page", "") == "train"
    studio.close()


def test_settings_that_cannot_be_written_stop_nothing(
    qapp: QApplication, windows: Windows, library: Path, cache: Path
) -> None:
    (library.parent / "settings.ini").mkdir()
    studio = Studio(qapp, library=library, settings=library.parent / "settings.ini")

    window = windows(studio)

    for name in PAGES:
        window.go(name)
        assert window.page == name
    studio.close()


# -- a library that is not there ---------------------------------------------------------------------------------------


def test_a_library_that_vanishes_is_made_again_with_the_next_thing_that_is_kept(
    window: MainWindow, library: Path, music_pieces: list[Piece], tmp_path: Path
) -> None:
    folder = tmp_path / "tunes"
    folder.mkdir()
    tokenizer = MusicTokenizer.fit(music_pieces)
    encoded = tokenizer.encode(music_pieces[0])
    write_score(tokenizer.decode(encoded.table, encoded.facts), folder / "tune.mid")
    window.studio.library.keep_corpora([CorpusChoice("old", (str(tmp_path / "old"),))])
    for path in sorted(library.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    library.rmdir()
    for name in PAGES:
        window.go(name)

    window.open_paths([folder])

    assert window.page == "corpora"
    assert {choice.name for choice in window.studio.library.corpora()} == {"old", "tunes"}


def test_a_library_that_is_a_file_costs_a_sentence_and_not_the_window(
    windows: Windows, studio: Studio, library: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    library.write_text("in the way")
    (tmp_path / "words.txt").write_text("all that is learned is written\n" * 50)
    window = windows(studio)
    lines = told(window)

    window.open_paths([tmp_path / "words.txt"])

    qtbot.waitUntil(lambda: bool(lines))
    assert str(library) in lines[0]
    assert "\n" not in lines[0]
    for name in PAGES:
        window.go(name)
    assert library.read_text() == "in the way"


# -- closing -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The window with a run that learns: what was asked at its closing, and what was done to the run."""
    happened: dict[str, list[str]] = {"asked": [], "stopped": []}
    train = window.findChild(TrainPage)
    assert train is not None
    monkeypatch.setattr(train, "running", lambda: ["slow waltzes"])
    monkeypatch.setattr(train, "stop_all", lambda: happened["stopped"].append("slow waltzes"))
    return happened


@pytest.mark.parametrize(
    ("answer", "closed", "stopped"), [("Keep", True, False), ("Pause", True, True), ("Stay", False, False)]
)
def test_closing_asks_whether_training_goes_on(
    window: MainWindow,
    asked: dict[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    closed: bool,
    stopped: bool,
) -> None:
    def answered(box: QMessageBox) -> int:
        asked["asked"].append(box.text())
        next(button for button in box.buttons() if button.text().startswith(answer)).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answered)

    assert window.close() is closed
    assert asked["asked"] == ["slow waltzes is still learning."]
    assert bool(asked["stopped"]) is stopped


def test_closing_asks_nothing_where_nothing_learns(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda box: pytest.fail("there is nothing to ask"))

    assert window.close()


# -- a page for everybody ----------------------------------------------------------------------------------------------


def controls(window: MainWindow) -> list[QWidget]:
    """What can be reached or pressed on the page that is shown and around it, scroll bars and inner parts left out."""
    found = []
    for widget in window.findChildren(QWidget):
        inner = isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")
        parent = widget.parentWidget()
        part = isinstance(parent, QAbstractScrollArea) or (isinstance(widget, QLineEdit) and widget.isReadOnly())
        part = part or (
            isinstance(widget, QLineEdit) and parent is not None and parent.focusPolicy() != Qt.FocusPolicy.NoFocus
        )
        takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if (
            widget.isVisibleTo(window)
            and not inner
            and not part
            and (takes_focus or isinstance(widget, QAbstractButton))
        ):
            found.append(widget)
    return found


def called(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


@pytest.mark.parametrize("page", PAGES)
def test_every_control_is_reached_by_tab_has_a_name_and_a_tool_tip(
    windows: Windows, studio: Studio, tiny_music_model: Path, page: str, qtbot: QtBot
) -> None:
    window = windows(studio)
    window.open_paths([tiny_music_model])
    window.go(page)
    found = controls(window)

    assert len(found) > 12
    where = {
        f"{type(each).__name__} {each.objectName()} '{called(each)}' in {type(each.parent()).__name__}": each
        for each in found
    }
    assert [name for name, each in where.items() if not called(each)] == []
    assert [name for name, each in where.items() if not each.toolTip()] == []
    mute = [
        name for name, each in where.items() if each.isEnabled() and not each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert mute == []


@pytest.mark.parametrize("page", PAGES)
def test_the_words_on_buttons_fit_in_the_smallest_window_that_is_promised(
    windows: Windows, studio: Studio, tiny_music_model: Path, page: str
) -> None:
    window = windows(studio)
    window.open_paths([tiny_music_model])
    window.resize(1100, 700)
    window.go(page)
    QApplication.processEvents()
    buttons = [each for each in window.findChildren(QPushButton) if each.isVisibleTo(window) and each.text()]

    assert [each.text() for each in buttons if each.width() < each.minimumSizeHint().width()] == []
    assert window.width() == 1100
    assert window.height() == 700
