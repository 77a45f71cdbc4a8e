"""Reasons in the window's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

import gui
import seqgen
from gui.reasons import REASONS, in_words

ERRORS = ("SeqgenError", "UnreadableFile", "UsageError", "CannotOpen")


@pytest.fixture
def spanish(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load(str(Path(gui.__file__).parent / "translations" / "seqgen_es.qm"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("a tune.mid: the file is empty", "a tune.mid: el archivo está vacío"),
        ("holds no notes", "no contiene notas"),
        ("x.mid: cannot be opened: Permission denied", "x.mid: no se puede abrir: Permission denied"),
        ("my {model} reads music, and b.txt is text; choose another model",
         "my {model} lee music, y b.txt es text; elija otro modelo"),
        ("track 2 is damaged at byte 12 (bad); its 3 notes before that kept; 1 note recovered",
         "la pista 2 está dañada en el byte 12 (bad); se conservan sus 3 notas anteriores; se recuperó: 1 nota"),
        ("track 1 is longer than it says; 7 odd things; it has no track",
         "la pista 1 es más larga de lo que dice; 7 odd things; no tiene ninguna pista"),
        ("something that has no template", "something that has no template"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_reason_is_put_into_the_words_of_the_window(spanish: None, reason: str, words: str) -> None:
    assert in_words(reason) == words


def test_in_english_a_reason_stays_as_it_is() -> None:
    assert in_words("a: is damaged (byte 3)") == "a: is damaged (byte 3)"


def raised() -> set[str]:
    """The sentences of all errors and repairs of the package and the window, with {} for each field."""
    found = set()
    for package in (seqgen, gui):
        for file in Path(str(package.__file__)).parent.rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and call.args and _says(call.func):
                    found.add(_template(call.args[0]))
    return found


def _says(function: ast.expr) -> bool:
    """Return whether a call makes an error, or adds a repair to a list."""
    if isinstance(function, ast.Attribute):
        return function.attr == "append" and getattr(function.value, "id", "") == "repairs"
    return getattr(function, "id", "") in ERRORS


def _template(words: ast.expr) -> str:
    if isinstance(words, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in words.values)
    return str(words.value) if isinstance(words, ast.Constant) else ""


def test_every_template_is_a_sentence_that_an_error_has() -> None:
    sentences = raised()
    stale = [str(each) for each in REASONS if re.sub(r"{\w+}", "{}", str(each)) not in sentences]
    assert stale == []
