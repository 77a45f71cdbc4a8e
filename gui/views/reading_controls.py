"""Controls for how a corpus of a kind is read, made from the fields of its `options`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from gui.controls.elided_box import ElidedBox
from gui.views.general_rules import RuleControl, control_of
from seqgen.kinds import kind_named


@dataclass(frozen=True)
class ReadingControl:
    """The control of an option, with its name and its tool tip."""

    word: str
    tip: str
    control: RuleControl


def reading_controls(kind: str) -> dict[str, ReadingControl]:
    """Return a control for each option of a kind that the command has, by the option's name."""
    offered = (each for each in fields(kind_named(kind).options) if "help" in each.metadata)
    return {
        each.name: ReadingControl(
            each.name.replace("_", " ").capitalize(), str(each.metadata["help"]), control_of(each)
        )
        for each in offered
    }


def choice_control(choices: Sequence[tuple[str, str]]) -> RuleControl:
    """Return a control that offers (value, name) pairs, and any other value that it is told to show."""
    box = ElidedBox()
    for value, name in choices:
        box.addItem(name, value)

    def show(value: str) -> None:
        if box.findData(value) < 0:
            box.addItem(value, value)
        box.setCurrentIndex(box.findData(value))

    return RuleControl(box, show, box.currentData, box.currentIndexChanged)
