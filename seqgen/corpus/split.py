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


def folder_names(folders: Sequence[Sequence[str]]) -> list[tuple[str | None, str]]:
    """Return for each file the split that its folders name, if any, and its label: the folders that name none, such as
    `rock/fill`.

    `folders` are those of each file from the outside, the first of which names nothing. A folder called `test` or `dev`
    names a split only where one called `train` stands beside it.
    """
    places = [[place for place, folder in enumerate(each) if place and _split(folder)] for each in folders]
    learned = {
        tuple(each[:place])
        for each, own in zip(folders, places, strict=True)
        for place in own
        if _split(each[place]) == TRAIN
    }
    answer = []
    for each, own in zip(folders, places, strict=True):
        splitting = [place for place in own if tuple(each[:place]) in learned]
        labels = [folder for place, folder in enumerate(each) if place and place not in splitting]
        answer.append((_split(each[splitting[0]]) if splitting else None, "/".join(labels)))
    return answer


def _split(folder: str) -> str | None:
    return FOLDER_NAMES.get(folder.lower())


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
