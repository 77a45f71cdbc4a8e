"""Errors of libsndfile, as sentences."""

from __future__ import annotations

from seqgen.errors import Sentence, reason_of

OF_LIBRARY = {
    1: Sentence("its format is not recognised"),
    2: Sentence("the system refused it"),
    3: Sentence("its format is known, but the file is damaged"),
    4: Sentence("its encoding is not supported"),
    18: Sentence("its format is not supported"),
}
"""Sentences for what libsndfile finds in a file, by number."""


def reason_of_library(error: Exception) -> Sentence:
    """Return what libsndfile found wrong: by its number, else in its own words."""
    return OF_LIBRARY.get(getattr(error, "code", 0)) or reason_of(error)
