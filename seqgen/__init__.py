"""seqgen learns the style of a folder of MIDI or text and writes new sequences in it."""

__version__ = "0.1.0"
