"""MkDocs hook: pages made from README.md, CHANGELOG.md, CONTRIBUTING.md and the parsers of the command."""

from __future__ import annotations

import argparse
import html
import sys
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
COPIES = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for source, page in COPIES.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text(encoding="utf-8")))
    files.append(File.generated(config, "reference/command.md", content=command_page()))
    files.append(File.generated(config, "reference/keys.md", content=keys_page()))
    return files


def keys_page() -> str:
    """Return the page of keys, a table for each group, from the table by which the window binds them."""
    sys.path.insert(0, str(ROOT))
    from gui.shortcuts import GROUPS, group_title, native, rows

    lines = ["# Keys and mouse", "", "The window lists them, too: press Shift+F1, or *Menu*, *Help*.", ""]
    for group in GROUPS:
        lines += [f"## {group_title(group).capitalize()}", "", "| keys | what they do |", "|---|---|"]
        for row in rows(group):
            # every key, not only the first of each
            others = [keys for own in row.keys.values() for keys in own[1:] if len(row.keys) == 1]
            label = " or ".join([row.label, *map(native, others)])
            lines.append(f"| {html.escape(label, quote=False)} | {html.escape(row.words, quote=False)} |")
        lines.append("")
    return "\n".join(lines)


def command_page() -> str:
    """Return the page of the command, a section for each sub-command."""
    sys.path.insert(0, str(ROOT))
    from seqgen.cli import build_parser

    parser = build_parser()
    lines = ["# The command", "", f"{parser.description} `python -m seqgen` does the same.", ""]
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        lines += [f"## seqgen {name}", "", html.escape(command.description or "", quote=False), ""]
        lines += sections(command)
        if command.epilog:
            head, _, rest = command.epilog.partition(":")
            examples = rest.replace("; seqgen ", "\nseqgen ").splitlines()
            lines += [f"{head.capitalize()}:", "", "```sh", *filter(None, map(str.strip, examples)), "```", ""]
    return "\n".join(lines)


def sections(command: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the lines of a table for each group of options."""
    for group in command._action_groups:
        actions = [a for a in group._group_actions if not isinstance(a, argparse._HelpAction)]
        if not actions:
            continue
        title = {"positional arguments": "Arguments", "options": "Options"}.get(group.title or "", group.title or "")
        yield from (f"**{title[0].upper()}{title[1:]}**", "", "| option | meaning |", "|---|---|")
        for action in actions:
            meaning = html.escape((action.help or "") % vars(action), quote=False).replace("|", "\\|")
            yield f"| {spelling(action)} | {meaning} |"
        yield ""


def spelling(action: argparse.Action) -> str:
    """Return the spellings of an option, the value behind the first."""
    value = str(action.metavar or action.dest.upper()).replace("|", "\\|")
    if action.choices:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    if not action.option_strings:
        return f"`{value}`"
    first, *others = action.option_strings
    return ", ".join([f"`{first}`" if action.nargs == 0 else f"`{first} {value}`", *(f"`{other}`" for other in others)])
