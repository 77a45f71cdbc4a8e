"""Requests to the model: new takes, and continuations, variations and rewrites of the open take."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.create.model_choice import ModelChoice
from gui.create.primer_choice import PrimerChoice
from gui.create.sampling_panel import SamplingPanel
from gui.kinds import view_of
from gui.sampling.generation import Asked, Generation
from gui.sampling.jobs import Primer
from gui.sampling.settings import RANGES, ModelAbout
from gui.studio import Studio
from gui.takes.editing import TakeEditing
from seqgen.kinds import kind_named

RUNS_ALLOWED = 2
"""The longest copied run of takes that are to copy less, in runs that count as copies."""


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
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._models, self._primers = panel, models, primers
        self._editing = editing
        self.generation = Generation(studio, self)
        self._awaited: Path | None = None
        self._write_then: Callable[[], None] = self.generate

    def generate(self) -> None:
        """Generate as many takes as the panel says."""
        asked = self._ask(self._panel.settings().takes)
        if asked is not None:
            self.generation.generate(asked, self._primers.primer)

    def generate_with(self, path: str) -> None:
        """Choose a model, a file or the folder of a run, and generate as soon as it is known."""
        self._await(path, self.generate)

    def copy_less_with(self, path: str) -> None:
        """Choose a model likewise, and write takes that copy less."""
        self._await(path, self.copy_less)

    def _await(self, path: str, write: Callable[[], None]) -> None:
        self._awaited, self._write_then = Path(path), write
        self._models.choose(path)

    def take_model(self, about: ModelAbout | None) -> None:
        """Generate if this is the model that takes were wanted of."""
        if about is not None and self._awaited in (Path(about.path), Path(about.path).parent):
            self._awaited = None
            self._write_then()

    def copy_less(self) -> None:
        """Bound the longest run that takes may copy, and generate as many as the panel says."""
        about, settings = self._models.about, self._panel.settings()
        if about is not None and about.has_index:
            most = min(RUNS_ALLOWED * kind_named(about.kind).copy_threshold, RANGES["max_copy"][1])
            self._panel.set_settings(replace(settings, max_copy=most))
            self.settings_changed.emit()
            self.generate()

    def go_on(self) -> None:
        """Continue the open take, or the beginning typed, from its end or the end of the chosen part."""
        record, content = self._editing.record, self._editing.editor.primer()
        if record is None and content is None:
            return
        asked = self._ask(1, parent=record.id if record is not None else "", origin="continue")
        if asked is None:
            return
        if content:
            self.generation.go_on(asked, content)
        elif record is not None and content is None:
            self.generation.generate(asked, Primer(path=str(record.path)))
        else:
            self.generation.generate(asked, None)

    def vary(self) -> None:
        """Rewrite the open take, or the one part that is edited, from the selected bars on, or after its first two."""
        record, part = self._editing.record, self._editing.editor.part
        if record is None or "vary" not in view_of(record.kind).actions:
            return
        kind = kind_named(record.kind)
        begin, end = kind.editing.variation(self._editing.content, kind.rules())
        if part is not None:
            begin = part.begin if 0 < part.begin < end else 0
        self._rewrite(begin, end, "vary", track=self._editing.editor.track[0])

    def rewrite(self) -> None:
        part = self._editing.editor.part
        if part is not None:
            self._rewrite(part.begin, part.end, "rewrite", track=part.track)

    def reform(self, form: str) -> None:
        """Give the open take a form: letters, or a word a bar."""
        asked = self._ask_to_rewrite("form")
        if asked is not None:
            self.generation.reform(asked, self._editing.content, form)

    def humanize(self, strength: float) -> None:
        """Give the open take the velocity and timing that the model has learned."""
        asked = self._ask_to_rewrite("humanize")
        if asked is not None:
            self.generation.humanize(asked, self._editing.content, strength)

    def _rewrite(self, begin: int, end: int, origin: str, *, track: int = -1) -> None:
        asked = self._ask_to_rewrite(origin)
        if asked is not None:
            self.generation.rewrite(asked, self._editing.content, (begin, end), track=track)

    def _ask_to_rewrite(self, origin: str) -> Asked | None:
        record = self._editing.record
        if record is None or "rewrite" not in view_of(record.kind).actions:
            return None
        # the panel's seed is for new takes; each attempt at the same bars needs another seed
        return self._ask(1, parent=record.id, origin=origin, seed=secrets.randbits(31))

    def _ask(self, takes: int, *, parent: str = "", origin: str = "", seed: int | None = None) -> Asked | None:
        """Return the settings of a request, and advance the panel's seed unless it is locked."""
        about, settings = self._models.about, self._panel.settings()
        if about is None or self.generation.busy:
            return None
        if parent and self._editing.record is not None and self._editing.record.kind != about.kind:
            return None
        if seed is not None:
            settings = replace(settings, seed=seed)
        elif not settings.seed_locked:
            # what goes on from a take is drawn once
            drawn = takes * (1 if parent else settings.best_of)
            self._panel.set_settings(replace(settings, seed=(settings.seed + drawn) % (1 << 31)))
            self.settings_changed.emit()
        return Asked(about, settings, takes, parent, origin if parent else "")
