"""The patterns of every style, as step grids.

A string is a bar for one drum (two bars if it contains `|`). Its steps divide the bar evenly, so one lane may be in
sixteenths and the next in triplets. Spaces are ignored.

    X accent   x normal   o soft   g ghost note, mostly played   ? normal, sometimes   h ghost note, sometimes   . rest
"""

from __future__ import annotations

from dataclasses import dataclass

Lanes = dict[str, str]

DRUMS = {
    "kick": 36, "stick": 37, "snare": 38, "clap": 39, "hat": 42, "floor": 43, "pedal": 44, "low": 45, "open": 46,
    "mid": 47, "crash": 49, "high": 50, "ride": 51, "bell": 53, "tambourine": 54, "cowbell": 56, "bongo": 60,
    "low-bongo": 61, "mute-conga": 62, "conga": 63, "low-conga": 64, "timbale": 65, "low-timbale": 66, "agogo": 67,
    "low-agogo": 68, "cabasa": 69, "shaker": 70, "claves": 75, "block": 76, "low-block": 77, "mute-triangle": 80,
    "triangle": 81,
}  # fmt: skip
"""General MIDI keys."""


@dataclass(frozen=True)
class Fill:
    """A replacement for the last `beats` beats of a groove's bar."""

    beats: int
    lanes: Lanes


@dataclass(frozen=True)
class Style:
    """Grooves and fills of one style. `late` delays every second sixteenth by 24ths of a quarter."""

    name: str
    beats: int
    unit: int
    tempos: tuple[int, ...]
    grooves: tuple[Lanes, ...]
    fills: tuple[Fill, ...]
    late: int = 0
    crash: bool = True


STRAIGHT_FILLS = (
    Fill(1, {"snare": "XxxX", "kick": "x..."}),
    Fill(2, {"snare": "X.xx ....", "high": ".... Xx..", "low": ".... ..xX", "kick": "x... x..."}),
    Fill(2, {"snare": "x.xX .xX.", "kick": "x..x ..x.", "hat": "x.x. x.x."}),
    Fill(4, {"snare": "Xxxx .... .... ....", "high": ".... Xxxx .... ....", "mid": ".... .... Xxxx ....",
             "floor": ".... .... .... XxxX", "kick": "x... x... x... x..."}),
)  # fmt: skip
TRIPLET_FILLS = (
    Fill(1, {"snare": "Xxx"}),
    Fill(2, {"snare": "Xxx ...", "mid": "... Xx.", "floor": "... ..X", "kick": "x.. x.."}),
    Fill(2, {"snare": "x.x X.x", "kick": "x.. x..", "pedal": "... x.."}),
)

