"""Texts about a take: its figures and its provenance."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from gui.kinds import view_of
from gui.number_format import decimals
from gui.reasons import in_words
from gui.sampling.settings import SamplingSettings
from gui.verdict_words import beside_pieces
from seqgen.errors import Sentence
from seqgen.library.take import TakeRecord

MUCH_COPIED = 0.05
"""Copied share from which on it is shown as a warning."""
MOST_SETTINGS, LONGEST_VALUE = 24, 60
MEANS_AT_ZERO = ("temperature",)
"""Settings shown at zero too; others are off at zero and left out."""


# the translation tool looks for calls of this name with a literal context
translate = QCoreApplication.translate


def number(record: TakeRecord) -> str:
    """`#3`."""
    return f"#{record.number}"


def bits(record: TakeRecord) -> str:
    """`2.91 bits`, or a dash if unknown."""
    if record.bits <= 0:
        return "–"
    return translate("TakeWords", "{bits} bits").format(bits=decimals(record.bits))


def _bits_each(record: TakeRecord) -> str:
    """`2.91 bits a note`."""
    return view_of(record.kind).bits_each(decimals(record.bits))


def much_copied(record: TakeRecord) -> bool:
    """Return True if so much is copied from the corpus that it deserves a warning."""
    return record.copied is not None and record.copied > MUCH_COPIED


def copied(record: TakeRecord) -> str:
    """`2% copied`, empty if the model has no index of its corpus."""
    if record.copied is None:
        return ""
    return translate("TakeWords", "{percent}% copied").format(percent=round(100 * record.copied))


def spoken(record: TakeRecord, *, new: bool = False) -> str:
    """Return the description of a take for screen readers."""
    words = [translate("TakeWords", "Take {number}").format(number=record.number)]
    if new:
        words.append(translate("TakeWords", "new"))
    words.append(translate("TakeWords", "starred") if record.starred else translate("TakeWords", "not starred"))
    if record.bits > 0:
        words += [_bits_each(record), beside_pieces(record.bits, record.usual_bits)]
    if record.copied is not None:
        share = translate("TakeWords", "warning: {copied}") if much_copied(record) else "{copied}"
        words.append(share.format(copied=copied(record)))
    words.append(view_of(record.kind).spoken_length(record))
    if record.edited:
        words.append(translate("TakeWords", "edited"))
    return ", ".join(filter(None, words))


def facts(record: TakeRecord) -> str:
    """Return a line for the heading: `G major · 4/4 · 92 bpm · 16 bars · seed 41`."""
    parts = [*view_of(record.kind).facts(record), translate("TakeWords", "seed {seed}").format(seed=record.seed)]
    return " · ".join(part for part in parts if part)


def remarks(record: TakeRecord) -> list[str]:
    """Return sentences on what was changed in a take's beginning, and what was asked but is not kept."""
    found = []
    for each in record.remarks:
        with contextlib.suppress(ValueError):
            found.append(in_words(Sentence.from_json(each)))
    return found


def tip(record: TakeRecord) -> str:
    """Return the tooltip of a take, one line for each figure, its model and all settings."""
    name = translate("TakeWords", "Take {number}").format(number=record.number)
    lines = [f"{name} · {facts(record)}"]
    figures = [_bits_each(record)] if record.bits > 0 else []
    figures += [each for each in (beside_pieces(record.bits, record.usual_bits),) if each]
    figures += [part for part in (copied(record), view_of(record.kind).spoken_length(record)) if part]
    lines.append(" · ".join(figures))
    if much_copied(record):
        lines.append(translate("TakeWords", "Much of it stands in the corpus word for word"))
    if record.model_name:
        lines.append(translate("TakeWords", "Model: {name}").format(name=record.model_name))
    if record.corpus:
        lines.append(translate("TakeWords", "Corpus: {name}").format(name=record.corpus))
    lines += remarks(record)
    if record.edited:
        lines.append(translate("TakeWords", "Changed by hand since it was written"))
    return "\n".join(lines + _settings(SamplingSettings.from_json(record.settings).told(record.kind)))


def _settings(settings: Mapping[str, Any], prefix: str = "") -> list[str]:
    """Return `name: value` lines of the settings in effect, nested ones with their prefix."""
    lines: list[str] = []
    for name, value in settings.items():
        title = f"{prefix}{str(name).replace('_', ' ')}"
        if isinstance(value, Mapping):
            lines += _settings(value, f"{title}, ")
        elif name in MEANS_AT_ZERO or value not in (None, "", 0, False, [], ()):
            words = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else _value(value)
            short = words if len(words) <= LONGEST_VALUE else words[: LONGEST_VALUE - 1] + "…"
            lines.append(f"{title}: {short}")
    return lines[:MOST_SETTINGS]


def _value(value: object) -> str:
    if value is True:
        return translate("TakeWords", "yes")
    return f"{value:g}" if isinstance(value, float) else str(value)
