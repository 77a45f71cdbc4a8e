"""Series of numbers in CSV files: their layout is recognised by what the columns hold.

- wide: perhaps a column of dates, and one column of numbers a series;
- long: a column of names, one of dates, and one or more of numbers: one series a name (and column of numbers);
- rows: a column of names, and one series a row behind it, as in the files of the M4 competition.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

from seqgen.arrays import Floats
from seqgen.errors import UnreadableFile, printable
from seqgen.files import read_regular
from seqgen.formats.encoding import decode

MOST_BYTES = 1 << 30
BEGINNING = 1 << 16
"""Bytes from which the layout of a file is told before it is read."""
MISSING = frozenset(("", "na", "nan", "n/a", "null", "none", "?", "-", "."))
MOSTLY = 0.9
"""Share of numbers from which on a column is one of numbers, and text in it a mistake."""
LARGEST = 1e100
"""Numbers beyond cannot be scaled, and are no readings."""
LEAST_IN_A_ROW = 8
"""Numbers from which on a row may be a series."""
_DATE_NAMES = frozenset(("date", "time", "datetime", "timestamp", "ds", "year", "month", "day"))
_DATE = re.compile(r"\d{4}-\d\d?(-\d\d?.*)?|\d\d?[/.]\d\d?[/.]\d{2,4}.*|\d{4}/\d\d?(/\d\d?.*)?")
_SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, eq=False)
class Series:
    """Readings of one series: `values` float64 (n,), NaN where one is missing; `times` float64 (n,), seconds since
    1970, or empty where there are no dates."""

    name: str
    values: Floats
    times: Floats

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, part: slice) -> Series:
        return Series(self.name, self.values[part], self.times[part] if len(self.times) else self.times)


@dataclass(frozen=True)
class _Layout:
    """Columns of a file by what they hold, and the number of its first row of data."""

    names: tuple[str, ...]
    first: int
    dates: int | None
    texts: tuple[int, ...]
    numbers: tuple[int, ...]
    by_row: bool


def holds_series(path: Path) -> bool:
    """Return whether a file begins like one of series. Files that cannot be read are none."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            data = file.read(BEGINNING)
    except OSError:
        return False
    try:
        lines = decode(data).text.splitlines()
        _layout(_cells(lines[:-1] if len(data) == BEGINNING else lines), path.name)
    except (UnreadableFile, csv.Error):
        return False
    return True


def read_series(path: Path) -> list[Series]:
    """Return the series of a file. Raises `UnreadableFile` with the row of what is wrong."""
    name = printable(path.name)
    try:
        rows = _cells(decode(read_regular(path, most_bytes=MOST_BYTES)).text.splitlines())
    except csv.Error as error:
        raise UnreadableFile("{file}: is no CSV file ({why})", file=name, why=str(error)) from error
    layout = _layout(rows, name)
    width = len(layout.names)
    # cells that are missing at the end of a row are missing readings
    body = [[*row, *[""] * (width - len(row))] for row in rows[layout.first :]]
    if layout.by_row:
        found = [_of_row(row, layout.first + i, name) for i, row in enumerate(body) if any(row)]
    elif layout.dates is not None and layout.texts:
        found = _long(body, layout, name)
    else:
        found = _wide(body, layout, name, path.stem)
    found = [each for each in found if np.isfinite(each.values).any()]
    if not found:
        raise UnreadableFile("{file}: holds no number", file=name)
    return found


def _cells(lines: Sequence[str]) -> list[list[str]]:
    filled = [line for line in lines if line.strip()]
    if not filled:
        return []
    mark = max(";\t,", key=filled[0].count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(filled, delimiter=mark)]
    # where columns are not parted by commas, a comma may part off decimals
    decimal = re.compile(r"-?\d+,\d+")
    if mark == ",":
        return rows
    return [[cell.replace(",", ".") if decimal.fullmatch(cell) else cell for cell in row] for row in rows]


def _layout(rows: Sequence[Sequence[str]], name: str) -> _Layout:
    """Raises `UnreadableFile` where these rows are no series."""
    no_series = UnreadableFile("{file}: holds no series of numbers", file=name)
    if not rows:
        raise no_series
    first = 0 if any(_is_number(cell) for cell in rows[0]) else 1
    width = max(map(len, rows))
    names = tuple(rows[0]) if first else ()
    names = (*names, *(f"column {i + 1}" for i in range(len(names), width)))
    sample = rows[first : first + 2000]
    dates: list[int] = []
    texts: list[int] = []
    numbers: list[int] = []
    for column in range(width):
        cells = [row[column] for row in sample if column < len(row) and row[column].lower() not in MISSING]
        share = sum(map(_is_number, cells)) / len(cells) if cells else 1.0
        if cells and sum(_is_date(cell, names[column]) for cell in cells) >= MOSTLY * len(cells):
            dates.append(column)
        else:
            (numbers if share >= MOSTLY or (share > 0.5 and len(cells) < 20) else texts).append(column)
    if not numbers or len(dates) > 1:
        raise no_series
    if texts and not dates:
        ids = [row[0] for row in sample if row]
        if texts != [0] or len(numbers) < LEAST_IN_A_ROW or len(set(ids)) < len(ids):
            raise no_series
        return _Layout(names, first, None, (0,), tuple(numbers), by_row=True)
    return _Layout(names, first, dates[0] if dates else None, tuple(texts), tuple(numbers), by_row=False)


