"""Settings that suit a corpus and a budget."""

from __future__ import annotations

import pytest

from seqgen.corpus.corpus import Corpus
from seqgen.training.presets import preset
from seqgen.training.session import configure


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
    assert preset(kind, events, minutes)[0].members == members


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
    assert preset(kind, events, minutes)[0].layer_norm == layer_norm


@pytest.mark.parametrize("kind", ["music", "text"])
def test_every_preset_can_be_trained(kind: str) -> None:
    for events in (0, 1_000, 50_000, 1_000_000, 10_000_000):
        for minutes in (0.5, 3, 10, 60, 480):
            network, training = preset(kind, events, minutes)
            network.check()
            training.check()
            assert training.minutes == minutes


def test_a_hidden_size_that_the_preset_has_anyway_changes_nothing_else(small_corpus: Corpus) -> None:
    network, _ = preset(small_corpus.kind, small_corpus.train.rows, 10)

    same, _ = configure(small_corpus, model={"hidden_size": network.hidden_size})
    smaller, _ = configure(small_corpus, model={"hidden_size": 64})

    assert same == network
    assert (smaller.embedding_size, smaller.head_size) == (32, 32)