STYLES = (
    Style(
        "rock", 4, 4, (104, 112, 120, 128, 138, 146),
        (
            {"hat": "X.x. X.x. X.x. X.x.", "snare": ".... X..h .... X..h", "kick": "X... ...? X.?. ...."},
            {"hat": "X.x. X.x. X.x. X.x.", "snare": ".... X... .... X...", "kick": "X... ..x. X.x. ..?."},
            {"hat": "X.x. X.x. X.x. X.x.", "open": ".... .... .... ..?.", "snare": ".... X... ..g. X..g",
             "kick": "X..x ..x. .... ..?. | X..x ..x. ..x. ...."},
            {"ride": "X.x. X.x. X.x. X.x.", "snare": ".... X... .... X...", "kick": "X.x. .... X.x. ..?."},
            {"hat": "X... X... X... X...", "snare": ".... .... X... ...h", "kick": "X..? ..x. .... ..?."},
            {"floor": "X.x. X.x. X.x. X.x.", "snare": ".... X... .... X...", "kick": "X... X... X... X.?."},
        ),
        STRAIGHT_FILLS,
    ),
    Style(
        "funk", 4, 4, (92, 96, 100, 104, 108, 112),
        (
            {"hat": "XxxxXxxxXxxxXxxx", "snare": ".... X..g .g.. X..g", "kick": "X.x. ..x. ..x. .x.."},
            {"hat": "X.x.X.x.X.x.X.x.", "open": ".... .... .... ..x.", "snare": ".... X..g .g.g X..g",
             "kick": "X..x .... ..xx ..?."},
            {"hat": "X.xxX.xxX.xxX.xx", "snare": "..g. X.g. .g.. X..g | ..g. X.g. .gg. ..X.",
             "kick": "X..x ..x. .x.. .... | X..x ..x. ..x. x..."},
            {"hat": "x.X.x.X.x.X.x.X.", "snare": ".h.. X..g .X.. ..g.", "kick": "X.x. ..?. ..x. .x.?"},
            {"ride": "X.x.X.x.X.x.X.x.", "bell": "X... X... X... X...", "snare": ".... X..g .g.g X.g.",
             "kick": "X..x ..x. ..?. .x.."},
        ),
        (
            Fill(1, {"snare": "XgxX", "kick": "..x."}),
            Fill(2, {"snare": "X.gX .gX.", "kick": ".x.. x..x", "hat": "x.x. x.x."}),
            Fill(2, {"snare": "xxX. .xX.", "mid": "...x x...", "kick": "x... ..x."}),
        ),
    ),
    Style(
        "disco", 4, 4, (114, 118, 122, 126),
        (
            {"kick": "X... X... X... X...", "hat": "x... x... x... x...", "open": "..X. ..X. ..X. ..X.",
             "snare": ".... X... .... X..."},
            {"kick": "X... X... X... X...", "hat": "x.xx x.xx x.xx x.xx", "open": "..?. ..?. ..?. ..X.",
             "snare": ".... X... .... X..h", "clap": ".... x... .... x..."},
            {"kick": "X... X... X... X.?.", "hat": "xx.x xx.x xx.x xx.x", "open": "..X. ..X. ..X. ..X.",
             "snare": ".... X... .... X...", "tambourine": "..x. ..x. ..x. ..x."},
            {"kick": "X... X... X... X...", "hat": "x... x... x... x...", "open": "..X. ..X. ..X. ..X.",
             "snare": ".... X..g .g.. X..h", "conga": "..?x ...x ..?x ..x.", "low-conga": ".... ..x. .... x..."},
        ),
        (Fill(1, {"snare": "XxXx", "kick": "X..."}), *STRAIGHT_FILLS[1:3]),
    ),
    Style(
        "house", 4, 4, (120, 122, 124, 126, 128),
        (
            {"kick": "X... X... X... X...", "open": "..X. ..X. ..X. ..X.", "clap": ".... X... .... X...",
             "shaker": "oxxo oxxo oxxo oxxo"},
            {"kick": "X... X... X... X..?", "hat": "o.o. o.o. o.o. o.o.", "open": "..X. ..X. ..X. ..X.",
             "clap": ".... X... .... X..h", "stick": "...x ..x. .x.. x..."},
            {"kick": "X... X... X... X...", "hat": "x.Xx x.Xx x.Xx x.Xx", "clap": ".... X... .... X...",
             "bongo": "x..x ..x. ..x. x.h.", "low-bongo": ".... x... x... ..x."},
            {"kick": "X... X... X... X...", "ride": "..X. ..X. ..X. ..X.", "snare": ".... X... .... X.gg",
             "cowbell": "x..x ..x. .x.. x.?."},
        ),
        (
            Fill(1, {"clap": "X.XX", "kick": "X..."}),
            Fill(2, {"snare": "x.x. xxXX", "kick": "X... X..."}),
            Fill(4, {"snare": "o... o... o.o. xxXX", "hat": "x.x. x.x. x.x. x.x."}),
        ),
    ),
    Style(
        "hip-hop", 4, 4, (82, 86, 90, 94, 98),
        (
            {"hat": "X.x.X.x.X.x.X.x.", "snare": ".... X... .... X..h", "kick": "X..x .... ..x. .?.."},
            {"hat": "X.xxX.x.X.xxX.x.", "snare": ".... X..g .... X...", "kick": "X.x. ...x ..x. ...."},
            {"hat": "X.x.X.xxX.x.X.x.", "open": ".... .... .... ..?.", "snare": ".... X... .g.. X..g",
             "kick": "X..x ...x .xx. .... | X... ...x .xx. ..?."},
            {"hat": "x.x.X.x.x.x.X.x.", "snare": ".... X... .... X...", "stick": "..h. ...h ..h. ...x",
             "kick": "X... ..xx ..x. ...?"},
            {"hat": "xxx.xxx.xx.xxxx.", "clap": ".... X... .... X...", "snare": ".... o..g .... o...",
             "kick": "X..x ..x. ...x ..?."},
        ),
        (
            Fill(1, {"snare": "X.xX", "kick": ".x.."}),
            Fill(2, {"kick": "X..x x.x.", "snare": "..X. .X.X", "hat": "x.x. x..."}),
            Fill(1, {"hat": "xxxxxX", "kick": "x....."}),
        ),
        late=2, crash=False,
    ),
    Style(
        "drum-and-bass", 4, 4, (166, 170, 174),
        (
            {"hat": "X.x.X.x.X.x.X.x.", "snare": ".... X..g .g.. X..g", "kick": "X... .... ..x. ...."},
            {"ride": "X.x.X.x.X.x.X.x.", "snare": ".... X... .... X.g. | .... X..g .g.. ..X.",
             "kick": "X.x. .... ..x. .... | X.x. .... ..x. ...."},
            {"hat": "X.x.X.x.X.x.X.x.", "snare": ".... X..g .g.g X... | .... X..g .g.g X.XX",
             "kick": "X.x. .... ..xx .... | X.x. .... ..x. ...."},
        ),
        (
            Fill(2, {"snare": "XgXg XXgX", "kick": ".... ....", "hat": "x.x. x.x."}),
            Fill(2, {"snare": "X..X ..X.", "kick": ".xx. xx.x"}),
        ),
    ),
    Style(
        "soul", 4, 4, (108, 116, 124, 132),
        (
            {"snare": "X... X... X... X...", "hat": "x.x. x.x. x.x. x.x.", "kick": "X..x ..x. x... ..x.",
             "tambourine": ".... X... .... X..."},
            {"snare": ".... X... .... X..h", "hat": "X.x. X.x. X.x. X.x.", "kick": "X... ..x. ..x. ..?.",
             "tambourine": "..x. X.x. ..x. X.x."},
            {"stick": ".... X... .... X...", "hat": "x.o. x.o. x.o. x.o.", "kick": "X... ..x. X... ..?.",
             "shaker": "oxoxoxoxoxoxoxox"},
        ),
        (*STRAIGHT_FILLS[:3], Fill(1, {"snare": "XxXxXx"})),
    ),
    Style(
        "ballad", 4, 4, (60, 66, 72, 78),
        (
            {"hat": "x.o. x.o. x.o. x.o.", "stick": ".... X... .... X...", "kick": "X... ...? x.x. ...."},
            {"hat": "xoxo xoxo xoxo xoxo", "snare": ".... X..h .... X.h.", "kick": "X..x .... ..x. ..?."},
            {"ride": "X.x. X.x. X.x. X.x.", "snare": ".... X... .... X...", "kick": "X... ..x. X.x. ...?"},
        ),
        (
            Fill(1, {"snare": "oxxX"}),
            Fill(2, {"snare": "x.xx ....", "mid": ".... X.x.", "floor": ".... .x.X", "kick": "x... x..."}),
            Fill(2, {"high": "x.x. ....", "mid": "..x. x...", "floor": ".... ..xX", "kick": "x... ...."}),
        ),
    ),
    Style(
        "country", 4, 4, (92, 100, 132, 104, 110),
        (
            {"snare": "ooXo ooXo ooXo ooXo", "kick": "X... x... X... x..."},
            {"snare": "ogXg ogXg ogXg oXXg", "kick": "X... x... X... x...", "pedal": "..x. ..x. ..x. ..x."},
            {"hat": "x.o. x.o. x.o. x.o.", "stick": ".... X... .... X...", "kick": "X... .... X.?. ...."},
        ),
        (Fill(1, {"snare": "XxxX", "kick": "X..."}), STRAIGHT_FILLS[1], Fill(2, {"snare": "xxxx XxxX",
                                                                                 "kick": "X... X..."})),
    ),
    Style(
        "reggae", 4, 4, (68, 72, 76, 80, 84),
        (
            {"hat": "x.X. x.X. x.X. x.X.", "stick": ".... .... X... ...h", "kick": ".... .... X... ...."},
            {"hat": "x.Xo x.Xo x.Xo x.Xo", "stick": ".... ...h X... .h..", "kick": ".... .... X... ..?.",
             "open": ".... .... .... ..?."},
            {"hat": "x.X. x.X. x.X. x.X.", "stick": ".... X... .... X..h", "kick": "X... ..?. X... ..x."},
            {"hat": "o.X. o.X. o.X. o.X.", "snare": ".... .... X... ....", "kick": "X... X... X... X...",
             "stick": "...x ..x. .... ..x."},
        ),
        (
            Fill(1, {"snare": "X..X", "kick": "...."}),
            Fill(2, {"timbale": "XxxX ..x.", "low-timbale": ".... x..X"}),
            Fill(2, {"snare": "X.XX .X..", "mid": ".... x.xx"}),
            Fill(1, {"snare": "XxXxXx"}),
        ),
        crash=False,
    ),
    Style(
        "bossa-nova", 4, 4, (62, 66, 70, 74, 78),
        (
            {"hat": "x.x. x.x. x.x. x.x.", "stick": "X..x ..x. ..x. .x..",
             "kick": "X..x X..x X..x X..x"},
            {"hat": "xoxo xoxo xoxo xoxo", "stick": "..x. .x.. X..x ..x.",
             "kick": "X... x..x X... x..x", "pedal": ".... x... .... x..."},
            {"ride": "x.x. x.x. x.x. x.x.", "stick": "X..x ..x. ...x ..x. | X..x ..x. ..x. .x..",
             "kick": "X..x X..x X..x X..x", "pedal": ".... x... .... x..."},
            {"shaker": "xoox xoox xoox xoox", "claves": "X..x ..x. ..x. .x..",
             "kick": "o..x o..x o..x o..x", "pedal": ".... x... .... x...", "triangle": "?... .... .... ...."},
        ),
        (
            Fill(1, {"stick": "x.xX", "kick": "X..x"}),
            Fill(2, {"snare": "o.x. .xx.", "stick": "...x x..X", "kick": "X..x X..x"}),
            Fill(2, {"high": "x..x ....", "mid": ".... x...", "floor": "..x. ..xX", "kick": "X..x X..x"}),
        ),
        crash=False,
    ),
    Style(
        "samba", 2, 4, (96, 102, 108, 114),
        (
            {"shaker": "Xoox Xoox", "kick": "o..x X..x", "pedal": "..x. ..x.",
             "snare": "X.g. X.gX | .gX. gX.g"},
            {"snare": "XggX XggX | gXgX ggXg", "kick": "o... X..o", "agogo": "x... x... | .x.. x.x.",
             "low-agogo": "..x. ..xx | ..x. ...."},
            {"ride": "x.xx x.xx", "kick": "o..x X..x", "pedal": "..x. ..x.", "stick": "x.x. .x.x | .x.x ..x."},
            {"tambourine": "Xoox Xoox", "floor": ".... X... | .... X..x", "kick": "x... o...",
             "snare": "g.gX gg.X | g.Xg .Xgg", "cowbell": "x.x. xx.x | .x.x x.x."},
        ),
        (
            Fill(1, {"snare": "XxXX", "kick": "x..x"}),
            Fill(2, {"snare": "Xx.X x.XX", "kick": "x... x...", "floor": "..x. ...."}),
            Fill(2, {"high": "X.x. ....", "mid": ".x.x x...", "floor": ".... .xXX", "kick": "x..x X..x"}),
        ),
    ),
    Style(
        "cha-cha", 4, 4, (112, 118, 124, 130),
        (
            {"cowbell": "X... X... X... X...", "mute-conga": "x.o. X.o. x.o. ....",
             "conga": ".... .... .... X.x.",
             "shaker": "x.x. x.x. x.x. x.x.", "kick": "o... .... o..? ....", "claves": "?... .... .... ...."},
            {"block": "X... X... X... X...", "mute-conga": "x.o. X.o. x.o. ....",
             "conga": ".... .... .... X.X.",
             "low-conga": ".... .... ..?. ....", "cabasa": "x.x. x.x. x.x. x.x.", "stick": ".... x... .... x..."},
            {"cowbell": "X.o. X.o. X.o. X.o.", "timbale": ".... .... .... x.xx | .... .... .... ....",
             "mute-conga": "x.o. X.o. x.o. ....", "conga": ".... .... .... X.x.", "kick": "x... ...x ..x. x..."},
        ),
        (
            Fill(1, {"timbale": "XxxX", "cowbell": "X..."}),
            Fill(2, {"timbale": "X.xx ..X.", "low-timbale": ".... xx.X", "cowbell": "X... X..."}),
        ),
    ),
    Style(
        "jazz-swing", 4, 4, (116, 132, 148, 164, 180, 200),
        (
            {"ride": "X.. x.x X.. x.x", "pedal": "... X.. ... X..", "kick": "g.. g.. g.. g..",
             "snare": "... ..h ... ..h"},
            {"ride": "X.. x.x X.. x.x", "pedal": "... X.. ... X..",
             "snare": "..g ... .hx ... | ... ..x ... h..",
             "kick": "... ..? ... ... | ... ... ..? ..."},
            {"ride": "X.x x.. X.. x.x", "pedal": "... X.. ... X..", "snare": "... x.. ..g ..h",
             "kick": "..? ... ..x ..."},
            {"hat": "x.. ..x x.. ..x", "open": "... X.. ... X..", "snare": "h.. ..h g.. ..h",
             "kick": "o.. o.. o.. o.."},
            {"ride": "X.. x.x X.. x.x", "pedal": "... X.. ... X..", "stick": "... ... ... X..",
             "kick": "g.. ... g.. ..."},
        ),
        (
            *TRIPLET_FILLS,
            Fill(4, {"snare": "X.x ..x .X. x..", "kick": "... x.. x.. ..X", "pedal": "... x.. ... x.."}),
        ),
    ),
    Style(
        "shuffle", 4, 4, (116, 104, 128, 88, 140),
        (
            {"hat": "X.x X.x X.x X.x", "snare": "... X.. ... X..", "kick": "X.. ..? X.x ..."},
            {"hat": "X.x X.x X.x X.x", "snare": "..g X.g ..g X.g", "kick": "X.. ..x X.. ..?"},
            {"ride": "X.x X.x X.x X.x", "snare": "... X.. ... X.h", "kick": "X.. x.. X.. x.?",
             "pedal": "... x.. ... x.."},
            {"hat": "XoxXoxXoxXox", "snare": ".g. .g. Xg. .g.", "kick": "X.. ..x ... ..x | X.. ..x ..x ..."},
        ),
        TRIPLET_FILLS,
    ),
    Style(
        "slow-blues", 12, 8, (50, 56, 62, 68),
        (
            {"hat": "Xxx Xxx Xxx Xxx", "snare": "... X.. ... X..", "kick": "X.. ... X.? ..."},
            {"ride": "Xxx Xxx Xxx Xxx", "snare": "... X.h ... X.h", "kick": "X.x ..? X.. ..x",
             "pedal": "... x.. ... x.."},
            {"hat": "X.x X.x X.x X.x", "stick": "... X.. ... X..", "kick": "X.. ..x X.. ..?"},
        ),
        (
            Fill(3, {"snare": "XxxXxX"}),
            Fill(6, {"snare": "Xxx ...", "mid": "... Xx.", "floor": "... ..X", "kick": "x.. x.."}),
            Fill(3, {"snare": "x.X", "kick": "xx."}),
        ),
    ),
    Style(
        "waltz", 3, 4, (96, 112, 132, 152, 168),
        (
            {"ride": "X.. x.. x..", "pedal": "... x.. x..", "kick": "X.. ... ...", "snare": "... ..h ..h"},
            {"hat": "X. x. x.", "stick": ".. X. X.", "kick": "X. .. .?"},
            {"ride": "X.. x.x x..", "pedal": "... X.. ...", "kick": "x.. ... ..?",
             "snare": "..h ... x.. | ... ..h ... "},
            {"kick": "X. .. ..", "snare": ".. x. x. | .. x. xo", "hat": "x. o. o."},
            {"ride": "X.x x.. x.x | X.. x.x x..", "pedal": "... X.. ... | ... X.. X..", "kick": "x.. ... x..",
             "snare": "... ..x ... | ..x ... ..h"},
        ),
        (
            Fill(1, {"snare": "Xxx"}),
            Fill(3, {"snare": "X.x x.x ...", "mid": "... ... X..", "floor": "... ... ..X",
                     "kick": "x.. ... x.."}),
            Fill(2, {"snare": "Xx x.", "mid": ".. .X", "kick": "x. .."}),
        ),
    ),
    Style(
        "afro-6-8", 6, 8, (96, 104, 112, 120),
        (
            {"bell": "X.x.xx | .x.x.x", "kick": "X..x.. | ..?x..", "pedal": "x..x..",
             "snare": "....X. | ....X."},
            {"cowbell": "X.x.x. | xx.x.x", "kick": "X..... | ...x..", "conga": "..x..x | ..x.xx",
             "low-conga": "x..x.. | x..x..",
             "shaker": "XoxXox"},
            {"bell": "x.xx.x | .xx.x.", "kick": "X..x..", "snare": "..g..g | ..g.X.", "pedal": "x..x.."},
            {"agogo": "X..x.. | .x..x.", "low-agogo": "..x..x | x..x..", "kick": "X..?.x", "cabasa": "XooXoo",
             "mid": "....x. | ....xx", "floor": "..x... | ..x..."},
        ),
        (
            Fill(3, {"snare": "XxX", "kick": "x.."}),
            Fill(6, {"snare": "Xx.x..", "mid": "....x.", "floor": ".....X", "kick": "x..x.."}),
            Fill(3, {"conga": "XxXxxX", "low-conga": "x....."}),
        ),
    ),
    Style(
        "march", 2, 4, (108, 112, 116, 120),
        (
            {"snare": "X.xx X.x.", "kick": "X... X...", "crash": "?... ...."},
            {"snare": "X... xxx. | X.xx x.x.", "kick": "X... X..."},
            {"snare": "X.gx x.gx | Xxxx X...", "kick": "X... x... | X... X..."},
            {"snare": "X.....ggX.....gg | X..x..X..x..X...", "kick": "X... X..."},
        ),
        (
            Fill(2, {"snare": "xxxx XxxX", "kick": "X... X..."}),
            Fill(2, {"snare": "ooooooooxxxxxxXX", "kick": "X... X..."}),
            Fill(1, {"snare": "XxXxXx", "kick": "X....."}),
        ),
    ),
)  # fmt: skip
