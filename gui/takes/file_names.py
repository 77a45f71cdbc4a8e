"""The names of files that takes become: by corpus, key, tempo and number. Knows no Qt."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from gui.takes.take import TakeRecord

LONGEST = 120
"""Bytes of a name without its suffix: file systems take 255, and folders and players add their own."""
FORBIDDEN = frozenset('<>:"/\\|?*')
PORTS = frozenset(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")
RESERVED = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$")) | PORTS
_ELLIPSIS = "…"


def take_name(record: TakeRecord, suffix: str) -> str:
    """`chorales G major 92 bpm 3.mid`: a name that every system takes, whatever the corpus is called."""
    corpus = _plain(Path(record.corpus).name or record.model_name) or "take"
    parts = [_plain(record.key)] if record.kind == "music" else []
    if record.kind == "music" and record.tempo > 0:
        parts.append(f"{round(record.tempo)} bpm")
    parts.append(str(record.number))
    rest = " " + " ".join(part for part in parts if part)
    return safe_name(_cut(corpus, LONGEST - len(rest.encode())) + rest, suffix)


def safe_name(stem: str, suffix: str) -> str:
    """A name without what Windows, macOS or Linux refuse: signs, reserved words, ends in points or spaces, length."""
    stem = _cut(_plain(stem), LONGEST).strip(" .") or "take"
    first, point, rest = stem.partition(".")
    if first.strip().casefold() in RESERVED:
        stem = f"{first}_{point}{rest}"
    return stem + suffix


def _plain(text: str) -> str:
    """The text on one line, without signs that a file's name cannot have, and none that are not seen."""
    seen = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    kept = ("-" if sign in FORBIDDEN else sign for sign in seen if sign.isprintable() or sign.isspace())
    return " ".join("".join(kept).split()).strip(" .")


def _cut(text: str, most_bytes: int) -> str:
    if len(text.encode()) <= most_bytes:
        return text
    data = text.encode()[: most_bytes - len(_ELLIPSIS.encode())]
    return data.decode("utf-8", "ignore").rstrip(" .") + _ELLIPSIS
