"""Load a corpus: scan, read in parallel, split by piece, cache."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from seqgen.corpus.building import build
from seqgen.corpus.cache import CORPUS, fingerprint_of, open_cached
from seqgen.corpus.corpus import Corpus
from seqgen.corpus.options import CorpusOptions
from seqgen.corpus.pruning import PART, mark_used, prune
from seqgen.corpus.reading import Progress
from seqgen.corpus.scan import scan_files
from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import part_folder, temporary_folder
from seqgen.user_folders import cache_folder


def load_corpus(
    paths: Sequence[str | os.PathLike[str]],
    options: CorpusOptions | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    cache: bool = True,
) -> Corpus:
    """Return the corpus in files, folders and bundled corpora (`paths`).

    `progress` is called with the progress of reading; an exception that it raises ends everything. With `cache` the
    tables are kept in the user's cache folder where it can be written to, so that a second load reads no file again.
    Raises `UsageError` where a path does not exist or an option is out of range, `SeqgenError` where there is nothing
    to learn.
    """
    options = options or CorpusOptions()
    options.check()
    scan = scan_files(paths, options.kind)
    settings = options.of(scan.kind)
    fingerprint, unreadable = fingerprint_of(scan, options, settings)
    corpora, cache = _place(cache)
    folder = corpora / fingerprint
    corpus = open_cached(folder, fingerprint, scan.name) if cache else None
    if corpus is not None:
        mark_used(folder)
        return corpus
    cache = cache and _can_be_made(corpora)
    if cache:
        prune(corpora)
    home = corpora if cache else temporary_folder()
    if not cache and os.name != "posix":
        # files that are open cannot be removed there
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    fresh = part_folder(home, PART)
    try:
        kept = build(scan, options, settings, unreadable, _apart(progress), fresh) and cache
        place = _put(fresh, folder) if kept else fresh
        corpus = open_cached(place, fingerprint, scan.name)
    except _NotTold as error:
        raise error.problem from None
    except OSError as error:
        raise SeqgenError(
            "{file}: the corpus cannot be cached: {why}", file=printable(home), why=reason_of(error)
        ) from error
    finally:
        # where it is not kept, the memory-mapped tables stay until they are closed
        if os.name == "posix" or sys.exc_info()[0] is not None:
            shutil.rmtree(fresh if cache else home, ignore_errors=True)
    if corpus is None:
        raise SeqgenError("{file}: the cached corpus cannot be read back; is the disk full?", file=printable(place))
    return corpus


class _NotTold(Exception):
    """An `OSError` of the function that is told the progress, which is not one of the cache."""

    def __init__(self, problem: OSError) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _apart(progress: Callable[[Progress], None] | None) -> Callable[[Progress], None] | None:
    def tell(now: Progress) -> None:
        try:
            if progress is not None:
                progress(now)
        except OSError as error:
            raise _NotTold(error) from error

    return tell


def _put(fresh: Path, folder: Path) -> Path:
    """Give a corpus its name in the cache, and return where it is now."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        os.replace(fresh, folder)
    except OSError:
        # another process has put the same corpus there meanwhile
        return folder if (folder / CORPUS).exists() else fresh
    return folder


def _can_be_made(folder: Path) -> bool:
    """Make a folder of the cache. Return False where it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _place(cache: bool) -> tuple[Path, bool]:
    """Return the folder of cached corpora, and whether there is a home that can hold it."""
    try:
        return cache_folder() / "corpora", cache
    except SeqgenError:
        return Path(), False
