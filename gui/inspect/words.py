"""Names of columns, features, views and values in the window."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from seqgen.inspection.findings import Finding

CONTEXT = "Inspect"
COLUMNS = {
    "char": QT_TRANSLATE_NOOP("Inspect", "Character"),
    "shift": QT_TRANSLATE_NOOP("Inspect", "When"),
    "instrument": QT_TRANSLATE_NOOP("Inspect", "Instrument"),
    "pitch": QT_TRANSLATE_NOOP("Inspect", "Pitch"),
    "duration": QT_TRANSLATE_NOOP("Inspect", "Length"),
    "velocity": QT_TRANSLATE_NOOP("Inspect", "Velocity"),
    "offset": QT_TRANSLATE_NOOP("Inspect", "Timing"),
}
VIEWS = {
    "hidden": QT_TRANSLATE_NOOP("Inspect", "Hidden units"),
    "cell": QT_TRANSLATE_NOOP("Inspect", "Cells"),
    "input": QT_TRANSLATE_NOOP("Inspect", "Input gates"),
    "forget": QT_TRANSLATE_NOOP("Inspect", "Forget gates"),
    "output": QT_TRANSLATE_NOOP("Inspect", "Output gates"),
    "update": QT_TRANSLATE_NOOP("Inspect", "Update gates"),
    "reset": QT_TRANSLATE_NOOP("Inspect", "Reset gates"),
}
ONE_OF_VIEW = {
    "hidden": QT_TRANSLATE_NOOP("Inspect", "unit {unit}"),
    "cell": QT_TRANSLATE_NOOP("Inspect", "cell {unit}"),
    "input": QT_TRANSLATE_NOOP("Inspect", "input gate {unit}"),
    "forget": QT_TRANSLATE_NOOP("Inspect", "forget gate {unit}"),
    "output": QT_TRANSLATE_NOOP("Inspect", "output gate {unit}"),
    "update": QT_TRANSLATE_NOOP("Inspect", "update gate {unit}"),
    "reset": QT_TRANSLATE_NOOP("Inspect", "reset gate {unit}"),
}
FEATURES = (
    QT_TRANSLATE_NOOP("Inspect", "place in the line"),
    QT_TRANSLATE_NOOP("Inspect", "end of a line"),
    QT_TRANSLATE_NOOP("Inspect", "place in the sentence"),
    QT_TRANSLATE_NOOP("Inspect", "place in the word"),
    QT_TRANSLATE_NOOP("Inspect", "inside quotes"),
    QT_TRANSLATE_NOOP("Inspect", "inside brackets"),
    QT_TRANSLATE_NOOP("Inspect", "indentation"),
    QT_TRANSLATE_NOOP("Inspect", "upper case"),
    QT_TRANSLATE_NOOP("Inspect", "letter"),
    QT_TRANSLATE_NOOP("Inspect", "digit"),
    QT_TRANSLATE_NOOP("Inspect", "space"),
    QT_TRANSLATE_NOOP("Inspect", "place in the piece"),
    QT_TRANSLATE_NOOP("Inspect", "pitch"),
    QT_TRANSLATE_NOOP("Inspect", "duration"),
    QT_TRANSLATE_NOOP("Inspect", "velocity"),
    QT_TRANSLATE_NOOP("Inspect", "drums"),
    QT_TRANSLATE_NOOP("Inspect", "deviation from the beat"),
    QT_TRANSLATE_NOOP("Inspect", "time since the note before"),
    QT_TRANSLATE_NOOP("Inspect", "notes that sound"),
    QT_TRANSLATE_NOOP("Inspect", "before a rest"),
    QT_TRANSLATE_NOOP("Inspect", "place in the bar"),
    QT_TRANSLATE_NOOP("Inspect", "on the beat"),
    QT_TRANSLATE_NOOP("Inspect", "first of the bar"),
    QT_TRANSLATE_NOOP("Inspect", "place in four bars"),
)
VALUES = (
    QT_TRANSLATE_NOOP("Inspect", "the end"),
    QT_TRANSLATE_NOOP("Inspect", "the unknown"),
    QT_TRANSLATE_NOOP("Inspect", "line end"),
    QT_TRANSLATE_NOOP("Inspect", "tab"),
    QT_TRANSLATE_NOOP("Inspect", "hard space"),
    QT_TRANSLATE_NOOP("Inspect", "together"),
    QT_TRANSLATE_NOOP("Inspect", "{length} later"),
    QT_TRANSLATE_NOOP("Inspect", "on time"),
    QT_TRANSLATE_NOOP("Inspect", "{length} late"),
    QT_TRANSLATE_NOOP("Inspect", "{length} early"),
    QT_TRANSLATE_NOOP("Inspect", "32nd triplet"),
    QT_TRANSLATE_NOOP("Inspect", "32nd"),
    QT_TRANSLATE_NOOP("Inspect", "16th triplet"),
    QT_TRANSLATE_NOOP("Inspect", "16th"),
    QT_TRANSLATE_NOOP("Inspect", "8th triplet"),
    QT_TRANSLATE_NOOP("Inspect", "dotted 16th"),
    QT_TRANSLATE_NOOP("Inspect", "8th"),
    QT_TRANSLATE_NOOP("Inspect", "quarter triplet"),
    QT_TRANSLATE_NOOP("Inspect", "dotted 8th"),
    QT_TRANSLATE_NOOP("Inspect", "quarter"),
    QT_TRANSLATE_NOOP("Inspect", "half triplet"),
    QT_TRANSLATE_NOOP("Inspect", "dotted quarter"),
    QT_TRANSLATE_NOOP("Inspect", "half"),
    QT_TRANSLATE_NOOP("Inspect", "dotted half"),
    QT_TRANSLATE_NOOP("Inspect", "whole"),
    QT_TRANSLATE_NOOP("Inspect", "dotted whole"),
    QT_TRANSLATE_NOOP("Inspect", "two wholes"),
)
_LATER = (" later", " late", " early")


def column_name(column: str) -> str:
    """Return the heading of a column."""
    return _translate(COLUMNS.get(column, column))


def view_name(view: str) -> str:
    """Return the name of a view of a layer: hidden units, cells or one of the gates."""
    return _translate(VIEWS.get(view, view))


def unit_name(view: str, unit: int) -> str:
    """Return the name of a unit, cell or gate."""
    return _translate(ONE_OF_VIEW.get(view, "{unit}")).format(unit=unit)


def feature_name(feature: str) -> str:
    return _translate(feature)


def value_name(value: str) -> str:
    for suffix in _LATER:
        if value.endswith(suffix):
            return _translate("{length}" + suffix).format(length=_translate(value.removesuffix(suffix)))
    return _translate(value)


def correlation(finding: Finding) -> str:
    """Return Pearson's r with its sign, such as `r +0.83`."""
    number = f"{finding.r:+.2f}".replace("-", "\u2212")
    return _translate(QT_TRANSLATE_NOOP("Inspect", "r {number}")).format(number=number)


def _translate(words: object) -> str:
    return QCoreApplication.translate(CONTEXT, str(words))
