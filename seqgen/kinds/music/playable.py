"""Parts and pitches that the rules of a take let play."""

from __future__ import annotations

import re

import numpy as np

from seqgen.arrays import Bools
from seqgen.errors import UsageError
from seqgen.kinds.music.part_names import parts_named
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.word_list import joined_list, split_list
from seqgen.theory.keys import parse_pitch, scale_classes
from seqgen.theory.notes import DRUMS


def parse_instruments(text: str, tokenizer: MusicTokenizer) -> Bools:
    """Return a mask of the model's parts in a list such as `Soprano, 33, drums`: bool (parts,). Raises `UsageError`."""
    words = _words(text)
    if not words:
        return np.ones(len(tokenizer.parts), bool)
    return np.asarray(np.any([parts_named(word, tokenizer) for word in words], axis=0))


def playable_pitches(rules: MusicRules, tokenizer: MusicTokenizer) -> Bools:
    """Return a mask of pitches for each part: bool (parts, pitches). Drums have drum keys, others keep to key and
    range. Raises `UsageError` for a rule that concerns nobody, or leaves a part nothing to play."""
    parts, pitched = np.array(tokenizer.parts), tokenizer.pitched
    keys = np.arange(tokenizer.lowest, tokenizer.highest + 1)
    allowed = np.zeros((len(parts), pitched + len(tokenizer.drum_keys)), bool)
    allowed[parts == DRUMS, pitched:] = True
    tuned = scale_classes(rules.key)[keys % 12] if rules.key else np.ones(pitched, bool)
    allowed[parts != DRUMS, :pitched] = tuned
    playing = parse_instruments(rules.instruments, tokenizer) & (parts != DRUMS)
    if not playing.any() and (rules.key or rules.ranges or rules.polyphony):
        raise UsageError("drums alone have no key, range or polyphony; leave these out")
    for text, names, low, high in _parse_ranges(rules.ranges):
        within = (keys >= low) & (keys <= high)
        held = playing & parts_named(names, tokenizer) if names else playing
        if not held.any():
            raise UsageError("the range '{text}' is for what does not play here; leave it out", text=text)
        allowed[held, :pitched] &= within
        silent = held & ~allowed.any(axis=1)
        if silent.any():
            silenced = joined_list(name for name, is_it in zip(tokenizer.names, silent, strict=True) if is_it)
            raise UsageError(
                "the range '{text}' leaves {silenced} no note to play; widen it", text=text, silenced=silenced
            )
    return allowed


def _parse_ranges(text: str) -> list[tuple[str, str, int, int]]:
    """Return each range of a list: its text, the part that it is for (all if empty), its lowest and highest key."""
    answer = []
    for word in _words(text):
        match = re.fullmatch(r"(?:(.+)\s*=\s*)?([A-Ga-g0-9#b]+(?:-1)?)\s*-\s*([A-Ga-g0-9#b]+)", word)
        if not match:
            raise UsageError("'{word}' is not a range; use for example C2-C5 or 'Bass=C1-C3'", word=word)
        low, high = parse_pitch(match[2]), parse_pitch(match[3])
        if low > high:
            raise UsageError(
                "the range {low}-{high} is upside down; give the lower pitch first", low=match[2], high=match[3]
            )
        answer.append((word, (match[1] or "").strip(), low, high))
    return answer


def _words(text: str) -> list[str]:
    """Return the words of a list that is empty, or names something. Raises `UsageError`."""
    words = split_list(text)
    if text and not words:
        raise UsageError("the list '{text}' names nothing; leave it out", text=text)
    return words
