"""A kind of another package is learned, sampled and scored without a line about it in seqgen."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.quick_training import ONE_NETWORK

ROOT = Path(__file__).resolve().parents[2]
DICE = ROOT / "tests" / "support" / "dice"


def seqgen(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(DICE), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": paths, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "seqgen", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, timeout=300)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dice")
    rng = random.Random(1)
    (folder / "rolls").mkdir()
    for game in range(8):
        rolls = [f"{rng.randint(1, 6)} {rng.randint(1, 6)}\n" for _ in range(120)]
        (folder / "rolls" / f"game-{game}.dice").write_text("".join(rolls))
    options = ("--steps", 30, "--hidden-size", 16, *ONE_NETWORK, "--quiet")
    done = seqgen("train", "rolls", "--out", "run", *options, folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_it_is_read_and_described(trained: Path) -> None:
    report = json.loads(seqgen("corpus", "rolls", "--json", folder=trained).stdout)
    assert (report["kind"], report["event"], len(report["pieces"])) == ("dice", "roll", 8)
    assert 240 <= report["pieces"][0]["facts"]["total"] <= 1440


def test_it_is_sampled_by_its_own_rules_and_made_again(trained: Path) -> None:
    done = seqgen("sample", "run", "--events", 20, "--doubles", "--seed", 3, "--out", "takes", folder=trained)
    assert done.returncode == 0, done.stderr
    lines = Path(done.stdout.strip() if Path(done.stdout.strip()).is_absolute() else trained / done.stdout.strip())
    rolls = [line.split() for line in lines.read_text().splitlines()]
    assert len(rolls) == 20
    assert all(first == second for first, second in rolls)

    again = seqgen("sample", "run", "--like", lines, "--out", "again", folder=trained)
    assert again.returncode == 0, again.stderr
    assert (trained / again.stdout.strip()).read_text() == lines.read_text()


def test_rules_of_other_kinds_are_refused(trained: Path) -> None:
    done = seqgen("sample", "run", "--key", "G minor", folder=trained)
    assert (done.returncode, done.stderr) == (2, "seqgen: --key is for music; this model writes dice\n")


def test_it_is_scored(trained: Path) -> None:
    done = seqgen("score", "run", "rolls/game-1.dice", "--json", folder=trained)
    assert done.returncode == 0, done.stderr
    assert 2.0 < json.loads(done.stdout.splitlines()[0])["bits_per_event"] < 8.0


def test_a_report_says_that_it_has_no_statistics(trained: Path) -> None:
    done = seqgen("report", "run", "-n", 2, folder=trained)
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
