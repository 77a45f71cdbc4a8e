"""Words that stand beside figures in what the command prints."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from seqgen.cli import command as cli
from seqgen.cli.adapt import _sentence
from seqgen.cli.progress import TrainingBar, ending
from seqgen.information import in_bits
from seqgen.model import Model
from seqgen.network.model_file import write_model
from seqgen.network.standing import GOOD, Standing
from seqgen.runs.events import Finished, Judged

STANDING = Standing(events=500, nats=0.85, counting=1.0)
assert STANDING.verdict == GOOD


@pytest.fixture
def tunes(music_model: Model, tmp_path: Path) -> Path:
    """A good model of held-out pieces of two nats a note, of which 46% stand in others."""
    about = replace(music_model.file.about, nats=2.0, standing=STANDING, shared=0.46)
    write_model(tmp_path / "tunes.safetensors", replace(music_model.file, about=about))
    music_model.sample(1, seed=1, bars=2)[0].save(tmp_path / "take.mid")
    return tmp_path / "tunes.safetensors"


def test_a_scored_piece_stands_beside_real_ones(
    tunes: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["score", str(tunes), str(tunes.with_name("take.mid")), "--no-ngram"]
    assert cli.main(words) == 0
    out, err = capsys.readouterr()
    assert f"than real pieces ({in_bits(2.0):.3f})" in out
    assert "copied (real pieces share 46% with each other)" in out
    assert f"tunes is good: {in_bits(2.0):.3f} bits a note held out" in err
    assert cli.main([*words, "--json", "--quiet"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["beside"], told["usual_bits"], told["shared"]) == ("stranger than real pieces", in_bits(2.0), 0.46)
    assert err == ""


def test_a_training_ends_with_a_word_on_its_result(capsys: pytest.CaptureFixture[str]) -> None:
    with TrainingBar(quiet=False) as bar:
        bar.show(Judged(10, 60.0, STANDING))
    finished = Finished(10, 60.0, "budget", 0.85, 8)
    assert "bits a note held out, good (step 8)" in ending(finished, Path("runs/tunes"), "note", bar.verdict)
    assert "held out (step 8)" in ending(finished, Path("runs/tunes"), "note")


def test_a_model_has_one_figure_whoever_tells_it(
    tunes: Path, music_model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # measured on a part of the held-out pieces, which are easier than all of them
    poor = replace(STANDING, nats=0.99, counted=0.39)
    about = replace(music_model.file.about, nats=2.0, standing=poor)
    write_model(tunes, replace(music_model.file, about=about))
    take = str(tunes.with_name("take.mid"))
    sample = ["sample", str(tunes), "--bars", "1", "--seed", "1", "--out", str(tmp_path)]
    for words in (["info", str(tunes)], sample, ["score", str(tunes), take, "--no-ngram"]):
        assert cli.main(words) == 0
        told = "".join(capsys.readouterr())
        assert f"{in_bits(2.0):.3f} bits a note held out" in told or f"{in_bits(2.0):.3f} bits a note (hardly" in told
        assert not re.search(r"1\.4[34]", told)
    with TrainingBar(quiet=False) as bar:
        bar.show(Judged(10, 60.0, poor))
    told = capsys.readouterr().err
    assert told.startswith("hardly begun: counting 39% of the corpus needs 1.01 times as many bits; it has")


def test_files_that_are_adapted_to_stand_beside_the_corpus(music_model: Model) -> None:
    file = replace(music_model.file, about=replace(music_model.file.about, nats=1.0))
    adaptation = SimpleNamespace(
        model=SimpleNamespace(file=file, tokenizer=music_model.tokenizer), pieces=(), best_pass=2
    )
    figures = SimpleNamespace(pieces=None, held_out=(2.0, 1.1), own=None)
    told = _sentence(adaptation, figures)  # type: ignore[arg-type]  # what is read of them
    assert f"now about as real pieces of its own corpus ({in_bits(1.0):.3f})" in told
