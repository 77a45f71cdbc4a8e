"""Keys and scales: names, pitch classes and key estimation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from seqgen.arrays import AnyArray, Bools, Floats, Ints
from seqgen.errors import UsageError

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

# the usual spelling with a minor third: G sharp minor has five sharps, A flat minor would have seven flats
_MINOR_TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    # minor keys are heard with raised sixth and seventh too, so both forms belong
    "minor": (0, 2, 3, 5, 7, 8, 9, 10, 11),
    "natural minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic minor": (0, 2, 3, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "whole tone": (0, 2, 4, 6, 8, 10),
    "chromatic": tuple(range(12)),
}

# Krumhansl and Kessler (1982), "Tracing the dynamic changes in perceived tonal organization in a spatial
# representation of musical keys": the fit of each scale degree as rated by listeners.
_MAJOR_PROFILE = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR_PROFILE = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


def _normalised(profiles: Floats) -> Floats:
    """Return profiles (keys, 12), each of mean 0 and length 1."""
    profiles = profiles - profiles.mean(axis=1, keepdims=True)
    return np.asarray(profiles / np.linalg.norm(profiles, axis=1, keepdims=True))


_PROFILES = _normalised(np.array([np.roll(p, key) for p in (_MAJOR_PROFILE, _MINOR_PROFILE) for key in range(12)]))
"""Normalised profiles of the 12 major and the 12 minor keys."""

# Aarden (2003), "Dynamic melodic expectancy": the frequency of each scale degree in the Essen collection of folk songs.
# It tells the keys of passages of a few bars apart where Krumhansl's takes the dominant for the tonic.
_AARDEN_MAJOR = (17.7661, 0.1456, 14.9265, 0.1602, 19.8049, 11.3587, 0.2912, 22.062, 0.1456, 8.1549, 0.233, 4.9512)
_AARDEN_MINOR = (18.2648, 0.7376, 14.0499, 16.8599, 0.7025, 14.4362, 0.7025, 18.6161, 4.5662, 1.9319, 7.3762, 1.7562)
_AARDEN = _normalised(np.array([np.roll(p, key) for p in (_AARDEN_MAJOR, _AARDEN_MINOR) for key in range(12)]))

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ABBREVIATIONS = {
    **{"": "major", "maj": "major", "ionian": "major", "m": "minor", "min": "minor", "aeolian": "natural minor"},
    **{"dor": "dorian", "phr": "phrygian", "lyd": "lydian", "mix": "mixolydian", "loc": "locrian"},
    **{"pentatonic": "major pentatonic", "wholetone": "whole tone"},
}

MODES = ("dorian", "phrygian", "lydian", "mixolydian")
"""Scales beside major and minor in which pieces are said to be."""

CHARACTERISTIC = {"dorian": 9, "phrygian": 1, "lydian": 6, "mixolydian": 10, "locrian": 6, "harmonic minor": 11}
"""The degree, in semitones, that tells a scale from the major or minor one with its third."""


def parse_tonic(text: str) -> int:
    """Return the pitch class, 0 to 11, of a note name such as `F#`. Raises `UsageError`."""
    match = re.fullmatch(r"([A-Ga-g])([#♯b♭]{0,2})", text)
    if not match:
        raise UsageError("'{text}' is not a note name; use for example C, F# or Bb", text=text)
    shift = sum(1 if sign in "#♯" else -1 for sign in match[2])
    return (_STEPS[match[1].upper()] + shift) % 12


def key_name(tonic: int, scale: str) -> str:
    """Name a key in its usual spelling: `C# minor` but `Db major`."""
    minor = 3 in SCALES[scale] and 4 not in SCALES[scale]
    return f"{(_MINOR_TONICS if minor else TONICS)[tonic % 12]} {scale}"


def parse_pitch(text: str) -> int:
    """Return the MIDI key of a name such as `C4` (60) or of a number 0 to 127. Raises `UsageError`."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        pitch = int(text)
    else:
        match = re.fullmatch(r"([A-Ga-g])([#♯b♭]{0,2})(-?[0-9]{1,9})", text)
        if not match:
            raise UsageError("'{text}' is not a pitch; use for example C4, F#3 or a MIDI key from 0 to 127", text=text)
        shift = sum(1 if sign in "#♯" else -1 for sign in match[2])
        pitch = _STEPS[match[1].upper()] + shift + 12 * (int(match[3]) + 1)
    if not 0 <= pitch <= 127:
        raise UsageError("the pitch {text} lies outside MIDI's keys 0 to 127 (C-1 to G9)", text=text)
    return pitch


def pitch_name(pitch: int) -> str:
    return f"{TONICS[pitch % 12]}{pitch // 12 - 1}"


def parse_pitch_range(text: str) -> tuple[int, int]:
    """Return lowest and highest MIDI key of a range such as `C2-C5`. Raises `UsageError`."""
    low, _, high = text.rpartition("-")
    return parse_pitch(low.strip()), parse_pitch(high.strip())


def pitch_range_name(low: int, high: int) -> str:
    return f"{pitch_name(low)}-{pitch_name(high)}"


def parse_key(text: str) -> tuple[int, str]:
    """Return tonic (pitch class) and scale of `G minor`, `Gm`, `F# dorian` or `C`. Raises `UsageError`."""
    match = re.fullmatch(r"\s*([A-Ga-g][#♯b♭]{0,2})[\s:-]*(.*?)\s*", text)
    if not match:
        raise UsageError("'{text}' is not a key; use for example 'G minor' or 'F# dorian'", text=text)
    word = " ".join(match[2].lower().replace("-", " ").split())
    scale = _ABBREVIATIONS.get(word, word)
    if scale not in SCALES:
        raise UsageError(
            "'{text}' is not a scale that seqgen knows; it knows {known}", text=match[2], known=", ".join(SCALES)
        )
    return parse_tonic(match[1]), scale


