"""Commands with a model that comes with seqgen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqgen import load
from seqgen.cli.command import main
from tests.support.quick_training import NO_TRIAL

pytestmark = pytest.mark.usefixtures("short_samples", "cache")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


def test_takes_are_written_by_name() -> None:
    assert main(["sample", "drums", "-n", "2", "--bars", "2", "--seed", "1", "--quiet"]) == 0
    assert {file.name for file in Path().iterdir()} == {"drums-1.mid", "drums-2.mid"}
    assert load("drums").sample(1, bars=2, seed=1)[0].seed == 1


def test_info_says_what_a_starter_learned_from_and_nothing_like_that_of_a_copy(
    starter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine.safetensors").write_bytes(starter.read_bytes())
    assert main(["info", "drums", "--json"]) == 0
    assert "CC BY 4.0" in json.loads(capsys.readouterr().out)["starter"]
    assert main(["info", "mine.safetensors", "--json"]) == 0
    assert "starter" not in json.loads(capsys.readouterr().out)


def test_a_starter_is_adapted_into_the_current_folder(starter: Path, small_folder: Path) -> None:
    before = starter.read_bytes()
    assert main(["adapt", "drums", str(small_folder / "piece-00.mid"), "--passes", "1", "--quiet"]) == 0
    assert [file.name for file in Path().iterdir()] == ["drums-adapted-piece-00.safetensors"]
    assert (starter.read_bytes(), list(starter.parent.iterdir())) == (before, [starter])


def test_a_training_begins_from_a_starter(small_folder: Path) -> None:
    assert main(["train", str(small_folder), "--init-from", "drums", "--steps", "1", *NO_TRIAL, "--quiet"]) == 0
    (run,) = Path("runs").iterdir()
    assert load(run).file.config == load("drums").file.config
