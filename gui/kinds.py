"""The view of each kind of sequence, by the kind's name.

A kind that has no view of its own is shown by `GENERAL`. Another package gives its kind a view by an entry point in the
group `seqgen.views`, named like the kind, whose value is an object of a class derived from `KindView`.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata

from gui.views.kind_view import GENERAL, KindView
from gui.views.music import MusicView
from gui.views.text import TextView

__all__ = ["GENERAL", "KindView", "view_of"]

_MUSIC = MusicView()
_BUILT_IN: dict[str, KindView] = {"": _MUSIC, "music": _MUSIC, "text": TextView()}
"""Without a model the window looks as for music."""


@cache
def view_of(kind: str) -> KindView:
    """Return the view of a kind; that of music for an empty name."""
    if kind in _BUILT_IN:
        return _BUILT_IN[kind]
    found = [entry.load() for entry in metadata.entry_points(group="seqgen.views", name=kind)]
    return found[0] if found else GENERAL
