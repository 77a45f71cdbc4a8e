"""The manual: the documentation site, as it is installed beside the window or was built in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
PLACES = (_HERE / "manual", _HERE.parent / "site")


def manual_page(name: str = "index") -> Path | None:
    """Return the file of a page, None where no manual is there."""
    return next((page for place in PLACES if (page := place / f"{name}.html").is_file()), None)
