"""Tunes sound as abc2midi plays them (Debian's package abcmidi), note for note."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import symusic

from seqgen.formats.abc import read_tunes
from tests.support.abc_tunes import tune

TUNES = 150
QUARTERS = 0.03
"""Largest difference of onsets and ends: abc2midi rounds each note to ticks and begins it a tick late."""

Heard = list[tuple[float, float, int, int]]


def heard(score: Any) -> list[Heard]:
    """Onset and end in quarters, pitch and velocity of the notes of each track, sorted by pitch and onset."""
    quarter = score.ticks_per_quarter
    tracks = [
        sorted(
            ((note.time / quarter, note.end / quarter, note.pitch, note.velocity) for note in track.notes),
            key=lambda note: (note[2], note[0]),
        )
        for track in score.tracks
    ]
    return [track for track in tracks if track]


def close(ours: Sequence[Heard], theirs: Sequence[Heard]) -> bool:
    if [len(track) for track in ours] != [len(track) for track in theirs]:
        return False
    return all(
        a[2:] == b[2:] and abs(a[0] - b[0]) <= QUARTERS and abs(a[1] - b[1]) <= QUARTERS
        for own, other in zip(ours, theirs, strict=True)
        for a, b in zip(own, other, strict=True)
    )


@pytest.mark.skipif(shutil.which("abc2midi") is None, reason="abc2midi is not installed (tests/system-packages.sh)")
def test_tunes_sound_as_abc2midi_plays_them(tmp_path: Path) -> None:
    texts = {number: tune(number, seed=number) for number in range(1, TUNES + 1)}
    (tmp_path / "t.abc").write_text("".join(texts.values()))
    subprocess.run(["abc2midi", "t.abc", "-quiet"], cwd=tmp_path, stdout=subprocess.DEVNULL, check=True, timeout=60)

    ours, problems = read_tunes((tmp_path / "t.abc").read_bytes(), "t.abc")

    assert problems == ()
    assert [tune.repairs for tune in ours if tune.repairs] == []
    different = {
        number: texts[number]
        for number, own in zip(texts, ours, strict=True)
        if not close(heard(own.score), heard(symusic.Score.from_midi((tmp_path / f"t{number}.mid").read_bytes())))
    }
    assert different == {}
