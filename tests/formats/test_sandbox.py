"""Strangers' files are read in child processes, and none of them costs more than itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from seqgen.errors import SeqgenError
from seqgen.files import find_files
from seqgen.formats.sandbox import Limits, Outcome, read_all, read_one
from tests.support import hostile
from tests.support.readers import read_words, summary


def write(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / f"{number:03}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return paths


def outcomes(paths: list[Path], **limits: Any) -> list[Outcome]:
    return list(read_all(paths, read_words, **limits))


# -- reading -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 2, 7, 200])
def test_values_come_in_the_order_of_the_files(tmp_path: Path, count: int) -> None:
    paths = write(tmp_path, *(f"file {number}" for number in range(count)))

    found = outcomes(paths, workers=2)

    assert [(outcome.path, outcome.value, outcome.problem) for outcome in found] == [
        (path, ["file", str(number)], None) for number, path in enumerate(paths)
    ]


def test_order_is_kept_when_some_files_are_slow(tmp_path: Path) -> None:
    paths = write(tmp_path, *("slow a" if number == 3 else f"b {number}" for number in range(60)))

    assert [outcome.path for outcome in outcomes(paths, workers=2)] == paths


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("die", "005.txt: the reader crashed on it"),
        ("abort", "005.txt: the reader crashed on it"),
        ("leave", "005.txt: the reader crashed on it"),
        ("bug", "005.txt: the reader failed on it (ZeroDivisionError: a bug)"),
        ("deep", "005.txt: is nested too deeply"),
        ("bad", "005.txt: is bad"),
    ],
)
def test_what_goes_wrong_costs_one_file_and_is_named(tmp_path: Path, word: str, problem: str) -> None:
    paths = write(tmp_path, *(word if number == 5 else f"b {number}" for number in range(40)))

    found = outcomes(paths, workers=1)

    assert [outcome.problem for outcome in found if outcome.problem] == [problem]
    assert [outcome.value for outcome in found if outcome.problem is None] == [
        ["b", str(n)] for n in range(40) if n != 5
    ]


def test_a_file_that_takes_too_long_costs_itself_alone(tmp_path: Path) -> None:
    paths = write(tmp_path, "a", "b", "hang", "c")

    found = outcomes(paths, workers=1, limits=Limits(seconds=0.3))

    assert [outcome.value for outcome in found] == [["a"], ["b"], None, ["c"]]
    assert found[2].problem == "002.txt: reading it took longer than 0.3 s"


def test_time_is_that_of_the_processor_so_a_busy_machine_makes_no_file_unreadable(tmp_path: Path) -> None:
    [waiting] = write(tmp_path, "wait 0.5")

    [found] = outcomes([waiting], workers=1, limits=Limits(seconds=0.2))

    assert found.value == ["wait", "0.5"]


def test_what_time_or_a_crash_spoilt_is_read_again_alone_and_its_neighbours_too(tmp_path: Path) -> None:
    paths = write(tmp_path, *("alone" if number == 7 else f"b {number}" for number in range(40)))

    found = outcomes(paths, workers=2)

    assert [outcome.path for outcome in found] == paths
    assert [outcome.problem for outcome in found] == [None] * 40


@pytest.mark.parametrize(("word", "passing"), [("hang", True), ("die", True), ("eat", True), ("bad", False)])
def test_only_what_depends_on_the_moment_is_called_passing(tmp_path: Path, word: str, passing: bool) -> None:
    [outcome] = outcomes(write(tmp_path, word), workers=1, limits=Limits(seconds=0.3))

    assert outcome.passing == passing


def test_limits_grow_with_the_file() -> None:
    limits = Limits(seconds=10, memory_bytes=1 << 30)

    assert limits.seconds_for(1 << 20) == 30
    assert limits.memory_for(1 << 20) == (1 << 30) + (64 << 20)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on a process's memory")
def test_under_a_limit_from_outside_files_are_read_all_the_same(tmp_path: Path) -> None:
    script = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (4_000_000 * 1024, 4_000_000 * 1024))
from seqgen.formats.sandbox import read_one
from seqgen.kinds import kind_named
print(read_one(Path(sys.argv[1]), kind_named("text").read)[0].content)
"""
    (tmp_path / "a.txt").write_text("read me")

    told = subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.txt")], capture_output=True, text=True)

    assert (told.stdout, told.stderr) == ("read me\n", "")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="this system does not limit a process's memory")
