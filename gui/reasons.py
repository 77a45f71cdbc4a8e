"""Reasons in the language of the window.

An error carries its words in English, wherever it arises. Here the sentence is taken apart by its template, and its
fields are put into the words of the window's language. A sentence without a template is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

FILE = "{file}: "
REASONS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Reasons", "{file}: the file is empty"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: holds no notes"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: holds {count} notes; at most {most} are read; split it"),
    QT_TRANSLATE_NOOP(
        "Reasons",
        "{file}: no notes could be recovered from it ({why}); export it again from its program",
    ),
    QT_TRANSLATE_NOOP("Reasons", "{file}: none of its tunes could be read ({why})"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: ends within its header (byte {byte})"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: holds more than {most} events; split it"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: holds no tune; a tune begins with a line X:1"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: holds {count} tunes; at most {most} are read; split it"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is binary data, not ABC"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: the file holds no text"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: cannot be opened: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: cannot be written: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: cannot be made: {why}"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: has {count} bytes; at most {most} are read"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is not a regular file"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: there is no such file"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: the folder holds no files"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: all of its pieces are left out; use at least one"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: {notes} is too little to learn from; give more files"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: there is no such file or folder, nor a corpus named so ({known})"),
    QT_TRANSLATE_NOOP(
        "Reasons",
        "{file}: is a pickle, which can run code when it is opened; seqgen reads safetensors only",
    ),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is damaged (its checksum does not match); use another copy"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is not a safetensors file, or is cut short"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is not a {kind} file"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: its header is damaged"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: its header is damaged ({why})"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is damaged ({why})"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is not a SoundFont (it does not begin with RIFF ... sfbk)"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is damaged or cut short: its chunk {chunk} is missing"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: is not there any more; read the corpus again"),
    QT_TRANSLATE_NOOP("Reasons", "{file}: holds nothing that {model} knows"),
    QT_TRANSLATE_NOOP("Reasons", "{model} reads {kind}, and this is text; choose another model"),
    QT_TRANSLATE_NOOP("Reasons", "{model} reads {kind}, and {file} is {other}; choose another model"),
    QT_TRANSLATE_NOOP("Reasons", "type some text first"),
    QT_TRANSLATE_NOOP("Reasons", "the model wrote nothing there; try again or raise the temperature"),
    QT_TRANSLATE_NOOP(
        "Reasons",
        "every one of {count} takes copied a run of more than {most}; raise --max-copy or the temperature",
    ),
    QT_TRANSLATE_NOOP("Reasons", "the rules leave nothing to go on with; widen the range, the grid or the polyphony"),
    QT_TRANSLATE_NOOP("Reasons", "the network's numbers grew beyond all bounds while it wrote; train it again"),
    QT_TRANSLATE_NOOP("Reasons", "key, range and instruments leave no note to play; widen one of them"),
    QT_TRANSLATE_NOOP("Reasons", "drums alone have no key, range or polyphony; leave these out"),
    QT_TRANSLATE_NOOP("Reasons", "this model's notes are too long for a limit on polyphony"),
    QT_TRANSLATE_NOOP("Reasons", "there are no notes to go on from"),
    QT_TRANSLATE_NOOP("Reasons", "this model can play none of the primer's notes; give another"),
    QT_TRANSLATE_NOOP("Reasons", "none of the allowed characters occurs in this model's corpus; allow others"),
    QT_TRANSLATE_NOOP("Reasons", "take {number} is silent: all its tracks are muted or empty"),
    QT_TRANSLATE_NOOP("Reasons", "training cannot be started: {why}"),
)
"""Templates of the sentences that the window shows, with a field for each part that differs."""


def in_words(reason: str) -> str:
    """Return a reason in the window's language."""
    for template, pattern in _patterns():
        found = pattern.fullmatch(reason)
        if found is not None:
            words = QCoreApplication.translate("Reasons", template)
            # a report names the file elsewhere
            words = words if found.groupdict().get("file", "") is not None else words.removeprefix(FILE)
            return words.format(**found.groupdict())
    return reason


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return each template with its pattern, those with the most words first, which say the most."""
    templates = sorted(map(str, REASONS), key=lambda template: -len(re.sub(r"{\w+}", "", template)))
    return [(template, re.compile(_pattern(template), re.DOTALL)) for template in templates]


def _pattern(template: str) -> str:
    rest = template.removeprefix(FILE)
    parts = re.split(r"{(\w+)}", rest)
    begin = "(?:(?P<file>[^:]+): )?" if rest != template else ""
    return begin + "".join(f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
