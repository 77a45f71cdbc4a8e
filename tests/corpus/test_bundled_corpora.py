"""The corpora that come with seqgen keep what their page promises."""

from __future__ import annotations

import hashlib
import itertools
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import mido
import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
CHORALES = sorted((CORPORA / "chorales").glob("*/*.mid"))
GROOVES = sorted((CORPORA / "grooves").glob("*/*.mid"))
VERSE = sorted((CORPORA / "verse").glob("*.txt"))

VOICES = {"Soprano": (60, 79), "Alto": (55, 74), "Tenor": (48, 67), "Bass": (40, 62)}
EIGHTH = 240
TONICS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


@dataclass(frozen=True)
class Chorale:
    """A chorale as read: `notes[voice]` holds (start, end, key) in eighths, soprano first."""

    names: list[str]
    notes: list[list[tuple[int, int, int]]]
    key: str
    beats: int
    programs: set[int]

    @property
    def eighths(self) -> int:
        return max(end for voice in self.notes for _, end, _ in voice)

    def columns(self) -> list[list[int]]:
        """The keys of the four voices in every eighth from the first note on."""
        rows: list[dict[int, int]] = [{} for _ in self.notes]
        for row, voice in zip(rows, self.notes, strict=True):
            for start, end, key in voice:
                row.update(dict.fromkeys(range(start, end), key))
        return [[row[i] for row in rows] for i in range(self.notes[0][0][0], self.eighths)]


