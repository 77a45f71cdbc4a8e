"""What the window asks of the machine: files, processes, sound, MIDI."""
