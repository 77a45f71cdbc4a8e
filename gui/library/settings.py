"""Settings that are kept between starts."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings

from seqgen.errors import printable

T = TypeVar("T", bool, int, float, str)


class Settings(QObject):
    """Typed values over `QSettings`; a value that is missing, damaged or of another type reads as the default.

    `problem` tells what is wrong with the file.
    """

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if path is None:
            self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "seqgen", "seqgen")
        else:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)
        self._file = self._store.fileName()
        self._damaged = not _is_sound(self._file)
        self._kept = self._store.isWritable()

    def problem(self) -> str:
        """Return one line where the file cannot be written, or something in it could not be read; else ""."""
        if not self._kept:
            words = self.tr("{file} cannot be written, so nothing that you choose is remembered.")
        elif self._damaged:
            words = self.tr("{file} is damaged; what could not be read of it is as at a first start.")
        else:
            return ""
        return words.format(file=printable(self._file))

    def get(self, name: str, default: T) -> T:
        """Return the value of `name` as the type of `default`."""
        try:
            value: Any = self._store.value(name, default)
            if isinstance(default, bool):
                return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
            if isinstance(default, str) and not isinstance(value, str):
                raise TypeError
            typed: T = type(default)(value)
            if isinstance(typed, float) and not math.isfinite(typed):
                raise ValueError
            return typed
        except (KeyError, TypeError, ValueError, OverflowError, RuntimeError, EOFError):
            self._drop(name)
            return default

    def _drop(self, name: str) -> None:
        # told once, and not again at the next start
        self._damaged = True
        self._store.remove(name)

    def put(self, name: str, value: bool | int | float | str) -> None:
        """Keep a value; Qt writes it to disk soon after."""
        self._store.setValue(name, value)

    def get_bytes(self, name: str) -> QByteArray:
        """Return a geometry or a header's state; empty where there is none."""
        try:
            value = self._store.value(name)
        except (RuntimeError, EOFError, ValueError):
            value = ""
        if value is None or isinstance(value, QByteArray):
            return value or QByteArray()
        self._drop(name)
        return QByteArray()

    def put_bytes(self, name: str, value: QByteArray) -> None:
        self._store.setValue(name, value)

    def save(self) -> None:
        self._store.sync()


def _is_sound(file: str) -> bool:
    """Return whether a file is absent or text. Qt would read names and values out of noise."""
    try:
        text = Path(file).read_bytes().decode()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return not any(character < " " and character not in "\r\n\t" for character in text)
