"""Recording from a MIDI keyboard."""
