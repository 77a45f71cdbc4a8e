"""From the events of a MIDI file to its notes: their ends, and the program and the pedals of their channel.

A channel is one instrument, whichever tracks its events stand in: programs, banks and pedals hold from their tick on
for the notes of all tracks.

Sources: Standard MIDI Files 1.0 (RP-001); Roland GS ("use for rhythm part") and Yamaha XG (drum banks, part mode) for
drums beyond the tenth channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqgen.arrays import AnyArray, Bools, Ints
from seqgen.formats import smf
from seqgen.formats.midi_events import Events, Special

XG_DRUM_BANKS, GM2_DRUM_BANK = (126, 127), 120
SOUND_OFF, RESET, NOTES_OFF = 120, 121, 123


@dataclass(frozen=True)
class Struck:
    """The notes of a file, sorted by track, channel, program and onset; all but `drums` int64 (notes,).

    `hanging` int64 (tracks,) counts those that no event ends: they last until their key is struck again, or to the end
    of their track.
    """

    track: Ints
    channel: Ints
    program: Ints
    drums: Bools
    onset: Ints
    end: Ints
    pitch: Ints
    velocity: Ints
    hanging: Ints


def notes_of(events: Events, data: bytes, shortest: int) -> Struck:
    """Return the notes of all tracks. One that would end where its track ends lasts `shortest` ticks at least."""
    kind, channel = events.status & 0xF0, events.status & 0x0F
    strike = (kind == smf.NOTE_ON) & (events.second > 0)
    keys = np.flatnonzero(strike | (kind == smf.NOTE_OFF) | (kind == smf.NOTE_ON))
    group = events.track[keys] << 11 | channel[keys] << 7 | events.first[keys]
    # tracks stand behind one another, so that the events of a group stay in order of time
    order = np.argsort(group, kind="stable")
    keys, group = keys[order], group[order]
    on, end, hanging = _pair(group, strike[keys], events.tick[keys])
    struck = keys[on]
    if len(hanging):
        hanging = _end_hanging(events, struck, end, hanging, shortest)
    rank = _ranks(events)
    notes = _Notes(channel[struck], rank[struck], events.tick[struck])
    changes = np.flatnonzero(kind == smf.PROGRAM)
    none = np.zeros(len(struck), np.int64)
    program = _in_force(notes, channel[changes], rank[changes], events.tick[changes], events.first[changes], none)
    drums = _drums(events, data, notes, rank)
    track, onset = events.track[struck], events.tick[struck]
    order = np.lexsort((onset, drums, program, notes.channel, track))
    return Struck(
        track[order],
        notes.channel[order],
        program[order],
        drums[order],
        onset[order],
        np.maximum(end, onset + 1)[order],
        events.first[struck][order],
        events.second[struck][order],
        np.bincount(track[hanging], minlength=len(events.ends)),
    )


def pedals(tick: AnyArray, number: Ints, value: Ints) -> tuple[AnyArray, AnyArray]:
    """Return the ticks at which the sustain pedal is pressed and released, given the controllers of a channel in order
    of time. A reset of all controllers releases it; a pedal that is never released is ignored."""
    sustain = (number == smf.SUSTAIN) | (number == RESET)
    down = (number == smf.SUSTAIN) & (value >= 64)
    ticks = tick[sustain][np.flatnonzero(np.diff(down[sustain], prepend=False))]
    pressed, released = ticks[0::2], ticks[1::2]
    return pressed[: len(released)].copy(), released.copy()


# -- ends of notes -----------------------------------------------------------------------------------------------------


def _pair(group: Ints, strike: Bools, tick: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the places of all strikes, the ticks at which they end, and the numbers of those that nothing ends.

    `group` (track, channel and key) is sorted. Of notes of one key that sound together the first struck ends first.
    Where an end is missing that rule would move the ends of all later notes, so there a note ends with the next event
    of its key; one without a later event ends at -1.
    """
    if len(group) % 2 == 0 and strike[0::2].all() and not strike[1::2].any() and (group[0::2] == group[1::2]).all():
        # the common case: strike and end in turn
        return np.arange(0, len(group), 2), tick[1::2].copy(), np.zeros(0, np.int64)
    kept = _answered(group, strike)
    group, strike, tick = group[kept], strike[kept], tick[kept]
    number = np.cumsum(np.diff(group, prepend=group[:1]) != 0)
    missing = (np.bincount(number, np.where(strike, 1, -1)) > 0)[number]
    on = np.flatnonzero(strike)
    end = np.full(len(on), -1, np.int64)
    end[~missing[on]] = tick[~strike & ~missing]
    odd = np.flatnonzero(missing[on])
    # notes of one key that are struck together end together
    chord = np.append(strike[:-1] & strike[1:] & (number[:-1] == number[1:]) & (tick[:-1] == tick[1:]), False)
    lasts = np.flatnonzero(~chord)
    after = lasts[np.searchsorted(lasts, on[odd])] + 1
    last = len(group) - 1
    followed = (after <= last) & (number[np.minimum(after, last)] == number[on[odd]])
    after = np.minimum(after, last)
    end[odd] = np.where(followed, tick[after], -1)
    return kept[on], end, odd[~followed | strike[after]]


