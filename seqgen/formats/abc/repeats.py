"""The order in which the elements of a voice are played: repeats, endings and parts.

Da capo, dal segno and fine are remarks here, as they are to abc2midi.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqgen.formats.abc.elements import Bar, Element, Ending, Part

USUAL_PASSES = 2


def played(elements: Sequence[Element], order: Sequence[str]) -> Iterator[Element]:
    """Yield the elements as often as they are played. `order` are the labels of a header's P:, or empty.

    No element is played more than 32 times for each time that its part is.
    """
    passes, behind = _passes(elements), _behind_endings(elements)
    for start, stop in _sections(elements, order):
        yield from _walk(elements, start, stop, passes_at=passes, behind=behind)


def _sections(elements: Sequence[Element], order: Sequence[str]) -> list[tuple[int, int]]:
    """Return start and stop of each section: what stands before the first part, then the parts in order."""
    starts = [(i, element.label) for i, element in enumerate(elements) if isinstance(element, Part)] if order else []
    if not starts:
        return [(0, len(elements))]
    sections: dict[str, tuple[int, int]] = {}
    for (start, label), stop in zip(starts, [*(i for i, _ in starts[1:]), len(elements)], strict=True):
        sections.setdefault(label, (start + 1, stop))
    return [(0, starts[0][0]), *(sections[label] for label in order if label in sections)]


def _passes(elements: Sequence[Element]) -> dict[int, int]:
    """Return for the index of each ending how often its section is played: the highest pass of its endings, and twice
    at least."""
    answer: dict[int, int] = {}
    group: list[int] = []
    seen: set[int] = set()
    for i, element in enumerate(elements):
        begins = (isinstance(element, Bar) and element.kind in ("|:", "::")) or isinstance(element, Part)
        if begins or (isinstance(element, Ending) and seen.intersection(element.passes)):
            answer.update(dict.fromkeys(group, max({USUAL_PASSES, *seen})))
            group, seen = [], set()
        if isinstance(element, Ending):
            group.append(i)
            seen.update(element.passes)
    answer.update(dict.fromkeys(group, max({USUAL_PASSES, *seen})))
    return answer


def _walk(
    elements: Sequence[Element], start: int, stop: int, *, passes_at: dict[int, int], behind: dict[int, int]
) -> Iterator[Element]:
    """Play one section. Endings that are left out are yielded without their content, so that all steps are counted.

    The first `:|` without `|:` goes back to the start of the section, later ones to the last double bar or end of a
    repeat, and a `|:` within a repeat that has not ended ends it, as in abc2midi. A `:|` behind the last ending ends
    it and repeats nothing.
    """
    i = back = start
    signs = (element.kind for element in elements[start:stop] if isinstance(element, Bar) and ":" in element.kind)
    opened, number, passes, in_ending = next(signs, "") != "|:", 1, USUAL_PASSES, False
    while i < stop:
        element = elements[i]
        kind = element.kind if isinstance(element, Bar) else ""
        yield element
        if isinstance(element, Ending):
            passes = passes_at[i]
            in_ending = number in element.passes
            if not in_ending:
                i = behind[i]
                continue
        elif kind:
            ends = kind in (":|", "::") or (kind == "|:" and opened and not in_ending)
            if ends and number < passes:
                number, i, in_ending = number + 1, back, False
                continue
            over = ends or kind == "|:" or (kind == "||" and in_ending and number >= passes)
            if over or (kind == "||" and not opened and number == 1):
                back = i + 1
            if over:
                opened, number, passes = kind in ("|:", "::"), 1, USUAL_PASSES
            if kind != "|":
                in_ending = False
        i += 1


def _behind_endings(elements: Sequence[Element]) -> dict[int, int]:
    """Return for the index of each ending where to go on if it is left out: at the next ending, part or double bar, or
    behind the next end of a repeat."""
    answer: dict[int, int] = {}
    behind = len(elements)
    for i in range(len(elements) - 1, -1, -1):
        element = elements[i]
        if isinstance(element, Ending):
            answer[i] = behind
        if isinstance(element, Ending | Part):
            behind = i
        elif isinstance(element, Bar) and element.kind != "|":
            behind = i + (element.kind == ":|")
    return answer
