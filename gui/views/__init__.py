"""Views of the kinds of sequences: their words, settings, actions and formats."""
