"""ABC notation, version 2.1 (abcnotation.com/wiki/abc:standard:v2.1), read without native code.

A file goes through these modules in order:

- `source`: bytes to text, and text to the file's header and its tunes;
- `header`, `fields`, `keys`, `clefs`, `directives`: what the lines of a tune set;
- `tokens`: a line of notes to tokens;
- `body`, `voices`: tokens to the elements of each voice, as they are written (`elements`);
- `repeats`: the elements in the order in which they are played;
- `performance`: elements to notes in time, with ties, grace notes and dynamics;
- `chord_symbols`, `accompaniment`: chord symbols to bass and chords;
- `bars`: the metres that put bar lines where the tune has them;
- `reader`: all of this for one file, as `symusic.Score`.
"""

from seqgen.formats.abc.reader import Tune, read_tunes

__all__ = ["Tune", "read_tunes"]
