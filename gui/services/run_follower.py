"""Follows runs by their folders: whoever trains them, here or in a terminal, they look the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gui.models.run_state import RunState
from seqgen.events import event_from_json
from seqgen.known_runs import known_runs
from seqgen.run import CONFIG, METRICS
from seqgen.run_control import is_alive

TICK_MILLISECONDS = 500
SCAN_EVERY = 6
MOST_BYTES_A_TICK = 1 << 20
"""A long history is read in parts, so that the window never waits for it."""


class _Followed:
    """One run and how far its metrics have been read."""

    def __init__(self, folder: Path) -> None:
        self._begin(folder)

    def _begin(self, folder: Path) -> None:
        self.state = RunState(folder)
        self._read = 0
        self._rest = b""
        self._config_seen = False

    def look(self, *, closely: bool) -> bool:
        """Take in what is new; says whether anything was."""
        changed = self._look_at_config()
        if closely:
            alive = is_alive(self.state.folder)
            changed = changed or alive != self.state.alive
            self.state.alive = alive
        return self._read_metrics() or changed

    def _look_at_config(self) -> bool:
        if self._config_seen:
            return False
        try:
            config = json.loads((self.state.folder / CONFIG).read_bytes())
        except (OSError, ValueError):
            return False
        self._config_seen = True
        self.state.config = config if isinstance(config, dict) else {}
        return True

    def _read_metrics(self) -> bool:
        path = self.state.folder / METRICS
        try:
            size = path.stat().st_size
            if size < self._read:
                # another run has taken the folder
                self._begin(self.state.folder)
                return True
            if size == self._read:
                return False
            with path.open("rb") as file:
                file.seek(self._read)
                data = file.read(MOST_BYTES_A_TICK)
        except OSError:
            return False
        self._read += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            try:
                self.state.feed(event_from_json(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # a line that a crash cut short
        return True

    @property
    def behind(self) -> bool:
        """Whether there is more to read."""
        try:
            return (self.state.folder / METRICS).stat().st_size > self._read
        except OSError:
            return False


class RunFollower(QObject):
    """All runs of some folders and those known on this computer, looked at twice a second."""

    changed = Signal(object)
    """The folder of a run of which there is news."""
    listed = Signal()
    """Runs have come or gone."""

    def __init__(self, folders: Iterable[Path], parent: QObject | None = None, *, everywhere: bool = True) -> None:
        super().__init__(parent)
        self._folders, self._everywhere = list(folders), everywhere
        self._runs: dict[Path, _Followed] = {}
        self.chosen: Path | None = None
        self._ticks = 0
        self._timer = QTimer(self, interval=TICK_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to follow."""
        self.scan()
        self._timer.start()

    def states(self) -> list[RunState]:
        """All runs, the newest first."""
        runs = [followed.state for followed in self._runs.values()]
        return sorted(runs, key=lambda state: (str(state.config.get("created", "~")), state.name), reverse=True)

    def state(self, folder: Path | None) -> RunState | None:
        """One run; None where it is not there."""
        followed = self._runs.get(folder) if folder is not None else None
        return followed.state if followed else None

    def scan(self) -> None:
        """Look for runs that have come or gone, and at all of them once."""
        found = self._find()
        gone, new = self._runs.keys() - found, found - self._runs.keys()
        for folder in gone:
            del self._runs[folder]
        for folder in new:
            self._runs[folder] = _Followed(folder)
        for folder, followed in self._runs.items():
            if followed.look(closely=True):
                self.changed.emit(folder)
        if gone or new:
            self.listed.emit()

    def look(self) -> None:
        """One look: closely at what runs or is chosen, now and then at everything."""
        self._ticks += 1
        if self._ticks % SCAN_EVERY == 0:
            self.scan()
            return
        for folder, followed in list(self._runs.items()):
            close = followed.state.alive or folder == self.chosen
            if (close or followed.behind) and followed.look(closely=close):
                self.changed.emit(folder)

    def forget(self, folder: Path) -> None:
        """A run has been renamed or deleted."""
        self._runs.pop(folder, None)
        self.listed.emit()

    def _find(self) -> set[Path]:
        found = set(known_runs()) if self._everywhere else set()
        for parent in self._folders:
            try:
                entries = [entry for entry in parent.iterdir() if not entry.name.startswith(".")]
            except OSError:
                continue  # the folder is not there yet, or no longer
            found.update(entry.absolute() for entry in entries if (entry / CONFIG).is_file())
        return found
