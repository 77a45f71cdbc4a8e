"""Settings that suit a corpus and a budget."""

from __future__ import annotations

import pytest

from seqgen.corpus.corpus import Corpus
from seqgen.training import autotune
from seqgen.training import plan as planning
from seqgen.training.presets import preset, smaller
from seqgen.training.session import configure

pytestmark = pytest.mark.usefixtures("bare_training")


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


def test_a_hidden_size_that_the_preset_has_anyway_changes_nothing_else(
    small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autotune.StepTimer, "seconds", lambda *_, **__: 0.01)
    network, _ = preset(small_corpus.kind, small_corpus.train.rows, 10)

    same, _ = configure(small_corpus, model={"hidden_size": network.hidden_size})
    smaller, _ = configure(small_corpus, model={"hidden_size": 64})

    assert same == network
    assert (smaller.embedding_size, smaller.head_size) == (32, 32)


def test_a_preset_shrinks_step_by_step_to_what_there_is_time_for() -> None:
    chosen = preset("music", 40_000, 10)
    shapes = []
    while chosen is not None:
        network, training = chosen
        network.check()
        training.check()
        shapes.append((network.members, network.hidden_size, training.batch_size))
        chosen = smaller(network, training)

    assert shapes == [(4, 256, 8), (1, 256, 8), (1, 128, 8), (1, 128, 4)]


@pytest.mark.parametrize(("seconds_a_step", "members", "batch_size"), [(0.04, 4, 8), (0.6, 1, 8), (3.0, 1, 4)])
def test_a_slow_computer_gets_a_smaller_network(
    small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch, seconds_a_step: float, members: int, batch_size: int
) -> None:
    """Thirty-two rows of four members take so long, of less in proportion."""

    def seconds(timer: autotune.StepTimer, *, threads: int, half: bool = False) -> float:
        return seconds_a_step * timer.network.members / 4

    monkeypatch.setattr(autotune.StepTimer, "seconds", seconds)
    network, training = configure(small_corpus, training={"minutes": 10})

    assert (network.members, training.batch_size) == (members, batch_size)


def test_a_network_that_was_asked_for_is_never_shrunk(small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autotune.StepTimer, "seconds", lambda *_, **__: 100.0)

    network, _ = configure(small_corpus, model={"members": 3})
    large, _ = configure(small_corpus, size="large")

    assert network.members == 3
    assert large.hidden_size == 512


def test_a_plan_tells_how_often_the_corpus_would_be_read(small_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "updates_within", lambda *_: 1000.0)
    monkeypatch.setattr(autotune.StepTimer, "seconds", lambda *_, **__: 0.01)
    settings = {"minutes": 10.0, "batch_size": 4, "sequence_length": 32}
    planned = planning.plan(small_corpus, model={"members": 3}, training=settings)
    # some of the time goes into measuring the model
    assert 900 <= planned.updates < 1000
    assert planned.readings == pytest.approx(planned.updates * 4 * 32 / small_corpus.train.rows, rel=0.01)
    assert planned.sentence.startswith("LSTM, 128 units, 1 layer, 3 members: about ")
    assert planning.plan(small_corpus, training={"epochs": 5.0}).readings == pytest.approx(5.0, rel=0.2)
