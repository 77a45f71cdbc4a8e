"""The user's folder of runs, takes, models and corpora, and the settings."""
