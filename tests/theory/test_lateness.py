"""Timing of onsets played by hand."""

from __future__ import annotations

import numpy as np
import pytest

from seqgen.theory.lateness import WRITTEN, on_the_beat, timing_of

TICK = 1 / 480


def played(onsets: np.ndarray, late: float, spread: float = 0.02) -> np.ndarray:
    return onsets + late + np.random.default_rng(3).normal(0, spread, len(onsets))


@pytest.mark.parametrize("late", [-0.08, -0.03, 0.02, 0.06, 0.1])
@pytest.mark.parametrize("step", [0.25, 1 / 3, 0.5, 1.0])
def test_lateness_is_found_and_the_places_that_were_meant(late: float, step: float) -> None:
    meant = 1 + step * np.arange(48)
    onsets = played(meant, late)

    timing = timing_of(onsets, TICK)

    assert timing.lateness == pytest.approx(late, abs=0.01)
    assert (timing.by_hand, timing.to_a_beat) == (True, True)
    assert on_the_beat(onsets - timing.lateness) == pytest.approx(meant)


@pytest.mark.parametrize("parts", [1, 2, 3, 4, 5, 6, 7, 8])
def test_written_onsets_are_left_alone(parts: int) -> None:
    assert timing_of(np.arange(64) / parts, TICK) == WRITTEN


def test_an_offset_of_all_onsets_is_no_playing_by_hand() -> None:
    timing = timing_of(np.arange(32) / 2 + 15 / 480, TICK)

    assert timing.lateness == pytest.approx(15 / 480)
    assert not timing.by_hand


def test_playing_without_a_beat_is_told_from_playing_late() -> None:
    onsets = np.cumsum(np.random.default_rng(1).uniform(0.1, 1.0, 200))

    timing = timing_of(onsets, TICK)

    assert (timing.lateness, timing.by_hand, timing.to_a_beat) == (0.0, True, False)


def test_short_notes_are_not_put_on_top_of_each_other() -> None:
    assert on_the_beat(np.array([0.01, 0.13, 0.24, 0.38, 0.5])).tolist() == [0, 0.125, 0.25, 0.375, 0.5]
