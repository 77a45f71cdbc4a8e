"""What the window says about a run: its state in a word or two, and how learning goes in a sentence."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from gui.models.run_state import Phase, RunState, Trend

Tone = Literal["good", "bad", "muted"]


# the translation tool finds calls of this name with a literal context
translate = QCoreApplication.translate


def unit(event_name: str) -> str:
    """`bits a note` or `bits a character`."""
    return (
        translate("RunWords", "bits a character") if event_name == "character" else translate("RunWords", "bits a note")
    )


def events_word(event_name: str) -> str:
    """`notes` or `characters`."""
    return translate("RunWords", "characters") if event_name == "character" else translate("RunWords", "notes")


def clock(seconds: float) -> str:
    """`4:10`, `1:02:09`."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def about(seconds: float) -> str:
    """A time in round words: `20 s`, `4 min`, `3 h`."""
    if seconds < 55:
        return translate("RunWords", "{n} s").format(n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return translate("RunWords", "{n} min").format(n=round(seconds / 60))
    return translate("RunWords", "{n} h").format(n=round(seconds / 3600, 1))


def state_line(state: RunState) -> str:
    """The state in a few words, for the list of runs."""
    phase = state.phase
    if phase is Phase.RUNNING:
        return translate("RunWords", "learning · {time} left").format(time=about(state.seconds_left))
    if phase is Phase.DONE:
        return translate("RunWords", "done · best at step {step}").format(step=f"{state.best_step:,}")
    return {
        Phase.PREPARING: translate("RunWords", "reading its corpus"),
        Phase.PAUSED: translate("RunWords", "paused · can resume"),
        Phase.STOPPED: translate("RunWords", "stopped · can resume"),
        Phase.EARLY: translate("RunWords", "done · stopped early"),
        Phase.CRASHED: translate("RunWords", "ended unexpectedly"),
    }[phase]


def sentence(state: RunState) -> tuple[Tone, str]:
    """How it goes, in a sentence, and whether that is good news."""
    phase = state.phase
    best = (
        translate("RunWords", "{bits:.2f} {unit}").format(bits=state.best_bits, unit=unit(state.event_name))
        if state.has_figure
        else ""
    )
    if phase is Phase.CRASHED:
        words = translate("RunWords", "Training ended unexpectedly: {line}. Resume goes on from the last checkpoint.")
        return "bad", words.format(line=state.last_line.rstrip(".") or translate("RunWords", "its process is gone"))
    if phase is Phase.PREPARING:
        return "muted", translate("RunWords", "Reading the corpus; learning begins in a moment.")
    if phase is Phase.PAUSED:
        return "muted", translate("RunWords", "Paused. Resume goes on exactly where it stopped.")
    if phase is Phase.STOPPED:
        return "good", translate("RunWords", "Stopped; the best model, {best}, is kept. Resume goes on.").format(
            best=best
        )
    if phase is Phase.EARLY:
        return "good", translate(
            "RunWords", "Finished early, since nothing better came for long. Best: {best}."
        ).format(best=best)
    if phase is Phase.DONE:
        return "good", translate("RunWords", "Finished. Best: {best}. Use it on the Create page.").format(best=best)
    return _while_running(state, best)


def _while_running(state: RunState, best: str) -> tuple[Tone, str]:
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
        return "good", translate(
            "RunWords", "Levelling off: little more to gain in the time left. Best so far: {best}."
        ).format(best=best)
    if trend is Trend.LEARNING:
        fall = -state.slope()
        words = translate("RunWords", "Learning well: held-out falls {fall:.2f} bits a minute.")
        return "good", words.format(fall=fall)
    return "muted", translate("RunWords", "Just begun; the first checks say more soon.")
