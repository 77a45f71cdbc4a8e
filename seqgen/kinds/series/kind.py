"""Series of readings as a kind of sequence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from seqgen.formats.series_csv import holds_series, read_series
from seqgen.kinds.base import Encoded
from seqgen.kinds.kind import Kind
from seqgen.kinds.preset import Preset
from seqgen.kinds.series.facts import SeriesFacts
from seqgen.kinds.series.tokenizer import SeriesOptions, SeriesTokenizer
from seqgen.piece import Piece


class SeriesKind(Kind):
    name, event = "series", "reading"
    suffixes, suffix = (".csv", ".tsv"), ".csv"
    options, facts_class = SeriesOptions, SeriesFacts
    holds_out_ends = only_claimed = True

    def claims(self, path: Path) -> bool:
        return path.suffix.lower() in self.suffixes and holds_series(path)

    def read(self, path: Path) -> list[Piece]:
        return [Piece(series, title=series.name) for series in read_series(path)]

    def content_bytes(self, piece: Piece) -> bytes:
        return bytes(piece.content.values.tobytes() + piece.content.times.tobytes())

    def cut(self, piece: Piece, events: int) -> Piece:
        return replace(piece, content=piece.content[:events])

    def part(self, encoded: Encoded, tokenizer: SeriesTokenizer, start: int, stop: int) -> Encoded:
        return tokenizer.part(encoded, start, stop)

    def fit(self, pieces: Sequence[Piece], options: SeriesOptions) -> SeriesTokenizer:
        return SeriesTokenizer.fit(pieces, options)

    def from_json(self, data: Mapping[str, Any]) -> SeriesTokenizer:
        return SeriesTokenizer.from_json(data)

    def preset(self, events: int, minutes: float) -> Preset:
        return Preset(size="small", interval_size=16, dropout=0.3 if events < 30_000 else 0.1)


SERIES = SeriesKind()
