"""A comparison as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from seqgen.copying.copy_index import Copy
from seqgen.errors import printable
from seqgen.evaluation.comparison import Comparison, Copies, Row, summary
from seqgen.evaluation.quantities import QuantityRow
from seqgen.sampling.takes import Take

MOST_TAKES = 20


def lines(comparison: Comparison) -> Iterator[str]:
    yield from _features(comparison)
    yield ""
    if comparison.quantities:
        yield from _quantities(comparison)
        if comparison.conditions:
            met = (f"{each.name} in {each.met:,} of {each.asked:,}" for each in comparison.conditions)
            yield f"asked for and met by takes: {', '.join(met)}"
        yield ""
    if comparison.copies is None:
        yield "copies: unknown, since the model was trained with --no-index"
    else:
        yield from _copies(comparison, comparison.copies)


def _features(comparison: Comparison) -> Iterator[str]:
    table: list[tuple[str, ...]] = [("feature", "overlap", "real", "least", "takes", "pieces", "", "")]
    table += [_cells(row) for row in comparison.rows]
    yield from aligned(table, left=(0, 6, 7))
    number = len(comparison.takes)
    if comparison.reference.others:
        real = f"that of up to {number:,} training pieces, drawn at random, with the same pieces"
    else:
        real = f"that of up to {number:,} of these pieces, drawn at random, with the rest of them"
    yield f"overlap: overlapping area of takes and pieces; real: median of {real}; least: its first percentile"


def _cells(row: Row) -> tuple[str, ...]:
    reached = ("-", "-") if row.yardstick is None else (f"{row.yardstick.median:.0%}", f"{row.yardstick.least:.0%}")
    means = ("", "", "")
    if row.means is not None:
        mine, real = (_figure(mean, percent=row.axis.percent) for mean in row.means)
        means = (mine, real, "" if row.axis.percent else row.axis.unit)
    return (row.axis.name, f"{row.overlap:.0%}", *reached, *means, row.remark)


def _quantities(comparison: Comparison) -> Iterator[str]:
    table: list[tuple[str, ...]] = [("quantity", "takes", "±", "pieces", "±", "real", "", "")]
    table += [_quantity_cells(row) for row in comparison.quantities]
    yield from aligned(table, left=(0, 6, 7))
    yield "means and their standard errors; real: between which the mean of as many real pieces lies in 99 of 100 draws"


def _quantity_cells(row: QuantityRow) -> tuple[str, ...]:
    percent = not row.takes.unit

    def shown(value: float) -> str:
        return "" if np.isnan(value) else _figure(value, percent=percent)

    figures = (shown(each) for some in (row.takes, row.pieces) for each in (some.mean, some.standard_error))
    reach = "-" if row.reach is None else " to ".join(map(shown, row.reach))
    return (row.takes.name, *figures, reach, row.takes.unit, row.remark)


def _figure(mean: float, *, percent: bool) -> str:
    return f"{mean:.0%}" if percent else f"{mean:.1f}" if abs(mean) >= 10 else f"{mean:.2f}"


def _copies(comparison: Comparison, copies: Copies) -> Iterator[str]:
    event = comparison.takes[0].tokenizer.event
    table: list[tuple[str, ...]] = [("", "median run", "longest run", "median share", "largest share")]
    for name, some in (("copied by takes", copies.takes), ("shared by pieces", copies.pieces)):
        if some:
            found = summary(some)
            table.append(
                (
                    name,
                    f"{found['longest_median']:g}",
                    f"{found['longest_most']:g}",
                    f"{found['share_median']:.0%}",
                    f"{found['share_most']:.0%}",
                )
            )
    yield from aligned(table, left=(0,))
    threshold = copies.takes[0].threshold
    yield f"run: longest run of {event}s found in a training piece; share: {event}s in runs of {threshold} or more"
    yield copies.remark(event)
    yield ""
    yield from aligned([("seed", "run", "share", "from"), *_takes(comparison.takes, copies.takes)], left=(0, 3))


def _takes(takes: Sequence[Take], copies: Sequence[Copy]) -> list[tuple[str, ...]]:
    ordered = sorted(zip(takes, copies, strict=True), key=lambda pair: -pair[1].longest)
    return [(str(t.seed), f"{c.longest:,}", f"{c.share:.0%}", printable(c.piece)) for t, c in ordered[:MOST_TAKES]]


def aligned(table: Sequence[tuple[str, ...]], *, left: Sequence[int]) -> Iterator[str]:
    """Yield the rows of a table, the columns in `left` aligned to the left, the others to the right."""
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    for row in table:
        padded = (
            cell.ljust(n) if i in left else cell.rjust(n) for i, (cell, n) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(padded).rstrip()
