"""One window for each library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

import gui.app
from gui.studio import Studio
from seqgen.library.lock import LibraryLock

HOLD = """
import sys
from pathlib import Path
from seqgen.library.lock import LibraryLock
lock = LibraryLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.readline()
"""


def test_a_library_has_one_window_until_its_process_is_gone_even_by_a_kill(tmp_path: Path) -> None:
    lock = LibraryLock(tmp_path / "library")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "library")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"

        assert not lock.take()
        assert LibraryLock(tmp_path / "another library").take()
        other.kill()
        other.wait()

    assert lock.take()
    lock.free()


def test_a_second_window_says_in_one_line_that_there_is_one_and_leaves_deleted_takes_alone(
    studio: Studio, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[str] = []
    deleted = studio.library.takes / ".deleted" / "folk 0001.mid"
    deleted.parent.mkdir(parents=True)
    deleted.touch()
    first = LibraryLock(studio.library.folder)
    assert first.take()
    monkeypatch.setattr(gui.app, "make_application", lambda: qapp)
    monkeypatch.setattr(gui.app, "Studio", lambda *_, **__: studio)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))

    assert gui.app.main(["--library", str(studio.library.folder)]) == 1

    line = f"{studio.library.folder} is open in another window of seqgen; go on there, or close it first."
    assert shown == [line]
    assert capsys.readouterr().err == f"seqgen: {line}\n"
    assert deleted.exists()
    first.free()


def test_a_library_that_cannot_be_locked_opens_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert LibraryLock(tmp_path / "file").take()
