"""Sampling settings: JSON, and the request to a model."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest

from gui.sampling.settings import RANGES, ModelAbout, SamplingSettings
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.text.rules import TextRules

CHORALES = ModelAbout(
    "m", "chorales", kind="music", grid="metric", columns=("shift", "pitch"), instruments=("Alto", "Bass"),
    metres=("4/4", "3/4"), low=40, high=80,
)  # fmt: skip
PERFORMANCES = replace(CHORALES, grid="performance", metres=())
TEXTS = ModelAbout("m", "sea", kind="text", columns=("character",), event="character")


def test_settings_come_back_from_json_as_they_were() -> None:
    settings = SamplingSettings(
        temperature=0.9, temperatures={"pitch": 0.5}, key="G minor", instruments=("Alto",), low=50, seed=41, stop="\\n"
    )
    assert SamplingSettings.from_json(json.loads(json.dumps(settings.to_json()))) == settings


@pytest.mark.parametrize("damaged", [None, [], "x", 3, {"temperature": "hot", "unknown": 1, "seed": None}])
def test_damaged_json_reads_as_the_usual_settings(damaged: object) -> None:
    assert SamplingSettings.from_json(damaged) == SamplingSettings()


@pytest.mark.parametrize("wrong", [float("nan"), True, [1], {}, "1", None])
def test_a_number_of_the_wrong_kind_reads_as_the_usual_one(wrong: object) -> None:
    changed = [name for name in RANGES if SamplingSettings.from_json({name: wrong}) != SamplingSettings()]

    assert changed == []


@pytest.mark.parametrize("extreme", [float("inf"), float("-inf"), 10**400, -(10**400)])
def test_a_number_out_of_range_is_brought_into_it(extreme: float) -> None:
    read = {name: getattr(SamplingSettings.from_json({name: extreme}), name) for name in RANGES}

    assert read == {name: limits[extreme > 0] for name, limits in RANGES.items()}


def test_damaged_temperatures_and_instruments_are_left_out_one_by_one() -> None:
    data = {
        "temperatures": {"pitch": 10**400, "shift": "x", "velocity": True, "part": float("nan")},
        "instruments": ["Alto", 3, None],
    }
    settings = SamplingSettings.from_json(data)
    assert settings.temperatures == {"pitch": RANGES["temperature"][1]}
    assert settings.instruments == ("Alto",)


def test_a_range_that_stands_on_its_head_is_turned() -> None:
    settings = SamplingSettings.from_json({"low": 90, "high": 30})
    assert (settings.low, settings.high) == (30, 90)


def test_a_request_of_music_holds_what_was_chosen() -> None:
    settings = SamplingSettings(
        key="G minor", metre="3/4", grid="1/8", low=48, high=72, polyphony=4, instruments=("Bass",), bars=12, tempo=92
    )
    request = settings.request(CHORALES)
    request.check()
    rules = MusicRules(
        bars=12, key="G minor", ranges="C3-C5", grid="1/8", polyphony=4, instruments="Bass", tempo=92, metre="3/4"
    )
    assert (request.events, request.rules) == (0, rules)


def test_what_does_not_apply_to_a_model_is_not_asked_of_it() -> None:
    settings = SamplingSettings(
        metre="7/8", instruments=("Tuba",), temperatures={"pitch": 0.5, "velocity": 2.0}, allowed="abc", stop="."
    )
    request = settings.request(CHORALES)
    assert request.rules == MusicRules(bars=16)
    assert request.sampling.per_column == {"pitch": 0.5}


def test_a_range_beside_the_models_own_asks_for_nothing_impossible() -> None:
    assert SamplingSettings(low=100, high=110).request(CHORALES).rules == MusicRules(bars=16)


def test_a_model_of_performances_is_asked_for_seconds() -> None:
    request = SamplingSettings(seconds=20, grid="1/8").request(PERFORMANCES)
    request.check()
    assert request.rules == MusicRules(seconds=20)
    assert SamplingSettings(seconds=20).request(PERFORMANCES, bars=3).rules == MusicRules(bars=3)


def test_a_model_of_texts_is_asked_for_characters() -> None:
    settings = SamplingSettings(events=90, allowed="abc ", stop="\\n", key="C major", tempo=90, bars=3, metre="4/4")
    request = settings.request(TEXTS)
    request.check()
    assert (request.events, request.rules) == (90, TextRules("abc ", ("\n",)))


def test_what_a_model_is_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(CHORALES)) == CHORALES
