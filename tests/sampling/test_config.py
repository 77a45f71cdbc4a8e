"""The meaning of a sampling configuration."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.kind import MUSIC
from seqgen.kinds.music.options import MusicOptions
from seqgen.model import Model
from seqgen.network.measured_sampling import MeasuredSampling
from seqgen.piece import Piece
from seqgen.sampling.request import Request


@pytest.mark.parametrize(
    ("given", "temperatures"),
    [
        ({"temperature": 0.8}, {"shift": 1.0}),
        ({"temperature": 0.8, "per_column": {"pitch": 0.5}}, {"shift": 1.0, "pitch": 0.5}),
        ({"temperature": 0.8, "per_column": {"shift": 0.7}}, {"shift": 0.7}),
        ({"temperature": 1.2}, {}),
        ({"temperature": 0.0}, {}),
        ({}, {}),
    ],
)
def test_cooling_leaves_columns_as_they_are(given: dict[str, Any], temperatures: dict[str, float]) -> None:
    assert Request.of("music", uncooled=("shift",), **given).sampling.per_column == temperatures


def test_the_time_between_onsets_is_cooled_where_it_is_counted_in_beats_alone(music_pieces: list[Piece]) -> None:
    played = fit_music(music_pieces, MusicOptions(grid="performance"))
    assert MUSIC.uncooled(played) == ("shift",)
    assert MUSIC.uncooled(fit_music(music_pieces)) == ()


def test_the_velocity_is_what_may_be_cooled_alone_where_it_is_told(music_pieces: list[Piece]) -> None:
    assert MUSIC.cooled(fit_music(music_pieces)) == ("velocity",)
    assert MUSIC.cooled(fit_music(music_pieces, MusicOptions(velocities=1))) == ()


def test_a_column_that_is_not_truncated_is_drawn_from_all_of_its_values(text_model: Model) -> None:
    whole = text_model.sample(1, seed=3, events=60, top_p=1.0)[0]
    loose = text_model.sample(1, seed=3, events=60, top_p=0.2, untruncated=("char",))[0]
    truncated = text_model.sample(1, seed=3, events=60, top_p=0.2)[0]

    np.testing.assert_array_equal(loose.table, whole.table)
    assert not np.array_equal(truncated.table, whole.table)


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (MeasuredSampling(top_p=0.8), "top-p 0.8"),
        (MeasuredSampling(0.85, {"shift": 1.0}), "temperature 0.85, top-p 0.95, shift=1"),
        (MeasuredSampling(top_p=1.0, min_p=0.1), "min-p 0.1"),
        (MeasuredSampling(top_p=0.8, untruncated=("shift",)), "top-p 0.8, but all of shift"),
        (MeasuredSampling(top_p=1.0), "as learned"),
        (MeasuredSampling(top_p=0.8, strength=1.0), "top-p 0.8, strength 1"),
    ],
)
def test_how_to_draw_is_told_in_words(measured: MeasuredSampling, words: str) -> None:
    assert measured.words == words


def test_a_request_with_all_of_a_column_is_read_back(text_model: Model) -> None:
    request = Request.of("text", top_p=0.8, untruncated=("char",))
    assert Request.from_json(request.to_json(), "text") == request
