"""A shortcut that opens the window: a `.desktop` file, a Windows shell link, or a macOS application folder."""

from __future__ import annotations

import os
import plistlib
import shlex
import struct
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import write_atomic
from seqgen.interpreter import bundled
from seqgen.version import __version__

NAME, COMMENT = "seqgen", "Learns the style of a folder of MIDI or text and writes new pieces in it"
MIDI_TYPES = ("audio/midi", "audio/x-midi")

# MS-SHLLINK, sections 2.1 to 2.5
LINK_CLASS = bytes.fromhex("0114020000000000c000000000000046")
HAS_LINK_INFO, HAS_NAME, HAS_ARGUMENTS, HAS_ICON, IS_UNICODE = 1 << 1, 1 << 2, 1 << 5, 1 << 6, 1 << 7
SHOW_NORMAL, FIXED_DRIVE = 1, 3
HEADER_BYTES, INFO_HEADER_BYTES = 0x4C, 0x24


def install_shortcut(platform: str = sys.platform) -> Path:
    """Write the shortcut of this installation to where the system looks for them, and return its path.

    That of Linux was tried; the formats of Windows and macOS are written as documented, and were not tried there.
    Raises `SeqgenError` where it cannot be written.
    """
    command, icon = _command(platform), Path(__file__).resolve().parents[2] / "gui" / "icons" / "seqgen.svg"
    path = _place(platform)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if platform == "darwin":
            _write_application(path, command)
        else:
            data = shell_link(command) if platform == "win32" else desktop_entry(command, icon)
            write_atomic(path, data)
    except OSError as error:
        raise SeqgenError("{file}: cannot be written: {why}", file=printable(path), why=reason_of(error)) from error
    return path


def _command(platform: str) -> list[str]:
    """Return the words that open the window: the program of the bundle, the installed one, or this Python with the
    package."""
    if bundled():
        return [sys.executable, "gui"]
    program = Path(sysconfig.get_path("scripts")) / ("seqgen-gui.exe" if platform == "win32" else "seqgen-gui")
    return [str(program)] if program.is_file() else [sys.executable, "-m", "gui"]


def _place(platform: str) -> Path:
    try:
        home = Path.home()
    except RuntimeError:
        raise SeqgenError("there is no home folder; set HOME to one") from None
    if platform == "darwin":
        return home / "Applications" / f"{NAME}.app"
    if platform == "win32":
        roaming = os.environ.get("APPDATA") or str(home / "AppData" / "Roaming")
        return Path(roaming) / "Microsoft" / "Windows" / "Start Menu" / "Programs" / f"{NAME}.lnk"
    shared = os.environ.get("XDG_DATA_HOME", "")
    data = Path(shared) if os.path.isabs(shared) else home / ".local" / "share"
    return data / "applications" / f"{NAME}.desktop"


# -- Linux -------------------------------------------------------------------------------------------------------------


def desktop_entry(command: Sequence[str], icon: Path, *, types: Sequence[str] = MIDI_TYPES) -> bytes:
    """Return a desktop entry (freedesktop.org) that opens files of these MIME types, too."""
    lines = {
        "Type": "Application",
        "Version": "1.0",
        "Name": NAME,
        "Comment": COMMENT,
        "Exec": f"{' '.join(map(_quoted, command))} %F",
        "Icon": _escaped(str(icon)),
        "Terminal": "false",
        "Categories": "AudioVideo;Audio;Music;",
        "MimeType": "".join(f"{kind};" for kind in types),
        "StartupWMClass": NAME,
    }
    return "\n".join(["[Desktop Entry]", *(f"{key}={value}" for key, value in lines.items()), ""]).encode()


def _quoted(word: str) -> str:
    """Return a word of `Exec`: quoted, its special characters escaped once for that and once as any value."""
    inside = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return _escaped(f'"{inside}"'.replace("%", "%%"))


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


# -- Windows -----------------------------------------------------------------------------------------------------------


def shell_link(command: Sequence[str]) -> bytes:
    """Return a shell link (MS-SHLLINK) to the first word of a command, with the others as arguments."""
    target, *arguments = command
    flags = HAS_LINK_INFO | HAS_NAME | HAS_ICON | IS_UNICODE | (HAS_ARGUMENTS if arguments else 0)
    # sizes, times and the hot key may be 0
    header = struct.pack(
        "<I16sIIQQQIiIHHII", HEADER_BYTES, LINK_CLASS, flags, 0, 0, 0, 0, 0, 0, SHOW_NORMAL, 0, 0, 0, 0
    )
    told = [COMMENT, *([" ".join(_windows_word(word) for word in arguments)] if arguments else []), target]
    strings = b"".join(
        struct.pack("<H", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le") for text in told
    )
    return header + _link_info(target) + strings + struct.pack("<I", 0)


def _link_info(target: str) -> bytes:
    """Return where the target lies: a volume without a label, and the path in the code page and in UTF-16."""
    volume = struct.pack("<IIII", 0x11, FIXED_DRIVE, 0, 0x10) + b"\0"
    path = PureWindowsPath(target)
    local, wide = str(path).encode("ascii", "replace") + b"\0", str(path).encode("utf-16-le") + b"\0\0"
    volume_at = INFO_HEADER_BYTES
    local_at = volume_at + len(volume)
    suffix_at = local_at + len(local)
    wide_at = suffix_at + 1
    wide_suffix_at = wide_at + len(wide)
    size = wide_suffix_at + 2
    places = (size, INFO_HEADER_BYTES, 1, volume_at, local_at, 0, suffix_at, wide_at, wide_suffix_at)
    return struct.pack("<9I", *places) + volume + local + b"\0" + wide + b"\0\0"


def _windows_word(word: str) -> str:
    return f'"{word}"' if " " in word else word


# -- macOS -------------------------------------------------------------------------------------------------------------


def _write_application(folder: Path, command: Sequence[str]) -> None:
    """Write an application folder whose program runs a command."""
    program = folder / "Contents" / "MacOS" / NAME
    program.parent.mkdir(parents=True, exist_ok=True)
    about = {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": "org.seqgen.window",
        "CFBundleVersion": __version__,
        "CFBundleShortVersionString": __version__,
        "CFBundleExecutable": NAME,
        "CFBundlePackageType": "APPL",
        "NSHighResolutionCapable": True,
    }
    write_atomic(folder / "Contents" / "Info.plist", plistlib.dumps(about))
    write_atomic(program, f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n'.encode())
    program.chmod(0o755)
