"""Content of exported takes: MIDI or text, as written by the model or edited. Without Qt."""

from __future__ import annotations

from gui.export.outgoing import Outgoing
from seqgen.errors import SeqgenError, UsageError
from seqgen.files import read_regular
from seqgen.formats.sheet import Score, Sheet

MOST_BYTES = 64 << 20
MIDI_SUFFIX = ".mid"
FULL_VOLUME = 100
"""Default channel volume (of 127) of synthesisers, which the window plays as 1.0."""
_VOLUME_CONTROL = 7


def midi_data(take: Outgoing) -> bytes:
    """Return the take as a MIDI file of type 1. For an unchanged take that is its own file, byte for byte, with its
    provenance.

    Raises:
        SeqgenError: if it is no MIDI file or its file is lost.
    """
    if take.record.path.suffix != MIDI_SUFFIX:
        raise UsageError("take {number} is no MIDI file; it has no notes", number=str(take.record.number))
    if take.sheet is None:
        return read_regular(take.record.path, most_bytes=MOST_BYTES)
    # symusic is slow to import, which would delay the start of the window
    from seqgen.formats.midi_writer import midi_bytes

    told = None
    if not take.record.edited and not take.part:
        try:
            data = read_regular(take.record.path, most_bytes=MOST_BYTES)
        except SeqgenError:
            data = b""
        if data and _as_written(take.sheet, data):
            return data
        told = _provenance(take)
    return midi_bytes(score_as_mixed(take.sheet), text=told, end_ticks=take.sheet.end_tick)


def text_data(take: Outgoing) -> bytes:
    """Return the take as UTF-8. Raises `SeqgenError` if it is a MIDI file or its file is lost."""
    if take.record.path.suffix == MIDI_SUFFIX:
        raise UsageError("take {number} is a MIDI file; it has no text", number=str(take.record.number))
    if take.text is None:
        return read_regular(take.record.path, most_bytes=MOST_BYTES)
    return take.text.encode("utf-8", "replace")


def take_data(take: Outgoing) -> bytes:
    """Return the take as a file of its own kind. Raises `SeqgenError`."""
    return midi_data(take) if take.record.path.suffix == MIDI_SUFFIX else text_data(take)


def score_as_mixed(sheet: Sheet) -> Score:
    """Return the score of all tracks, with a volume controller for each that differs from the default."""
    from symusic import ControlChange

    score = sheet.to_score()
    for track, info in zip(score.tracks, sheet.tracks, strict=True):
        value = min(max(round(FULL_VOLUME * info.volume), 0), 127)
        if value != FULL_VOLUME:
            track.controls.append(ControlChange(0, _VOLUME_CONTROL, value))
    return score


def score_as_heard(take: Outgoing) -> Score:
    """Return the score of the audible tracks at their volumes. Raises `SeqgenError` if none is audible."""
    from seqgen.formats.midi import read_scores

    if take.record.path.suffix != MIDI_SUFFIX:
        raise UsageError("take {number} is no MIDI file; it has no sound", number=str(take.record.number))
    if take.sheet is None:
        return read_scores(take.record.path)[0].score
    score, audible = score_as_mixed(take.sheet), take.sheet.audible
    for number in reversed(range(len(take.sheet.tracks))):
        if not audible[number]:
            del score.tracks[number]
    if not score.note_num():
        raise SeqgenError("take {number} is silent: all its tracks are muted or empty", number=str(take.record.number))
    return score


def _as_written(sheet: Sheet, data: bytes) -> bool:
    """Return True if the tracks of a file sound like those of the sheet. The notes of an unedited take are equal."""
    import symusic

    try:
        score: Score = symusic.Score.from_midi(data)
    except (RuntimeError, ValueError):
        return False
    own = [(track.program, bool(track.is_drum)) for track in score.tracks]
    shown = [(track.program, track.drums) for track in sheet.tracks]
    return own == shown and all(round(FULL_VOLUME * track.volume) == FULL_VOLUME for track in sheet.tracks)


def _provenance(take: Outgoing) -> str | None:
    from seqgen.formats.midi import read_text

    try:
        texts = read_text(take.record.path)
    except SeqgenError:
        return None
    return texts[0] if texts else None
