"""Record of a take: its file, its figures, its provenance, and what the user says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from seqgen.errors import UsageError
from seqgen.kinds import kind_named

ORIGINS = ("continue", "vary", "rewrite", "form", "humanize")
BEST = 5
"""The highest rating; 0 is none."""
MUCH_COPIED = 0.05
"""Copied share from which on there is a warning, where more is copied than real pieces share."""
LONGEST_NAME, LONGEST_TAG, LONGEST_NOTE, MOST_TAGS = 120, 40, 20_000, 40
MOST, LONGEST_TIME = 1 << 31, 1e10
"""Bounds of figures: counts are integers of Qt, and no calendar of a system goes further than such seconds."""


@dataclass(frozen=True)
class TakeRecord:
    """One take of the library.

    Attributes:
        settings: settings of the Create page that made the take.
        bits: mean bits per note or character that the model wrote, without the primer.
        usual_bits: mean bits of pieces that were held out from its model, 0 where they are not known.
        copied: share 0 to 1 of the take that stands in the corpus in long runs, None if the model has no index.
        shared: share of real pieces that stands in others of the corpus, None where that is not known.
        copies: the longest parts that stand in the corpus: `first`, `last` (bars or characters from 1) and `piece`.
        parent: id of the take that it continues, varies or rewrites.
        origin: what was done to that take, one of `ORIGINS`, empty for none.
        changed: bars, counted from 1, in which it differs from that take.
        part: name of the one part that was written anew there, empty for all.
        primed: notes or characters at the beginning that the model did not write.
        edited: True if changed by hand.
        remarks: what was changed in its beginning, and what was asked but is not kept: texts, or the JSON of
            `Sentence`s.
        name: the user's name for it, empty for none.
        rating: 1 to `BEST`, 0 for none.
        tags: the user's words for it, each once.
        note: the user's text about it.
        project: the song or project that it belongs to, empty for none.
    """

    id: str
    number: int
    kind: str
    path: Path
    model_path: str = ""
    model_name: str = ""
    corpus: str = ""
    seed: int = 0
    settings: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    metre: str = ""
    tempo: float = 0.0
    bars: int = 0
    seconds: float = 0.0
    events: int = 0
    bits: float = 0.0
    usual_bits: float = 0.0
    copied: float | None = None
    shared: float | None = None
    copies: list[Any] = field(default_factory=list)
    starred: bool = False
    edited: bool = False
    created: float = 0.0
    parent: str = ""
    primed: int = 0
    remarks: list[Any] = field(default_factory=list)
    name: str = ""
    rating: int = 0
    tags: list[str] = field(default_factory=list)
    note: str = ""
    project: str = ""
    origin: str = ""
    changed: list[int] = field(default_factory=list)
    part: str = ""

    @staticmethod
    def from_json(entry: Path, data: Any) -> TakeRecord:
        """Return the record in `entry`, a file beside that of the take. Values of another type are the usual ones.

        Raises `KeyError` or `TypeError` without a kind, `SeqgenError` for an unknown one.
        """
        kind = data["kind"]
        path = entry.with_suffix(kind_named(kind).suffix)
        found = {name: sound_value(data[name], usual) for name, usual in USUAL.items() if name in data}
        found["tags"] = [tag for tag in found.get("tags", ()) if isinstance(tag, str)]
        found["changed"] = [int(bar) for bar in found.get("changed", ()) if is_number(bar) and 1 <= bar < MOST]
        found |= {name: min(found[name], 1.0) for name in ("copied", "shared") if found.get(name) is not None}
        record = TakeRecord(entry.stem, **{"number": 0} | found, kind=kind, path=path)
        return marked(record, **{name: getattr(record, name) for name in MARKS} | {"rating": min(record.rating, BEST)})

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "path": self.path.name}

    @property
    def copies_much(self) -> bool:
        """True if so much is copied from the corpus that it deserves a warning: more than real pieces share."""
        return self.copied is not None and self.copied > max(MUCH_COPIED, self.shared or 0.0)


USUAL: dict[str, Any] = {
    name: value
    for name, value in asdict(TakeRecord("", 0, "", Path())).items()
    if name in {each.name for each in fields(TakeRecord)} - {"id", "kind", "path"}
}
"""The values of a record in which nothing is said, by name."""
MARKS = ("name", "rating", "starred", "tags", "note", "project")
"""The attributes of a record that a user sets."""


def marked(record: TakeRecord, **marks: Any) -> TakeRecord:
    """Return the record with other `MARKS`, in the form in which they are kept. Raises `UsageError` for a rating that
    there is not."""
    made = dict(marks)
    for name, longest in (("name", LONGEST_NAME), ("project", LONGEST_NAME)):
        if name in made:
            made[name] = " ".join(str(made[name]).split())[:longest]
    if "tags" in made:
        made["tags"] = tags_of(made["tags"])
    if "note" in made:
        made["note"] = str(made["note"]).strip()[:LONGEST_NOTE]
    if "rating" in made and made["rating"] not in range(BEST + 1):
        raise UsageError("a rating is 0 to {best}, not {rating}", best=BEST, rating=made["rating"])
    return replace(record, **made)


def tags_of(words: Iterable[str]) -> list[str]:
    """Return tags on one line each and each once, also where they differ by case alone."""
    found: dict[str, str] = {}
    for word in words:
        tag = " ".join(word.replace(",", " ").split())[:LONGEST_TAG]
        if tag:
            found.setdefault(tag.casefold(), tag)
    return list(found.values())[:MOST_TAGS]


def is_number(value: object) -> bool:
    """Return True for a number that is neither a truth value nor NaN nor infinite."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < float("inf")


def sound_value(value: Any, usual: Any) -> Any:
    """Return a value of a record, or the usual one if it has another type or is no figure of a take. Only `copied` is
    usually None."""
    if usual is None or isinstance(usual, float):
        return float(value) if is_number(value) and 0 <= value < LONGEST_TIME else usual
    if isinstance(usual, int) and not isinstance(usual, bool):
        return int(value) if is_number(value) and 0 <= value < MOST else usual
    if isinstance(value, type(usual)):
        return value
    # a list or a mapping of its own
    return type(usual)(usual) if isinstance(usual, (list, dict)) else usual
