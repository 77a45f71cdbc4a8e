"""The tunes of this folder as the Markdown table of its README.

python corpora/folk/list_tunes.py          prints the table
python corpora/folk/list_tunes.py --write  puts it into README.md, after the line that begins with `<!-- tunes`
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"
MARKER = "<!-- tunes"


def headers(path: Path) -> dict[str, str]:
    """Return the header fields of an ABC file by their letter; the key (`K:`) is the last of them."""
    fields: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        letter, colon, value = line.partition(":")
        if colon and len(letter) == 1:
            fields.setdefault(letter, value.strip())
        if letter == "K":
            break
    return fields


def table() -> str:
    """Return the table: one row a tune, by folder and then by file name."""
    rows = ["| title | kind | key | metre | origin | file |", "|---|---|---|---|---|---|"]
    for path in sorted(FOLDER.rglob("*.abc")):
        fields = headers(path)
        cells = [fields.get(letter, "") for letter in "TRKMO"]
        rows.append("| " + " | ".join([*cells, f"`{path.relative_to(FOLDER).as_posix()}`"]) + " |")
    return "\n".join(rows) + "\n"


def write() -> None:
    """Replace everything after the marker line of README.md with the table."""
    lines = README.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith(MARKER))
    README.write_text("".join(lines[: at + 1]) + "\n" + table(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        write()
    else:
        sys.stdout.write(table())
