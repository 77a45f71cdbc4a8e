"""Takes of a library: their records, names, ratings, tags and notes, and a search among them."""
