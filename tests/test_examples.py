"""The programs in `examples/` run on a small corpus."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from seqgen.model import Model
from seqgen.network.model_file import write_model

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], cache: Path) -> Callable:
    """Run an example in a folder of its own, and return what it printed."""
    monkeypatch.chdir(tmp_path)

    def call(name: str, *arguments: object) -> str:
        monkeypatch.setattr("sys.argv", [name, *map(str, arguments)])
        runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
        return capsys.readouterr().out

    return call


@pytest.fixture
def model_file(tmp_path: Path, music_model: Model) -> Path:
    write_model(tmp_path / "model.safetensors", music_model.file)
    return tmp_path / "model.safetensors"


def test_all_examples_are_tested_and_short() -> None:
    tested = {"continue_primer", "score_files", "train_and_sample", "watch_training"}
    assert {path.stem for path in EXAMPLES.glob("*.py")} == tested
    assert all(len(path.read_text(encoding="utf-8").splitlines()) < 30 for path in EXAMPLES.glob("*.py"))


def test_train_and_sample(run: Callable[..., str], small_folder: Path, tmp_path: Path) -> None:
    run("train_and_sample", small_folder, 0.02)
    assert {path.name for path in tmp_path.glob("*.mid")} == {f"take-{seed}.mid" for seed in (7, 8, 9, 10)}


def test_continue_primer(run: Callable[..., str], model_file: Path, small_folder: Path, tmp_path: Path) -> None:
    told = run("continue_primer", model_file, small_folder / "piece-00.mid")
    assert len(told.splitlines()) == len(list(tmp_path.glob("continued-*.mid"))) == 5


def test_score_files(run: Callable[..., str], model_file: Path, small_folder: Path) -> None:
    files = sorted(small_folder.glob("*.mid"))[:3]
    lines = run("score_files", model_file, *files).splitlines()
    bits = [float(line.split()[0]) for line in lines]
    assert bits == sorted(bits, reverse=True)
    assert len(bits) == 3


def test_watch_training(run: Callable[..., str], small_folder: Path, tmp_path: Path) -> None:
    told = run("watch_training", small_folder, tmp_path / "run", 2)
    assert told.splitlines()[-1] == "finished: budget"
    assert (tmp_path / "run" / "model.safetensors").is_file()
