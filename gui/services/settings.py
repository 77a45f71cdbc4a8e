"""What the window remembers between starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings

T = TypeVar("T", bool, int, float, str)


class Settings(QObject):
    """Typed values over `QSettings`; a value that is missing, damaged or of another type reads as the default."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if path is None:
            self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "seqgen", "seqgen")
        else:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str, default: T) -> T:
        """The value of `name` as the type of `default`."""
        try:
            value: Any = self._store.value(name, default)
            if isinstance(default, bool):
                return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]
            return type(default)(value)
        except (KeyError, TypeError, ValueError, RuntimeError, EOFError):
            return default

    def put(self, name: str, value: bool | int | float | str) -> None:
        """Remember a value; it is on disk soon after."""
        self._store.setValue(name, value)

    def get_bytes(self, name: str) -> QByteArray:
        """A geometry or a header's state; empty where there is none."""
        try:
            value = self._store.value(name)
        except (RuntimeError, EOFError, ValueError):
            return QByteArray()
        return value if isinstance(value, QByteArray) else QByteArray()

    def put_bytes(self, name: str, value: QByteArray) -> None:
        """Remember a geometry or a header's state."""
        self._store.setValue(name, value)

    def save(self) -> None:
        """Write everything to disk now."""
        self._store.sync()
