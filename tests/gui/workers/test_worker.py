"""Worker processes: jobs, their answers, their ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.workers.worker import Worker
from seqgen.errors import SeqgenError


def count_to(n: int) -> Iterator[int]:
    yield from range(n)


def double(x: object) -> object:
    return x + x  # type: ignore[operator]


def refuse() -> None:
    raise SeqgenError("tune.mid: is not a tune")


def fail() -> None:
    raise KeyError("no such thing")


def wait_at(gate: Path) -> None:
    """Wait until somebody opens the other end of a named pipe."""
    gate.read_bytes()


def say(word: str) -> str:
    print(word, flush=True)
    return word


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def process_id() -> int:
    return os.getpid()


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A named pipe, closed."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    os.mkfifo(tmp_path / "gate")
    return tmp_path / "gate"


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def test_a_generator_job_tells_what_it_yields_in_order(qtbot: QtBot, worker: Worker) -> None:
    job = worker.start(count_to, 5)
    seen: list[int] = []
    job.yielded.connect(seen.append)
    with qtbot.waitSignal(job.finished):
        pass
    assert seen == [0, 1, 2, 3, 4]


def test_jobs_are_done_one_after_the_other_by_one_process_that_is_not_the_window(qtbot: QtBot, worker: Worker) -> None:
    answers: list[int] = []
    jobs = [worker.start(process_id) for _ in range(3)]
    for job in jobs:
        job.finished.connect(answers.append)
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert len(set(answers)) == 1
    assert answers[0] != os.getpid()


def test_an_argument_larger_than_a_pipe_does_not_hold_up_the_window(qtbot: QtBot, worker: Worker, gate: Path) -> None:
    worker.start(wait_at, gate)
    job = worker.start(double, b"x" * 5_000_000)
    with qtbot.waitSignal(job.finished) as answer:
        gate.write_bytes(b"")
    assert len(answer.args[0]) == 10_000_000


@pytest.mark.parametrize(("job", "words"), [(refuse, "tune.mid: is not a tune"), (fail, "KeyError: 'no such thing'")])
def test_what_a_job_raises_arrives_as_one_line(
    qtbot: QtBot, worker: Worker, job: Callable[[], None], words: str
) -> None:
    started = worker.start(job)
    with qtbot.waitSignal(started.failed) as answer:
        pass
    assert answer.args == [words]


def test_what_a_job_prints_does_not_disturb_its_answer(qtbot: QtBot, worker: Worker) -> None:
    job = worker.start(say, "hello")
    with qtbot.waitSignal(job.finished) as answer:
        pass
    assert answer.args == ["hello"]


def test_a_job_that_kills_its_process_fails_and_the_next_one_is_done(qtbot: QtBot, worker: Worker) -> None:
    first, second = worker.start(die), worker.start(double, 4)
    with qtbot.waitSignals([first.failed, second.finished]):
        pass
    assert not worker.busy


def test_a_job_that_does_not_listen_is_cancelled_all_the_same_and_those_behind_it_are_done(
    qtbot: QtBot, worker: Worker, gate: Path
) -> None:
    stubborn, next_one = worker.start(wait_at, gate), worker.start(double, 4)
    with qtbot.waitSignals([stubborn.cancelled, next_one.finished]):
        stubborn.cancel()


def test_a_waiting_job_is_cancelled_without_ending_the_one_before_it(qtbot: QtBot, worker: Worker, gate: Path) -> None:
    first, waiting = worker.start(wait_at, gate), worker.start(double, 4)
    with qtbot.waitSignal(waiting.cancelled):
        waiting.cancel()
    with qtbot.waitSignal(first.finished):
        gate.write_bytes(b"")


def test_the_process_runs_no_file_of_the_current_folder(
    qtbot: QtBot, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("random", "pickle", "gui", "runpy"):
        (tmp_path / f"{module}.py").write_text("open('ran', 'w')\nraise SystemExit\n")
    monkeypatch.chdir(tmp_path)
    job = worker.start(double, 4)
    with qtbot.waitSignal(job.finished, timeout=20_000) as told:
        pass
    assert told.args == [8]
    assert not (tmp_path / "ran").exists()
