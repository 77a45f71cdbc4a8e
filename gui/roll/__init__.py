"""Piano roll: shows a sheet and edits it."""
