"""Takes that are led further towards what the network is told of them, or less far."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.arrays import Floats32
from seqgen.errors import UsageError
from seqgen.kinds.music.facts import KeyFrom, MusicFacts, Told
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import CONTEXT_PARTS, MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.network.measured_sampling import STRENGTH
from seqgen.piece import Piece
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.growing import Growing
from seqgen.sampling.primed import Primed
from seqgen.sampling.request import Request, applicable, plan
from seqgen.schema import Schema
from tests.support.small_models import make_model, random_piece, random_weights

BAR = 1920
FACTS = MusicFacts(
    form=". . =2 ~2", told=Told(bars=4, keys=(KeyFrom(0, "D minor"),), label="jig", qpm=100.0, density="15234")
)


class _ReadTold(MusicTokenizer):
    """A tokenizer whose recurrent layer reads a condition."""

    @property
    def schema(self) -> Schema:
        usual = super().schema
        fields = [replace(field, read=field.read or field.name == "mode") for field in usual.fields]
        return replace(usual, fields=tuple(sorted(fields, key=lambda field: not field.read)))


@pytest.fixture(scope="module")
def models() -> dict[str, Model]:
    """Models of which every field has an effect; the second reads a condition in its recurrent layer, too."""
    pieces = [_piece(seed, label, qpm) for seed, (label, qpm) in enumerate((("jig", 60.0), ("reel", 140.0)) * 2)]
    tokenizer = fit_music(pieces, MusicOptions(context=CONTEXT_PARTS))
    kinds = {"heads": MusicTokenizer, "read": _ReadTold}
    return {name: _with_effects(make_model(pieces, _as(kind, tokenizer))) for name, kind in kinds.items()}


def _piece(seed: int, label: str, qpm: float) -> Piece:
    piece = random_piece(seed, bars=5)
    return replace(piece, label=label, content=replace(piece.content, tempos=np.array([[0.0, qpm]])))


def _as(kind: type[MusicTokenizer], tokenizer: MusicTokenizer) -> MusicTokenizer:
    return kind(**{field.name: getattr(tokenizer, field.name) for field in fields(tokenizer)})


def _with_effects(model: Model) -> Model:
    random, weights = np.random.default_rng(5), random_weights(model.tokenizer, model.file.config)
    quiet = {field.name for field in model.tokenizer.schema.fields if field.quiet}
    for name, weight in weights.items():
        if name.rpartition(".")[2] in quiet:
            weight[:] = random.standard_normal(weight.shape)
    return Model(replace(model.file, weights=weights), "test")


def test_told_fields_are_those_that_are_empty_where_nothing_is_told(models: dict[str, Model]) -> None:
    tokenizer = models["heads"].tokenizer
    table = tokenizer.encode(random_piece(7, bars=4)).table
    told, untold = (tokenizer.context(table, facts) for facts in (FACTS, tokenizer.untold(FACTS)))
    schema = tokenizer.schema
    names = {field.name for field in schema.fields if field.told}

    assert {"left", "mode", "tonic", "label_1", "tempo", "density", "form_bar", "form_same"} <= names
    for i, field in enumerate(schema.index_fields):
        left = np.zeros_like(told.index[:, i]) if field.name in names else told.index[:, i]
        assert untold.index[:, i].tolist() == left.tolist(), field.name
        assert field.name not in names or told.index[:, i].any()
    for field in schema.set_fields:
        place = schema.set_place(field.name)
        members = told.sets[:, place]
        assert untold.sets[:, place].tolist() == (members & (field.name not in names)).tolist(), field.name


@pytest.mark.parametrize("name", ["heads", "read"])
def test_logits_are_led_from_the_open_ones_past_the_told_ones(models: dict[str, Model], name: str) -> None:
    model = models[name]
    told, open_, led = (_logits(model, strength, FACTS) for strength in (1.0, 0.0, 2.5))
    left_open = _logits(model, 1.0, model.tokenizer.untold(FACTS))

    assert np.abs(told - open_).max() > 0.1
    assert open_ == pytest.approx(left_open, abs=1e-4)
    assert led == pytest.approx(open_ + 2.5 * (told - open_), abs=1e-3)


def _logits(model: Model, strength: float, facts: MusicFacts) -> Floats32:
    """Logits of all columns of the eighth row behind a primer, after takes were parted, doubled and joined."""
    primer = model.start(random_piece(9, bars=1))
    planned = plan(Request.of("music", bars=4), model.tokenizer, primer)
    planned = replace(planned, start=replace(planned.start, facts=facts))
    primed = Primed(model.engine, model.tokenizer, planned, SamplingConfig(strength=strength))
    growing, random = Growing(primed, [facts] * 3), np.random.default_rng(4)
    for number in range(7):
        _grow(growing, random)
        if number == 3:
            first = growing.part(np.array([0, 0]))
            growing.take(np.array([2, 1]))
            growing.join([first])
    return _grow(growing, random)


def _grow(growing: Growing, random: np.random.Generator) -> Floats32:
    growing.begin()
    seen = []
    for column, size in enumerate(growing.schema.sizes):
        seen.append(growing.logits(column))
        growing.chose(column, random.integers(0, size, growing.size))
    growing.end()
    return np.concatenate(seen, axis=1)


@pytest.mark.parametrize("particles", [1, 2])
def test_a_take_that_is_led_depends_on_its_seed_alone(models: dict[str, Model], particles: int, tmp_path: Path) -> None:
    asked = {"bars": 1, "key": "C major", "strength": 2.0, "particles": particles}
    alone = models["read"].sample(1, seed=8, **asked)[0]
    among = models["read"].sample(2, seed=7, **asked)
    other = models["read"].sample(1, seed=8, **{**asked, "strength": 1.0})[0]

    assert among[1].table.tolist() == alone.table.tolist()
    assert other.table.tolist() != alone.table.tolist()
    again = models["read"].again(alone.save(tmp_path / "take.mid"))
    assert again.table.tolist() == alone.table.tolist()  # type: ignore[union-attr]


def test_only_a_model_that_is_told_something_can_be_led(models: dict[str, Model], text_model: Model) -> None:
    with pytest.raises(UsageError, match="told nothing"):
        text_model.sample(1, strength=2.5)
    with pytest.raises(UsageError, match="strength must lie between 0 and 4"):
        models["heads"].sample(1, strength=4.5)
    strengths = [
        applicable(Request.of(model.kind, strength=2.5), model.tokenizer).sampling.strength
        for model in (text_model, models["heads"])
    ]
    assert strengths == [STRENGTH, 2.5]


def test_bars_are_written_anew_led_further(models: dict[str, Model]) -> None:
    model = models["heads"]
    encoded = model.tokenizer.encode(random_piece(4, bars=3))
    sheet = model.editing.content(model.tokenizer, encoded.table, encoded.facts)
    plain, led = (
        model.rewrite(sheet, BAR, 2 * BAR, seed=3, particles=2, strength=strength)[0].content for strength in (1.0, 3.0)
    )
    assert plain.notes.tolist() != led.notes.tolist()
