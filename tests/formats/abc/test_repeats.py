"""Repeats, endings and parts are played in the order that the signs ask for."""

from __future__ import annotations

import pytest

from seqgen.formats.abc import read_tunes


def order(body: str, *, parts: str = "") -> str:
    """The letters of the notes in the order in which a tune plays them."""
    field = f"P:{parts}\n" if parts else ""
    tunes, problems = read_tunes(f"X:1\nM:none\nL:1/8\n{field}K:C\n{body}\n".encode(), "x.abc")
    assert problems == ()
    notes = sorted(tunes[0].score.tracks[0].notes, key=lambda note: note.time)
    return "".join({69: "A", 71: "B", 60: "C", 62: "D", 64: "E", 65: "F"}[note.pitch] for note in notes)


@pytest.mark.parametrize(
    ("body", "played"),
    [
        ("A|B|", "AB"),
        ("|:A:|B|", "AAB"),
        ("A|:B:|", "ABB"),
        ("|:A::B:|", "AABB"),
        ("|:A:|:B:|", "AABB"),
        ("|:A:||:B:|", "AABB"),
        ("|:A:|]|:B:|", "AABB"),
        ("A:|B|", "AAB"),
        ("A:|B:|", "AABB"),
        ("A|:B:|C:|", "ABBCC"),
        ("|:A:|B||C:|", "AABCC"),
        ("A||B:|", "ABAB"),
        ("|:A|:B:|", "AABB"),
        ("|:A||B:|", "ABAB"),
        ("|:A|1B:|2C|", "ABAC"),
        ("|:A|1 B:|2 C|", "ABAC"),
        ("|:A[1B:|[2C|]D|", "ABACD"),
        ("|:A [1 B :| [2 C || D :|", "ABACDD"),
        ("|:A|1,3B:|2C:|D", "ABACABD"),
        ("|:A|1-2B:|3C|D", "ABABACD"),
        ("|:A|1B:|C|D", "ABACD"),
        ("|:A| 1 B:| [2 C|", "ABAC"),
        ("|:A| 4B:|C|", "ABABC"),
        ("|:A|1B:|2C:|D|", "ABACD"),
        ("|:A|1B:|2C:|D|1E:|2F:|", "ABACDEDF"),
        ("A|1B:|2C||D|1E:|2F|", "ABACDEDF"),
        ("|:A|1B:|2C::D:|", "ABACDD"),
        ("|:A\n|1B:|\\\n|2C|", "ABAC"),
    ],
)
def test_repeats_and_endings(body: str, played: str) -> None:
    assert order(body) == played


@pytest.mark.parametrize(
    ("parts", "body", "played"),
    [
        ("AB", "P:A\nA|\nP:B\nB|", "AB"),
        ("AABBA", "P:A\nA|\nP:B\nB|", "AABBA"),
        ("A2B", "P:A\nA|\nP:B\nB|", "AAB"),
        ("(AB)2 A", "P:A\nA|\nP:B\nB|", "ABABA"),
        ("A.(B2)2", "P:A\nA|\nP:B\nB|", "ABBBB"),
        ("BA", "C|\nP:A\nA|\nP:B\nB|", "CBA"),
        ("AB", "P:A\n|:A:|\nP:B\nB:|", "AABB"),
        ("ABC", "P:A\nA|\nP:B\nB|", "AB"),
        ("AB", "[P:A]A|[P:B]B|", "AB"),
        ("AB", "P:A\nA|\nP:D.S.\nC|\nP:B\nB|", "ACB"),
        ("", "P:A\nA|\nP:B\nB:|", "ABAB"),
    ],
)
def test_parts_are_played_in_the_order_of_the_header(parts: str, body: str, played: str) -> None:
    assert order(body, parts=parts) == played


def test_all_voices_have_the_parts_of_the_tune() -> None:
    text = "X:1\nL:1/8\nP:BA\nK:C\nP:A\nV:1\nA|\nV:2\nC|\nP:B\nV:1\nB|\nV:2\nD|\n"

    tracks = read_tunes(text.encode(), "x.abc")[0][0].score.tracks

    assert [[note.pitch for note in track.notes] for track in tracks] == [[71, 69], [62, 60]]


def test_a_tie_goes_on_in_what_is_played_next() -> None:
    tune = read_tunes(b"X:1\nL:1/8\nK:C\n|:A2-|1A:|2A2|\n", "x.abc")[0][0]

    assert [(note.time // 240, note.duration // 240) for note in tune.score.tracks[0].notes] == [(0, 3), (3, 4)]