def test_a_file_that_needs_too_much_memory_is_named(tmp_path: Path) -> None:
    paths = write(tmp_path, "a", "eat", "b")

    found = outcomes(paths, workers=1)

    assert [outcome.problem for outcome in found] == [
        None,
        "001.txt: reading it needed more than 1 GiB of memory",
        None,
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert outcomes([tmp_path / "gone.txt"])[0].problem == "gone.txt: cannot be read: No such file or directory"


def test_several_bad_files_in_a_batch_are_all_found(tmp_path: Path) -> None:
    words = ["die", "a", "abort", "bad", "b", "leave", "c"]
    paths = write(tmp_path, *words)

    assert [outcome.problem is None for outcome in outcomes(paths, workers=1)] == [len(word) == 1 for word in words]


def test_closing_early_stops_the_children(tmp_path: Path) -> None:
    paths = write(tmp_path, *["pid"] * 30, *["hang"] * 30)
    found = read_all(paths, read_words, workers=1, limits=Limits(seconds=60))
    child = int(next(found).value[0])

    began = time.monotonic()
    found.close()

    assert time.monotonic() - began < 30  # not the 60 seconds that the next file would have
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_one_file_is_read_in_a_child_too(tmp_path: Path) -> None:
    good, bad = write(tmp_path, "pid", "abort")

    assert int(read_one(good, read_words)[0]) != os.getpid()
    with pytest.raises(SeqgenError, match=r"001\.txt: the reader crashed on it"):
        read_one(bad, read_words)


# -- hostile files -----------------------------------------------------------------------------------------------------


def test_every_hostile_file_gives_sane_notes_or_a_refusal_that_names_it(tmp_path: Path) -> None:
    files = dict([*hostile.midi_files(), *hostile.abc_files()])
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "fifo.mid")
    (tmp_path / "broken-link.mid").symlink_to(tmp_path / "nowhere.mid")

    found = list(read_all(find_files([tmp_path]), summary, workers=2))

    assert len(found) >= len(files) > 700
    refused = [outcome for outcome in found if outcome.problem is not None]
    assert [o for o in refused if not o.problem.startswith(f"{o.path.name}: ")] == []
    assert [o for o in refused if "crashed" in o.problem or "failed" in o.problem or "longer than" in o.problem] == []
    assert [o for o in found if o.value is not None and not all(sane for _, sane in o.value)] == []
    recovered = [o for o in found if o.value is not None and sum(count for count, _ in o.value)]
    assert len(recovered) > 0.7 * len(found)


@pytest.mark.slow
def test_ten_million_notes_are_refused_within_the_limits(tmp_path: Path) -> None:
    (tmp_path / "many.mid").write_bytes(hostile.of_one_track(hostile.notes(10_000_000) + hostile.END))

    (outcome,) = read_all([tmp_path / "many.mid"], summary)

    assert outcome.problem == "many.mid: holds 10,000,000 notes; at most 4,000,000 are read; split it"


def test_a_process_with_threads_does_not_fork() -> None:
    script = """
import threading
from seqgen.formats.sandbox import process_context
alone = process_context().get_start_method()
done = threading.Event()
threading.Thread(target=done.wait, daemon=True).start()
print(alone, process_context().get_start_method())
done.set()
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert told[1] == ("forkserver" if sys.platform == "linux" else "spawn")
    assert told[0] == ("fork" if sys.platform == "linux" else "spawn")


def test_a_script_that_loads_a_corpus_beside_threads_runs_once_and_needs_no_guard(tmp_path: Path) -> None:
    text, script = tmp_path / "a.txt", tmp_path / "script.py"
    text.write_text("read me\n")
    script.write_text(f"""
import threading
from pathlib import Path
from seqgen.formats.sandbox import read_one
from seqgen.kinds import kind_named
done = threading.Event()
threading.Thread(target=done.wait, daemon=True).start()
print(len(read_one(Path({str(text)!r}), kind_named("text").read)), __file__)
done.set()
""")
    told = subprocess.run([sys.executable, script], capture_output=True, text=True)

    assert (told.stderr, told.stdout.split()) == ("", ["1", str(script)])
