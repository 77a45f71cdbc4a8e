"""Reader of SoundFonts in a thread."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from seqgen.errors import SeqgenError
from seqgen.sound.soundfont import SoundFont, default_soundfont


class FontReader(QObject):
    """Reads a font while the music goes on, since a large one takes seconds."""

    read = Signal(object, str, str)
    """The `SoundFont` or None, its path, and the error message or an empty string."""

    def start(self, path: str) -> None:
        """Start reading a font, the built-in one if `path` is empty."""
        threading.Thread(target=self._read, args=(path,), daemon=True).start()

    def _read(self, path: str) -> None:
        try:
            font = SoundFont.load(path or default_soundfont())
        except (SeqgenError, OSError, MemoryError) as error:
            self.read.emit(None, path, str(error))
        else:
            self.read.emit(font, path, "")
