"""Takes that are drawn as groups of particles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seqgen.sampling.draw as draw_module
import seqgen.sampling.particles as particles_module
import seqgen.sampling.sampler as sampler_module
from seqgen.kinds.base import Encoded
from seqgen.model import Model
from seqgen.sampling.config import SamplingConfig
from seqgen.sampling.growing import Drawn, Growing
from seqgen.sampling.particles import Particles
from seqgen.sampling.primed import Primed
from seqgen.sampling.request import Request, plan


def test_particles_draw_what_the_model_would_write_given_the_rules(text_model: Model) -> None:
    """The first of three characters, of which two make dead ends likely; a mask alone does not see them coming."""
    allowed = "ATh"
    nats = [[_nats(text_model, a + b + c) for b in allowed for c in allowed] for a in allowed]
    exact = np.exp(-np.array(nats)).sum(axis=1)
    exact /= exact.sum()

    def distance(particles: int) -> float:
        request = Request.of("text", allowed=allowed, particles=particles, top_p=1.0, events=3)
        drawn = Counter(take.text[0] for _, take in text_model.stream(request, 250, seed=1))
        return float(np.abs(np.array([drawn[a] / 250 for a in allowed]) - exact).sum() / 2)

    assert distance(1) > 0.2
    assert distance(24) < 0.08


def _nats(model: Model, text: str) -> float:
    """Nats of the characters, the end left out."""
    return float(model.read(model.piece(text)).nats[:-1].sum())


def test_a_take_of_particles_depends_on_its_seed_alone(music_model: Model) -> None:
    asked = {"bars": 2, "particles": 6, "key": "C major"}
    alone = music_model.sample(1, seed=8, **asked)
    among = music_model.sample(3, seed=7, **asked)
    assert among[1].table.tolist() == alone[0].table.tolist()


def test_ends_that_are_drawn_side_by_side_are_those_that_are_drawn_alone(
    music_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Side by side, logits are as far off as is allowed for."""
    monkeypatch.setattr(sampler_module, "CLOSING_PARTICLES", 2)
    alone = [music_model.sample(1, seed=seed, bars=1)[0].table.tolist() for seed in range(10)]
    random, found, noise = np.random.default_rng(1), list[bool](), 0.01
    logits, end_nats, drawn = Growing.logits, Growing.end_nats, Particles.drawn
    monkeypatch.setattr(particles_module, "LOGIT_NOISE", noise)

    def side_by_side(particles: Particles, numbers: Sequence[int]) -> list[Drawn | None]:
        if len(numbers) == 1:
            return drawn(particles, numbers)
        with monkeypatch.context() as patched:
            patched.setattr(draw_module, "LOGIT_NOISE", noise)
            patched.setattr(Growing, "logits", lambda *of: _off(logits(*of), random, noise))
            patched.setattr(Growing, "end_nats", lambda *of: _off(end_nats(*of), random, noise))
            takes = drawn(particles, numbers)
        found.extend(take is not None for take in takes)
        return takes

    monkeypatch.setattr(Particles, "drawn", side_by_side)

    assert [take.table.tolist() for take in music_model.sample(10, seed=0, bars=1)] == alone
    assert len(found) == 10
    assert set(found) == {False, True}


def _off(values: np.ndarray, random: np.random.Generator, noise: float) -> np.ndarray:
    return (values + random.choice([-noise, noise], values.shape)).astype(values.dtype)


def test_takes_of_so_many_bars_are_ended_by_the_model(music_model: Model) -> None:
    for take in music_model.sample(4, seed=3, bars=3, particles=12):
        bar = 96
        onsets = np.cumsum(np.array(take.tokenizer.shifts)[take.table[:, 0]])  # type: ignore[attr-defined]
        bars = 3 + int(2 * onsets[0] >= bar)
        assert take.ended
        assert take.facts.end_step == bars * bar
        assert (bars - 1) * bar <= onsets[-1] < bars * bar


def test_an_end_is_as_likely_as_that_of_a_piece_of_which_nothing_is_told(music_model: Model) -> None:
    (take,) = music_model.sample(1, seed=3, bars=3)
    request = Request.of("music", bars=3)
    planned = plan(request, music_model.tokenizer, None)
    growing = Growing(
        Primed(music_model.engine, music_model.tokenizer, planned, request.sampling), [planned.facts_of(3)]
    )
    for row in take.table:
        growing.begin()
        for column, value in enumerate(row):
            growing.chose(column, np.array([value]))
        growing.end()
    growing = growing.by_itself(0)

    growing.begin()

    assert growing.end_nats()[0] == pytest.approx(
        music_model.read(Encoded(take.table, take.facts)).nats[-1].sum(), abs=1e-4
    )


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 3), min_size=1, max_size=5), seed=st.integers(0, 100))
def test_takes_that_were_parted_and_joined_go_on_as_they_would_have(
    music_model: Model, order: list[int], seed: int
) -> None:
    model, request = music_model, Request.of("music", bars=4, key="G major", grid="1/16")
    planned = plan(request, model.tokenizer, None)
    primed = Primed(model.engine, model.tokenizer, planned, SamplingConfig())
    together = Growing(primed, [planned.start.facts] * 4)
    random = np.random.default_rng(seed)
    _grow(together, random, rows=3)
    apart = [together.part(np.array([i])) for i in order]
    # each goes on by itself for a while, so that they differ in their numbers of rows
    for number, each in enumerate(apart):
        _grow(each, np.random.default_rng(number), rows=number)
    joined = apart[0].part(np.arange(1))
    joined.join([each.part(np.arange(1)) for each in apart[1:]])

    joined.begin()
    for number, each in enumerate(apart):
        each.begin()
        assert joined.rows(number).tolist() == each.rows(0).tolist()
        assert joined.walk.index[number].tolist() == each.walk.index[0].tolist()
        assert joined.logits(0)[number] == pytest.approx(each.logits(0)[0], abs=1e-4)
        mask, own = joined.mask(0), each.mask(0)
        assert mask is not None
        assert own is not None
        assert mask[number].tolist() == own[0].tolist()


def _grow(growing: Growing, random: np.random.Generator, *, rows: int) -> None:
    for _ in range(rows):
        growing.begin()
        for column in range(len(growing.schema.columns)):
            mask = growing.mask(column)
            size = growing.schema.sizes[column]
            chance = random.random((growing.size, size))
            drawn = (chance if mask is None else np.where(mask[:, :size], chance, -1.0)).argmax(axis=1)
            growing.chose(column, growing.constraints.settle(column, drawn, growing.walk))
        growing.end()
