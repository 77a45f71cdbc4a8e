"""Playing of what a piece has in common with the corpus: as it stands in the piece, and as it stands there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from gui.inspect import copies
from gui.inspect.copies import CopiedPassage
from gui.inspect.copies_list import CopiesList
from gui.inspect.inspection import Inspection
from gui.inspect.stage import InspectStage
from gui.studio import Studio
from seqgen.formats import sheet_edits
from seqgen.formats.sheet import Sheet

PLACE = "inspect-copies"
"""Name under which the player holds a passage, so that it is not taken for the piece on the page."""


class CopyPlayer(QObject):
    """Connects the list of copied passages with the piece that is shown, the engine and the player."""

    def __init__(self, studio: Studio, stage: InspectStage, shown: CopiesList, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._stage = studio, stage
        self._inspection: Inspection | None = None
        self._model = ""
        shown.own_wanted.connect(self.show_own)
        shown.source_wanted.connect(self.fetch_source)
        shown.less_wanted.connect(lambda: studio.copy_less_wanted.emit(self._model))

    def use(self, inspection: Inspection, model: str) -> None:
        """Play passages of another piece, which was read with the model of this file."""
        self._inspection, self._model = inspection, model

    def show_own(self, passage: CopiedPassage) -> None:
        """Mark a passage in the piece, and play these bars."""
        inspection = self._inspection
        if inspection is None:
            return
        if inspection.sheet is None:
            self._stage.event_picked.emit(passage.begin)
            return
        self._stage.roll.select(passage.begin, passage.end)
        self._play(sheet_edits.cut(inspection.sheet, passage.begin, passage.end), inspection.title)

    def fetch_source(self, passage: CopiedPassage) -> None:
        """Play a passage as it stands in the corpus, as fast as in the piece."""
        job = self._studio.engine.start(copies.source_of, self._model, passage)
        job.finished.connect(partial(self._play_source, passage, self._inspection))
        job.failed.connect(self._studio.told)

    def _play_source(self, passage: CopiedPassage, inspection: Inspection | None, found: Any) -> None:
        if inspection is not self._inspection or not isinstance(found, Sheet):
            return
        if inspection is not None and inspection.sheet is not None:
            # the corpus is counted in beats alone
            found = replace(found, tempos=sheet_edits.cut(inspection.sheet, passage.begin, passage.begin + 1).tempos)
        self._play(found, passage.piece)

    def _play(self, sheet: Sheet, title: str) -> None:
        self._studio.listening.show(PLACE, sheet, title)
        self._studio.listening.play(PLACE, 0)