def _answered(group: Ints, strike: Bools) -> Ints:
    """Return the places of strikes, and of ends that end something."""
    sounding = np.cumsum(np.where(strike, 1, -1))
    first = np.diff(group, prepend=-1) != 0
    number = np.cumsum(first) - 1
    at = np.flatnonzero(first)
    sounding -= (sounding[at] - np.where(strike[at], 1, -1))[number]
    # groups are set so far apart that the least of one is not the least of the next
    apart = number * (2 * len(group) + 1)
    least = np.minimum.accumulate(np.minimum(sounding, 0) - apart) + apart
    before = np.where(first, 0, np.append(0, least[:-1]))
    return np.flatnonzero(strike | (sounding >= before))


def _end_hanging(events: Events, struck: Ints, end: Ints, hanging: Ints, shortest: int) -> Ints:
    """Set the ends of notes that nothing ends: where all notes of their channel are told to, else where their key is
    struck again, else with their track. Return those that no event was meant to end."""
    notes = struck[hanging]
    track, channel, onset = events.track[notes], events.status[notes] & 0x0F, events.tick[notes]
    last = np.array([_last_tick(events, number) for number in range(len(events.ends))])
    end[hanging] = np.where(end[hanging] < 0, np.maximum(last[track], onset + shortest), end[hanging])
    stop = ((events.status & 0xF0) == smf.CONTROL) & ((events.first == SOUND_OFF) | (events.first >= NOTES_OFF))
    silenced = np.zeros(len(hanging), bool)
    for number in np.unique(events.status[stop] & 0x0F).tolist():
        ticks = np.sort(events.tick[stop & ((events.status & 0x0F) == number)])
        mine = np.flatnonzero(channel == number)
        next_stop = np.searchsorted(ticks, onset[mine], side="right")
        mine, next_stop = mine[next_stop < len(ticks)], next_stop[next_stop < len(ticks)]
        silenced[mine] = ticks[next_stop] < end[hanging[mine]]
        end[hanging[mine]] = np.minimum(end[hanging[mine]], ticks[next_stop])
    return hanging[~silenced]


def _last_tick(events: Events, track: int) -> int:
    """Return the tick where hanging notes of a track end: its own end, or its last note event if that is not known."""
    if events.ends[track].finished:
        return events.ends[track].tick
    note = (events.track == track) & (events.status < smf.NOTE_ON + 0x10)
    return int(events.tick[note].max(initial=0))


# -- what belongs to a channel -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Notes:
    """Channel, rank among all events in order of time, and tick of each note."""

    channel: Ints
    rank: Ints
    tick: Ints


def _ranks(events: Events) -> Ints:
    """Return the rank of each event in order of time over all tracks, an odd number; at the same tick earlier tracks
    come first. Even numbers are left for what stands between them."""
    rank = 2 * np.arange(len(events.tick)) + 1
    if len(events.ends) > 1:
        rank[np.argsort(events.tick, kind="stable")] = rank.copy()
    return rank


def _in_force(notes: _Notes, channel: Ints, rank: Ints, tick: Ints, value: AnyArray, otherwise: AnyArray) -> AnyArray:
    """Return for each note the last `value` that its channel was given; `otherwise` where it was given none.

    A channel's first value holds for the notes of its tick too, though they may stand in an earlier track.
    """
    if not len(value):
        return otherwise
    span = int(max(rank.max(), notes.rank.max(initial=0))) + 1
    keys = channel * span + rank
    order = np.argsort(keys)
    keys = keys[order]
    channel, tick, value = channel[order], tick[order], value[order]
    at = np.searchsorted(keys, notes.channel * span + notes.rank) - 1
    before = (at >= 0) & (channel[at] == notes.channel)
    following = np.minimum(at + 1, len(value) - 1)
    with_it = ~before & (channel[following] == notes.channel) & (tick[following] == notes.tick)
    return np.where(before, value[at], np.where(with_it, value[following], otherwise))


