"""PlayPosition of sheets: sound, MIDI output and the transport bar."""
