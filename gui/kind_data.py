"""The content of each kind of sequence for the window's jobs, by the kind's name; see `gui.kinds`. Knows no Qt."""

from __future__ import annotations

from gui.views.kind_data import GENERAL_DATA, KindData
from gui.views.music_data import MusicData
from gui.views.text_data import TextData

_BUILT_IN: dict[str, KindData] = {"music": MusicData(), "text": TextData()}


def data_of(kind: str) -> KindData:
    """Return what the jobs need of a kind."""
    return _BUILT_IN.get(kind, GENERAL_DATA)
