"""Texts in a MIDI file: the names of its tracks, lyrics, markers."""

from __future__ import annotations

from typing import NamedTuple

from seqgen.formats import smf
from seqgen.formats.encoding import decode_names
from seqgen.formats.midi_events import Events, Special

LONGEST_NAME, LONGEST_TEXT = 256, 1 << 20
MOST_TEXTS = 100_000


class Text(NamedTuple):
    tick: int
    text: str


class Texts(NamedTuple):
    """The first name of each track, by its number; lyrics by track; markers."""

    names: dict[int, str]
    lyrics: dict[int, list[Text]]
    markers: list[Text]


def texts_of(events: Events, data: bytes) -> Texts:
    """Return the texts of a file, all decoded in the encoding that suits them together."""
    named: dict[int, Special] = {}
    others: list[Special] = []
    for special in events.specials:
        if special.status != smf.META:
            continue
        if special.kind == smf.TRACK_NAME and data[special.begin : special.end].strip(b"\0 \t\r\n"):
            named.setdefault(special.track, special)
        elif special.kind in (smf.LYRIC, smf.MARKER) and len(others) < MOST_TEXTS:
            others.append(special)
    wanted = [special for special in (*named.values(), *others) if special.end - special.begin <= LONGEST_TEXT]
    decoded = decode_names([data[special.begin : special.end] for special in wanted])
    texts = Texts({}, {}, [])
    for special, text in zip(wanted, decoded, strict=True):
        shown = shorten(text)
        if special.kind == smf.TRACK_NAME:
            texts.names[special.track] = shown
        elif special.kind == smf.LYRIC:
            texts.lyrics.setdefault(special.track, []).append(Text(special.tick, shown))
        else:
            texts.markers.append(Text(special.tick, shown))
    return texts


def shorten(text: str) -> str:
    """Return what can be shown of a text, `LONGEST_NAME` characters at most."""
    shown = text if text.isprintable() else "".join(c for c in text if c.isprintable())
    return shown.strip()[:LONGEST_NAME]
