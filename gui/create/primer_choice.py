"""Choice of the primer of new takes: a file, bars of a take, a recording or typed text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.create.primer_box import PrimerBox
from gui.recording.controller import RecordingController
from gui.recording.singing import SingingController
from gui.sampling.jobs import Primer
from gui.studio import Studio
from seqgen.formats.sheet import Sheet


class PrimerChoice(QObject):
    """Connects the primer box with the recorder and the player."""

    def __init__(self, studio: Studio, box: PrimerBox, window: QWidget) -> None:
        super().__init__(window)
        self._box, self._player = box, studio.player
        self._chosen: Primer | None = None
        self.recording = RecordingController(studio, window)
        self.recording.recorded.connect(self._take_recording)
        self.singing = SingingController(studio, window)
        self.singing.recorded.connect(self._take_song)
        box.file_dropped.connect(self.take_file)
        box.cleared.connect(self.clear)
        box.play_wanted.connect(self.play)

    @property
    def primer(self) -> Primer | None:
        """The chosen primer, else the typed one, None if there is neither."""
        typed = self._box.typed()
        return self._chosen or (Primer(content=typed) if typed else None)

    def take_file(self, path: str) -> None:
        self._take(Primer(path=path), Path(path).name)

    def take_content(self, content: Any, name: str) -> None:
        self._take(Primer(content=content), name, content if isinstance(content, Sheet) else None)

    def play(self) -> None:
        """Play the chosen sheet."""
        sheet = self._box.picture.sheet
        if sheet is not None:
            self._player.load(sheet, title=self.tr("The beginning"), page="create")
            self._player.play()

    def clear(self) -> None:
        """Clear the chosen primer; typed text stays."""
        self._chosen = None
        self._box.show_primer("")

    def _take_recording(self, sheet: Sheet) -> None:
        self.take_content(sheet, self.tr("What you played"))

    def _take_song(self, sheet: Sheet) -> None:
        self.take_content(sheet, self.tr("What you sang"))

    def _take(self, primer: Primer, name: str, sheet: Sheet | None = None) -> None:
        self._chosen = primer
        self._box.show_primer(name, sheet)
