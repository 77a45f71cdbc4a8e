"""Pieces are read as they are, and what is written is read again by us and by others."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import mido
import pytest
import symusic
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.errors import SeqgenError, UnreadableFile
from seqgen.formats import smf
from seqgen.formats.midi import MOST_BYTES, read_scores, read_text
from seqgen.formats.midi_writer import midi_bytes, write_score
from tests.support import hostile

Note = tuple[int, int, int, int]
"""Onset, duration, pitch, velocity."""


def make_score(*tracks: tuple[str, int, bool, list[Note]], quarter: int = 480) -> Any:
    score = symusic.Score(quarter)
    for name, program, drums, notes in tracks:
        track = symusic.Track(name, program, drums)
        for note in notes:
            track.notes.append(symusic.Note(*note))
        score.tracks.append(track)
    return score


def content(score: Any) -> list[tuple[str, int, bool, list[Note]]]:
    """Name, program, drums and notes of each track that has notes."""
    return [
        (
            t.name,
            0 if t.is_drum else t.program,
            t.is_drum,
            sorted((n.time, n.duration, n.pitch, n.velocity) for n in t.notes),
        )
        for t in score.tracks
        if len(t.notes)
    ]


def read_back(score: Any, folder: Path, **options: Any) -> Any:
    write_score(score, folder / "written.mid", overwrite=True, **options)
    (reading,) = read_scores(folder / "written.mid")
    assert reading.repairs == ()
    return reading.score


@st.composite
def scores(draw: st.DrawFn) -> Any:
    """Scores that a MIDI file can hold: in a track no key is struck before it has ended."""
    quarter = draw(st.sampled_from([24, 96, 480, 9600]))
    tracks = []
    for _ in range(draw(st.integers(1, 20))):
        notes, free = [], {}
        for _ in range(draw(st.integers(1, 6))):
            pitch = draw(st.integers(0, 127))
            start = free.get(pitch, 0) + draw(st.integers(0, 1000))
            length = draw(st.integers(1, 100_000))
            free[pitch] = start + length
            notes.append((start, length, pitch, draw(st.integers(1, 127))))
        name = draw(st.text("abc éßж", max_size=8).map(str.strip))
        tracks.append((name, draw(st.integers(0, 127)), draw(st.booleans()), notes))
    score = make_score(*tracks, quarter=quarter)
    changes = draw(st.lists(st.integers(1, 5000), max_size=3, unique=True).map(sorted))
    for tick in [0, *changes]:
        score.tempos.append(symusic.Tempo(tick, draw(st.floats(20, 1000))))
        metre = draw(st.tuples(st.integers(1, 64), st.sampled_from([1, 2, 4, 8, 16, 32])))
        score.time_signatures.append(symusic.TimeSignature(tick, *metre))
        score.key_signatures.append(symusic.KeySignature(tick, draw(st.integers(-7, 7)), draw(st.integers(0, 1))))
    return score


@settings(max_examples=60, deadline=None)
@given(scores())
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, score: Any) -> None:
    read = read_back(score, tmp_path_factory.mktemp("round"))

    assert read.ticks_per_quarter == score.ticks_per_quarter
    assert content(read) == [
        (name, 0 if drums else program, drums, notes) for name, program, drums, notes in content(score)
    ]
    assert [(m.time, m.numerator, m.denominator) for m in read.time_signatures] == [
        (m.time, m.numerator, m.denominator) for m in score.time_signatures
    ]
    assert [(k.time, k.key, k.tonality) for k in read.key_signatures] == [
        (k.time, k.key, k.tonality) for k in score.key_signatures
    ]
    assert [t.time for t in read.tempos] == [t.time for t in score.tempos]
    assert [60e6 / t.qpm for t in read.tempos] == pytest.approx([60e6 / t.qpm for t in score.tempos], abs=1.1)


@settings(max_examples=40, deadline=None)
@given(scores(), st.text(max_size=9000), st.integers(0, 1 << 20))
def test_mido_reads_the_same_and_every_track_ends_where_asked(score: Any, text: str, end: int) -> None:
    file = mido.MidiFile(file=io.BytesIO(midi_bytes(score, text=text, end_ticks=end)), charset="utf-8")

    assert file.type == 1
    assert file.tracks[0][0] == mido.MetaMessage("sequencer_specific", data=tuple(smf.OWN + text.encode()))
    for track, (name, _, drums, notes) in zip(file.tracks[1:], content(score), strict=True):
        now, struck = 0, []
        for message in track:
            now += message.time
            if message.type == "note_on":
                struck.append((now, message.note, message.velocity))
                assert (message.channel == 9) == drums
        assert track.name == name
        assert sorted(struck) == sorted((start, pitch, velocity) for start, _, pitch, velocity in notes)
        assert now == max(end, *(start + length for start, length, _, _ in notes))


def test_up_to_fifteen_pitched_tracks_have_a_channel_each() -> None:
    score = make_score(*[(f"t{i}", i, i == 3, [(0, 480, 60, 80)]) for i in range(16)])

    channels = [track[1].channel for track in mido.MidiFile(file=io.BytesIO(midi_bytes(score))).tracks[1:]]

    assert channels == [0, 1, 2, 9, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15]


def test_more_tracks_share_the_channel_of_their_own_program() -> None:
    score = make_score(*[(f"t{i}", i % 12, False, [(0, 480, 60 + i, 80)]) for i in range(24)])
    file = mido.MidiFile(file=io.BytesIO(midi_bytes(score)))
    programs: dict[int, set[int]] = {}

    for track in file.tracks[1:]:
        for message in track:
            if message.type == "program_change":
                programs.setdefault(message.channel, set()).add(message.program)

    assert len(programs) == 15
    assert all(len(of_channel) == 1 for of_channel in programs.values())


def test_a_channel_of_several_programs_plays_each_note_with_its_own() -> None:
    score = make_score(*[(f"t{i}", i, False, [(240 * k, 200, 40 + i, 80) for k in range(4)]) for i in range(40)])
    current: dict[int, int] = {}
    heard: dict[int, set[int]] = {}

    for message in mido.merge_tracks(mido.MidiFile(file=io.BytesIO(midi_bytes(score))).tracks):
        if message.type == "program_change":
            current[message.channel] = message.program
        elif message.type == "note_on":
            heard.setdefault(message.note, set()).add(current[message.channel])

    assert heard == {40 + i: {i} for i in range(40)}


def test_a_track_that_comes_later_on_a_shared_channel_does_not_set_its_program_before() -> None:
    score = make_score(*[(f"t{i}", i, False, [(1920 if i == 15 else 0, 480, 60, 80)]) for i in range(16)])
    merged = mido.merge_tracks(mido.MidiFile(file=io.BytesIO(midi_bytes(score))).tracks)
    heard: dict[int, list[int]] = {}

    for message in merged:
        if message.type == "program_change":
            heard.setdefault(message.channel, []).append(message.program)

    assert sorted(heard.values()) == [[0, 15], *([i] for i in range(1, 15))]


def test_controls_bends_and_pedals_are_written(tmp_path: Path) -> None:
    score = make_score(("organ", 19, False, [(0, 480, 60, 80)]), ("piano", 0, False, [(0, 480, 64, 80)]))
    score.tracks[0].controls.append(symusic.ControlChange(10, 7, 99))
    score.tracks[0].pitch_bends.append(symusic.PitchBend(20, -8192))
    score.tracks[1].pedals.append(symusic.Pedal(100, 380))

    organ, piano = read_back(score, tmp_path).tracks

    assert [(c.time, c.number, c.value) for c in organ.controls] == [(10, 7, 99)]
    assert [(b.time, b.value) for b in organ.pitch_bends] == [(20, -8192)]
    assert [(p.time, p.duration) for p in piano.pedals] == [(100, 380)]


def test_the_first_pedal_of_any_channel_begins_where_it_is_pressed(tmp_path: Path) -> None:
    # symusic 0.6.0 alone lets it begin at tick 0 on every channel but the first
    body = b"\x00\x92\x3c\x40\x60\x3c\x00\x60\xb2\x40\x7f\x60\x40\x7f\x60\x40\x00\x60\x40\x7f\x00\xff\x2f\x00"
    (tmp_path / "pedal.mid").write_bytes(hostile.of_one_track(body))

    (track,) = read_scores(tmp_path / "pedal.mid")[0].score.tracks

    assert [(p.time, p.duration) for p in track.pedals] == [(192, 192)]


def test_text_of_a_hundred_thousand_characters_survives(tmp_path: Path) -> None:
    text = '{"seed": 7, "name": "Übung"} ' * 3500
    write_score(make_score(("", 0, False, [(0, 1, 60, 1)])), tmp_path / "take.mid", text=text)

    assert read_text(tmp_path / "take.mid") == [text]


def test_a_text_event_at_the_start_is_read_too(tmp_path: Path) -> None:
    file = mido.MidiFile()
    file.tracks.append(mido.MidiTrack([mido.MetaMessage("text", text="made with seed 7")]))
    file.tracks[0] += [mido.MetaMessage("sequencer_specific", data=b"\x43of another program")]
    file.save(tmp_path / "take.mid")

    assert read_text(tmp_path / "take.mid") == ["made with seed 7"]


def test_text_is_looked_for_in_any_file_without_harm(tmp_path: Path) -> None:
    for name, data in list(hostile.midi_files())[::7]:
        (tmp_path / name).write_bytes(data)

        texts, refusal = [], ""
        try:
            texts = read_text(tmp_path / name)
        except UnreadableFile as error:
            refusal = str(error)

        assert sum(map(len, texts)) <= len(data), name
        assert refusal.startswith(name if refusal else ""), name


def test_an_existing_file_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "take.mid"
    path.write_bytes(b"precious")
    score = make_score(("", 0, False, [(0, 1, 60, 1)]))

    with pytest.raises(SeqgenError, match=r"take\.mid: exists already"):
        write_score(score, path)
    assert path.read_bytes() == b"precious"
    write_score(score, path, overwrite=True)
    assert path.read_bytes()[:4] == b"MThd"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeqgenError, match=r"nowhere/take\.mid: cannot be written: No such file"):
        write_score(make_score(("", 0, False, [(0, 1, 60, 1)])), tmp_path / "nowhere" / "take.mid")


def test_a_piece_too_long_for_a_midi_file_is_refused(tmp_path: Path) -> None:
    score = make_score(("", 0, False, [(1 << 30, 1, 60, 1)]))

    with pytest.raises(SeqgenError, match="cannot hold a piece of 1,073,741,825 ticks"):
        write_score(score, tmp_path / "long.mid")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not shutil.which("midicsv"), reason="midicsv is not installed")
def test_midicsv_reads_what_is_written_without_complaint(tmp_path: Path) -> None:
    score = make_score(("Flöte", 73, False, [(0, 480, 72, 90)]), ("Drums", 0, True, [(0, 60, 36, 90)]))
    score.time_signatures.append(symusic.TimeSignature(0, 6, 8))
    write_score(score, tmp_path / "take.mid", text="made by hand", end_ticks=1440)

    said = subprocess.run(["midicsv", tmp_path / "take.mid"], capture_output=True, text=True, check=True)

    assert said.stderr == ""
    assert "0, 0, Header, 1, 3, 480" in said.stdout
    own = smf.OWN + b"made by hand"
    assert f"1, 0, Sequencer_specific, {len(own)}, {', '.join(map(str, own))}" in said.stdout
    assert "1, 0, Time_signature, 6, 3, 36, 8" in said.stdout
    assert said.stdout.count("1440, End_track") == 3


# -- what may be read --------------------------------------------------------------------------------------------------


def test_a_fifo_does_not_block(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no FIFOs")
    os.mkfifo(tmp_path / "x.mid")

    with pytest.raises(UnreadableFile, match=r"x\.mid: is not a regular file"):
        read_scores(tmp_path / "x.mid")


def test_a_folder_with_a_files_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.mid").mkdir()

    with pytest.raises(UnreadableFile, match=r"x\.mid: "):
        read_scores(tmp_path / "x.mid")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with open(tmp_path / "huge.mid", "wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(UnreadableFile, match=r"huge\.mid: has 67,108,865 bytes; at most 67,108,864"):
        read_scores(tmp_path / "huge.mid")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.mid").write_bytes(hostile.SOUND)
    (tmp_path / "x.mid").chmod(0)
    if os.access(tmp_path / "x.mid", os.R_OK):
        pytest.skip("this user may read everything")

    with pytest.raises(UnreadableFile, match=r"x\.mid: cannot be opened: Permission denied"):
        read_scores(tmp_path / "x.mid")


def test_names_that_are_not_text_are_shown_escaped(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\x1b[2J\xff.mid"))
    try:
        path.write_bytes(b"no music")
    except OSError:
        pytest.skip("this file system refuses such names")

    with pytest.raises(UnreadableFile) as refused:
        read_scores(path)
    assert str(refused.value).startswith("\\x1b[2J\\xff.mid: ")
    assert str(refused.value).isprintable()


def test_track_names_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "x.mid").write_bytes(hostile.of_one_track(b"\x00\xff\x03\x07\x1b[2JFl\xf6" + hostile.MELODY[9:]))

    assert read_scores(tmp_path / "x.mid")[0].score.tracks[0].name == "[2JFlö"
