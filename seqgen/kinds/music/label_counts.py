"""Labels that a network of music can be told, and how many pieces of each its corpus has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from seqgen.kinds.music.facts import MusicFacts
from seqgen.kinds.music.vocabulary import MusicVocabulary
from seqgen.theory.bars import main_metre

STRENGTH = 1.0
"""Pieces that the whole corpus counts for beside those of one time signature."""


def label_counts(vocabulary: MusicVocabulary, facts: MusicFacts) -> Mapping[str, float]:
    """Return the number of examples of each label among those in the main time signature of a piece, which no column
    costs, together with `STRENGTH` pieces shared out as the labels are in all time signatures."""
    if not any(field.name.startswith("label_") for field in vocabulary.schema.index_fields):
        return {}
    metre = main_metre(facts.metres, facts.end_step)
    everywhere: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for example in vocabulary.examples:
        label = known_label(vocabulary, example.told.label)
        everywhere[label] += bool(label)
        alike[label] += bool(label) and metre is not None and example.metre.signature == metre.signature
    total = max(everywhere.total(), 1)
    return {name: alike[name] + STRENGTH * n / total for name, n in sorted(everywhere.items()) if n}


def known_label(vocabulary: MusicVocabulary, label: str) -> str:
    """Return a label up to the first level that the network does not know by name; empty where it knows none."""
    known: list[str] = []
    for name, names in zip(label.split("/"), vocabulary.label_names, strict=False):
        if name not in names:
            break
        known.append(name)
    return "/".join(known)
