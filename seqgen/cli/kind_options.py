"""Options of the command line that the kinds of sequences bring along, built from the fields of their dataclasses."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from seqgen.errors import UsageError
from seqgen.kinds import Kind, all_kinds
from seqgen.kinds.base import check_asked, flag_of

_PREFIX = "of_kind_"


def _offered(what: str) -> Iterator[tuple[Kind, Field[Any]]]:
    """Yield every field with an option of the dataclass `what` (`rules` or `options`) of every kind."""
    for kind in all_kinds().values():
        for each in fields(getattr(kind, what)):
            if "help" in each.metadata:
                yield kind, each


def add_kind_options(
    parser: argparse.ArgumentParser, what: str, groups: dict[str, Any], *, leave_out: Collection[str] = ()
) -> None:
    """Add an option for each field of the dataclass `what` of each kind but those to leave out, under a heading of
    `groups` or the kind's."""
    known: set[str] = set()
    for kind, each in _offered(what):
        if flag_of(each) in known or each.name in leave_out:
            continue
        known.add(flag_of(each))
        title = each.metadata["group"] or kind.name
        if title not in groups:
            groups[title] = parser.add_argument_group(title)
        spellings = [flag_of(each), *filter(None, [each.metadata["second"]])]
        settings: dict[str, Any] = {"help": each.metadata["help"], "dest": _PREFIX + each.name, "default": None}
        settings["metavar"] = each.metadata["metavar"]
        if each.metadata["choices"]:
            settings |= {"choices": each.metadata["choices"], "metavar": None}
        if isinstance(each.default, tuple):
            settings |= {"action": "append"} if not each.metadata.get("split") else {"type": _split}
        elif isinstance(each.default, bool):
            settings = {"action": argparse.BooleanOptionalAction, "help": settings["help"], "dest": settings["dest"]}
        elif each.default is not MISSING and not isinstance(each.default, str):
            settings |= {"type": type(each.default)}
        if each.metadata["bare"] is not None:
            settings |= {"nargs": "?", "const": each.metadata["bare"]}
        if settings.get("metavar", "") is None and "choices" not in settings:
            settings["metavar"] = {int: "N", float: "X"}.get(type(each.default), "TEXT")
        groups[title].add_argument(*spellings, **settings)


def given_options(args: argparse.Namespace, what: str) -> dict[str, Any]:
    """Return the options that were given, by field name, whichever kind they belong to."""
    names = {each.name for _, each in _offered(what)}
    given = {name: getattr(args, _PREFIX + name, None) for name in names}
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.items() if value is not None
    }


def given_flags(args: argparse.Namespace, what: str, names: Collection[str] | None = None) -> list[str]:
    """Return the options that were given as they are written, of all fields or of those named."""
    given = given_options(args, what)
    flags = {each.name: flag_of(each) for _, each in _offered(what)}
    return [flag for name, flag in flags.items() if name in given and (names is None or name in names)]


def options_of(args: argparse.Namespace, kind: Kind, what: str) -> Any:
    """Return the dataclass `what` of a kind with the options given. Raises `UsageError` for those of other kinds."""
    given = given_options(args, what)
    own = {each.name for each in fields(getattr(kind, what))}
    for other, each in _offered(what):
        if other is kind and each.name in given:
            check_asked(each, flag_of(each), given[each.name])
        if each.name in given and each.name not in own:
            raise UsageError(f"{flag_of(each)} is for {other.name}; this model writes {kind.name}")
    return getattr(kind, what)(**given)


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())
