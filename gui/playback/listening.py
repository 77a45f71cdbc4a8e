"""Listening: what each page shows that can be heard, and which of it the player holds."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from gui.playback.player import PLAYING, Player
from seqgen.formats.sheet import Sheet


@dataclass
class Heard:
    """A sheet that a page shows, its title, and the tick at which it was left."""

    sheet: Sheet
    title: str
    tick: float = 0.0


class Listening(QObject):
    """Keeps the player on what is looked at.

    While nothing plays, the player holds what the page in front shows; what plays goes on when another page is shown,
    until it is paused or something else is played.
    """

    def __init__(self, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._shown: dict[str, Heard] = {}
        self.page = ""

    def show(self, page: str, sheet: Sheet | None, title: str = "") -> None:
        """Note what a page shows, None for nothing that can be heard."""
        before = self._shown.get(page)
        if sheet is None:
            self._shown.pop(page, None)
        elif before is None or before.sheet is not sheet:
            self._shown[page] = Heard(sheet, title)
        if page == self.page:
            self._look()

    def turn_to(self, page: str) -> None:
        """Note that another page is in front."""
        self.page = page
        self._look()

    def holds(self, page: str) -> bool:
        """Return whether the player holds what a page shows."""
        shown = self._shown.get(page)
        return shown is not None and self._player.sheet is shown.sheet

    def plays(self, page: str) -> bool:
        """Return whether what a page shows is playing."""
        return self._player.state == PLAYING and self.holds(page)

    def toggle(self) -> None:
        """Pause what plays, or else play what is looked at."""
        if self._player.state == PLAYING:
            self._player.pause()
        else:
            self._look()
            self._player.play()

    def toggle_page(self, page: str) -> None:
        """Pause what a page shows, or play it in place of anything else."""
        if self.plays(page):
            self._player.pause()
        else:
            self.play(page)

    def play(self, page: str, tick: float | None = None) -> None:
        """Play what a page shows from a tick, or from where it was left."""
        shown = self._shown.get(page)
        if shown is not None:
            self._hold(page, shown)
            self._player.play(tick)

    def seek(self, page: str, tick: float) -> None:
        """Move to a tick of what a page shows; what plays there is not interrupted."""
        shown = self._shown.get(page)
        if shown is not None:
            if self.holds(page):
                self._player.seek(tick)
            shown.tick = tick

    def update(self, page: str, sheet: Sheet) -> None:
        """Replace what a page shows by an edited version, which is heard at once."""
        shown = self._shown.get(page)
        if shown is not None:
            held = self.holds(page)
            shown.sheet = sheet
            if held:
                self._player.update_sheet(sheet)

    def _look(self) -> None:
        shown = self._shown.get(self.page)
        if self._player.state == PLAYING:
            return
        if shown is not None:
            self._hold(self.page, shown)
        elif self._player.page == self.page:
            self._leave()
            self._player.unload()

    def _hold(self, page: str, shown: Heard) -> None:
        if self._player.sheet is not shown.sheet or not self._player.loaded:
            self._leave()
            self._player.load(shown.sheet, title=shown.title, page=page)
            if shown.tick:
                self._player.seek(shown.tick)

    def _leave(self) -> None:
        """Remember where the player is in what it holds."""
        for shown in self._shown.values():
            if shown.sheet is self._player.sheet:
                shown.tick = self._player.tick
