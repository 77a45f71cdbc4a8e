"""A follower of runs by their folders: they look the same whether this window or a terminal trains them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gui.train.run_state import RunState
from seqgen.records import converted, decoded
from seqgen.runs.control import is_alive
from seqgen.runs.events import Loading, event_from_json
from seqgen.runs.registry import known_runs
from seqgen.runs.run import CONFIG, METRICS
from seqgen.training.run_config import RunConfig

TICK_MILLISECONDS = 500
SCAN_EVERY = 6
MOST_BYTES_AT_ONCE = 1 << 15
READING_SECONDS = 0.006
"""Longest time to read a history at once, so that the window never waits."""

LAST_BYTES = 512


class _Followed:
    """One run, and how much of its metrics has been read."""

    def __init__(self, folder: Path) -> None:
        self._begin(folder)

    def _begin(self, folder: Path) -> None:
        self.state = RunState(folder, unread=True)
        self.behind = True
        self.bytes_read = 0
        self._rest = b""
        self._config_seen = False

    def look(self) -> bool:
        """Read its settings and the state of its process. Return whether anything changed."""
        changed = self._look_at_config()
        return self._look_at_process() or changed

    def look_at_words(self, words: Path) -> bool:
        """Read the progress of reading the corpus from what the process prints, until there is a folder."""
        if self.bytes_read:
            return False
        try:
            with words.open("rb") as file:
                file.seek(max(0, words.stat().st_size - LAST_BYTES))
                lines = file.read().splitlines()
            event = event_from_json(decoded(lines[-1]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            return False
        if not isinstance(event, Loading) or event.done == self.state.files_read:
            return False
        self.state.feed(event)
        return True

    def _look_at_process(self) -> bool:
        state, alive = self.state, is_alive(self.state.folder)
        if alive == state.alive:
            return False
        state.alive = alive
        if not alive:
            state.asked = ""
        return True

    def _look_at_config(self) -> bool:
        if self._config_seen:
            return False
        try:
            config = decoded((self.state.folder / CONFIG).read_bytes())
        except (OSError, ValueError):
            return False
        try:
            converted(config, RunConfig)
        except ValueError:
            config = {}
        self._config_seen = True
        self.state.config = config
        return True

    def read_metrics(self) -> bool:
        """Read the next part of the metrics. Return whether there was news; `behind` tells whether there is more."""
        path = self.state.folder / METRICS
        try:
            size = path.stat().st_size
            if size < self.bytes_read:
                # another run has taken the folder
                self._begin(self.state.folder)
                return True
            with path.open("rb") as file:
                file.seek(self.bytes_read)
                data = file.read(MOST_BYTES_AT_ONCE)
        except OSError:
            size, data = 0, b""
        self.bytes_read += len(data)
        self.behind = self.bytes_read < size
        news = bool(data) or self.state.unread != self.behind
        self.state.unread = self.state.unread and self.behind
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            try:
                self.state.feed(event_from_json(decoded(line)))
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # a line that a crash cut short
        return news


class RunFollower(QObject):
    """All runs of some folders and those known on this computer, polled twice a second."""

    changed = Signal(object)
    """The folder of a run that has changed."""
    listed = Signal()
    """Runs were added or removed."""

    def __init__(self, folders: Iterable[Path], parent: QObject | None = None, *, everywhere: bool = True) -> None:
        super().__init__(parent)
        self._folders, self._everywhere = list(folders), everywhere
        self.runs: dict[Path, _Followed] = {}
        self._expected: dict[Path, Path] = {}
        self.chosen: Path | None = None
        self._ticks = 0
        self._timer = QTimer(self, interval=TICK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._catching_up = QTimer(self, interval=0)
        self._catching_up.timeout.connect(self._catch_up)

    def start(self) -> None:
        self.scan()
        self._timer.start()

    def states(self) -> list[RunState]:
        """Return all runs, the newest first."""
        runs = [followed.state for followed in self.runs.values()]
        return sorted(runs, key=lambda state: (str(state.config.get("created", "~")), state.name), reverse=True)

    def state(self, folder: Path | None) -> RunState | None:
        """Return a run; None where it is not there."""
        followed = self.runs.get(folder) if folder is not None else None
        return followed.state if followed else None

    def scan(self) -> None:
        """Find runs that were added or removed, and whether they are alive."""
        found = self._find() | self._expected.keys()
        gone, new = self.runs.keys() - found, found - self.runs.keys()
        for folder in gone:
            del self.runs[folder]
        for folder in new:
            self.runs[folder] = _Followed(folder)
        for folder, followed in list(self.runs.items()):
            news = followed.look()
            # a new run may have a long history, which is read in parts
            news = (folder not in new and followed.read_metrics()) or news
            if news:
                self.changed.emit(folder)
        if gone or new:
            self.listed.emit()
        self._catching_up.start()

    def look(self) -> None:
        """Poll once: runs that are alive or chosen always, all others now and then."""
        self._ticks += 1
        if self._ticks % SCAN_EVERY == 0:
            self.scan()
            return
        for folder, followed in list(self.runs.items()):
            news = folder in self._expected and followed.look_at_words(self._expected[folder])
            if followed.state.busy or folder == self.chosen:
                news = followed.look() or news
                news = followed.read_metrics() or news
                if followed.behind:
                    self._catching_up.start()
            if news:
                self.changed.emit(folder)

    def expect(self, folder: Path, words: Path) -> None:
        """Expect a run whose process was started, and which prints its events to the file `words`."""
        self._expected[folder] = words
        new = folder not in self.runs
        followed = self.runs.setdefault(folder, _Followed(folder))
        followed.state.starting, followed.state.asked = True, ""
        if new:
            self.listed.emit()
        self.changed.emit(folder)

    def settle(self, folder: Path) -> None:
        """Note that the process of an expected run has ended."""
        self._expected.pop(folder, None)
        followed = self.runs.get(folder)
        if followed is not None:
            followed.state.starting = False
            followed.state.files_read = followed.state.files = 0
            followed.look()
            followed.read_metrics()
            self.changed.emit(folder)
        self.scan()

    def forget(self, folder: Path) -> None:
        """Drop a run that has been renamed or deleted."""
        self.runs.pop(folder, None)
        self.listed.emit()

    def _catch_up(self) -> None:
        """Read more of long histories, for a moment."""
        end = time.perf_counter() + READING_SECONDS
        behind = [(folder, followed) for folder, followed in self.runs.items() if followed.behind]
        read = []
        # the chosen run first
        for folder, followed in sorted(behind, key=lambda pair: pair[0] != self.chosen):
            while followed.behind and time.perf_counter() < end:
                followed.read_metrics()
            read.append(folder)
            if time.perf_counter() >= end:
                break
        if not any(followed.behind for followed in self.runs.values()):
            self._catching_up.stop()
        for folder in read:
            self.changed.emit(folder)

    def _find(self) -> set[Path]:
        found = set(known_runs()) if self._everywhere else set()
        for parent in self._folders:
            try:
                entries = [entry for entry in parent.iterdir() if not entry.name.startswith(".")]
            except OSError:
                continue  # the folder is not there yet, or no longer
            found.update(entry.absolute() for entry in entries if os.path.isfile(entry / CONFIG))
        return found
