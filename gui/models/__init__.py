"""State that the window shows: it emits changes and knows no widgets."""
