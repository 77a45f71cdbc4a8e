"""Damaged MIDI files give what can be had of them, and say what was done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import symusic
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seqgen.errors import UnreadableFile
from seqgen.formats import midi_events
from seqgen.formats.midi import read_carefully, read_scores
from seqgen.formats.midi_events import MOST_TICKS
from seqgen.formats.midi_score import MOST_SECONDS
from seqgen.formats.smf import END_OF_TRACK, file_bytes, length_bytes, meta, track_chunk
from tests.support import hostile

KEYS = [60, 62, 64, 65, 67, 69, 71, 72]
ALL_KEYS = [*KEYS, 72]


def pitches(score: Any) -> list[int]:
    return [note.pitch for track in score.tracks for note in track.notes]


def timed(score: Any) -> list[tuple[int, int, int]]:
    return sorted((note.time, note.duration, note.pitch) for track in score.tracks for note in track.notes)


def facts(score: Any) -> tuple[Any, ...]:
    """Notes with their instruments, controls, and what holds for the whole."""
    return (
        score.ticks_per_quarter,
        sorted(
            (n.time, n.duration, n.pitch, n.velocity, t.program, t.is_drum, t.name)
            for t in score.tracks
            for n in t.notes
        ),
        sorted((c.time, c.number, c.value) for t in score.tracks for c in t.controls),
        sorted((b.time, b.value) for t in score.tracks for b in t.pitch_bends),
        [(t.time, round(t.qpm, 6)) for t in score.tempos],
        [(m.time, m.numerator, m.denominator) for m in score.time_signatures],
        [(k.time, k.key, k.tonality) for k in score.key_signatures],
    )


def repair_midi(data: bytes, name: str) -> tuple[Any, tuple[str, ...]]:
    (reading,) = read_carefully(data, name)
    return reading.score, reading.repairs


def read(data: bytes, folder: Path, name: str = "x.mid") -> tuple[Any, tuple[str, ...]]:
    (folder / name).write_bytes(data)
    (reading,) = read_scores(folder / name)
    return reading.score, reading.repairs


def test_a_sound_file_is_read_as_symusic_reads_it() -> None:
    repaired, _ = repair_midi(hostile.SOUND, "x.mid")

    assert facts(repaired) == facts(symusic.Score.from_midi(hostile.SOUND))


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "corpora").glob("*/*/*.mid"))[::25], ids=lambda p: p.name
)
def test_a_real_file_is_read_as_symusic_reads_it(path: Path) -> None:
    repaired, _ = repair_midi(path.read_bytes(), path.name)

    assert facts(repaired) == facts(symusic.Score.from_midi(path.read_bytes()))


def test_a_sound_file_is_not_called_repaired(tmp_path: Path) -> None:
    assert read(hostile.SOUND, tmp_path)[1] == ()


# -- what is done about each kind of damage ----------------------------------------------------------------------------


def test_of_a_truncated_file_the_notes_before_the_cut_are_kept(tmp_path: Path) -> None:
    at = hostile.SOUND.index(b"\x90\x43\x50") + 2  # in the middle of the fifth note

    score, repairs = read(hostile.SOUND[:at], tmp_path)

    assert pitches(score) == KEYS[:4]
    assert repairs == (
        f"track 2 is damaged at byte {at - 3:,} (the middle of an event); its 4 notes before that kept",
        "4 notes recovered",
    )


def test_junk_before_the_header_is_skipped(tmp_path: Path) -> None:
    score, repairs = read(b"\0" * 77 + hostile.SOUND, tmp_path)

    assert pitches(score) == ALL_KEYS
    assert repairs == ("77 bytes before the header skipped", "9 notes recovered")


def test_a_riff_wrapper_is_no_damage(tmp_path: Path) -> None:
    wrapped = b"RMIDdata" + len(hostile.SOUND).to_bytes(4, "little") + hostile.SOUND

    score, repairs = read(b"RIFF" + len(wrapped).to_bytes(4, "little") + wrapped, tmp_path, "x.rmi")

    assert pitches(score) == ALL_KEYS
    assert repairs == ()


@pytest.mark.parametrize("count", [0, 1, 3, 65535])
def test_chunks_are_believed_rather_than_the_headers_count(tmp_path: Path, count: int) -> None:
    score, _ = read(hostile.header(count) + hostile.SOUND[14:], tmp_path)

    assert pitches(score) == ALL_KEYS


@pytest.mark.parametrize("length", [0, 5, 1 << 16, 1 << 28, (1 << 32) - 1])
def test_a_lying_length_costs_no_note(tmp_path: Path, length: int) -> None:
    body = hostile.header() + hostile.chunk(hostile.MELODY, length) + hostile.chunk(hostile.CONDUCTOR)

    score, _ = read(body, tmp_path)
    _, repairs = repair_midi(body, "x.mid")

    assert pitches(score) == ALL_KEYS
    assert repairs[0] == f"track 1 is {'longer' if length < 20 else 'shorter'} than it says"


def test_a_running_status_goes_on_behind_a_meta_event() -> None:
    score, _ = repair_midi(
        hostile.of_one_track(b"\x00\x90\x3c\x40\x30\xff\x01\x02hi\x30\x3c\x00" + hostile.END), "x.mid"
    )

    assert timed(score) == [(0, 96, 60)]


def test_data_bytes_out_of_range_lose_their_highest_bit(tmp_path: Path) -> None:
    score, repairs = read(hostile.of_one_track(b"\x00\x90\xbc\x40\x60\x80\xbc\x40" + hostile.END), tmp_path)

    assert timed(score) == [(0, 96, 60)]
    assert repairs == ("2 data bytes of track 1 were out of range", "1 note recovered")


def test_impossible_tempo_metre_and_key_are_dropped() -> None:
    odd = b"".join(
        b"\x00\xff" + event
        for event in (b"\x51\x03\0\0\0", b"\x58\x04\x00\x02\x18\x08", b"\x58\x04\x04\xff\x18\x08", b"\x59\x02\x64\x00")
    )

    score, repairs = repair_midi(hostile.of_one_track(odd + hostile.MELODY), "x.mid")

    assert (len(score.tempos), len(score.time_signatures), len(score.key_signatures)) == (0, 0, 0)
    assert repairs == ("4 impossible tempo, metre or key events of track 1 dropped", "9 notes recovered")


def test_notes_that_nothing_ends_are_closed_with_the_tracks_last(tmp_path: Path) -> None:
    score, repairs = read(hostile.of_one_track(b"\x00\x90\x3c\x40\x60\x40\x40\x60\x43\x40" + hostile.END), tmp_path)

    assert timed(score) == [(0, 192, 60), (96, 96, 64), (192, 24, 67)]
    assert repairs == ("3 notes of track 1 had no end", "3 notes recovered")


def test_a_key_struck_for_ever_needs_bounded_memory() -> None:
    score, _ = repair_midi(hostile.of_one_track(b"\x00\x90\x3c\x40" + b"\x01\x3c\x40" * 50_000 + hostile.END), "x.mid")

    assert score.note_num() == 50_001
    assert max(note.duration for note in score.tracks[0].notes) <= 24


def test_ticks_that_are_parts_of_a_second_keep_their_time(tmp_path: Path) -> None:
    # 25 frames of 40 ticks: 1,000 ticks a second; each note of the melody lasts 96 of them
    score, repairs = read(hostile.header(division=0xE728) + hostile.SOUND[14:], tmp_path)

    seconds = score.to("second").tracks[0].notes

    assert [note.time for note in seconds[:8]] == pytest.approx([0.096 * i for i in range(8)], abs=0.001)
    assert repairs[0] == "it counts 1,000 ticks a second, not parts of a beat; read as 120 beats a minute"


def test_a_header_without_a_tick_length_gets_the_usual_one(tmp_path: Path) -> None:
    score, repairs = read(hostile.header(division=0) + hostile.SOUND[14:], tmp_path)

    assert score.ticks_per_quarter == 480
    assert repairs[0] == "the header names no length of a tick; 480 to a quarter note assumed"


def test_what_lies_a_day_behind_the_start_is_dropped(tmp_path: Path) -> None:
    pause = b"\xff\xff\xff\x7f"  # 388 hours at 96 ticks a quarter note

    score, repairs = read(
        hostile.of_one_track(b"\x00\x90\x3c\x40\x60\x3c\x00" + pause + b"\x40\x40\x60\x40\x00" + hostile.END), tmp_path
    )

    assert timed(score) == [(0, 96, 60)]
    assert repairs == ("1 note that would sound more than 24 hours after the start dropped", "1 note recovered")


def test_a_note_of_more_than_a_day_becomes_a_quarter_note(tmp_path: Path) -> None:
    score, repairs = read(hostile.of_one_track(b"\x00\x90\x3c\x40\xff\xff\xff\x7f\x3c\x00" + hostile.END), tmp_path)

    assert timed(score) == [(0, 96, 60)]
    assert repairs[0] == "1 note that would never end shortened to a quarter note"


def test_a_file_of_too_many_events_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(midi_events, "MOST_EVENTS", 100)

    with pytest.raises(UnreadableFile, match=r"x\.mid: holds more than 100 events"):
        repair_midi(hostile.of_one_track(hostile.notes(200)), "x.mid")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.mid: the file is empty"),
        (b"Dear reader", "x.mid: is text, not a MIDI file"),
        (b"MThd\0\0\0\6\0\1", "x.mid: ends within its header (byte 10)"),
        (
            hostile.of_one_track(b"\0\xf0\x7f"),
            "x.mid: no notes could be recovered from it (track 1 is damaged at byte 22",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_place(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(data, tmp_path)

    assert str(refused.value).startswith(message)


# -- anything at all ---------------------------------------------------------------------------------------------------


def assert_sane(score: Any) -> None:
    assert score.ticks_per_quarter > 0
    assert score.to("second").end() <= MOST_SECONDS * 1.001
    for track in score.tracks:
        for note in track.notes:
            assert 0 <= note.time < note.end <= MOST_TICKS
            assert 0 <= note.pitch <= 127
            assert 1 <= note.velocity <= 127


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 0xFFFF))
@example(b"\x00\x90\x3c\x40", 0)
def test_any_bytes_in_a_track_give_sane_notes_or_a_refusal(body: bytes, division: int) -> None:
    data = hostile.header(1, division=division) + hostile.chunk(hostile.MELODY[:-4] + body)

    score, repairs = repair_midi(data, "x.mid")

    assert_sane(score)
    assert set(KEYS) <= set(pitches(score))
    assert repairs[-1].endswith("recovered")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_give_sane_notes_or_a_refusal(data: bytes) -> None:
    refusal, score = "", None
    try:
        score, _ = repair_midi(b"MThd" + data, "x.mid")
    except UnreadableFile as error:
        refusal = str(error)

    if score is not None:
        assert_sane(score)
    assert refusal.startswith("x.mid: " if refusal else "")


# -- the bytes that both directions share ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "encoded"),
    [(0, b"\0"), (0x7F, b"\x7f"), (0x80, b"\x81\0"), (0x2000, b"\xc0\0"), (0xFFFFFFF, b"\xff\xff\xff\x7f")],
)
def test_lengths_are_written_as_the_standard_says(number: int, encoded: bytes) -> None:
    assert length_bytes(number) == encoded


def test_a_track_ends_on_the_tick_asked() -> None:
    data = file_bytes(96, [track_chunk([(10, 0, b"\x90\x3c\x40"), (20, 0, b"\x80\x3c\x40")], 384)])

    assert data.endswith(length_bytes(364) + meta(END_OF_TRACK, b""))
