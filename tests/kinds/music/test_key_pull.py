"""Keys that are asked for: met, or told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from seqgen.kinds.base import Encoded
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.kind import MUSIC
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import NEXT_TRY, Model
from seqgen.piece import Piece
from seqgen.sampling.request import Request
from seqgen.sampling.takes import Take
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


def tokenizer_of(take: Take) -> MusicTokenizer:
    assert isinstance(take.tokenizer, MusicTokenizer)
    return take.tokenizer


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


def test_a_take_in_the_key_that_was_asked_for_is_accepted_and_no_other(model: Model) -> None:
    for key in ("D dorian", "E phrygian"):
        for _, take in model.stream(Request.of("music", temperature=2.0, bars=4, key=key), 12, seed=1, tries=1):
            accepted = MUSIC.accepts(take.request.rules, take.table, take.facts, take.tokenizer)
            assert accepted == is_in_key(histogram(model, take.table)[None], key)[0]
    (free,) = model.sample(1, seed=1, bars=2)
    assert MUSIC.accepts(free.request.rules, free.table, free.facts, free.tokenizer)


def test_a_take_in_another_key_is_drawn_again_with_another_seed(model: Model, tmp_path: Path) -> None:
    request = Request.of("music", temperature=2.0, bars=4, key="C major")
    once = dict(model.stream(request, 12, seed=1, tries=1))
    again = dict(model.stream(request, 12, seed=1, tries=8))
    for number, take in once.items():
        if not take.own_remarks:
            np.testing.assert_array_equal(again[number].table, take.table)
            assert again[number].seed == 1 + number
        else:
            assert again[number].seed % NEXT_TRY == 1 + number
            assert again[number].seed > NEXT_TRY
    assert sum(not take.own_remarks for take in again.values()) > sum(not take.own_remarks for take in once.values())
    drawn_again = next(take for take in again.values() if take.seed > NEXT_TRY)
    path = drawn_again.save(tmp_path / "take.mid")
    np.testing.assert_array_equal(model.again(path).table, drawn_again.table)


def test_dorian_and_the_major_key_of_its_notes_are_two_keys(model: Model) -> None:
    major, dorian = (
        sum(histogram(model, take.table) for take in model.sample(12, seed=1, bars=8, key=key))
        for key in ("C major", "D dorian")
    )
    assert int(np.argmax(major)) == 0
    assert int(np.argmax(dorian)) == 2


def test_raised_degrees_of_a_minor_key_lead_up(model: Model) -> None:
    shares = []
    for led in (True, False):
        pitches = [
            tokenizer_of(take).midi_keys(take.table)
            for take in model.sample(16, seed=1, bars=16, key="A minor", led=led)
        ]
        steps = [after - before for each in pitches for before, after in pairwise(each.tolist()) if before % 12 == 8]
        shares.append(np.mean([step == 1 for step in steps]))
    assert shares[0] > 2 * shares[1]


def test_takes_made_before_keys_led_are_made_as_they_were(model: Model, tmp_path: Path) -> None:
    (before,) = model.sample(1, seed=3, bars=8, key="A minor", led=False)
    (now,) = model.sample(1, seed=3, bars=8, key="A minor")
    path = before.save(tmp_path / "take.mid")
    unnamed = path.read_bytes().replace(b', "led": false', b" " * len(b', "led": false'))
    (tmp_path / "earlier.mid").write_bytes(unnamed)

    np.testing.assert_array_equal(model.again(tmp_path / "earlier.mid").table, before.table)
    assert before.table.tolist() != now.table.tolist()


def test_a_take_that_the_rules_lead_far_from_the_model_says_so(model: Model) -> None:
    held_out = Model(replace(model.file, about=replace(model.file.about, nats=4.0)))
    for asked in ({"key": "A minor"}, {"ranges": "C4-C5"}):
        (take,) = held_out.sample(1, seed=1, bars=4, **asked)  # type: ignore[arg-type]
        bits = held_out.read(Encoded(take.table, take.facts)).surprise[:-1].mean()
        far = [remark for remark in take.remarks if "far from what the model would write" in remark]
        assert take.bits == pytest.approx(bits)
        assert bool(far) == (bits > 2 * take.usual_bits)
    (free,) = held_out.sample(1, seed=1, bars=4)
    assert (free.bits, free.remarks) == (0.0, ())


def test_a_scale_without_a_third_of_its_own_is_taken_at_its_word(model: Model) -> None:
    (take,) = model.sample(1, seed=1, bars=2, key="C whole tone")
    assert (take.facts.key, take.remarks) == ("C whole tone", ())
