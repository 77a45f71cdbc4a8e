"""Music as a kind of sequence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seqgen.kinds.kind import Kind
from seqgen.kinds.music import tokenizer
from seqgen.kinds.music.evaluation import MusicEvaluation
from seqgen.piece import Piece


class MusicKind(Kind):
    """Notes from MIDI and ABC files."""

    name, event = "music", "note"
    suffixes, suffix = (".mid", ".midi", ".kar", ".rmi", ".abc"), ".mid"
    evaluation = MusicEvaluation()
    copy_threshold, least_events, least_held_out = 8, 16, 32

    def sniff(self, start: bytes) -> bool:
        return start[:4] in (b"MThd", b"RIFF")

    def read(self, path: Path) -> list[Piece]:
        return tokenizer.read_pieces(path)

    def fit(self, pieces: Sequence[Piece], options: Any) -> tokenizer.MusicTokenizer:
        return tokenizer.MusicTokenizer.fit(pieces, options)

    def from_json(self, data: Mapping[str, Any]) -> tokenizer.MusicTokenizer:
        return tokenizer.MusicTokenizer.from_json(data)


MUSIC = MusicKind()
