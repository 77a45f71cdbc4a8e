"""Flat music, played: what there is gets the velocity and timing that a model learned, note by note."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import Ints
from seqgen.errors import UsageError
from seqgen.kinds.base import Plan, Start, Tokenizer, check_range
from seqgen.kinds.editing import Humanizing
from seqgen.kinds.given import GivenRows
from seqgen.sampling.edited import Edited
from seqgen.sampling.provenance import VERSION, Provenance, pack_flat
from seqgen.sampling.takes import Take
from seqgen.version import __version__

MOST_STRENGTH = 2.0


def check_strength(strength: float) -> None:
    """Raises `UsageError` for a share of what was drawn that is out of range."""
    check_range("the strength", strength, 0.0, MOST_STRENGTH)


def check_columns(asked: Iterable[str], drawn: Sequence[str]) -> None:
    """Raises `UsageError` for the temperature of a column that is not drawn."""
    for name in asked:
        if name not in drawn:
            raise UsageError(
                "the temperature of '{name}' would do nothing, since only {drawn} are drawn; leave it out",
                name=name,
                drawn=", ".join(drawn),
            )


@dataclass(frozen=True, eq=False)
class Humanized(Edited):
    """Content with velocity and timing that a model drew; `before` takes them back (`Editing.undone`).

    `take` holds all rows, of which velocity and timing alone were drawn, at full strength.
    """

    before: Ints
    strength: float

    def provenance(self) -> str:
        """Return JSON that says how velocity and timing were made: enough, with the model and the file, to make them
        again."""
        take = self.take
        made = Provenance(
            *(__version__, VERSION, take.model, take.fingerprint, take.seed, take.request.to_json()),
            told=dict(take.told),
            humanized=pack_flat(self.before, self.strength),
        )
        return json.dumps(made.to_json())


def plan_of(part: Humanizing, tokenizer: Tokenizer) -> Plan:
    """Plan takes whose rows are those of a piece, but for the columns that are drawn."""
    rows = np.asarray(part.rows, np.int64)
    start = Start(np.zeros((0, rows.shape[1]), np.int64), part.facts, part.remarks)
    return Plan(
        start,
        lambda facts: GivenRows(rows, part.free, tokenizer.schema, len(facts)),
        lambda table, ended, facts: (table, facts),
        may_end=False,
        most_rows=len(rows),
    )


def humanized(part: Humanizing, strength: float, take: Take) -> Humanized:
    content, before = part.played(take.table, strength)
    return Humanized(content, take, before, strength)
