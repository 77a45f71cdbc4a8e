"""The state and the trend of a run, from its events."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from gui.number_format import clock
from gui.train.run_state import Phase, RunState, Trend
from gui.train.run_words import about, sentence, state_line
from gui.train.trace import MOST_POINTS, Trace
from seqgen.network.standing import Standing
from seqgen.runs.events import (
    Event,
    Finished,
    Judged,
    Loading,
    Progress,
    Sampled,
    Saved,
    Started,
    SteppedBack,
    Validated,
)
from seqgen.runs.run import CHECKPOINT

Curve = Callable[[float], float]


def started(seconds: float = 0.0, *, resumed: bool = False, held_out: int = 5000) -> Started:
    return Started(
        int(seconds * 10),
        seconds,
        run="runs/tunes",
        device="cpu",
        parameters=1_200_000,
        events=58_212,
        validation_events=held_out,
        event_name="note",
        resumed=resumed,
    )


def progress(seconds: float, bits: float, *, left: float = 300.0) -> Progress:
    return Progress(
        int(seconds * 10),
        seconds,
        epoch=1,
        fraction=seconds / (seconds + left),
        nats=bits * math.log(2),
        norm=0.7,
        clipped=0.03,
        rate=11_420.0,
        learning_rate=1e-3,
        seconds_left=left,
    )


def run(held: Curve, learned: Curve, *, minutes: float = 5.0, left: float = 300.0) -> RunState:
    """A run that learns now, checked every half minute."""
    state = RunState(Path("runs/tunes"), alive=True)
    state.feed(started())
    best = math.inf
    for second in range(5, round(60 * minutes) + 1, 5):
        state.feed(progress(second, learned(second / 60), left=left))
        if second % 30 == 0:
            bits = held(second / 60)
            state.feed(Validated(second * 10, second, nats=bits * math.log(2), columns={}, best=bits < best))
            best = min(best, bits)
    return state


def feed(state: RunState, events: Iterable[Event]) -> RunState:
    for event in events:
        state.feed(event)
    return state


# -- how it goes -------------------------------------------------------------------------------------------------------


def test_a_run_that_falls_steadily_learns_and_says_how_fast() -> None:
    state = run(lambda t: 5 - 0.3 * t, lambda t: 5 - 0.3 * t, left=60)
    assert state.trend() is Trend.LEARNING
    assert state.slope() == pytest.approx(-0.3)
    tone, words = sentence(state)
    assert tone == "good"
    assert "falls 0.30 bits a minute" in words
    assert "About 0.30 more to gain" in words


def test_a_slow_night_is_told_in_bits_an_hour() -> None:
    state = run(lambda t: 3 - 0.002 * t, lambda t: 3 - 0.002 * t, left=5 * 3600)
    assert "falls 0.12 bits an hour" in sentence(state)[1]


def test_a_fall_that_is_steep_at_first_promises_nothing_for_the_whole_night() -> None:
    state = run(lambda t: 6 - 0.5 * t, lambda t: 6 - 0.5 * t, left=8 * 3600)
    assert "more to gain" not in sentence(state)[1]


def test_a_run_that_hardly_falls_levels_off() -> None:
    state = run(lambda t: 3 + math.exp(-3 * t), lambda t: 3 + math.exp(-3 * t), minutes=6, left=120)
    assert state.trend() is Trend.LEVEL
    assert "Levelling off" in sentence(state)[1]


def test_a_held_out_figure_that_rises_while_training_falls_is_overfitting_and_the_best_is_kept() -> None:
    state = run(lambda t: 3 + 0.2 * abs(t - 2), lambda t: 4 - 0.4 * t)
    assert state.trend() is Trend.OVERFITTING
    tone, words = sentence(state)
    assert tone == "bad"
    assert "The best, 3.00 bits a note, is kept" in words


def test_both_figures_rising_slowly_is_not_overfitting() -> None:
    assert run(lambda t: 3 + 0.2 * abs(t - 2), lambda t: 3 + 0.1 * t).trend() is not Trend.OVERFITTING


def test_training_figures_that_explode_are_diverging_and_the_learning_rate_is_named() -> None:
    state = run(lambda t: 3.0, lambda t: 4 - 0.3 * t if t < 4 else 9.0)
    assert state.trend() is Trend.DIVERGING
    assert "learning rate" in sentence(state)[1]


def test_one_bad_moment_is_not_diverging() -> None:
    state = run(lambda t: 4 - 0.3 * t, lambda t: 4 - 0.3 * t, left=60)
    state.feed(progress(305, 8.0))
    assert state.trend() is not Trend.DIVERGING


def test_a_step_back_is_forgiven_once_there_is_a_better_model() -> None:
    state = run(lambda t: 4 - 0.3 * t, lambda t: 4 - 0.3 * t, left=60)
    state.feed(SteppedBack(3000, 300.0, learning_rate_scale=0.5))
    assert state.trend() is Trend.DIVERGING
    state.feed(Validated(3300, 330.0, nats=2.3 * math.log(2), columns={}, best=True))
    assert state.trend() is not Trend.DIVERGING


def test_too_few_checks_say_nothing_yet() -> None:
    state = run(lambda t: 5 - t, lambda t: 5 - t, minutes=1)
    assert state.trend() is Trend.TOO_EARLY
    assert sentence(state)[0] == "muted"


# -- where it stands ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "phase", "can_resume"),
    [
        ("budget", Phase.DONE, False),
        ("early", Phase.EARLY, False),
        ("paused", Phase.PAUSED, True),
        ("interrupted", Phase.PAUSED, True),
        ("stopped", Phase.STOPPED, True),
    ],
)
def test_an_ending_decides_what_can_be_done_next(reason: str, phase: Phase, can_resume: bool) -> None:
    state = feed(run(lambda t: 3, lambda t: 3), [Saved(3000, 300, CHECKPOINT)])
    state.feed(Finished(3000, 300, reason=reason, nats=2.0, best_step=10))
    state.alive = False
    assert state.phase is phase
    assert state.can_resume is can_resume


def test_a_run_whose_process_is_gone_without_a_word_has_crashed_and_can_resume() -> None:
    state = feed(run(lambda t: 3, lambda t: 3), [Saved(3000, 300, CHECKPOINT)])
    state.alive, state.problem = False, "the disk is full"
    assert state.phase is Phase.CRASHED
    assert state.can_resume
    tone, words = sentence(state)
    assert tone == "bad"
    assert "the disk is full" in words
    assert "Resume" in words


def test_a_crash_before_anything_was_saved_offers_no_resume() -> None:
    state = feed(RunState(Path("run")), [started(), progress(1, 5.0)])
    assert state.phase is Phase.CRASHED
    assert not state.can_resume
    assert "before anything was saved" in sentence(state)[1]


def test_a_run_whose_history_is_still_being_read_is_not_called_crashed() -> None:
    assert RunState(Path("run"), unread=True).phase is Phase.UNREAD


def test_a_finished_run_whose_process_is_just_leaving_does_not_look_like_a_beginning() -> None:
    state = run(lambda t: 3, lambda t: 3)
    state.feed(Finished(3000, 300, reason="budget", nats=2.0, best_step=10))
    assert state.alive
    assert state.phase is Phase.DONE


def test_resume_cannot_be_asked_for_twice() -> None:
    state = feed(run(lambda t: 3, lambda t: 3), [Saved(3000, 300, CHECKPOINT)])
    state.feed(Finished(3000, 300, reason="paused", nats=2.0, best_step=10))
    state.alive = False
    state.starting = True
    assert state.phase is Phase.PREPARING
    assert not state.can_resume


def test_reading_the_corpus_again_is_told_in_files() -> None:
    state = RunState(Path("run"), alive=True, ended="paused")
    state.feed(Loading(0, 1.0, done=120, total=1000))
    assert state.phase is Phase.PREPARING
    assert sentence(state)[1] == "Reading the corpus: 120 of 1,000 files."
    assert state_line(state) == "reading · 12%"
    state.feed(started(60, resumed=True))
    assert state_line(state).startswith("learning")


def test_a_run_that_was_asked_to_pause_says_so_until_it_has() -> None:
    state = run(lambda t: 3, lambda t: 3)
    state.asked = "pause"
    assert state_line(state) == "pausing"
    assert "Pausing" in sentence(state)[1]


def test_what_came_after_the_checkpoint_is_forgotten_when_a_run_goes_on() -> None:
    state = run(lambda t: 3, lambda t: 3)
    state.feed(Sampled(2900, 290.0, "samples/step-0002900.mid"))
    state.feed(started(200, resumed=True))
    assert max(x for x, _ in state.held) <= 200 / 60
    assert max(x for x, _ in state.learned.points) <= 200 / 60
    assert state.samples == []


@pytest.mark.parametrize("config", [{}, {"corpus": None}, {"corpus": [], "model": 3}, {"training": "x"}])
def test_a_damaged_config_reads_as_nothing_known(config: dict[str, object]) -> None:
    state = RunState(Path("run"), config)
    assert state.corpus == ""
    assert state.setting("model", "hidden_size", 1) == 1
    assert state.setting("training", "minutes", 2) == 2


# -- figures -----------------------------------------------------------------------------------------------------------


def test_a_night_of_figures_stays_small_and_keeps_its_shape() -> None:
    trace = Trace()
    for i in range(57_600):
        trace.add(i / 120, 2 + 3 * math.exp(-i / 5000))
    assert MOST_POINTS / 2 <= len(trace) <= MOST_POINTS
    assert trace.latest == pytest.approx((57_599 / 120, 2.0), abs=1e-3)
    worst = max(abs(y - (2 + 3 * math.exp(-120 * x / 5000))) for x, y in trace.points)
    assert worst < 0.001
    steps = {round(b[0] - a[0], 6) for a, b in zip(trace.points, trace.points[1:], strict=False)}
    assert len(steps) == 1


def test_a_trace_that_is_cut_goes_on_from_there() -> None:
    trace = Trace()
    for i in range(5000):
        trace.add(i, 1.0)
    trace.cut(1000)
    assert trace.latest is not None
    assert trace.latest[0] <= 1000
    trace.add(1001, 2.0)
    assert trace.latest == (1001, 2.0)


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (250, "4:10"), (3729, "1:02:09"), (-5, "0:00")])
def test_clocks_are_written_as_people_do(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (20, "20 s"), (240, "4 min"), (10_800, "3.0 h")])
def test_times_are_told_in_round_words(seconds: float, words: str) -> None:
    assert about(seconds) == words


@pytest.mark.parametrize(
    ("standing", "tone", "said"),
    [
        (Standing(6000, 1.16, 1.47, passes=3.0), "good", "Good: it foresees new pieces clearly better"),
        (Standing(6000, 9.9, 10.2), "muted", "Rough: a longer training"),
        (Standing(6000, 19.05, 19.4), "muted", "Hardly begun:"),
    ],
)
def test_a_run_that_ended_says_what_its_model_is_worth(standing: Standing, tone: str, said: str) -> None:
    state = run(lambda minutes: 2.0, lambda minutes: 2.0)
    state.feed(Judged(3000, 300, standing))
    state.feed(Finished(3000, 300, reason="budget", nats=2.0, best_step=10))
    state.alive = False

    shown, words = sentence(state)

    assert shown == tone
    assert said in words
    assert state_line(state).startswith(f"{standing.verdict} · done")
