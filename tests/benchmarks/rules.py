"""Notes in four quarters of takes under every rule, beside the pieces of the corpus.

    python tests/benchmarks/rules.py RUN... [--takes 8] [--bars 8] [--key-takes 4]

RUN is the folder of a run of music. A rule passes where the middle take has as many notes as 98 of 100 pieces of
the corpus; the least is lower where the rule itself takes notes away, which is counted on the pieces (onsets on the
grid, pitches in other octaves, notes that the polyphony leaves). "bits" are those of a note under the model itself,
over those of a held-out note. Last, how many takes of each key are in it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seqgen.arrays import Floats
from seqgen.corpus.load import load_corpus
from seqgen.errors import SeqgenError
from seqgen.information import in_bits
from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.kind import MUSIC
from seqgen.kinds.music.rows import Rows
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.model import Model, load
from seqgen.records import from_json
from seqgen.runs.corpus_record import CorpusRecord
from seqgen.runs.run import Run
from seqgen.theory.keys import TONICS, key_name, parse_pitch_range
from seqgen.theory.notes import DRUMS

SINGLE: tuple[dict[str, Any], ...] = (
    {},
    *({"ranges": ranges} for ranges in ("C4-C5", "C4-C6")),
    *({"grid": grid} for grid in ("1/4", "1/8", "1/16")),
    *({"polyphony": most} for most in (1, 2)),
)
KEYS: tuple[dict[str, Any], ...] = tuple(
    {"key": key_name(t, s)} for s in ("major", "minor") for t in range(len(TONICS))
)
MORE_KEYS: tuple[dict[str, Any], ...] = ({"key": "D dorian"}, {"key": "G mixolydian"}, {"key": "E phrygian"})


@dataclass(frozen=True)
class Corpus:
    """Pieces as an instrument plays them, and the length of each in bars."""

    tokenizer: MusicTokenizer
    pieces: Sequence[Rows]
    bars: Sequence[float]

    def notes(self, rules: dict[str, Any]) -> Floats:
        """Return the notes a bar of each piece, of those that `rules` leave."""
        kept = [left(rows, rules, self.tokenizer) for rows in self.pieces]
        return np.array([len(rows.onset) / bars for rows, bars in zip(kept, self.bars, strict=True)])


def left(rows: Rows, rules: dict[str, Any], tokenizer: MusicTokenizer) -> Rows:
    """Return the notes of a piece that differ once a rule has settled them, and that it lets sound."""
    drums = rows.part == DRUMS
    onset, pitch = rows.onset.copy(), rows.pitch.copy()
    if "grid" in rules:
        step = 4 * tokenizer.grid.steps_per_quarter // int(rules["grid"].partition("/")[2])
        onset = (onset + step // 2) // step * step
    if "ranges" in rules:
        low, high = parse_pitch_range(rules["ranges"])
        folded = low + (pitch - low) % 12
        pitch = np.where(drums, pitch, np.where((pitch < low) | (pitch > high), folded, pitch))
    _, first = np.unique(np.stack([onset, rows.part, pitch]), axis=1, return_index=True)
    kept = rows.select(np.sort(first))
    if "polyphony" not in rules:
        return kept
    ends: list[int] = []
    answer = []
    for i in np.argsort(kept.onset, kind="stable"):
        ends = [end for end in ends if end > kept.onset[i]]
        if kept.part[i] == DRUMS or len(ends) < rules["polyphony"]:
            answer.append(i)
            ends += [] if kept.part[i] == DRUMS else [int(kept.end[i])]
    return kept.select(np.array(answer, np.int64))


def corpus_of(run: Path) -> Corpus:
    record = from_json(CorpusRecord, Run.open(run).config()["corpus"])
    corpus = load_corpus(record.paths, record.options)
    assert isinstance(corpus.tokenizer, MusicTokenizer)
    items = [item for part in (corpus.train, corpus.valid, corpus.test) for item in part]
    items = [item for item in items if len(item.table)]
    pieces = [corpus.tokenizer.rows(np.asarray(item.table, np.int64)) for item in items]
    return Corpus(corpus.tokenizer, pieces, [bars_of(item.facts, corpus.tokenizer) for item in items])


def bars_of(facts: MusicFacts, tokenizer: MusicTokenizer) -> float:
    """Return the length of a piece or take in bars of four quarters, or of two seconds."""
    return facts.end_step / tokenizer.bar_steps((4, 4))


def lines(model: Model, corpus: Corpus, args: argparse.Namespace) -> Iterator[tuple[str, bool]]:
    """Yield a line for each rule, and whether it passes."""
    tokenizer = model.tokenizer
    assert isinstance(tokenizer, MusicTokenizer)
    low, high = np.quantile(corpus.notes({}), [0.01, 0.99])
    held_out = in_bits(model.file.about.nats)
    for rules in (*SINGLE, *KEYS, *MORE_KEYS):
        name = ", ".join(f"{option} {value}" for option, value in rules.items()) or "nothing asked"
        try:
            takes = model.sample(args.key_takes if "key" in rules else args.takes, seed=1, bars=args.bars, **rules)
        except SeqgenError as error:
            yield f"{name:24} - {error}", True
            continue
        notes = [len(take.table) / bars_of(take.facts, tokenizer) for take in takes]
        least = min(low, np.quantile(corpus.notes(rules), 0.01)) if rules and "key" not in rules else low
        outside = np.mean([not least <= each <= high for each in notes])
        passes = bool(least <= np.median(notes) <= high)
        bits = np.mean([take.bits for take in takes]) / held_out
        met = [MUSIC.accepts(take.request.rules, take.table, take.facts, tokenizer) for take in takes]
        yield (
            (
                f"{name:24} {np.median(notes):8.1f} {min(notes):8.1f} {max(notes):8.1f} {least:8.1f} {high:8.1f} "
                f"{outside:8.2f} {bits:6.2f} {np.mean(met) if 'key' in rules else float('nan'):6.2f}  "
                f"{'' if passes else 'OUTSIDE'}"
            ),
            passes,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN")
    parser.add_argument("--takes", type=int, default=8)
    parser.add_argument("--bars", type=int, default=8)
    parser.add_argument("--key-takes", type=int, default=4)
    args = parser.parse_args()
    failed = 0
    for run in args.runs:
        model = load(run)
        print(f"\n{model!r}")
        heads = ("median", "least", "most", "from", "to", "outside")
        print(f"{'rule':24}", *(f"{head:>8}" for head in heads), f"{'bits':>6} {'in key':>6}", flush=True)
        for line, passes in lines(model, corpus_of(run), args):
            print(line, flush=True)
            failed += not passes
    print(f"\n{failed} outside")


if __name__ == "__main__":
    main()
