"""The view of rolls of two dice, of another package: a list of their faces."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget

from gui.studio import Studio
from gui.views.kind_view import KindView
from gui.views.take_editor import TakeEditor
from seqgen.arrays import Floats
from seqgen.library.take import TakeRecord

FACES = "⚀⚁⚂⚃⚄⚅"


class DiceEditor(TakeEditor):
    """Shows each roll of a take as the faces of its dice."""

    widget: QListWidget

    def __init__(self) -> None:
        super().__init__(QListWidget())

    def open(self, record: TakeRecord | None, content: str, bits: Floats | None) -> None:
        self.widget.clear()
        for line in content.splitlines():
            self.widget.addItem(" ".join(FACES[int(die) - 1] for die in line.split()))


class DiceView(KindView):
    def events(self, count: int) -> str:
        return f"{count} rolls"

    def take_editor(self, studio: Studio) -> DiceEditor:
        return DiceEditor()


VIEW = DiceView()
