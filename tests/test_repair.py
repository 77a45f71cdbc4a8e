"""Damaged MIDI files: what can be saved is saved, and nothing harms."""

from __future__ import annotations

import io
from typing import Any

import mido
import pytest
from hostile import GOOD, file, hostile_files, notes, track

from seqgen.errors import UnreadableFile
from seqgen.midi import read_scores
from seqgen.readers import read_all
from seqgen.repair import MOST_TICKS, repair_midi

HOSTILE = hostile_files()


def onsets(score: Any) -> list[tuple[int, int, int, int]]:
    return sorted((n.time, n.duration, n.pitch, n.velocity) for t in score.tracks for n in t.notes)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_hostile_file_gives_sane_notes_or_one_sentence(name: str) -> None:
    problem, score, repairs = "", None, ("0 notes recovered",)
    try:
        score, repairs = repair_midi(HOSTILE[name], "x.mid")
    except UnreadableFile as error:
        problem = str(error)
    assert score is not None or (problem.startswith("x.mid: ") and "\n" not in problem)
    assert repairs[-1].endswith("notes recovered")
    for track_ in score.tracks if score is not None else ():
        raw = track_.notes.numpy()
        assert (raw["time"] >= 0).all()
        assert (raw["duration"] > 0).all()
        assert (raw["time"].astype("int64") + raw["duration"] <= MOST_TICKS).all()
        assert ((raw["pitch"] >= 0) & (raw["velocity"] > 0)).all()
    assert score is None or score.ticks_per_quarter > 0


def test_a_sound_file_comes_back_note_for_note() -> None:
    source = mido.MidiFile(ticks_per_beat=96)
    first, drums = mido.MidiTrack(), mido.MidiTrack()
    source.tracks += [first, drums]
    first += [mido.MetaMessage("track_name", name="Flute"), mido.MetaMessage("set_tempo", tempo=400_000)]
    first += [
        mido.MetaMessage("time_signature", numerator=6, denominator=8),
        mido.MetaMessage("key_signature", key="Em"),
    ]
    first += [mido.Message("program_change", program=73)]
    first += [mido.Message("note_on", note=64, velocity=90), mido.Message("note_on", note=67, velocity=70, time=10)]
    first += [mido.Message("note_off", note=64, time=38), mido.Message("note_off", note=67, time=48)]
    drums += [
        mido.Message("note_on", channel=9, note=36, time=96),
        mido.Message("note_off", channel=9, note=36, time=6),
    ]
    buffer = io.BytesIO()
    source.save(file=buffer)
    score, _ = repair_midi(buffer.getvalue(), "x.mid")
    assert onsets(score) == [(0, 48, 64, 90), (10, 86, 67, 70), (96, 6, 36, 64)]
    assert [(t.name, t.program, t.is_drum) for t in score.tracks] == [("Flute", 73, False), ("", 0, True)]
    assert (score.time_signatures[0].numerator, score.time_signatures[0].denominator) == (6, 8)
    assert round(score.tempos[0].qpm) == 150
    assert (score.key_signatures[0].key, score.key_signatures[0].tonality) == (1, 1)


def test_a_truncated_file_keeps_the_notes_before_the_cut() -> None:
    data = file(track(notes(100)))
    score, repairs = repair_midi(data[: len(data) // 2], "x.mid")
    whole, _ = repair_midi(data, "x.mid")
    kept = onsets(score)
    assert 45 <= len(kept) <= 50
    assert kept[:-1] == onsets(whole)[: len(kept) - 1]
    assert any("has no end" in repair or "middle of an event" in repair for repair in repairs)
    assert repairs[-1] == f"{len(kept)} notes recovered"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("division 0", "480 to a quarter note assumed"),
        ("SMPTE division", "2,400 ticks a second"),
        ("hanging notes", "3 notes of track 1 had no end"),
        ("junk before the header", "200 bytes before the header"),
        ("data bytes above 127", "3 data bytes of track 1 were out of range"),
        ("track of length 0", "longer than it says"),
        ("endless system message", "byte 22 (the middle of an event)"),
        ("data without status", "an event without a status"),
    ],
)
def test_the_account_says_what_was_done(name: str, words: str) -> None:
    try:
        _, repairs = repair_midi(HOSTILE[name], "x.mid")
    except UnreadableFile as error:
        repairs = (str(error),)
    assert any(words in repair for repair in repairs), repairs


def test_eight_notes_survive_most_damage() -> None:
    for name in (
        "track of length 2^28",
        "division 0",
        "SMPTE division",
        "lying count",
        "tempo 0",
        "odd metre",
    ):
        assert len(onsets(repair_midi(HOSTILE[name], "x.mid")[0])) == 8, name


def test_riff_and_junk_change_nothing() -> None:
    expected = onsets(repair_midi(GOOD, "x.mid")[0])
    assert len(expected) == 32
    assert onsets(repair_midi(HOSTILE["RIFF"], "x.mid")[0]) == expected
    assert onsets(repair_midi(HOSTILE["junk before the header"], "x.mid")[0]) == expected


def test_reading_hostile_files_costs_no_other_file(tmp_path: Any) -> None:
    paths = []
    for number, (_, data) in enumerate(HOSTILE.items()):
        paths.append(tmp_path / f"{number:03}.mid")
        paths[-1].write_bytes(data)
    good = tmp_path / "zzz.mid"
    good.write_bytes(GOOD)
    outcomes = list(read_all([*paths, good], read_and_count, timeout_seconds=20))
    assert [outcome.path for outcome in outcomes] == [*paths, good]
    assert outcomes[-1].value == 32
    for outcome in outcomes:
        assert outcome.problem is None or outcome.path.name in outcome.problem


def read_and_count(path: Any) -> int:
    return sum(reading.score.note_num() for reading in read_scores(path))
