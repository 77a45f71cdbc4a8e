"""Texts about a take: its figures and its provenance."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from gui.kinds import view_of
from gui.number_format import decimals, shortest
from gui.reasons import in_words
from gui.sampling.settings import SamplingSettings
from gui.verdict_words import beside_pieces, oddness
from seqgen.errors import Sentence
from seqgen.kinds import kind_named
from seqgen.kinds.evaluation import Shape
from seqgen.library.take import BEST, TakeRecord

MOST_SETTINGS, LONGEST_VALUE, LONGEST_NOTE = 24, 60, 400
OF_MANY = ("takes", "seed", "seed_locked", "as_measured")
"""Settings that say nothing of one take."""
MEANS_AT_ZERO = ("temperature",)
"""Settings shown at zero too; others are off at zero and left out."""


# the translation tool looks for calls of this name with a literal context
translate = QCoreApplication.translate


def number(record: TakeRecord) -> str:
    """`#3`."""
    return f"#{record.number}"


def title(record: TakeRecord) -> str:
    """`Take 3`, or the take's own name."""
    return record.name or translate("TakeWords", "Take {number}").format(number=record.number)


def family(record: TakeRecord) -> str:
    """`rewrites #3, bars 5–8`; empty for a take that is made from no other."""
    number = record.parent.rpartition(" ")[2].lstrip("0")
    if not record.origin or not number.isdecimal():
        return ""
    words = {
        "continue": translate("TakeWords", "continues #{number}"),
        "vary": translate("TakeWords", "varies #{number}"),
        "rewrite": translate("TakeWords", "rewrites #{number}"),
        "form": translate("TakeWords", "#{number} in another form"),
        "humanize": translate("TakeWords", "humanizes #{number}"),
    }.get(record.origin, "#{number}")
    return ", ".join(part for part in (words.format(number=number), changed(record)) if part)


def changed(record: TakeRecord) -> str:
    """`bars 5–8`, or `bars 5–8 of Bass` for one part alone; empty if no bar is known to be changed."""
    if not record.changed:
        return ""
    first, last = min(record.changed), max(record.changed)
    one = translate("TakeWords", "bar {bar}").format(bar=first)
    bars = one if first == last else translate("TakeWords", "bars {first}–{last}").format(first=first, last=last)
    return translate("TakeWords", "{bars} of {part}").format(bars=bars, part=record.part) if record.part else bars


def source(record: TakeRecord) -> str:
    """Return on one line how a take differs from real pieces, and its family, tags, project, model and corpus: `strange
    · slow · Album · Bach chorales`."""
    parts = [
        oddness(record.bits, record.usual_bits),
        family(record),
        *record.tags,
        record.project,
        record.model_name,
        record.corpus,
    ]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def rated(record: TakeRecord) -> str:
    """`4 of 5`, empty without a rating."""
    if not record.rating:
        return ""
    return translate("TakeWords", "{rating} of {best}").format(rating=record.rating, best=BEST)


def bits(record: TakeRecord) -> str:
    """`2.91 bits`, or a dash if unknown."""
    if record.bits <= 0:
        return "–"
    return translate("TakeWords", "{bits} bits").format(bits=decimals(record.bits))


def _bits_each(record: TakeRecord) -> str:
    """`2.91 bits a note`."""
    return view_of(record.kind).bits_each(decimals(record.bits))


def copied(record: TakeRecord) -> str:
    """`2% copied`, empty if the model has no index of its corpus."""
    if record.copied is None:
        return ""
    return translate("TakeWords", "{percent}% copied").format(percent=round(100 * record.copied))


def copies(record: TakeRecord) -> list[str]:
    """Return lines on what real pieces share, and on the parts that stand in the corpus."""
    lines = []
    if record.copied is not None and record.shared is not None:
        words = translate("TakeWords", "Real pieces share {percent}% with each other")
        lines.append(words.format(percent=round(100 * record.shared)))
    for part in record.copies:
        with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError):
            # a record may be damaged
            first, last, piece = int(part["first"]), int(part["last"]), str(part["piece"])
            lines.append(view_of(record.kind).stands_in(first, last, piece))
    return lines


