"""Echo of edited notes: they are heard shortly, beside what the player holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from gui.playback.player import Player
from seqgen.arrays import AnyArray
from seqgen.formats.sheet import TrackInfo

ECHO_MILLISECONDS = 280


class NoteEcho(QObject):
    """Plays notes on the instruments of their tracks for a moment; the next ones end those before."""

    def __init__(self, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._sounding: list[tuple[int, int, bool]] = []
        self._end = QTimer(self, singleShot=True, interval=ECHO_MILLISECONDS)
        self._end.timeout.connect(self.stop)

    def play(self, notes: AnyArray, tracks: Sequence[TrackInfo]) -> None:
        """Play notes (of dtype `NOTE`) together."""
        self.stop()
        for note in notes:
            info, key = tracks[int(note["track"])], int(note["pitch"])
            # a single note has no volume of its own
            velocity = max(1, round(int(note["velocity"]) * min(info.volume, 1.0)))
            self._player.note(key, velocity, program=info.program, drums=info.drums)
            self._sounding.append((key, info.program, info.drums))
        self._end.start()

    def stop(self) -> None:
        """End what sounds."""
        self._end.stop()
        for key, program, drums in self._sounding:
            self._player.note(key, 0, program=program, drums=drums)
        self._sounding.clear()
