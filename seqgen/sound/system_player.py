"""Play a sound file through the sound card with a player of the system."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from seqgen.errors import SeqgenError, printable, reason_of

# each takes a WAV file as its last argument and fails without a sound card
PLAYERS = (
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("play", "-q"),
)
INSTEAD = "write a file with 'seqgen render FILE', or play to a MIDI port with --port NAME"


def play_file(path: Path) -> None:
    """Play a WAV file to its end. Raises `SeqgenError` if there is no player or no sound card."""
    if sys.platform == "win32":
        _play_windows(path)
        return
    failures = []
    for command in PLAYERS:
        program = shutil.which(command[0])
        if program is None:
            continue
        line = [program, *command[1:], str(path)]
        ended = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        if ended.returncode == 0:
            return
        said = ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"]
        failures.append(f"{command[0]}: {printable(said[-1].strip())}")
    if failures:
        raise SeqgenError(
            "there is no sound card that can be played through ({failures}); {instead}",
            failures=failures,
            instead=INSTEAD,
        )
    names = ", ".join(command[0] for command in PLAYERS)
    raise SeqgenError("no sound player was found (looked for {names}); {instead}", names=names, instead=INSTEAD)


def _play_windows(path: Path) -> None:
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(path), winsound.SND_FILENAME)
        except RuntimeError as error:
            raise SeqgenError(
                "there is no sound card that can be played through ({why}); {instead}",
                why=reason_of(error),
                instead=INSTEAD,
            ) from error
