"""The folk tunes are complete, distinct, playable, and sound as they are written."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import symusic

FOLDER = Path(__file__).parents[2] / "corpora" / "folk"
FILES = sorted(FOLDER.rglob("*.abc"))
HEADERS = "XTCORMLQK"
LOWEST, HIGHEST, WIDEST_LEAP = 50, 96, 16
TRIPLET = Fraction(2, 3)

BAR_LINE = re.compile(r":\|:|::|\|:|:\|\]?|\|\||\|\]|\[\||\|")
TOKEN = re.compile(
    r"(?P<note>(?P<accidental>[\^_=]?)(?P<letter>[A-Ga-gz])(?P<octave>[,']*)(?P<times>\d*)(?P<slashes>/*)(?P<parts>\d*))"
    r"|(?P<broken>[<>])|(?P<triplet>\(3)|(?P<tie>-)|(?P<slur>[()])|(?P<space>[\s\\]+)"
)
LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTALS = {"^": 1, "_": -1, "=": 0}
FIFTHS_OF_TONIC = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
FIFTHS_OF_MODE = {"": 0, "maj": 0, "ion": 0, "lyd": 1, "mix": -1, "dor": -2, "m": -3, "min": -3, "aeo": -3, "phr": -4}


@dataclass(frozen=True)
class Sound:
    """A note (or a rest, without a pitch) of `eighths` eighth notes; `tied` says that it goes on in the next one."""

    eighths: Fraction
    pitch: int | None
    tied: bool = False


@dataclass(frozen=True)
class Strain:
    """The bars between two repeat signs, played once or twice."""

    bars: tuple[tuple[Sound, ...], ...]
    times: int

    @property
    def lengths(self) -> list[Fraction]:
        return [sum((sound.eighths for sound in bar), Fraction(0)) for bar in self.bars]


@dataclass(frozen=True)
class Tune:
    """An ABC file as read: header fields by letter, the text after them, and the strains in that text."""

    fields: dict[str, str]
    letters: str
    body: str
    strains: tuple[Strain, ...]

    @property
    def bar(self) -> Fraction:
        """The length of a full bar, in eighths."""
        return Fraction(self.fields["M"]) * 8

    def played(self) -> list[tuple[Fraction, int]]:
        """The (onset in eighths, pitch) of every note, repeats played and ties joined."""
        at, joined, notes = Fraction(0), False, []
        for strain in self.strains:
            for sound in [sound for bar in strain.bars for sound in bar] * strain.times:
                if sound.pitch is not None and not joined:
                    notes.append((at, sound.pitch))
                joined = sound.tied
                at += sound.eighths
        return notes


def signature(key: str) -> dict[str, int]:
    """The semitones that a key (`Ador`, `Bb`, `F#m`) adds to each letter."""
    match = re.fullmatch(r"([A-G])([#b]?) *(\w*)", key)
    assert match, f"K:{key} is no key"
    tonic, sign, mode = match.groups()
    fifths = FIFTHS_OF_TONIC[tonic] + {"": 0, "#": 7, "b": -7}[sign] + FIFTHS_OF_MODE[mode[:3].lower()]
    sharp, flat = "FCGDAEB"[: max(fifths, 0)], "BEADGCF"[: max(-fifths, 0)]
    return dict.fromkeys(sharp, 1) | dict.fromkeys(flat, -1)


def read_bar(text: str, key: dict[str, int]) -> list[Sound]:
    """The sounds of one bar; an accidental lasts to its end, for its octave."""
    sounds: list[Sound] = []
    altered: dict[tuple[str, str], int] = {}
    at, in_triplet, waiting = 0, 0, Fraction(1)
    while at < len(text):
        token = TOKEN.match(text, at)
        assert token, f"{text[at:]!r} is not plain ABC"
        at = token.end()
        if token["triplet"]:
            in_triplet = 3
        elif token["broken"]:
            longer, shorter = Fraction(3, 2), Fraction(1, 2)
            first, waiting = (longer, shorter) if token["broken"] == ">" else (shorter, longer)
            sounds[-1] = Sound(sounds[-1].eighths * first, sounds[-1].pitch)
        elif token["tie"]:
            sounds[-1] = Sound(sounds[-1].eighths, sounds[-1].pitch, tied=True)
        elif token["note"]:
            eighths = Fraction(int(token["times"] or 1))
            if token["slashes"]:
                eighths /= int(token["parts"]) if token["parts"] else 2 ** len(token["slashes"])
            eighths *= waiting * (TRIPLET if in_triplet else 1)
            in_triplet, waiting = max(in_triplet - 1, 0), Fraction(1)
            sounds.append(Sound(eighths, read_pitch(token, key, altered)))
    assert not in_triplet, f"{text!r} ends in the middle of a triplet"
    assert waiting == 1, f"{text!r} ends after a broken rhythm sign"
    return sounds


def read_pitch(token: re.Match[str], key: dict[str, int], altered: dict[tuple[str, str], int]) -> int | None:
    """The MIDI pitch of a note token, `None` for a rest; notes its accidental in `altered`."""
    letter, octave = token["letter"], token["octave"]
    if letter == "z":
        return None
    if token["accidental"]:
        altered[letter, octave] = ACCIDENTALS[token["accidental"]]
    shift = altered.get((letter, octave), key.get(letter.upper(), 0))
    octaves = letter.islower() + octave.count("'") - octave.count(",")
    return 60 + LETTERS[letter.upper()] + 12 * octaves + shift


def read_strains(body: str, key: dict[str, int]) -> Iterator[Strain]:
    """The strains of a tune's body, cut at its repeat signs."""
    bars: list[tuple[Sound, ...]] = []
    start = 0
    for line in [*BAR_LINE.finditer(body), None]:
        bar = tuple(read_bar(body[start : line.start() if line else len(body)], key))
        bars += [bar] if bar else []
        sign = line.group() if line else "|]"
        start = line.end() if line else start
        if bars and (":" in sign or line is None):
            yield Strain(tuple(bars), 2 if sign.startswith(":") else 1)
            bars = []