def spoken(record: TakeRecord, *, new: bool = False) -> str:
    """Return the description of a take for screen readers."""
    words = [translate("TakeWords", "Take {number}").format(number=record.number)]
    if record.name:
        words.append(record.name)
    if new:
        words.append(translate("TakeWords", "new"))
    words.append(translate("TakeWords", "starred") if record.starred else translate("TakeWords", "not starred"))
    if record.rating:
        words.append(translate("TakeWords", "rated {rating}").format(rating=rated(record)))
    if record.bits > 0:
        words += [_bits_each(record), beside_pieces(record.bits, record.usual_bits)]
    if record.copied is not None:
        share = translate("TakeWords", "warning: {copied}") if record.copies_much else "{copied}"
        words.append(share.format(copied=copied(record)))
    words.append(view_of(record.kind).spoken_length(record))
    if record.edited:
        words.append(translate("TakeWords", "edited"))
    words.append(family(record))
    words += record.tags
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
    """Return the tooltip of a take: its figures, what is said of it, its model, and the settings that were not the
    usual ones."""
    number = translate("TakeWords", "Take {number}").format(number=record.number)
    lines = [" · ".join(part for part in (record.name, number, facts(record)) if part)]
    figures = [_bits_each(record)] if record.bits > 0 else []
    figures += [each for each in (beside_pieces(record.bits, record.usual_bits),) if each]
    figures += [part for part in (copied(record), view_of(record.kind).spoken_length(record)) if part]
    lines.append(" · ".join(figures))
    lines += copies(record)
    if record.copies_much:
        lines.append(translate("TakeWords", "Much of it stands in the corpus word for word"))
    said = (
        (rated(record), translate("TakeWords", "Rating: {words}")),
        (", ".join(record.tags), translate("TakeWords", "Tags: {words}")),
        (record.project, translate("TakeWords", "Project: {words}")),
        (record.model_name, translate("TakeWords", "Model: {words}")),
        (record.corpus, translate("TakeWords", "Corpus: {words}")),
    )
    lines += [template.format(words=words) for words, template in said if words]
    if said_of_family := family(record):
        lines.append(said_of_family[0].upper() + said_of_family[1:])
    lines += remarks(record)
    if record.edited:
        lines.append(translate("TakeWords", "Changed by hand since it was written"))
    lines += _settings(_unusual(record))
    return "\n".join([*lines, *([f"“{_short(record.note, LONGEST_NOTE)}”"] if record.note else [])])


def _unusual(record: TakeRecord) -> dict[str, Any]:
    """Return the settings of a take that differ from those of a first start."""
    kind = record.kind
    usual = SamplingSettings().with_shape(kind, Shape(0, kind_named(kind).rules())).told(kind)
    told = SamplingSettings.from_json(record.settings).told(kind)
    return {name: value for name, value in told.items() if name not in OF_MANY and usual.get(name) != value}


def _settings(settings: Mapping[str, Any], prefix: str = "") -> list[str]:
    """Return `name: value` lines of the settings in effect, nested ones with their prefix."""
    lines: list[str] = []
    for name, value in settings.items():
        title = f"{prefix}{str(name).replace('_', ' ')}"
        if isinstance(value, Mapping):
            lines += _settings(value, f"{title}, ")
        elif name in MEANS_AT_ZERO or value not in (None, "", 0, False, [], ()):
            words = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else _value(value)
            lines.append(f"{title}: {_short(words, LONGEST_VALUE)}")
    return lines[:MOST_SETTINGS]


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"


def _value(value: object) -> str:
    if value is True:
        return translate("TakeWords", "yes")
    return shortest(value) if isinstance(value, float) else str(value)
