"""Takes of the library: saving, loading, editing, removing."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from gui.library.library import Library
from gui.sampling import jobs as jobs_sampling
from gui.sampling.jobs import Drawn
from gui.sampling.settings import ModelAbout, SamplingSettings
from gui.takes import words as take_words
from gui.takes.store import TakeStore
from seqgen.errors import Sentence, SeqgenError
from seqgen.formats.midi import read_text
from seqgen.formats.sheet import Sheet
from seqgen.formats.sheet_edits import transpose
from seqgen.library.take import TakeRecord
from seqgen.model import load
from tests.support.window_settings import window_settings

SETTINGS = window_settings(bars=6, events=60, temperature=0.9)


def _draw(path: Path) -> Drawn:
    return next(iter(jobs_sampling.generate(str(path), SETTINGS.to_json(), 1, 5, None)))


@pytest.fixture(scope="module")
def music(tiny_music_model: Path) -> Drawn:
    return _draw(tiny_music_model)


@pytest.fixture(scope="module")
def words(tiny_text_model: Path) -> Drawn:
    return _draw(tiny_text_model)


@pytest.fixture(scope="module")
def about(tiny_music_model: Path) -> ModelAbout:
    return jobs_sampling.describe(str(tiny_music_model))


@pytest.fixture
def store(qapp: QApplication, library: Path) -> TakeStore:
    return TakeStore(Library(library))


def _again(store: TakeStore, library: Path) -> tuple[TakeStore, list[TakeRecord], list[str]]:
    """Open a second store on the same folder, as after a restart; return it with its takes and problems."""
    problems: list[str] = []
    fresh = TakeStore(Library(library))
    fresh.problem.connect(problems.append)
    return fresh, fresh.load_all(), problems


def test_a_library_that_is_not_there_yet_has_no_takes(store: TakeStore, library: Path) -> None:
    assert store.load_all() == []
    assert not library.exists()


def test_a_take_is_back_after_a_restart(store: TakeStore, library: Path, music: Drawn, about: ModelAbout) -> None:
    record = store.add(music, about, SETTINGS, parent="earlier")
    fresh, records, problems = _again(store, library)
    assert records == [record]
    assert not problems
    assert record.path.read_bytes() == music.data
    assert (record.bits, record.bars, record.key, record.parent) == (music.bits, 6, music.key, "earlier")
    assert SamplingSettings.from_json(records[0].settings) == SETTINGS
    before, after = music.content, fresh.sheet(record.id)
    assert before is not None
    assert (after.notes == before.notes).all()
    assert (after.end_tick, after.key) == (before.end_tick, before.key)


def test_a_text_is_kept_with_all_that_the_command_needs_to_make_it_again(
    store: TakeStore, words: Drawn, tiny_text_model: Path, about: ModelAbout, library: Path
) -> None:
    record = store.add(words, replace(about, kind="text"), SETTINGS)
    store.update(replace(record, starred=True))
    fresh, records, _ = _again(store, library)
    fresh.update(replace(records[0], starred=False))
    assert fresh.text(record.id) == words.content
    assert load(tiny_text_model).again(record.path).text == words.content


def test_an_edited_text_no_longer_claims_to_be_made_from_a_seed(
    store: TakeStore, words: Drawn, about: ModelAbout, library: Path
) -> None:
    record = store.add(words, about, SETTINGS)
    store.save_text(record.id, "Zürich\r\n")
    fresh, records, _ = _again(store, library)
    assert fresh.text(record.id) == "Zürich\r\n"
    assert records[0].edited
    assert records[0].events == 8
    assert "fingerprint" not in json.loads(record.path.with_suffix(".json").read_text())
    assert (library / "takes" / ".originals" / record.path.name).read_bytes() == words.data


def test_numbers_go_on_after_a_restart(store: TakeStore, library: Path, music: Drawn, about: ModelAbout) -> None:
    assert [store.add(music, about, SETTINGS).number for _ in range(3)] == [1, 2, 3]
    fresh, records, _ = _again(store, library)
    assert [record.number for record in records] == [1, 2, 3]
    assert fresh.add(music, about, SETTINGS).number == 4


def test_an_edit_is_kept_and_the_first_version_stays(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    changed: list[TakeRecord] = []
    record = store.add(music, about, SETTINGS)
    store.changed.connect(changed.append)
    sheet = store.sheet(record.id)
    store.save_sheet(record.id, transpose(sheet, 2))
    store.save_sheet(record.id, transpose(sheet, 3))
    assert [each.edited for each in changed] == [True, True]
    assert (library / "takes" / ".originals" / record.path.name).read_bytes() == music.data
    fresh, records, _ = _again(store, library)
    assert (fresh.sheet(record.id).notes == transpose(sheet, 3).notes).all()
    assert records[0].edited
    assert fresh.sheet(record.id).end_tick == sheet.end_tick
    assert not any("fingerprint" in text for text in read_text(record.path))


def test_an_edit_is_kept_even_if_the_file_has_been_lost(store: TakeStore, music: Drawn, about: ModelAbout) -> None:
    record = store.add(music, about, SETTINGS)
    sheet = store.sheet(record.id)
    record.path.unlink()
    store.save_sheet(record.id, transpose(sheet, 1))
    assert record.path.exists()


def test_a_sheet_without_notes_is_kept(store: TakeStore, library: Path, music: Drawn, about: ModelAbout) -> None:
    record = store.add(music, about, SETTINGS)
    sheet = store.sheet(record.id)
    store.save_sheet(record.id, sheet.with_notes(sheet.notes[:0]))
    fresh, records, problems = _again(store, library)
    assert len(fresh.sheet(record.id).notes) == 0
    assert (len(records), problems) == (1, [])


def test_the_mix_is_back_after_a_restart(store: TakeStore, library: Path, music: Drawn, about: ModelAbout) -> None:
    record = store.add(music, about, SETTINGS)
    sheet = store.sheet(record.id)
    tracks = tuple(replace(track, volume=0.5, muted=i == 0, solo=i == 1) for i, track in enumerate(sheet.tracks))
    store.set_mix(record.id, tracks)
    fresh, _, _ = _again(store, library)
    assert fresh.sheet(record.id).tracks == store.sheet(record.id).tracks == tracks


def test_what_was_changed_in_the_beginning_is_told_after_a_restart(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    changed = Sentence("{count} notes were moved in time, since this model knows no such shift", count=3)
    store.add(replace(music, remarks=(changed, "as it is")), about, SamplingSettings())

    (again,) = TakeStore(Library(library)).load_all()

    assert take_words.remarks(again) == ["3 notes were moved in time, since this model knows no such shift", "as it is"]
    assert "3 notes were moved" in take_words.tip(again)


def test_a_star_is_kept(store: TakeStore, library: Path, music: Drawn, about: ModelAbout) -> None:
    record = store.add(music, about, SETTINGS)
    store.update(replace(record, starred=True))
    assert _again(store, library)[1][0].starred


def test_removed_takes_come_back_with_all_that_belongs_to_them(
    store: TakeStore, library: Path, music: Drawn, words: Drawn, about: ModelAbout
) -> None:
    first, second, third = (store.add(drawn, about, SETTINGS) for drawn in (music, words, music))
    store.remove([first.id, second.id])
    assert _visible(library) == {third.id}
    assert store.restore([second.id, "never", first.id]) == [second, first]
    assert store.text(second.id) == words.content
    assert isinstance(store.sheet(first.id), Sheet)
    assert _visible(library) == {first.id, second.id, third.id}


def test_a_take_that_cannot_be_removed_stays(store: TakeStore, library: Path, music: Drawn, about: ModelAbout) -> None:
    record, problems = store.add(music, about, SETTINGS), list[str]()
    store.problem.connect(problems.append)
    (library / "takes" / ".deleted").write_text("a file in the way")
    assert store.remove([record.id]) == []
    assert len(problems) == 1
    assert isinstance(store.sheet(record.id), Sheet)
    assert _again(store, library)[1] == [record]


def test_removed_takes_are_gone_for_good_after_a_restart(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    record, kept = store.add(music, about, SETTINGS), store.add(music, about, SETTINGS)
    for each in (record, kept):
        store.save_sheet(each.id, transpose(store.sheet(each.id), 1))
    store.remove([record.id])
    fresh, records, problems = _again(store, library)
    assert [each.id for each in records] == [kept.id]
    assert not problems
    assert fresh.restore([record.id]) == []
    left = [path.name for path in library.rglob("*") if record.id in path.name]
    assert left == []
    assert (library / "takes" / ".originals" / kept.path.name).exists()


def test_what_is_said_of_a_removed_take_does_not_bring_it_back(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    record = store.add(music, about, SETTINGS)
    store.remove([record.id])
    for act in (
        lambda: store.update(replace(record, starred=True)),
        lambda: store.save_sheet(record.id, Sheet.empty()),
        lambda: store.set_mix(record.id, ()),
        lambda: store.sheet(record.id),
        lambda: store.save_text(record.id, ""),
    ):
        with pytest.raises(KeyError):
            act()
    assert _visible(library) == set()


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"null", b'{"kind": 3}', b'{"kind": []}', b'{"kind": "film"}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_damaged_take_is_left_out_and_told_in_one_line(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout, damaged: bytes
) -> None:
    good, bad = store.add(music, about, SETTINGS), store.add(music, about, SETTINGS)
    bad.path.with_suffix(".json").write_bytes(damaged)
    _, records, problems = _again(store, library)
    assert records == [good]
    assert len(problems) == 1
    assert bad.id in problems[0]
    assert "\n" not in problems[0]


def test_a_take_whose_file_has_vanished_is_left_out_and_told(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    records = [store.add(music, about, SETTINGS) for _ in range(3)]
    for record in records[:2]:
        record.path.unlink()
    _, found, problems = _again(store, library)
    assert found == records[2:]
    assert len(problems) == 1
    assert "2" in problems[0]


@pytest.mark.parametrize("value", ["x", None, True, [], {}, float("nan"), float("inf"), 10**30])
def test_a_damaged_figure_reads_as_the_usual_one(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout, value: Any
) -> None:
    record = store.add(music, about, SETTINGS)
    account = record.path.with_suffix(".json")
    whole = json.loads(account.read_text())
    read = {}
    for name in ("number", "bits", "copied", "tempo", "bars", "created", "seed"):
        account.write_text(json.dumps({**whole, name: value}))
        _, (found,), _ = _again(store, library)
        read[name] = getattr(found, name)

    assert read == {"number": 0, "bits": 0, "copied": None, "tempo": 0, "bars": 0, "created": 0, "seed": 0}


def test_a_damaged_mix_reads_as_the_usual_one(store: TakeStore, library: Path, music: Drawn, about: ModelAbout) -> None:
    record = store.add(music, about, SETTINGS)
    account = record.path.with_suffix(".json")
    mix = [{"volume": "loud", "muted": 3, "solo": None}] * len(store.sheet(record.id).tracks)
    account.write_text(json.dumps({**json.loads(account.read_text()), "mix": mix}))
    fresh, _, _ = _again(store, library)
    assert all((t.volume, t.muted, t.solo) == (1.0, False, False) for t in fresh.sheet(record.id).tracks)


def test_a_folder_that_cannot_be_written_is_told_as_one(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    library.mkdir()
    (library / "takes").write_text("a file where the folder should be")
    with pytest.raises(SeqgenError):
        store.add(music, about, SETTINGS)
    assert store.load_all() == []


def test_a_library_that_vanishes_while_the_window_is_open_is_made_anew(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout, tmp_path: Path
) -> None:
    record = store.add(music, about, SETTINGS)
    library.rename(tmp_path / "elsewhere")
    store.save_sheet(record.id, transpose(store.sheet(record.id), 1))
    new = store.add(music, about, SETTINGS)
    assert _visible(library) == {record.id, new.id}
    store.remove([record.id, new.id])
    assert _visible(library) == set()


def _visible(library: Path) -> set[str]:
    """Return the takes that have both record and file."""
    accounts = {path.stem for path in (library / "takes").glob("*.json")}
    files = {path.stem for path in (library / "takes").iterdir() if path.suffix in (".mid", ".txt")}
    assert accounts == files
    return accounts


def test_a_file_that_lost_its_account_is_not_overwritten(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    lost = store.add(music, about, SETTINGS)
    lost.path.with_suffix(".json").unlink()
    lost.path.write_bytes(b"mine")
    fresh, _, _ = _again(store, library)
    assert fresh.add(music, about, SETTINGS).path != lost.path
    assert lost.path.read_bytes() == b"mine"


def test_takes_of_a_project_lie_in_its_folder_with_what_is_made_from_them(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    first, folder = store.add(music, about, SETTINGS), library / "takes"
    store.update(replace(first, project="Sea songs"))
    varied = store.add(music, about, SETTINGS, parent=first.id, origin="vary")
    store.save_sheet(varied.id, transpose(store.sheet(varied.id), 2))
    # an undo knows a take as it was
    store.update(replace(first, project="Album"))
    other = store.add(music, about, SETTINGS)
    store.remove([varied.id])
    store.restore([varied.id])

    fresh, records, problems = _again(store, library)
    assert not problems
    assert {record.id: record.path.parent for record in records} == {
        first.id: folder / "Album",
        varied.id: folder / "Sea songs",
        other.id: folder,
    }
    assert [record.edited for record in records] == [False, True, False]
    assert (fresh.sheet(varied.id).notes == transpose(music.content, 2).notes).all()
    assert (folder / ".originals" / varied.path.name).read_bytes() == music.data


def test_a_project_that_only_its_record_names_becomes_a_folder(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    record = store.add(music, about, SETTINGS)
    told = record.path.with_suffix(".json")
    told.write_text(told.read_text().replace('"project": ""', '"project": "Album"'))
    assert _again(store, library)[1][0].path == library / "takes" / "Album" / record.path.name


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit on the size of files")
def test_a_take_for_which_there_is_no_room_leaves_no_empty_file(
    store: TakeStore, library: Path, music: Drawn, about: ModelAbout
) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        with pytest.raises(SeqgenError, match=r"cannot be written: File too large"):
            store.add(music, about, SETTINGS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path for path in library.rglob("*") if path.is_file()] == []
