"""Settings that suit a corpus and a budget."""

from __future__ import annotations

import argparse

import pytest

from seqgen.cli import train
from seqgen.corpus.corpus import Corpus
from seqgen.network.config import SIZES
from seqgen.training.presets import choose


@pytest.mark.parametrize(
    ("kind", "events", "minutes", "members"),
    [
        ("music", 40_000, 1, 1),
        ("music", 40_000, 10, 4),
        ("music", 40_000, 60, 4),
        ("music", 200_000, 60, 1),
        ("text", 40_000, 60, 1),
    ],
)
def test_a_small_corpus_of_music_gets_several_networks_where_there_is_time(
    kind: str, events: int, minutes: float, members: int
) -> None:
    assert choose(kind, events, minutes)[0].members == members


@pytest.mark.parametrize(
    ("kind", "events", "minutes", "layer_norm"),
    [
        ("text", 1_000_000, 10, True),
        ("text", 1_000_000, 60, False),
        ("text", 10_000_000, 60, True),
        ("music", 40_000, 10, False),
    ],
)
def test_layer_norm_is_for_text_that_is_not_read_many_times(
    kind: str, events: int, minutes: float, layer_norm: bool
) -> None:
    assert choose(kind, events, minutes)[0].layer_norm == layer_norm


@pytest.mark.parametrize("kind", ["music", "text"])
def test_every_preset_can_be_trained(kind: str) -> None:
    for events in (0, 1_000, 50_000, 1_000_000, 10_000_000):
        for minutes in (0.5, 3, 10, 60, 480):
            network, training = choose(kind, events, minutes)
            network.check()
            training.check()
            assert training.minutes == minutes


@pytest.mark.parametrize(("width", "head"), [(SIZES["medium"]["hidden_size"], SIZES["medium"]["head_size"]), (64, 32)])
def test_a_width_that_the_preset_has_anyway_changes_nothing_else(
    small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch, width: int, head: int
) -> None:
    monkeypatch.setattr("seqgen.training.presets.choose", lambda *_: choose("music", 50_000, 10))
    parser = argparse.ArgumentParser()
    train.add(parser.add_subparsers())

    network, _ = train._configure(parser.parse_args(["train", "folk", "--hidden-size", str(width)]), small_corpus, None)

    assert (network.hidden_size, network.head_size) == (width, head)
