"""The planner: one question at a time, to a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from gui.workers import planner as planner_module
from gui.workers.planner import Plan, Planner

TOLD = {
    "cell": "lstm", "hidden_size": 256, "num_layers": 1, "members": 4, "minutes": 10.0, "updates": 900, "readings": 9.5,
}  # fmt: skip


@pytest.fixture
def plans() -> None:
    """The planner is itself here."""


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[tuple[str, ...]]]:
    """Makes the command a program that prints something; gives the command lines asked for."""

    def make(program: str) -> list[tuple[str, ...]]:
        asked: list[tuple[str, ...]] = []
        monkeypatch.setattr(
            planner_module, "module_command", lambda *words: asked.append(words) or [sys.executable, "-c", program]
        )
        return asked

    return make


def test_a_plan_is_read_from_the_command_and_kept(qtbot: QtBot, says: Callable[[str], list[tuple[str, ...]]]) -> None:
    asked, planner = says(f"print({json.dumps(TOLD)!r})"), Planner()
    with qtbot.waitSignal(planner.planned) as told:
        planner.ask(["tunes", "--minutes", "10"])
    assert told.args == [("tunes", "--minutes", "10"), Plan("lstm", 256, 1, 4, 10.0, 900, 9.5)]
    with qtbot.waitSignal(planner.planned):
        planner.ask(["tunes", "--minutes", "10"])
    assert asked == [("seqgen", "train", "tunes", "--minutes", "10", "--plan", "--json", "--quiet")]


@pytest.mark.parametrize("program", ["print('[]')", "pass", "raise SystemExit(1)", "print('{\"cell\": 1}')"])
def test_what_is_no_plan_is_a_failure(program: str, qtbot: QtBot, says: Callable[[str], object]) -> None:
    says(program)
    planner = Planner()
    with qtbot.waitSignal(planner.failed) as told:
        planner.ask(["tunes"])
    assert told.args == [("tunes",)]


def test_a_new_question_ends_the_one_before(qtbot: QtBot, says: Callable[[str], object]) -> None:
    says("import time; time.sleep(600)")
    planner = Planner()
    planner.ask(["slow"])
    says(f"print({json.dumps(TOLD)!r})")
    with qtbot.waitSignal(planner.planned) as told, qtbot.waitSignal(planner.failed) as ended:
        planner.ask(["quick"])
    assert (ended.args, told.args[0]) == ([("slow",)], ("quick",))
