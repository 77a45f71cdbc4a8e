"""General Qt controls, without music, models or files."""
