"""Rules for takes of music without what a model cannot be asked."""

from __future__ import annotations

from dataclasses import replace

from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.word_list import split_list, unquoted
from seqgen.theory.keys import parse_pitch_range, pitch_range_name


def applicable_rules(rules: MusicRules, tokenizer: MusicTokenizer) -> MusicRules:
    """Return the rules without unknown metres and parts, keys beyond the model's, and, of two lengths, the one that is
    not counted on its grid. Raises `UsageError`."""
    metric = tokenizer.grid_name == "metric"
    parts = [word for word in split_list(rules.instruments) if unquoted(word) in tokenizer.names]
    return replace(
        rules,
        bars=rules.bars if metric or not rules.seconds else 0,
        seconds=rules.seconds if not metric or not rules.bars else 0.0,
        metre=rules.metre if rules.metre in {f"{n}/{d}" for n, d in tokenizer.metres} else "",
        grid=rules.grid if metric else "",
        form=rules.form if metric else "",
        loop=rules.loop and metric,
        instruments=",".join(parts),
        # drums alone have no key and no voices
        label=rules.label if _is_told(rules.label, tokenizer) else "",
        density=rules.density if any(each.name == "density" for each in tokenizer.schema.index_fields) else "",
        key=rules.key if tokenizer.pitched else "",
        quantize=rules.quantize if tokenizer.is_played else 0.0,
        polyphony=rules.polyphony if tokenizer.pitched else 0,
        ranges=_within(rules.ranges, tokenizer.lowest, tokenizer.highest),
    )


def _is_told(label: str, tokenizer: MusicTokenizer) -> bool:
    known = {name.lower() for names in tokenizer.label_names for name in names}
    return all(word.strip().lower() in known for word in label.split("/"))


def _within(ranges: str, lowest: int, highest: int) -> str:
    """Return the part of a range that a model has, empty for all or none of its keys; ranges of parts as they are."""
    if not ranges or "=" in ranges or "," in ranges:
        return ranges
    low, high = parse_pitch_range(ranges)
    low, high = max(low, lowest), min(high, highest)
    return pitch_range_name(low, high) if low <= high and (low, high) != (lowest, highest) else ""
