"""Views of the kinds of sequences: their settings, primers and, later, editors."""
