"""Split pieces into those to learn, those to choose the model by (validation), and those to judge it by (test)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

TRAIN, VALID, TEST = "train", "valid", "test"
SPLITS = (TRAIN, VALID, TEST)

FOLDER_NAMES = {
    "train": TRAIN,
    "training": TRAIN,
    "valid": VALID,
    "validation": VALID,
    "val": VALID,
    "dev": VALID,
    "test": TEST,
    "testing": TEST,
}


def split_of_folder(parts: Sequence[str]) -> str | None:
    """Return the split that a file's folders name, if any."""
    for part in parts:
        if part.lower() in FOLDER_NAMES:
            return FOLDER_NAMES[part.lower()]
    return None


def assign(named: Sequence[str | None], *, valid_fraction: float, test_fraction: float, seed: int) -> list[str]:
    """Return the split of each piece. Where folders name one, they decide; the rest is drawn with `seed`. At least one
    piece is held out for validation where there are two, and at least one is learned from."""
    free = [i for i, name in enumerate(named) if name is None or (name == TRAIN and VALID not in named)]
    answer = [name or TRAIN for name in named]
    order = np.random.default_rng(seed).permutation(free) if free else np.array([], int)
    n = len(free)
    tests = 0 if TEST in named else min(round(n * test_fraction), max(n - 2, 0))
    valids = 0 if VALID in named else min(max(round(n * valid_fraction), 1 if valid_fraction > 0 else 0), n - tests - 1)
    for i in order[:tests]:
        answer[i] = TEST
    for i in order[tests : tests + max(valids, 0)]:
        answer[i] = VALID
    return answer


def cut_one(rows: int, *, valid_fraction: float, test_fraction: float) -> dict[str, tuple[int, int]]:
    """Cut the only piece of a corpus: its beginning is learned, its end held out. Return the rows of each split."""
    train = rows - round(rows * (valid_fraction + test_fraction))
    valid = rows - round(rows * test_fraction)
    return {TRAIN: (0, train), VALID: (train, valid), TEST: (valid, rows)}
