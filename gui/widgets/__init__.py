"""Widgets: each shows one thing, takes plain data and emits plain signals; none knows files or the engine."""
