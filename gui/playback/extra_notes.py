"""Notes beside those of the sheet: clicks, and single notes that are echoed."""

from __future__ import annotations

from gui.playback.position import NOTE_OFF, NOTE_ON, PROGRAM, Event, Playback
from seqgen.formats.sheet import Sheet

CLICK_TRACKS, ECHO_TRACK = 10_000, 20_000
"""First tracks of clicks and of single notes, past all tracks of a sheet."""


class Clicks:
    """A sheet of clicks, over and over."""

    def __init__(self, sheet: Sheet) -> None:
        self._playback = Playback(sheet)
        self._playback.set_loop((0, sheet.end_tick))

    def begin(self) -> list[Event]:
        """Start from the first click."""
        return _moved(self._playback.begin(0.0))

    def resume(self) -> list[Event]:
        """Go on from where they are, with other instruments."""
        return _moved(self._playback.begin(self._playback.tick))

    def advance(self, seconds: float) -> list[Event]:
        """Return the events of the next `seconds`."""
        return _moved(self._playback.advance(seconds).events)

    def silence(self) -> list[Event]:
        """Return the events that end what sounds."""
        return _moved(self._playback.silence())


def echo_events(key: int, velocity: int, program: int, *, drums: bool) -> list[Event]:
    """Return the events that begin a single note, or end it with a velocity of 0."""
    track = ECHO_TRACK + program + 128 * drums
    if not velocity:
        return [Event(0.0, NOTE_OFF, track, key, 0)]
    return [Event(0.0, PROGRAM, track, program, int(drums)), Event(0.0, NOTE_ON, track, key, velocity)]


def _moved(events: list[Event]) -> list[Event]:
    return [event._replace(track=event.track + CLICK_TRACKS) for event in events]
