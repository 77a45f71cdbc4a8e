"""Deleting takes, as a step that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from gui.models.take import TakeRecord

if TYPE_CHECKING:
    from gui.pages.create_page import CreatePage


class RemoveTakes(QUndoCommand):
    """Takes go; an undo brings them back."""

    def __init__(self, page: CreatePage, records: list[TakeRecord], what: str) -> None:
        super().__init__(what)
        self._page, self._records = page, records

    def redo(self) -> None:
        self._page.take_away(self._records)

    def undo(self) -> None:
        self._page.bring_back(self._records)
