"""The content of each kind of sequence for the window's jobs, by the kind's name; see `gui.kinds`. Knows no Qt."""

from __future__ import annotations

from gui.content.base import GENERAL_CONTENT, KindContent
from gui.content.music import MusicContent
from gui.content.series import SeriesContent
from gui.content.text import TextContent

_BUILT_IN: dict[str, KindContent] = {"music": MusicContent(), "text": TextContent(), "series": SeriesContent()}


def content_of(kind: str) -> KindContent:
    """Return what the jobs need of a kind."""
    return _BUILT_IN.get(kind, GENERAL_CONTENT)
