"""Job that writes takes as files in a worker process. Without Qt."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gui.export.content import midi_data, score_as_heard, take_data, text_data
from gui.export.outgoing import Outgoing
from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import Existing, new_file
from seqgen.library.file_names import take_name
from seqgen.library.take import TakeRecord

MIDI, WAV, FLAC, OGG, MP3, PNG, TEXT, FILE = "midi", "wav", "flac", "ogg", "mp3", "png", "txt", "file"
FORMATS = (MIDI, WAV, FLAC, OGG, MP3, PNG, TEXT, FILE)
SOUNDS = (WAV, FLAC, OGG, MP3)
SUFFIXES = {MIDI: ".mid", WAV: ".wav", FLAC: ".flac", OGG: ".ogg", MP3: ".mp3", PNG: ".png", TEXT: ".txt"}
SMALLEST_STEP = 0.01


@dataclass(frozen=True)
class Written:
    """Progress: `share` 0 to 1 of the take `number` (from 0), and its `path` once it is written."""

    number: int
    share: float
    path: str = ""


def suffix_of(form: str, record: TakeRecord) -> str:
    """Return the suffix of a take that is written in a format: its own for `FILE`."""
    return SUFFIXES.get(form, record.path.suffix)


def place_for(take: Outgoing, form: str, folder: Path, file: Path | None, *, replace: bool) -> tuple[Path, Existing]:
    """Return the path of a take, `file` or its name in `folder`, and what becomes of a file that is there: only `file`
    may be overwritten, if `replace` is set; otherwise the take gets a number."""
    if file is not None:
        return file, Existing.REPLACE if replace else Existing.NUMBER
    return folder / take_name(take.record, suffix_of(form, take.record)), Existing.NUMBER


def write_as(path: Path, existing: Existing, data: bytes) -> Path:
    """Write the data of a take, and return the path that it got. Raises `SeqgenError`."""
    with new_file(path, existing=existing) as new:
        new.file.write(data)
    return new.path


def make_folder(folder: Path) -> None:
    """Create a folder. Raises `SeqgenError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SeqgenError("{file}: cannot be made: {why}", file=printable(folder), why=reason_of(error)) from error


def write_takes(
    takes: Sequence[Outgoing],
    form: str,
    folder: str,
    file: str = "",
    *,
    replace: bool = True,
    sample_rate: int = 44100,
    soundfont: str = "",
    room: bool = True,
) -> Iterator[Written]:
    """Write takes one by one as MIDI, audio or text, each atomically. Raises `SeqgenError`."""
    make_folder(Path(folder))
    for number, take in enumerate(takes):
        path, existing = place_for(take, form, Path(folder), Path(file) if file else None, replace=replace)
        yield Written(number, 0.0)
        if form in SOUNDS:
            path = yield from _sound(take, number, path, existing, sample_rate, soundfont, room)
        else:
            path = write_as(path, existing, {MIDI: midi_data, TEXT: text_data, FILE: take_data}[form](take))
        yield Written(number, 1.0, str(path))


def _sound(
    take: Outgoing, number: int, path: Path, existing: Existing, sample_rate: int, soundfont: str, room: bool
) -> Generator[Written, None, Path]:
    # imported here so that MIDI exports need not wait for libsndfile and the synthesiser
    from seqgen.sound.render import render_file
    from seqgen.sound.soundfont import SoundFont, default_soundfont

    font = SoundFont.load(Path(soundfont) if soundfont else default_soundfont())
    told = 0.0
    score = score_as_heard(take)
    shares = render_file(score, path, soundfont=font, sample_rate=sample_rate, existing=existing, room=room)
    while True:
        try:
            share = next(shares)
        except StopIteration as end:
            written: Path = end.value
            return written
        if share - told >= SMALLEST_STEP:
            told = share
            yield Written(number, share)
