"""Corpora by name: those bundled with seqgen, and those in installed packages."""

from __future__ import annotations

from pathlib import Path

from seqgen.bundled import bundled_corpus
from seqgen.errors import SeqgenError, UsageError, printable
from seqgen.files import write_atomic
from seqgen.user_folders import cache_folder

BUNDLED = ("folk", "chorales", "grooves", "verse")
MUSIC21 = {
    "bach-chorales": ("bach", "Bach's four-part chorales"),
    "oneills": ("oneills1850", "O'Neill's Music of Ireland"),
    "ryans-mammoth": ("ryansMammoth", "Ryan's Mammoth Collection"),
    "essen": ("essenFolksong", "the Essen folk-song collection"),
}


def names() -> tuple[str, ...]:
    return (*BUNDLED, "python-docs", *MUSIC21)


def named_corpus(name: str) -> list[Path]:
    """Return the files or folders of a named corpus. Raises `UsageError` for an unknown name."""
    if name in BUNDLED:
        return [_bundled(name)]
    if name == "python-docs":
        return [_python_docs()]
    if name in MUSIC21:
        return _music21(name)
    raise UsageError(
        "{file}: there is no such file or folder, nor a corpus named so ({known})",
        file=printable(name),
        known=", ".join(names()),
    )


def _bundled(name: str) -> Path:
    folder = bundled_corpus(name)
    if folder is None:
        raise SeqgenError("the bundled corpus {name} is missing; install seqgen again", name=name)
    return folder


def _python_docs() -> Path:
    """Write the language reference inside CPython as one text file, and return its path."""
    from pydoc_data.topics import topics

    path, text = _kept("python-docs.txt"), "\n\n".join(topics[name] for name in sorted(topics))
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, text.encode())
    return path


def _kept(name: str) -> Path:
    """Return the folder of converted corpora."""
    return cache_folder() / "named" / name


def _music21(name: str) -> list[Path]:
    folder, title = MUSIC21[name]
    try:
        from music21 import common
    except ImportError:
        raise SeqgenError(
            "{file}: {title} come with music21; install it with: pip install seqgen[music21]", file=name, title=title
        ) from None
    source = Path(common.getCorpusFilePath()) / folder
    if not source.is_dir():
        raise SeqgenError("{file}: this music21 does not hold {title}", file=name, title=title)
    if name != "bach-chorales":
        return [source]
    from seqgen.corpus.music21_chorales import converted_chorales

    return [converted_chorales(source, _kept(name))]
