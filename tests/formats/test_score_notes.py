"""Pieces on their whole way into MIDI and ABC files and out again, as notes, tempos, metres and keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mido
import numpy as np
import pytest
import symusic

from seqgen.errors import UnreadableFile
from seqgen.formats.midi import read_scores, read_text
from seqgen.formats.midi_writer import midi_bytes, write_score
from seqgen.formats.score_notes import notes_of_score


def make_score(tracks: list[tuple[str, int, bool, list[tuple[int, int, int, int]]]], quarter: int = 480) -> Any:
    """A score of (name, program, drums, notes); a note is (time, duration, pitch, velocity) in ticks."""
    score: Any = symusic.Score(quarter)
    for name, program, drums, notes in tracks:
        track: Any = symusic.Track(name, program, drums)
        for note in notes:
            track.notes.append(symusic.Note(*note))
        score.tracks.append(track)
    return score


def notes_of_track(track: Any) -> list[tuple[int, int, int, int]]:
    return sorted((n.time, n.duration, n.pitch, n.velocity) for n in track.notes)


def read_one(path: Path) -> Any:
    (reading,) = read_scores(path)
    assert not reading.repairs
    return reading.score


BAND = make_score(
    [
        ("Flöte ♭", 73, False, [(0, 480, 72, 90), (480, 240, 74, 1), (720, 10, 76, 127)]),
        ("Bass", 33, False, [(0, 960, 36, 80)]),
        ("Kit", 0, True, [(0, 60, 36, 100), (480, 60, 38, 100)]),
    ]
)
BAND.tempos.append(symusic.Tempo(0, 97.0))
BAND.tempos.append(symusic.Tempo(480, 210.5))
BAND.time_signatures.append(symusic.TimeSignature(0, 3, 4))
BAND.time_signatures.append(symusic.TimeSignature(1440, 7, 16))
BAND.key_signatures.append(symusic.KeySignature(0, -3, 1))


# -- writing and reading back ------------------------------------------------------------------------------------------


def test_a_score_comes_back_with_its_notes_names_programs_tempos_metres_and_key(tmp_path: Path) -> None:
    write_score(BAND, tmp_path / "band.mid")

    back = read_one(tmp_path / "band.mid")

    played = [track for track in back.tracks if len(track.notes)]
    assert [(t.name, t.program, t.is_drum) for t in played] == [(t.name, t.program, t.is_drum) for t in BAND.tracks]
    assert [notes_of_track(t) for t in played] == [notes_of_track(t) for t in BAND.tracks]
    assert back.ticks_per_quarter == 480
    assert [(t.time, round(t.qpm, 2)) for t in back.tempos] == [(0, 97.0), (480, 210.5)]
    assert [(m.time, m.numerator, m.denominator) for m in back.time_signatures] == [(0, 3, 4), (1440, 7, 16)]
    assert [(k.key, k.tonality) for k in back.key_signatures] == [(-3, 1)]


def test_drums_are_written_to_channel_ten_and_nothing_else_is(tmp_path: Path) -> None:
    write_score(BAND, tmp_path / "band.mid")

    channels = {
        track.name: {message.channel for message in track if not message.is_meta}
        for track in mido.MidiFile(tmp_path / "band.mid", charset="utf-8").tracks
    }

    assert channels["Kit"] == {9}
    assert 9 not in channels["Flöte ♭"] | channels["Bass"]
    assert channels["Flöte ♭"] != channels["Bass"]


def test_twenty_instruments_share_fifteen_channels_and_keep_their_notes_and_programs(tmp_path: Path) -> None:
    tracks = [(f"part {i}", i, False, [(i * 480, 480, 40 + i, 80)]) for i in range(20)]
    write_score(make_score([*tracks, ("Kit", 0, True, [(0, 10, 36, 90)])]), tmp_path / "big.mid")

    sounding: dict[int, tuple[int, int]] = {}
    program = [0] * 16
    now = 0
    for message in mido.merge_tracks(mido.MidiFile(tmp_path / "big.mid").tracks):
        now += message.time
        if message.type == "program_change":
            program[message.channel] = message.program
        elif message.type == "note_on" and message.velocity:
            sounding[message.note] = (now, program[message.channel])
            assert (message.channel == 9) == (message.note == 36)

    assert {40 + i: (i * 480, i) for i in range(20)} | {36: (0, 0)} == sounding
    notes = notes_of_score(read_one(tmp_path / "big.mid"))
    assert [(o, p) for o, p, part in zip(notes.onset, notes.pitch, notes.part, strict=True) if part < 1024] == [
        (i * 480, 40 + i) for i in range(20)
    ]


def test_a_repeated_note_is_silent_before_it_is_struck_again(tmp_path: Path) -> None:
    score = make_score([("", 0, False, [(0, 480, 60, 80), (480, 480, 60, 90)])])
    write_score(score, tmp_path / "x.mid")

    messages = [m for m in mido.MidiFile(tmp_path / "x.mid").tracks[1] if m.type.startswith("note")]

    sounding = [m.type == "note_on" and m.velocity > 0 for m in messages]
    assert sounding == [True, False, True, False]


@pytest.mark.parametrize(("end_ticks", "expected"), [(None, 1440), (5000, 5000), (10, 1440)])
def test_the_file_lasts_until_end_ticks_or_its_last_event(tmp_path: Path, end_ticks: int | None, expected: int) -> None:
    score = make_score([("", 0, False, [(0, 480, 60, 80), (960, 480, 60, 90)])])
    write_score(score, tmp_path / "x.mid", end_ticks=end_ticks)

    ticks = [sum(m.time for m in track) for track in mido.MidiFile(tmp_path / "x.mid").tracks]

    assert max(ticks) == expected
    if end_ticks == 5000:
        assert set(ticks) == {5000}


def test_a_file_without_text_has_none(tmp_path: Path) -> None:
    write_score(BAND, tmp_path / "x.mid")

    assert read_text(tmp_path / "x.mid") == []


def test_text_is_found_in_a_file_that_is_cut_short(tmp_path: Path) -> None:
    (tmp_path / "x.mid").write_bytes(midi_bytes(BAND, text="made with seed 7")[:-60])

    assert read_text(tmp_path / "x.mid") == ["made with seed 7"]


def test_the_same_score_gives_the_same_bytes() -> None:
    assert midi_bytes(BAND, text="x") == midi_bytes(BAND.copy(), text="x")


def test_pedals_hold_as_long_as_they_did(tmp_path: Path) -> None:
    score = make_score([("", 0, False, [(0, 100, 60, 80), (1000, 100, 64, 90)])])
    score.tracks[0].pedals.append(symusic.Pedal(10, 500))
    write_score(score, tmp_path / "x.mid")

    notes = notes_of_score(read_one(tmp_path / "x.mid"))

    assert notes.end.tolist() == [510, 1100]


# -- files that are not music ------------------------------------------------------------------------------------------


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.mid").write_bytes(b"")

    with pytest.raises(UnreadableFile, match=r"^x\.mid: the file is empty$"):
        read_scores(tmp_path / "x.mid")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^gone\.mid: cannot be opened: No such file"):
        read_scores(tmp_path / "gone.mid")


@pytest.mark.parametrize("content", [b"Dear Sir or Madam,", b"\0" * 4000, b"MThd", b"\xff" * 999], ids=repr)
def test_what_is_no_midi_names_its_file_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a\nb.mid").write_bytes(content)

    with pytest.raises(UnreadableFile) as caught:
        read_scores(tmp_path / "a\nb.mid")

    assert str(caught.value).startswith("a\\nb.mid: ")
    assert "\n" not in str(caught.value)


def test_absurd_times_do_not_become_a_piece_of_days(tmp_path: Path) -> None:
    # the second note begins after the longest delta time there is, at the slowest tempo there is
    track = bytes.fromhex("00ff5103ffffff 00903c50 60803c00 ffffff7f903e50 60803e00 00ff2f00")
    data = bytearray(b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk" + len(track).to_bytes(4, "big") + track)
    (tmp_path / "x.mid").write_bytes(data)

    (reading,) = read_scores(tmp_path / "x.mid")

    assert [note.pitch for note in reading.score.tracks[0].notes] == [60]
    assert reading.repairs
    assert reading.score.to("second").end() <= 24 * 3600


def test_names_that_are_not_utf_8_are_read(tmp_path: Path) -> None:
    data = midi_bytes(BAND).replace("Flöte ♭".encode(), b"Fl\xf6te     ")
    assert len(data) == len(midi_bytes(BAND))
    (tmp_path / "x.mid").write_bytes(data)

    assert read_scores(tmp_path / "x.mid")[0].score.note_num() == BAND.note_num()


# -- ABC ---------------------------------------------------------------------------------------------------------------

SCALE = "X:1\nT:Scale\nM:4/4\nL:1/4\nQ:1/4=100\nK:G\nGABc|defg|\n"
UPBEAT = "X:2\nT:Upbeat\nM:3/4\nL:1/4\nK:C\nG|ccc|ddd|eee|c2|]\n"


def test_every_tune_of_an_abc_file_is_a_piece(tmp_path: Path) -> None:
    (tmp_path / "x.abc").write_text(f"% a book\n{SCALE}\n{UPBEAT}")

    scale, upbeat = read_scores(tmp_path / "x.abc")

    assert [scale.title, upbeat.title] == ["Scale", "Upbeat"]
    assert notes_of_score(scale.score).pitch.tolist() == [67, 69, 71, 72, 74, 76, 78, 79]
    assert notes_of_score(scale.score).key == "G major"
    assert notes_of_score(scale.score).tempos.tolist() == [[0.0, 100.0]]


def test_an_upbeat_is_a_pickup_of_the_metre_that_follows(tmp_path: Path) -> None:
    (tmp_path / "x.abc").write_text(UPBEAT)

    notes = notes_of_score(read_scores(tmp_path / "x.abc")[0].score)

    quarter = notes.ticks_per_quarter
    assert notes.metres.tolist() == [[quarter, 3, 4]]
    assert np.round(notes.onset / quarter, 1).tolist() == list(range(11))


@pytest.mark.parametrize(
    ("written", "metres"),
    [
        ([(0, 1, 8), (240, 4, 4)], [[240, 4, 4]]),
        ([(0, 2, 8), (480, 6, 8)], [[480, 6, 8]]),
        ([(0, 4, 4), (480, 4, 4), (2400, 4, 4)], [[480, 4, 4]]),
        ([(0, 2, 4), (1920, 4, 4)], [[0, 2, 4], [1920, 4, 4]]),
        ([(0, 4, 4), (1920, 3, 4)], [[0, 4, 4], [1920, 3, 4]]),
        ([(0, 4, 4), (1920, 4, 4), (2400, 4, 4)], [[0, 4, 4], [2400, 4, 4]]),
    ],
)
def test_a_short_first_bar_is_a_pickup(written: list[tuple[int, int, int]], metres: list[list[int]]) -> None:
    score = make_score([("", 0, False, [(t, 240, 60, 80) for t in range(0, 9600, 240)])])
    for tick, numerator, denominator in written:
        score.time_signatures.append(symusic.TimeSignature(tick, numerator, denominator))

    assert notes_of_score(score).metres.tolist() == metres


def test_a_tune_without_upbeat_keeps_its_metre(tmp_path: Path) -> None:
    (tmp_path / "x.abc").write_text(SCALE)

    notes = notes_of_score(read_scores(tmp_path / "x.abc")[0].score)

    assert notes.metres.tolist() == [[0, 4, 4]]


def test_a_broken_tune_among_good_ones_costs_only_itself(tmp_path: Path) -> None:
    broken = "X:7\nT:Broken\nthere is no key and no note here\n\n"
    (tmp_path / "x.abc").write_text(f"{SCALE}\n{broken}{UPBEAT}")

    readings = read_scores(tmp_path / "x.abc")

    assert [reading.title for reading in readings] == ["Scale", "Upbeat"]
    told = " ".join(readings[0].repairs)
    assert "left out" in told
    assert "X:7" in told or "Broken" in told


def test_a_warning_is_told_of_the_tune_that_caused_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    odd = "X:3\nT:Odd\nM:4/4\nL:1/4\nK:C\nCDEF|G!nonsuch A^^^B)c|\n"
    (tmp_path / "x.abc").write_text(f"{SCALE}\n{odd}\n{UPBEAT}")

    readings = {reading.title: reading.repairs for reading in read_scores(tmp_path / "x.abc")}

    assert readings["Odd"]
    assert readings["Scale"] == readings["Upbeat"] == ()
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


@pytest.mark.parametrize("content", [b"no tune here", b"X:1\0\0", b"X:1\nT:x\n", b"%abc-2.1\n"], ids=repr)
def test_an_abc_file_without_a_tune_names_itself(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.abc").write_bytes(content)

    with pytest.raises(UnreadableFile, match=r"^x\.abc: "):
        read_scores(tmp_path / "x.abc")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_abc_is_read_in_any_encoding_and_with_any_line_end(tmp_path: Path, encoding: str, line_end: str) -> None:
    text = SCALE.replace("Scale", "Gülden").replace("\n", line_end)
    (tmp_path / "x.abc").write_bytes(text.encode(encoding))

    (reading,) = read_scores(tmp_path / "x.abc")

    assert reading.title == "Gülden"
    assert len(notes_of_score(reading.score)) == 8