def _drums(events: Events, data: bytes, notes: _Notes, rank: Ints) -> Bools:
    """Return which notes are drums: those on the tenth channel unless a sysex makes it another, and those on channels
    that a sysex or a drum bank makes drums."""
    usual = notes.channel == smf.DRUM_CHANNEL
    sysex = [special for special in events.specials if special.status == smf.SYSEX]
    banks = np.flatnonzero(((events.status & 0xF0) == smf.CONTROL) & (events.first == 0) & (events.second >= 120))
    if not sysex and not len(banks):
        return np.asarray(usual)
    changes = _drum_messages(events, data, sysex) + _drum_banks(events, _bank_values(data, sysex), rank)
    if not changes:
        return np.asarray(usual)
    channel, at, tick, drums = np.array(changes, np.int64).T
    return np.asarray(_in_force(notes, channel, at, tick, drums.astype(bool), usual))


def _drum_messages(events: Events, data: bytes, sysex: Sequence[Special]) -> list[tuple[int, int, int, bool]]:
    """Return channel, rank, tick and whether it plays drums from then on, for each sysex that says so."""
    changes = []
    for special in sysex:
        content = data[special.begin : special.end]
        roland = len(content) >= 8 and content[0] == 0x41 and content[2:5] == b"\x42\x12\x40"
        yamaha = len(content) >= 7 and content[0] == 0x43 and content[2:4] == b"\x4c\x08"
        if roland and content[5] >> 4 == 1 and content[6] == 0x15:
            # GS counts the tenth channel as block 0
            block = content[5] & 0x0F
            channel = smf.DRUM_CHANNEL if block == 0 else block - (block <= smf.DRUM_CHANNEL)
        elif yamaha and content[5] == 7 and content[4] < 16:
            channel = content[4]
        else:
            continue
        earlier = (events.tick < special.tick) | ((events.tick == special.tick) & (events.place < special.place))
        changes.append((channel, 2 * int(earlier.sum()), special.tick, (content[7] if roland else content[6]) > 0))
    return changes


def _bank_values(data: bytes, sysex: Sequence[Special]) -> tuple[int, ...]:
    """Return the banks that are drums, by the system that the file asks for; a file may ask for none."""
    contents = [data[special.begin : special.end] for special in sysex]
    if any(content[:1] == b"\x43" and content[2:6] == b"\x4c\0\0\x7e" for content in contents):
        return XG_DRUM_BANKS
    if any(content[:1] == b"\x7e" and content[2:4] == b"\x09\x03" for content in contents):
        return (GM2_DRUM_BANK,)
    # in GS such banks are other sounds, and General MIDI knows none
    roland = any(content[:1] == b"\x41" and content[2:3] == b"\x42" for content in contents)
    general = any(content[:1] == b"\x7e" and content[2:4] == b"\x09\x01" for content in contents)
    return () if roland or general else (*XG_DRUM_BANKS, GM2_DRUM_BANK)


def _drum_banks(events: Events, drum_banks: tuple[int, ...], rank: Ints) -> list[tuple[int, int, int, bool]]:
    """Return channel, rank, tick and whether it plays drums from then on, for each program of a channel that has a drum
    bank at times. A bank counts from the next program on."""
    kind, channel = events.status & 0xF0, events.status & 0x0F
    bank = (kind == smf.CONTROL) & (events.first == 0)
    drummers = np.unique(channel[bank & np.isin(events.second, drum_banks)])
    changes = []
    for drummer in drummers.tolist():
        mine = np.flatnonzero((bank | (kind == smf.PROGRAM)) & (channel == drummer))
        current = drummer == smf.DRUM_CHANNEL
        for event in mine[np.argsort(rank[mine])].tolist():
            if bank[event]:
                current = int(events.second[event]) in drum_banks or drummer == smf.DRUM_CHANNEL
            else:
                changes.append((drummer, int(rank[event]), int(events.tick[event]), current))
    return changes
