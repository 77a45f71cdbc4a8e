"""Rules for a take of music."""

from __future__ import annotations

from dataclasses import dataclass

from seqgen.errors import UsageError
from seqgen.kinds.base import Rules, check_range, option
from seqgen.theory.keys import SCALES

_KEY_HELP = (
    'tonic and scale, for example "G minor", "D dorian"; minor is natural minor, its sixth and seventh raised where '
    f"they lead up; scales: {', '.join(SCALES)}"
)


@dataclass(frozen=True)
class MusicRules(Rules):
    """Length, tempo, key and instruments of a take.

    One length at most: `bars` or `seconds` of new material, or notes (`Request.events`); without one the model ends
    the piece itself. `tempo`, `metre`, `key`, `label` and `density` default to those of the primer or of one piece of
    the corpus, drawn by the seed (`seqgen.kinds.music.told_asked`). `form`: see
    `seqgen.kinds.music.form_asked`; where it is empty, that of a piece of the corpus if the model knows forms, else
    none. `soon`: the first note falls within four quarters (recordings may begin with a minute of silence). `steered`:
    what grid and range forbid is settled at the nearest note, and a key pulls; it is False in takes made before that.
    `quantize`: share of the deviations from the beat that is taken from new notes, where a model has these.
    `full_bars`: a pick-up does not count among the bars; False in takes made before that.
    `capped`: no part, nor all together, has more notes at once than in the corpus; `led`: raised degrees of a key lead
    up, and phrases end at home; `closed`: the last bars are drawn several times, and a take ends as pieces do
    (`seqgen.sampling.particles`), and no bars come back for longer than in the corpus. All three are False in takes
    made before that.
    `anew`: of a part that is rewritten, the bars of the piece that are written anew, such as `3-4,7`; the others stay.
    Empty: all of it. `ensemble`: beside the parts that are asked for, others are drawn with which they play in the
    corpus, and left out in the end (`seqgen.kinds.music.ensemble`); False in takes made before that.
    `varies`: bars that come back varied are never the same; `solo`: the one voice of `polyphony` 1 is drawn as a part
    that is asked for, with the others beside it. Both are False in takes made before that.
    """

    bars: int = option(0, help="bars of new material", group="length", least=1)
    seconds: float = option(0.0, help="seconds of new material", group="length", least=0.1)
    primer_bars: int = option(0, help="only from the first N bars of the primer", metavar="N", least=1)
    key: str = option("", help=_KEY_HELP)
    ranges: str = option("", flag="--range", metavar="LOW-HIGH", help="for example C2-C5, or Bass=C1-C3,Flute=C5-C7")
    grid: str = option("", help="onsets on this grid: 1/4, 1/8, 1/16, 1/8T")
    polyphony: int = option(0, metavar="N", help="at most N notes at once", least=1)
    instruments: str = option(
        "",
        metavar="LIST",
        help="these alone, for example Soprano,Bass; others, with which "
        "they play in the corpus, are drawn too and left out in the end",
    )
    tempo: float = option(0.0, metavar="BPM", help="quarter notes a minute", least=10)
    form: str = option(
        "",
        metavar="FORM",
        help="sections such as AABA or A8B4A8 (A' ends in another way), a word a bar such as '. . =2 ~2' (new, as two "
        "bars earlier, varied), corpus (as one of its pieces), or free",
    )
    label: str = option("", metavar="NAME", help="like the pieces of this folder of the corpus, for example rock/fill")
    density: str = option(
        "", metavar="LEVEL", help="notes in a bar: lowest, low, medium, high, highest, or a curve such as 1:low,9:high"
    )
    metre: str = option("", flag="--metre", second="--time-signature", help="time signature, for example 3/4")
    quantize: float = option(
        0.0,
        metavar="SHARE",
        bare=1.0,
        help="take the timing of what was learned from playing away, or a share of it from 0 to 1 (all, if no share is "
        "given)",
    )
    soon: bool = True
    loop: bool = option(False, help="a loop: begin on the downbeat, and lead from the last bar into the first")
    steered: bool = True
    capped: bool = True
    full_bars: bool = True
    led: bool = True
    closed: bool = True
    anew: str = ""
    ensemble: bool = True
    varies: bool = True
    solo: bool = True

    @property
    def steers(self) -> bool:
        """Return whether what is drawn is settled at what grid and range allow."""
        return self.steered and bool(self.grid or self.ranges)

    @property
    def closes(self) -> bool:
        """Return whether a take ends as pieces do, after the bars that were asked for."""
        return self.closed and self.bars > 0 and not self.loop

    def check(self, events: int) -> None:
        if sum(length > 0 for length in (self.bars, self.seconds, events)) > 1:
            raise UsageError("give one length: bars, seconds or notes")
        if self.loop and not self.bars:
            raise UsageError("a loop needs its length; give bars")
        check_range("bars", self.bars, 0, 10_000)
        check_range("seconds", self.seconds, 0, 86_400)
        check_range("polyphony", self.polyphony, 0, 128)
        check_range("the quantization", self.quantize, 0, 1)
        if self.tempo and not 10 <= self.tempo <= 1000:
            raise UsageError(
                "tempo must lie between 10 and 1000 quarter notes a minute, not {tempo}", tempo=f"{self.tempo:g}"
            )


def parse_metre(text: str) -> tuple[int, int]:
    """Return numerator and denominator of a metre such as `3/4`. Raises `UsageError`."""
    numerator, slash, denominator = text.partition("/")
    if slash and numerator.isdecimal() and denominator.isdecimal():
        n, d = int(numerator), int(denominator)
        if 1 <= n <= 64 and d in (1, 2, 4, 8, 16, 32, 64):
            return n, d
    raise UsageError("'{text}' is not a metre; use for example 4/4, 3/4 or 6/8", text=text)