@cache
def read_tune(path: Path) -> Tune:
    """The tune of an ABC file of ours, which holds nothing but one-letter fields and then music."""
    lines = path.read_text(encoding="utf-8").splitlines()
    count = next(i for i, line in enumerate(lines) if line.startswith("K:")) + 1
    fields = {line[0]: line[2:].strip() for line in lines[:count]}
    body = " ".join(lines[count:])
    letters = "".join(line[0] for line in lines[:count])
    return Tune(fields, letters, body, tuple(read_strains(body, signature(fields["K"]))))


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")


@each_file
def test_a_tune_has_all_headers_in_order(path: Path) -> None:
    tune = read_tune(path)
    assert tune.letters == HEADERS
    assert all(tune.fields.values())
    assert tune.fields["X"] == "1"
    assert tune.fields["L"] == "1/8"
    assert path.parent.name in {name.format(tune.fields["R"].replace(" ", "-")) for name in ("{}s", "{}es")}


@each_file
def test_a_file_name_is_lower_case_words_with_dashes(path: Path) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.abc", path.name)


@each_file
def test_every_bar_is_complete_and_an_upbeat_is_made_up_for_by_the_last_bar(path: Path) -> None:
    tune = read_tune(path)
    for strain in tune.strains:
        lengths = strain.lengths
        upbeat = lengths.pop(0) if lengths[0] < tune.bar else Fraction(0)
        *inner, last = lengths
        assert set(inner) <= {tune.bar}, (
            f"bar {1 + next(i for i, n in enumerate(inner) if n != tune.bar)} after the upbeat"
        )
        assert last == tune.bar - upbeat


@each_file
def test_repeat_signs_come_in_pairs(path: Path) -> None:
    signs = re.findall(r"\|:|:\|", read_tune(path).body)
    assert signs == ["|:", ":|"] * (len(signs) // 2)


@each_file
def test_a_tune_stays_in_the_range_of_an_instrument_and_leaps_no_wider_than_a_tenth(path: Path) -> None:
    score = symusic.Score(str(path), fmt="abc")
    pitches = [note.pitch for track in score.tracks for note in sorted(track.notes, key=lambda note: note.time)]
    assert min(pitches) >= LOWEST
    assert max(pitches) <= HIGHEST
    assert max(abs(after - before) for before, after in pairwise(pitches)) <= WIDEST_LEAP


def swung(at: Fraction) -> Fraction:
    """Where a hornpipe's note at `at` (in eighths) is played: off the beat, a third of an eighth later."""
    return at + Fraction(1, 3) if at % 2 == 1 else at


@each_file
def test_symusic_plays_what_is_written_and_swings_hornpipes(path: Path) -> None:
    tune = read_tune(path)
    score = symusic.Score(str(path), fmt="abc")
    eighth = Fraction(score.ticks_per_quarter, 2)
    heard = sorted((note.time, note.pitch) for track in score.tracks for note in track.notes)
    first_tick = heard[0][0]  # 1, not 0: its abc2midi begins every note a tick late
    place = swung if tune.fields["R"] == "hornpipe" else Fraction
    written = [(round(place(at) * eighth), pitch) for at, pitch in tune.played()]
    assert [(at - first_tick, pitch) for at, pitch in heard] == written


def test_there_are_enough_tunes_in_enough_metres_and_modes() -> None:
    tunes = [read_tune(path) for path in FILES]
    modes = {re.sub(r"^[A-G][#b]? *", "", tune.fields["K"])[:3].lower() for tune in tunes}
    assert len(tunes) >= 60
    assert len({tune.fields["M"] for tune in tunes}) >= 5
    assert len({FIFTHS_OF_MODE[mode] for mode in modes}) >= 4


def tune_rows(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.endswith(".abc` |")]


def test_the_page_of_the_folder_lists_the_tunes_as_they_are_now() -> None:
    command = [sys.executable, "-X", "utf8", FOLDER / "list_tunes.py"]
    table = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    assert len(tune_rows(table)) == len(FILES)
    assert tune_rows((FOLDER / "README.md").read_text(encoding="utf-8")) == tune_rows(table)


def test_no_title_stands_twice() -> None:
    titles = Counter(read_tune(path).fields["T"].casefold() for path in FILES)
    assert [title for title, count in titles.items() if count > 1] == []


def test_no_two_tunes_have_the_same_melody_in_any_key() -> None:
    melodies: dict[tuple[tuple[Fraction, int], ...], Path] = {}
    for path in FILES:
        notes = read_tune(path).played()
        melody = tuple((at - notes[0][0], pitch - notes[0][1]) for at, pitch in notes)
        assert melodies.setdefault(melody, path) == path


@pytest.mark.parametrize(
    ("text", "eighths"),
    [("A2BC/D/", 4), ("A>B c<d", 4), ("(3ABc d2", 4), ("A3/2 z/ B2-", 4), ("A//B//A/", 1), ("d'2 D,4", 6)],
)
def test_the_reader_of_these_tests_counts_lengths_as_abc_does(text: str, eighths: int) -> None:
    assert sum(sound.eighths for sound in read_bar(text, {})) == eighths


@pytest.mark.parametrize("text", ["(3AB", "A>", "A$B", '"G"A'])
def test_the_reader_of_these_tests_refuses_what_is_not_plain(text: str) -> None:
    with pytest.raises(AssertionError):
        read_bar(text, {})
