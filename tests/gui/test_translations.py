"""The window's languages: English with its plurals, Spanish complete."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

import gui
from gui.translations.templates import as_source, formatted, templates

GUI = Path(gui.__file__).parent
TRANSLATIONS = GUI / "translations"
LUPDATE = Path(PySide6.__file__).parent / "lupdate"


def messages(path: Path) -> dict[tuple[str, str, str], ElementTree.Element]:
    """All messages of a translation by context, source and comment."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
            found[key] = message
    return found


def translated(message: ElementTree.Element) -> list[str]:
    """The translation, or its plural forms."""
    translation = message.find("translation")
    assert translation is not None
    forms = [form.text or "" for form in translation.iter("numerusform")]
    return forms or [translation.text or ""]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], ElementTree.Element]:
    """Return the texts in the code as it is, the templates of errors among them."""
    folder = tmp_path_factory.mktemp("translations")
    path, errors = folder / "now_es.ts", folder / "templates.py"
    errors.write_text(as_source(), encoding="utf-8")
    options = ["-silent", "-no-obsolete", "-extensions", "py"]
    subprocess.run([LUPDATE, *options, str(GUI), str(errors), "-ts", str(path)], check=True)
    return messages(path)


@pytest.fixture(scope="module")
def spanish() -> dict[tuple[str, str, str], ElementTree.Element]:
    return messages(TRANSLATIONS / "seqgen_es.ts")


def test_everything_that_the_window_says_is_said_in_spanish(
    source: dict[tuple[str, str, str], ElementTree.Element], spanish: dict[tuple[str, str, str], ElementTree.Element]
) -> None:
    missing = [key for key in source if key not in spanish or not all(translated(spanish[key]))]
    assert missing == []


def test_what_is_counted_is_said_where_the_translation_tool_knows_its_plural() -> None:
    counted = re.compile(r"""translate\(\s*["'][^"']*["'],\s*["'][^"']*%L?n""")
    assert [path.name for path in GUI.rglob("*.py") if counted.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_in_spanish_is_unfinished(spanish: dict[tuple[str, str, str], ElementTree.Element]) -> None:
    unfinished = [key for key, message in spanish.items() if message.find("translation").get("type")]  # type: ignore[union-attr]
    assert unfinished == []


def test_a_translation_keeps_every_place_that_is_filled_in(
    spanish: dict[tuple[str, str, str], ElementTree.Element],
) -> None:
    places = re.compile(r"\{[^{}]*\}|%L?n")
    wrong = [
        (key, form)
        for key, message in spanish.items()
        for form in translated(message)
        if sorted(places.findall(key[1])) != sorted(places.findall(form))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_compiled_translation_is_that_of_its_source(qapp: QApplication, language: str) -> None:
    translator = QTranslator()
    assert translator.load(str(TRANSLATIONS / f"seqgen_{language}.qm"))
    stale = [
        key
        for key, message in messages(TRANSLATIONS / f"seqgen_{language}.ts").items()
        if (message.get("numerus") != "yes") and translator.translate(key[0], key[1], key[2]) not in translated(message)
    ]
    assert stale == []


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [("es", 1, "%n toma"), ("es", 7, "%n tomas"), ("en", 1, "%n take"), ("en", 7, "%n takes")],
)
def test_every_language_has_its_plurals(qapp: QApplication, language: str, count: int, words: str) -> None:
    translator = QTranslator()
    assert translator.load(str(TRANSLATIONS / f"seqgen_{language}.qm"))
    contexts = [key[0] for key in messages(TRANSLATIONS / "seqgen_es.ts") if key[1] == "%n take(s)"]
    assert {translator.translate(context, "%n take(s)", "", count) for context in contexts} == {words}


# -- templates of errors -----------------------------------------------------------------------------------------------


def test_all_templates_have_names_for_their_fields() -> None:
    assert [each for each in templates() if re.search(r"{\W|{}", each)] == []


def test_templates_are_found_wherever_they_are_written() -> None:
    found = templates()

    assert {
        "{file}: holds no notes",  # an error
        "{wanted} fits several MIDI ports; there are: {known}",  # chosen by a condition
        "a PDF document",  # a part of an error
        "track {number} goes on behind its end",  # a repair
        "the metre {value} is unknown",  # a fault of a tune
        "{count} tracks",  # a counted noun
        "type some text first",  # of the window itself
    } <= set(found)


def test_every_error_that_the_window_can_show_has_a_template() -> None:
    assert formatted() == []
