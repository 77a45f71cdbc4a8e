"""How each kind of sequence is shown and edited."""
