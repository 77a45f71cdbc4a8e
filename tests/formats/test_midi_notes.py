"""Notes end where they should, and have the program, the pedal and the drums of their channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seqgen.errors import UnreadableFile
from seqgen.formats.midi import Reading, read_scores
from seqgen.formats.score_notes import read_pieces
from tests.support.hostile import END, chunk, header

GS_DRUMS_ON_2 = b"\x00\xf0\x0a\x41\x10\x42\x12\x40\x11\x15\x01\x19\xf7"
GS_TENTH_IS_PITCHED = b"\x00\xf0\x0a\x41\x10\x42\x12\x40\x10\x15\x00\x1b\xf7"
GS_RESET = b"\x00\xf0\x0a\x41\x10\x42\x12\x40\x00\x7f\x00\x41\xf7"
XG_ON = b"\x00\xf0\x08\x43\x10\x4c\x00\x00\x7e\x00\xf7"
XG_DRUMS_ON_3 = b"\x00\xf0\x08\x43\x10\x4c\x08\x02\x07\x02\xf7"
GM_ON = b"\x00\xf0\x05\x7e\x7f\x09\x01\xf7"


def note(key: int, *, channel: int = 0, after: int = 0, length: int = 96) -> bytes:
    return bytes([after, 0x90 | channel, key, 80, length, 0x80 | channel, key, 0])


def reading(folder: Path, *tracks: bytes, count: int | None = None, kind: int = 1) -> Reading:
    return readings(folder, *tracks, count=count, kind=kind)[0]


def readings(folder: Path, *tracks: bytes, count: int | None = None, kind: int = 1) -> list[Reading]:
    data = header(len(tracks) if count is None else count, kind=kind) + b"".join(chunk(track + END) for track in tracks)
    (folder / "x.mid").write_bytes(data)
    return read_scores(folder / "x.mid")


def times(score: Any) -> list[tuple[int, int, int]]:
    return sorted((note.time, note.duration, note.pitch) for track in score.tracks for note in track.notes)


# -- programs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("set_up_first", [True, False])
def test_a_program_in_another_track_is_the_channels(tmp_path: Path, set_up_first: bool) -> None:
    tracks = [b"\x00\xc0\x28", note(60)]

    score = reading(tmp_path, *(tracks if set_up_first else tracks[::-1])).score

    assert [track.program for track in score.tracks] == [40]


def test_two_staves_of_one_channel_have_one_program(tmp_path: Path) -> None:
    score = reading(tmp_path, b"\x00\xc0\x13" + note(72), note(48)).score

    assert [(track.program, len(track.notes)) for track in score.tracks] == [(19, 1), (19, 1)]


def test_a_program_holds_until_the_next_in_order_of_time(tmp_path: Path) -> None:
    changes = b"\x00\xc0\x01" + b"\x60\xc0\x02"

    score = reading(tmp_path, note(60) + note(62) + note(64), changes).score

    # at the same tick an earlier track comes first
    assert [(track.program, [note.pitch for note in track.notes]) for track in score.tracks] == [
        (1, [60, 62]),
        (2, [64]),
    ]


def test_the_corpus_has_the_same_programs(tmp_path: Path) -> None:
    reading(tmp_path, b"\x00\xc0\x49\x00\xc1\x20", note(72), note(36, channel=1))

    (piece,) = read_pieces(tmp_path / "x.mid")

    assert (piece.content.part // 8).tolist() == [32, 73]


# -- drums -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "channel", "drums"),
    [
        (b"", 9, True),
        (b"", 1, False),
        (GS_DRUMS_ON_2, 1, False),
        (GS_DRUMS_ON_2, 0, True),
        (GS_TENTH_IS_PITCHED, 9, False),
        (XG_DRUMS_ON_3, 2, True),
        (XG_ON + b"\x00\xb1\x00\x7f\x00\xc1\x00", 1, True),
        (b"\x00\xb1\x00\x7f\x00\xc1\x00", 1, True),
        (GS_RESET + b"\x00\xb1\x00\x7f\x00\xc1\x00", 1, False),
        (GM_ON + b"\x00\xb1\x00\x7f\x00\xc1\x00", 1, False),
        (XG_ON + b"\x00\xb1\x00\x7f\x00\xc1\x00\x00\xb1\x00\x00\x00\xc1\x05", 1, False),
        (b"\x00\xb9\x00\x00\x00\xc9\x10", 9, True),
    ],
)
def test_drums_are_on_the_channels_that_the_file_says(tmp_path: Path, before: bytes, channel: int, drums: bool) -> None:
    in_the_same_track = reading(tmp_path, before + note(38, channel=channel)).score
    in_another = reading(tmp_path, before, note(38, channel=channel)).score

    assert [track.is_drum for track in in_the_same_track.tracks] == [drums]
    assert [track.is_drum for track in in_another.tracks] == [drums]


# -- pedals ------------------------------------------------------------------------------------------------------------


def test_a_pedal_in_another_track_holds_the_notes_of_its_channel(tmp_path: Path) -> None:
    pedal = b"\x00\xb0\x40\x7f" + b"\x83\x60\xb0\x40\x00"  # 480 ticks
    reading(tmp_path, note(60, length=100) + note(62, after=100, length=20), note(40, channel=1, length=10), pedal)

    (piece,) = read_pieces(tmp_path / "x.mid")

    assert dict(zip(piece.content.pitch.tolist(), piece.content.end.tolist(), strict=True)) == {
        60: 480,
        62: 480,
        40: 10,
    }


def test_a_reset_of_controllers_releases_the_pedal(tmp_path: Path) -> None:
    reading(tmp_path, b"\x00\xb0\x40\x7f" + note(60, length=20) + b"\x64\xb0\x79\x00" + note(62, length=20))

    (piece,) = read_pieces(tmp_path / "x.mid")

    assert piece.content.end.tolist() == [120, 140]


def test_controllers_of_another_track_are_heard_by_all_parts_of_their_channel(tmp_path: Path) -> None:
    score = reading(tmp_path, note(60), note(48), b"\x00\xb0\x07\x50\x10\xe0\x00\x50").score

    assert [[(c.number, c.value) for c in track.controls] for track in score.tracks] == [[(7, 80)], [(7, 80)]]
    assert [[bend.time for bend in track.pitch_bends] for track in score.tracks] == [[16], [16]]


# -- ends --------------------------------------------------------------------------------------------------------------


def test_a_note_without_an_end_lasts_to_the_end_of_its_track(tmp_path: Path) -> None:
    body = b"\x00\x90\x3c\x50\x60\x80\x3c\x00\x00\x90\x3e\x50\x00\x90\x40\x50\x60\x80\x40\x00\x60\xff\x2f\x00"
    (tmp_path / "x.mid").write_bytes(header(1) + chunk(body))

    (read,) = read_scores(tmp_path / "x.mid")

    assert times(read.score) == [(0, 96, 60), (96, 96, 64), (96, 192, 62)]
    assert read.repairs == ("1 note of track 1 had no end", "3 notes recovered")


def test_a_note_without_an_end_ends_where_its_key_is_struck_again_and_moves_no_other_end(tmp_path: Path) -> None:
    read = reading(tmp_path, b"\x00\x90\x3c\x50" + note(60, after=48) + note(60, after=48))

    assert times(read.score) == [(0, 48, 60), (48, 96, 60), (192, 96, 60)]
    assert read.repairs == ("1 note of track 1 had no end", "3 notes recovered")


def test_all_notes_off_ends_what_nothing_else_ends(tmp_path: Path) -> None:
    read = reading(tmp_path, b"\x00\x90\x3c\x50\x30\xb0\x7b\x00" + note(64, after=48))

    assert times(read.score) == [(0, 48, 60), (96, 96, 64)]
    assert read.repairs == ()


def test_of_notes_of_one_key_that_overlap_the_first_ends_first(tmp_path: Path) -> None:
    read = reading(tmp_path, b"\x00\x90\x3c\x50\x30\x3c\x40\x30\x3c\x00\x60\x3c\x00")

    assert times(read.score) == [(0, 96, 60), (48, 144, 60)]


def test_a_running_status_goes_on_behind_a_sysex(tmp_path: Path) -> None:
    read = reading(tmp_path, b"\x00\x90\x3c\x50\x30\xf0\x05\x7e\x7f\x09\x01\xf7\x30\x3c\x00\x00\x3e\x50\x60\x3e\x00")

    assert times(read.score) == [(0, 96, 60), (96, 96, 62)]
    assert read.repairs == ()


# -- tracks and sequences ----------------------------------------------------------------------------------------------


def test_tracks_beyond_the_headers_count_are_left_out_and_named(tmp_path: Path) -> None:
    read = reading(tmp_path, note(60), note(64) + note(67), count=1)

    assert times(read.score) == [(0, 96, 60)]
    assert read.repairs[0] == "the header speaks of 1 track; 1 more behind with 2 notes left out"


def test_a_track_that_goes_on_behind_its_end_is_read_to_the_last(tmp_path: Path) -> None:
    read = reading(tmp_path, note(60) + END + note(64))

    assert times(read.score) == [(0, 96, 60), (96, 96, 64)]
    assert read.repairs[0] == "track 1 goes on behind its end"


def test_what_follows_the_end_without_another_end_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.mid").write_bytes(header(1) + chunk(note(60) + END + bytes(9)))

    (read,) = read_scores(tmp_path / "x.mid")

    assert times(read.score) == [(0, 96, 60)]
    assert read.repairs[0] == "track 1 is shorter than it says"


def test_a_damaged_byte_does_not_bring_them_back(tmp_path: Path) -> None:
    read = reading(tmp_path, b"\x00\x90\x3c\xd0\x60\x80\x3c\x00", note(64), count=1)

    assert times(read.score) == [(0, 96, 60)]
    assert read.repairs[1] == "1 data byte of track 1 was out of range"


def test_the_tracks_of_type_2_are_pieces_of_their_own(tmp_path: Path) -> None:
    tempo = b"\x00\xff\x51\x03\x0f\x42\x40"
    first, second = readings(
        tmp_path, b"\x00\xff\x03\x05Waltz" + tempo + note(60), b"\x00\xc0\x05" + note(64), b"", kind=2
    )

    assert (first.title, times(first.score), first.score.tempos[0].qpm) == ("Waltz", [(0, 96, 60)], 60.0)
    assert (second.title, times(second.score), len(second.score.tempos)) == ("sequence 2", [(0, 96, 64)], 0)
    assert [piece.title for piece in read_pieces(tmp_path / "x.mid")] == ["Waltz", "sequence 2"]


def test_type_2_without_notes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"x\.mid: none of its 2 sequences has notes"):
        readings(tmp_path, b"", b"", kind=2)


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "encoding"), [("Flöte", "cp1252"), ("Flöte", "utf-8"), ("ピアノ", "cp932"), ("Скрипка", "cp1251")]
)
def test_names_are_decoded_in_their_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    content = name.encode(encoding)

    score = reading(tmp_path, b"\x00\xff\x03" + bytes([len(content)]) + content + note(60)).score

    assert score.tracks[0].name == name


def test_the_channels_of_one_track_are_not_named_after_the_piece(tmp_path: Path) -> None:
    title = b"\x00\xff\x03\x08My Way  "

    several = reading(tmp_path, title + note(60) + note(40, channel=1), kind=0).score
    alone = reading(tmp_path, title + note(60), kind=0).score

    assert [track.name for track in several.tracks] == ["", ""]
    assert [track.name for track in alone.tracks] == ["My Way"]


def test_what_is_not_used_is_remarked(tmp_path: Path) -> None:
    volumes = b"\x00\xb0\x07\x40\x10\xb0\x07\x40\x10\xb0\x07\x50"
    texts = b"\x00\xff\x05\x02la\x00\xff\x05\x02li\x00\xff\x06\x01A"

    remarks = reading(tmp_path, volumes + b"\x00\xe0\x00\x40\x00\xe0\x00\x50\x00\xd0\x40" + texts + note(60)).remarks

    assert {remark.what: remark.count for remark in remarks} == {
        "pitch bends": 1,
        "volume changes": 1,
        "lyrics": 2,
        "markers": 1,
        "aftertouch": 1,
    }
