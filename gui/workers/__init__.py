"""Child processes for long work."""
