"""The calendar of a series: hour, weekday, day and month of each reading, as far as its steps are that fine."""

from __future__ import annotations

import numpy as np

from seqgen.arrays import AnyArray, Floats, Ints
from seqgen.kinds.series.facts import SeriesFacts

DAY = 86_400.0
SIZES = {"hour": 24, "weekday": 7, "monthday": 31, "month": 12, "yearday": 366}


def fields_for(step: float) -> tuple[str, ...]:
    """Return the fields that tell readings apart that are `step` seconds from each other; none where there are no
    dates."""
    if step <= 0:
        return ()
    if step < DAY:
        return ("hour", "weekday")
    if step < 7 * DAY:
        return ("weekday", "monthday", "yearday")
    return ("month",) if step < 360 * DAY else ()


def calendar(facts: SeriesFacts, start: int, stop: int, names: tuple[str, ...]) -> Ints:
    """Return the fields `names` of the rows `start` to `stop` plus 1 each, int64 (rows, names); 0 without dates."""
    rows = np.arange(start, stop)
    if facts.step <= 0 or not names:
        return np.zeros((len(rows), len(names)), np.int64)
    times = _dates(facts, rows)
    days = times.astype("datetime64[D]")
    month, year = days.astype("datetime64[M]"), days.astype("datetime64[Y]")
    # the 1st of March has one number in all years, so that holidays have
    firsts = np.cumsum([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30])
    of_month, of_day = (month - year).astype(np.int64), (days - month).astype(np.int64)
    every = {
        "hour": (times - days).astype(np.int64) // 3600,
        "weekday": (days.astype(np.int64) + 3) % 7,
        "monthday": of_day,
        "month": of_month,
        "yearday": firsts[of_month] + of_day,
    }
    return np.stack([every[name] for name in names], axis=1) + 1


def times_of(facts: SeriesFacts, start: int, stop: int) -> Floats:
    """Return when the rows `start` to `stop` are read, in seconds since 1970; none without dates."""
    if facts.step <= 0:
        return np.zeros(0)
    return np.asarray(_dates(facts, np.arange(start, stop)).astype(np.int64).astype(np.float64))


def _dates(facts: SeriesFacts, rows: Ints) -> AnyArray:
    """Return dates as datetime64[s]; steps of months are months, however long these are."""
    months = months_of(facts.step)
    if months:
        first = np.datetime64(round(facts.start), "s").astype("datetime64[M]")
        return np.asarray((first + rows * months).astype("datetime64[s]"))
    steps = np.round(rows * facts.step).astype("timedelta64[s]")
    return np.asarray(np.datetime64(round(facts.start), "s") + steps)


def months_of(step: float) -> int:
    """Return the months in a step of so many seconds, 0 for shorter steps."""
    return round(step / (30.44 * DAY)) if step > 27 * DAY else 0
