"""The program that makes the starters."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from seqgen.bundled import LEARNED
from seqgen.formats.midi import read_scores

FOLDER = Path(__file__).resolve().parents[2] / "corpora" / "starters"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("starters_make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_starter_has_a_recipe_and_its_authors_are_named(make: ModuleType) -> None:
    assert list(make.RECIPES) == list(LEARNED)
    table = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` | " in table for name in LEARNED)


def test_voices_that_stay_are_sung_anew_where_two_others_move_on_a_beat(make: ModuleType, tmp_path: Path) -> None:
    chord, moved, one = [72, 67, 64, 48], [72, 69, 65, 48], [72, 69, 65, 50]
    make._chorale([chord] * 4 + [moved] * 2 + [one] * 6).save(tmp_path / "chorale.mid")
    (reading,) = read_scores(tmp_path / "chorale.mid")
    score = reading.score
    lengths = [[note.duration / score.ticks_per_quarter for note in track.notes] for track in score.tracks]
    assert lengths == [[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 0.5, 1.5]]


def test_plays_are_cut_between_speeches(make: ModuleType) -> None:
    play = "".join(f"A:\nline {number}\n\n" for number in range(3000))
    parts = list(make._parts(play))
    assert all(part.startswith("A:\n") and len(part) >= make.CHARACTERS_IN_A_PART - 2 for part in parts)
    assert play.startswith("\n\n".join(part.rstrip("\n") for part in parts))
