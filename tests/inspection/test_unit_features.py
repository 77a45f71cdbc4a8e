"""Features of pieces, their correlation with units, and units put in an order."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.inspection.unit_features import Feature, correlations, features
from seqgen.inspection.unit_order import clustered
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.piece import Piece
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_notes


def of_text(text: str) -> dict[str, list[float]]:
    tokenizer = TextTokenizer.fit([Piece(text)])
    return {f.name: f.values.tolist() for f in features(tokenizer, tokenizer.encode(Piece(text)))}


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("ab\ncd\n", "place in the line", [0, 1, 2, 0, 1, 2]),
        ("ab\nc", "end of a line", [0, 0, 1, 0]),
        ("Hi. You", "place in the sentence", [0, 1, 2, 0, 1, 2, 3]),
        ("it is", "place in the word", [1, 2, 0, 1, 2]),
        ('a "b" c', "inside quotes", [0, 0, 1, 1, 0, 0, 0]),
        ("\u201ca\u201d", "inside quotes", [1, 1, 0]),
        ('"a\n\nb', "inside quotes", [1, 1, 1, 0, 0]),
        ("f(g[0])", "inside brackets", [0, 1, 1, 2, 2, 1, 0]),
        ("  a\n b", "indentation", [1, 2, 2, 2, 1, 1]),
        ("aBc", "upper case", [0, 1, 0]),
        ("a b\n", "space", [0, 1, 0, 0]),
    ],
)
def test_features_of_text(text: str, name: str, values: list[float]) -> None:
    assert of_text(text)[name] == values


def of_music(rows: list[tuple[int, int, int, int, int]], **options: object) -> dict[str, list[float]]:
    piece = Piece(make_notes(rows, **options))  # type: ignore[arg-type]
    tokenizer = fit_music([piece])
    return {f.name: f.values.tolist() for f in features(tokenizer, tokenizer.encode(piece))}


def test_features_of_music_follow_bars_beats_and_rests() -> None:
    found = of_music([(0, 24, 60, 90, 0), (36, 48, 62, 90, 0), (72, 84, 64, 90, 0)], metre=(3, 4))
    assert found["place in the bar"] == pytest.approx([0, 0.5, 0])
    assert found["on the beat"] == [1, 0, 1]
    assert found["first of the bar"] == [1, 0, 1]
    assert found["place in four bars"] == pytest.approx([0, 0.125, 0.25])
    assert found["before a rest"] == [1, 1, 0]
    assert found["pitch"] == [60, 62, 64]


def test_drums_have_no_pitch() -> None:
    found = of_music([(0, 24, 60, 90, 0), (0, 24, 36, 90, DRUMS), (24, 48, 62, 90, 0)])
    np.testing.assert_array_equal(found["pitch"], [60, np.nan, 62])
    assert found["drums"] == [0, 1, 0]


def test_what_never_changes_is_left_out() -> None:
    assert "upper case" not in of_text("abc abc")
    assert of_text("") == {}
    assert "velocity" not in of_music([(0, 24, 60, 90, 0), (24, 48, 62, 90, 0)])


def test_correlations_are_pearsons_and_leave_out_events_without_a_value() -> None:
    rng = np.random.default_rng(1)
    units = rng.standard_normal((200, 5)).astype(np.float32)
    values = (units[:, 2] + rng.standard_normal(200)).astype(np.float32)
    values[::7] = np.nan
    r = correlations([Feature("some", values)], units)
    there = np.isfinite(values)
    expected = [np.corrcoef(values[there], unit[there])[0, 1] for unit in units.T]
    np.testing.assert_allclose(r[0], expected, atol=1e-5)


def test_a_unit_that_never_changes_is_correlated_with_nothing() -> None:
    r = correlations([Feature("place", np.arange(9, dtype=np.float32))], np.full((9, 2), 0.7, np.float32))
    assert r.tolist() == [[0.0, 0.0]]


def test_units_that_do_alike_stand_together() -> None:
    rng = np.random.default_rng(2)
    group = rng.permutation(np.repeat(np.arange(4), 10))
    source = rng.standard_normal((300, 4))
    activity = (source[:, group] + 0.3 * rng.standard_normal((300, 40))).astype(np.float32)
    order = clustered(activity)
    assert sorted(order.tolist()) == list(range(40))
    assert int((np.diff(group[order]) != 0).sum()) == 3


@pytest.mark.parametrize("shape", [(0, 7), (5, 1), (5, 2), (4, 6)])
def test_every_unit_has_a_place_however_little_it_did(shape: tuple[int, int]) -> None:
    assert sorted(clustered(np.zeros(shape, np.float32)).tolist()) == list(range(shape[1]))
