"""Orders of takes: newest, least surprising, least copied, longest, starred or best rated ones first."""

from __future__ import annotations

import math

from seqgen.library.take import TakeRecord

NEWEST, BITS, COPIED, LENGTH, STARRED, RATED = "newest", "bits", "copied", "length", "starred", "rated"
ORDERS = (NEWEST, BITS, COPIED, LENGTH, STARRED, RATED)


def rank(order: str, record: TakeRecord) -> tuple[float, ...]:
    """Return the key by which takes are sorted in one of `ORDERS`; in any, newer ones come before older ones."""
    newest = (-record.created, -float(record.number))
    if order == BITS:
        return (record.bits or math.inf, *newest)
    if order == COPIED:
        return (math.inf if record.copied is None else record.copied, *newest)
    if order == LENGTH:
        return (-record.seconds, -float(record.events), *newest)
    if order == STARRED:
        return (0.0 if record.starred else 1.0, *newest)
    if order == RATED:
        return (-float(record.rating), *newest)
    return newest
