"""Trainings whose output is closed, whose terminal is gone, or whose disk or memory is full."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seqgen.cli import main
from seqgen.cli import train as train_command
from seqgen.errors import SeqgenError
from seqgen.formats import safetensors_file
from seqgen.runs.events import Finished, Saved
from seqgen.runs.run import Run
from seqgen.training import memory

pytestmark = pytest.mark.usefixtures("short_samples")

ROOT = Path(__file__).resolve().parents[2]
TINY = ["--hidden-size", "16", "--batch-size", "4", "--sequence-length", "16", "--threads", "1", "--no-index"]


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    for number in range(4):
        (tmp_path / "texts" / f"{number}.txt").write_text(f"a short text number {number}\n" * 10)
    return "texts"


class Reader(io.StringIO):
    """Whoever reads the output: at the first event of a kind something happens."""

    def __init__(self, kind: str, happens: Callable[[], None]) -> None:
        super().__init__()
        self._kind, self._happens = kind, happens

    def write(self, text: str) -> int:
        if f'"event": "{self._kind}"' in text:
            self._happens()
        return super().write(text)

    def fileno(self) -> int:
        raise OSError("it is no file")


def close_pipe() -> None:
    raise BrokenPipeError(32, "Broken pipe")


def close_terminal() -> None:
    os.kill(os.getpid(), signal.SIGHUP)


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def terminal_error() -> None:
    raise OSError(5, "Input/output error")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no terminals to lose")
@pytest.mark.parametrize(
    ("happens", "event"),
    [
        (close_pipe, "started"),
        (close_terminal, "started"),
        (terminal_error, "started"),
        (press_ctrl_c, "started"),
        (press_ctrl_c, "validated"),
        (terminate, "started"),
    ],
)
def test_a_training_that_is_told_to_end_or_loses_its_reader_saves(
    texts: str, monkeypatch: pytest.MonkeyPatch, terminal: None, happens: Callable[[], None], event: str
) -> None:
    reader = Reader(event, happens)
    monkeypatch.setattr(sys, "stdout", reader)

    code = main(["train", texts, "--out", "run", "--steps", "100000", "--validate-every", "3", "--json", *TINY])

    if happens is press_ctrl_c:
        assert json.loads(reader.getvalue().splitlines()[-1])["reason"] == "interrupted"
    run = Run.open("run")
    assert code == 130
    saved, finished = list(run.events())[-2:]
    assert (type(saved), type(finished)) == (Saved, Finished)
    assert isinstance(finished, Finished)
    assert finished.reason == "interrupted"
    _, state = run.load_checkpoint()
    assert main(["train", "--resume", "run", "--steps", str(state["step"] + 2), "--quiet"]) == 0


def test_a_reader_that_is_gone_before_the_training_begins_is_an_error(
    texts: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train_command, "LOADING_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stdout", Reader("loading", close_pipe))

    assert main(["train", texts, "--out", "run", "--json", *TINY]) == 1

    assert "nobody reads it any more" in capsys.readouterr().err


def test_a_disk_that_is_full_at_the_first_check_leaves_a_run_that_resumes(
    texts: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write = safetensors_file.write_atomic
    written: list[str] = []

    def full(path: Any, data: bytes) -> None:
        written.append(Path(path).name)
        if len(written) > 1:
            raise_full(path)
        write(path, data)

    monkeypatch.setattr(safetensors_file, "write_atomic", full)
    assert main(["train", texts, "--out", "run", "--steps", "4", "--quiet", *TINY]) == 1
    assert "No space left on device" in capsys.readouterr().err
    monkeypatch.setattr(safetensors_file, "write_atomic", write)

    assert main(["train", "--resume", "run", "--quiet"]) == 0
    assert Run.open("run").model.exists()


def raise_full(path: Any) -> None:
    raise SeqgenError(f"{path}: cannot be written: No space left on device")


def test_a_run_without_any_checkpoint_begins_again(texts: str) -> None:
    assert main(["train", texts, "--out", "run", "--steps", "2", "--quiet", *TINY]) == 0
    for name in ("checkpoint.safetensors", "checkpoint.previous.safetensors", "model.safetensors"):
        (Path("run") / name).unlink(missing_ok=True)

    assert main(["train", "--resume", "run", "--quiet"]) == 0

    assert Run.open("run").load_checkpoint()[1]["step"] == 2


def test_a_training_that_needs_more_memory_than_there_is_is_refused_with_the_figures(
    texts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    size = ["--hidden-size", "8192", "--num-layers", "16", "--members", "64"]

    assert main(["train", texts, "--out", "run", *size, "--quiet"]) == 1

    assert "learning this needs at least" in capsys.readouterr().err
    assert not Path("run").exists()


def test_a_control_group_limits_what_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text("3000000\n")
    (tmp_path / "memory.current").write_text("2500000\n")
    (tmp_path / "memory.stat").write_text("anon 5\ninactive_file 400000\nactive_file 100000\n")
    monkeypatch.setattr(memory, "GROUPS", tmp_path)

    assert memory.free_bytes() == 1_000_000


def test_a_control_group_without_a_limit_limits_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("2500000\n")
    monkeypatch.setattr(memory, "GROUPS", tmp_path)

    free = memory.free_bytes()

    assert free is None or free > 10_000_000


def test_a_training_without_torch_says_in_one_line_how_to_get_it(texts: str) -> None:
    code = "import sys; sys.modules['torch'] = None; from seqgen.cli import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, "train", texts, *TINY, "--quiet"]
    told = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "seqgen: training needs PyTorch, which is not installed: pip install torch; sampling works without it\n"
    )
