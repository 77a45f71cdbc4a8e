"""Parts asked for are drawn with those with which they play in the corpus, which are left out in the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.kinds.base import Start
from seqgen.kinds.music.columns import DURATION, INSTRUMENT, PITCH, SHIFT
from seqgen.kinds.music.ensemble import parts_beside, without_parts
from seqgen.kinds.music.facts import MusicFacts, later
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.theory.notes import Metre, Tempo
from tests.support.small_models import make_model, make_notes, random_piece

BASS = 33 * 8


@pytest.fixture(scope="module")
def model() -> Model:
    """A model with random weights, of pieces for a melody, a bass and drums."""
    pieces = [random_piece(seed) for seed in range(4)]
    return make_model(pieces, fit_music(pieces, MusicOptions("metric")))


def tokenizer_of(model: Model) -> MusicTokenizer:
    assert isinstance(model.tokenizer, MusicTokenizer)
    return model.tokenizer


def test_a_part_is_drawn_with_the_others_which_the_take_does_not_hold(model: Model, tmp_path: Path) -> None:
    takes = model.sample(6, seed=1, bars=8, instruments="Bass", polyphony=1, ranges="C2-C3")

    for take in takes:
        rows = tokenizer_of(model).rows(take.table)
        assert set(rows.part.tolist()) == {BASS}
        assert take.left_out > 0
        # the rules are for what stays
        assert ((rows.pitch >= 36) & (rows.pitch <= 48)).all()
        assert (rows.onset[1:] >= rows.end[:-1]).all()
    saved = takes[0].save(tmp_path / "take.mid")
    again = model.again(saved)
    assert again.save(tmp_path / "again.mid").read_bytes() == saved.read_bytes()


def test_a_part_begins_soon_and_is_cued_where_it_falls_behind(model: Model) -> None:
    tokenizer = tokenizer_of(model)

    takes = model.sample(8, seed=2, bars=16, instruments="Bass")

    assert all(tokenizer.shifts[take.table[0, SHIFT]] < tokenizer.bar_steps((4, 4)) for take in takes)
    # these weights leave long rests and choose parts at random, so that the bass has too few notes all the time
    assert sum(len(take.table) for take in takes) > sum(take.left_out for take in takes)


def test_notes_that_are_asked_for_are_those_of_the_part(model: Model) -> None:
    assert [len(take.table) for take in model.sample(3, seed=3, events=9, instruments="Bass")] == [9, 9, 9]


def test_one_voice_is_drawn_with_the_parts_that_it_goes_over(tmp_path: Path) -> None:
    voices = [
        make_notes(
            [(24 * i, 24 * i + 24, 60 + i % 9 - 12 * (part > 0), 90, part) for i in range(64) for part in (0, BASS)]
        )
    ]
    pieces = [Piece(each) for each in voices]
    model = make_model(pieces, fit_music(pieces, MusicOptions("metric")))

    (take,) = model.sample(1, seed=2, bars=4, polyphony=1)
    (before,) = model.sample(1, seed=2, bars=4, polyphony=1, solo=False)

    assert take.left_out > before.left_out == 0
    rows = tokenizer_of(model).rows(take.table)
    assert set(rows.part.tolist()) == {0}
    assert (rows.onset[1:] >= rows.end[:-1]).all()
    saved = take.save(tmp_path / "take.mid")
    assert model.again(saved).save(tmp_path / "again.mid").read_bytes() == saved.read_bytes()


def test_takes_made_before_that_are_drawn_as_they_were(model: Model) -> None:
    (take,) = model.sample(1, seed=4, bars=4, instruments="Bass", ensemble=False)

    assert take.left_out == 0


@pytest.mark.parametrize(
    ("alone", "played", "beside"),
    [
        # melodies without anything else are 1 of 11 pieces
        (True, (), set()),
        (False, (), {"Bass", "Drums"}),
        (False, ("Melody",), set()),
        (False, ("Melody", "Bass"), {"Bass", "Drums"}),
    ],
)
def test_parts_are_drawn_alone_where_corpus_or_primer_has_them_so(
    alone: bool, played: tuple[str, ...], beside: set[str]
) -> None:
    others = [Piece(make_notes([(0, 96, 60, 90, 0), (96, 192, 62, 90, 0)]))] if alone else []
    tokenizer = fit_music([*(random_piece(seed) for seed in range(10)), *others], MusicOptions("metric"))
    rows = [[0, tokenizer.names.index(name), 0, 0, 0] for name in played]
    start = Start(np.array(rows, np.int64).reshape(-1, 5), MusicFacts())

    found = parts_beside(MusicRules(instruments="Melody"), tokenizer, start)

    assert {name for name, is_it in zip(tokenizer.names, found, strict=True) if is_it} == beside


@pytest.mark.parametrize("seed", range(12))
def test_what_stays_sounds_when_it_was_drawn(seed: int) -> None:
    """Whatever shifts the model has: time without notes that none of them holds becomes a rest."""
    rng = np.random.default_rng(seed)
    tokenizer = fit_music([random_piece(1)], MusicOptions("metric"))
    tokenizer = replace(tokenizer, shifts=(0, *sorted(rng.choice(np.arange(1, 60), 3, replace=False).tolist())))
    table = np.stack([rng.integers(0, size, 120) for size in tokenizer.schema.sizes], axis=1)
    facts = MusicFacts(tempos=(Tempo(0, 100.0),), metres=(Metre(0, 4, 4),))
    beside = np.array(tokenizer.parts) != BASS
    stays = ~beside[table[:, INSTRUMENT]] | (np.arange(len(table)) < 5)

    left, told = without_parts(table, facts, 5, beside, tokenizer)

    assert (left[:, PITCH] == table[stays, PITCH]).all()
    shifts = np.array(tokenizer.shifts)
    onset, placed = np.cumsum(shifts[table[:, SHIFT]])[stays], np.cumsum(shifts[left[:, SHIFT]])
    assert (later(told.rests, placed) == onset).all()
    # and no longer than it was drawn
    durations = np.array(tokenizer.durations)
    lengths = later(told.rests, placed + durations[left[:, DURATION]] - 1) + 1 - onset
    gained = lengths - durations[table[stays, DURATION]]
    assert (gained <= 0).all()
