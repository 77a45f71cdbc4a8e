"""Values of quantities that are typical of a corpus, by the length of what is measured."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from seqgen.corpus.corpus import Item
from seqgen.kinds import kind_named
from seqgen.kinds.base import Encoded, Tokenizer
from seqgen.kinds.evaluation import Excerpt
from seqgen.lookout import look
from seqgen.network.typical import Typical

LENGTHS = (4, 8, 16, 32)
MOST_PIECES = 200
FEWEST_PIECES = 8


def typical_of(tokenizer: Tokenizer, items: Sequence[Item]) -> tuple[Typical, ...]:
    """Return mean and spread of every quantity over excerpts of each of `LENGTHS`, where enough pieces are as long;
    nothing for a kind without quantities."""
    evaluation = kind_named(tokenizer.kind).evaluation
    if evaluation is None:
        return ()
    answer: list[Typical] = []
    for length in LENGTHS:
        excerpts: list[Excerpt] = []
        for item in items[:: -(-len(items) // MOST_PIECES)] if items else ():
            look()
            if not len(item.table):
                continue
            encoded = Encoded(item.table, item.facts)
            cut = evaluation.cut(tokenizer, item.name, encoded, length, whole=item.begins and item.ends)
            excerpts += [part for part in cut[:1] if part.length == length and len(part.table)]
        if len(excerpts) < FEWEST_PIECES:
            continue
        for quantity in evaluation.quantities(tokenizer, [excerpts, excerpts])[0]:
            known = quantity.known
            if len(known) >= FEWEST_PIECES:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", RuntimeWarning)
                    answer.append(Typical(quantity.name, length, float(known.mean()), float(np.std(known))))
    return tuple(answer)
