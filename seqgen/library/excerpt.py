"""Files of takes, whole, or one part or some bars of them alone."""

from __future__ import annotations

from seqgen.files import read_regular
from seqgen.kinds import kind_named
from seqgen.library.file_names import safe_name, take_name
from seqgen.library.take import TakeRecord

MOST_BYTES = 64 << 20


def excerpt_of(take: TakeRecord, *, part: str = "", span: str = "") -> bytes:
    """Return the file of a take, byte for byte, or one `part` of it (`Bass`, or its number from 1), or a `span` of it
    (bars or characters, such as `3-6`), or both. Raises `SeqgenError`.

        Path("bass.mid").write_bytes(excerpt_of(take, part="Bass", span="1-4"))
    """
    if not part and not span:
        return read_regular(take.path, most_bytes=MOST_BYTES)
    editing = kind_named(take.kind).editing
    content = editing.open(take.path)
    # a part of some bars has fewer tracks than the piece, so that its number would be another
    if part:
        content = editing.part_alone(content, part)
    if span:
        content = editing.excerpt(content, *editing.range_of(content, span))
    return editing.data(content)


def excerpt_name(take: TakeRecord, *, part: str = "", span: str = "") -> str:
    """Return a file name such as `chorales G major 92 bpm 3 Bass bars 1-4.mid`."""
    words = [f"part {part}" if part.isdecimal() else part, f"{span_unit(take)} {span}" if span else ""]
    # a name of a part may hold signs that file names cannot have
    return take_name(take, "") + "".join(f" {safe_name(each, '')}" for each in words if each) + take.path.suffix


def span_unit(take: TakeRecord) -> str:
    """Return in what spans of a take are counted: `bars`, `chars`."""
    kind = kind_named(take.kind)
    return kind.editing.span_option.lstrip("-") or f"{kind.event}s"
