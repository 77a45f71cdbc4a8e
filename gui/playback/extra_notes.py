"""Notes beside those of the sheet: clicks, and single notes played live."""

from __future__ import annotations

from gui.playback.position import NOTE_OFF, NOTE_ON, PROGRAM, Event, PlayPosition
from seqgen.formats.sheet import Sheet

CLICK_TRACKS, ECHO_TRACK = 10_000, 20_000
"""First tracks of clicks and of single notes, past all tracks of a sheet."""


class Clicks:
    """A repeated sheet of clicks."""

    def __init__(self, sheet: Sheet) -> None:
        self._position = PlayPosition(sheet)
        self._position.set_loop((0, sheet.end_tick))

    def begin(self) -> list[Event]:
        """Start from the first click."""
        return _moved(self._position.begin(0.0))

    def resume(self) -> list[Event]:
        """Continue from the current click after a change of instruments."""
        return _moved(self._position.begin(self._position.tick))

    def advance(self, seconds: float) -> list[Event]:
        """Return the events of the next `seconds`."""
        return _moved(self._position.advance(seconds).events)

    def silence(self) -> list[Event]:
        """Return the ends of all sounding clicks."""
        return _moved(self._position.silence())


def echo_events(key: int, velocity: int, program: int, *, drums: bool) -> list[Event]:
    """Return the events that begin a single note, or end it if `velocity` is 0."""
    track = ECHO_TRACK + program + 128 * drums
    if not velocity:
        return [Event(0.0, NOTE_OFF, track, key, 0)]
    return [Event(0.0, PROGRAM, track, program, int(drums)), Event(0.0, NOTE_ON, track, key, velocity)]


def _moved(events: list[Event]) -> list[Event]:
    return [event._replace(track=event.track + CLICK_TRACKS) for event in events]
