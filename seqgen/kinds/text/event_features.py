"""Features of the characters of a text, to be correlated with the activity of hidden units."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import AnyArray, Bools, Floats, Ints

_OPENING, _CLOSING = "([{", ")]}"
_SENTENCE_ENDS = ".!?\u2026"


def event_features(text: str) -> dict[str, AnyArray]:
    letters = list(text)
    upper, letter, digit, space, line_end = (
        np.array([test(c) for c in letters], bool)
        for test in (str.isupper, str.isalpha, str.isdigit, str.isspace, "\n".__eq__)
    )
    starts_line = np.concatenate([[True], line_end[:-1]])[: len(letters)]
    ends_sentence = np.array([c in _SENTENCE_ENDS for c in letters], bool)
    return {
        "place in the line": _since(starts_line),
        "end of a line": line_end,
        "place in the sentence": _since(np.concatenate([[True], ends_sentence[:-1]])[: len(letters)]),
        "place in the word": np.cumsum(letter) - _latest(np.where(letter, 0, np.cumsum(letter))),
        "inside quotes": _inside_quotes(letters),
        "inside brackets": _depth(letters),
        "indentation": _indentation(space & _unbroken(space, starts_line), starts_line),
        "upper case": upper,
        "letter": letter,
        "digit": digit,
        "space": space & ~line_end,
        "place in the piece": np.arange(len(letters)),
    }


def _latest(counts: Ints) -> Ints:
    return np.maximum.accumulate(counts) if len(counts) else counts


def _since(marks: Bools) -> Ints:
    at = np.arange(len(marks))
    return at - _latest(np.where(marks, at, 0))


def _unbroken(true: Bools, starts: Bools) -> Bools:
    """Mark events with nothing but `true` ones since the last start."""
    at = np.arange(len(true))
    return np.asarray(_latest(np.where(true, -1, at)) < _latest(np.where(starts, at, 0)))


def _indentation(indented: Bools, starts_line: Bools) -> Ints:
    """Return the indentation of the line of each event, as far as it is known there."""
    line = np.cumsum(starts_line) - 1
    so_far = np.cumsum(indented)
    before: Ints = so_far[starts_line] - indented[starts_line]
    return np.asarray(so_far - before[line])


def _inside_quotes(letters: list[str]) -> Bools:
    """Mark characters from an opening quotation mark to its closing one. A straight mark opens and closes in turn. The
    end of a paragraph closes too, so that a missing mark does not invert the rest of the text."""
    inside, answer, before = False, [], ""
    for letter in letters:
        if letter == "\u201c" or (letter == '"' and not inside):
            inside = True
        elif letter in '\u201d"' or (letter == before == "\n"):
            inside = False
        answer.append(inside)
        before = letter
    return np.array(answer, bool)


def _depth(letters: list[str]) -> Floats:
    depth, answer = 0, []
    for letter in letters:
        depth = max(0, depth + (letter in _OPENING) - (letter in _CLOSING))
        answer.append(depth)
    return np.array(answer, float)
