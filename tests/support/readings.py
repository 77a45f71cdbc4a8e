"""A file of readings: the load of an hour, with the shape of a day."""

from __future__ import annotations

import numpy as np


def weeks(count: int, columns: int = 1) -> str:
    """Return the lines of a load with a shape of the day, noise, and a reading that is missing, under their heading."""
    random = np.random.default_rng(3)
    lines = [",".join(["hour", *"abcdefgh"[:columns]]) + "\n"]
    for hour in range(count * 168):
        when = np.datetime64("2024-01-01T00", "h") + hour
        cells = [
            f"{100 * (k + 1) + 30 * np.sin(2 * np.pi * hour / 24) + random.normal(0, 4):.3f}" for k in range(columns)
        ]
        lines.append(f"{when}:00,{','.join('' if hour == 50 else cell for cell in cells)}\n")
    return "".join(lines)
