"""Output that cannot be written, or that would steer the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seqgen.cli import command as cli
from seqgen.cli.output import EscapedStream, escaped
from seqgen.errors import SeqgenError
from seqgen.model import Model
from seqgen.network.model_file import write_model

STEERING = ["\x1b[2J", "\x07", "\x9b31m", "\x7f", "\u202e", "\u2066", "\r", "\u2028", "\udcff", "\U000e0041"]


@pytest.mark.parametrize("control", STEERING)
def test_what_steers_a_terminal_is_escaped_as_json_does(control: str) -> None:
    shown = escaped(f"a{control}b")
    assert json.loads(f'"{shown}"') == f"a{control}b"
    assert shown.isascii()
    assert shown.isprintable()


def test_plain_text_stays_as_it_is() -> None:
    text = "Flöte\tピアノ\n“the sea”\u00a0— 🎹"
    assert escaped(text) == text


class Collected:
    """A stream of some encoding that keeps what is written."""

    def __init__(self, encoding: str) -> None:
        self.encoding, self.written = encoding, ""

    def write(self, text: str) -> None:
        text.encode(self.encoding)
        self.written += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(
    ("encoding", "shown"), [("ascii", "\\xfc \\u2019"), ("latin-1", "ü \\u2019"), ("utf-8", "ü ’")]
)
def test_what_an_encoding_does_not_have_is_escaped(encoding: str, shown: str) -> None:
    stream = Collected(encoding)
    EscapedStream(stream).write("ü ’")
    assert stream.written == shown


def test_a_progress_bar_may_begin_its_line_again() -> None:
    stream = Collected("utf-8")
    EscapedStream(stream).write("\r 50% of a\rb")
    assert stream.written == "\r 50% of a\\u000db"


# -- descriptors -------------------------------------------------------------------------------------------------------


@pytest.fixture
def model(text_model: Model, tmp_path: Path) -> Path:
    write_model(tmp_path / "sea.safetensors", text_model.file)
    return tmp_path / "sea.safetensors"


def told(words: str, model: Path) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of a shell line, where SEQGEN stands for the command and MODEL for a file."""
    line = words.replace("SEQGEN", f"{sys.executable} -m seqgen").replace("MODEL", str(model))
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("words", ["info MODEL", "--help"])
def test_a_full_disk_behind_stdout_is_one_line(words: str, model: Path) -> None:
    code, _, err = told(f"SEQGEN {words} >/dev/full", model)
    assert (code, err) == (1, "seqgen: the output cannot be written: No space left on device\n")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_a_closed_stdout_is_one_line(model: Path) -> None:
    code, _, err = told("SEQGEN info MODEL >&-", model)
    assert (code, err) == (1, "seqgen: the output cannot be written: it is closed\n")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_without_stderr_the_work_goes_on(model: Path) -> None:
    code, out, _ = told("SEQGEN sample MODEL --chars 9 2>&-", model)
    assert code == 0
    assert len(out) == 10


# -- failures that no command expected ---------------------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return exit code and stderr of a command that raises an error."""

    def fail(error: BaseException) -> tuple[int, str]:
        def run(args: object) -> int:
            raise error

        monkeypatch.setattr("seqgen.cli.info.run", run)
        return cli.main(["info", "x"]), capsys.readouterr().err

    return fail


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (PermissionError(13, "Permission denied", "locked/a.mid"), "seqgen: locked/a.mid: Permission denied\n"),
        (OSError(36, "File name too long", "x" * 5000), f"seqgen: {'x' * 120}...: File name too long\n"),
        (OSError(5, "Input/output error"), "seqgen: Input/output error\n"),
        (SeqgenError("a\nseqgen: b\x1b[2J"), "seqgen: a\\nseqgen: b\\x1b[2J\n"),
        (
            UnicodeEncodeError("ascii", "é", 0, 1, "ordinal not in range"),
            "seqgen: a name or a text holds what cannot be written here: "
            "'ascii' codec can't encode character '\\xe9' in position 0: ordinal not in range\n",
        ),
    ],
)
def test_errors_of_the_system_are_one_line(failing: Any, error: BaseException, line: str) -> None:
    assert failing(error) == (1, line)


def test_a_fault_of_the_program_is_one_line_and_a_file_to_report(
    failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, err = failing(KeyError("what"))
    (trace,) = tmp_path.iterdir()
    assert (code, err) == (
        1,
        f"seqgen: this is a fault of seqgen itself (KeyError: 'what'); please report it with {trace}\n",
    )
    assert "Traceback" in trace.read_text()
    assert "['info', 'x']" in trace.read_text()


@pytest.mark.skipif(os.name != "posix", reason="such a folder cannot be removed")
def test_a_current_folder_that_is_gone_is_one_line(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    code = cli.main(["info", str(model)])
    monkeypatch.undo()
    assert (code, capsys.readouterr().err) == (1, "seqgen: the current folder no longer exists; go to another\n")


def test_the_window_without_a_display_is_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "none-such"}
    command = [sys.executable, "-m", "seqgen", "gui", "--library", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 1
    assert done.stderr.startswith("seqgen: the window cannot be opened: Could not find the Qt platform plugin")
    assert len(done.stderr.splitlines()) == 1
