"""Jobs of the Train page: reading samples of a run, and copying models. They know no Qt."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gui.library.file_name import file_name
from seqgen.bundled import Starter
from seqgen.errors import SeqgenError, printable, reason_of
from seqgen.files import Existing, new_file, read_regular
from seqgen.formats.sheet import Sheet
from seqgen.information import in_bits

MOST_TEXT_BYTES = 1 << 20


def sample(path: str) -> Sheet | str:
    """Return a sample that a run wrote at a check. Raises `SeqgenError`."""
    file = Path(path)
    if file.suffix == ".mid":
        from seqgen.formats.midi import read_scores

        return Sheet.from_score(read_scores(file)[0].score)
    return read_regular(file, most_bytes=MOST_TEXT_BYTES).decode("utf-8", "replace")


@dataclass(frozen=True)
class ImportedModel:
    """A model file of the library, or a starter, which comes with seqgen.

    `bits`: of an event, held out, 0 if unknown; `verdict`: of its standing beside counting, "" if unknown; `learned`:
    what a starter learned from, "" for others; texts are empty where the file is damaged.
    """

    path: str
    name: str
    corpus: str = ""
    network: str = ""
    event: str = ""
    bits: float = 0.0
    learned: str = ""
    verdict: str = ""


def imported(folder: str, starters: Sequence[Starter] = ()) -> list[ImportedModel]:
    """Return the models of a folder by name, then starters; damaged ones are listed without their facts."""
    ready = [replace(_imported(starter.path), learned=starter.learned) for starter in starters]
    return [*map(_imported, _model_files(folder)), *ready]


def _model_files(folder: str) -> list[Path]:
    try:
        return sorted(each for each in Path(folder).iterdir() if each.suffix == ".safetensors" and each.is_file())
    except OSError:
        return []  # not there yet


def _imported(file: Path) -> ImportedModel:
    from seqgen.network.model_file import read_model

    try:
        model = read_model(file)
    except SeqgenError:
        return ImportedModel(str(file), file.stem)
    about, event = model.about, model.tokenizer.event
    verdict = "" if about.standing is None else about.standing.verdict
    bits = float(in_bits(about.nats))
    return ImportedModel(str(file), file.stem, about.corpus, model.config.title, event, bits, verdict=verdict)


def bring_in(source: str, folder: str) -> str:
    """Copy a model file that has been checked into a folder, named after its corpus, and return its path. Raises
    `SeqgenError`."""
    from seqgen.network.model_file import read_model

    name = file_name(read_model(Path(source)).about.corpus) or Path(source).stem
    return copy_model(source, str(Path(folder) / f"{name}.safetensors"))


def copy_model(source: str, target: str, *, overwrite: bool = False) -> str:
    """Copy a model file that has been checked, and return its path: `target`, or without `overwrite` the next free name
    if that is taken. Raises `SeqgenError`."""
    from seqgen.network.model_file import read_model

    read_model(Path(source))
    path = Path(target)
    existing = Existing.REPLACE if overwrite else Existing.NUMBER
    try:
        with Path(source).open("rb") as mine, new_file(path, existing=existing) as theirs:
            shutil.copyfileobj(mine, theirs.file)
    except OSError as error:
        raise SeqgenError("{file}: cannot be written: {why}", file=printable(path), why=reason_of(error)) from error
    return str(theirs.path)
