"""Reasons in the language of the window.

An error carries its words in English, wherever it arises. Here the sentence is taken apart by its template, and its
fields are put into the words of the window's language. A sentence without a template is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

FILE, SEVERAL = "{file}: ", "; "
COUNTS, COUNT = ("number", "count", "most", "notes", "tracks", "byte", "more"), r"[\d.,]+(?: [\w ]+)?"
"""Fields that are a number, or a number of something."""
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
    QT_TRANSLATE_NOOP("Reasons", "the header speaks of {tracks}, there are {count}"),
    QT_TRANSLATE_NOOP("Reasons", "the header speaks of {tracks}; {more} more behind with {notes} left out"),
    QT_TRANSLATE_NOOP("Reasons", "track {number} is damaged at byte {byte} ({why}); its {notes} before that kept"),
    QT_TRANSLATE_NOOP("Reasons", "track {number} has no end (byte {byte})"),
    QT_TRANSLATE_NOOP("Reasons", "track {number} goes on behind its end"),
    QT_TRANSLATE_NOOP("Reasons", "track {number} is {longer} than it says"),
    QT_TRANSLATE_NOOP("Reasons", "{notes} recovered"),
    QT_TRANSLATE_NOOP("Reasons", "the header's name is damaged"),
    QT_TRANSLATE_NOOP("Reasons", "{count} bytes before the header skipped"),
    QT_TRANSLATE_NOOP("Reasons", "the header is damaged (length {length}, kind {kind})"),
    QT_TRANSLATE_NOOP("Reasons", "it has no track"),
    QT_TRANSLATE_NOOP("Reasons", "only the first {count} tracks read"),
    QT_TRANSLATE_NOOP("Reasons", "the file ends within the name of track {number} (byte {byte})"),
)
"""Templates of the sentences that the window shows, with a field for each part that differs."""

COUNTED: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Reasons", "{count} note"),
    QT_TRANSLATE_NOOP("Reasons", "{count} notes"),
    QT_TRANSLATE_NOOP("Reasons", "{count} track"),
    QT_TRANSLATE_NOOP("Reasons", "{count} tracks"),
    QT_TRANSLATE_NOOP("Reasons", "longer"),
    QT_TRANSLATE_NOOP("Reasons", "shorter"),
)
"""Templates of parts of these sentences."""


def in_words(reason: str) -> str:
    """Return a reason, or several with semicolons between them, in the window's language."""
    whole = _translated(reason, REASONS)
    if whole is not None:
        return whole
    parts, words = reason.split(SEVERAL), []
    while parts:
        # a sentence may have a semicolon of its own
        counts = range(len(parts), 0, -1)
        known = ((n, _translated(SEVERAL.join(parts[:n]), REASONS)) for n in counts)
        count, said = next(((n, each) for n, each in known if each is not None), (1, parts[0]))
        words.append(said)
        parts = parts[count:]
    return SEVERAL.join(words)


def _translated(sentence: str, templates: tuple[object, ...]) -> str | None:
    """Return a sentence in the window's language, None if it has no template."""
    for template, pattern in _patterns(templates):
        found = pattern.fullmatch(sentence)
        if found is not None:
            words = QCoreApplication.translate("Reasons", template)
            fields = found.groupdict()
            # a report names the file elsewhere
            words = words if fields.get("file", "") is not None else words.removeprefix(FILE)
            return words.format(**{name: _translated(str(part), COUNTED) or part for name, part in fields.items()})
    return None


@cache
def _patterns(sentences: tuple[object, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """Return each template with its pattern, those with the most words first, which say the most."""
    templates = sorted(map(str, sentences), key=lambda template: -len(re.sub(r"{\w+}", "", template)))
    return [(template, re.compile(_pattern(template), re.DOTALL)) for template in templates]


def _pattern(template: str) -> str:
    rest = template.removeprefix(FILE)
    begin = "(?:(?P<file>[^:]+): )?" if rest != template else ""
    parts = re.split(r"{(\w+)}", rest)
    return begin + "".join(_field(part) if number % 2 else re.escape(part) for number, part in enumerate(parts))


def _field(name: str) -> str:
    return f"(?P<{name}>{COUNT if name in COUNTS else '.+'})"
