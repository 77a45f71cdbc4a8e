"""Python processes that this program starts never run files of the current folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seqgen.interpreter import module_command

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
