"""Lists of names in one text: commas between them, double quotes around those that need it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from seqgen.errors import UsageError

_WORD = re.compile(r'\s*((?:"(?:[^"]|"")*"|[^,"])*)\s*(?:,|$)')


def split_list(text: str) -> list[str]:
    """Return the words of a list with commas, outside of double quotes. Raises `UsageError` for half a pair of them."""
    words, at = [], 0
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise UsageError("{file}: a quotation mark is missing", file=text)
        words.append(match[1].strip())
        at = match.end()
    return [word for word in words if word]


def joined_list(names: Iterable[str]) -> str:
    """Return names as a list that `split_list` and `unquoted` take apart; those that need it in double quotes."""
    return ",".join(
        '"' + name.replace('"', '""') + '"' if re.search(r'[,"=]|^\s|\s$', name) else name for name in names
    )


def unquoted(word: str) -> str:
    whole = re.fullmatch(r'"((?:[^"]|"")*)"', word)
    return whole[1].replace('""', '"') if whole else word
