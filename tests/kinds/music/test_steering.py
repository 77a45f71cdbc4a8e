"""Takes on a grid or in a range: as dense as the corpus, whatever the rules forbid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqgen.errors import UsageError
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model
from seqgen.piece import Piece
from seqgen.sampling.takes import Take
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_model, make_notes


@pytest.fixture(scope="module")
def fast() -> Model:
    """A model of two parts that never rest: each 16th, a melody note and two notes far below."""
    rng = np.random.default_rng(3)
    rows = []
    for step in range(0, 16 * 96, 6):
        rows.append((step, step + 6, int(rng.integers(72, 85)), 90, 0))
        rows += [(step, step + 6, int(rng.integers(40 + low, 46 + low)), 80, 1) for low in (0, 7)]
    pieces = [Piece(make_notes(rows))]
    return make_model(pieces, fit_music(pieces, MusicOptions("metric")))


@pytest.fixture(scope="module")
def free() -> Model:
    """A model that counts time in hundredths of a second, of which nearly none are on a grid, and mostly goes on at
    once: what a mask forbids all went to the shift 0."""
    rng = np.random.default_rng(4)
    onsets = np.cumsum(rng.integers(0, 130, 800))
    pieces = [Piece(make_notes([(int(t), int(t) + 40, int(rng.integers(48, 84)), 80, 0) for t in onsets], quarter=60))]
    tokenizer = fit_music(pieces, MusicOptions("performance"))
    model = make_model(pieces, tokenizer)
    bias = model.file.weights["out.shift.bias"].copy()
    bias[:-1][np.array(tokenizer.shifts) <= 20] += 6.0
    return Model(replace(model.file, weights=model.file.weights | {"out.shift.bias": bias}))


def notes_a_bar(takes: list[Take]) -> float:
    return float(np.mean([len(take.table) for take in takes])) / 4


@pytest.mark.parametrize("rules", [{"grid": "1/4"}, {"grid": "1/2"}, {"ranges": "C4-C5"}, {"ranges": "C4-E4"}])
def test_takes_under_a_rule_are_no_denser_than_without(fast: Model, free: Model, rules: dict[str, str]) -> None:
    for model in (fast, free):
        plain, held = (
            model.sample(8, seed=1, bars=4, full_bars=False, **asked)  # type: ignore[arg-type]
            for asked in ({}, rules)
        )
        assert 0 < notes_a_bar(held) <= 1.3 * notes_a_bar(plain)
        assert all(take.facts.end_step == plain[0].facts.end_step for take in held)


@pytest.mark.parametrize("rules", [{"grid": "1/4"}, {"ranges": "C4-E4"}])
def test_no_chord_has_more_notes_than_those_of_the_corpus(fast: Model, rules: dict[str, str]) -> None:
    tokenizer = fast.tokenizer
    assert isinstance(tokenizer, MusicTokenizer)
    for take in fast.sample(8, seed=2, bars=4, **rules):  # type: ignore[arg-type]
        rows = tokenizer.rows(take.table)
        for part, most in zip((0, 1), (1, 2), strict=True):
            mine = rows.select(rows.part == part)
            assert np.unique(mine.onset, return_counts=True)[1].max(initial=0) <= most


def test_what_is_out_of_range_is_written_in_another_octave(fast: Model) -> None:
    tokenizer = fast.tokenizer
    assert isinstance(tokenizer, MusicTokenizer)
    free, held = (
        np.concatenate([take.table for take in fast.sample(48, seed=1, events=1, ranges=ranges)])
        for ranges in ("", "C3-B3")
    )
    same = free[:, 0] == held[:, 0]
    pitches = tokenizer.midi_keys(free)[same]
    assert len(set(pitches.tolist())) > 4
    assert (tokenizer.midi_keys(held)[same] == 48 + pitches % 12).all()


def test_two_ranges_hold_for_their_own_parts(fast: Model) -> None:
    tokenizer = fast.tokenizer
    assert isinstance(tokenizer, MusicTokenizer)
    assert tokenizer.names == ("Melody", "Acoustic Grand Piano")
    takes = fast.sample(4, seed=1, bars=4, temperature=2.0, ranges="Melody=C5-C6,Acoustic Grand Piano=E2-C3")
    parts, pitches = (
        np.concatenate([getattr(tokenizer.rows(t.table), name) for t in takes]) for name in ("part", "pitch")
    )
    assert set(parts.tolist()) == {0, 1}
    assert pitches[parts == 0].min() >= 72
    assert pitches[parts == 1].max() <= 48


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({"ranges": "Melody=C1-C2"}, "leaves Melody no note to play"),
        ({"ranges": "Melody=C5-C6", "instruments": "0:2"}, "is for what does not play here"),
        ({"ranges": "Drums=C1-C2"}, "this model plays no 'Drums'"),
        ({"ranges": ","}, "the list ',' names nothing"),
        ({"instruments": " , "}, "the list ' , ' names nothing"),
        ({"metre": "²/4"}, "'²/4' is not a metre"),
    ],
)
def test_a_range_that_concerns_nobody_is_refused(fast: Model, rules: dict[str, str], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        fast.sample(1, bars=1, **rules)  # type: ignore[arg-type]


@pytest.mark.parametrize("rules", [{"key": "G minor"}, {"ranges": "C2-C5"}, {"polyphony": 3}])
def test_rules_on_pitch_are_refused_where_only_drums_play(music_model: Model, rules: dict[str, object]) -> None:
    assert DRUMS in music_model.tokenizer.parts  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="drums alone have no key"):
        music_model.sample(1, bars=1, instruments="drums", **rules)  # type: ignore[arg-type]


@pytest.mark.parametrize("rules", [{"grid": "1/4"}, {"ranges": "C4-C5"}, {"key": "A minor"}])
def test_takes_made_before_there_was_steering_are_made_as_they_were(
    fast: Model, tmp_path: Path, rules: dict[str, str]
) -> None:
    (before,) = fast.sample(1, seed=3, bars=4, steered=False, **rules)  # type: ignore[arg-type]
    (now,) = fast.sample(1, seed=3, bars=4, **rules)  # type: ignore[arg-type]
    path = before.save(tmp_path / "take.mid")
    # the files of that time do not name the rule
    unnamed = path.read_bytes().replace(b', "steered": false', b" " * len(b', "steered": false'))
    (tmp_path / "earlier.mid").write_bytes(unnamed)

    assert unnamed != path.read_bytes()
    np.testing.assert_array_equal(fast.again(tmp_path / "earlier.mid").table, before.table)
    assert before.table.tolist() != now.table.tolist()
