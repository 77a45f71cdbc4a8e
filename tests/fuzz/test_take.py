"""Changed takes: `--like` and `info` make the take again or say in one line what is wrong with it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from seqgen.cli import command as cli
from seqgen.errors import SeqgenError
from seqgen.formats.midi import read_text
from seqgen.formats.midi_writer import write_score
from seqgen.model import Model
from tests.support.mutations import TIMES, as_json, with_odd_values, with_other_bytes
from tests.support.small_models import random_piece, write_pieces

TAKES = 120 * TIMES


class Outcomes:
    """Counts of takes that were made again, and of those that were refused."""

    def __init__(self, model: Model, capsys: pytest.CaptureFixture[str]) -> None:
        self.model, self.again, self.refused = model, 0, 0
        self._capsys = capsys

    def hear(self, path: Path, what: object) -> None:
        code, told = cli.main(["info", str(path)]), self._capsys.readouterr()
        assert code in (0, 1, 2), what
        assert len(told.err.splitlines()) == bool(code), (what, told.err)
        assert "fault" not in told.err, (what, told.err)
        assert len(told.err) < 1100, what
        assert told.out.isascii(), what
        try:
            take = self.model.again(path)
        except SeqgenError:
            self.refused += 1
        else:
            self.again += 1
            assert len(take.table) < 3_000, what


@pytest.fixture
def music_take(music_model: Model, tmp_path: Path) -> Path:
    primer = tmp_path / "primer.mid"
    write_pieces([random_piece(1, bars=2)], primer)
    asked: dict[str, Any] = {"top_k": 9, "per_column": {"pitch": 0.9}, "key": "G major", "ranges": "C2-C6"}
    return music_model.sample(1, seed=4, bars=2, primer=primer, **asked)[0].save(tmp_path / "take.mid")


def test_changed_takes_of_music_are_made_again_or_refused(
    music_model: Model, music_take: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    random_, changed = random.Random(41), tmp_path / "changed.mid"
    (made,) = (json.loads(text) for text in read_text(music_take))
    content = music_model.again(music_take).content
    outcomes = Outcomes(music_model, capsys)
    for number in range(TAKES):
        if number % 4:
            text = as_json(with_odd_values(made, random_)).decode()
            write_score(content, changed, text=text, overwrite=True)
        else:
            text = "bytes"
            changed.write_bytes(with_other_bytes(music_take.read_bytes(), random_))
        outcomes.hear(changed, (number, text[:2000]))
    assert outcomes.again + outcomes.refused == TAKES
    assert outcomes.refused > TAKES // 3


def test_changed_takes_of_text_are_made_again_or_refused(
    text_model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    random_, changed = random.Random(43), tmp_path / "changed.txt"
    take = text_model.sample(1, seed=4, events=60, primer_text="The sea", stop=("deep",))[0].save(tmp_path / "take.txt")
    told = take.with_suffix(".json").read_bytes()
    changed.write_bytes(take.read_bytes())
    outcomes = Outcomes(text_model, capsys)
    for number in range(TAKES):
        data = as_json(with_odd_values(json.loads(told), random_)) if number % 4 else with_other_bytes(told, random_)
        changed.with_suffix(".json").write_bytes(data)
        outcomes.hear(changed, (number, data[:2000]))
    assert outcomes.again + outcomes.refused == TAKES
    assert outcomes.refused > TAKES // 3
