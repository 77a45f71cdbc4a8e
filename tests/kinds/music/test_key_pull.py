"""Keys that are asked for: met, or told."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.theory.keys import is_in_key
from tests.support.small_models import make_model, make_notes

D_MAJOR = [50, 54, 57, 62, 64, 66, 67, 69, 71, 73, 74]


@pytest.fixture(scope="module")
def model() -> Model:
    """A model of melodies that likes the notes of D major, as a corpus in that key makes one."""
    rng = np.random.default_rng(5)
    rows = [(t, t + 12, int(rng.choice([*range(48, 84), *D_MAJOR])), 80, 0) for t in range(0, 60 * 96, 12)]
    pieces = [Piece(make_notes(rows))]
    context = ("bar", "sounding", "voices", "recent", "match")
    model = make_model(pieces, fit_music(pieces, MusicOptions("metric", context=context)))
    bias = model.file.weights["out.pitch.bias"].copy()
    keys = np.arange(model.tokenizer.lowest, model.tokenizer.highest + 1)  # type: ignore[attr-defined]
    bias[: len(keys)] += np.isin(keys % 12, np.array([2, 9, 6])) * 1.5
    return Model(type(model.file)(**{**vars(model.file), "weights": model.file.weights | {"out.pitch.bias": bias}}))


def histogram(model: Model, table: np.ndarray) -> np.ndarray:
    tokenizer = model.tokenizer
    assert isinstance(tokenizer, MusicTokenizer)
    rows = tokenizer.rows(table)
    return np.bincount(rows.pitch % 12, weights=(rows.end - rows.onset), minlength=12)


@pytest.mark.parametrize("key", ["A minor", "G minor", "C major", "F# major", "E phrygian"])
def test_most_takes_are_in_the_key_that_was_asked_for(model: Model, key: str) -> None:
    pulled, masked = (
        [histogram(model, take.table) for take in model.sample(12, seed=100, bars=8, key=key, steered=steered)]
        for steered in (True, False)
    )
    met, by_chance = (int(is_in_key(np.array(each), key).sum()) for each in (pulled, masked))
    assert met > max(by_chance, 7)


def test_a_take_in_another_key_says_so(model: Model) -> None:
    for take in model.sample(24, seed=1, bars=2, key="am", temperature=2.0):
        in_key = is_in_key(histogram(model, take.table)[None], "A minor")[0]
        assert (take.facts.key == "A minor") == in_key
        assert take.remarks == (() if in_key else (f"keeps to the notes of A minor but is in {take.facts.key}",))


def test_a_scale_without_a_third_of_its_own_is_taken_at_its_word(model: Model) -> None:
    (take,) = model.sample(1, seed=1, bars=2, key="C whole tone")
    assert (take.facts.key, take.remarks) == ("C whole tone", ())
