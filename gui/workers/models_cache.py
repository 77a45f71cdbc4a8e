"""A cache of the models that a worker process has loaded. Knows no Qt."""

from __future__ import annotations

import os
from collections import OrderedDict

from seqgen.model import Model, load
from seqgen.runs.run import find_model

MOST_KEPT = 3

_kept: OrderedDict[tuple[str, int, int], Model] = OrderedDict()


def model(path: str | os.PathLike[str]) -> Model:
    """Return the model of a file or of a run's folder, cached as long as its file stays the same.

    Raises `UsageError` where there is none and `UnreadableFile` where the file is damaged.
    """
    file = find_model(path)
    status = file.stat()
    key = (str(file.absolute()), status.st_mtime_ns, status.st_size)
    if key not in _kept:
        _kept[key] = load(file)
    _kept.move_to_end(key)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return _kept[key]
