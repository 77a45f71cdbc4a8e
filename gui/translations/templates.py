"""The templates of all errors and reports that the window can show, for the translation tool.

The tool knows the window's own texts; those of the package are in its errors (`seqgen.errors.Sentence`). Printed by
`python -m gui.translations.templates` as a file that it can read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import gui
import seqgen
from seqgen.kinds import all_kinds

CONTEXT = "Reasons"
SAYING = {"Sentence", "SeqgenError", "UsageError", "UnreadableFile", "CannotOpen", "FileTaken", "BrokenTune"}
COUNTING, IGNORING, FAULTS = "counted", "ignore", "faults"
UNSEEN = ("cli", "evaluation", "sound/system_player.py", "sound/fluidsynth_render.py")
"""Rooms and modules of the package that only the command runs."""
SEEN = ("cli/train.py", "cli/failure.py")
"""Modules in them whose errors a training hands over to the window (`seqgen.runs.events.Failed`)."""


def templates() -> list[str]:
    """Return the templates in the order of the alphabet, the counted nouns among them."""
    found = {*_of_kinds(), *_said().templates}
    return sorted(each for each in found if any(c.isalpha() for c in _words(each)))


def formatted() -> list[str]:
    """Return the places of errors whose fields are formatted into their words, so that nothing can translate them."""
    return _said().formatted


@dataclass(frozen=True)
class _Said:
    templates: set[str]
    formatted: list[str]


@cache
def _said() -> _Said:
    """Read all modules once; their trees are not kept, or every look of the garbage collector would go through them."""
    said = _Said(set(), [])
    for file, text in _modules():
        module = list(ast.walk(ast.parse(text)))
        said.templates.update(_of_module(module))
        said.formatted.extend(
            f"{file.name}:{call.lineno}"
            for call in module
            if isinstance(call, ast.Call) and call.args and _says(call.func) and isinstance(call.args[0], ast.JoinedStr)
        )
    return said


def _modules() -> Iterator[tuple[Path, str]]:
    """Yield the modules whose errors the window can show, and the text of each that may hold some."""
    for package in (seqgen, gui):
        folder = Path(str(package.__file__)).parent
        for file in folder.rglob("*.py"):
            name = file.relative_to(folder).as_posix()
            if package is gui or name in SEEN or not name.startswith(UNSEEN):
                text = file.read_text(encoding="utf-8")
                if any(word in text for word in (*SAYING, COUNTING, IGNORING, FAULTS)):
                    yield file, text


def _of_kinds() -> Iterator[str]:
    for kind in all_kinds().values():
        yield kind.name
        yield f"{kind.event}s"
        yield from _counted(kind.event)


def _of_module(module: list[ast.AST]) -> Iterator[str]:
    """Yield the templates of a module: the first argument of what says something, or what was assigned to its name."""
    assigned: dict[str, list[ast.expr]] = {}
    for each in module:
        if isinstance(each, ast.Assign) and len(each.targets) == 1:
            target, value = each.targets[0], each.value
            both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=True) if both else [(target, value)]  # type: ignore[attr-defined]
            for name, of_name in pairs:
                if isinstance(name, ast.Name):
                    assigned.setdefault(name.id, []).append(of_name)
    for call in module:
        if isinstance(call, ast.Call) and call.args:
            if _says(call.func):
                yield from _texts(call.args[0], assigned)
            elif _method(call.func) == IGNORING:
                for noun in _texts(call.args[0], assigned):
                    yield from _counted(noun)
            elif _name(call.func) == COUNTING and len(call.args) > 1:
                for noun in _texts(call.args[1], assigned):
                    yield from _counted(noun)


def _says(function: ast.expr) -> bool:
    """Return whether a function takes a template: a sentence, an error or a fault of a tune."""
    return _name(function) in SAYING or (_method(function) == "add" and FAULTS in ast.unparse(function))


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _method(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ""


def _texts(words: ast.expr, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    if isinstance(words, ast.Constant) and isinstance(words.value, str):
        yield words.value
    elif isinstance(words, ast.IfExp):
        yield from _texts(words.body, assigned)
        yield from _texts(words.orelse, assigned)
    elif isinstance(words, ast.Name):
        for value in assigned.get(words.id, []):
            if not isinstance(value, ast.Name):
                yield from _texts(value, assigned)


def _counted(noun: str) -> Iterator[str]:
    yield f"{{count}} {noun}"
    yield f"{{count}} {noun}s"


def _words(template: str) -> str:
    """Return a template without its fields."""
    out, depth = [], 0
    for character in template:
        depth += (character == "{") - (character == "}")
        out.append(character if not depth else "")
    return "".join(out)


def as_source() -> str:
    """Return the templates as calls that the translation tool finds."""
    calls = [f"QT_TRANSLATE_NOOP({CONTEXT!r}, {template!r})\n" for template in templates()]
    return "".join(["from PySide6.QtCore import QT_TRANSLATE_NOOP\n\n", *calls])


if __name__ == "__main__":
    print(as_source(), end="")
