"""Write sound as WAV, FLAC, OGG or MP3 files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from seqgen.arrays import Sound
from seqgen.errors import SeqgenError, UsageError, printable, reason_of
from seqgen.files import Existing, new_file
from seqgen.sound.library_errors import reason_of_library

BLOCK_FRAMES = 8192
PEAK = 0.89  # -1 dBFS
MOST_RAISE = 100.0  # largest gain, 40 dB
FORMATS = {  # suffix: (soundfile's format, its subtype, possible sample rates)
    ".wav": ("WAV", "PCM_16", None),
    ".flac": ("FLAC", "PCM_16", None),
    ".ogg": ("OGG", "VORBIS", None),
    ".mp3": ("MP3", "MPEG_LAYER_III", (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)),
}


def write_audio(path: str | Path, samples: Sound, sample_rate: int, *, existing: Existing = Existing.REPLACE) -> Path:
    """Write sound, (frames, 2) in -1..1, in the format that the path's suffix names, and return the path that it got.
    Raises as `check_format` and `new_file` do."""
    step = BLOCK_FRAMES
    return _write(path, (samples[at : at + step] for at in range(0, len(samples), step)), sample_rate, existing)


def write_to_peak(
    path: str | Path,
    blocks: Iterator[Sound],
    sample_rate: int,
    *,
    frames: int,
    existing: Existing = Existing.REPLACE,
) -> Generator[float, None, Path]:
    """Write blocks of sound, about `frames` in all, scaled to a peak of -1 dBFS. Yields the fraction done, returns the
    path that the file got."""
    done, peak = 0, 0.0
    with tempfile.TemporaryFile(prefix="seqgen-") as spool:
        for block in blocks:
            _keep(spool, block)
            peak = max(peak, float(np.abs(block).max(initial=0.0)))
            done += len(block)
            yield min(0.95, 0.95 * done / frames)
        spool.seek(0)
        written = _write(path, _spooled(spool, np.float32(to_peak(peak))), sample_rate, existing)
    yield 1.0
    return written


def check_format(path: str | Path, sample_rate: int) -> tuple[str, str]:
    """Return soundfile's format and subtype for `path`. Raises `UsageError` for a suffix other than .wav, .flac, .ogg
    or .mp3, or a sample rate that MP3 lacks."""
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        bare = "{file}: has no suffix; use one of .wav, .flac, .ogg or .mp3"
        other = "{file}: {suffix} is not a format that can be written; use one of .wav, .flac, .ogg or .mp3"
        raise UsageError(other if suffix else bare, file=printable(path), suffix=printable(suffix))
    format_, subtype, rates = FORMATS[suffix]
    if rates is not None and sample_rate not in rates:
        raise UsageError(
            "{file}: MP3 has no sample rate of {rate}; use one of {rates}",
            file=printable(path),
            rate=str(sample_rate),
            rates=", ".join(map(str, rates)),
        )
    return format_, subtype


def _keep(spool: BinaryIO, block: Sound) -> None:
    try:
        spool.write(block.tobytes())
    except OSError as error:
        raise SeqgenError("the sound cannot be written to a temporary file: {why}", why=reason_of(error)) from error


def _spooled(spool: BinaryIO, scale: np.float32) -> Iterator[Sound]:
    while data := spool.read(BLOCK_FRAMES * 8):
        yield np.frombuffer(data, np.float32).reshape(-1, 2) * scale


def _write(path: str | Path, blocks: Iterable[Sound], sample_rate: int, existing: Existing) -> Path:
    import soundfile  # loads libsndfile, which playing live does not need

    format_, subtype = check_format(path, sample_rate)
    with new_file(path, existing=existing) as new:
        target = _Target(new.file)
        try:
            with soundfile.SoundFile(
                target, "w", samplerate=sample_rate, channels=2, format=format_, subtype=subtype
            ) as sink:
                for block in blocks:
                    sink.write(np.clip(block, -1, 1))
                    target.check()
        except (soundfile.SoundFileError, RuntimeError) as error:
            target.check()
            raise SeqgenError(
                "{file}: cannot be written as {format}: {why}",
                file=printable(path),
                format=format_,
                why=reason_of_library(error),
            ) from error
        target.check()
    return new.path


class _Target:
    """A binary file that libsndfile writes to. Its calls come out of C, where an error would be printed and forgotten;
    the first one is kept, and raised by `check`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._problem: OSError | None = None

    def write(self, data: bytes) -> int:
        self._kept(lambda: self._file.write(data))
        # fewer would be an assertion's failure in soundfile
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._kept(lambda: self._file.seek(offset, whence))

    def tell(self) -> int:
        return self._kept(self._file.tell)

    def read(self, size: int) -> bytes:
        raise OSError("the file is only written")

    def _kept(self, act: Callable[[], int]) -> int:
        if self._problem is not None:
            return 0
        try:
            return act()
        except OSError as error:
            self._problem = error
            return 0

    def check(self) -> None:
        """Raises `OSError` where the file could not be written."""
        if self._problem is not None:
            raise self._problem


def to_peak(peak: float) -> float:
    return min(PEAK / peak, MOST_RAISE) if peak > 0 else 1.0
