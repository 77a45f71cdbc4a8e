"""Files of version 2, as they were first written, can be read from now on.

`tests/data/run` is a run of 24 steps on the bundled folk tunes, `tests/data/take.mid` a take of its model.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import mido
import pytest

from seqgen.model import load
from seqgen.runs.corpus_record import CorpusRecord
from seqgen.runs.events import Finished, Progress, Started, Validated
from seqgen.runs.run import Run
from seqgen.training.run_config import read_run_config

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    shutil.copytree(DATA / "run", tmp_path / "run")
    return Run.open(tmp_path / "run")


def test_the_settings_and_events_of_a_run_are_read(run: Run) -> None:
    config = read_run_config(run)
    assert (config.model.hidden_size, config.training.steps, config.corpus.name) == (6, 24, "folk")
    assert isinstance(config.corpus, CorpusRecord)
    events = list(run.events())
    assert {type(event) for event in events} >= {Started, Progress, Validated, Finished}


def test_the_checkpoint_is_read(run: Run) -> None:
    arrays, state = run.load_checkpoint()
    assert "random.cpu" in arrays
    assert any(name.startswith("first.") for name in arrays)
    assert state


def test_the_model_samples_and_its_take_is_made_again(run: Run, tmp_path: Path) -> None:
    model = load(run.folder)
    take = model.again(DATA / "take.mid")
    take.save(tmp_path / "take.mid")

    assert (take.seed, take.facts.key, len(take.table)) == (7, "G major", take.table.shape[0])
    assert notes(tmp_path / "take.mid") == notes(DATA / "take.mid")


OWN = ("text", "sequencer_specific")
"""Types of event that hold the record of how a take was made, of takes of then and of now."""


def notes(path: Path) -> list[list[mido.Message]]:
    return [[message for message in track if message.type not in OWN] for track in mido.MidiFile(path).tracks]
