"""Files to tables and back. A new kind of data is one new module and one line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seqgen.kinds.base import CONTEXT_AUTO, CONTEXT_PARTS, Encoded, MusicOptions, TextOptions, Tokenizer, Walk
from seqgen.kinds.music import tokenizer as music_tokenizer
from seqgen.kinds.text import tokenizer as text_tokenizer
from seqgen.piece import Piece

__all__ = [
    "CONTEXT_AUTO",
    "CONTEXT_PARTS",
    "KINDS",
    "Encoded",
    "Kind",
    "MusicOptions",
    "TextOptions",
    "Tokenizer",
    "Walk",
    "tokenizer_from_json",
]


@dataclass(frozen=True)
class Kind:
    """One kind of data: which files hold it, how one is read, how a tokenizer is fitted and restored."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], list[Piece]]
    fit: Callable[[Sequence[Piece], Any], Tokenizer]
    from_json: Callable[[Mapping[str, Any]], Tokenizer]


KINDS: dict[str, Kind] = {
    "music": Kind(
        "music",
        music_tokenizer.SUFFIXES,
        music_tokenizer.read_pieces,
        music_tokenizer.MusicTokenizer.fit,
        music_tokenizer.MusicTokenizer.from_json,
    ),
    "text": Kind(
        "text",
        text_tokenizer.SUFFIXES,
        text_tokenizer.read_pieces,
        text_tokenizer.TextTokenizer.fit,
        text_tokenizer.TextTokenizer.from_json,
    ),
}


def tokenizer_from_json(data: Mapping[str, Any]) -> Tokenizer:
    """The tokenizer that `to_json` described; raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    try:
        return KINDS[data["kind"]].from_json(data)
    except OverflowError as error:
        # JSON of other programs may hold Infinity
        raise ValueError(f"the tokenizer holds a number out of range: {error}") from error
