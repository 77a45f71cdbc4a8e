"""Text as a kind of sequence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from seqgen.formats import text_file
from seqgen.kinds.base import Plan, Start, Stretch
from seqgen.kinds.kind import Kind
from seqgen.kinds.preset import Preset
from seqgen.kinds.text import tokenizer
from seqgen.kinds.text.editing import TextEditing
from seqgen.kinds.text.evaluation import TextEvaluation
from seqgen.kinds.text.facts import TextFacts
from seqgen.kinds.text.primer import opening, start_of
from seqgen.kinds.text.rules import TextRules, plan_text
from seqgen.kinds.text.tokenizer import TextOptions
from seqgen.piece import Piece
from seqgen.schema import Table


class TextKind(Kind):
    name, event = "text", "character"
    suffixes = (".txt", ".text", ".md", ".rst", ".tex", ".py", ".html", ".csv", ".json", ".xml", ".log", ".srt")
    suffix = ".txt"
    evaluation, editing = TextEvaluation(), TextEditing()
    copy_threshold, least_events, least_held_out = 24, 64, 300
    options, rules, facts_class, count_option = TextOptions, TextRules, TextFacts, "--chars"

    def rules_of_earlier(self, settings: Mapping[str, Any]) -> Mapping[str, Any]:
        stop = settings.get("stop")
        # a line break was typed as a backslash and an n
        return {**settings, "stop": [stop.replace("\\n", "\n")]} if isinstance(stop, str) and stop else settings

    def sniff(self, start: bytes) -> bool:
        # text has no mark of its own; the reader refuses what is none
        return True

    def read(self, path: Path) -> list[Piece]:
        return text_file.read_pieces(path)

    def reader(self, options: Any) -> Callable[[Path], list[Piece]]:
        return partial(text_file.read_pieces, encoding=options.encoding)

    def parse(self, text: str) -> Piece:
        return Piece(text)

    def cut(self, piece: Piece, events: int) -> Piece:
        return replace(piece, content=piece.content[:events])

    def fit(self, pieces: Sequence[Piece], options: Any) -> tokenizer.TextTokenizer:
        return tokenizer.TextTokenizer.fit(pieces, options)

    def from_json(self, data: Mapping[str, Any]) -> tokenizer.TextTokenizer:
        return tokenizer.TextTokenizer.from_json(data)

    def preset(self, events: int, minutes: float) -> Preset:
        size = "small" if events < 3_000 else "medium" if minutes < 20 or events < 300_000 else "large"
        if 300_000 <= events < 3_000_000 and minutes >= 20:
            # a text that is read many times: a second layer, or layer norm, would only overfit it
            return Preset(size=size, num_layers=1, dropout=0.4)
        dropout = 0.5 if events < 30_000 else 0.3 if events < 300_000 else 0.1
        return Preset(size=size, dropout=dropout, layer_norm=True)

    def start(self, piece: Piece, rules: TextRules, tokenizer: tokenizer.TextTokenizer) -> Start:
        return start_of(piece, tokenizer)

    def start_problem(self, start: Start, tokenizer: tokenizer.TextTokenizer) -> str:
        facts = start.facts
        return (
            "" if facts.typed_rows == (len(start.rows) if facts.typed else 0) else "it was typed with other characters"
        )

    def opening(self, tokenizer: tokenizer.TextTokenizer, pieces: int, corpus: Callable[[], Table]) -> Table | None:
        return opening(tokenizer, pieces, corpus)

    def new_material(
        self, tokenizer: tokenizer.TextTokenizer, table: Table, facts: TextFacts, primed: int, primer: Start
    ) -> tuple[str, TextFacts]:
        own = replace(facts, typed="", typed_rows=0)
        return tokenizer.decode(table[primed:], own), own

    def stretches(self, tokenizer: tokenizer.TextTokenizer, table: Table, facts: TextFacts) -> list[Stretch]:
        # a word with the space before it, which is where it becomes likely
        found = re.finditer(r"\s*\S+", tokenizer.decode(table))
        return [Stretch(word.group().strip(), word.start(), word.end()) for word in found]

    def restricts(self, rules: TextRules) -> bool:
        return bool(rules.allowed)

    def plan(self, rules: TextRules, events: int, tokenizer: tokenizer.TextTokenizer, start: Start) -> Plan:
        return plan_text(rules, events, tokenizer, start)


TEXT = TextKind()
