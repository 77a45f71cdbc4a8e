"""Reader of SoundFonts in a thread."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from gui.workers.going_through import go_through
from seqgen.errors import SeqgenError, reason_of
from seqgen.sound.soundfont import SoundFont, default_soundfont


class FontReader(QObject):
    """Reads a font while the music goes on, since a large one takes seconds."""

    read = Signal(object, str, object)
    """The `SoundFont` or None, its path, and the reason why it cannot be read, empty where it can."""

    def start(self, path: str) -> None:
        """Start reading a font, the built-in one if `path` is empty."""
        go_through(_read_once(path), self._tell)

    def _tell(self, told: tuple[SoundFont | None, str, str]) -> None:
        self.read.emit(*told)


def _read_once(path: str) -> Iterator[tuple[SoundFont | None, str, str]]:
    try:
        font = SoundFont.load(path or default_soundfont())
    except (SeqgenError, OSError, MemoryError) as error:
        yield None, path, reason_of(error)
    else:
        yield font, path, ""
