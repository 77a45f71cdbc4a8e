"""The shortcut that opens the window, read back as the systems read it."""

from __future__ import annotations

import configparser
import plistlib
import re
import struct
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from seqgen.cli.command import main
from seqgen.cli.shortcut import COMMENT, desktop_entry, install_shortcut, shell_link

ODD = ['/opt/my $tools/50%/py"th`on\\', "-m", "gui"]


def exec_words(value: str) -> list[str]:
    """The words of an `Exec` that was read, as launchers take it apart: first as a value, then by its quotes."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value.replace("\\\\", "\\"))
    return [re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%") or bare for quoted, bare in words]


def test_a_desktop_entry_names_the_command_whatever_is_in_it() -> None:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read_string(desktop_entry(ODD, Path("/icons/seqgen.svg")).decode())
    entry = parser["Desktop Entry"]
    assert exec_words(entry["Exec"]) == [*ODD, "%F"]
    assert (entry["Type"], entry["Icon"], entry["Terminal"]) == ("Application", "/icons/seqgen.svg", "false")


def test_the_command_writes_it_where_the_desktop_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for _ in range(2):
        assert main(["gui", "--install-shortcut"]) == 0
    path = tmp_path / "applications" / "seqgen.desktop"
    assert capsys.readouterr().out.splitlines() == [str(path)] * 2
    text = path.read_text()
    icon = text.split("Icon=")[1].splitlines()[0]
    assert Path(icon).is_file()
    program = Path(sysconfig.get_path("scripts")) / "seqgen-gui"
    assert exec_words(text.split("Exec=")[1].splitlines()[0])[0] in (str(program), sys.executable)


def test_what_a_shortcut_does_nothing_with_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gui", "--install-shortcut", "--library", "elsewhere"]) == 2
    assert "--install-shortcut opens no window; leave out --library" in capsys.readouterr().err


def test_a_shell_link_names_target_and_arguments() -> None:
    target = "C:\\Ünicode folder\\python.exe"
    data = shell_link([target, "-m", "gui", "a b"])
    size, _, flags = struct.unpack_from("<I16sI", data)
    assert (size, flags) == (0x4C, 0b11100110)
    info = data[size:]
    length, _, _, volume, local, network, suffix, wide, wide_suffix = struct.unpack_from("<9I", info)
    assert struct.unpack_from("<II", info, volume) == (0x11, 3)
    assert (network, info[suffix]) == (0, 0)
    assert info[local : info.index(b"\0", local)] == target.encode("ascii", "replace")
    assert info[wide : wide_suffix - 2].decode("utf-16-le") == target
    strings, at = [], size + length
    for _ in range(3):
        (count,) = struct.unpack_from("<H", data, at)
        strings.append(data[at + 2 : at + 2 + 2 * count].decode("utf-16-le"))
        at += 2 + 2 * count
    assert strings == [COMMENT, '-m gui "a b"', target]
    assert data[at:] == bytes(4)


def test_an_application_folder_runs_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = install_shortcut("darwin")
    about = plistlib.loads((folder / "Contents" / "Info.plist").read_bytes())
    program = folder / "Contents" / "MacOS" / about["CFBundleExecutable"]
    told = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)
    assert "usage: seqgen-gui" in told.stdout
