"""The user's folders, and a user without any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from seqgen.corpus.load import load_corpus
from seqgen.errors import SeqgenError
from seqgen.runs.registry import known_runs, remember
from seqgen.sound.soundfonts import system_soundfonts
from seqgen.user_folders import cache_folder, config_folder, data_folder, home_folder


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user of whom the system knows no home, in a folder that holds one called `~`."""
    for name in (
        "HOME",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "USERPROFILE",
        "LOCALAPPDATA",
        "APPDATA",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~").mkdir()


@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize("find", [cache_folder, config_folder, data_folder])
def test_without_a_home_there_is_no_folder(find: Callable[[], Path]) -> None:
    with pytest.raises(SeqgenError, match="there is no home folder; set HOME to one"):
        find()


@pytest.mark.usefixtures("homeless")
def test_without_a_home_corpora_are_read_and_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "verse.txt").write_text("The sea is wide, the sea is deep.\n" * 20)
    assert load_corpus([tmp_path / "verse.txt"]).train.rows > 0
    remember(tmp_path)
    assert known_runs() == []
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["verse.txt", "~"]


@pytest.mark.usefixtures("homeless")
def test_who_has_no_home_may_look_for_files_all_the_same() -> None:
    assert home_folder() == Path("/")
    assert isinstance(system_soundfonts(), list)
