"""Music as a kind of sequence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from seqgen.errors import Sentence
from seqgen.files import read_regular
from seqgen.formats import score_notes
from seqgen.formats.sheet import Sheet
from seqgen.formats.sheet_edits import without_silent_tracks
from seqgen.kinds.base import Encoded, Plan, Start, Stretch
from seqgen.kinds.kind import Kind
from seqgen.kinds.music import tokenizer
from seqgen.kinds.music.applicable_rules import applicable_rules
from seqgen.kinds.music.editing import MusicEditing
from seqgen.kinds.music.evaluation import MusicEvaluation
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.fit import fit_music
from seqgen.kinds.music.new_material import new_material
from seqgen.kinds.music.options import MusicOptions
from seqgen.kinds.music.piece_facts import facts_of, totals_of
from seqgen.kinds.music.plan import plan_music
from seqgen.kinds.music.primer import start_of, with_instruments_of
from seqgen.kinds.music.rules import MusicRules, parse_metre
from seqgen.kinds.music.stretches import bars_of
from seqgen.kinds.preset import Preset
from seqgen.kinds.take_mark import is_record, stands_beside
from seqgen.kinds.word_list import joined_list
from seqgen.piece import Piece
from seqgen.schema import Table
from seqgen.theory.keys import canonical_key, pitch_range_name

MOST_FILE_BYTES = 1 << 31
MOST_FREE_STEPS = 1 << 16
"""Longest rest at the end of a primer: 682 bars of 4/4, or eleven minutes."""


class MusicKind(Kind):
    name, event = "music", "note"
    suffixes, suffix = (".mid", ".midi", ".kar", ".rmi", ".abc"), ".mid"
    evaluation, editing = MusicEvaluation(), MusicEditing()
    preview = MappingProxyType({"bars": 8})
    copy_threshold, least_events, least_held_out = 8, 16, 32
    options, rules, count_option, has_sound = MusicOptions, MusicRules, "--notes", True
    facts_class = MusicFacts

    def rules_from_file(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "steered": False,
            "capped": False,
            "full_bars": False,
            "led": False,
            "closed": False,
            "ensemble": False,
            "varies": False,
            "solo": False,
            **data,
        }

    def rules_of_earlier(self, settings: Mapping[str, Any]) -> Mapping[str, Any]:
        names, low, high = settings.get("instruments"), settings.get("low"), settings.get("high")
        rules = dict(settings)
        if isinstance(names, list):
            rules["instruments"] = joined_list(name for name in names if isinstance(name, str))
        if isinstance(low, int) and isinstance(high, int) and 0 <= low <= high <= 127 and (low, high) != (0, 127):
            rules["ranges"] = pitch_range_name(low, high)
        return rules

    def sniff(self, start: bytes) -> bool:
        return start[:4] == b"MThd" or (start[:4] == b"RIFF" and start[8:12] == b"RMID")

    def read(self, path: Path) -> list[Piece]:
        return score_notes.read_pieces(path)

    def reader(self, options: Any) -> Callable[[Path], list[Piece]]:
        return partial(score_notes.read_pieces, metre=parse_metre(options.metre) if options.metre else None)

    def content_bytes(self, piece: Piece) -> bytes:
        notes = piece.content
        arrays = (notes.onset, notes.end, notes.pitch, notes.part)
        return b"".join([*(array.tobytes() for array in arrays), notes.ticks_per_quarter.to_bytes(8, "little")])

    def facts(self, piece: Piece, encoded: Encoded, tokenizer: tokenizer.MusicTokenizer) -> dict[str, Any]:
        return facts_of(piece.content, encoded, tokenizer)

    def totals(self, pieces: Mapping[str, Mapping[str, Any]], tokenizer: tokenizer.MusicTokenizer) -> dict[str, str]:
        return totals_of(pieces, tokenizer)

    def fit(self, pieces: Sequence[Piece], options: Any) -> tokenizer.MusicTokenizer:
        return fit_music(pieces, options)

    def from_json(self, data: Mapping[str, Any]) -> tokenizer.MusicTokenizer:
        return tokenizer.MusicTokenizer.from_json(data)

    def preset(self, events: int, minutes: float) -> Preset:
        """Return the settings for so many notes and about so many minutes.

        The smaller the corpus, the sooner it is overfitted, so dropout is stronger; in a few minutes it only slows
        learning down. Where time is left to read a small corpus again and again, several networks learn more of it than
        one; on two cores four take no longer than three.
        """
        short = minutes <= 3
        members = 1 if short or events >= 150_000 else 4
        context_dropout, head_dropout = (0.0, 0.0) if short else (0.2, 0.3) if events < 300_000 else (0.1, 0.1)
        return Preset(
            size="small" if events < 3_000 else "medium" if events < 1_000_000 or minutes < 20 else "large",
            interval_size=128 if members > 1 else 0,
            members=members,
            dropout=0.5 if events < (30_000 if short else 150_000) else 0.3 if events < 300_000 else 0.1,
            context_dropout=context_dropout,
            head_dropout=head_dropout,
            transpose=5,
        )

    def uncooled(self, tokenizer: tokenizer.MusicTokenizer) -> tuple[str, ...]:
        """Return the time to the next onset, where it is played: short ones are few and likely, long ones many and
        unlikely, so that cooled music is twice as dense. Counted in beats, it gains by cooling."""
        return () if tokenizer.is_metric else ("shift",)

    def cooled(self, tokenizer: tokenizer.MusicTokenizer) -> tuple[str, ...]:
        """Return the velocity: what a young network does not know of it is noise, which levels accents, and a take
        hears its own noise."""
        return ("velocity",) if len(tokenizer.velocities) > 1 else ()

    def tempos(self, rules: MusicRules, tokenizer: tokenizer.MusicTokenizer) -> tuple[float, float]:
        return tokenizer.qpm, rules.tempo

    def start(self, piece: Piece, rules: MusicRules, tokenizer: tokenizer.MusicTokenizer) -> Start:
        return start_of(piece, rules, tokenizer)

    def start_problem(self, start: Start, tokenizer: tokenizer.MusicTokenizer) -> str:
        facts = start.facts
        for changes in (facts.metres, facts.tempos, facts.rests):
            steps = [change.step for change in changes]
            if steps != sorted(steps):
                return "its metres, tempos or rests are out of order"
        if len(facts.rests) > len(start.rows) + 1:
            return "it has more rests than notes"
        if facts.end_step > int(tokenizer.rows(start.rows).end.max(initial=0)) + MOST_FREE_STEPS:
            return "its end lies far behind its last note"
        return ""

    def hold(self, start: Start, rules: MusicRules, tokenizer: tokenizer.MusicTokenizer) -> MusicRules:
        return with_instruments_of(start, rules, tokenizer)

    def applicable(self, rules: MusicRules, tokenizer: tokenizer.MusicTokenizer) -> MusicRules:
        return applicable_rules(rules, tokenizer)

    def plan(self, rules: MusicRules, events: int, tokenizer: tokenizer.MusicTokenizer, start: Start) -> Plan:
        return plan_music(rules, events, tokenizer, start)

    def new_material(
        self, tokenizer: tokenizer.MusicTokenizer, table: Table, facts: MusicFacts, primed: int, primer: Start
    ) -> tuple[Any, MusicFacts]:
        return new_material(tokenizer, table, facts, primed, primer)

    def told(self, facts: MusicFacts) -> Mapping[str, Any]:
        told = {"metre": str(facts.metres[0]) if facts.metres else "", **msgspec.to_builtins(facts.told)}
        return {name: value for name, value in told.items() if value} if any(list(told.values())[1:]) else {}

    def remarks(self, rules: MusicRules, facts: MusicFacts) -> tuple[str, ...]:
        asked = canonical_key(rules.key) if rules.key else ""
        return (
            (Sentence("keeps to the notes of {asked} but is in {key}", asked=asked, key=facts.key),)
            if facts.key and asked not in ("", facts.key)
            else ()
        )

    def restricts(self, rules: MusicRules) -> bool:
        return bool(rules.key or rules.ranges or rules.grid or rules.polyphony or rules.instruments)

    def accepts(self, rules: MusicRules, table: Table, facts: MusicFacts, tokenizer: tokenizer.MusicTokenizer) -> bool:
        return not (rules.key and rules.led) or facts.key == canonical_key(rules.key)

    def stretches(self, tokenizer: tokenizer.MusicTokenizer, table: Table, facts: MusicFacts) -> list[Stretch]:
        return bars_of(tokenizer, table, facts) or super().stretches(tokenizer, table, facts)

    def write(
        self,
        tokenizer: tokenizer.MusicTokenizer,
        content: Any,
        facts: MusicFacts,
        path: Path,
        provenance: str,
        *,
        overwrite: bool = False,
    ) -> None:
        from seqgen.formats.midi_writer import write_score

        if isinstance(content, Sheet):
            # silent tracks are not read, and what was rewritten is to be made again from what is read
            score = without_silent_tracks(content).to_score()
            write_score(score, path, text=provenance, end_ticks=content.end_tick, overwrite=overwrite)
            return
        end_ticks = facts.end_step * tokenizer.grid.file_ticks
        write_score(content, path, text=provenance, end_ticks=end_ticks, overwrite=overwrite)

    def is_take(self, path: Path) -> bool:
        # the record stands in the file as it is
        marked = b'"fingerprint"' in read_regular(path, most_bytes=MOST_FILE_BYTES)
        return (marked and any(map(is_record, self.provenance(path)))) or stands_beside(path)

    def provenance(self, path: Path) -> list[str]:
        from seqgen.formats.midi import read_text

        return read_text(path)


MUSIC = MusicKind()
