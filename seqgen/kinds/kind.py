"""A kind of sequence: everything that is special to music, to text, or to a further kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from seqgen.errors import Sentence, SeqgenError, UsageError
from seqgen.files import read_regular, write_atomic, write_new
from seqgen.kinds.base import Constraints, Encoded, Options, Plan, Rules, Start, Stretch, Tokenizer
from seqgen.kinds.editing import Editing
from seqgen.kinds.evaluation import Evaluation
from seqgen.kinds.preset import Preset
from seqgen.kinds.take_mark import stands_beside
from seqgen.piece import Facts, Piece
from seqgen.schema import Table


class Kind(ABC):
    """One kind of sequence. A new kind is one subclass in a folder of its own, registered in `seqgen.kinds`."""

    name: ClassVar[str]
    event: ClassVar[str]
    """A row in the user's words: `note`, `character`."""
    suffixes: ClassVar[tuple[str, ...]]
    """Endings of the files that `read` accepts, lower case."""
    suffix: ClassVar[str]
    """Ending of the files that takes are written to."""
    copy_threshold: ClassVar[int] = 16
    """Runs of at least this many events count into the copied share of a take."""
    least_events: ClassVar[int] = 16
    """Events below which a file is too short to adapt to."""
    most_events: ClassVar[int] = 2000
    """Events after which a take ends where neither the request nor the model ends it."""
    preview: ClassVar[Mapping[str, Any]] = MappingProxyType({"events": 300})
    """Length and rules of the takes that a training writes on its way."""
    least_held_out: ClassVar[int] = 32
    """Events below which no part of a file is held out while adapting to it."""
    evaluation: ClassVar[Evaluation | None] = None
    """Comparison of takes with pieces; None for a kind without statistics."""
    editing: ClassVar[Editing] = Editing()
    """Content as it is edited: continued, rewritten, judged note by note."""

    holds_out_ends: ClassVar[bool] = False
    """The end of every piece is held out (`part`), not whole pieces: pieces are of one time."""
    only_claimed: ClassVar[bool] = False
    """A file is of this kind by what it holds (`claims`), never by its ending alone."""
    has_sound: ClassVar[bool] = False
    """Takes are decoded to a `symusic.Score`, which can be rendered and played."""
    options: ClassVar[type[Options]] = Options
    """Options for turning a corpus of this kind into tables."""
    rules: ClassVar[type[Rules]] = Rules
    """Requests beyond the length of a take in events."""
    facts_class: ClassVar[type[Facts]] = Facts
    """Facts about a whole piece that its decoding or its context needs."""
    count_option: ClassVar[str] = "--events"
    """The command's option for a length in events."""

    def rules_from_file(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the rules in a take's file, completed by what a rule stands for that was unknown when it was made."""
        return data

    def rules_of_earlier(self, settings: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the rules in settings of the window that an earlier version wrote, by their names of today. Values may
        be damaged."""
        return settings

    def sniff(self, start: bytes) -> bool:
        """Return whether a file without a known ending begins like one of this kind, given its first bytes."""
        return False

    def claims(self, path: Path) -> bool:
        """Return whether a file is of this kind by what it holds, though another kind reads files of its ending too."""
        return False

    @abstractmethod
    def read(self, path: Path) -> list[Piece]:
        """Return the pieces of a file. Raises `UnreadableFile`."""

    def reader(self, options: Any) -> Callable[[Path], list[Piece]]:
        """Return `read` for the files of a corpus with these options of the kind, a function that can be pickled."""
        return self.read

    def parse(self, text: str) -> Piece:
        """Return the piece that a text stands for. Raises `UsageError` where a text is no piece."""
        raise UsageError("a primer text is not for models of {name}; give this model a file", name=Sentence(self.name))

    def content_bytes(self, piece: Piece) -> bytes:
        """Return bytes that are equal for equal pieces."""
        return str(piece.content).encode("utf-8", "surrogatepass")

    def cut(self, piece: Piece, events: int) -> Piece:
        """Return the first events of a piece that is a whole corpus, so that its held-out end adds no vocabulary. Kinds
        whose columns do not grow with what is seen may return the piece itself."""
        return piece

    def part(self, encoded: Encoded, tokenizer: Any, start: int, stop: int) -> Encoded:
        """Return some rows of a piece as a piece, whose facts hold what its context needs of the rows before."""
        return Encoded(encoded.table[start:stop], encoded.facts)

    def facts(self, piece: Piece, encoded: Encoded, tokenizer: Any) -> dict[str, Any]:
        """Return the facts of a piece for a report, as JSON, by name."""
        return {}

    def totals(self, pieces: Mapping[str, Mapping[str, Any]], tokenizer: Any) -> dict[str, str]:
        """Return the facts of all pieces together for a report, in words, by name, given the facts of each by the
        piece's name."""
        return {}

    @abstractmethod
    def fit(self, pieces: Sequence[Piece], options: Any) -> Tokenizer:
        """Return a tokenizer whose columns hold what occurs in `pieces`. Raises `UsageError`."""

    @abstractmethod
    def from_json(self, data: Mapping[str, Any]) -> Tokenizer:
        """Return the tokenizer that its `to_json` described. Raises `KeyError`, `TypeError` or `ValueError`."""

    def preset(self, events: int, minutes: float) -> Preset:
        """Return the settings that suit a corpus of so many events and a training of about so many minutes."""
        return Preset(dropout=0.5 if events < 30_000 else 0.3 if events < 300_000 else 0.1)

    def uncooled(self, tokenizer: Any) -> tuple[str, ...]:
        """Return the columns that a temperature below 1 leaves as they are unless it names them."""
        return ()

    def cooled(self, tokenizer: Any) -> tuple[str, ...]:
        """Return the columns that may be worth cooling alone, which is measured for each model."""
        return ()

    def tempos(self, rules: Any, tokenizer: Any) -> tuple[float, float]:
        """Return the usual tempo of what a model writes, and the one that `rules` ask for, in quarter notes a minute; 0
        where there is none."""
        return 0.0, 0.0

    def start(self, piece: Piece, rules: Any, tokenizer: Any) -> Start:
        """Return the start of takes that go on from a piece, cut as `rules` say. Raises `UsageError`."""
        encoded: Encoded = tokenizer.encode(piece)
        return Start(encoded.table.astype(np.int64), encoded.facts)

    def opening(self, tokenizer: Any, pieces: int, corpus: Callable[[], Table]) -> Table | None:
        """Return rows that the network reads before a take without a primer and that the take does not hold, for a
        model of so many pieces; `corpus` returns the rows of as much of them as is known. None where takes begin as
        pieces do."""
        return None

    def start_problem(self, start: Start, tokenizer: Any) -> str:
        """Return why the facts of a start, which a stranger may have written, contradict its rows; empty if they do
        not."""
        return ""

    def hold(self, start: Start, rules: Any, tokenizer: Any) -> Rules:
        """Narrow the rules to the primer `start` (music: to its instruments)."""
        own: Rules = rules
        return own

    def applicable(self, rules: Any, tokenizer: Any) -> Any:
        """Return the rules without what a model cannot be asked, such as settings that were chosen for another model.
        Raises `UsageError`."""
        return rules

    def plan(self, rules: Any, events: int, tokenizer: Any, start: Start) -> Plan:
        """Plan takes behind `start`, `events` long (0: as the rules or the model decide). Raises `UsageError` where the
        rules cannot be met."""
        return Plan(
            start,
            lambda facts: Constraints(),
            lambda table, ended, facts: (table, facts),
            may_end=not events,
            most_rows=events or self.most_events,
        )

    def new_material(self, tokenizer: Any, table: Table, facts: Any, primed: int, primer: Start) -> tuple[Any, Any]:
        """Return content and facts of the rows of a take that stand behind the `primed` rows of its primer."""
        return tokenizer.decode(table[primed:], facts), facts

    def told(self, facts: Any) -> Mapping[str, Any]:
        """Return what the network was told of a take with these facts beyond its rows, as JSON, by name."""
        return {}

    def remarks(self, rules: Any, facts: Any) -> tuple[str, ...]:
        """Return sentences on what of the rules a take with these facts does not keep."""
        return ()

    def restricts(self, rules: Any) -> bool:
        """Return whether rules forbid some of what a model would write, beyond the length of a take."""
        return False

    def accepts(self, rules: Any, table: Table, facts: Any, tokenizer: Any) -> bool:
        """Return whether a take, given its table and facts, is what was asked; else another may be drawn."""
        return True

    def stretches(self, tokenizer: Any, table: Table, facts: Any) -> list[Stretch]:
        """Return the parts of a piece that a user has a name for (bars, words), in order; here each event."""
        return [Stretch(f"{self.event} {row + 1}", row, row + 1) for row in range(len(table))]

    def write(
        self, tokenizer: Any, content: Any, facts: Any, path: Path, provenance: str, *, overwrite: bool = False
    ) -> None:
        """Write the content of a take to `path`, and how it was made (JSON) into or beside it. Raises `FileTaken` where
        one of the files exists (without `overwrite`), `SeqgenError`."""
        data = content if isinstance(content, bytes) else str(content).encode("utf-8")
        write = write_atomic if overwrite else write_new
        write(path, data)
        try:
            write(path.with_suffix(".json"), provenance.encode() + b"\n")
        except SeqgenError:
            if not overwrite:
                # a take whose making is not known is no take of ours
                path.unlink(missing_ok=True)
            raise

    def is_take(self, path: Path) -> bool:
        """Return whether a file carries the record of a take of seqgen. Raises `UnreadableFile`."""
        return stands_beside(path)

    def provenance(self, path: Path) -> list[str]:
        """Return texts of or beside a file, one of which may say how it was made. Raises `UnreadableFile`."""
        return [read_regular(path.with_suffix(".json"), most_bytes=1 << 24).decode("utf-8", "replace")]
