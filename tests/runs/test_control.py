"""Runs seen and steered from outside: the lock, requests, and the list of known runs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import seqgen.cli.train as train_command
from seqgen.cli.command import main
from seqgen.errors import UsageError
from seqgen.runs.control import ask, asked, is_alive, owned
from seqgen.runs.registry import known_runs
from seqgen.runs.run import Run
from tests.support.patience import wait_for
from tests.support.quick_training import TINY

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("short_samples")]

SMALL = [*TINY, "--batch-size", "4", "--no-index"]


@pytest.fixture(scope="module")
def run(short_samples: None, small_folder: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two steps that has ended."""
    folder = tmp_path_factory.mktemp("ended") / "run"
    assert main(["train", str(small_folder), "--out", str(folder), "--steps", "2", "--quiet", *SMALL]) == 0
    return folder


def trained_until(request: str, small_folder: Path, run: Path) -> bool:
    """Train for long, until the request that is made once the run has taken its first steps. Return whether the run was
    alive then."""
    alive = []

    def watch() -> None:
        wait_for(lambda: has_begun(run))
        alive.append(is_alive(run))
        ask(run, request)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        assert main(["train", str(small_folder), "--out", str(run), "--steps", "100000", "--quiet", *SMALL]) == 0
    finally:
        watcher.join()
    return alive == [True]


def has_begun(run: Path) -> bool:
    return (run / "metrics.jsonl").exists() and '"progress"' in (run / "metrics.jsonl").read_text()


def events(run: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


def test_a_run_is_alive_while_its_process_lives_and_dead_once_that_was_killed(tmp_path: Path) -> None:
    own = "import sys, time; from seqgen.runs.control import owned\n"
    own += "with owned(sys.argv[1]): print('owned', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", own, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        alive = is_alive(tmp_path)
        process.send_signal(signal.SIGKILL)

    assert alive
    assert not is_alive(tmp_path)


def test_a_run_that_is_trained_is_not_trained_twice(
    run: Path, small_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    being_written = run / ".seqgen-part-abc"
    being_written.write_bytes(b"half a checkpoint")
    # were the corpus looked for before the lock, the error would be about that
    moved = small_folder.rename(tmp_path / "elsewhere")
    try:
        with owned(run):
            assert main(["train", "--resume", str(run), "--quiet"]) == 2
    finally:
        moved.rename(small_folder)

    told = capsys.readouterr().err
    assert "another process is training this run" in told
    assert told.count("\n") == 1
    assert being_written.exists()


def test_a_run_that_is_asked_to_pause_saves_itself_and_can_go_on(
    small_folder: Path, cache: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    assert trained_until("pause", small_folder, run)

    ended = events(run)[-1]
    assert ended["reason"] == "paused"
    steps = int(str(ended["step"]))
    assert main(["train", "--resume", str(run), "--steps", str(steps + 3), "--quiet"]) == 0
    assert events(run)[-1]["step"] == steps + 3


def test_a_run_that_is_asked_to_stop_is_checked_once_more_and_has_a_model(
    small_folder: Path, cache: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    assert trained_until("stop", small_folder, run)

    ended = events(run)[-1]
    assert ended["reason"] == "stopped"
    checks = [event for event in events(run) if event["event"] == "validated"]
    assert checks[-1]["step"] == ended["step"]
    assert (run / "model.safetensors").exists()


def test_a_request_from_before_the_run_began_is_forgotten(tmp_path: Path) -> None:
    ask(tmp_path, "stop")
    with owned(tmp_path):
        assert asked(tmp_path, every=0)() == ""


def test_a_request_is_heard_once_and_stays_in_mind(tmp_path: Path) -> None:
    look = asked(tmp_path, every=0)
    assert look() == ""
    ask(tmp_path, "pause")
    assert [look(), look()] == ["paused", "paused"]
    assert not (tmp_path / "request").exists()


@pytest.mark.parametrize("damaged", [b"", b"nonsense", b"[]", b'{"ask": "explode"}', b'{"ask": []}'])
def test_a_damaged_request_is_taken_away_and_not_obeyed(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "request").write_bytes(damaged)
    assert asked(tmp_path, every=0)() == ""
    assert not (tmp_path / "request").exists()


def test_a_folder_cannot_be_owned_twice_in_one_process(tmp_path: Path) -> None:
    refused = pytest.raises(UsageError, match="another process is training this run")
    with owned(tmp_path), refused, owned(tmp_path, patience=0):
        pass


def test_runs_are_known_until_they_are_gone(run: Path, tmp_path: Path) -> None:
    assert run in known_runs()
    moved = run.rename(tmp_path / "elsewhere")
    try:
        assert run not in known_runs()
        assert Run.open(moved).config()["corpus"]["name"]
    finally:
        moved.rename(run)


def test_how_far_reading_the_corpus_is_can_be_followed(
    small_folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train_command, "LOADING_SECONDS", 0.0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    number = len(list(small_folder.iterdir()))

    assert main(["train", str(small_folder), "--out", str(tmp_path / "run"), "--steps", "2", "--json", *SMALL]) == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["done"] for event in told if event["event"] == "loading"] == list(range(1, number + 1))
    assert told[number]["event"] == "started"
