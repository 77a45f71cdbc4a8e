"""Names of General MIDI: those of pretty_midi, without importing it."""

from __future__ import annotations

import subprocess
import sys

import pretty_midi

from seqgen.theory.general_midi import drum_name, program_name


def test_names_are_those_of_pretty_midi() -> None:
    for number in range(128):
        assert program_name(number) == pretty_midi.program_to_instrument_name(number)
        assert drum_name(number) == (pretty_midi.note_number_to_drum_name(number) or f"drum {number}")


def test_pretty_midi_is_not_imported_for_its_names() -> None:
    code = (
        "import sys\nfrom seqgen.theory.general_midi import drum_name\n"
        "print(drum_name(36), [name for name in ('pretty_midi', 'pkg_resources', 'mido') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout == "Bass Drum 1 []\n"
