"""Sampling settings: JSON, and the request to a model."""

from __future__ import annotations

import json
import pickle

import pytest

from gui.sampling.settings import RANGES, ModelAbout, SamplingSettings
from seqgen.kinds.evaluation import Shape
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.text.rules import TextRules
from seqgen.sampling import config
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.request import Request

CHORALES = ModelAbout("m", "chorales", kind="music", grid="metric", columns=("shift", "pitch"), metres=("4/4", "3/4"))
RULES = MusicRules(bars=12, key="G minor", ranges="C3-C5", grid="1/8", polyphony=4, instruments="Bass", tempo=92.0)
CHOSEN = SamplingSettings(
    SamplingConfig(0.9, {"pitch": 0.5}, top_k=7),
    {"music": Shape(0, RULES), "text": Shape(90, TextRules("abc ", ("\n",)))},
    max_copy=16,
    seed=41,
    seed_locked=True,
    takes=3,
)


def test_settings_come_back_from_json_as_they_were() -> None:
    assert SamplingSettings.from_json(json.loads(json.dumps(CHOSEN.to_json()))) == CHOSEN


@pytest.mark.parametrize(
    "damaged", [None, [], "x", 3, {"sampling": {"temperature": "hot"}, "shapes": 4, "unknown": 1, "seed": None}]
)
def test_damaged_json_reads_as_the_usual_settings(damaged: object) -> None:
    assert SamplingSettings.from_json(damaged) == SamplingSettings()


@pytest.mark.parametrize("wrong", [float("nan"), True, [1], {}, "1", None])
def test_a_number_of_the_wrong_kind_reads_as_the_usual_one(wrong: object) -> None:
    sampling = dict.fromkeys(config.RANGES, wrong)
    read = SamplingSettings.from_json({"sampling": sampling, "shapes": {}, **dict.fromkeys(RANGES, wrong)})
    assert read == SamplingSettings()


@pytest.mark.parametrize("extreme", [float("inf"), float("-inf"), 10**400, -(10**400)])
def test_a_number_out_of_range_is_brought_into_it(extreme: float) -> None:
    sampling = dict.fromkeys(config.RANGES, extreme)
    read = SamplingSettings.from_json({"sampling": sampling, **dict.fromkeys(RANGES, extreme)})

    assert {name: getattr(read, name) for name in RANGES} == {
        name: limits[extreme > 0] for name, limits in RANGES.items()
    }
    assert {name: getattr(read.sampling, name) for name in config.RANGES} == {
        name: limits[extreme > 0] for name, limits in config.RANGES.items()
    }


def test_damaged_temperatures_are_left_out_one_by_one() -> None:
    columns = {"pitch": 10**400, "shift": "x", "velocity": True, "part": float("nan")}
    settings = SamplingSettings.from_json({"sampling": {"per_column": columns}})
    assert settings.sampling.per_column == {"pitch": config.RANGES["temperature"][1]}


def test_damaged_rules_are_left_out_one_by_one() -> None:
    rules = {"bars": 10**400, "key": 3, "polyphony": 4, "tempo": float("nan"), "unknown": 1}
    settings = SamplingSettings.from_json({"shapes": {"music": {"events": "x", "rules": rules}, "no such kind": {}}})
    assert settings.shapes == {"music": Shape(0, MusicRules(polyphony=4))}


def test_a_rule_that_needs_another_one_is_kept_beside_it() -> None:
    loop = {"shapes": {"music": {"events": 0, "rules": {"loop": True, "bars": 8, "seconds": 30.0}}}}
    assert SamplingSettings.from_json(loop).shapes["music"].rules == MusicRules(loop=True, bars=8, seconds=30.0)

    without_length = {"shapes": {"music": {"events": 0, "rules": {"loop": True, "key": "G minor"}}}}
    assert SamplingSettings.from_json(without_length).shapes["music"].rules == MusicRules(key="G minor")


def test_settings_of_an_earlier_version_are_read() -> None:
    """Takes in a library may say the settings of all kinds side by side."""
    earlier = {
        "temperature": 0.9, "temperatures": {"pitch": 0.5}, "top_k": 7, "key": "G minor", "low": 48, "high": 72,
        "instruments": ["Bass", "Flute, alto"], "bars": 12, "seconds": 30.0, "tempo": 92.0, "events": 90,
        "allowed": "abc ", "stop": "\\n", "primer_bars": 2, "seed": 41, "seed_locked": True, "takes": 3, "max_copy": 16,
    }  # fmt: skip
    read = SamplingSettings.from_json(earlier)
    assert read.sampling == CHOSEN.sampling
    chosen = {"key": "G minor", "tempo": 92.0, "ranges": "C3-C5", "instruments": 'Bass,"Flute, alto"'}
    assert read.shapes["music"].rules == MusicRules(bars=12, seconds=30.0, primer_bars=2, **chosen)  # type: ignore[arg-type]
    assert read.shapes["text"] == Shape(90, TextRules("abc ", ("\n",)))
    assert (read.seed, read.seed_locked, read.takes, read.max_copy) == (41, True, 3, 16)


def test_damaged_settings_of_an_earlier_version_are_left_out_one_by_one() -> None:
    read = SamplingSettings.from_json({"low": "C", "high": 72, "instruments": [3, "Bass"], "stop": 4, "bars": 8})
    assert read.shapes["music"].rules == MusicRules(bars=8, instruments="Bass")
    assert read.shapes["text"] == Shape(0, TextRules())


def test_a_request_holds_what_was_chosen_for_the_kind_of_the_model() -> None:
    music, text = CHOSEN.request("music"), CHOSEN.request("text")
    for request in (music, text):
        request.check()
        assert request.sampling == CHOSEN.sampling
    assert (music.events, music.rules) == (0, RULES)
    assert (text.events, text.rules) == (90, TextRules("abc ", ("\n",)))


def test_without_a_choice_the_model_decides() -> None:
    assert SamplingSettings().request("text") == Request(rules=TextRules())


def test_a_take_tells_the_settings_of_its_kind() -> None:
    told = CHOSEN.told("text")
    assert (told["temperature"], told["allowed"], told["events"], told["seed"]) == (0.9, "abc ", 90, 41)
    assert "key" not in told


def test_what_a_model_is_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(CHORALES)) == CHORALES
