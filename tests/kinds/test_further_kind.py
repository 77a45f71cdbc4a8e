"""A kind of another package is learned, sampled and scored without a line about it in seqgen."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seqgen.cli.command import main
from seqgen.kinds import all_kinds, kind_named
from tests.support.quick_training import ONE_NETWORK

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
DICE = ROOT / "tests" / "support" / "dice"

Call = Callable[..., tuple[int, str, str]]


def _forget() -> None:
    """Look anew for the kinds that are installed."""
    for known in (all_kinds, kind_named):
        known.cache_clear()


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a run that has learned dice, where their kind is installed."""
    folder = tmp_path_factory.mktemp("dice")
    rng = random.Random(1)
    (folder / "rolls").mkdir()
    for game in range(8):
        rolls = [f"{rng.randint(1, 6)} {rng.randint(1, 6)}\n" for _ in range(120)]
        (folder / "rolls" / f"game-{game}.dice").write_text("".join(rolls))
    options = ("--steps", "30", "--hidden-size", "16", *ONE_NETWORK, "--quiet")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DICE))
        # for processes that read files, and for other commands
        patch.setenv("PYTHONPATH", os.pathsep.join([str(DICE), str(ROOT)]))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        _forget()
        assert main(["train", str(folder / "rolls"), "--out", str(folder / "run"), *options]) == 0
        yield folder
    _forget()


@pytest.fixture
def seqgen(trained: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command in the folder; gives its exit code, stdout and stderr."""
    monkeypatch.chdir(trained)

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_it_is_read_and_described(seqgen: Call) -> None:
    report = json.loads(seqgen("corpus", "rolls", "--json")[1])
    assert (report["kind"], report["event"], len(report["pieces"])) == ("dice", "roll", 8)
    assert 240 <= report["pieces"][0]["facts"]["total"] <= 1440


def test_a_command_of_its_own_samples_it_by_its_rules_and_the_take_is_made_again(seqgen: Call, trained: Path) -> None:
    asked = ["sample", "run", "--events", "20", "--doubles", "--seed", "3", "--out", "takes"]
    done = subprocess.run([sys.executable, "-m", "seqgen", *asked], capture_output=True, text=True, cwd=trained)
    assert done.returncode == 0, done.stderr
    take = trained / done.stdout.strip()
    rolls = [line.split() for line in take.read_text().splitlines()]
    assert len(rolls) == 20
    assert all(first == second for first, second in rolls)

    code, out, err = seqgen("sample", "run", "--like", take, "--out", "again")
    assert code == 0, err
    assert (trained / out.strip()).read_text() == take.read_text()


def test_rules_of_other_kinds_are_refused(seqgen: Call) -> None:
    code, _, err = seqgen("sample", "run", "--key", "G minor")
    assert (code, err) == (2, "seqgen: --key is for music; this model writes dice\n")


def test_it_is_scored(seqgen: Call) -> None:
    code, out, err = seqgen("score", "run", "rolls/game-1.dice", "--json")
    assert code == 0, err
    assert 2.0 < json.loads(out.splitlines()[0])["bits_per_event"] < 8.0


def test_a_report_says_that_it_has_no_statistics(seqgen: Call) -> None:
    code, _, err = seqgen("report", "run", "-n", 2)
    assert code != 0
    assert len(err.splitlines()) == 1
