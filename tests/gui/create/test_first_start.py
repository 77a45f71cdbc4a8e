"""The first start where a model comes with seqgen: takes at once, and three steps."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.create.first_steps import LEARN, LISTEN, STEPS, TAKE, FirstSteps
from gui.create.page import CreatePage
from gui.library.library import CorpusChoice
from gui.playback.player import PLAYING
from gui.studio import Studio
from tests.support.window_settings import window_settings

Pages = Callable[[], CreatePage]


@pytest.fixture
def heard(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of what was played."""
    titles: list[str] = []
    monkeypatch.setattr(studio.player, "play", lambda tick=0.0: titles.append(studio.player.title))
    return titles


@pytest.fixture
def pages(studio: Studio, heard: list[str], qtbot: QtBot) -> Iterator[Pages]:
    made: list[CreatePage] = []

    def make() -> CreatePage:
        with studio.theme.styled_together():
            page = CreatePage(studio)
        studio.listening.turn_to("create")
        page.show_settings(window_settings(bars=2, takes=3))
        page.show()
        made.append(page)
        return page

    yield make
    for page in made:
        page.close_down()
        page.deleteLater()


def test_takes_of_a_starter_are_there_and_the_first_is_under_the_space_bar(
    pages: Pages, studio: Studio, starter: Path, heard: list[str], qtbot: QtBot
) -> None:
    page = pages()
    assert page.begin()
    qtbot.waitUntil(lambda: len(page.takes) == 3 and not page.writing.generation.busy)
    assert page.about is not None
    assert page.about.path == str(starter)
    assert heard == []
    assert page.editing.record == page.takes.records[0]
    studio.listening.toggle()
    assert len(heard) == 1
    assert page.steps.isVisible()
    # takes that are asked for are heard as ever
    page.writing.generate()
    qtbot.waitUntil(lambda: len(page.takes) == 6 and not page.writing.generation.busy)
    assert len(heard) == 2
    assert not pages().begin()


def test_steps_are_ticked_as_they_are_done_and_then_go_for_good(
    pages: Pages, studio: Studio, starter: Path, qtbot: QtBot
) -> None:
    page = pages()
    page.begin()
    qtbot.waitUntil(lambda: len(page.takes) == 3 and not page.writing.generation.busy)
    studio.player.state_changed.emit(PLAYING)
    assert [name for name in STEPS if not page.steps.titles[name].isEnabled()] == [LISTEN]
    studio.library.keep_corpora([CorpusChoice("mine", ("/mine",))])
    assert page.output.mime([page.takes.records[0].id]) is not None
    assert studio.settings.values.steps == (LISTEN, LEARN, TAKE)
    assert page.steps.isHidden()
    assert pages().steps.isHidden()


def test_who_has_a_model_or_no_starter_is_not_greeted(
    pages: Pages, studio: Studio, tiny_music_model: Path, request: pytest.FixtureRequest
) -> None:
    page = pages()
    assert not page.begin()
    request.getfixturevalue("starter")
    studio.library.make(studio.library.models)
    shutil.copy(tiny_music_model, studio.library.models)
    assert not page.begin()
    assert page.steps.isHidden()


def test_a_damaged_starter_is_told_and_greets_nobody(pages: Pages, studio: Studio, starter: Path, qtbot: QtBot) -> None:
    starter.write_bytes(starter.read_bytes()[:1000])
    with qtbot.waitSignal(studio.told) as told:
        page = pages()
        page.begin()
    assert starter.name in told.args[0]
    assert page.steps.isHidden()
    assert not studio.settings.values.begun


@pytest.mark.parametrize("width", [390, 520, 900])
def test_the_titles_of_the_steps_are_whole(spanish: None, width: int, qtbot: QtBot) -> None:
    steps = FirstSteps()
    qtbot.addWidget(steps)
    steps.resize(width, 100)
    steps.show()
    steps.layout().activate()
    for title in steps.titles.values():
        assert title.width() >= title.sizeHint().width()
