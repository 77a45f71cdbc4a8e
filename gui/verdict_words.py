"""Words for the standing of a model beside counting."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from seqgen.network.standing import GOOD, HARDLY_BEGUN, OVERFITTED, ROUGH

# the translation tool finds calls of this name with a literal context
translate = QCoreApplication.translate


def verdict_word(verdict: str) -> str:
    """Return a verdict in a word or two, empty where there is none."""
    return {
        HARDLY_BEGUN: translate("Verdict", "hardly begun"),
        ROUGH: translate("Verdict", "rough"),
        GOOD: translate("Verdict", "good"),
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
        OVERFITTED: translate(
            "Verdict", "Overfitted: it knows its pieces by heart. More pieces would help, more time does not."
        ),
    }.get(verdict, "")
