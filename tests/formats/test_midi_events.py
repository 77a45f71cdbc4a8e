"""Events are found whatever their bytes' place, in windows of any size."""

from __future__ import annotations

import pytest

from seqgen.errors import UnreadableFile
from seqgen.formats import midi_events
from seqgen.formats.midi import read_carefully
from seqgen.formats.midi_chunks import read_chunks, read_header
from seqgen.formats.midi_events import read_events
from tests.support import hostile
from tests.support.public_midi import public_file


def everything(data: bytes) -> object:
    """All that a reader finds in a file."""
    events = read_events(data, read_chunks(data, read_header(data, "x.mid", []), []), "x.mid")
    columns = (events.track, events.tick, events.place, events.status, events.first, events.second)
    return [column.tolist() for column in columns], events.specials, events.ends, events.clipped.tolist()


@pytest.mark.parametrize("window", [1, 7, 64])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_windows_do_not_change_what_is_found(monkeypatch: pytest.MonkeyPatch, seed: int, window: int) -> None:
    data = public_file(seed)
    whole = everything(data)

    monkeypatch.setattr(midi_events, "WINDOW", window)

    assert everything(data) == whole


@pytest.mark.parametrize("window", [1, 7, 64])
def test_windows_do_not_change_what_is_found_of_damaged_files(monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    files = [(name, data) for name, data in hostile.midi_files() if len(data) < 2000][::9]
    whole = {name: outcome(data) for name, data in files}

    monkeypatch.setattr(midi_events, "WINDOW", window)

    assert {name: outcome(data) for name, data in files} == whole


def outcome(data: bytes) -> object:
    try:
        return everything(data)
    except UnreadableFile as error:
        return str(error)


def test_too_many_events_are_refused_in_any_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(midi_events, "MOST_EVENTS", 100)
    monkeypatch.setattr(midi_events, "WINDOW", 64)

    with pytest.raises(UnreadableFile, match=r"x\.mid: holds more than 100 events"):
        read_carefully(hostile.of_one_track(hostile.notes(200)), "x.mid")
