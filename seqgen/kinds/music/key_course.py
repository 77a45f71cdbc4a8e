"""The keys of a piece, bar by bar: its signature where the notes bear it out, else an estimate, and modulations.

Windows of eight bars are compared with the profiles of the major and minor keys (Krumhansl and Kessler 1982), and the
likeliest course through them is found (Viterbi 1967), in which every change of key costs something.
"""

from __future__ import annotations

import numpy as np

from seqgen.arrays import Floats, Ints
from seqgen.theory.keys import SCALES, key_name, key_profile, parse_key

MODES = ("major", "minor", "dorian", "mixolydian")
"""Modes that the network is told; others count as the one of these that is nearest."""
_NEAREST_MODES = {"lydian": "major", "major pentatonic": "major", "phrygian": "minor", "locrian": "minor"}
_KEYS = [(tonic, mode) for mode in ("major", "minor") for tonic in range(12)]

_WINDOW = 8
"""Bars around the middle of which a key is heard."""
_CHANGE, _HOME = 1.0, 0.1
"""Cost of a change of key, and of each bar away from the key of the piece, in units of correlation."""
_IN_SCALE, _NEAR = 0.9, 0.15
"""A signature is believed where so much of the time belongs to its scale, and its key fits worse than the best by no
more than this."""
_MODAL = 2.0
"""A sixth or seventh degree is that of a mode where it sounds so many times as long as the plain one."""


def key_course(histograms: Floats, signature: str) -> list[tuple[int, str]]:
    """Return the bars at which a piece goes into keys, and these keys, such as `[(0, "G major"), (16, "D major")]`.

    `histograms`, float64 (bars, 12): how long each pitch class sounds in each bar; `signature` may be empty. Empty
    where nothing sounds.
    """
    whole = histograms.sum(axis=0)
    if whole.sum() <= 0:
        return []
    home = _whole_key(whole, signature)
    tonic, scale = parse_key(home)
    own = (tonic, nearest_mode(scale) or "minor")
    at_home = _KEYS.index((tonic, "major" if own[1] in ("major", "mixolydian") else "minor"))
    sums = np.concatenate([np.zeros((1, 12)), np.cumsum(histograms, axis=0)])
    bars = np.arange(len(histograms))
    first, last = np.maximum(bars - _WINDOW // 2, 0), np.minimum(bars + _WINDOW // 2, len(bars))
    fits = _correlations(sums[last] - sums[first])
    fits[:, np.arange(len(_KEYS)) != at_home] -= _HOME
    course = _likeliest_course(fits)
    changes = np.flatnonzero(np.diff(course, prepend=-1))
    return [(int(bar), home if course[bar] == at_home else key_name(*_KEYS[course[bar]])) for bar in changes]


def nearest_mode(scale: str) -> str:
    """Return which of `MODES` a scale is told as, empty where it is none."""
    if scale in MODES:
        return scale
    third = set(SCALES[scale]) & {3, 4}
    return _NEAREST_MODES.get(scale, "minor" if third == {3} else "major" if third == {4} else "")


def _whole_key(histogram: Floats, signature: str) -> str:
    fits = _correlations(histogram[None])[0]
    if signature:
        tonic, scale = parse_key(signature)
        inside = histogram[[(tonic + degree) % 12 for degree in SCALES[scale]]].sum() / histogram.sum()
        mode = nearest_mode(scale)
        near = _KEYS.index((tonic, "minor" if mode in ("minor", "dorian") else "major"))
        if mode and inside >= _IN_SCALE and fits[near] >= fits.max() - _NEAR:
            return key_name(tonic, mode if mode != "minor" and mode != "major" else _mode(histogram, tonic, mode))
    tonic, mode = _KEYS[int(np.argmax(fits))]
    return key_name(tonic, _mode(histogram, tonic, mode))


def _mode(histogram: Floats, tonic: int, mode: str) -> str:
    """Return the mode by its sixth and seventh degrees, given whether the third is that of major or minor."""
    sixth, raised_sixth, seventh, leading = histogram[(tonic + np.array([8, 9, 10, 11])) % 12]
    below = seventh > _MODAL * leading
    if mode == "major":
        return "mixolydian" if below else mode
    return "dorian" if below and raised_sixth > _MODAL * sixth else mode


def _correlations(histograms: Floats) -> Floats:
    """Return the correlation of histograms (n, 12) with the profiles of `_KEYS`, 0 for flat ones: float64 (n, 24)."""
    centred = histograms - histograms.mean(axis=1, keepdims=True)
    scale = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.where(scale > 0, scale, 1.0) @ _PROFILES.T)


def _profiles() -> Floats:
    profiles = np.array([key_profile(key_name(*key)) for key in _KEYS], np.float64)
    profiles -= profiles.mean(axis=1, keepdims=True)
    return np.asarray(profiles / np.linalg.norm(profiles, axis=1, keepdims=True))


_PROFILES = _profiles()


def _likeliest_course(fits: Floats) -> Ints:
    """Return the key of each bar, int64 (bars,), for which the sum of `fits` (bars, keys) less the costs of changes is
    largest."""
    sums = fits.copy()
    moved = np.empty(len(fits))
    for bar in range(1, len(fits)):
        moved[bar] = sums[bar - 1].max() - _CHANGE
        np.maximum(sums[bar - 1], moved[bar], out=sums[bar])
        sums[bar] += fits[bar]
    likeliest = sums.argmax(axis=1).tolist()
    stays = (sums[:-1] >= moved[1:, None]).tolist()
    course = likeliest[-1:]
    for bar in range(len(fits) - 2, -1, -1):
        course.append(course[-1] if stays[bar][course[-1]] else likeliest[bar])
    return np.array(course[::-1], np.int64)
