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
        ("something that has no template", "something that has no template"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_reason_is_put_into_the_words_of_the_window(spanish: None, reason: str, words: str) -> None:
    assert in_words(reason) == words


def test_in_english_a_reason_stays_as_it_is() -> None:
    assert in_words("a: is damaged (byte 3)") == "a: is damaged (byte 3)"


def raised() -> set[str]:
    """The sentences of all errors of the package and the window, with {} for each field."""
    found = set()
    for package in (seqgen, gui):
        for file in Path(str(package.__file__)).parent.rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
                if name in ERRORS and call.args:
                    found.add(_template(call.args[0]))
    return found


def _template(words: ast.expr) -> str:
    if isinstance(words, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in words.values)
    return str(words.value) if isinstance(words, ast.Constant) else ""


def test_every_template_is_a_sentence_that_an_error_has() -> None:
    sentences = raised()
    stale = [str(each) for each in REASONS if re.sub(r"{\w+}", "{}", str(each)) not in sentences]
    assert stale == []
