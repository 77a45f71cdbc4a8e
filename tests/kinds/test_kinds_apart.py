"""A new kind of sequence is one new folder: nothing outside the kinds and their views asks for music or text."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"[\"'](music|text)[\"']|MusicTokenizer|TextTokenizer|seqgen\.kinds\.(music|text)")
HOMES = ("seqgen/kinds/", "seqgen/formats/", "gui/kinds.py", "gui/views/", "gui/content/")
"""The last two hold what `gui/kinds.py` names."""


def test_no_kind_is_named_outside_the_kinds_and_their_views() -> None:
    found = [
        f"{place}:{number}: {line.strip()}"
        for room in ("seqgen", "gui")
        for path in sorted((ROOT / room).rglob("*.py"))
        if not (place := path.relative_to(ROOT).as_posix()).startswith(HOMES)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        # the colour of text is called text
        if NAMED.search(line) and not re.search(r"colour|icon\(", line)
    ]
    assert found == []
