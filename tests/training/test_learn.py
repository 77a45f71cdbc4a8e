"""Learning files in one call, and the configuration of the run that it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqgen.errors import SeqgenError
from seqgen.runs.events import Event, Finished
from seqgen.runs.run import CONFIG, Run
from seqgen.training.learn import learn
from seqgen.training.run_config import read_run_config


def test_a_text_is_learned_in_one_call(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_text("The sea is wide, the sea is deep.\n" * 200)
    events: list[Event] = []

    model = learn(tmp_path / "song.txt", minutes=0.05, out=tmp_path / "run", seed=3, progress=events.append)

    assert isinstance(events[-1], Finished)
    assert model.sample(1, events=20, seed=1)[0].table.shape == (20, 1)
    config = read_run_config(Run.open(tmp_path / "run"))
    assert (config.training.minutes, config.training.seed) == (0.05, 3)
    assert config.corpus.paths == (str(tmp_path / "song.txt"),)


@pytest.mark.parametrize(
    ("changed", "reason"), [({"version": 1}, "another version"), ({"training": {}}, "config.json is damaged")]
)
def test_a_configuration_of_another_version_or_damaged_is_one_line(
    tmp_path: Path, changed: dict[str, object], reason: str
) -> None:
    (tmp_path / CONFIG).write_text(json.dumps({"version": 2, **changed}))

    with pytest.raises(SeqgenError, match=reason):
        read_run_config(Run.open(tmp_path))
