"""The player: what is heard, where it stands, and the words for it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from gui.models.sheet import Sheet

STOPPED, PLAYING, PAUSED = "stopped", "playing", "paused"


class Player(QObject):
    """Plays one sheet at a time."""

    tick_changed = Signal(float)
    state_changed = Signal(str)
    sheet_changed = Signal()
    problem = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = Sheet.empty()
        self._title = ""
        self._state = STOPPED
        self._tick = 0.0
        self._loop: tuple[int, int] | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=16)
        self._timer.timeout.connect(self._advance)

    @property
    def sheet(self) -> Sheet:
        """What is loaded."""
        return self._sheet

    @property
    def title(self) -> str:
        """What the loaded sheet is called."""
        return self._title

    @property
    def tick(self) -> float:
        """Where it stands."""
        return self._tick

    @property
    def state(self) -> str:
        """`stopped`, `playing` or `paused`."""
        return self._state

    def load(self, sheet: Sheet, *, title: str = "") -> None:
        """Take another sheet, and stand at its beginning."""
        self.stop()
        self._sheet, self._title, self._loop = sheet, title, None
        self.sheet_changed.emit()

    def update_sheet(self, sheet: Sheet) -> None:
        """Go on with a changed sheet."""
        self._sheet = sheet
        self.sheet_changed.emit()

    def play(self, tick: float | None = None) -> None:
        """Play from a tick, or from where it stands."""
        if tick is not None:
            self.seek(tick)
        self._clock.start()
        self._timer.start()
        self._become(PLAYING)

    def pause(self) -> None:
        """Hold."""
        if self._state == PLAYING:
            self._timer.stop()
            self._become(PAUSED)

    def toggle(self) -> None:
        """Play, or pause."""
        if self._state == PLAYING:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Be silent, and stand at the beginning."""
        self._timer.stop()
        self._become(STOPPED)
        self.seek(0)

    def seek(self, tick: float) -> None:
        """Stand at, or go on from, a tick."""
        self._tick = float(min(max(0.0, tick), self._sheet.end_tick))
        self.tick_changed.emit(self._tick)

    def set_loop(self, begin_tick: int | None, end_tick: int = 0) -> None:
        """Repeat a range of ticks; None plays on."""
        self._loop = None if begin_tick is None or end_tick <= begin_tick else (int(begin_tick), int(end_tick))

    def warm_up(self) -> None:
        """Make ready what the first note would otherwise wait for."""

    def close(self) -> None:
        """End for good."""
        self._timer.stop()

    def _advance(self) -> None:
        seconds = float(self._sheet.seconds(self._tick)) + self._clock.restart() / 1000
        self._tick = float(self._sheet.ticks(seconds))
        if self._tick >= self._sheet.end_tick:
            self.stop()
        self.tick_changed.emit(self._tick)

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
