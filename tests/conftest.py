"""Fixtures that several test files share."""

from __future__ import annotations

import gc
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from seqgen import bundled
from seqgen.corpus.corpus import Corpus
from seqgen.corpus.load import load_corpus
from seqgen.kinds import kind_named
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.kind import MusicKind
from seqgen.kinds.series.tokenizer import SeriesOptions
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.piece import Piece
from tests.support.readings import weeks
from tests.support.small_models import hand_played, make_model, random_piece, write_pieces

# an example that takes long where another program has the processor is no fault
settings.register_profile("seqgen", deadline=None)
settings.load_profile("seqgen")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep the garbage collector away from what importing all tests makes: nothing of it is ever garbage, and it is so
    much that looking through it again and again takes a tenth of the suite's time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest-xdist take files in the order of `pytest_collection_modifyitems`, not by their number of tests.

    Where a process crashes, the run ends and names the test: with `--dist loadfile` of 3.8 the process in its place may
    be given a file that is done already, and all wait for it for ever.
    """
    config.option.loadscopereorder = False
    if getattr(config.option, "maxworkerrestart", None) is None:
        config.option.maxworkerrestart = "0"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with long files and end with short ones where several processes share them: none waits long at the end."""
    if not hasattr(config, "workerinput"):
        return
    tests = Counter(item.path for item in items)
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: (item.path in long, tests[item.path]), reverse=True)


@pytest.fixture(scope="session")
def music_pieces() -> list[Piece]:
    return [random_piece(seed) for seed in range(12)]


@pytest.fixture(scope="session")
def music_model(music_pieces: list[Piece]) -> Model:
    return make_model(music_pieces, fit_music(music_pieces))


@pytest.fixture(scope="session")
def groove_model() -> Model:
    """A model of drums that were played by hand to a beat."""
    pieces = [hand_played(seed) for seed in range(3)]
    return make_model(pieces, fit_music(pieces))


@pytest.fixture(scope="session")
def text_pieces() -> list[Piece]:
    return [Piece("The sea is wide, the sea is deep.\nAnd all who sail must sometimes sleep.\n" * 20, title="sea")]


@pytest.fixture(scope="session")
def text_model(text_pieces: list[Piece]) -> Model:
    return make_model(text_pieces, TextTokenizer.fit(text_pieces))


@pytest.fixture(scope="session")
def question_model() -> Model:
    """A model of texts with two labels, which asks for a place or a person with other words."""
    asked = {"place": "where is it", "person": "who is she"}
    pieces = [
        Piece(f"{words} {n}?", title=f"{label} {n}", label=label) for label, words in asked.items() for n in (1, 2)
    ]
    tokenizer = TextTokenizer.fit(pieces)
    model = make_model(pieces, tokenizer)
    weights = dict(model.file.weights)
    rng = np.random.default_rng(1)
    for name in (name for name in weights if name.rpartition(".")[2] == "label"):
        weights[name] = rng.standard_normal(weights[name].shape).astype(np.float32)
    return Model(replace(model.file, weights=weights), "questions")


@pytest.fixture(scope="session")
def series_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV file with three weeks of hourly readings."""
    path = tmp_path_factory.mktemp("readings") / "load.csv"
    path.write_text(weeks(3))
    return path


@pytest.fixture(scope="session")
def series_model(series_file: Path) -> Model:
    pieces = kind_named("series").read(series_file)
    return make_model(pieces, kind_named("series").fit(pieces, SeriesOptions(bins=32)))


@pytest.fixture(scope="module")
def short_samples() -> Iterator[None]:
    """The takes that a training writes on its way are a few notes: eight bars take a fifth of a second each time, most
    of it for the drafts of their ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MusicKind, "preview", {"events": 8})
        yield


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of the tests' own, so that no run of theirs is noted in the user's."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Nothing is waited for until it lies on the disk: no test cuts the power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_starters() -> Iterator[None]:
    """No model comes with seqgen, whether or not this checkout holds some."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundled, "STARTER_PLACES", ())
        yield


@pytest.fixture
def starter(tmp_path: Path, music_model: Model, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a starter named `drums`, with random weights."""
    folder = tmp_path / "installed" / "starters"
    folder.mkdir(parents=True)
    monkeypatch.setattr(bundled, "STARTER_PLACES", (folder,))
    write_model(folder / "drums.safetensors", music_model.file)
    return folder / "drums.safetensors"


@pytest.fixture
def terminal() -> Iterator[None]:
    """The end of the terminal is heard, even where the tests themselves were started to go on without one."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of the tests' own."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory, music_pieces: list[Piece]) -> Path:
    """Twelve short pieces as MIDI files."""
    folder = tmp_path_factory.mktemp("pieces")
    write_pieces(music_pieces, *(folder / f"piece-{number:02}.mid" for number in range(len(music_pieces))))
    return folder


@pytest.fixture(scope="session")
def small_corpus(cache: Path, small_folder: Path) -> Corpus:
    return load_corpus([small_folder])
