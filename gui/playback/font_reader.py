"""Reader of SoundFonts in a thread."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from seqgen.errors import SeqgenError, reason_of
from seqgen.sound.soundfont import SoundFont, default_soundfont


class FontReader(QObject):
    """Reads a font while the music goes on, since a large one takes seconds."""

    read = Signal(object, str, object)
    """The `SoundFont` or None, its path, and the reason why it cannot be read, empty where it can."""

    def start(self, path: str) -> None:
        """Start reading a font, the built-in one if `path` is empty."""
        threading.Thread(target=self._read, args=(path,), daemon=True).start()

    def _read(self, path: str) -> None:
        try:
            font = SoundFont.load(path or default_soundfont())
        except (SeqgenError, OSError, MemoryError) as error:
            self.read.emit(None, path, reason_of(error))
        else:
            self.read.emit(font, path, "")
