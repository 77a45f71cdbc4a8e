"""Drawing takes: what chance may and may not do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seqgen.errors import SeqgenError, UsageError
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told import told_of
from seqgen.kinds.text.rules import TextRules
from seqgen.kinds.text.tokenizer import TextTokenizer
from seqgen.model import MOST_SEED, Model
from seqgen.network.config import ModelConfig
from seqgen.piece import Piece
from seqgen.sampling import draw as draw_module
from seqgen.sampling.config import TOP_P, SamplingConfig
from seqgen.sampling.draw import draw
from seqgen.sampling.request import Request
from seqgen.theory.keys import SCALES, TONICS, scale_classes
from seqgen.theory.notes import DRUMS
from tests.support.small_models import make_model

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tables(model: Model, n: int, seed: int, **asked: object) -> list[np.ndarray]:
    return [take.table for take in model.sample(n, seed=seed, **asked)]  # type: ignore[arg-type]


# -- chance ------------------------------------------------------------------------------------------------------------


def test_draws_follow_the_probabilities() -> None:
    p = np.array([0.5, 0.3, 0.15, 0.05])
    n = 20_000
    chance = np.random.default_rng(1).standard_exponential((n, 4))
    values, _ = draw(np.tile(np.log(p), (n, 1)).astype(np.float32), None, chance, 1.0, SamplingConfig(top_p=1.0))
    assert np.bincount(values, minlength=4) / n == pytest.approx(p, abs=0.012)


@pytest.mark.parametrize(
    ("config", "possible"),
    [
        (SamplingConfig(top_k=1, top_p=1.0), {0}),
        (SamplingConfig(top_k=3, top_p=1.0), {0, 1, 2}),
        (SamplingConfig(top_p=0.79), {0, 1}),
        (SamplingConfig(top_p=0.81), {0, 1, 2}),
        (SamplingConfig(top_p=1.0, min_p=0.2), {0, 1, 2}),
        (SamplingConfig(top_p=1.0, min_p=0.5), {0, 1}),
    ],
)
def test_only_likely_values_are_drawn_when_asked(config: SamplingConfig, possible: set[int]) -> None:
    logits = np.tile(np.log([0.5, 0.3, 0.15, 0.05]), (4000, 1)).astype(np.float32)
    values, _ = draw(logits, None, np.random.default_rng(2).standard_exponential((4000, 4)), 1.0, config)
    assert set(values.tolist()) == possible


@given(
    seed=st.integers(0, 1000),
    spread=st.floats(0.1, 6.0),
    temperature=st.sampled_from([0.5, 1.0, 1.5]),
    config=st.builds(
        SamplingConfig,
        top_k=st.integers(0, 30),
        top_p=st.floats(0.05, 0.99) | st.just(1.0),
        min_p=st.floats(0.001, 0.9) | st.just(0.0),
    ),
)
def test_what_is_drawn_is_the_best_of_what_is_kept(
    seed: int, spread: float, temperature: float, config: SamplingConfig
) -> None:
    random = np.random.default_rng(seed)
    logits = (spread * random.standard_normal((160, 25))).astype(np.float32)
    mask = random.random(logits.shape) < 0.8
    mask[:, 0] = True
    chance = random.standard_exponential(logits.shape)
    values, sure = draw(logits, mask, chance, temperature, config)
    assert sure.mean() > 0.9
    scores = np.where(mask, logits.astype(float) / temperature, -np.inf)
    best = [_best(*row, config) for row in zip(scores, chance, strict=True)]
    assert (values[sure] == np.array(best)[sure]).all()
    # where noise can matter, the answer is one that a little noise gives
    for row in np.flatnonzero(values != best):
        shaken = scores[row] + 1e-4 * random.standard_normal((32, scores.shape[1]))
        assert values[row] in [_best(each, chance[row], config) for each in shaken]


@pytest.mark.parametrize(
    "config",
    [
        SamplingConfig(top_p=1.0),
        SamplingConfig(top_p=0.95),
        SamplingConfig(top_p=1e-6),
        SamplingConfig(top_p=1.0, min_p=1.0),
    ],
)
def test_what_is_always_clear_is_said_to_be_clear(config: SamplingConfig) -> None:
    logits = np.array([[0.0, 5.0, -3.0]], np.float32)
    values, sure = draw(logits, None, np.array([[1.0, 0.1, 1.0]]), 1.0, config)
    assert (values.tolist(), sure.tolist()) == ([1], [True])


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_numbers_beyond_all_bounds_end_the_writing_with_a_reason(broken: float) -> None:
    with pytest.raises(SeqgenError, match="grew beyond all bounds"):
        draw(np.array([[0.0, broken]], np.float32), None, np.ones((1, 2)), 1.0, SamplingConfig(top_p=0.95))


def test_whoever_leaves_out_the_tail_in_another_way_gets_that_way_alone(music_model: Model) -> None:
    for asked in ({"top_k": 4}, {"min_p": 0.02}):
        alone = tables(music_model, 1, 3, bars=8, **asked)[0].tolist()
        assert alone == tables(music_model, 1, 3, bars=8, top_p=1.0, **asked)[0].tolist()


def _best(scores: np.ndarray, chance: np.ndarray, config: SamplingConfig) -> int:
    kept = _kept(scores, config)
    return int(kept[(scores[kept] - np.log(chance[kept])).argmax()])


def _kept(scores: np.ndarray, config: SamplingConfig) -> np.ndarray:
    """Values in falling order, and of them those that top-k, then top-p, then min-p keeps."""
    ranked = np.argsort(-scores)[: config.top_k or None]
    odds = np.exp(scores[ranked] - scores[ranked[0]])
    before = (odds.cumsum() - odds) / odds.sum()
    return ranked[(before < config.top_p) & (odds >= config.min_p)]


def test_the_unlikeliest_values_are_left_out_unless_asked_for(music_model: Model) -> None:
    def four(**asked: float) -> list[list[list[int]]]:
        return [table.tolist() for table in tables(music_model, 4, 3, bars=8, temperature=1.5, **asked)]

    assert four() == four(top_p=TOP_P)
    assert four() != four(top_p=1.0)


def test_temperature_zero_takes_the_likeliest_value_that_is_allowed() -> None:
    logits = np.array([[0.0, 3.0, 2.0]], np.float32)
    assert draw(logits, None, np.ones((1, 3)), 0.0, SamplingConfig(top_p=1.0))[0] == [1]
    assert draw(logits, np.array([[True, False, True]]), np.ones((1, 3)), 0.0, SamplingConfig(top_p=1.0))[0] == [2]


@given(
    logits=st.lists(st.floats(-20, 20, width=32), min_size=2, max_size=30),
    seed=st.integers(0, 1000),
    temperature=st.sampled_from([0.0, 0.3, 1.0, 2.0]),
    config=st.builds(SamplingConfig, top_k=st.integers(0, 5), top_p=st.floats(0.05, 1.0), min_p=st.floats(0, 0.9)),
    data=st.data(),
)
def test_a_masked_value_is_never_drawn(logits, seed, temperature, config, data) -> None:  # type: ignore[no-untyped-def]
    mask = np.array([data.draw(st.lists(st.booleans(), min_size=len(logits), max_size=len(logits)))])
    mask[0, data.draw(st.integers(0, len(logits) - 1))] = True
    chance = np.random.default_rng(seed).standard_exponential((1, len(logits)))
    value, _ = draw(np.array([logits], np.float32), mask, chance, temperature, config)
    assert mask[0, value[0]]


def test_a_higher_temperature_spreads_and_single_columns_have_their_own(music_model: Model) -> None:
    def spread(**temperatures: float) -> float:
        """Return the share of distinct pitches among the notes that are no strokes of drums, whose kit is small."""
        # what keeps takes to the corpus moves pitches, too
        asked = {"bars": 24, "temperature": 1.0, "per_column": temperatures, "capped": False, "closed": False}
        drums = music_model.tokenizer.instruments(np.array([DRUMS]))
        pitches = [table[table[:, 1] != drums, 2] for table in tables(music_model, 12, 1, **asked)]
        return sum(len(set(each)) for each in pitches) / sum(map(len, pitches))

    assert spread(pitch=0.0) < 0.8 * spread()


SOME_OF_33 = (0, 1, 2, 7, 12, 17, 22, 27, 31, 32)
"""Takes of a batch that are drawn once more, alone."""


@pytest.mark.parametrize(
    "asked",
    [
        {"bars": 4},
        {"bars": 6, "closed": False, "top_p": 1.0},
        {"bars": 6, "closed": False, "top_p": 0.9, "temperature": 1.2},
        {"bars": 6, "closed": False, "top_k": 5},
        {"bars": 4, "top_k": 5, "top_p": 0.8, "min_p": 0.05},
        {"bars": 4, "closed": False, "memory": 0.7},
    ],
)
def test_a_seed_gives_the_same_take_in_every_batch(music_model: Model, asked: dict[str, float]) -> None:
    together = tables(music_model, 33, 50, **asked)
    few = tables(music_model, 5, 60, **asked)
    for i in SOME_OF_33:
        np.testing.assert_array_equal(tables(music_model, 1, 50 + i, **asked)[0], together[i])
    for one, many in zip(few, together[10:15], strict=True):
        np.testing.assert_array_equal(one, many)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_seed_gives_the_same_text_in_every_batch_with_layer_norm(text_pieces: list[Piece], layers: int) -> None:
    config = ModelConfig("lstm", layers, hidden_size=64, embedding_size=32, layer_norm=True)
    model = make_model(text_pieces, TextTokenizer.fit(text_pieces), config)
    together = tables(model, 33, 50, events=120)
    for i in SOME_OF_33:
        np.testing.assert_array_equal(tables(model, 1, 50 + i, events=120)[0], together[i])


def test_a_draw_that_numerical_noise_could_change_is_computed_alone(
    music_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = tables(music_model, 4, 9, bars=4)
    monkeypatch.setattr(draw_module, "LOGIT_NOISE", 0.05)
    np.testing.assert_equal(tables(music_model, 4, 9, bars=4), expected)


def test_behind_the_last_seed_comes_the_first(text_model: Model) -> None:
    last, first = text_model.sample(2, seed=MOST_SEED, events=8)
    assert (last.seed, first.seed) == (MOST_SEED, 0)
    assert first.text == text_model.sample(1, seed=0, events=8)[0].text


def test_different_seeds_give_different_takes(music_model: Model) -> None:
    a, b = tables(music_model, 2, 1, bars=8)
    assert a.shape != b.shape or (a != b).any()


# -- length ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bars", [1, 5])
def test_a_length_in_bars_ends_on_the_bar_line_and_counts_no_pick_up(music_model: Model, bars: int) -> None:
    pick_ups = set()
    for take in music_model.sample(32, seed=3, bars=bars, metre="3/4"):
        rows = music_model.tokenizer.rows(take.table)  # type: ignore[attr-defined]
        has_pick_up = int(2 * rows.onset[0] >= 72)
        pick_ups.add(has_pick_up)
        assert take.facts.end_step == (has_pick_up + bars) * 72
        assert rows.onset.max(initial=0) < take.facts.end_step
        assert take.ended
    assert pick_ups == {0, 1}


def test_a_loop_begins_on_the_downbeat_and_has_as_many_bars_as_asked(music_model: Model) -> None:
    for particles in (1, 4):
        for take in music_model.sample(4, seed=3, bars=2, metre="3/4", loop=True, particles=particles):
            rows = music_model.tokenizer.rows(take.table)  # type: ignore[attr-defined]
            assert rows.onset[0] == 0
            assert rows.onset[-1] < take.facts.end_step == 2 * 72
    with pytest.raises(UsageError, match="a loop needs its length"):
        music_model.sample(1, loop=True)


def test_loops_in_several_metres_each_depend_on_their_seed_alone(music_pieces: list[Piece]) -> None:
    waltzes = [
        replace(piece, content=replace(piece.content, metres=np.array([[0, 3, 4]])))  # type: ignore[type-var]
        for piece in music_pieces[:2]
    ]
    pieces = [*waltzes, *music_pieces[2:4]]
    model = make_model(pieces, fit_music(pieces))

    beside = model.sample(4, seed=1, bars=2, loop=True)
    alone = [model.sample(1, seed=take.seed, bars=2, loop=True)[0] for take in beside]

    assert {str(take.facts.metres[0]) for take in beside} == {"3/4", "4/4"}
    assert [take.table.tolist() for take in beside] == [take.table.tolist() for take in alone]


def test_a_length_in_seconds_follows_the_tempo(music_model: Model) -> None:
    take = music_model.sample(1, seed=3, seconds=12, tempo=60)[0]
    assert take.facts.end_step == 12 * 24


def test_a_length_in_notes_or_characters_is_exact(music_model: Model, text_model: Model) -> None:
    assert len(music_model.sample(1, seed=3, events=37)[0].table) == 37
    assert len(text_model.sample(1, seed=3, events=55)[0].text) == 55


def test_without_a_length_a_take_has_the_bars_of_the_piece_that_it_is_told_of(music_model: Model) -> None:
    for take in music_model.sample(3, seed=3):
        told = told_of(music_model.tokenizer, take.table, take.facts)  # type: ignore[arg-type]
        assert take.ended
        assert told.bars == take.told["bars"]


def test_without_a_length_the_model_ends_the_piece_itself_on_a_bar_line(music_model: Model) -> None:
    takes = music_model.sample(8, seed=4)
    assert any(take.ended for take in takes)
    assert all(take.facts.end_step % 96 == 0 for take in takes)


@pytest.mark.parametrize(
    "asked",
    [
        {"bars": 4, "seconds": 3.0},
        {"bars": -1},
        {"temperature": -1.0},
        {"top_p": 0.0},
        {"key": "H minor"},
        {"grid": "1/7"},
        {"ranges": "C9-C2"},
        {"instruments": "kazoo"},
        {"metre": "4"},
        {"temperatures": {"loudness": 1.0}},
        {"stop": ("x",)},
        {"key": "C major", "ranges": "C#3-C#3"},
    ],
)
def test_what_cannot_be_met_is_refused_in_one_sentence(music_model: Model, asked: dict[str, object]) -> None:
    with pytest.raises(UsageError) as error:
        music_model.sample(1, seed=1, **asked)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)


# -- constraints -------------------------------------------------------------------------------------------------------


@FEW
@given(
    tonic=st.sampled_from(TONICS),
    scale=st.sampled_from(sorted(SCALES)),
    low=st.integers(30, 60),
    width=st.integers(14, 40),
    grid=st.sampled_from(["", "1/4", "1/8", "1/16"]),
    polyphony=st.integers(0, 4),
    seed=st.integers(0, 10**6),
    temperature=st.sampled_from([0.0, 0.8, 1.5]),
    closed=st.booleans(),
)
def test_every_take_keeps_key_range_grid_and_polyphony(
    music_model: Model,
    tonic: str,
    scale: str,
    low: int,
    width: int,
    grid: str,
    polyphony: int,
    seed: int,
    temperature: float,
    closed: bool,
) -> None:
    tokenizer = music_model.tokenizer
    assert isinstance(tokenizer, MusicTokenizer)
    key = f"{tonic} {scale}"
    takes = music_model.sample(
        2,
        seed=seed,
        bars=4,
        key=key,
        ranges=f"{low}-{low + width}",
        grid=grid,
        temperature=temperature,
        closed=closed,
        **({"polyphony": polyphony} if polyphony else {}),
    )
    step = {"": 1, "1/4": 24, "1/8": 12, "1/16": 6}[grid]
    for take in takes:
        rows = tokenizer.rows(take.table)
        pitched = rows.select(rows.part != DRUMS)
        assert scale_classes(key)[pitched.pitch % 12].all()
        assert ((pitched.pitch >= low) & (pitched.pitch <= low + width)).all()
        assert (rows.onset % step == 0).all()
        assert (rows.end <= take.facts.end_step).all() or grid == "1/4"
        if polyphony:
            sounding = [((pitched.onset <= t) & (pitched.end > t)).sum() for t in pitched.onset]
            assert max(sounding, default=0) <= polyphony
        drums = tokenizer.midi_keys(take.table)[np.array(tokenizer.parts)[take.table[:, 1]] == DRUMS]
        assert set(drums.tolist()) <= {36, 38, 42}


def test_ranges_can_be_given_for_each_instrument(music_model: Model) -> None:
    takes = music_model.sample(8, seed=2, bars=8, ranges="Melody=C5-C6,Bass=C2-C3")
    rows = [music_model.tokenizer.rows(take.table) for take in takes]  # type: ignore[attr-defined]
    assert min(int(each.pitch[each.part == 0].min(initial=127)) for each in rows) in range(72, 85)
    assert max(int(each.pitch[each.part == 33 * 8].max(initial=0)) for each in rows) in range(36, 49)


def test_only_the_instruments_asked_for_play(music_model: Model) -> None:
    takes = music_model.sample(8, seed=2, bars=8, instruments="bass,drums")
    rows = [music_model.tokenizer.rows(take.table) for take in takes]  # type: ignore[attr-defined]
    assert {part for each in rows for part in each.part.tolist()} == {33 * 8, DRUMS}


def test_a_take_begins_within_its_first_bar_even_where_the_corpus_waits_for_longer(music_model: Model) -> None:
    shifts = np.array(music_model.tokenizer.shifts)  # type: ignore[attr-defined]
    assert shifts.max() >= 96
    bias = music_model.file.weights["out.shift.bias"].copy()
    bias[:-1][shifts >= 96] += 50.0
    waiting = Model(replace(music_model.file, weights=music_model.file.weights | {"out.shift.bias": bias}))

    takes = waiting.sample(8, seed=1, bars=8)

    for take in takes:
        onset = np.cumsum(shifts[take.table[:, 0]])
        assert onset[0] < 96
        assert (np.diff(onset) >= 96).any()
    ((_, take),) = waiting.stream(Request(rules=MusicRules(bars=8, soon=False)), 1, seed=1)
    assert shifts[take.table[0, 0]] >= 96


def test_no_note_is_struck_twice_at_once(music_model: Model) -> None:
    for take in music_model.sample(8, seed=11, bars=8, temperature=0.2):
        onset = np.cumsum(np.array(music_model.tokenizer.shifts)[take.table[:, 0]])  # type: ignore[attr-defined]
        struck = np.column_stack([onset, take.table[:, 1], take.table[:, 2]])
        assert len(np.unique(struck, axis=0)) == len(struck)


def test_text_keeps_to_the_allowed_characters_and_never_writes_the_unknown(text_model: Model) -> None:
    text = text_model.sample(1, seed=1, events=300, allowed="aesT ")[0].text
    assert set(text) <= set("aesT ")
    assert "\ufffd" not in text_model.sample(1, seed=1, events=2000, temperature=3.0)[0].text


def test_text_ends_before_a_stop_string(text_model: Model) -> None:
    free = text_model.sample(1, seed=5, events=400)[0].text
    stop = free[40:42]
    stopped = text_model.sample(1, seed=5, events=400, stop=(stop,))[0].text
    assert stopped == free[: free.index(stop)]


def test_a_take_is_drawn_again_until_little_enough_is_copied(text_model: Model) -> None:
    takes = text_model.sample(12, seed=1, events=60)
    longest = sorted(take.copy.longest for take in takes if take.copy)
    limit = longest[-1] - 1
    assert limit > 0, "0 would be no limit"
    limited = [take for _, take in text_model.stream(Request(events=60), 12, seed=1, max_copy=limit)]
    assert len(limited) == 12
    assert all(take.copy is not None and take.copy.longest <= limit for take in limited)


def test_an_index_is_needed_to_limit_copies(music_model: Model) -> None:
    bare = Model(replace(music_model.file, index={}), "bare")
    assert bare.sample(1, seed=1, bars=1)[0].copy is None
    with pytest.raises(UsageError, match="--no-index"):
        bare.sample(1, seed=1, bars=1, max_copy=4)


def test_rules_of_one_kind_are_refused_by_the_other(text_model: Model) -> None:
    with pytest.raises(UsageError, match="MusicRules cannot be asked of a model of text"):
        list(text_model.stream(Request(rules=MusicRules(key="C major")), 1, seed=1))


def test_rules_survive_their_json() -> None:
    request = Request(3, SamplingConfig(0.5, {"pitch": 0.2}, 4, 0.9, 0.1), TextRules("ab", ("c",)))
    assert Request.from_json(request.to_json(), "text") == request
