"""Export of takes in every format, drags and copies."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile
from PySide6.QtGui import QClipboard, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.export.controller import ExportController, ExportOffer
from gui.export.dialog import ExportChoice, ExportDialog, ExportGroup
from gui.export.drag import TakeDrag
from gui.export.exporter import Export, Exporter
from gui.export.jobs import FORMATS, SOUNDS
from gui.export.outgoing import Outgoing
from gui.kinds import view_of
from gui.studio import Studio
from gui.takes.drag_button import DragButton
from seqgen.errors import SeqgenError
from seqgen.files import PART_PREFIX
from seqgen.formats.midi import read_text
from seqgen.formats.midi_writer import write_score
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo
from seqgen.library.file_names import LONGEST, safe_name, take_name
from seqgen.library.take import TakeRecord
from seqgen.sampling.provenance import read_provenance
from seqgen.sampling.request import Request
from tests.support.dead_part import leave_part
from tests.support.kept_workers import Workers

PROVENANCE = json.dumps(
    {"seqgen": "0", "version": 2, "model": "m", "fingerprint": "f", "seed": 41, "request": Request().to_json()}
)
MUSIC_FORMS = dict.fromkeys(view_of("music").formats, 1)


def sheet() -> Sheet:
    """Two bars of 3/4 at 92: a tune on the flute, one long low note on the bass."""
    rows = [(480 * i, 480 * i + 480, 67 + i, 90, 0) for i in range(6)] + [(0, 2880, 36, 80, 1)]
    made = Sheet(
        np.array(rows, NOTE),
        (TrackInfo("Flute", 73), TrackInfo("Bass", 32)),
        tempos=np.array([[0.0, 92.0]]),
        metres=np.array([[0, 3, 4]]),
        key="G major",
    )
    return made.with_notes(made.notes)


@pytest.fixture
def music(tmp_path: Path) -> Outgoing:
    """A take of the library with the notes of its file."""
    path = tmp_path / "library" / "3.mid"
    path.parent.mkdir()
    write_score(sheet().to_score(), path, text=PROVENANCE, end_ticks=2880)
    record = TakeRecord(
        "a", 3, "music", path, corpus="chorales", key="G major", metre="3/4", tempo=92.0, bars=2, seconds=3.9
    )
    return Outgoing(record, sheet())


@pytest.fixture
def text(tmp_path: Path) -> Outgoing:
    path = tmp_path / "7.txt"
    path.write_text("The sea is wide.\n", encoding="utf-8")
    return Outgoing(TakeRecord("b", 7, "text", path, corpus="verse", events=17))


@pytest.fixture
def exporter(qtbot: QtBot, kept_workers: Workers) -> Iterator[Exporter]:
    made = Exporter(worker=kept_workers["engine"])
    yield made
    made.close()


def export(exporter: Exporter, qtbot: QtBot, asked: Export) -> list[Path]:
    with qtbot.waitSignal(exporter.finished) as told:
        exporter.start(asked)
    written: list[Path] = told.args[0]
    return written


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_file_is_named_by_corpus_key_tempo_and_number(music: Outgoing, text: Outgoing) -> None:
    assert take_name(music.record, ".mid") == "chorales G major 92 bpm 3.mid"
    assert take_name(text.record, ".txt") == "verse 7.txt"


def test_a_take_without_a_corpus_is_named_by_its_model(music: Outgoing) -> None:
    record = replace(music.record, corpus="", model_name="night run", key="", tempo=0.0)
    assert take_name(record, ".mid") == "night run 3.mid"
    assert take_name(replace(record, model_name=""), ".mid") == "take 3.mid"


@pytest.mark.parametrize(
    ("corpus", "expected"),
    [
        ("a/b\\c", "b-c 3.mid"),
        ('what: "this"?', "what- -this-- 3.mid"),
        ("con.fusion", "con_.fusion 3.mid"),
        ("../..", "take 3.mid"),
        (" .hidden. ", "hidden 3.mid"),
        ("line\nbreak\x07\u202e", "line break 3.mid"),
    ],
)
def test_names_suit_every_file_system(music: Outgoing, corpus: str, expected: str) -> None:
    record = replace(music.record, corpus=corpus, key="", tempo=0.0)
    assert take_name(record, ".mid") == expected


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "LPT9", "aux .x", "COM²"])
def test_reserved_words_are_no_names(name: str) -> None:
    assert safe_name(name, ".mid").partition(".")[0].strip().casefold() not in ("con", "nul", "com1", "lpt9", "aux")
    assert safe_name(name, ".mid").partition(".")[0].casefold() != "com²"


def test_long_names_are_cut_but_keep_key_tempo_and_number(music: Outgoing) -> None:
    name = take_name(replace(music.record, corpus="ä" * 500), ".mid")
    assert len(name.encode()) <= LONGEST + len(".mid")
    assert name.endswith("… G major 92 bpm 3.mid")


# -- files -------------------------------------------------------------------------------------------------------------


def test_an_unedited_take_is_exported_with_what_made_it(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    [path] = export(exporter, qtbot, Export((music,), "midi", tmp_path / "out"))
    assert path.name == "chorales G major 92 bpm 3.mid"
    assert read_provenance(path).seed == 41
    assert path.read_bytes() == music.record.path.read_bytes()


def test_an_edited_take_is_exported_as_it_is_edited(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    assert music.sheet is not None
    moved = music.sheet.notes.copy()
    moved["pitch"] += 1
    take = Outgoing(replace(music.record, edited=True), music.sheet.with_notes(moved))
    [path] = export(exporter, qtbot, Export((take,), "midi", tmp_path))
    file = mido.MidiFile(path)
    assert file.type == 1
    assert [track.name for track in file.tracks[1:]] == ["Flute", "Bass"]
    metas = {message.type: message for message in file.tracks[0]}
    assert round(mido.tempo2bpm(metas["set_tempo"].tempo)) == 92
    assert (metas["time_signature"].numerator, metas["time_signature"].denominator) == (3, 4)
    assert metas["key_signature"].key == "G"
    assert [m.note for m in file.tracks[1] if m.type == "note_on" and m.velocity] == list(range(68, 74))
    assert "text" not in metas


def test_another_instrument_or_volume_goes_out_and_what_made_the_take_stays(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    assert music.sheet is not None
    mixed = music.sheet.with_track(0, TrackInfo("Flute", 40, volume=0.5))
    [path] = export(exporter, qtbot, Export((Outgoing(music.record, mixed),), "midi", tmp_path))
    track = mido.MidiFile(path).tracks[1]
    assert [m.program for m in track if m.type == "program_change"] == [40]
    assert [m.value for m in track if m.type == "control_change" and m.control == 7] == [50]
    assert read_text(path) == [PROVENANCE]


@pytest.mark.skipif(shutil.which("midicsv") is None, reason="midicsv is not installed")
def test_another_program_reads_what_is_dragged(music: Outgoing, tmp_path: Path) -> None:
    data = TakeDrag(tmp_path / "dragged").mime([Outgoing(replace(music.record, edited=True), music.sheet)])
    read = subprocess.run(
        ["midicsv", data.urls()[0].toLocalFile()], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert read[0].startswith("0, 0, Header, 1, 3, 480")
    assert sum("Note_on_c" in line for line in read) == 7
    assert any("Time_signature, 3, 2" in line for line in read)
    assert any('Title_t, "Flute"' in line for line in read)


@pytest.mark.parametrize("form", SOUNDS)
def test_a_take_becomes_sound(exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path, form: str) -> None:
    shares: list[float] = []
    exporter.progress.connect(lambda share, number: shares.append(share))
    [path] = export(exporter, qtbot, Export((music,), form, tmp_path, sample_rate=22050))
    sound, rate = soundfile.read(path)
    assert rate == 22050
    assert len(sound) / rate > 3.9
    assert 0.6 < np.abs(sound).max() <= 1.0
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 5


def test_muted_tracks_are_not_heard(exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path) -> None:
    assert music.sheet is not None
    low_only = music.sheet.with_track(0, replace(music.sheet.tracks[0], muted=True))
    paths = [
        export(exporter, qtbot, Export((Outgoing(music.record, one),), "wav", tmp_path, sample_rate=22050))[0]
        for one in (music.sheet, low_only)
    ]
    whole, low = (high_share(path) for path in paths)
    assert low < whole / 3


def high_share(path: Path) -> float:
    """Return the share of a sound's energy above 700 Hz."""
    sound, rate = soundfile.read(path)
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    return float(power[np.fft.rfftfreq(len(sound), 1 / rate) > 700].sum() / power.sum())


