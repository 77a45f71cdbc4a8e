"""Playback of sheets: sound, MIDI output and the transport bar."""
