"""ABC tunes sound as written, and their bar lines lie where the tune has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import seqgen.formats.abc.reader
from seqgen.errors import UnreadableFile
from seqgen.formats.midi import Reading, read_scores

EIGHTH = 240


def read(folder: Path, text: str | bytes) -> list[Reading]:
    (folder / "x.abc").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_scores(folder / "x.abc")


def one(folder: Path, body: str, *, metre: str = "4/4", key: str = "C", fields: str = "") -> Reading:
    (reading,) = read(folder, f"X:1\nT:t\nM:{metre}\nL:1/8\n{fields}K:{key}\n{body}\n")
    return reading


def heard(score: Any, track: int = 0) -> str:
    """The notes of a track: onset+duration:pitch, times in eighth notes."""
    notes = sorted((n.time, n.pitch, n.duration) for n in score.tracks[track].notes)
    return " ".join(f"{time / EIGHTH:.4g}+{length / EIGHTH:.4g}:{pitch}" for time, pitch, length in notes)


def metres(score: Any) -> list[tuple[float, str]]:
    """The metres with the eighth note at which each begins."""
    return [(m.time / EIGHTH, f"{m.numerator}/{m.denominator}") for m in score.time_signatures]


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ("CD/E//F3/2G2", "0+1:60 1+0.5:62 1.5+0.25:64 1.75+1.5:65 3.25+2:67"),
        ("C,C,,cc'", "0+1:48 1+1:36 2+1:72 3+1:84"),
        ("A>B c<d|", "0+1.5:69 1.5+0.5:71 2+0.5:72 2.5+1.5:74"),
        ("A>>B|", "0+1.75:69 1.75+0.25:71"),
        ("(3ABc d|", "0+0.6667:69 0.6667+0.6667:71 1.333+0.6667:72 2+1:74"),
        ("^FF|F=F|_BB|", "0+1:66 1+1:66 2+1:65 3+1:65 4+1:70 5+1:70"),
        ("C4-C2 D2|", "0+6:60 6+2:62"),
        ("C4-|C2 D2|", "0+6:60 6+2:62"),
        ("[CEG]2z2c|", "0+2:60 0+2:64 0+2:67 4+1:72"),
        ("|:C2:|D2|", "0+2:60 2+2:60 4+2:62"),
        ("|:C2|1 D2:|2 E2|]", "0+2:60 2+2:62 4+2:60 6+2:64"),
        ('"slowly"C2 "fine"D2 "D.C."E2|', "0+2:60 2+2:62 4+2:64"),
        ("!fermata!C2 D2|", "0+2:60 2+2:62"),
        ("C2\\\nD2|", "0+2:60 2+2:62"),
        (".C D|", "0+0.5:60 1+1:62"),
        (".(CD) E|", "0+1:60 1+1:62 2+1:64"),
        ("A-d A-<d|", "0+1:69 1+1:74 2+0.5:69 2.5+1.5:74"),
        ("~C2 D|", "0+0.25:62 0.25+1.75:60 2+1:62"),
        ("TC2|", "0+0.25:62 0.25+0.25:60 0.5+0.25:62 0.75+0.25:60 1+0.25:62 1.25+0.25:60 1.5+0.25:62 1.75+0.25:60"),
        ("RC5|", "0+1:60 1+1:62 2+1:60 3+1:59 4+1:60"),
        ("MC PD uE vF +accent+G !D.S.!A (B)|", "0+1:60 1+1:62 2+1:64 3+1:65 4+1:67 5+1:69 6+1:71"),
        ("{d}c {cd}e2|", "0+0.25:74 0.25+0.75:72 1+0.25:72 1.25+0.25:74 1.5+1.5:76"),
        ("{dedede}c|", "0+1:72"),
        ("{/d}[ce]|", "0+0.25:74 0.25+0.75:72 0.25+0.75:76"),
        ("C>>>D E<<F|", "0+1.875:60 1.875+0.125:62 2+0.25:64 2.25+1.75:65"),
        ("[CE]>[DF]|", "0+1.5:60 0+1.5:64 1.5+0.5:62 1.5+0.5:65"),
        ("(2AB (4ABcd|", "0+1.5:69 1.5+1.5:71 3+0.75:69 3.75+0.75:71 4.5+0.75:72 5.25+0.75:74"),
        ("(3:2:4CCCC D|", "0+0.6667:60 0.6667+0.6667:60 1.333+0.6667:60 2+0.6667:60 2.667+1:62"),
        ("(5:4CDEFG A|", "0+0.8:60 0.8+0.8:62 1.6+0.8:64 2.4+0.8:65 3.2+0.8:67 4+1:69"),
        ("(3[CE]zD E|", "0+0.6667:60 0+0.6667:64 1.333+0.6667:62 2+1:64"),
        ("[C2E2] [CE]3/2 C|", "0+2:60 0+2:64 2+1.5:60 2+1.5:64 3.5+1:60"),
        ("[CEG]-[CE]2|", "0+3:60 0+3:64 0+1:67"),
        ("[C-E]C|", "0+2:60 0+1:64"),
        ("[C,,,,,,,,C-E-]C|", "0+2:60 0+1:64"),
        ("[c'''''''''-]2 D|", "2+1:62"),
        ("^F-|F F|", "0+2:66 2+1:65"),
        ("^F f|f", "0+1:66 1+1:78 2+1:77"),
        ("^^C __D =E|", "0+1:62 1+1:60 2+1:64"),
        ("C4 & E2 G2|D", "0+4:60 0+2:64 2+2:67 4+1:62"),
        ("(& C4|D4 & E4|F4 &) G|", "0+4:60 0+4:64 4+4:62 4+4:65 8+1:67"),
        ("Cy2D x E|", "0+1:60 1+1:62 3+1:64"),
        ("C % D\n%%text E|\nw: la la\n+: la\nE|", "0+1:60 1+1:64"),
        ("%%begintext\nABC|\n%%endtext\nC|", "0+1:60"),
        ("C`D!\nE$F*|", "0+1:60 1+1:62 2+1:64 3+1:65"),
        ("[K:G]F [L:1/4]C [r:a remark]D|", "0+1:66 1+2:60 3+2:62"),
        ('C|["Coda" D E|', "0+1:60 1+1:62 2+1:64"),
        ("C2D2|[A2B2 c6||", "0+2:60 2+2:62 4+2:69 4+2:71 4+2:72"),
        ("CD|[A2B2\nE|", "0+1:60 1+1:62 2+2:69 2+2:71 4+1:64"),
        ("C2 D2 [|] E2 F2|", "0+2:60 2+2:62 4+2:64 6+2:65"),
    ],
)
def test_notes_sound_as_written(tmp_path: Path, body: str, notes: str) -> None:
    assert heard(one(tmp_path, body).score) == notes


@pytest.mark.parametrize(
    ("key", "pitches"),
    [
        ("G", "66 71"),
        ("Ador", "66 71"),
        ("Amix", "66 71"),
        ("Dm", "65 70"),
        ("D phr", "65 70"),
        ("F# minor", "66 71"),
        ("eMin", "66 71"),
        ("none", "65 71"),
        ("", "65 71"),
        ("HP", "66 71"),
        ("G lydian", "66 71"),
        ("Gmin", "65 70"),
        ("C#", "66 72"),
        ("Cb", "64 70"),
        ("D exp _b", "65 70"),
        ("D phr ^f", "66 70"),
        ("Dm^f_b", "66 70"),
        ("Dmix=f", "65 71"),
        ("_b", "65 70"),
        ("C treble-8", "53 59"),
        ("C clef=treble+8", "77 83"),
        ("G octave=-1", "54 59"),
        ("C clef=bass", "65 71"),
        ("C transpose=-2", "63 69"),
    ],
)
def test_keys_and_modes_alter_the_notes(tmp_path: Path, key: str, pitches: str) -> None:
    score = one(tmp_path, "FB|", key=key).score

    assert " ".join(str(note.pitch) for note in score.tracks[0].notes) == pitches


@pytest.mark.parametrize(
    ("metre", "length", "number"),
    [
        ("6/8", 0.5, "6/8"),
        ("2/4", 0.25, "2/4"),
        ("C", 0.5, "4/4"),
        ("C|", 0.5, "2/2"),
        ("5/8", 0.25, "5/8"),
        ("none", 0.5, "4/4"),
        ("2+3/8", 0.25, "5/8"),
        ("(3+2+2)/8", 0.5, "7/8"),
    ],
)
def test_without_a_length_the_metre_decides_it(tmp_path: Path, metre: str, length: float, number: str) -> None:
    bar = "C" * 24
    (reading,) = read(tmp_path, f"X:1\nM:{metre}\nK:C\n{bar}|{bar}|\n")

    assert {note.duration / 480 for note in reading.score.tracks[0].notes} == {length}
    assert metres(reading.score)[-1][1] == number


def test_a_hornpipe_written_even_is_not_swung(tmp_path: Path) -> None:
    assert heard(one(tmp_path, "CDEF|", fields="R:hornpipe\n").score) == "0+1:60 1+1:62 2+1:64 3+1:65"


def test_chord_symbols_become_bass_and_chords_of_their_own(tmp_path: Path) -> None:
    score = one(tmp_path, '"Am"A4 "E7"e4|"Am"A8|').score

    assert [track.name for track in score.tracks] == ["Melody", "Bass", "Chords"]
    assert heard(score) == "0+4:69 4+4:76 8+8:69"
    assert {note.pitch % 12 for note in score.tracks[2].notes if note.time < 4 * EIGHTH} == {9, 0, 4}


def test_voices_are_tracks_with_their_names(tmp_path: Path) -> None:
    score = one(tmp_path, 'V:1 name="Tin whistle"\nC4 D4|\nV:2 nm=Fiddle clef=treble\nE8|\n').score

    assert [track.name for track in score.tracks] == ["Tin whistle", "Fiddle"]
    assert [heard(score, 0), heard(score, 1)] == ["0+4:60 4+4:62", "0+8:64"]


def test_voices_with_chord_symbols_are_told_from_the_accompaniment(tmp_path: Path) -> None:
    score = one(tmp_path, 'V:1\n"C"C4 "G"D4|\nV:2\nE8|\n').score

    assert [track.name for track in score.tracks] == ["Voice 1", "Voice 2", "Bass", "Chords"]


def test_tempo_and_changes_of_metre_and_key_stand_at_their_bar(tmp_path: Path) -> None:
    score = one(tmp_path, "C8|[K:Dm]B8|[M:3/4]C6|[Q:1/4=60]D6|", fields="Q:3/8=100\n").score

    assert metres(score) == [(0, "4/4"), (16, "3/4")]
    assert [(k.time / EIGHTH, k.key, k.tonality) for k in score.key_signatures] == [(0, 0, 0), (8, -1, 1)]
    assert [(t.time / EIGHTH, round(t.qpm, 3)) for t in score.tempos] == [(0, 150), (22, 60)]
    assert heard(score) == "0+8:60 8+8:70 16+6:60 22+6:62"


def test_voices_keep_their_own_place_key_length_and_octave(tmp_path: Path) -> None:
    fields = "V:T clef=treble-8\nV:B transpose=-12\n"
    body = "V:T\nC2 D2|\nV:B\n[L:1/4]C [K:G]F|\n[V:T] E4|[V:B] C2|"

    score = one(tmp_path, body, fields=fields).score

    assert heard(score, 0) == "0+2:48 2+2:50 4+4:52"
    assert heard(score, 1) == "0+2:48 2+2:54 4+4:48"


def test_notes_before_the_first_voice_belong_to_it(tmp_path: Path) -> None:
    score = one(tmp_path, "C2|\nV:2\nE2|\nV:1\nD2|").score

    assert [heard(score, 0), heard(score, 1)] == ["0+2:60 2+2:62", "0+2:64"]


def test_programs_drums_and_transposition_are_those_of_the_directives(tmp_path: Path) -> None:
    body = "V:1\nCD|[I:MIDI transpose 12]C|\nV:2\n%%MIDI program 2 40\nE2|\nV:3\n%%MIDI channel 10\nC,,2|"

    score = one(tmp_path, body, fields="%%MIDI program 73\n").score

    assert [(track.program, track.is_drum) for track in score.tracks] == [(73, False), (40, False), (73, True)]
    assert heard(score) == "0+1:60 1+1:62 2+1:72"


def test_notes_are_louder_on_the_beat_and_follow_the_dynamics(tmp_path: Path) -> None:
    notes = one(tmp_path, "CDEF GAB!p!c|CDE").score.tracks[0].notes

    assert [note.velocity for note in notes] == [105, 80, 80, 80, 95, 80, 80, 35, 60, 35, 50]


@pytest.mark.parametrize(
    ("tempo", "quarters"),
    [
        ("1/4=90", 90),
        ("3/8=60", 90),
        ("1/8 3/8=50", 100),
        ('"Allegro" 1/4=100', 100),
        ('1/2=50 "slow"', 100),
        ('"Adagio"', 59),
        ("100", 100),
        ("C3=60", 90),
        ("1/4=100-120", 100),
        ("1/4=ca. 80", 80),
        ("1/41/4=100", 120),
        ("1/11" + "/1111" * 400, 120),
        ("nonsense", 120),
    ],
)
def test_tempos_are_read_in_all_their_forms(tmp_path: Path, tempo: str, quarters: float) -> None:
    score = one(tmp_path, "C|", fields=f"Q:{tempo}\n").score

    assert [round(change.qpm, 2) for change in score.tempos] == [quarters]


# -- bar lines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("CDEF GABc|c8|", [(0, "4/4")]),
        ("C|CDEF GABc|c8|", [(0, "1/8"), (1, "4/4")]),
        ("G2|CDEF GABc|c6|", [(0, "1/4"), (2, "4/4")]),
        ("z2 C2|CDEF GABc|c8|", [(0, "2/4"), (4, "4/4")]),
        ("z2 C-|C8|c8|", [(0, "3/8"), (3, "4/4")]),
        ("|:C|CDEF GABc|c7:|", [(0, "1/8"), (1, "4/4")]),
        ("C2|CDEF GABc|c6||G2|CDEF GABc|c6|]", [(0, "1/4"), (2, "4/4")]),
        ("C8|CDE FGA|C8|C8|C8|", [(0, "4/4"), (8, "3/4"), (14, "4/4")]),
        ("C2|C8|1 D6:|2 E8|", [(0, "1/4"), (2, "4/4")]),
        ("C|[CE]8|{d}c6 z2|", [(0, "1/8"), (1, "4/4")]),
        ("(3CDE|C8|C8|", [(0, "1/4"), (2, "4/4")]),
        ("C2|C8|\nw:one two\nD8|\n", [(0, "1/4"), (2, "4/4")]),
        ('"G"C2|"Am"C8|"C"c6|', [(0, "1/4"), (2, "4/4")]),
        ("V:1\nC2|C8|c6|\nV:2\nE2|E8|E6|", [(0, "1/4"), (2, "4/4")]),
        ('V:1\n"G"C2|"C"C8|c6|\nV:2\nz2|E8|E6|', [(0, "1/4"), (2, "4/4")]),
    ],
)
def test_bar_lines_fall_where_the_tune_has_them(tmp_path: Path, body: str, expected: list[tuple[float, str]]) -> None:
    assert metres(one(tmp_path, body).score) == expected


def test_a_tune_that_keeps_to_no_metre_keeps_its_upbeat_only(tmp_path: Path) -> None:
    score = one(tmp_path, "C|C8|C7|C5|C6|C8|C9|C3|C8|").score

    assert metres(score) == [(0, "1/8"), (1, "4/4")]


def test_rests_of_whole_bars_are_bars(tmp_path: Path) -> None:
    score = one(tmp_path, "C|Z2|C8|").score

    assert heard(score) == "0+1:60 17+8:60"
    assert metres(score) == [(0, "1/8"), (1, "4/4")]


# -- files of many tunes -----------------------------------------------------------------------------------------------

GOOD = "X:{n}\nT:{title}\nM:4/4\nL:1/8\nK:C\nCDEF|\n\n"


def test_every_tune_is_a_reading_and_like_titles_are_told_apart(tmp_path: Path) -> None:
    text = "".join(GOOD.format(n=n, title=title) for n, title in [(1, "Reel"), (2, "Jig"), (7, "Reel"), (8, "")])

    assert [reading.title for reading in read(tmp_path, text)] == ["Reel X:1", "Jig", "Reel X:7", "X:8"]


def test_a_bad_tune_does_not_lose_the_others_and_is_reported(tmp_path: Path) -> None:
    text = GOOD.format(n=1, title="One") + "X:2\nT:Two\nno key here\n\n" + GOOD.format(n=3, title="Three")

    readings = read(tmp_path, text)

    assert [reading.title for reading in readings] == ["One", "Three"]
    assert readings[0].repairs[0].startswith("1 tune left out: Two (line 8): ")
    assert readings[1].repairs == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("D/0E", "line 13: the note D/0 cannot be played as written"),
        ("D/4/E", "line 13: the note D/4/ cannot be played as written"),
        ("D2>E", "line 13: a broken rhythm between notes of different lengths"),
        ("(0DE", "line 13: a tuplet of 0 notes in the time of 2"),
        ("[DE", "line 13: a chord that is not closed ends with the bar or the line"),
        ("D?E;", "2 faults, the first in line 13: ? is no note"),
        ('D"E', "line 13: a quotation mark without its partner"),
        ("[Q:x][K:Dfoo]DE", "2 faults, the first in line 13: the tempo x is unknown"),
        ("[I:abc-include x.abc][I:staffsep 3]DE", "1 directive ignored: %%abc-include in line 13"),
        ("[I:MIDI drone 1][I:foo]DE", "2 directives ignored: the first %%MIDI drone in line 13"),
    ],
)
def test_what_is_wrong_in_a_tune_is_said_with_its_line(tmp_path: Path, wrong: str, told: str) -> None:
    text = GOOD.format(n=1, title="One") + GOOD.format(n=2, title="Two").replace("DE", wrong)

    readings = read(tmp_path, text)

    assert [reading.repairs for reading in readings] == [(), (told,)]


def test_the_files_header_holds_for_every_tune(tmp_path: Path) -> None:
    text = "%abc-2.1\nL:1/4\nC:nobody\n\n" + GOOD.format(n=1, title="One").replace("L:1/8\n", "")

    assert heard(read(tmp_path, text)[0].score) == "0+2:60 2+2:62 4+2:64 6+2:65"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_titles_of_any_usual_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, GOOD.format(n=1, title="Frère").encode(encoding))[0].title == "Frère"


def test_one_wrong_byte_costs_that_byte_and_is_told(tmp_path: Path) -> None:
    text = GOOD.format(n=1, title="Frère à Noël").encode().replace(b"CDEF", b"CD\xffEF")

    (reading,) = read(tmp_path, text)

    assert reading.title == "Frère à Noël"
    assert reading.repairs[0] == "1 byte of the file is not UTF-8 and was replaced"
    assert heard(reading.score) == "0+1:60 1+1:62 2+1:64 3+1:65"


def test_accents_may_be_spelled_with_a_backslash(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.format(n=1, title=r"Fr\`ere \u00e0 \"o\ss"))[0].title == "Frère à öß"


def test_lines_may_end_as_on_any_system(tmp_path: Path) -> None:
    for ending in ("\r\n", "\r"):
        text = (GOOD.format(n=1, title="One") + GOOD.format(n=2, title="Two")).replace("\n", ending)
        assert [reading.title for reading in read(tmp_path, text)] == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"CDEF|\n", "x.abc: holds no tune; a tune begins with a line X:1"),
        (b"X:1\nK:C\n\0\0", "x.abc: is binary data, not ABC"),
        (b"X:1\nT:rest\nK:C\nz8|\n", "x.abc: none of its tunes could be read (rest: has no notes)"),
    ],
)
def test_a_file_without_a_tune_is_refused(tmp_path: Path, text: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, text)

    assert str(refused.value) == message


# -- strangers' files --------------------------------------------------------------------------------------------------


def test_no_directive_reads_another_file(tmp_path: Path) -> None:
    (tmp_path / "other.abc").write_text("X:1\nK:C\nGGGG|\n")

    score = one(tmp_path, f"%%abc-include {tmp_path / 'other.abc'}\n[I:abc-include other.abc]CD|").score

    assert heard(score) == "0+1:60 1+1:62"


@pytest.mark.parametrize(
    "directive",
    ["%%MIDI chordname m" + " 1" * 500, "%%propagate-accidentals " + "A" * 5_000, "%%MIDI gchord " + "f" * 999],
)
def test_directives_without_end_are_ignored(tmp_path: Path, directive: str) -> None:
    assert heard(one(tmp_path, f"{directive}\nCD|").score) == "0+1:60 1+1:62"


def test_a_tune_sounds_in_its_file_as_it_does_alone(tmp_path: Path) -> None:
    broken = 'X:2\nT:Broken\nM:3/4\nL:1/16\nQ:1/4=33\nK:Eb\n|:(3A[B{c"Am\n'
    texts = [GOOD.format(n=1, title="One"), broken + "\n", GOOD.format(n=3, title="Three").replace("CDEF", '"Am"AB|[C')]

    together = [reading.score.dumps_midi() for reading in read(tmp_path, "".join(texts))]

    assert together == [read(tmp_path, text)[0].score.dumps_midi() for text in texts]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("|:" + "C" * 1_000 + "|[1-31D:|[32E|", ""),
        ("P:A\n" + "CDEF|" * 10, "P:((A9)9)9\n"),
        ("P:A\n[" + "CDEF" * 10 + "]|", "P:((A9)9)9\n"),
        ("TC99999" * 100, ""),
    ],
)
def test_a_tune_that_grows_without_measure_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, fields: str
) -> None:
    monkeypatch.setattr(seqgen.formats.abc.reader, "MOST_ELEMENTS", 20_000)
    text = f"X:1\nT:Endless\n{fields}K:C\n{body}\n\n" + GOOD.format(n=2, title="Two")

    readings = read(tmp_path, text)

    assert [reading.title for reading in readings] == ["Two"]
    assert "Endless (line 1): plays more than 500,000 notes with its repeats and parts" in readings[0].repairs[0]
