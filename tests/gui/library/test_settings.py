"""Settings: what is kept, what damage costs, and that nothing in the file runs."""

from __future__ import annotations

import base64
import json
import pickle
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from gui.library.settings import Settings, Values


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def kept(file: Path, **values: object) -> Settings:
    """Settings that were changed, saved and read again."""
    before = Settings(file)
    before.change(**values)
    before.save()
    return Settings(file)


def test_without_a_file_everything_is_as_at_a_first_start(file: Path) -> None:
    settings = Settings(file)
    assert (settings.values, settings.problem()) == (Values(), "")
    settings.save()
    assert not file.exists()


def test_what_is_changed_is_there_at_the_next_start(file: Path) -> None:
    again = kept(file, page="inspect", volume=0.25, soundfonts=("/a b.sf2",), place=(10, -20, 1200, 800), welcomed=True)
    assert again.values == Values(
        page="inspect", volume=0.25, soundfonts=("/a b.sf2",), place=(10, -20, 1200, 800), welcomed=True
    )


def test_a_name_that_is_not_unicode_is_kept(file: Path) -> None:
    assert kept(file, soundfont="/fl\udcf6te.sf2").values.soundfont == "/fl\udcf6te.sf2"


def test_a_change_is_written_soon_without_being_asked(file: Path, qtbot: QtBot) -> None:
    settings = Settings(file)
    settings.change(theme="dark")
    qtbot.waitUntil(file.exists)
    assert json.loads(file.read_text()) == {"theme": "dark"}


def test_a_value_of_another_type_cannot_be_kept(file: Path) -> None:
    with pytest.raises(msgspec.ValidationError):
        Settings(file).change(volume=2.0)


def test_damaged_values_are_as_at_a_first_start_one_by_one(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"volume": 7, "page": "train", "split": [3, "x"], "theme": "light", "order": 5, "new": 1}')
    settings = Settings(file)
    assert settings.values == Values(page="train", theme="light")
    assert settings.problem() == f"{file} is damaged; what could not be read of it is as at a first start."
    settings.save()
    again = Settings(file)
    assert (again.values, again.problem()) == (Values(page="train", theme="light"), "")


def test_what_another_window_has_changed_meanwhile_stays(file: Path) -> None:
    one, other = Settings(file), Settings(file)
    one.change(theme="dark", volume=0.1)
    other.change(page="train", volume=0.2)
    one.save()
    other.save()
    assert Settings(file).values == Values(theme="dark", page="train", volume=0.2)


class Runs:
    """An object whose unpickling makes a file."""

    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (self._marker.touch, ())


def test_no_object_in_the_file_is_brought_to_life(file: Path, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    file.parent.mkdir()
    store = QSettings(str(file), QSettings.Format.IniFormat)
    store.setValue("page", Runs(marker))
    store.setValue("place", base64.b64encode(pickle.dumps(Runs(marker))).decode())
    store.sync()
    assert b"PyObject" in file.read_bytes()
    settings = Settings(file)
    assert settings.values == Values()
    assert "is damaged" in settings.problem()
    assert not marker.exists()
