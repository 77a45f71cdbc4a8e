"""Errors and reports in the window's language."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from soundfile import LibsndfileError

from gui.reasons import OF_SYSTEM, in_words
from seqgen.cli.failure import problem_of
from seqgen.corpus.load import load_corpus
from seqgen.errors import Sentence, SeqgenError, UnreadableFile, together
from seqgen.files import read_regular
from seqgen.formats.midi import read_midi
from seqgen.formats.signature import type_of
from seqgen.sound.library_errors import reason_of_library
from seqgen.sound.soundfont import SoundFont
from tests.support.kept_workers import Workers


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Sentence("{file}: the file is empty", file="a tune.mid"), "a tune.mid: el archivo está vacío"),
        (Sentence("{file}: has {count} bytes; at most {most} are read", file="x", count=12345, most=1000),
         "x: tiene 12.345 bytes; se leen 1.000 como mucho"),
        (Sentence("{file}: is {what}, not text; convert it to plain text, and save it as UTF-8",
                  file="a {count}.txt", what=type_of(b"%PDF-1.4")),
         "a {count}.txt: es un documento PDF, no texto; conviértalo en texto sin formato y guárdelo como UTF-8"),
        (together(["7 odd things", Sentence("holds no notes"),
                   Sentence("track {number} goes on behind its end", number="1")]),
         "7 odd things; no contiene notas; la pista 1 sigue después de su final"),
        (Sentence("something that has no translation"), "something that has no translation"),
        ("plain text", "plain text"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_put_into_the_words_of_the_window(spanish: None, reason: str, words: str) -> None:
    assert in_words(reason) == words


def test_in_english_a_sentence_stays_as_it_is(qapp: QApplication) -> None:
    sentence = Sentence("{file}: is damaged ({why})", file="a", why=Sentence("byte {at}", at=1234))

    assert in_words(sentence) == sentence == "a: is damaged (byte 1,234)"


def test_errors_of_the_system_are_translated_by_their_number(spanish: None, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_regular(tmp_path / "gone.mid", most_bytes=9)

    assert in_words(caught.value) == "gone.mid: no se puede abrir: no existe ese archivo o carpeta"
    assert in_words(PermissionError(errno.EACCES, "in the words of the system")) == "permiso denegado"


def test_an_error_of_the_system_without_a_translation_keeps_its_words(spanish: None) -> None:
    assert in_words(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"


@pytest.mark.skipif(os.name != "posix", reason="the words of other systems differ")
def test_the_translated_errors_of_the_system_are_in_its_own_words(qapp: QApplication) -> None:
    others = {number: str(words) for number, words in OF_SYSTEM.items() if os.strerror(number) != str(words)}
    assert others == {}


def test_details_of_a_soundfont_are_translated(spanish: None, tmp_path: Path) -> None:
    font = tmp_path / "a.sf2"
    font.write_bytes(b"RIFF\x20\0\0\0sfbkLIST\xff\0\0\0")

    with pytest.raises(SeqgenError) as caught:
        SoundFont.load(font)

    words = "a.sf2: está cortado: su bloque LIST en el byte 12 debería tener 255 bytes, quedan 0"
    assert in_words(caught.value) == words


def test_words_of_the_system_and_of_the_sound_library_are_translated_by_their_numbers(spanish: None) -> None:
    full = OSError(errno.ENOSPC, "in the words of the system", "model.safetensors")
    unknown = LibsndfileError(1)

    assert in_words(problem_of(full, [])) == "model.safetensors: no queda espacio en el disco"
    assert in_words(reason_of_library(unknown)) == "no se reconoce su formato"
    assert in_words(reason_of_library(LibsndfileError(10))) == str(LibsndfileError(10))


def test_repairs_of_a_file_are_translated_part_by_part(spanish: None) -> None:
    track = b"\x00\x90\x3c\x40\x60\x80\x3c\x00\x00\x90\x3c"
    data = b"MThd\0\0\0\6\0\0\0\2\0\x60MTrk" + len(track).to_bytes(4, "big") + track

    repairs = read_midi(data, "a.mid").repairs

    assert [in_words(each) for each in repairs] == [
        "la cabecera habla de 2 pistas, hay 1",
        "la pista 1 está dañada en el byte 30 (en medio de un evento); se conserva lo anterior (1 nota)",
        "se recuperó: 1 nota",
    ]


def test_reasons_are_translated_after_a_corpus_came_from_the_cache(spanish: None, tmp_path: Path) -> None:
    folder = tmp_path / "tunes"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "text.txt").write_text("to be or not to be\n" * 9, encoding="utf-8")

    for _ in range(2):
        report = load_corpus([folder]).report

        assert [in_words(file.reason) for file in report.files] == ["el archivo no contiene texto", ""]


def fail(name: str) -> None:
    raise SeqgenError("{file}: holds no notes", file=name)


def test_an_error_of_a_worker_process_reaches_the_window_in_its_words(
    spanish: None, kept_workers: Workers, qtbot: QtBot
) -> None:
    job = kept_workers["engine"].start(fail, "a.mid")
    with qtbot.waitSignal(job.failed) as told:
        pass

    assert told.args == ["a.mid: no contiene notas"]
