"""The form that a take is asked to have: by letters, from a piece of the corpus, or none.

Letters name sections: `AABA` is four sections, the first of which comes back twice. `A'` comes back with its second
half varied, and `A8B4` gives the lengths in bars. What is new in a section has the form of the beginning of a piece of
the corpus. A form may also be written as a word a bar, `. . =2 ~2` (`seqgen.kinds.music.form`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.errors import UsageError
from seqgen.kinds.base import Start
from seqgen.kinds.music.form import MOST_LAG, NEW, RHYTHM, SAME, SIGNS, UNKNOWN, VARIED, Form, parse_form, words_of
from seqgen.kinds.music.form_context import bars_until, form_of_table, has_form
from seqgen.kinds.music.rules import MusicRules
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.schema import Table
from seqgen.theory.bars import next_bar_line
from seqgen.theory.notes import Metre
from seqgen.words import counted

FROM_CORPUS, FREE = "corpus", "free"
SECTION_BARS = 8
MOST_SECTIONS = 64
ENOUGH = 12
"""Pieces that are enough to draw a form from; where there are few, one of so many is."""

_NONE = Form((), ())
_STREAM = 0xF0


@dataclass(frozen=True)
class Section:
    """A section of a form: its letter, whether it comes back varied, and its bars."""

    letter: str
    varied: bool
    bars: int


def sections_of(text: str, bars: int) -> tuple[Section, ...]:
    """Return the sections of a form such as `AABA'`, which share `bars` (0: `SECTION_BARS` each). Raises
    `UsageError`."""
    found = re.findall(r"([A-Z])(['’]*)(\d*)", text.replace(" ", ""))
    if not found or "".join(map("".join, found)) != text.replace(" ", "") or len(found) > MOST_SECTIONS:
        raise UsageError(
            "'{text}' is not a form; use letters such as AABA or AABA' or A8B4, {from_corpus}, or {free}",
            text=text,
            from_corpus=FROM_CORPUS,
            free=FREE,
        )
    given = [int(number) for _, _, number in found if number]
    if given and (len(given) < len(found) or min(given) < 1 or max(given) > MOST_LAG):
        raise UsageError(
            "give all sections of the form '{text}' a length from 1 to {most} bars, or none", text=text, most=MOST_LAG
        )
    if given and bars and sum(given) != bars:
        raise UsageError(
            "the form '{text}' has {total} bars, not {bars}; leave out one of the two",
            text=text,
            total=str(sum(given)),
            bars=bars,
        )
    if bars % len(found) and not given:
        raise UsageError(
            "{bars} cannot be shared by the {count} sections of '{text}'; give a multiple",
            bars=counted(bars, "bar"),
            count=len(found),
            text=text,
        )
    each = bars // len(found) or SECTION_BARS
    lengths: dict[str, int] = {}
    sections = []
    for letter, varied, number in found:
        own = int(number) if number else each
        if lengths.setdefault(letter, own) != own:
            raise UsageError(
                "the sections {letter} of the form '{text}' differ in length; give them one length",
                letter=letter,
                text=text,
            )
        sections.append(Section(letter, bool(varied), own))
    return tuple(sections)


def relations_of(text: str) -> Form:
    """Return the form that a text gives by a word a bar; one without bars where it gives none so."""
    return Form.of((SIGNS.index(sign), lag) for sign, lag in words_of(text))


def form_of_sections(sections: Sequence[Section], within: Form) -> Form:
    """Return the form of a take with these sections. What is new in a section has the relations of the first bars of
    `within`."""
    relations: list[tuple[int, int]] = []
    begins: dict[str, int] = {}
    for section in sections:
        begin = len(relations)
        if section.letter in begins:
            lag = begin - begins[section.letter]
            kept = section.bars // 2 if section.varied else section.bars
            relations += [(SAME, lag)] * kept + [(VARIED, lag)] * (section.bars - kept)
        else:
            begins[section.letter] = begin
            own = within.between(0, section.bars)
            relations += zip(own.kinds, own.lags, strict=True)
            relations += [(UNKNOWN, 0)] * (section.bars - len(own))
    return Form.of(relations)


@dataclass(frozen=True)
class FormAsked:
    """The form that is asked of takes: `sections`, or the `relations` of all bars, else that of a piece of the corpus
    unless it `is_free`; `bars` is the length of the take, 0 where it follows from something else. `usual`: nothing was
    asked."""

    sections: tuple[Section, ...]
    is_free: bool
    bars: int
    usual: bool = False
    relations: Form = _NONE

    @staticmethod
    def of(rules: MusicRules, events: int, tokenizer: MusicTokenizer) -> FormAsked:
        """Raises `UsageError` for a form that does not fit the length, or that the model cannot keep."""
        knows = has_form(tokenizer.schema)
        if rules.form in ("", FREE):
            free = rules.form == FREE or not (knows and tokenizer.forms)
            return FormAsked((), is_free=free, bars=rules.bars, usual=not rules.form)
        if not tokenizer.is_metric:
            raise UsageError("this model counts time in seconds, so it knows no bars; leave out the form")
        if rules.form == FROM_CORPUS:
            if not tokenizer.forms:
                raise UsageError(
                    "this model knows no forms of its corpus; train it again, or give letters such as AABA"
                )
            return FormAsked((), is_free=False, bars=rules.bars)
        if rules.seconds or events:
            raise UsageError("the form '{form}' needs a length in bars, or none", form=rules.form)
        relations = relations_of(rules.form)
        if rules.bars and len(relations) not in (0, rules.bars):
            raise UsageError(
                "the form '{text}' has {total} bars, not {bars}; leave out one of the two",
                text=rules.form,
                total=str(len(relations)),
                bars=rules.bars,
            )
        sections = () if len(relations) else sections_of(rules.form, rules.bars)
        if (VARIED in relations.kinds or any(section.varied for section in sections)) and not knows:
            raise UsageError("this model knows no forms, so it varies no section; train it again, or leave out the '")
        bars = len(relations) or sum(section.bars for section in sections)
        return FormAsked(sections, is_free=False, bars=bars, relations=relations)

    def form(
        self, tokenizer: MusicTokenizer, metres: Sequence[Metre], start: Start, begin: int, bars: int, seed: int
    ) -> Form:
        """Return the form of the take of a seed: that of its primer, which ends at the step `begin`, and that of what
        is new. `bars`: of the whole take but for a pick-up that is new, 0 where it is open."""
        heard = _heard(tokenizer, metres, start.rows, begin) if len(start.rows) else _NONE
        if self.usual and start.kept is not None:
            new: Form = start.kept.form
            return heard + new
        if len(self.relations):
            return (heard + self.relations).alone()
        random = np.random.default_rng((seed, _STREAM))
        metre = str(metres[-1]) if metres else ""
        if not self.sections:
            drawn = corpus_form(tokenizer.forms, metre, bars, random, like=heard)
            return heard + drawn.between(len(heard), len(drawn)) if len(heard) else drawn
        longest = max(section.bars for section in self.sections)
        within = corpus_form(tokenizer.forms, metre, longest, random) if tokenizer.forms else Form((), ())
        return heard + form_of_sections(self.sections, within.between(within.pick_up, len(within)))


def _heard(tokenizer: MusicTokenizer, metres: Sequence[Metre], rows: Table, begin: int) -> Form:
    """Return the form of the rows of a primer that ends at the step `begin`; a bar that it does not fill is unknown."""
    begun = len(bars_until(tokenizer, metres, begin - 1))
    found = form_of_table(tokenizer, np.asarray(rows, np.int64), metres)
    heard = found + Form.of([(NEW, 0)] * (begun - len(found)))
    is_full = next_bar_line(tokenizer.grid, metres, begin) == begin
    return heard if is_full else heard.between(0, begun - 1) + Form.of([(UNKNOWN, 0)])


def corpus_form(
    forms: Sequence[str], metre: str, bars: int, random: np.random.Generator, *, like: Form = _NONE
) -> Form:
    """Return the form of one of the pieces in a metre (any where there is none), for takes of so many bars, a pick-up
    not counted; 0: as long as the piece.

    Where too few pieces are as long, several follow one another. `like`: the form of what there is already; the piece
    is one of those that begin most like it.
    """
    split = [(own, parse_form(form)) for own, _, form in (text.partition(" ") for text in forms)]
    # fills and the like may be nothing but a pick-up
    split = [(own, form) for own, form in split if len(form) > form.pick_up]
    known = [form for own, form in split if own == metre] or [form for _, form in split]
    if not known:
        return Form.of([(UNKNOWN, 0)] * bars)
    if len(like):
        # what a primer holds of its pick-up is one of its bars
        known = [form for form in known if form.pick_up == like.pick_up] or known
        bars = max(bars - like.pick_up, 0)
    long_enough = [form for form in known if len(form) - form.pick_up >= bars]
    # whole pieces of 16 bars are built from shorter phrases than the first 16 bars of others
    candidates = long_enough if len(long_enough) >= min(ENOUGH, -(-len(known) // ENOUGH)) else known
    agreement = [_agreement(form, like) for form in candidates]
    candidates = [form for form, own in zip(candidates, agreement, strict=True) if own == max(agreement)]
    drawn = candidates[int(random.integers(len(candidates)))]
    end = drawn.pick_up + (bars or max(len(drawn) - drawn.pick_up, len(like)))
    while len(drawn) < end:
        behind = known[int(random.integers(len(known)))]
        drawn += behind.between(behind.pick_up, len(behind))
    return drawn.between(0, end)


def _agreement(form: Form, like: Form) -> int:
    """Return the number of bars at the beginning of both that relate alike to what is before them."""
    pairs = zip(form.kinds, form.lags, like.kinds, like.lags, strict=False)
    return sum(
        (kind, lag) == (own_kind, own_lag) for kind, lag, own_kind, own_lag in pairs if max(kind, own_kind) >= RHYTHM
    ) + sum(kind == own_kind == NEW for kind, own_kind in zip(form.kinds, like.kinds, strict=False))
