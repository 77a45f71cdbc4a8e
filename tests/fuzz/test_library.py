"""Mutated libraries: records of takes and the list of corpora, value by value and byte by byte.

A take whose record is damaged is left out, or has usual values in place of the damaged ones; whatever it says can be
shown, searched, marked and used again.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gui.library.library import Library
from gui.sampling.settings import SamplingSettings
from gui.takes import words as take_words
from gui.takes.details_dialog import DetailsDialog
from gui.takes.filter_menu import FilterMenu
from gui.takes.store import TakeStore
from seqgen.formats.midi_writer import midi_bytes
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.library.file_names import take_name
from seqgen.library.query import TakeQuery
from seqgen.library.take import MARKS, TakeRecord
from seqgen.library.takes import Takes
from tests.support.mutations import ODD, TIMES, as_json, with_odd_values, with_other_bytes

FILES = 240 * TIMES
FIGURES: tuple[Any, ...] = (
    -1,
    -1e11,
    999_999_999_999,
    2**31,
    [-3, 0, 1e300, 7],
    [{"first": 1e30, "last": -2, "piece": 1}],
)
HELD: dict[str, dict[str, Any]] = {
    kind: {
        "kind": kind, "number": 3, "model_path": "/m.safetensors", "model_name": "folk", "corpus": "folk", "seed": 41,
        "settings": {"seed": 41, "takes": 4, "sampling": {"temperature": 0.9, "per_column": {"pitch": 1.1}},
                     "shapes": {kind: {"events": 60, "rules": {}}}},
        "key": "G major", "metre": "3/4", "tempo": 92.0, "bars": 4, "seconds": 9.5, "events": 24, "bits": 2.9,
        "usual_bits": 3.0, "copied": 0.1, "shared": 0.05, "copies": [{"first": 1, "last": 2, "piece": "tune"}],
        "starred": True, "edited": False, "created": 1.7e9, "parent": "folk 0002", "origin": "rewrite", "primed": 3,
        "remarks": ["cut", {"template": "{n} left out", "fields": {"n": 2}}], "name": "Café", "rating": 4,
        "tags": ["slow", "for Ana"], "note": "bars 3-4!", "project": "Album", "changed": [2, 3],
        "mix": [{"volume": 0.5, "muted": False, "solo": True}], "seqgen": "0.1.0", "version": 2, "request": {},
        "shown": "words", "path": "folk 0003.mid",
    }
    for kind in ("music", "text")
}  # fmt: skip
CORPORA = [
    {"name": "folk", "paths": ["/a", "folk"], "leave_out": ["x.mid"], "with_takes": True, "of_kind": {"metre": "3/4"}},
    {"name": "verse", "paths": ["/b"], "leave_out": [], "with_takes": False, "of_kind": {}},
]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The files of two takes, without records."""
    folder = tmp_path / "takes"
    folder.mkdir()
    notes = np.zeros(48, NOTE)
    notes["onset"] = 240 * np.arange(48)
    notes["end"], notes["pitch"], notes["velocity"] = notes["onset"] + 240, 60 + np.arange(48) % 12, 90
    sheet = Sheet(notes, (TrackInfo("Piano", 0),))
    (folder / "music.mid").write_bytes(midi_bytes(sheet.to_score(), end_ticks=sheet.end_tick))
    (folder / "text.txt").write_text("The sea is wide, the sea is deep.\n" * 5)
    return tmp_path


def mutated(held: Any, random_: random.Random, number: int) -> bytes:
    """JSON with other values in two of three files, with other bytes in the third."""
    if number % 3:
        return as_json(with_odd_values(held, random_, odd=(*ODD, *FIGURES)))
    return with_other_bytes(json.dumps(held).encode(), random_)


def take_out_of_projects(library: Path) -> None:
    for file in list((library / "takes").glob("*/*")):
        file.replace(library / "takes" / file.name)


def use(store: TakeStore, record: TakeRecord) -> None:
    """Do with a take all that the window does with what its record says."""
    for words in (take_words.number, take_words.title, take_words.source, take_words.rated, take_words.bits):
        words(record).encode("utf-16", "surrogatepass")
    take_words.spoken(record)
    take_words.facts(record)
    take_words.tip(record)
    assert len(os.fsencode(take_name(record, ".mid"))) < 200
    settings = SamplingSettings.from_json(record.settings)
    assert SamplingSettings.from_json(settings.to_json()) == settings
    content = store.content(record.id)
    assert content if isinstance(content, str) else len(content.notes) == 48
    store.update(record)
    dialog = DetailsDialog([record], record.tags, [record.project])
    (said,) = dialog.records()
    store.update(said)
    dialog.deleteLater()


def test_whatever_a_record_says_its_take_can_be_used(qapp: QApplication, library: Path) -> None:
    random_ = random.Random(29)
    found = 0
    for number in range(FILES):
        kind = ("music", "text")[number % 2]
        entry = library / "takes" / f"{kind}.json"
        entry.write_bytes(mutated(HELD[kind], random_, number // 2))
        problems: list[str] = []
        store = TakeStore(Library(library))
        store.problem.connect(problems.append)
        records = store.load_all()
        assert len(records) + len(problems) == 1, number
        assert all("\n" not in problem and problem.isprintable() for problem in problems)
        FilterMenu(lambda records=records: records).fill()  # type: ignore[misc]
        for record in records:
            use(store, record)
        again, takes = TakeStore(Library(library)).load_all(), Takes(library).find(TakeQuery())
        assert [record.id for record in again] == [record.id for record in takes] == [record.id for record in records]
        take_out_of_projects(library)
        entry.unlink()
        found += len(records)
    assert FILES / 4 < found < FILES


def test_marks_of_damaged_records_can_be_set_from_python(library: Path) -> None:
    random_, marks = (
        random.Random(31),
        {"name": "x", "rating": 3, "starred": False, "tags": ["a"], "note": "", "project": "p"},
    )
    assert set(marks) == set(MARKS)
    entry = library / "takes" / "music.json"
    for number in range(FILES):
        take_out_of_projects(library)
        entry.write_bytes(mutated(HELD["music"], random_, number))
        takes = Takes(library)
        for record in takes.find():
            takes.mark(record, **marks)
            (kept,) = takes.find(TakeQuery(text="#" + str(record.number), tag="a", project="p", rating=3))
            assert {name: getattr(kept, name) for name in marks} == marks


def test_the_list_of_corpora_holds_what_can_be_read(library: Path) -> None:
    random_, file = random.Random(37), library / "corpora.json"
    for number in range(FILES):
        file.write_bytes(mutated(CORPORA, random_, number))
        choices = Library(library).corpora()
        for choice in choices:
            assert isinstance(hash(choice.key), int)
            choice.options.check()
        Library(library).keep_corpora(choices)
        assert Library(library).corpora() == choices
