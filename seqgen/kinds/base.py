"""Interface between a kind of sequence and the rest of the program: tokenizer, walk, constraints, rules, plan."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import Field, dataclass, field
from typing import Any, ClassVar

import numpy as np
from typing_extensions import Self

from seqgen.arrays import Bools, Floats, Ints
from seqgen.errors import UsageError
from seqgen.piece import Facts, Piece
from seqgen.schema import ContextTable, Schema, Table

END = "the end"
"""Name of the value that ends a piece."""


@dataclass(frozen=True)
class Encoded:
    """A piece as a table int (rows, columns) and its facts, of the class that its kind names.

    `approximated` counts the rows that the vocabulary could not hold exactly.
    """

    table: Table
    facts: Any
    approximated: int = 0


@dataclass(frozen=True)
class Stretch:
    """Rows `start` to `stop` of a piece, by a name that a user knows: a bar, a word."""

    name: str
    start: int
    stop: int


class Walk:
    """The context of a batch of growing tables, column by column; a schema without context needs no other.

    `index` int (batch, index fields) and `sets` bool (batch, set_width) always hold what is certain now. Call `chose`
    after each column is chosen; the last column finishes the row.
    """

    def __init__(self, batch: int, index_fields: int = 0, set_width: int = 0) -> None:
        self.index = np.zeros((batch, index_fields), np.int32)
        self.sets = np.zeros((batch, set_width), bool)

    def chose(self, column: int, values: Ints) -> None:
        pass

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named. What changes is replaced,
        so that a shallow copy stays as it is."""
        self.index, self.sets = self.index[indices], self.sets[indices]

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` beside these, in that order; they may have other numbers of rows."""
        self.index = np.concatenate([self.index, *(other.index for other in others)])
        self.sets = np.concatenate([self.sets, *(other.sets for other in others)])


class Constraints:
    """Masks that keep the rules of a request, for a batch of takes that grow row by row; here every value may follow.

    A mask follows from the walk, which holds what is certain so far.
    """

    def mask(self, column: int, walk: Walk) -> Bools | None:
        """Return the values of `column` that may come next, bool (batch, values); None where all may."""
        return None

    def pull(self, column: int, walk: Walk) -> Floats | None:
        """Return what to add to the logits of `column`, float64 (batch, values); None for nothing."""
        return None

    def settle(self, column: int, values: Ints, walk: Walk) -> Ints:
        """Return the values that stand for those drawn of `column`, int64 (batch,); see `seqgen.kinds.music.steering`.
        The end of the piece, one more value of the first column, must stay."""
        return values

    def chose(self, column: int, values: Ints, walk: Walk) -> None:
        pass

    def over(self, walk: Walk) -> Bools | None:
        """Return the takes past their length once a row's first column is chosen, bool (batch,); None where none can
        be."""
        return None

    def beyond(self, walk: Walk) -> Bools | None:
        """Return the values of the first column that lie past the length of each take, bool (batch, values); None
        where it has none, or none in which the piece could end."""
        return None

    def at_home(self, walk: Walk) -> Bools:
        """Return the takes that are where the piece is to end, bool (batch,)."""
        return np.zeros(len(walk.index), bool)

    def closing(self, walk: Walk) -> Bools | None:
        """Return the takes that are in their last passage, which is drawn by several particles, bool (batch,), once a
        row is complete; None where no take has one."""
        return None

    def stretch(self, walk: Walk) -> Ints | None:
        """Return the number of the bar, or of another stretch of time, that each take is in, int64 (batch,); None where
        there are none."""
        return None

    def take(self, indices: Ints) -> None:
        """Go on with the takes at `indices`, int64 (new batch,), as often as each is named. What changes is replaced,
        so that a shallow copy stays as it is."""

    def join(self, others: Sequence[Self]) -> None:
        """Go on with the takes of `others` beside these, in that order; they may have other numbers of rows."""

    def spread(self) -> None:
        """Let the particles of one take, which are alike so far, have what only the whole of them is to have."""

    def share(self, walk: Walk) -> float:
        """Return which share of the particles of one take is enough until the next stretch."""
        return 1.0

    def is_settled(self, walk: Walk) -> bool:
        """Return whether all takes stand at the same row of what is kept, and nothing new comes any more."""
        return False

    def done(self) -> Bools | None:
        """Return which takes are complete, bool (batch,), once a row is; None for none."""
        return None


def option(
    default: Any,
    *,
    help: str,
    flag: str = "",
    second: str = "",
    metavar: str | None = None,
    group: str = "",
    choices: tuple[str, ...] = (),
    split: bool = False,
    least: float | None = None,
    bare: Any = None,
) -> Any:
    """Return a dataclass field with what the command line needs to offer it.

    `flag`: the option where it is not `--` and the field's name; `second`: another spelling; `group`: the heading
    under which help lists it, the kind's own where empty; `split`: a tuple is given as one word with commas, else the
    option is repeated; `least`: the smallest value that may be asked for, where the default means none;
    `bare`: the value where the option is given without one.
    """
    metadata = {"help": help, "flag": flag, "second": second, "metavar": metavar, "group": group}
    return field(
        default=default, metadata=metadata | {"choices": choices, "split": split, "least": least, "bare": bare}
    )


def flag_of(each: Field[Any]) -> str:
    """Return the option of the command for a field made by `option`."""
    return str(each.metadata["flag"] or "--" + each.name.replace("_", "-"))


def check_asked(each: Field[Any], name: str, value: Any) -> None:
    """Raises `UsageError` for a value below the least that may be asked for in a field made by `option`."""
    least = each.metadata.get("least")
    if least is not None and not value >= least:
        raise UsageError(
            "{name} must be at least {least}, not {value}", name=name, least=f"{least:g}", value=f"{value:g}"
        )


def check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        low_, high_, value_ = map(_short, (low, high, value))
        raise UsageError(
            "{name} must lie between {low} and {high}, not {value}",
            name=name,
            low=low_,
            high=high_,
            value=value_,
        )


def _short(number: float) -> str:
    # a whole number may be too large for a float
    return f"{number:g}" if isinstance(number, float) or abs(number) < 1_000_000 else f"{number:,}"[:30]


@dataclass(frozen=True)
class Options:
    """Options for turning a corpus into tables; each kind derives its own dataclass."""

    def check(self) -> None:
        """Raises `UsageError` for values out of range."""


@dataclass(frozen=True)
class Rules:
    """Requests beyond the length of a take in events; each kind derives its own dataclass."""

    def check(self, events: int) -> None:
        """Raises `UsageError` for values out of range or in contradiction, given the length in events (0: open)."""


@dataclass(frozen=True)
class Start:
    """The beginning of a take: rows int (n, columns) of a primer, perhaps none, and the facts of the new piece.

    `remarks` are sentences on what was changed in the primer before the model read it. The first `hidden` rows are read
    by the model, but takes do not hold them. `kept` is what stands among and behind the new material, as its kind has
    it.
    """

    rows: Table
    facts: Any
    remarks: tuple[str, ...] = ()
    hidden: int = 0
    kept: Any = None


@dataclass(frozen=True)
class Plan:
    """Everything that drawing takes for a request needs.

    Attributes:
        constraints: makes the masks for a batch, given the facts of each take.
        finish: gives the final table and facts of a take, from its rows, whether the model ended it, and its facts.
        may_end: whether the model may end the piece.
        most_rows: new rows after which a take ends in any case.
        stopped: whether a take's new rows so far end it.
        facts: gives the facts of the take of a seed; None where all takes have those of `start`.
        ending: gives what in a take's rows speaks for its end, in nats, given its facts; it is added to the
            log-likelihood of the end where nothing is told. None where takes need not end as pieces do.
        leave_out: gives a finished table and its facts without what was drawn only for the rest to be as it is; None
            where nothing was.
    """

    start: Start
    constraints: Callable[[Sequence[Any]], Constraints]
    finish: Callable[[Table, bool, Any], tuple[Table, Facts]]
    may_end: bool
    most_rows: int
    stopped: Callable[[Ints], bool] | None = None
    facts: Callable[[int], Any] | None = None
    ending: Callable[[Table, Any], float] | None = None
    leave_out: Callable[[Table, Any], tuple[Table, Facts]] | None = None

    def facts_of(self, seed: int) -> Any:
        """Return the facts of the take drawn with `seed`."""
        return self.start.facts if self.facts is None else self.facts(seed)


class Tokenizer(ABC):
    """Pieces to tables and back; the only place where columns have a meaning.

    Every table of values in range can be decoded. What a kind need not give has a default: no context, no
    augmentation, rows that are copied as a whole.
    """

    kind: ClassVar[str]
    event: ClassVar[str]
    """A row in the user's words: `note`, `character`."""

    @property
    @abstractmethod
    def schema(self) -> Schema: ...

    @abstractmethod
    def encode(self, piece: Piece) -> Encoded: ...

    @abstractmethod
    def decode(self, table: Table, facts: Any) -> Any:
        """Return the content of a table: a `symusic.Score`, a `str`, or what the kind writes to files."""

    @abstractmethod
    def describe(self, column: int, value: int) -> str:
        """Return the name of a value: `F#4`, `dotted quarter`, `space`. The value past the last of the first column is
        the end of the piece. Raises `IndexError` for any other."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]: ...

    def context(self, table: Table, facts: Any) -> ContextTable:
        """Return the context of a whole table at once, for training and scoring."""
        return ContextTable(np.zeros((len(table) + 1, 0), np.int32), np.zeros((len(table) + 1, 0), bool))

    def told(self, table: Table, facts: Any, chance: float, *, amount: int = 0) -> Any:
        """Return the facts of a whole piece as the network is told them while it learns. `table` was changed by
        `amount` (`augment`), `facts` were not. `chance`, from 0 to 1, is drawn anew for every reading: facts that a
        user may leave open are left out of some readings."""
        return facts

    def untold(self, facts: Any) -> Any:
        """Return facts with all left open that `told` may leave open: pieces and takes are read as if none were known,
        so that their likelihoods can be compared."""
        return facts

    def label_counts(self, table: Table, facts: Any) -> Mapping[str, float]:
        """Return the labels that the network can be told, with their numbers of training pieces like this one in what
        is not in its rows (music: of the same time signature). Empty where it knows no labels."""
        return {}

    def labelled(self, table: Table, facts: Any, label: str) -> Any:
        """Return the facts of a piece with its label told and all else left open that `told` may leave open."""
        return self.untold(facts)

    def walk(self, facts: Sequence[Any]) -> Walk:
        """Return the same context row by row, for sampling: one take for each of `facts`."""
        return Walk(len(facts))

    def augmentations(self, table: Table, most: int) -> tuple[int, int]:
        """Return the least (<= 0) and largest change that suits a table; music: semitones within the corpus' range."""
        return 0, 0

    def augment(self, table: Table, amount: int) -> Table:
        """Return a table changed by `amount`; music: transposed by so many semitones."""
        return table

    @property
    def augments(self) -> bool:
        """Return whether tables of this kind can be changed by `augment` at all."""
        return type(self).augment is not Tokenizer.augment

    def copy_symbols(self, table: Table) -> Ints:
        """Return one symbol a row, int64 (rows,); equal runs of symbols are what a user would call a copy."""
        symbols = np.zeros(len(table), np.int64)
        for column, size in enumerate(self.schema.sizes):
            symbols = symbols * size + np.asarray(table)[:, column]
        return symbols

    def labels(self, name: str) -> Sequence[Hashable]:
        """Return what the values of the column or field `name` stand for, the same in all tokenizers of the kind."""
        column = self.schema.column(name)
        return [self.describe(column, value) for value in range(self.schema.sizes[column])]

    def incompatibility(self, other: Tokenizer) -> str:
        """Return why equal values of `other`, a tokenizer of the same kind, mean something else than here; empty where
        they do not, so that weights can be carried over."""
        return ""

    def summary(self) -> dict[str, str]:
        """Return facts about the tokenizer for `seqgen info`, in words, by name."""
        return {}


def commonest(names: Iterable[str], most: int = 8) -> str:
    counts = Counter(name for name in names if name)
    shown = ", ".join(f"{name} ({n:,})" for name, n in counts.most_common(most))
    return shown + (f" and {len(counts) - most} more" if len(counts) > most else "")
