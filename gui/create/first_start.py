"""The first start: takes of a starter at once, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from gui.create.first_steps import LEARN, LISTEN, STEPS, TAKE, FirstSteps
from gui.create.model_choice import ModelChoice
from gui.create.take_output import TakeOutput
from gui.create.take_writing import TakeWriting
from gui.library.model_list import ModelList
from gui.playback.player import PLAYING
from gui.sampling.settings import ModelAbout
from gui.studio import Studio
from seqgen.bundled import starter_at


class FirstStart(QObject):
    """Draws takes where nobody has made anything and a starter is there, and ticks the steps of a strip as they are
    done; with the last one, or its button, the strip goes for good."""

    def __init__(
        self, studio: Studio, steps: FirstSteps, models: ModelChoice, writing: TakeWriting, output: TakeOutput
    ) -> None:
        super().__init__(steps)
        self._studio, self._steps, self._models, self._writing = studio, steps, models, writing
        self.drawing = False
        """True until the first takes are drawn."""
        steps.closed.connect(lambda: self._keep(STEPS))
        studio.player.state_changed.connect(lambda state: self._do(LISTEN) if state == PLAYING else None)
        studio.library.changed.connect(lambda: self._do(LEARN))
        output.went_out.connect(lambda: self._do(TAKE))
        self._show()

    def begin(self, *, takes: bool) -> bool:
        """Draw the first takes. Return False where this is not a first start, or no starter is there; `takes` says
        whether the library holds some."""
        values = self._studio.settings.values
        models = [path for path, _ in ModelList(self._studio.library).find()]
        own = [path for path in models if starter_at(path) is None]
        if values.begun or values.model or takes or own or not models:
            return False
        self._models.described.connect(self._draw, Qt.ConnectionType.SingleShotConnection)
        return True

    def _draw(self, about: ModelAbout | None) -> None:
        # of a starter that cannot be read nothing is heard; a model that is chosen later greets nobody
        if about is None or starter_at(about.path) is None:
            return
        self.drawing = True
        self._studio.settings.change(begun=True)
        self._show()
        self._writing.generation.progressed.connect(self._drawn)
        self._writing.generate()

    def _drawn(self, done: int, total: int) -> None:
        if not total:
            self.drawing = False
            self._writing.generation.progressed.disconnect(self._drawn)

    def _do(self, step: str) -> None:
        values = self._studio.settings.values
        if values.begun and step not in values.steps:
            self._keep((*values.steps, step))

    def _keep(self, done: tuple[str, ...]) -> None:
        self._studio.settings.change(steps=done)
        self._show()

    def _show(self) -> None:
        values = self._studio.settings.values
        self._steps.show_done(values.steps)
        self._steps.setVisible(values.begun and not set(values.steps) >= set(STEPS))