def read_chorale(path: Path) -> Chorale:
    file = mido.MidiFile(path)
    assert file.type == 1
    assert file.ticks_per_beat == 480
    facts = {message.type: message for message in file.tracks[0]}
    voices, programs = [], set()
    for track in file.tracks[1:]:
        at, begun, voice = 0, (0, 0), []
        for message in track:
            at += message.time
            assert at % EIGHTH == 0, f"{path.name}: {at} ticks is off the grid"
            if message.type == "note_on":
                begun = at, message.note
            elif message.type == "note_off":
                assert message.note == begun[1]
                voice.append((begun[0] // EIGHTH, at // EIGHTH, message.note))
            elif message.type == "program_change":
                programs.add(message.program)
        voices.append(voice)
    names = [track.name for track in file.tracks[1:]]
    assert 60 <= mido.tempo2bpm(facts["set_tempo"].tempo) <= 97
    return Chorale(names, voices, facts["key_signature"].key, facts["time_signature"].numerator, programs)


@pytest.fixture(scope="module")
def chorales() -> dict[str, Chorale]:
    return {path.name: read_chorale(path) for path in CHORALES}


def consecutive_perfects(columns: list[list[int]], step: int) -> int:
    """Count parallel fifths, octaves and unisons."""
    count = 0
    for before, after in zip(columns[::step], columns[step::step], strict=False):
        for high, low in itertools.combinations(range(4), 2):
            first, second = before[high] - before[low], after[high] - after[low]
            both_move = before[high] != after[high] and before[low] != after[low]
            count += both_move and second % 12 in (0, 7) and first % 12 == second % 12
    return count


def test_there_are_at_least_150_chorales_and_no_two_are_the_same() -> None:
    digests = {hashlib.sha256(path.read_bytes()).digest() for path in CHORALES}

    assert len(CHORALES) >= 150
    assert len(digests) == len(CHORALES)


def test_no_two_chorales_have_the_same_notes_in_another_key(chorales: dict[str, Chorale]) -> None:
    shapes = {
        tuple((end - start, key - c.notes[3][0][2]) for voice in c.notes for start, end, key in voice)
        for c in chorales.values()
    }

    assert len(shapes) == len(chorales)


def test_every_chorale_has_four_named_voices_of_one_choir(chorales: dict[str, Chorale]) -> None:
    assert {name: (c.names, c.programs) for name, c in chorales.items()} == {
        name: (list(VOICES), {52}) for name in chorales
    }


def test_every_voice_sings_without_a_gap_to_the_end_of_a_full_bar(chorales: dict[str, Chorale]) -> None:
    for name, c in chorales.items():
        assert c.eighths % (2 * c.beats) == 0, name
        assert 8 <= c.eighths // (2 * c.beats) <= 21, name  # twenty bars and an upbeat
        for voice in c.notes:
            assert voice[0][0] < 2 * c.beats, name
            assert voice[-1][1] == c.eighths, name
            assert all(a[1] == b[0] for a, b in itertools.pairwise(voice)), name


def test_every_voice_stays_in_its_range(chorales: dict[str, Chorale]) -> None:
    outside = [
        (name, part, key)
        for name, c in chorales.items()
        for voice, (part, (low, high)) in zip(c.notes, VOICES.items(), strict=True)
        for _, _, key in voice
        if not low <= key <= high
    ]

    assert outside == []


def test_voices_never_cross(chorales: dict[str, Chorale]) -> None:
    crossed = [n for n, c in chorales.items() if any(col != sorted(col, reverse=True) for col in c.columns())]

    assert crossed == []


@pytest.mark.parametrize("step", [1, 2], ids=["from eighth to eighth", "from beat to beat"])
def test_no_voices_move_in_parallel_fifths_octaves_or_unisons(chorales: dict[str, Chorale], step: int) -> None:
    wrong = {name: n for name, c in chorales.items() if (n := consecutive_perfects(c.columns(), step))}

    assert wrong == {}


def test_no_voice_but_the_bass_leaps_a_tritone_and_none_a_seventh(chorales: dict[str, Chorale]) -> None:
    forbidden = [{6, 10, 11}, {6, 10, 11}, {6, 10, 11}, {10, 11}]
    wrong = [
        (name, i)
        for name, c in chorales.items()
        for i, voice in enumerate(c.notes)
        for a, b in itertools.pairwise(voice)
        if abs(a[2] - b[2]) in forbidden[i]
    ]

    assert wrong == []


def test_every_chorale_ends_on_its_tonic_chord_with_the_tonic_in_the_bass(chorales: dict[str, Chorale]) -> None:
    for name, c in chorales.items():
        letter = c.key.rstrip("m")
        tonic = (TONICS[letter[0]] + letter.count("#") - letter.count("b")) % 12
        chord = {(key - tonic) % 12 for key in c.columns()[-1]}

        assert c.columns()[-1][3] % 12 == tonic, name
        assert chord <= {0, 7, 4} or (c.key.endswith("m") and chord <= {0, 7, 3}), name
        assert chord & {3, 4}, name


def test_chorales_use_many_keys_in_both_modes_and_two_metres(chorales: dict[str, Chorale]) -> None:
    keys = {c.key for c in chorales.values()}

    assert len({key for key in keys if key.endswith("m")}) >= 8
    assert len({key for key in keys if not key.endswith("m")}) >= 8
    assert {c.beats for c in chorales.values()} == {3, 4}
    assert all(path.parent.name == ("minor" if chorales[path.name].key.endswith("m") else "major") for path in CHORALES)


def test_the_composer_writes_the_same_chorales_again_byte_for_byte(tmp_path: Path) -> None:
    numbers = ["58", "129"]

    subprocess.run([sys.executable, "-B", CORPORA / "chorales/compose.py", tmp_path, *numbers], check=True)

    written = sorted(tmp_path.glob("*/*.mid"))
    assert [int(path.name[:3]) for path in sorted(written, key=lambda path: path.name)] == [58, 129]
    assert all((CORPORA / "chorales" / p.relative_to(tmp_path)).read_bytes() == p.read_bytes() for p in written)


def test_the_composer_writes_the_same_grooves_again_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", CORPORA / "grooves/compose.py", tmp_path], check=True)

    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob("*/*.mid")}
    assert written == {path.relative_to(CORPORA / "grooves"): path.read_bytes() for path in GROOVES}


def test_there_are_grooves_in_many_styles_and_metres() -> None:
    styles = {path.parent.name for path in GROOVES}
    metres = {
        (message.numerator, message.denominator)
        for path in GROOVES
        for message in mido.MidiFile(path).tracks[0]
        if message.type == "time_signature"
    }

    assert len(styles) >= 12
    assert 60 <= len(GROOVES) <= 120
    assert {(4, 4), (3, 4), (2, 4), (6, 8), (12, 8)} <= metres


def faults_of_groove(path: Path) -> list[str]:
    file = mido.MidiFile(path)
    track = file.tracks[0]
    facts = {message.type: message for message in track if message.is_meta}
    metre = facts["time_signature"]
    strokes = [message for message in track if message.type == "note_on"]
    at = list(itertools.accumulate(message.time for message in track))
    style, tempo = re.fullmatch(r"(.+)-\d+-(\d+)bpm", path.stem).groups()
    beats_a_minute = mido.tempo2bpm(facts["set_tempo"].tempo) / (1.5 if metre.denominator == 8 else 1)
    bar = file.ticks_per_beat * 4 * metre.numerator // metre.denominator
    velocities = [message.velocity for message in strokes]
    rules = {
        "lies in the folder of its style": style == path.parent.name,
        "is one track named Drums": (len(file.tracks), track.name) == (1, "Drums"),
        "has the tempo of its name": round(beats_a_minute) == int(tempo),
        "is on the drum channel": all(message.channel == 9 for message in track if not message.is_meta),
        "has keys of drums": all(35 <= message.note <= 81 for message in strokes),
        "is on the grid": all(time % (file.ticks_per_beat // 24) == 0 for time in at),
        "is 8 to 16 whole bars": at[-1] % bar == 0 and 8 <= at[-1] // bar <= 16,
        "has accents": max(velocities) - min(velocities) >= 24,
    }
    return [rule for rule, kept in rules.items() if not kept]


def test_every_groove_is_whole_bars_of_drums_on_the_grid_at_the_tempo_of_its_name() -> None:
    assert {path.name: faults for path in GROOVES if (faults := faults_of_groove(path))} == {}


def test_grooves_use_at_most_sixteen_velocities_and_none_strikes_a_drum_twice_at_once() -> None:
    velocities = set()
    for path in GROOVES:
        sounding: set[int] = set()
        for message in mido.MidiFile(path).tracks[0]:
            if message.type == "note_on":
                assert message.note not in sounding, path.name
                sounding.add(message.note)
                velocities.add(message.velocity)
            elif message.type == "note_off":
                sounding.remove(message.note)

    assert 6 <= len(velocities) <= 16


def test_no_two_grooves_are_the_same() -> None:
    strokes = {
        tuple((m.note, m.velocity, m.time) for m in mido.MidiFile(p).tracks[0] if not m.is_meta) for p in GROOVES
    }

    assert len(strokes) == len(GROOVES)


def poems(name: str) -> list[list[str]]:
    """The poems of a file, each as its lines, title first and empty lines left out."""
    text = (CORPORA / "verse" / name).read_text(encoding="ascii")
    return [[line for line in poem.splitlines() if line] for poem in text.split("\n\n\n")]


def stanzas(name: str) -> list[list[str]]:
    return [block.splitlines() for block in re.split(r"\n\n+", (CORPORA / "verse" / name).read_text().strip())]


def test_the_verse_is_forty_kilobytes_of_plain_text_or_more() -> None:
    texts = [path.read_bytes() for path in VERSE]

    assert len(texts) >= 5
    assert 40_000 <= sum(map(len, texts)) <= 120_000
    assert all(text.isascii() and text.endswith(b"\n") and b"\r" not in text and b"\t" not in text for text in texts)


def test_no_stanza_stands_twice() -> None:
    blocks = [tuple(stanza) for path in VERSE for stanza in stanzas(path.name)]

    assert len(set(blocks)) == len(blocks)


def test_a_sonnet_has_a_title_and_fourteen_lines() -> None:
    assert {len(poem) for poem in poems("sonnets.txt")} == {15}


def test_a_ballad_is_a_title_and_stanzas_of_four_lines() -> None:
    shapes = {(stanza[0].isupper(), len(stanza)) for stanza in stanzas("ballads.txt")}

    assert shapes == {(True, 1), (False, 4)}


def test_a_riddle_is_four_lines_and_an_answer_that_no_other_has() -> None:
    riddles = stanzas("riddles.txt")

    assert {len(riddle) for riddle in riddles} == {5}
    assert all(riddle[-1].startswith("Answer: ") for riddle in riddles)
    assert len({riddle[-1] for riddle in riddles}) == len(riddles)


def test_a_three_liner_has_three_lines_of_two_to_nine_words() -> None:
    small = stanzas("three-lines.txt")

    assert len(small) >= 80
    assert {len(stanza) for stanza in small} == {3}
    assert all(2 <= len(line.split()) <= 9 for stanza in small for line in stanza)


def test_the_bundled_midi_is_small() -> None:
    assert sum(path.stat().st_size for path in [*CHORALES, *GROOVES]) < 1_500_000


def test_the_page_of_the_corpora_counts_them_rightly() -> None:
    page = (CORPORA / "README.md").read_text(encoding="utf-8")

    assert f"| {len(CHORALES)} pieces" in page
    assert f"| {len(GROOVES)} files" in page
    assert f"{len({path.parent for path in GROOVES})} styles" in page
    assert f"| {len(VERSE)} files" in page
    assert all(path.name in page for path in VERSE)
