"""What the window says about a run: its state in a word or two, and how learning goes in a sentence."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from gui.models.run_state import Phase, RunState, Trend

Tone = Literal["good", "bad", "muted"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunWords", text)


def unit(event_name: str) -> str:
    """`bits a note` or `bits a character`."""
    return _tr("bits a character") if event_name == "character" else _tr("bits a note")


def events_word(event_name: str) -> str:
    """`notes` or `characters`."""
    return _tr("characters") if event_name == "character" else _tr("notes")


def clock(seconds: float) -> str:
    """`4:10`, `1:02:09`."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def about(seconds: float) -> str:
    """A time in round words: `20 s`, `4 min`, `3 h`."""
    if seconds < 55:
        return _tr("{n} s").format(n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return _tr("{n} min").format(n=round(seconds / 60))
    return _tr("{n} h").format(n=round(seconds / 3600, 1))


def state_line(state: RunState) -> str:
    """The state in a few words, for the list of runs."""
    phase = state.phase
    if phase is Phase.RUNNING:
        return _tr("learning · {time} left").format(time=about(state.seconds_left))
    if phase is Phase.DONE:
        return _tr("done · best at step {step}").format(step=f"{state.best_step:,}")
    return {
        Phase.PREPARING: _tr("reading its corpus"),
        Phase.PAUSED: _tr("paused · can resume"),
        Phase.STOPPED: _tr("stopped · can resume"),
        Phase.EARLY: _tr("done · stopped early"),
        Phase.CRASHED: _tr("ended unexpectedly"),
    }[phase]


def sentence(state: RunState) -> tuple[Tone, str]:
    """How it goes, in a sentence, and whether that is good news."""
    phase = state.phase
    best = (
        _tr("{bits:.2f} {unit}").format(bits=state.best_bits, unit=unit(state.event_name)) if state.has_figure else ""
    )
    if phase is Phase.CRASHED:
        words = _tr("Training ended unexpectedly: {line}. Resume goes on from the last checkpoint.")
        return "bad", words.format(line=state.last_line.rstrip(".") or _tr("its process is gone"))
    if phase is Phase.PREPARING:
        return "muted", _tr("Reading the corpus; learning begins in a moment.")
    if phase is Phase.PAUSED:
        return "muted", _tr("Paused. Resume goes on exactly where it stopped.")
    if phase is Phase.STOPPED:
        return "good", _tr("Stopped; the best model, {best}, is kept. Resume goes on.").format(best=best)
    if phase is Phase.EARLY:
        return "good", _tr("Finished early, since nothing better came for long. Best: {best}.").format(best=best)
    if phase is Phase.DONE:
        return "good", _tr("Finished. Best: {best}. Use it on the Create page.").format(best=best)
    return _while_running(state, best)


def _while_running(state: RunState, best: str) -> tuple[Tone, str]:
    trend = state.trend()
    if trend is Trend.DIVERGING:
        return "bad", _tr(
            "Diverging: the figures rise. Start again with half the learning rate; the best so far is kept."
        )
    if trend is Trend.OVERFITTING:
        words = _tr(
            "Overfitting: it learns the pieces by heart and the held-out figure rises. The best, {best}, is kept. "
            "More pieces or more dropout would help."
        )
        return "bad", words.format(best=best)
    if trend is Trend.LEVEL:
        return "good", _tr("Levelling off: little more to gain in the time left. Best so far: {best}.").format(
            best=best
        )
    if trend is Trend.LEARNING:
        fall = -state.slope()
        words = _tr("Learning well: held-out falls {fall:.2f} bits a minute.")
        return "good", words.format(fall=fall)
    return "muted", _tr("Just begun; the first checks say more soon.")
