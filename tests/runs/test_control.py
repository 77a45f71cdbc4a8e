"""Runs seen and steered from outside: the lock, requests, and the list of known runs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from seqgen.errors import UsageError
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.piece import Piece
from seqgen.runs.control import ask, asked, is_alive, owned
from seqgen.runs.registry import known_runs
from seqgen.runs.run import Run


@pytest.fixture(scope="module")
def corpus_folder(music_pieces: list[Piece], tmp_path_factory: pytest.TempPathFactory) -> Path:
    from seqgen.formats.midi_writer import write_score

    folder = tmp_path_factory.mktemp("steered")
    tokenizer = MusicTokenizer.fit(music_pieces)
    for number, piece in enumerate(music_pieces):
        encoded = tokenizer.encode(piece)
        write_score(tokenizer.decode(encoded.table, encoded.facts), folder / f"{number}.mid")
    return folder


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "seqgen", "train", *map(str, words), "--quiet"]


@pytest.fixture
def training(corpus_folder: Path, tmp_path: Path, cache: Path) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """A run that would go on for long, once it has made its first steps."""
    run = tmp_path / "run"
    process = subprocess.Popen(
        command(corpus_folder, "--out", run, "--steps", 100_000, "--size", "small", "--batch-size", 4, "--no-index")
    )
    try:
        wait_for(lambda: (run / "metrics.jsonl").exists() and '"progress"' in (run / "metrics.jsonl").read_text())
        yield run, process
    finally:
        process.kill()
        process.wait()


def wait_for(happened: object, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def last_event(run: Path) -> dict[str, object]:
    return dict(json.loads((run / "metrics.jsonl").read_text().splitlines()[-1]))


def test_a_run_is_alive_while_its_process_lives_and_dead_once_that_was_killed(
    training: tuple[Path, subprocess.Popen[bytes]],
) -> None:
    run, process = training
    assert is_alive(run)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not is_alive(run)


def test_a_run_that_is_trained_is_not_trained_twice(training: tuple[Path, subprocess.Popen[bytes]]) -> None:
    run, _ = training
    second = subprocess.run(command("--resume", run), capture_output=True, text=True)
    assert second.returncode == 2
    assert "another process is training this run" in second.stderr
    assert second.stderr.count("\n") == 1


def test_a_run_that_is_asked_to_pause_saves_itself_and_can_go_on(
    training: tuple[Path, subprocess.Popen[bytes]],
) -> None:
    run, process = training
    ask(run, "pause")
    process.wait(timeout=60)
    ended = last_event(run)
    assert ended["reason"] == "paused"
    steps = int(str(ended["step"]))
    subprocess.run(command("--resume", run, "--steps", steps + 3), check=True)
    assert last_event(run)["step"] == steps + 3


def test_a_run_that_is_asked_to_stop_is_checked_once_more_and_has_a_model(
    training: tuple[Path, subprocess.Popen[bytes]],
) -> None:
    run, process = training
    ask(run, "stop")
    process.wait(timeout=60)
    events = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    assert events[-1]["reason"] == "stopped"
    checks = [event for event in events if event["event"] == "validated"]
    assert checks[-1]["step"] == events[-1]["step"]
    assert (run / "model.safetensors").exists()


def test_a_request_from_before_the_run_began_is_forgotten(tmp_path: Path) -> None:
    ask(tmp_path, "stop")
    with owned(tmp_path):
        look = asked(tmp_path)
        time.sleep(0.6)
        assert look() == ""


@pytest.mark.parametrize("damaged", [b"", b"nonsense", b"[]", b'{"ask": "explode"}', b'{"ask": []}'])
def test_a_damaged_request_is_taken_away_and_not_obeyed(tmp_path: Path, damaged: bytes) -> None:
    look = asked(tmp_path)
    (tmp_path / "request").write_bytes(damaged)
    time.sleep(0.6)
    assert look() == ""
    assert not (tmp_path / "request").exists()


def test_a_folder_cannot_be_owned_twice_in_one_process(tmp_path: Path) -> None:
    with owned(tmp_path), pytest.raises(UsageError, match="another process is training this run"), owned(tmp_path):
        pass


def test_runs_are_known_until_they_are_gone(training: tuple[Path, subprocess.Popen[bytes]], tmp_path: Path) -> None:
    run, process = training
    assert run in known_runs()
    process.kill()
    process.wait()
    run.rename(tmp_path / "elsewhere")
    assert run not in known_runs()
    assert Run.open(tmp_path / "elsewhere").config()["corpus"]["name"]


def test_whoever_comes_second_leaves_alone_what_the_first_is_writing(
    training: tuple[Path, subprocess.Popen[bytes]],
) -> None:
    run, _ = training
    being_written = run / ".seqgen-part-abc"
    being_written.write_bytes(b"half a checkpoint")
    subprocess.run(command("--resume", run), capture_output=True, check=False)
    assert being_written.exists()


def test_a_run_that_goes_on_is_alive_before_its_corpus_is_read(
    corpus_folder: Path, tmp_path: Path, cache: Path
) -> None:
    run = tmp_path / "run"
    small = ("--steps", 2, "--size", "small", "--batch-size", 4, "--no-index")
    subprocess.run(command(corpus_folder, "--out", run, *small), check=True)
    # were the corpus looked for first, the error would be about that
    moved = corpus_folder.rename(tmp_path / "elsewhere")
    try:
        with owned(run):
            second = subprocess.run(command("--resume", run), capture_output=True, text=True)
    finally:
        moved.rename(corpus_folder)
    assert "another process is training this run" in second.stderr


def test_how_far_reading_the_corpus_is_can_be_followed(
    music_pieces: list[Piece], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import seqgen.cli.train as command_module
    from seqgen.cli.command import main
    from seqgen.formats.midi_writer import write_score

    tokenizer = MusicTokenizer.fit(music_pieces)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, piece in enumerate(music_pieces):
        encoded = tokenizer.encode(piece)
        write_score(tokenizer.decode(encoded.table, encoded.facts), corpus / f"{number}.mid")
    monkeypatch.setattr(command_module, "LOADING_SECONDS", 0.0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    words = ["train", str(corpus), "--out", str(tmp_path / "run"), "--steps", "2", "--size", "small", "--no-index"]
    assert main([*words, "--batch-size", "4", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["done"] for event in events if event["event"] == "loading"] == list(range(1, len(music_pieces) + 1))
    assert events[len(music_pieces)]["event"] == "started"
