"""Events of a sheet, block by block."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.playback.position import CLOCK, NOTE_OFF, NOTE_ON, PROGRAM, VOLUME, Event, PlayPosition
from seqgen.formats.metronome import count_in, with_metronome
from seqgen.formats.sheet import NOTE, Sheet, TrackInfo

STEP = 512 / 48000


def sheet(*notes: tuple[int, int, int], tracks: int = 1, end: int = 0) -> Sheet:
    """Notes of (onset, end, key) on the first track, at 120 bpm."""
    rows = np.array([(a, b, key, 90, 0) for a, b, key in notes], NOTE)
    return Sheet(rows, tuple(TrackInfo(str(i), i) for i in range(tracks)), end_tick=end).with_notes(rows)


def played(playback: PlayPosition, seconds: float) -> list[tuple[float, Event]]:
    """Return the events of the next `seconds` with their times."""
    events, now = [(0.0, event) for event in playback.begin(playback.tick)], 0.0
    while now < seconds:
        events += [(now + event.seconds, event) for event in playback.advance(STEP).events]
        now += STEP
    return events


def moments(events: list[tuple[float, Event]], kind: int) -> list[float]:
    return [round(at, 3) for at, event in events if event.kind == kind]


def balance(events: list[Event]) -> Counter[tuple[int, int]]:
    """Count the notes of each track and key that were begun and not ended."""
    held: Counter[tuple[int, int]] = Counter()
    for event in events:
        if event.kind in (NOTE_ON, NOTE_OFF):
            held[event.track, event.number] += 1 if event.kind == NOTE_ON else -1
    return held


def test_every_note_begins_and_ends_at_its_time() -> None:
    events = played(PlayPosition(sheet((0, 480, 60), (480, 720, 62))), 1.0)
    assert moments(events, NOTE_ON) == [0.0, 0.5]
    assert moments(events, NOTE_OFF) == [0.5, 0.75]


def test_a_tempo_scale_of_two_halves_all_times() -> None:
    playback = PlayPosition(sheet((480, 960, 60)))
    playback.scale = 2.0
    assert moments(played(playback, 1.0), NOTE_ON) == [0.25]


def test_tempo_changes_of_the_sheet_are_followed() -> None:
    slow = replace(sheet((480, 960, 60), (960, 1200, 60)), tempos=np.array([[0.0, 120.0], [480.0, 60.0]]))
    assert moments(played(PlayPosition(slow), 2.0), NOTE_ON) == [0.5, 1.5]


def test_a_note_that_is_struck_again_ends_first() -> None:
    events = [e for _, e in played(PlayPosition(sheet((0, 480, 60), (240, 960, 60))), 1.2)]
    assert [e.kind for e in events if e.kind in (NOTE_ON, NOTE_OFF)] == [NOTE_ON, NOTE_OFF, NOTE_ON, NOTE_OFF]


def test_a_note_written_twice_is_one() -> None:
    events = [e for _, e in played(PlayPosition(sheet((0, 240, 60), (0, 480, 60))), 1.0)]
    assert [e.kind for e in events if e.kind in (NOTE_ON, NOTE_OFF)] == [NOTE_ON, NOTE_OFF]


def test_a_loop_comes_round_without_a_gap() -> None:
    playback = PlayPosition(sheet((0, 240, 60), (480, 600, 62), (960, 1000, 64)))
    playback.set_loop((0, 480))
    events = played(playback, 1.9)
    assert moments(events, NOTE_ON) == pytest.approx([0.0, 0.5, 1.0, 1.5], abs=2e-3)
    assert {e.number for _, e in events if e.kind == NOTE_ON} == {60}


def test_a_note_that_leaves_the_loop_ends_with_it_and_begins_again_under_way() -> None:
    playback = PlayPosition(sheet((0, 1920, 60)))
    playback.set_loop((480, 960))
    playback.tick = 480.0
    events = played(playback, 1.6)
    assert moments(events, NOTE_ON) == pytest.approx([0.0, 0.5, 1.0, 1.5], abs=2e-3)
    assert max(balance([e for _, e in events]).values()) <= 1


def test_a_loop_past_the_end_or_too_short_to_hear_is_none() -> None:
    playback = PlayPosition(sheet((0, 480, 60)))
    playback.set_loop((1000, 2000))
    assert playback.loop is None
    playback.set_loop((0, 3))
    assert playback.loop is None
    assert not playback.advance(2.0).events[-1].value
    assert playback.ended


def test_a_sheet_without_length_ends_at_once() -> None:
    playback = PlayPosition(Sheet(np.zeros(0, NOTE), (TrackInfo(""),)))
    playback.set_loop((0, 0))
    assert playback.advance(1.0).events == []
    assert playback.ended


def test_playing_from_the_middle_begins_the_notes_under_way() -> None:
    events = PlayPosition(sheet((0, 1920, 60))).begin(960)
    assert [e.number for e in events if e.kind == NOTE_ON] == [60]


def test_muting_ends_what_sounds_and_unmuting_brings_it_back() -> None:
    both = sheet((0, 1920, 60))
    playback = PlayPosition(both)
    playback.advance(0.2)
    muted = both.with_track(0, replace(both.tracks[0], muted=True))
    assert [e.kind for e in playback.change(muted)] == [NOTE_OFF]
    assert [e.kind for e in playback.change(both)] == [NOTE_ON]


def test_solo_silences_the_other_tracks() -> None:
    two = sheet((0, 1920, 60), tracks=2)
    playback = PlayPosition(two)
    playback.advance(0.2)
    assert [e.kind for e in playback.change(two.with_track(1, TrackInfo("1", 1, solo=True)))] == [NOTE_OFF]


def test_another_instrument_takes_over_the_notes_that_sound() -> None:
    piece = sheet((0, 1920, 60))
    playback = PlayPosition(piece)
    playback.advance(0.2)
    events = playback.change(piece.with_track(0, TrackInfo("0", 40)))
    assert [e.kind for e in events] == [NOTE_OFF, PROGRAM, NOTE_ON]


def test_another_volume_leaves_the_notes_alone() -> None:
    piece = sheet((0, 1920, 60))
    playback = PlayPosition(piece)
    playback.advance(0.2)
    assert playback.change(piece.with_track(0, TrackInfo("0", 0, volume=0.5))) == [Event(0.0, VOLUME, 0, 0, 50)]


def test_a_note_taken_away_ends_and_a_note_made_longer_goes_on() -> None:
    playback = PlayPosition(sheet((0, 480, 60), (0, 480, 64)))
    playback.advance(0.1)
    events = playback.change(sheet((0, 960, 60)))
    assert [(e.kind, e.number) for e in events] == [(NOTE_OFF, 64)]
    rest = played_on(playback, 1.2)
    assert [(e.kind, e.number) for e in rest] == [(NOTE_OFF, 60)]


def played_on(playback: PlayPosition, seconds: float) -> list[Event]:
    return [event for _ in range(round(seconds / STEP)) for event in playback.advance(STEP).events]


def test_the_clock_ticks_24_times_a_quarter() -> None:
    playback = PlayPosition(sheet((0, 1920, 60)))
    playback.clock = True
    assert len(moments(played(playback, 0.98), CLOCK)) == 48


@settings(max_examples=60, deadline=None)
@given(
    notes=st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 900), st.integers(58, 62), st.integers(0, 2))),
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("loop"), st.integers(0, 1500), st.integers(1, 900)),
            st.tuples(st.just("jump"), st.integers(0, 2400), st.just(0)),
            st.tuples(st.just("mute"), st.integers(0, 2), st.integers(0, 1)),
            st.tuples(st.just("keep"), st.integers(1, 4), st.just(0)),
        ),
        max_size=8,
    ),
)
def test_no_note_is_left_hanging_whatever_happens(
    notes: list[tuple[int, int, int, int]], acts: list[tuple[str, int, int]]
) -> None:
    rows = np.array([(onset, onset + length, key, 90, track) for onset, length, key, track in notes], NOTE)
    piece = Sheet(rows, tuple(TrackInfo(str(i)) for i in range(3)), end_tick=2400).with_notes(rows)
    playback = PlayPosition(piece)
    events = playback.begin(0)
    for what, first, second in acts:
        events += playback.advance(0.17).events
        if what == "loop":
            playback.set_loop((first, first + second))
        elif what == "jump":
            events += playback.jump(first)
        elif what == "mute":
            piece = piece.with_track(first, replace(piece.tracks[first], muted=bool(second)))
            events += playback.change(piece)
        else:
            events += playback.change(piece.with_notes(piece.notes[::first]))
        assert set(balance(events).values()) <= {0, 1}
    playback.set_loop(None)
    events += playback.advance(10.0).events
    assert set(balance(events).values()) <= {0}


# -- the metronome -----------------------------------------------------------------------------------------------------


def test_a_metronome_clicks_on_every_beat_also_beside_a_solo_and_leaves_the_length() -> None:
    written = replace(sheet((0, 240, 60), end=2400), tracks=(TrackInfo("0", solo=True),))
    clicked = with_metronome(written)
    assert clicked.end_tick == 2400
    assert clicked.audible.tolist() == [True, True]
    clicks = [(note["onset"], note["pitch"]) for note in clicked.notes if note["track"] == 1]
    assert clicks == [(0, 76), (480, 77), (960, 77), (1440, 77), (1920, 76)]
    waltz = replace(written, metres=np.array([[0, 6, 8]]))
    assert [note["onset"] for note in with_metronome(waltz).notes if note["track"] == 1] == [0, 720, 1440, 2160]


def test_a_bar_is_counted_in_before_the_first_note_in_its_tempo() -> None:
    """A bar at 60 bpm, scaled by 2, and then the notes from tick 960 on; the position stays until then."""
    slow = replace(sheet((0, 1900, 60), (960, 1200, 62)), tempos=np.array([[0.0, 120.0], [480.0, 60.0]]))
    playback = PlayPosition(slow)
    playback.scale = 2.0
    events = [(0.0, event) for event in playback.begin(960, count_in=count_in(slow, 960))]
    ticks, now = [], 0.0
    for _ in range(200):
        block = playback.advance(STEP)
        events += [(now + event.seconds, event) for event in block.events]
        ticks.append((now, block.path[0].tick))
        now += STEP
    begun = [(round(at, 2), event.number) for at, event in events if event.kind == NOTE_ON]
    assert begun == [(0.0, 76), (0.5, 77), (1.0, 77), (1.5, 77), (2.0, 60), (2.0, 62)]
    assert {tick for at, tick in ticks if at < 1.98} == {960.0}
    assert +balance([event for _, event in events] + playback.silence()) == Counter()


def test_what_counts_in_ends_with_a_pause() -> None:
    playback = PlayPosition(sheet((0, 480, 60)))
    events = playback.begin(0, count_in=count_in(playback.sheet, 0)) + playback.advance(STEP).events
    assert +balance(events) != Counter()
    assert +balance(events + playback.silence()) == Counter()
    assert not playback.ended
