"""The transport bar and the player, connected."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.services.player import Player
from gui.services.settings import Settings
from gui.widgets.transport import Transport


class TransportController(QObject):
    """Binds the bar to the player."""

    def __init__(self, player: Player, transport: Transport, settings: Settings) -> None:
        super().__init__(transport)
        self._player, self._transport, self._settings = player, transport, settings
