"""The four pages of the window, and what connects models with widgets."""