def test_a_silent_take_says_so_instead_of_becoming_a_file(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    assert music.sheet is not None
    silent = music.sheet
    for number, track in enumerate(silent.tracks):
        silent = silent.with_track(number, replace(track, muted=True))
    with qtbot.waitSignal(exporter.failed) as told:
        exporter.start(Export((Outgoing(music.record, silent),), "wav", tmp_path / "out"))
    assert "muted" in told.args[0]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_take_becomes_a_picture(exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path) -> None:
    [path] = export(exporter, qtbot, Export((music,), "png", tmp_path))
    image = QImage(str(path))
    assert image.height() == 1440
    colours = {image.pixel(x, y) for x in range(100, image.width(), 40) for y in range(60, image.height(), 10)}
    assert len(colours) > 4


def test_a_text_becomes_a_text(exporter: Exporter, qtbot: QtBot, text: Outgoing, tmp_path: Path) -> None:
    [path] = export(exporter, qtbot, Export((replace_text(text, "Ünd — 𝄞\n"),), "txt", tmp_path))
    assert path.read_bytes() == "Ünd — 𝄞\n".encode()


def replace_text(take: Outgoing, text: str) -> Outgoing:
    return Outgoing(take.record, None, text)


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in (*SOUNDS, "txt", "file")])
def test_several_takes_go_into_a_folder_and_nothing_there_is_written_over(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "out"
    takes = (music, Outgoing(replace(music.record, id="c", number=4), music.sheet))
    first = export(exporter, qtbot, Export(takes, form, out))
    before = {path: path.read_bytes() for path in first}
    second = export(exporter, qtbot, Export(takes, form, out))
    assert len(set(first) | set(second)) == 4
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_file_that_was_chosen_is_written_over(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.mid"
    mine.write_bytes(b"old")
    assert export(exporter, qtbot, Export((music,), "midi", tmp_path, mine)) == [mine]
    assert mine.read_bytes()[:4] == b"MThd"


def test_takes_of_another_kind_are_left_out(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, text: Outgoing, tmp_path: Path
) -> None:
    assert [p.suffix for p in export(exporter, qtbot, Export((music, text), "midi", tmp_path))] == [".mid"]


def test_an_export_can_be_stopped_and_leaves_nothing_half_written(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    assert music.sheet is not None
    rows = np.tile(music.sheet.notes, 400)
    rows["onset"] += np.repeat(np.arange(400), len(music.sheet.notes)) * 2880
    rows["end"] += np.repeat(np.arange(400), len(music.sheet.notes)) * 2880
    long = Outgoing(replace(music.record, edited=True), music.sheet.with_notes(rows))
    exporter.start(Export((long,), "ogg", tmp_path / "out"))
    with qtbot.waitSignal(exporter.progress, check_params_cb=lambda share, number: share > 0):
        pass
    with qtbot.waitSignal(exporter.cancelled):
        exporter.cancel()
    assert list((tmp_path / "out").iterdir()) == []
    assert not exporter.busy


def test_what_a_killed_process_left_is_cleared_away_and_what_others_write_is_not(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    assert music.sheet is not None
    others = tmp_path / f"{PART_PREFIX}others"
    others.touch()
    exporter.start(Export((Outgoing(music.record, music.sheet),), "wav", tmp_path))
    left = leave_part(tmp_path)
    with qtbot.waitSignal(exporter.cancelled):
        exporter.cancel()
    assert others.exists()
    assert not left.exists()


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    exporter: Exporter, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with qtbot.waitSignal(exporter.failed) as told:
        exporter.start(Export((music,), "midi", tmp_path / "file" / "out"))
    assert "cannot be made" in told.args[0]
    assert told.args[1] == []


# -- drag and copy -----------------------------------------------------------------------------------------------------


def test_dragged_takes_are_real_files_and_texts_are_text_too(music: Outgoing, text: Outgoing, tmp_path: Path) -> None:
    data = TakeDrag(tmp_path / "dragged").mime([music, text])
    paths = [Path(url.toLocalFile()) for url in data.urls()]
    assert [path.name for path in paths] == ["chorales G major 92 bpm 3.mid", "verse 7.txt"]
    assert mido.MidiFile(paths[0]).type == 1
    assert data.text() == "The sea is wide.\n"


def test_music_is_dragged_as_a_file_only(music: Outgoing, tmp_path: Path) -> None:
    assert TakeDrag(tmp_path / "dragged").mime([music]).formats() == ["text/uri-list"]


def test_a_take_dragged_again_is_the_same_file_and_an_edited_one_another(music: Outgoing, tmp_path: Path) -> None:
    drag = TakeDrag(tmp_path / "dragged")
    edited = Outgoing(replace(music.record, edited=True), music.sheet)
    names = [Path(drag.mime([take]).urls()[0].toLocalFile()).name for take in (music, music, edited)]
    assert names[0] == names[1] == "chorales G major 92 bpm 3.mid"
    assert names[2] == "chorales G major 92 bpm 3-2.mid"


def test_a_take_whose_file_is_lost_is_dragged_from_its_notes(music: Outgoing, tmp_path: Path) -> None:
    music.record.path.unlink()
    data = TakeDrag(tmp_path / "dragged").mime([music])
    assert mido.MidiFile(data.urls()[0].toLocalFile()).type == 1
    with pytest.raises(SeqgenError):
        TakeDrag(tmp_path / "dragged").mime([Outgoing(music.record)])


def test_the_button_copies_when_it_is_pressed(
    music: Outgoing, tmp_path: Path, clipboard: QClipboard, qtbot: QtBot
) -> None:
    button = DragButton()
    qtbot.addWidget(button)
    drag = TakeDrag(tmp_path / "dragged")
    button.set_mime(lambda: drag.mime([music]))
    button.click()
    assert clipboard.mimeData().urls()[0].fileName() == "chorales G major 92 bpm 3.mid"


def test_the_button_says_why_there_is_nothing_to_drag(qtbot: QtBot, music: Outgoing, tmp_path: Path) -> None:
    button = DragButton()
    qtbot.addWidget(button)
    music.record.path.unlink()
    button.set_mime(lambda: TakeDrag(tmp_path / "dragged").mime([Outgoing(music.record)]))
    with qtbot.waitSignal(button.problem) as told:
        button.click()
    assert "3.mid" in told.args[0]


# -- the dialog --------------------------------------------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot: QtBot) -> ExportDialog:
    made = ExportDialog()
    qtbot.addWidget(made)
    return made


def test_the_dialog_offers_what_the_takes_can_become(dialog: ExportDialog) -> None:
    groups = [
        ExportGroup("this", "Take 7", 1, {"txt": 1}),
        ExportGroup("starred", "Starred (3)", 3, {**dict.fromkeys(MUSIC_FORMS, 2), "txt": 1}),
    ]
    dialog.offer(groups, ExportChoice("this", "mp3", 48_000))
    assert dialog.choice.form == "txt"
    dialog.takes.button(1).click()
    dialog.form_buttons["mp3"].click()
    assert dialog.choice == ExportChoice("starred", "mp3", 48_000)
    assert dialog.count == 2


def test_mp3_is_not_offered_a_rate_that_it_does_not_have(dialog: ExportDialog) -> None:
    dialog.offer(
        [ExportGroup("this", "Take 3", 1, MUSIC_FORMS)],
        ExportChoice("this", "flac", 96_000),
    )
    assert dialog.choice.sample_rate == 96_000
    dialog.form_buttons["mp3"].click()
    assert dialog.choice.sample_rate == 48_000


def test_with_nothing_to_export_the_button_is_off(dialog: ExportDialog) -> None:
    dialog.offer([ExportGroup("this", "This take"), ExportGroup("starred", "Starred (0)")], ExportChoice("this", "", 0))
    assert not dialog.export.isEnabled()


@pytest.fixture
def controller(studio: Studio, qtbot: QtBot, music: Outgoing, text: Outgoing) -> Iterator[ExportController]:
    window = QWidget()
    qtbot.addWidget(window)
    known = {"a": music, "b": text}
    made = ExportController(studio, lambda records: [known[record.id] for record in records], window)
    window.show()
    yield made
    made.exporter.close()


def test_the_starred_takes_are_exported_from_the_dialog_and_the_folder_is_remembered(
    controller: ExportController, studio: Studio, qtbot: QtBot, music: Outgoing, text: Outgoing, tmp_path: Path
) -> None:
    out = tmp_path / "Music"
    out.mkdir()
    studio.settings.change(export_folder=str(out))
    controller.open(ExportOffer(music.record, (), (music.record, text.record)), "starred")
    assert controller.dialog.folder.text() == str(out)
    with qtbot.waitSignal(controller.exporter.finished):
        controller.dialog.export.click()
    assert [path.name for path in out.iterdir()] == ["chorales G major 92 bpm 3.mid"]
    assert controller.dialog.reveal.isVisible()
    assert studio.settings.values.export_format == "midi"
    assert controller.folder == out


def test_a_name_without_a_suffix_gets_one_and_nothing_is_written_over(
    controller: ExportController, qtbot: QtBot, music: Outgoing, tmp_path: Path
) -> None:
    (tmp_path / "mine.mid").write_bytes(b"mine")
    controller.open(ExportOffer(music.record))
    with qtbot.waitSignal(controller.exporter.finished):
        controller.save_to(tmp_path / "mine")
    assert (tmp_path / "mine.mid").read_bytes() == b"mine"
    assert (tmp_path / "mine-2.mid").read_bytes()[:4] == b"MThd"


def test_a_folder_that_vanished_is_replaced_by_the_usual_one(
    controller: ExportController, studio: Studio, tmp_path: Path
) -> None:
    studio.settings.change(export_folder=str(tmp_path / "gone"))
    assert controller.folder != tmp_path / "gone"
