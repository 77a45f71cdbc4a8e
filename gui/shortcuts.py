"""Shortcuts: one table of all keys, from which they are bound, shown and listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

# the tool that gathers texts for translation finds calls of this name
translate = QCoreApplication.translate

WINDOW, WRITING, TAKES, LOOKING, EDITING, ELSEWHERE = "window", "writing", "takes", "looking", "editing", "elsewhere"
GROUPS = (WINDOW, WRITING, TAKES, LOOKING, EDITING, ELSEWHERE)


@dataclass(frozen=True)
class Row:
    """A line of the list of shortcuts.

    `keys`: by the name of what is done, one or more key sequences, of which the first is shown; `shown`: how they are
    written instead. A row of the mouse, or of what Qt itself does, has no keys.
    """

    words: str
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shown: str = ""

    @property
    def label(self) -> str:
        """The keys as this system writes them."""
        return self.shown or "  ".join(native(keys[0]) for keys in self.keys.values())


def group_title(group: str) -> str:
    return {
        WINDOW: translate("Shortcuts", "THE WINDOW"),
        WRITING: translate("Shortcuts", "WRITING TAKES"),
        TAKES: translate("Shortcuts", "TAKES"),
        LOOKING: translate("Shortcuts", "LOOKING AT THE ROLL"),
        EDITING: translate("Shortcuts", "EDITING NOTES"),
        ELSEWHERE: translate("Shortcuts", "ELSEWHERE"),
    }[group]


def rows(group: str) -> list[Row]:
    """Return the rows of a group in the language of the window."""
    makers = {
        WINDOW: _window, WRITING: _writing, TAKES: _takes, LOOKING: _looking, EDITING: _editing, ELSEWHERE: _elsewhere,
    }  # fmt: skip
    return makers[group]()


def _window() -> list[Row]:
    pages = {name: (str(n), f"Ctrl+{n}") for n, name in enumerate(("corpora", "train", "create", "inspect"), start=1)}
    words = translate("Shortcuts", "The four pages; among takes and in text with {keys}")
    loop = translate("Shortcuts", "Loop: repeat the chosen bars, or the whole")
    return [
        Row(words.format(keys=modifier("Ctrl")), pages, "1 – 4"),
        Row(translate("Shortcuts", "Play and pause"), {"play": ("Space",)}),
        Row(loop, {"loop": ("L", "Ctrl+L")}),
        Row(translate("Shortcuts", "Undo"), {"undo": ("Ctrl+Z",)}),
        Row(translate("Shortcuts", "Redo"), {"redo": ("Ctrl+Shift+Z", "Ctrl+Y")}),
        Row(translate("Shortcuts", "The manual"), {"manual": ("F1",)}),
        Row(translate("Shortcuts", "This list"), {"keys": ("Shift+F1",)}),
        Row(translate("Shortcuts", "Close the window"), {"quit": ("Ctrl+Q",)}),
    ]


def _writing() -> list[Row]:
    go_on = translate("Shortcuts", "Continue the take; in text {keys}").format(keys=native("Ctrl+Return"))
    model = translate("Shortcuts", "The model before, the next model")
    mute = translate("Shortcuts", "Silence the part of the chosen notes, or hear it alone")
    return [
        Row(translate("Shortcuts", "Generate takes"), {"generate": ("Ctrl+G",)}),
        Row(go_on, {"continue": ("C", "Ctrl+Return")}),
        Row(translate("Shortcuts", "Vary the take"), {"vary": ("V",)}),
        Row(translate("Shortcuts", "Rewrite the chosen bars"), {"rewrite": ("R",)}),
        Row(mute, {"mute": ("M",), "solo": ("Shift+S",)}),
        Row(
            model,
            {"previous-model": ("Ctrl+PgUp",), "next-model": ("Ctrl+PgDown",)},
            f"{native('Ctrl+PgUp')}  {native('PgDown')}",
        ),
        Row(translate("Shortcuts", "Export"), {"export": ("Ctrl+E",)}),
    ]


def _takes() -> list[Row]:
    rate = {f"rate-{number}": (str(number),) for number in range(6)}
    return [
        Row(translate("Shortcuts", "Search the takes"), {"search": ("Ctrl+F",)}),
        Row(translate("Shortcuts", "Walk the takes"), {}, "↑  ↓"),
        Row(translate("Shortcuts", "Hear the take again"), {"again": ("Return", "Enter")}),
        Row(translate("Shortcuts", "The take before, at the same place"), {"compare": ("B",)}),
        Row(translate("Shortcuts", "Keep a take: give it a star"), {"keep": ("S",)}),
        Row(translate("Shortcuts", "Rate a take"), rate, "0 – 5"),
        Row(translate("Shortcuts", "Name, tags and note of a take"), {"details": ("F2",)}),
        Row(translate("Shortcuts", "Delete a take"), {"delete-take": ("Del", "Backspace")}),
        Row(translate("Shortcuts", "Copy the take's file"), {"copy-take": ("Ctrl+C",)}),
    ]


def _looking() -> list[Row]:
    zoom = {"zoom-in": ("+", "="), "zoom-out": ("-",), "fit": ("0",), "show-chosen": ("Z",)}
    zoom_pitch = {"zoom-in-pitch": ("Ctrl++", "Ctrl+="), "zoom-out-pitch": ("Ctrl+-",)}
    wheel = translate("Shortcuts", "{keys}+wheel").format(keys=modifier("Ctrl"))
    pitch = translate("Shortcuts", "Choose all of this pitch; also a click on its key")
    page = {"page-back": ("PgUp",), "page-on": ("PgDown",), "begin": ("Home",), "end": ("End",)}
    return [
        Row(translate("Shortcuts", "Scroll; with Shift in time"), {}, translate("Shortcuts", "Wheel")),
        Row(translate("Shortcuts", "Zoom; with Shift in pitch"), {}, wheel),
        Row(translate("Shortcuts", "Zoom, see the whole, see what is chosen"), zoom, "+  −  0  Z"),
        Row(translate("Shortcuts", "Zoom in pitch"), zoom_pitch, f"{modifier('Ctrl')} +  −"),
        Row(translate("Shortcuts", "A page back and on, to the beginning and the end"), page),
        Row(translate("Shortcuts", "Choose bars"), {}, translate("Shortcuts", "Drag in the ruler")),
        Row(translate("Shortcuts", "Choose notes"), {}, translate("Shortcuts", "Drag")),
        Row(translate("Shortcuts", "Choose all notes"), {"all": ("Ctrl+A",)}),
        Row(translate("Shortcuts", "Choose whole bars"), {"choose-bars": ("Shift+B",)}),
        Row(translate("Shortcuts", "Choose the whole part"), {"choose-part": ("Shift+P",)}),
        Row(pitch, {"choose-pitch": ("Shift+H",)}),
        Row(
            translate("Shortcuts", "Choose the next note, the one before"),
            {"next-note": ("N",), "previous-note": ("Shift+N",)},
        ),
        Row(translate("Shortcuts", "Choose nothing"), {"none": ("Esc",)}),
    ]


def _editing() -> list[Row]:
    arrows = ("left", "right", "up", "down")
    move = {name: (name.capitalize(),) for name in arrows}
    far = {f"far-{name}": (f"Ctrl+{name.capitalize()}",) for name in arrows}
    lengths = {"shorter": ("Shift+Left",), "longer": ("Shift+Right",)}
    alt = translate("Shortcuts", "{keys}+drag").format(keys=modifier("Alt"))
    double = translate("Shortcuts", "Double-click")
    grid = {"coarser": (",",), "finer": (".",), "triplets": ("T",)}
    steps = {"step-up": ("Alt+Shift+Up",), "step-down": ("Alt+Shift+Down",)}
    return [
        Row(translate("Shortcuts", "Add a note"), {"add-note": ("Ins",)}, f"{double}  {native('Ins')}"),
        Row(
            translate("Shortcuts", "Step entry: a rest; back, deleting what begins there"),
            {"rest": ("Shift+R",), "step-back": ("Shift+Backspace",)},
        ),
        Row(translate("Shortcuts", "Move it; with Alt off the grid"), {}, translate("Shortcuts", "Drag a note")),
        Row(translate("Shortcuts", "Make it longer or shorter"), {}, translate("Shortcuts", "Drag its end")),
        Row(translate("Shortcuts", "Louder upwards, softer downwards"), {}, alt),
        Row(translate("Shortcuts", "Move; with Ctrl by a bar or an octave"), {**move, **far}, "←  →  ↑  ↓"),
        Row(translate("Shortcuts", "Shorter and longer"), lengths, f"{modifier('Shift')} ←  →"),
        Row(
            translate("Shortcuts", "Louder and softer"),
            {"louder": ("Alt+Up",), "softer": ("Alt+Down",)},
            f"{modifier('Alt')} ↑  ↓",
        ),
        Row(translate("Shortcuts", "Up and down a step of the key"), steps, f"{modifier('Alt+Shift')} ↑  ↓"),
        Row(translate("Shortcuts", "Delete notes"), {"delete": ("Del", "Backspace")}),
        Row(translate("Shortcuts", "Mark where notes are pasted"), {}, translate("Shortcuts", "Click on the ground")),
        Row(
            translate("Shortcuts", "Cut, copy, paste"),
            {"cut": ("Ctrl+X",), "copy": ("Ctrl+C",), "paste": ("Ctrl+V",)},
            f"{native('Ctrl+X')}  C  V",
        ),
        Row(translate("Shortcuts", "Duplicate"), {"duplicate": ("Ctrl+D",)}),
        Row(translate("Shortcuts", "Quantize to the grid"), {"quantise": ("Ctrl+U",)}),
        Row(translate("Shortcuts", "Coarser grid, finer grid, triplets"), grid),
    ]


def _elsewhere() -> list[Row]:
    bars = {"bar-before": ("Left",), "bar-after": ("Right",), "first-bar": ("Home",), "last-bar": ("End",)}
    curve = {"point-before": ("Left",), "point-after": ("Right",), "more": ("Up",), "fewer": ("Down",)}
    ends = {"first-point": ("Home",), "last-point": ("End",)}
    menu = translate("Shortcuts", "Menu of the bar: write it anew, or as another")
    map_ = {
        "event-before": ("Left",), "event-after": ("Right",), "unit-above": ("Up",), "unit-below": ("Down",),
        "units-above": ("PgUp",), "units-below": ("PgDown",), "first-event": ("Home",), "last-event": ("End",),
        "more-units": ("-",), "fewer-units": ("+", "="),
    }  # fmt: skip
    return [
        Row(translate("Shortcuts", "In the strip of letters: walk the bars"), bars, "←  →"),
        Row(menu, {"bar-menu": ("Return", "Enter")}),
        Row(translate("Shortcuts", "In the curve of density: walk, more, fewer"), {**curve, **ends}, "←  →  ↑  ↓"),
        Row(translate("Shortcuts", "In the map of units: walk notes and units, zoom"), map_, "←  →  ↑  ↓  +  −"),
        Row(translate("Shortcuts", "Among pieces: tick or untick those chosen"), {"tick": ("Return", "Enter")}),
        Row(translate("Shortcuts", "Press the button that Tab has reached"), {}, native("Space")),
        Row(translate("Shortcuts", "Save the details of a take"), {"save-details": ("Ctrl+Return", "Ctrl+Enter")}),
    ]


# -- the table as code asks it -----------------------------------------------------------------------------------------


@lru_cache
def _keys() -> dict[str, tuple[str, ...]]:
    return {name: tuple(keys) for group in GROUPS for row in rows(group) for name, keys in row.keys.items()}


def sequences(name: str) -> list[QKeySequence]:
    """Return the keys of what is done by this name. Raises `KeyError` where the table does not know it."""
    return [QKeySequence(keys) for keys in _keys()[name]]


def key_of(name: str) -> str:
    """Return the first key of a name, as this system writes it."""
    return native(_keys()[name][0])


def with_keys(words: str, *names: str) -> str:
    """Return words with their keys behind them: `Write new takes (Ctrl+G)`."""
    return f"{words} ({', '.join(map(key_of, names))})"


def in_menu(words: str, name: str) -> str:
    """Return the text of an entry of a menu, with the key at its right; the menu does not bind it."""
    return f"{words}\t{key_of(name)}"


def bind(widget: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
    """Bind the keys of names while `widget` is shown, wherever in its window the focus is."""
    for name, act in acts.items():
        for keys in sequences(name):
            shortcut = QShortcut(keys, widget)
            shortcut.setAutoRepeat(False)
            shortcut.setObjectName(name)
            shortcut.activated.connect(act)


class Handled:
    """Names whose keys a widget handles itself, while it has the focus."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self._by_keys = {keys: name for name in names for keys in sequences(name)}

    def name(self, event: QKeyEvent) -> str:
        """Return what a key does here, empty for nothing."""
        modifiers, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key())
        found = self._by_keys.get(QKeySequence(QKeyCombination(modifiers, key)), "")
        if not found and event.text() and not event.text().isalnum():
            # a sign that stands on the upper half of its key
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
            found = self._by_keys.get(QKeySequence(QKeyCombination(modifiers, key)), "")
        return found


def native(keys: str) -> str:
    """Return keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def modifier(name: str) -> str:
    """Return modifiers such as `Ctrl` or `Alt+Shift` as this system writes them."""
    return native(f"{name}+A")[:-1].rstrip("+")
