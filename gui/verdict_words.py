"""Words for the standing of a model beside counting."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.number_format import decimals
from seqgen.network import standing
from seqgen.network.standing import ALIKE, GOOD, HARDLY_BEGUN, OVERFITTED, PLAINER, ROUGH, STRANGER, VERY_GOOD

# the translation tool finds calls of this name with a literal context
translate = QCoreApplication.translate


def verdict_word(verdict: str) -> str:
    """Return a verdict in a word or two, empty where there is none."""
    return {
        HARDLY_BEGUN: translate("Verdict", "hardly begun"),
        ROUGH: translate("Verdict", "rough"),
        GOOD: translate("Verdict", "good"),
        VERY_GOOD: translate("Verdict", "very good"),
        OVERFITTED: translate("Verdict", "overfitted"),
    }.get(verdict, "")


def verdict_sentence(verdict: str) -> str:
    """Return a sentence on what a verdict means, empty where there is none."""
    return {
        HARDLY_BEGUN: translate(
            "Verdict", "Hardly begun: it foresees new pieces no better than counting does. Train longer."
        ),
        ROUGH: translate("Verdict", "Rough: a longer training would give better takes."),
        GOOD: translate("Verdict", "Good: it foresees new pieces clearly better than counting does."),
        VERY_GOOD: translate("Verdict", "Very good: it foresees new pieces far better than counting does."),
        OVERFITTED: translate(
            "Verdict", "Overfitted: it knows its pieces by heart. More pieces would help, more time does not."
        ),
    }.get(verdict, "")


def figure_words(unit: str, verdict: str) -> str:
    """Return the unit of a held-out figure, with the verdict beside it: `bits a note · good`."""
    return " · ".join(filter(None, (unit, verdict_word(verdict))))


def bits_meaning() -> str:
    """Return a sentence on what bits are."""
    return translate(
        "Verdict",
        "Bits are the yes-or-no questions that it takes to guess what comes next in a piece it has not seen.",
    )


def figure_meaning(bits: float, times: float, verdict: str) -> str:
    """Return what a held-out figure means, and how many times as much counting costs (0 where that was not
    measured)."""
    lines = [
        bits_meaning(),
        translate("Verdict", "This model needs {bits}; the fewer, the better it knows the style.").format(
            bits=decimals(bits)
        ),
    ]
    if times > 0.0:
        words = translate("Verdict", "Counting what follows what needs {times} times as many.")
        lines.append(words.format(times=decimals(times)))
    return "\n".join(filter(None, (*lines, verdict_sentence(verdict))))


def oddness(bits: float, usual: float) -> str:
    """Return a word for a piece that does not cost as much as real ones, empty for one that does."""
    return {
        STRANGER: translate("Verdict", "strange"),
        PLAINER: translate("Verdict", "plain"),
    }.get(standing.beside_pieces(bits, usual), "")


def beside_pieces(bits: float, usual: float) -> str:
    """Return how a piece that costs so many bits stands beside `usual`, the cost of real ones that were held out."""
    words = {
        STRANGER: translate("Verdict", "stranger than real pieces ({usual})"),
        PLAINER: translate("Verdict", "plainer than real pieces ({usual})"),
        ALIKE: translate("Verdict", "about as real pieces ({usual})"),
    }.get(standing.beside_pieces(bits, usual), "")
    return words.format(usual=decimals(usual))
