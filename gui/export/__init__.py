"""Export of takes: the dialog, the formats, and drags out of the window."""
