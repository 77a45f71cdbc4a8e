"""Conditions that were asked of a take, as found in its notes."""

from __future__ import annotations

import numpy as np

from seqgen.kinds.evaluation import Excerpt
from seqgen.kinds.music.form import SAME, VARIED, Form
from seqgen.kinds.music.form_asked import FREE, FROM_CORPUS, form_of_sections, relations_of, sections_of
from seqgen.kinds.music.form_statistics import self_similarity
from seqgen.kinds.music.metre_statistics import is_metre_heard
from seqgen.kinds.music.played import Played
from seqgen.kinds.music.rules import MusicRules, parse_metre
from seqgen.kinds.music.tokenizer import MusicTokenizer
from seqgen.kinds.music.told import told_of
from seqgen.theory.keys import is_in_key
from seqgen.theory.notes import Metre

NO_FORM = Form((), ())
ALIKE = 0.5
"""Similarity (shared notes by all notes of either) of a varied bar with the one that it varies, at least."""


def conditions_met(tokenizer: MusicTokenizer, rules: MusicRules, take: Excerpt) -> dict[str, bool]:
    """Return for each condition that was asked for whether a take meets it, measured on its notes.

    - `bars`: it fills so many bars, a pick-up not counted.
    - `metre`: its accents have the period of the metre (`is_metre_heard`).
    - `form`: the bars that come back (`AABA`, `=4`) are those of their first time; of varied ones half the notes.
    - `key`: no other key fits its pitch classes better.
    """
    met, piece = {}, Played.of(tokenizer, take)
    if rules.bars and tokenizer.is_metric:
        met["bars"] = told_of(tokenizer, take.table, take.facts).bars == rules.bars
    if rules.metre and tokenizer.is_metric:
        metre = Metre(0, *parse_metre(rules.metre))
        met["metre"] = is_metre_heard(tokenizer.rows(take.table), tokenizer.grid, metre)
    if rules.form not in ("", FREE, FROM_CORPUS) and tokenizer.is_metric:
        met["form"] = _has_form(piece, _asked_form(rules))
    if rules.key and tokenizer.pitched:
        classes = piece.classes_by(np.zeros(len(piece.pitched.onset), np.int64), 1)
        met["key"] = bool(is_in_key(classes, rules.key)[0])
    return met


def _asked_form(rules: MusicRules) -> Form:
    relations = relations_of(rules.form)
    return relations if len(relations) else form_of_sections(sections_of(rules.form, rules.bars), NO_FORM)


def _has_form(piece: Played, form: Form) -> bool:
    similarity = self_similarity(piece)
    if len(form) > len(similarity):
        return False
    least = {SAME: 1.0, VARIED: ALIKE}
    return all(
        # two empty bars are the same
        kind not in least or not similarity[bar, bar - lag] < least[kind]
        for bar, (kind, lag) in enumerate(zip(form.kinds, form.lags, strict=True))
    )
