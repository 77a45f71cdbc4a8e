"""Numbers and times in the format of the window's language."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def decimals(value: float, places: int = 2) -> str:
    """Return `2.91`, or `2,91` where a comma stands before the decimals."""
    return f"{value:.{places}f}".replace(".", QLocale().decimalPoint())


def shortest(value: float, digits: int = 6) -> str:
    """Return a number with so many digits at most, without zeros behind: `0.35`, or `0,35`."""
    return f"{value:.{digits}g}".replace(".", QLocale().decimalPoint())


def whole(value: float) -> str:
    """Return `34,145`, or `34.145` where a comma stands before decimals."""
    return f"{round(value):,}".replace(",", QLocale().groupSeparator())


def clock(seconds: float) -> str:
    """Return `4:10` or `1:02:09`."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
