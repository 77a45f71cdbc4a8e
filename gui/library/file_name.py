"""File names that every system can hold."""

from __future__ import annotations

import re


def file_name(name: str) -> str:
    """Return a name as a file or folder can be called on every system."""
    cleaned = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", name).strip(" .-")[:80].rstrip(" .")
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(1, 10))}
    return f"{cleaned}-" if cleaned.split(".")[0].lower() in reserved else cleaned
