"""Python processes that this program starts never run files of the current folder."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from seqgen.interpreter import module_command
from seqgen.version import __version__

MODULES = ("random", "numpy", "pickle", "socket", "struct", "json", "runpy", "threading", "seqgen", "symusic")


@pytest.fixture
def traps(tmp_path: Path) -> Path:
    """A folder of texts, in which every module that a child could import by mistake leaves a mark when it is run."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in MODULES:
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\nraise SystemExit\n")
    (folder / "verse.txt").write_text("The sea is wide, the sea is deep.\n" * 20)
    return folder


def test_a_module_runs_without_the_current_folder(traps: Path) -> None:
    told = subprocess.run(
        module_command("seqgen", "corpus", "verse.txt", "--json"), cwd=traps, capture_output=True, text=True
    )

    assert (told.returncode, told.stderr) == (0, "")
    assert '"verse.txt"' in told.stdout
    assert not (traps.parent / "ran").exists()


def test_readers_of_a_process_with_threads_do_not_see_the_current_folder(traps: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("""
import threading
from pathlib import Path
from seqgen.formats.sandbox import process_context, read_one
from seqgen.kinds import kind_named
done = threading.Event()
threading.Thread(target=done.wait, daemon=True).start()
print(process_context().get_start_method(), len(read_one(Path("verse.txt"), kind_named("text").read)))
done.set()
""")
    told = subprocess.run([sys.executable, script], cwd=traps, capture_output=True, text=True)

    assert (told.stderr, told.stdout) == ("", "forkserver 1\n" if sys.platform == "linux" else "spawn 1\n")
    assert not (tmp_path / "ran").exists()


MAIN = Path(__file__).parents[1] / "gui" / "bundle" / "program.py"
PROGRAM = """#!/bin/sh
exec {python} -P -c '
import runpy, sys
sys.frozen, sys.executable = True, "{program}"
runpy.run_path("{main}", run_name="__main__")' "$@"
"""
"""What the program of a bundle is, as far as its children can tell."""


@pytest.mark.skipif(sys.platform == "win32" or sys.version_info < (3, 11), reason="a shell script, and -P")
def test_the_program_of_a_bundle_is_its_own_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "seqgen"
    program.write_text(PROGRAM.format(python=sys.executable, program=program, main=MAIN))
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))

    command = module_command("seqgen", "--version")
    assert command[0] == str(program)
    for words in (command, [program, "--version"]):
        assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == f"seqgen {__version__}\n"


@pytest.mark.parametrize("before", [None, "/of/the/user"])
def test_programs_that_a_bundle_starts_see_the_libraries_of_the_system(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {"LD_LIBRARY_PATH": "/of/the/bundle", **({"LD_LIBRARY_PATH_ORIG": before} if before else {})}
    monkeypatch.setattr(os, "environ", {"HOME": "/home", **kept})
    runpy.run_path(str(MAIN))["leave_the_environment_as_it_was"]()
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
