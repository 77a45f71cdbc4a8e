"""Requests for takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import msgspec
import numpy as np

from seqgen.errors import Sentence, UsageError
from seqgen.kinds import kind_named
from seqgen.kinds.base import Plan, Rules, Start, Tokenizer, check_asked, check_range
from seqgen.network.measured_sampling import STRENGTH, MeasuredSampling
from seqgen.records import converted
from seqgen.sampling.config import SamplingConfig

MOST_EVENTS = 100_000


@dataclass(frozen=True)
class Request:
    """Length, sampling config and rules of a take.

    `events`: notes or characters of new material, 0 where the rules or the model decide the length. `rules`: of the
    class that the model's kind names (`MusicRules`, `TextRules`); a plain `Rules` asks for nothing.
    """

    events: int = 0
    sampling: SamplingConfig = field(default_factory=SamplingConfig)
    rules: Rules = field(default_factory=Rules)

    @staticmethod
    def of(
        kind: str,
        *,
        events: int = 0,
        usual: MeasuredSampling | None = None,
        uncooled: Sequence[str] = (),
        **asked: Any,
    ) -> Request:
        """Return a request of a model of a kind; the arguments are those of `Model.sample`, and `usual` and `uncooled`
        as for `SamplingConfig.choose`. Raises `UsageError`."""
        sampling: dict[str, Any] = {
            each.name: asked.pop(each.name) for each in fields(SamplingConfig) if each.name in asked
        }
        return Request(
            events,
            SamplingConfig.choose(**sampling, usual=usual, uncooled=uncooled),
            rules_from(kind, asked),
        )

    def check(self) -> None:
        """Raises `UsageError` for values out of range or in contradiction."""
        check_range("the number of events", self.events, 0, MOST_EVENTS)
        self.sampling.check()
        self.rules.check(self.events)

    def to_json(self) -> dict[str, Any]:
        return dict(msgspec.to_builtins(self))

    @staticmethod
    def from_json(data: Mapping[str, Any], kind: str) -> Request:
        """Return the request that `to_json` described. Raises `ValueError`, or `UsageError` for values out of range."""
        missing = {"events", "sampling", "rules"} - set(data)
        if missing:
            raise ValueError(f"{sorted(missing)[0]} is missing")
        rules = kind_named(kind).rules_from_file(converted(data["rules"], dict[str, Any]))
        request = Request(
            converted(data["events"], int),
            # takes were not led before the strength was told
            converted({"strength": 1.0, **converted(data["sampling"], dict[str, Any])}, SamplingConfig),
            converted(rules, kind_named(kind).rules),
        )
        request.check()
        return request


def rules_from(kind: str, given: Mapping[str, Any]) -> Rules:
    """Return the rules of a kind from names and values. Raises `UsageError` for a name that its rules do not have."""
    rules = kind_named(kind).rules
    known = {each.name: each for each in fields(rules)}
    unknown = sorted(set(given) - set(known))
    if unknown:
        none = "'{name}' cannot be asked of a model of {kind}; it knows no rules"
        others = "'{name}' cannot be asked of a model of {kind}; it knows {known}"
        raise UsageError(
            others if known else none, name=unknown[0], kind=Sentence(kind), known=", ".join(sorted(known))
        )
    for name, value in given.items():
        check_asked(known[name], name, value)
    # a whole number that stands for another becomes one, as it does when it is read, so that a take that is made again
    # is the same file
    return rules(
        **{
            name: float(value) if type(value) is int and type(known[name].default) is float else value
            for name, value in given.items()
        }
    )


def applicable(request: Request, tokenizer: Tokenizer) -> Request:
    """Return a request without what this model cannot be asked: columns that it lacks, and rules as its kind says.
    Raises `UsageError`."""
    columns = {tokenizer.schema.columns[i].name for i in tokenizer.schema.modelled}
    per_column = {name: value for name, value in request.sampling.per_column.items() if name in columns}
    untruncated = tuple(name for name in request.sampling.untruncated if name in columns)
    strength = request.sampling.strength if tokenizer.schema.is_told else STRENGTH
    sampling = replace(request.sampling, per_column=per_column, untruncated=untruncated, strength=strength)
    rules = kind_named(tokenizer.kind).applicable(request.rules, tokenizer)
    return replace(request, sampling=sampling, rules=rules)


def plan(request: Request, tokenizer: Tokenizer, primer: Start | None) -> Plan:
    request.check()
    columns = tokenizer.schema.columns
    named = {*request.sampling.per_column, *request.sampling.untruncated}
    unknown = sorted(named - {column.name for column in columns})
    if unknown:
        names = ", ".join(column.name for column in columns)
        raise UsageError("this model has no column '{unknown}'; it has {names}", unknown=unknown[0], names=names)
    if request.sampling.strength not in (1.0, STRENGTH) and not tokenizer.schema.is_told:
        raise UsageError("this model is told nothing of its pieces that takes could be led to; leave out the strength")
    kind = kind_named(tokenizer.kind)
    if not isinstance(request.rules, kind.rules):
        raise UsageError(
            "{name} cannot be asked of a model of {kind}", name=type(request.rules).__name__, kind=Sentence(kind.name)
        )
    start = primer or Start(np.zeros((0, len(columns)), np.int64), kind.facts_class())
    return kind.plan(request.rules, request.events, tokenizer, start)
