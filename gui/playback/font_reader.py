"""SoundFonts, read on a thread of their own."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from seqgen.errors import SeqgenError
from seqgen.sound.soundfont import SoundFont, default_soundfont


class FontReader(QObject):
    """Reads a font beside the music: a large one takes seconds."""

    read = Signal(object, str, str)
    """A `SoundFont` or None, its path, and the problem."""

    def start(self, path: str) -> None:
        """Read a font, the built-in one with an empty path."""
        threading.Thread(target=self._read, args=(path,), daemon=True).start()

    def _read(self, path: str) -> None:
        try:
            font = SoundFont.load(path or default_soundfont())
        except (SeqgenError, OSError, MemoryError) as error:
            self.read.emit(None, path, str(error))
        else:
            self.read.emit(font, path, "")
