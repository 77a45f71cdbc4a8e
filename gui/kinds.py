"""Registry of the views of kinds of sequences.

A kind without a view is shown by a plain `KindView`. Other packages provide views through entry points of the group
`seqgen.views`, each named like its kind, whose value is an instance of a subclass of `KindView`.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata

from gui.views.kind_view import KindView
from gui.views.music import MusicView
from gui.views.series import SeriesView
from gui.views.text import TextView
from seqgen.kinds import all_kinds

__all__ = ["TYPED", "KindView", "view_of", "view_of_event"]

_MUSIC = MusicView()
_BUILT_IN: dict[str, KindView] = {"": _MUSIC, "music": _MUSIC, "text": TextView(), "series": SeriesView()}
"""Views by name of the kind; the empty name, without a model, has the view of music."""
TYPED = "text"
"""The kind of what is typed into the window."""


@cache
def view_of(kind: str) -> KindView:
    """Return the view of a kind, that of music for an empty name."""
    if kind in _BUILT_IN:
        return _BUILT_IN[kind]
    found = [entry.load() for entry in metadata.entry_points(group="seqgen.views", name=kind)]
    return found[0] if found else KindView()


def view_of_event(event: str) -> KindView:
    """Return the view of the kind whose events are called so (`note`)."""
    return view_of(next((kind.name for kind in all_kinds().values() if kind.event == event), event))