def canonical_key(key: str) -> str:
    """Return the usual spelling of a key: `G minor` for `gm`. Raises `UsageError`."""
    return key_name(*parse_key(key))


def scale_classes(key: str) -> Bools:
    tonic, scale = parse_key(key)
    classes = np.zeros(12, dtype=bool)
    classes[[(tonic + degree) % 12 for degree in SCALES[scale]]] = True
    return classes


def estimate_key(pitches: AnyArray | Sequence[int], weights: AnyArray | None = None, *, modes: bool = False) -> str:
    """Estimate the major or minor key, with `modes` also dorian and so forth, of notes weighted by `weights`
    (durations); "" if there are none. Correlates the pitch-class histogram with the profiles of Krumhansl and
    Kessler."""
    histogram = np.bincount(np.asarray(pitches, dtype=np.int64) % 12, weights=weights, minlength=12).astype(float)
    if histogram.sum() <= 0:
        return ""
    if np.ptp(histogram) == 0:
        return "C major"
    names, profiles = _keys_of(("major", "minor", *MODES) if modes else ("major", "minor"))
    return names[int(np.argmax(_fits(histogram[None], profiles)))]


def likeliest_keys(histograms: Floats) -> Ints:
    """Return tonic (pitch class) and mode (1: minor) of the likeliest keys, int64 (pieces, 2). `histograms` of pitch
    classes are (pieces, 12); a flat or empty one is in C major."""
    best = np.argmax(_fits(histograms, _PROFILES), axis=1)
    return np.stack([best % 12, best // 12], axis=1)


def likeliest_keys_of_passages(histograms: Floats) -> Ints:
    """Return `likeliest_keys` for passages of a few bars, int64 (passages, 2), by the profiles of Aarden and Essen."""
    best = np.argmax(_fits(histograms, _AARDEN), axis=1)
    return np.stack([best % 12, best // 12], axis=1)


def _fits(histograms: Floats, profiles: Floats) -> Floats:
    """Return correlations of histograms (pieces, 12) with normalised profiles (keys, 12), up to a factor for each
    histogram."""
    # mean and scale of a histogram do not matter; rounding lets the first of equally likely keys win
    scaled = histograms / np.maximum(histograms.max(axis=1, keepdims=True), 1e-300)
    return np.asarray(np.round(scaled @ profiles.T, 12))


def key_profile(key: str) -> Floats | None:
    """Return the fit of each pitch class to a key, float64 (12,), higher for its tonic and fifth; None for scales
    without a third of their own.

    Modes take the profile of major or minor, whichever has their third, with the values of the degrees exchanged that
    they raise or lower.
    """
    tonic, scale = parse_key(key)
    degrees = set(SCALES[scale])
    if (3 in degrees) == (4 in degrees):
        return None
    base, plain = (_MAJOR_PROFILE, "major") if 4 in degrees else (_MINOR_PROFILE, "natural minor")
    profile = np.array(base)
    if len(degrees) == 7:
        new, old = sorted(degrees - set(SCALES[plain])), sorted(set(SCALES[plain]) - degrees)
        profile[new], profile[old] = profile[old], profile[new]
    return np.roll(profile, tonic)


def is_in_key(histograms: Floats, key: str) -> Bools:
    """Return whether pieces are in a key, bool (pieces,), by their histograms of pitch classes (pieces, 12): no other
    major or minor key fits better, and for other scales no other mode nor the same scale on another tonic. Scales
    without a third of their own fit anything."""
    profile = key_profile(key)
    if profile is None:
        return np.ones(len(histograms), bool)
    tonic, scale = parse_key(key)
    fits = _fits(histograms, _PROFILES)
    if scale == "major" or scale.endswith("minor"):
        return np.asarray(fits[:, tonic + (12 if scale != "major" else 0)] >= fits.max(axis=1))
    _, others = _keys_of((scale, *MODES))
    own = _fits(histograms, _normalised(profile[None]))[:, 0]
    return np.asarray(own >= np.maximum(fits.max(axis=1), _fits(histograms, others).max(axis=1)))


@cache
def _keys_of(scales: tuple[str, ...]) -> tuple[tuple[str, ...], Floats]:
    """Return the names of all keys with one of `scales`, and the normalised profile of each, float64 (keys, 12)."""
    names = tuple(key_name(tonic, scale) for scale in scales for tonic in range(12))
    profiles = [profile for name in names if (profile := key_profile(name)) is not None]
    return names, _normalised(np.array(profiles))


def signature_key(sharps: int, minor: bool) -> str:
    """Name the key of a MIDI key signature with -7 to 7 sharps."""
    tonic = (sharps * 7 + (9 if minor else 0)) % 12
    return key_name(tonic, "minor" if minor else "major")


def key_signature(key: str) -> tuple[int, bool]:
    """Return sharps (-7 to 7, flats negative) and whether minor. Other scales share a major key's signature."""
    tonic, scale = parse_key(key)
    minor = "minor" in scale or scale == "blues"
    mode_offset = {"dorian": 10, "phrygian": 8, "lydian": 7, "mixolydian": 5, "locrian": 1}.get(scale, 0)
    major = (tonic + (3 if minor else mode_offset)) % 12
    sharps = (major * 7) % 12
    return (sharps - 12 if sharps > 6 else sharps), minor
