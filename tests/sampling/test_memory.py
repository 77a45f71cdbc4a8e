"""Takes that keep to their own material."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seqgen.cli import command as cli
from seqgen.errors import UsageError
from seqgen.model import Model
from seqgen.network import memory as memory_module
from seqgen.network.heads import log_sum_exp
from seqgen.network.model_file import write_model
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.growing import Growing
from seqgen.sampling.primed import Primed
from seqgen.sampling.request import Request, plan
from tests.support.small_models import random_piece

SHARE = 0.6
TEXT = "the deep blue zebra, the deep blue zebra, the deep"
BAR = 4 * 480


def test_a_take_is_drawn_from_what_a_piece_costs_with_memory(text_model: Model) -> None:
    table = np.asarray(text_model.tokenizer.encode(text_model.piece(TEXT)).table, np.int64)
    costs = text_model.read(text_model.piece(TEXT), memory=SHARE).nats[:, 0]
    primer = text_model.start(TEXT[:24], Request.of("text").rules)
    request = Request.of("text", memory=SHARE)
    planned = plan(request, text_model.tokenizer, primer)
    growing = Growing(Primed(text_model.engine, text_model.tokenizer, planned, request.sampling), [planned.facts_of(1)])
    for row, nats in zip(table[24:], costs[24:], strict=False):
        growing.begin()
        logits = growing.logits(0).astype(np.float64)
        assert log_sum_exp(logits)[0] - logits[0, row[0]] == pytest.approx(nats, abs=1e-3)
        growing.chose(0, row)
        growing.end()


@pytest.fixture
def vague(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory to which all that was read is similar, also for models that have learned nothing."""
    monkeypatch.setattr(memory_module, "SHARPNESS", 0.1)


@pytest.mark.usefixtures("vague")
def test_takes_keep_to_their_own_material(text_model: Model) -> None:
    asked = {"seed": 3, "events": 40, "top_p": 1.0, "primer_text": TEXT, "new_only": True}
    plain, kept = (
        "".join(take.text for take in text_model.sample(4, memory=memory, **asked))  # type: ignore[arg-type]
        for memory in (0.0, 1.0)
    )
    assert sum(c in TEXT for c in plain) < 0.7 * len(plain)
    assert sum(c in TEXT for c in kept) > 0.9 * len(kept)


@pytest.mark.usefixtures("vague")
@pytest.mark.parametrize("particles", [1, 3])
def test_a_take_with_memory_depends_on_its_seed_and_is_made_again(
    music_model: Model, particles: int, tmp_path: Path
) -> None:
    asked = {"events": 16, "memory": 1.0, "particles": particles}
    alone = music_model.sample(1, seed=8, **asked)[0]
    among = music_model.sample(3, seed=7, **asked)
    assert among[1].table.tolist() == alone.table.tolist()
    assert music_model.sample(1, seed=8, **{**asked, "memory": 0.0})[0].table.tolist() != alone.table.tolist()
    again = music_model.again(alone.save(tmp_path / "take.mid"))
    assert again.table.tolist() == alone.table.tolist()  # type: ignore[union-attr]


@pytest.mark.usefixtures("vague")
def test_bars_are_written_anew_with_what_stands_before_them_remembered(music_model: Model) -> None:
    encoded = music_model.tokenizer.encode(random_piece(4, bars=4))
    sheet = music_model.editing.content(music_model.tokenizer, encoded.table, encoded.facts)
    plain, kept = (
        music_model.rewrite(sheet, 2 * BAR, 3 * BAR, seed=3, particles=2, memory=memory)[0].content
        for memory in (0.0, 1.0)
    )
    assert plain.notes.tolist() != kept.notes.tolist()


def test_takes_from_before_there_was_a_memory_have_none(music_model: Model) -> None:
    data = Request.of("music").to_json()
    assert data["sampling"].pop("memory") == 0.0
    assert Request.from_json(data, "music").sampling == SamplingConfig.choose()


def test_a_memory_out_of_range_is_refused(
    music_model: Model, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="memory must lie between 0 and 1"):
        music_model.sample(1, memory=1.5)
    write_model(tmp_path / "model.safetensors", music_model.file)
    assert cli.main(["sample", str(tmp_path / "model.safetensors"), "--memory", "-0.1", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "seqgen: memory must lie between 0 and 1, not -0.1\n"