def _is_number(cell: str) -> bool:
    try:
        return abs(float(cell)) < LARGEST
    except ValueError:
        return False


def _is_date(cell: str, name: str) -> bool:
    by_name = name.strip().lower() in _DATE_NAMES and re.fullmatch(r"\d{4}|\d{8}", cell) is not None
    return by_name or _DATE.fullmatch(cell) is not None


def _number(cell: str, row: int, name: str, file: str) -> float:
    if cell.lower() in MISSING:
        return float("nan")
    try:
        value = float(cell)
    except ValueError:
        value = float("inf")
    if not abs(value) < LARGEST:
        raise UnreadableFile(
            "{file}: row {row} holds '{cell}' where {column} has numbers",
            file=file,
            row=str(row + 1),
            cell=printable(cell[:40]),
            column=printable(name),
        )
    return value


def _time(cell: str, row: int, file: str) -> float:
    """Return a date as seconds since 1970, as if it were in UTC where it names no zone."""
    # imported here, since most commands read no dates
    from dateutil import parser

    try:
        if re.fullmatch(r"\d{4}", cell):
            when = datetime(int(cell), 1, 1)
        else:
            # a month has no day; the first is meant, not today's
            with_dots = re.match(r"\d\d?\.\d\d?\.", cell) is not None
            when = parser.parse(cell, default=datetime(2000, 1, 1), dayfirst=with_dots, tzinfos=_zone)
        when = when if when.tzinfo is not None else when.replace(tzinfo=timezone.utc)
        return (when - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()
    except (ValueError, OverflowError) as error:
        raise UnreadableFile(
            "{file}: row {row} has '{cell}' for a date", file=file, row=str(row + 1), cell=printable(cell[:40])
        ) from error


def _zone(name: str | None, offset: int | None) -> timezone | None:
    """Return the zone of a date, none where it names none. Raises `ValueError` for a name that says no offset, which
    would be another one on another computer."""
    if offset is None and name is not None:
        raise ValueError(f"the zone {name} is unknown")
    return None if offset is None else timezone(timedelta(seconds=offset))


def _of_row(row: Sequence[str], number: int, file: str) -> Series:
    values = np.array([_number(cell, number, row[0], file) for cell in row[1:]], np.float64)
    return _trimmed(Series(row[0], values, np.zeros(0)))


def _wide(body: Sequence[Sequence[str]], layout: _Layout, file: str, stem: str) -> list[Series]:
    times = np.zeros(0)
    if layout.dates is not None:
        column = layout.dates
        times = np.array([_time(row[column], layout.first + i, file) for i, row in enumerate(body)])
        _check_order(times, [layout.first + i for i in range(len(body))], file)
    found = []
    for column in layout.numbers:
        name = layout.names[column]
        cells = [row[column] for row in body]
        values = np.array([_number(cell, layout.first + i, name, file) for i, cell in enumerate(cells)])
        found.append(_trimmed(Series(name if len(layout.numbers) > 1 else stem, values, times)))
    return found


def _long(body: Sequence[Sequence[str]], layout: _Layout, file: str) -> list[Series]:
    assert layout.dates is not None
    groups: dict[str, list[int]] = {}
    for i, row in enumerate(body):
        groups.setdefault("/".join(row[column] for column in layout.texts), []).append(i)
    found = []
    for name, places in groups.items():
        numbers = [layout.first + i for i in places]
        times = np.array([_time(body[i][layout.dates], layout.first + i, file) for i in places])
        _check_order(times, numbers, file)
        for column in layout.numbers:
            of = layout.names[column]
            values = np.array([_number(body[i][column], layout.first + i, of, file) for i in places])
            found.append(_trimmed(Series(name if len(layout.numbers) == 1 else f"{name} {of}", values, times)))
    return found


def _check_order(times: Floats, rows: Sequence[int], file: str) -> None:
    back = np.flatnonzero(np.diff(times) <= 0)
    if len(back):
        row = rows[int(back[0]) + 1]
        raise UnreadableFile(
            "{file}: the date in row {row} is not later than the one before it; sort the file by date",
            file=file,
            row=str(row + 1),
        )


def _trimmed(series: Series) -> Series:
    """Return a series without what is missing before its first and behind its last reading, and with a place for each
    reading that was left out between."""
    there = np.flatnonzero(np.isfinite(series.values))
    if not len(there):
        return series
    return _even(series[there[0] : there[-1] + 1])


def _even(series: Series) -> Series:
    """Return a series whose steps of time are equal, as far as they are in days or less; months and years vary."""
    steps = np.diff(series.times)
    if (
        len(steps) < 2
        or (step := float(np.quantile(steps, 0.5, method="lower"))) > 8 * _SECONDS_A_DAY
        or np.allclose(steps, step)
    ):
        return series
    places = np.round((series.times - series.times[0]) / step).astype(np.int64)
    if (np.diff(places) < 1).any() or places[-1] > 4 * len(places):
        # weekdays alone, or events at any time: one reading follows the other
        return series
    values = np.full(int(places[-1]) + 1, np.nan)
    values[places] = series.values
    return Series(series.name, values, series.times[0] + step * np.arange(len(values)))
