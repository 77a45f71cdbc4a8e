"""The planner: asks `seqgen train --plan`, in a process of its own, what a training would do on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, Signal

from seqgen.interpreter import module_command
from seqgen.records import decoded

MOST_KEPT = 32


@dataclass(frozen=True)
class Plan:
    """A network, and how often it reads its corpus in `minutes`: estimates from a few timed steps, 0 for unknown."""

    cell: str
    units: int
    layers: int
    members: int
    minutes: float
    updates: int
    readings: float


class Planner(QObject):
    """Answers one question at a time; a new one takes the place of one that is not answered yet."""

    planned = Signal(tuple, object)
    """Emitted with the words of the question and the `Plan`."""
    failed = Signal(tuple)
    """Emitted with the words of a question that has no answer, or none any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[str, ...] = ()
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._process = QProcess(self)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._end)

    def ask(self, words: Sequence[str]) -> None:
        """Ask what `seqgen train` with these words would do. What was asked before is answered at once."""
        asked, before = tuple(words), self._asked
        self.close()
        if before not in ((), asked):
            self.failed.emit(before)
        if asked in self._plans:
            self.planned.emit(asked, self._plans[asked])
            return
        self._asked = asked
        program, *arguments = module_command("seqgen", "train", *asked, "--plan", "--json", "--quiet")
        self._process.start(program, arguments)

    def close(self) -> None:
        """Ask no more."""
        self._asked = ()
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished()

    def _end(self, *_: object) -> None:
        asked, self._asked = self._asked, ()
        if not asked:
            return
        plan = _read(bytes(self._process.readAllStandardOutput().data()))
        if plan is None:
            self.failed.emit(asked)
            return
        while len(self._plans) >= MOST_KEPT:
            del self._plans[next(iter(self._plans))]
        self._plans[asked] = plan
        self.planned.emit(asked, plan)


def _read(printed: bytes) -> Plan | None:
    """Return the plan of the last line, None where there is none: the training itself would say why."""
    lines = printed.strip().splitlines()
    try:
        told = decoded(lines[-1])
        units, layers, members = int(told["hidden_size"]), int(told["num_layers"]), int(told["members"])
        amounts = float(told["minutes"]), int(told["updates"]), float(told["readings"])
        return Plan(str(told["cell"]), units, layers, members, *amounts)
    except (IndexError, KeyError, TypeError, ValueError):
        return None
