"""Words about a run: its state in a word or two, and its progress in a sentence."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from gui.kinds import view_of_event
from gui.number_format import decimals, whole
from gui.train.run_state import Phase, RunState, Trend
from gui.verdict_words import verdict_sentence, verdict_word
from seqgen.network.standing import NO_COMPLAINT

Tone = Literal["good", "bad", "muted"]
SLOW_BITS_A_MINUTE = 0.02
MOST_GAIN_SHARE = 0.2

# the translation tool finds calls of this name with a literal context
translate = QCoreApplication.translate


def unit(event_name: str) -> str:
    """Return `bits a note` or `bits a character`."""
    return view_of_event(event_name).unit_words()


def about(seconds: float) -> str:
    """Return a rounded time: `20 s`, `4 min`, `3 h`."""
    if seconds < 55:
        return translate("RunWords", "{n} s").format(n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return translate("RunWords", "{n} min").format(n=round(seconds / 60))
    return translate("RunWords", "{n} h").format(n=round(seconds / 3600, 1))


def state_line(state: RunState) -> str:
    """Return the state in a few words, with the verdict where there is one, for the list of runs."""
    return " · ".join(filter(None, (verdict_word(state.verdict), _state_words(state))))


def _state_words(state: RunState) -> str:
    phase = state.phase
    if phase is Phase.RUNNING:
        if state.asked:
            return _asked_word(state)
        if state.seconds_left is None:
            return translate("RunWords", "learning")
        return translate("RunWords", "learning · {time} left").format(time=about(state.seconds_left))
    if phase is Phase.PREPARING and state.files:
        return translate("RunWords", "reading · {share:.0%}").format(share=state.files_read / state.files)
    if phase is Phase.DONE:
        return translate("RunWords", "done · best at step {step}").format(step=whole(state.best_step))
    return {
        Phase.UNREAD: "…",
        Phase.PREPARING: translate("RunWords", "beginning"),
        Phase.PAUSED: translate("RunWords", "paused · can resume"),
        Phase.STOPPED: translate("RunWords", "stopped · can resume"),
        Phase.EARLY: translate("RunWords", "done · stopped early"),
        Phase.CRASHED: translate("RunWords", "ended unexpectedly"),
    }[phase]


def _asked_word(state: RunState) -> str:
    return translate("RunWords", "pausing") if state.asked == "pause" else translate("RunWords", "stopping")


def sentence(state: RunState) -> tuple[Tone, str]:
    """Return the progress in a sentence, and whether that is good news."""
    phase = state.phase
    best = (
        translate("RunWords", "{bits} {unit}").format(bits=decimals(state.best_bits), unit=unit(state.event_name))
        if state.has_figure
        else "–"
    )
    if phase is Phase.CRASHED:
        return "bad", _crash(state)
    if phase is Phase.UNREAD:
        return "muted", "…"
    if phase is Phase.PREPARING:
        return "muted", _preparing(state)
    if phase is Phase.PAUSED:
        return "muted", translate("RunWords", "Paused. Resume goes on exactly where it stopped.")
    if phase in (Phase.STOPPED, Phase.EARLY, Phase.DONE):
        tone: Tone = "good" if state.verdict in NO_COMPLAINT else "muted"
        return tone, " ".join(filter(None, (_ended(phase, best), verdict_sentence(state.verdict))))
    return _while_running(state, best)


def _ended(phase: Phase, best: str) -> str:
    if phase is Phase.STOPPED:
        words = translate("RunWords", "Stopped; the best model, {best}, is kept. Resume goes on.")
    elif phase is Phase.EARLY:
        words = translate("RunWords", "Finished early, since nothing better came for long. Best: {best}.")
    else:
        words = translate("RunWords", "Finished. Best: {best}. Use it on the Create page.")
    return words.format(best=best)


def _while_running(state: RunState, best: str) -> tuple[Tone, str]:
    if state.asked == "pause":
        return "muted", translate("RunWords", "Pausing: it saves where it is.")
    if state.asked:
        return "muted", translate("RunWords", "Stopping: it is checked once more, and the best model is kept.")
    trend = state.trend()
    if trend is Trend.DIVERGING:
        return "bad", translate(
            "RunWords", "Diverging: the figures rise. Start again with half the learning rate; the best so far is kept."
        )
    if trend is Trend.OVERFITTING:
        words = translate(
            "RunWords",
            "Overfitting: it learns the pieces by heart and the held-out figure rises. The best, {best}, is kept. "
            "More pieces or more dropout would help.",
        )
        return "bad", words.format(best=best)
    if trend is Trend.LEVEL:
        # whether that is good is known at the end, beside counting
        return "muted", translate(
            "RunWords", "Levelling off: little more to gain in the time left. Best so far: {best}."
        ).format(best=best)
    if trend is Trend.LEARNING:
        return "good", _learning(state)
    return "muted", translate("RunWords", "Just begun; the first checks say more soon.")


def _crash(state: RunState) -> str:
    line = state.problem.rstrip(".") or translate("RunWords", "its process is gone")
    if state.can_resume:
        words = translate("RunWords", "Training ended unexpectedly: {line}. Resume goes on from the last checkpoint.")
    else:
        words = translate(
            "RunWords", "Training ended unexpectedly, before anything was saved: {line}. The menu starts one like it."
        )
    return words.format(line=line)


def _preparing(state: RunState) -> str:
    if not state.files:
        return translate("RunWords", "Reading the corpus; learning begins in a moment.")
    words = translate("RunWords", "Reading the corpus: {done} of {total} files.")
    return words.format(done=whole(state.files_read), total=whole(state.files))


def _learning(state: RunState) -> str:
    fall, gain = -state.slope(), state.gain()
    if fall < SLOW_BITS_A_MINUTE:
        words = translate("RunWords", "Learning: held-out falls {fall} bits an hour.")
        fall *= 60
    else:
        words = translate("RunWords", "Learning well: held-out falls {fall} bits a minute.")
    said = words.format(fall=decimals(fall))
    # a straight line extrapolated further than this means nothing
    if gain < MOST_GAIN_SHARE * state.best_bits:
        said += " " + translate("RunWords", "About {gain} more to gain in the time left.").format(gain=decimals(gain))
    return said
