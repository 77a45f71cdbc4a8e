"""Find the files of a corpus, and sort them by kind and by the splits that folders name."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seqgen.corpus.named import named_corpus
from seqgen.corpus.split import folder_names
from seqgen.errors import Sentence, SeqgenError, UnreadableFile, UsageError, printable
from seqgen.files import find_files, read_regular
from seqgen.kinds import all_kinds, kind_named, kind_of_file

MOST_HASHED_BYTES = 1 << 31


@dataclass(frozen=True)
class Scan:
    """The files of a corpus before they are read; `labels` and `splits` come from their folders. `refused`: folders
    that cannot be read, with the reason."""

    name: str
    kind: str
    files: tuple[Path, ...]
    shown: tuple[str, ...]
    labels: tuple[str, ...]
    splits: tuple[str | None, ...]
    other: dict[str, int]
    refused: tuple[tuple[str, Sentence], ...] = ()


def scan_files(paths: Sequence[str | os.PathLike[str]], kind: str) -> Scan:
    """Find the files of one kind in these paths. Raises `UsageError` for a path that does not exist."""
    if not paths:
        raise UsageError("give files or folders to read")
    roots: list[tuple[Path, Path]] = []
    for given in paths:
        if not os.fspath(given):
            raise UsageError("an empty name is no folder; give files or folders to read")
        path = Path(given)
        for source in [path] if path.exists() else named_corpus(os.fspath(given)):
            roots.append((source, source if source.is_dir() else source.parent))
    found: dict[Path, Path] = {}
    refused: dict[str, Sentence] = {}
    for source, root in roots:

        def refuse(folder: Path, reason: Sentence, root: Path = root) -> None:
            refused.setdefault(f"{folder.relative_to(root)}{os.sep}", reason)

        for file in find_files([source], refused=refuse):
            found.setdefault(file, root)
    explicit = {source for source, _ in roots if source.is_file()}
    if not found:
        raise SeqgenError("{file}: the folder holds no files", file=", ".join(printable(p) for p in paths))
    by_kind = {file: _kind_of(file, file in explicit, kind) for file in found}
    if kind == "auto":
        # a folder of music may hold notes about it
        kind = next((name for name in all_kinds() if name in by_kind.values()), "auto")
    reads = () if kind == "auto" else kind_named(kind).suffixes
    # a table among texts is read as text, though it might be read as series elsewhere
    wanted = [file for file in found if by_kind[file] == kind or file.suffix.lower() in reads]
    chosen = set(wanted)
    if not wanted:
        possible = all_kinds().values() if kind == "auto" else [kind_named(kind)]
        kinds = " or ".join(f"{each.name} ({', '.join(sorted(each.suffixes))})" for each in possible)
        folders = ", ".join(printable(p) for p in paths)
        if len(found) == 1:
            only = "{file}: the only file is not {kinds}; give another folder or --kind"
            raise SeqgenError(only, file=folders, kinds=kinds)
        none = "{file}: none of the {count} files is {kinds}; give another folder or --kind"
        raise SeqgenError(none, file=folders, count=len(found), kinds=kinds)
    relative = [file.relative_to(found[file]) for file in wanted]
    named = folder_names([(str(found[file]), *path.parts[:-1]) for file, path in zip(wanted, relative, strict=True)])
    return Scan(
        name=_name_of(paths),
        kind=kind,
        files=tuple(wanted),
        shown=tuple(str(path) for path in relative),
        labels=tuple(label for _, label in named),
        splits=tuple(split for split, _ in named),
        refused=tuple(refused.items()),
        other=dict(Counter(file.suffix.lower() for file in found if file not in chosen)),
    )


def _name_of(paths: Sequence[str | os.PathLike[str]]) -> str:
    names = [Path(path).resolve().stem if Path(path).exists() else os.fspath(path) for path in paths]
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _kind_of(file: Path, explicit: bool, wanted: str) -> str | None:
    """Return the kind of a file: the one `wanted` if it reads such files, else `kind_of_file`, or one by its first
    bytes if it was named `explicit`ly."""
    if wanted != "auto" and file.suffix.lower() in kind_named(wanted).suffixes:
        return wanted
    kind = kind_of_file(file)
    if kind is not None:
        return kind.name
    if not explicit:
        return None
    try:
        start = read_regular(file, most_bytes=MOST_HASHED_BYTES)[:64]
    except UnreadableFile:
        return None
    return next((kind.name for kind in all_kinds().values() if kind.sniff(start)), None)
