"""The bundled folk tunes: complete bars, headers, ranges, no tune twice.

Every test looks at all tunes and lists those that break its rule.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from seqgen.formats.midi import Reading, read_scores

FOLDER = Path(__file__).parents[2] / "corpora" / "folk"
FILES = sorted(FOLDER.rglob("*.abc"))
HEADERS = "XTCORMLQK"
LOWEST, HIGHEST, WIDEST_LEAP = 50, 96, 16


def headers(path: Path) -> list[tuple[str, str]]:
    """The header fields, (letter, value), up to the key."""
    head = path.read_text(encoding="utf-8").partition("K:")
    lines = [*head[0].splitlines(), "K:" + head[2].splitlines()[0]]
    return [(line[0], line[2:].strip()) for line in lines]


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("K:")[2].partition("\n")[2]


@pytest.fixture(scope="module")
def tunes() -> dict[Path, Reading]:
    """The only tune of every file, as seqgen reads it."""
    read = {path: read_scores(path) for path in FILES}
    assert {path.name: len(tunes) for path, tunes in read.items() if len(tunes) != 1} == {}
    return {path: tunes[0] for path, tunes in read.items()}


def melody(score: Any) -> list[Any]:
    return sorted((note for track in score.tracks for note in track.notes), key=lambda note: (note.time, note.pitch))


def incomplete_bars(score: Any) -> list[str]:
    """The bars that are not full, an upbeat and the last bar that makes up for it aside.

    The reader gives a bar that is shorter or longer than its metre a time signature of its own.
    """
    _, *later = score.time_signatures
    last = score.time_signatures[-1]
    bar = 4 * score.ticks_per_quarter * last.numerator // last.denominator
    found = [f"a bar of {m.numerator}/{m.denominator} at tick {m.time}" for m in later[1:]]
    if later and later[0].time >= bar:
        found.append(f"a first bar of {later[0].time} ticks")
    if extra := max(note.end for note in melody(score)) % bar:
        found.append(f"{extra} ticks more than full bars")
    return found


def test_every_tune_has_all_headers_in_order() -> None:
    wrong = {}
    for path in FILES:
        fields = dict(headers(path))
        kind = fields.get("R", "").replace(" ", "-")
        if (
            "".join(letter for letter, _ in headers(path)) != HEADERS
            or not all(fields.values())
            or (fields["X"], fields["L"]) != ("1", "1/8")
            or path.parent.name not in (f"{kind}s", f"{kind}es")
        ):
            wrong[path.name] = fields

    assert wrong == {}


def test_every_file_name_is_lower_case_words_with_dashes() -> None:
    assert [path.name for path in FILES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.abc", path.name)] == []


def test_every_tune_is_read_without_a_repair(tunes: dict[Path, Reading]) -> None:
    assert {path.name: reading.repairs for path, reading in tunes.items() if reading.repairs} == {}


def test_every_bar_is_complete_and_an_upbeat_is_made_up_for_by_the_last_bar(tunes: dict[Path, Reading]) -> None:
    assert {path.name: found for path, reading in tunes.items() if (found := incomplete_bars(reading.score))} == {}


def test_a_bar_that_lacks_a_note_is_seen_by_the_test_above(tmp_path: Path) -> None:
    missed = []
    for path in FILES[::10]:
        text = path.read_text(encoding="utf-8")
        start = text.index("K:")
        for note in list(re.finditer(r"(?<= )[A-Ga-g](?=[A-Ga-g])", text))[1::4]:
            if note.start() > start:
                (tmp_path / "x.abc").write_text(text[: note.start()] + text[note.end() :], encoding="utf-8")
                if not incomplete_bars(read_scores(tmp_path / "x.abc")[0].score):
                    missed.append((path.name, note.start()))

    assert missed == []


def test_repeat_signs_come_in_pairs() -> None:
    signs = {path.name: re.findall(r"\|:|:\|", body(path)) for path in FILES}

    assert {name: found for name, found in signs.items() if found != ["|:", ":|"] * (len(found) // 2)} == {}


def test_a_tune_stays_in_the_range_of_an_instrument_and_leaps_no_wider_than_a_tenth(tunes: dict[Path, Reading]) -> None:
    wrong = {}
    for path, reading in tunes.items():
        pitches = [note.pitch for note in melody(reading.score)]
        leap = max(abs(after - before) for before, after in pairwise(pitches))
        if min(pitches) < LOWEST or max(pitches) > HIGHEST or leap > WIDEST_LEAP:
            wrong[path.name] = min(pitches), max(pitches), leap

    assert wrong == {}


def test_there_are_enough_tunes_in_enough_metres_and_modes() -> None:
    fields = [dict(headers(path)) for path in FILES]

    assert len(FILES) >= 60
    assert len({tune["M"] for tune in fields}) >= 5
    assert len({re.sub(r"^[A-G][#b]? *", "", tune["K"])[:3].lower() for tune in fields}) >= 4


def table_rows(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.endswith(".abc` |")]


def test_the_page_of_the_folder_lists_the_tunes_as_they_are_now() -> None:
    command = [sys.executable, "-X", "utf8", FOLDER / "list_tunes.py"]
    table = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout

    assert len(table_rows(table)) == len(FILES)
    assert table_rows((FOLDER / "README.md").read_text(encoding="utf-8")) == table_rows(table)


def test_no_title_stands_twice() -> None:
    titles = Counter(dict(headers(path))["T"].casefold() for path in FILES)

    assert [title for title, count in titles.items() if count > 1] == []


def test_no_two_tunes_have_the_same_melody_in_any_key(tunes: dict[Path, Reading]) -> None:
    same: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for path, reading in tunes.items():
        first, *_ = notes = melody(reading.score)
        shape = tuple((note.time - first.time, note.pitch - first.pitch) for note in notes)
        same.setdefault(shape, []).append(path.name)

    assert [names for names in same.values() if len(names) > 1] == []
