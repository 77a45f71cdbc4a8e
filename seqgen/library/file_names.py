"""Names of exported files, from corpus, key, tempo and number."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from seqgen.library.take import TakeRecord

LONGEST = 120
"""Most bytes of a name without suffix: file systems allow 255, and other programs add to names."""
FORBIDDEN = frozenset('<>:"/\\|?*')
PORTS = frozenset(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")
RESERVED = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$")) | PORTS
_ELLIPSIS = "…"


def take_name(record: TakeRecord, suffix: str) -> str:
    """Return a name like `chorales G major 92 bpm 3.mid`, or `Lullaby 3.mid` for a take that has a name; valid on every
    system."""
    if record.name:
        number = f" {record.number}"
        return safe_name(_cut(_plain(record.name), LONGEST - len(number)) + number, suffix)
    corpus = _plain(Path(record.corpus).name or record.model_name) or "take"
    parts = [_plain(record.key)]
    if record.tempo > 0:
        parts.append(f"{round(record.tempo)} bpm")
    parts.append(str(record.number))
    rest = " " + " ".join(part for part in parts if part)
    return safe_name(_cut(corpus, LONGEST - len(rest.encode())) + rest, suffix)


def safe_name(stem: str, suffix: str) -> str:
    """Return a name that Windows, macOS and Linux accept: no reserved characters or words, no trailing dots or spaces,
    not too long."""
    stem = _cut(_plain(stem), LONGEST).strip(" .") or "take"
    first, point, rest = stem.partition(".")
    if first.strip().casefold() in RESERVED:
        stem = f"{first}_{point}{rest}"
    return stem + suffix


def _plain(text: str) -> str:
    """Return the text on one line, without invisible characters and those that file names cannot have."""
    seen = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    kept = ("-" if sign in FORBIDDEN else sign for sign in seen if sign.isprintable() or sign.isspace())
    return " ".join("".join(kept).split()).strip(" .")


def _cut(text: str, most_bytes: int) -> str:
    if len(text.encode()) <= most_bytes:
        return text
    data = text.encode()[: most_bytes - len(_ELLIPSIS.encode())]
    return data.decode("utf-8", "ignore").rstrip(" .") + _ELLIPSIS
