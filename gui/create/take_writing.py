"""Requests to the model: new takes, and continuations, variations and rewrites of the open take."""

from __future__ import annotations

import secrets
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from gui.create.model_choice import ModelChoice
from gui.create.primer_choice import PrimerChoice
from gui.create.sampling_panel import SamplingPanel
from gui.kinds import view_of
from gui.sampling.generation import Asked, Generation
from gui.sampling.jobs import Primer
from gui.studio import Studio
from gui.takes.editing import TakeEditing
from gui.takes.view import TakeView
from seqgen.formats import sheet_edits
from seqgen.kinds import kind_named


class TakeWriting(QObject):
    """Turns the panel's settings and the open take into requests. They are ignored without a model, or while takes are
    being generated."""

    settings_changed = Signal()
    """Emitted when the panel shows the next seed."""

    def __init__(
        self,
        studio: Studio,
        panel: SamplingPanel,
        models: ModelChoice,
        primers: PrimerChoice,
        editing: TakeEditing,
        view: TakeView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._models, self._primers = panel, models, primers
        self._editing, self._view = editing, view
        self.generation = Generation(studio, self)

    def generate(self) -> None:
        """Generate as many takes as the panel says."""
        asked = self._ask(self._panel.settings().takes)
        if asked is not None:
            self.generation.generate(asked, self._primers.primer)

    def go_on(self) -> None:
        """Continue the open take from its end or the end of the selected bars; a text from the editor's text."""
        record, view = self._editing.record, view_of(self._view.kind)
        if view.editable and not view.notes:
            asked = self._ask(1, parent=record.id if record is not None else "")
            text = self._view.text.text()
            if asked is not None:
                self.generation.generate(asked, Primer(content=text) if text else None)
            return
        if record is None:
            return
        asked = self._ask(1, parent=record.id)
        if not view.notes:
            if asked is not None:
                self.generation.generate(asked, Primer(path=str(record.path)))
            return
        sheet, selection = self._editing.sheet, self._view.roll.selection
        if selection.is_range:
            sheet = sheet_edits.cut(sheet, 0, round(selection.end_tick))
        if asked is not None:
            self.generation.go_on(asked, sheet)

    def vary(self) -> None:
        """Rewrite the open take from the selected bars on, or after its first two bars."""
        record, sheet, selection = self._editing.record, self._editing.sheet, self._view.roll.selection
        if selection.is_range:
            begin = round(selection.begin_tick)
            self._rewrite(begin if 0 < begin < sheet.end_tick else 0, sheet.end_tick)
        elif record is not None:
            kind = kind_named(record.kind)
            self._rewrite(*kind.editing.variation(sheet, kind.rules()))

    def rewrite(self) -> None:
        selection = self._view.roll.selection
        if selection.is_range:
            self._rewrite(round(selection.begin_tick), round(selection.end_tick))

    def _rewrite(self, begin: int, end: int) -> None:
        record = self._editing.record
        if record is None or "rewrite" not in view_of(record.kind).actions:
            return
        # the panel's seed is for new takes; each attempt at the same bars needs another seed
        asked = self._ask(1, parent=record.id, seed=secrets.randbits(31))
        if asked is not None:
            self.generation.rewrite(asked, self._editing.sheet, (begin, end))

    def _ask(self, takes: int, *, parent: str = "", seed: int | None = None) -> Asked | None:
        """Return the settings of a request, and advance the panel's seed unless it is locked."""
        about, settings = self._models.about, self._panel.settings()
        if about is None or self.generation.busy:
            return None
        if seed is not None:
            settings = replace(settings, seed=seed)
        elif not settings.seed_locked:
            self._panel.set_settings(replace(settings, seed=(settings.seed + takes) % (1 << 31)))
            self.settings_changed.emit()
        return Asked(about, settings, takes, parent)
