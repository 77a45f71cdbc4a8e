"""Takes: pieces that a model wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seqgen.arrays import Ints
from seqgen.copying.copy_index import Copy
from seqgen.errors import Sentence, SeqgenError
from seqgen.kinds import kind_named
from seqgen.kinds.base import Start, Tokenizer
from seqgen.sampling.provenance import VERSION, Provenance, pack_primer
from seqgen.sampling.request import Request
from seqgen.version import __version__

MOST_UNUSUAL = 2.0
"""A take that has so many times the bits of held-out pieces gets a remark."""


@dataclass(frozen=True)
class Take:
    """One piece that a model wrote.

    `table` is int64 (rows, columns), the rows of `primer` first but for its hidden ones. `seed` decides the new rows,
    given model and request. `copy` is None for a model without an index. With `new_only`, `content` and the file hold
    what is new alone. `told` is what the network was told of the take (`Kind.told`), asked for or drawn. Where rules
    forbid what the model would write, `bits` are those of a new event under the model itself, and `usual_bits` those
    of an event that was held out; else 0. `left_out`: drawn rows that the take does not hold (`Plan.leave_out`); bits
    and copies are those of all that was drawn.
    """

    tokenizer: Tokenizer
    model: str
    fingerprint: str
    seed: int
    request: Request
    table: Ints
    facts: Any
    primer: Start
    ended: bool
    copy: Copy | None = None
    new_only: bool = False
    bits: float = 0.0
    usual_bits: float = 0.0
    told: Mapping[str, Any] = field(default_factory=dict)
    left_out: int = 0

    def __repr__(self) -> str:
        copied = "" if self.copy is None else f", {self.copy.share:.0%} copied"
        length = len(self.table) - self.primed
        return f"<Take of {self.model}, seed {self.seed}: {length} {self.tokenizer.event}s{copied}>"

    @property
    def primed(self) -> int:
        return len(self.primer.rows) - self.primer.hidden

    @property
    def kind(self) -> str:
        return self.tokenizer.kind

    @property
    def content(self) -> Any:
        """Return the decoded take, the primer included unless `new_only`: a `symusic.Score` for music, a `str` for
        text."""
        return self._written()[0]

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return sentences on what was changed in the primer, and on what of the request the take does not keep."""
        return (*self.primer.remarks, *self.own_remarks)

    @property
    def own_remarks(self) -> tuple[str, ...]:
        """Return sentences on what of the request this take does not keep."""
        answer = kind_named(self.kind).remarks(self.request.rules, self.facts)
        if self.bits <= MOST_UNUSUAL * self.usual_bits:
            return answer
        return (
            *answer,
            Sentence(
                "is far from what the model would write ({bits} bits for each event, held-out pieces {usual}); ask for "
                "less",
                bits=f"{self.bits:.1f}",
                usual=f"{self.usual_bits:.1f}",
            ),
        )

    def _written(self) -> tuple[Any, Any]:
        """Return content and facts of what the file holds."""
        if self.new_only:
            return kind_named(self.kind).new_material(self.tokenizer, self.table, self.facts, self.primed, self.primer)
        return self.tokenizer.decode(self.table, self.facts), self.facts

    @property
    def score(self) -> Any:
        """Return the take as a `symusic.Score`. Raises `SeqgenError` for other kinds."""
        content = self.content
        if not hasattr(content, "tracks"):
            raise SeqgenError("this take is {kind}; use .content", kind=self.kind)
        return content

    @property
    def text(self) -> str:
        """Return the take as text. Raises `SeqgenError` for other kinds."""
        content = self.content
        if not isinstance(content, str):
            raise SeqgenError("this take is {kind}; use .content", kind=self.kind)
        return content

    @property
    def suffix(self) -> str:
        return kind_named(self.kind).suffix

    def provenance(self) -> str:
        """Return JSON that says how the take was made: enough, with the model, to make it again."""
        primer = pack_primer(self.primer) if len(self.primer.rows) else None
        request = self.request.to_json()
        made = Provenance(
            __version__,
            VERSION,
            self.model,
            self.fingerprint,
            self.seed,
            request,
            primer,
            self.new_only,
            told=dict(self.told),
        )
        return json.dumps(made.to_json())

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the take with its provenance (inside a MIDI file; beside other files as `.json`), and return the path.
        Raises `FileTaken` where the file exists (without `overwrite`), `SeqgenError` where it cannot be written."""
        path = Path(path)
        content, facts = self._written()
        kind_named(self.kind).write(self.tokenizer, content, facts, path, self.provenance(), overwrite=overwrite)
        return path
