"""Reading SoundFonts: zones, generators, modulators, samples; and damaged ones."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgen.errors import SeqgenError, UnreadableFile
from seqgen.sound.soundfont import MOST_REGIONS, SoundFont, default_soundfont
from seqgen.sound.soundfont_spec import DEFAULT_MODULATORS, Gen, Modulator
from seqgen.sound.synth import Synth
from tests.support.soundfont_builder import RATE, Wave, Zone, build, sine, span


def load(data: bytes) -> SoundFont:
    return SoundFont("test.sf2", data)


@pytest.fixture(scope="module")
def general_midi() -> SoundFont:
    return SoundFont.load(default_soundfont())


def test_a_list_of_odd_size_without_padding_is_read_as_musescore_writes_it() -> None:
    whole = build([sine()])
    begin = whole.index(b"LIST", whole.index(b"sdta"))
    size = int.from_bytes(whole[whole.index(b"sdta") - 4 : whole.index(b"sdta")], "little")
    at = whole.index(b"sdta") - 4
    odd = whole[:at] + (size + 9).to_bytes(4, "little") + whole[at + 4 : begin] + b"more\1\0\0\0x" + whole[begin:]
    assert load(odd).presets == load(whole).presets == [(0, 0)]
    assert len(load(odd).regions(0, 0)) == 1


def test_the_default_font_is_found_without_importing_pretty_midi() -> None:
    program = (
        "import sys; from seqgen.sound.soundfont import default_soundfont; "
        "print(default_soundfont().is_file(), 'pretty_midi' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "False"]


@pytest.mark.parametrize("bank", [0, 128])
def test_the_default_font_plays_middle_c_on_every_program_and_kit(general_midi: SoundFont, bank: int) -> None:
    silent = [p for p in range(128) if not any(r.sounds(60, 100) for r in general_midi.regions(bank, p))]
    assert silent == []


def test_zone_takes_a_global_generator_unless_it_has_its_own() -> None:
    zones = (
        Zone(None, {Gen.PAN: 100, Gen.ATTENUATION: 50}),
        Zone(0, {Gen.PAN: -200}),
    )
    (region,) = load(build([sine()], [zones])).regions(0, 0)
    assert (region.generators[Gen.PAN], region.generators[Gen.ATTENUATION]) == (-200, 50)


def test_a_generator_in_no_zone_has_the_specifications_default() -> None:
    (region,) = load(build([sine()])).regions(0, 0)
    g = region.generators
    assert (g[Gen.FILTER_CUTOFF], g[Gen.SCALE_TUNING], g[Gen.ATTACK], g[Gen.SUSTAIN]) == (13500, 100, -12000, 0)


def test_a_presets_generators_are_added_to_the_instruments() -> None:
    data = build([sine()], [(Zone(0, {Gen.FINE_TUNE: 10}),)], {(0, 0): (Zone(None, {Gen.FINE_TUNE: 5}), Zone(0))})
    (region,) = load(data).regions(0, 0)
    assert region.generators[Gen.FINE_TUNE] == 15


def test_a_preset_cannot_change_which_data_is_played() -> None:
    data = build([sine()], [(Zone(0, {Gen.ROOT_KEY: 60}),)], {(0, 0): (Zone(0, {Gen.ROOT_KEY: 7, Gen.START: 9}),)})
    (region,) = load(data).regions(0, 0)
    assert (region.generators[Gen.ROOT_KEY], region.generators[Gen.START]) == (60, 0)


def test_a_region_sounds_where_the_ranges_of_preset_and_instrument_meet() -> None:
    zone = Zone(0, {Gen.KEY_RANGE: span(40, 70), Gen.VELOCITY_RANGE: span(0, 90)})
    data = build([sine()], [(zone,)], {(0, 0): (Zone(0, {Gen.KEY_RANGE: span(60, 127)}),)})
    (region,) = load(data).regions(0, 0)
    sounding = [key for key in range(128) if region.sounds(key, 80)]
    assert (sounding[0], sounding[-1]) == (60, 70)
    assert not region.sounds(65, 91)


def test_an_instruments_modulator_replaces_the_default_of_the_same_sources() -> None:
    data = build([sine()], [(Zone(0, modulators=[Modulator(0x0502, Gen.ATTENUATION, 480)]),)])
    (region,) = load(data).regions(0, 0)
    amounts = [m.amount for m in region.modulators if m.identity == DEFAULT_MODULATORS[0].identity]
    assert amounts == [480]


def test_a_presets_modulator_is_added_to_the_instruments() -> None:
    data = build([sine()], presets={(0, 0): (Zone(0, modulators=[Modulator(0x0502, Gen.ATTENUATION, -160)]),)})
    (region,) = load(data).regions(0, 0)
    amounts = [m.amount for m in region.modulators if m.identity == DEFAULT_MODULATORS[0].identity]
    assert amounts == [800]


def test_a_missing_program_falls_back_to_its_namesake_in_bank_0_and_a_missing_kit_to_the_standard_kit() -> None:
    zones = {(0, 5): (Zone(0, {Gen.PAN: 1}),), (128, 0): (Zone(0, {Gen.PAN: 2}),)}
    font = load(build([sine()], presets=zones))
    assert font.regions(8, 5)[0].generators[Gen.PAN] == 1
    assert font.regions(128, 33)[0].generators[Gen.PAN] == 2
    assert font.regions(0, 99)[0].generators[Gen.PAN] == 1


def test_the_samples_of_an_sf3_font_are_decoded() -> None:
    tone = sine().sound
    file = io.BytesIO()
    soundfile.write(file, tone, RATE, format="OGG", subtype="VORBIS")
    font = load(build([Wave(tone, (0, len(tone)), data=file.getvalue())]))
    wave = font.wave(font.regions(0, 0)[0].sample)
    assert np.corrcoef(wave[: len(tone)], tone[: len(wave)])[0, 1] > 0.999


def test_a_damaged_sample_of_an_sf3_font_is_named() -> None:
    font = load(build([Wave(np.zeros(4), data=b"OggS, but no more")]))
    with pytest.raises(UnreadableFile, match=r"test.sf2: the sample 's0' cannot be decoded"):
        font.wave(font.regions(0, 0)[0].sample)


def test_a_font_cut_off_anywhere_is_refused_with_its_name() -> None:
    data = build([sine(seconds=0.01)])
    for length in range(0, len(data), 7):
        with pytest.raises(UnreadableFile, match=r"^test.sf2: "):
            load(data[:length])


@settings(max_examples=300, deadline=None)
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_font_with_wrong_bytes_plays_finite_sound_or_is_refused(changes: list[tuple[float, int]]) -> None:
    data = bytearray(build([sine(seconds=0.01)], [(Zone(None, {Gen.PAN: 3}), Zone(0, {Gen.SAMPLE_MODES: 1}))]))
    for place, value in changes:
        data[int(place * len(data))] = value
    try:
        synth = Synth(load(bytes(data)))
        synth.note_on(0, 60, 100)
        sound = synth.block(4096)
    except SeqgenError:
        return
    assert np.isfinite(sound).all()


def test_zones_times_zones_do_not_fill_the_memory() -> None:
    instrument = tuple(Zone(0, {Gen.KEY_RANGE: span(1, 1)}) for _ in range(300))
    presets = {(0, 0): tuple(Zone(0, {Gen.KEY_RANGE: span(2, 2)}) for _ in range(300))}
    assert len(instrument) * len(presets[0, 0]) > MOST_REGIONS
    with pytest.raises(UnreadableFile, match="damaged"):
        load(build([sine(seconds=0.01)], [instrument], presets)).regions(0, 0)


def test_a_sample_outside_the_sound_is_refused() -> None:
    data = build([sine(seconds=0.01)])
    place = data.index(b"shdr") + 8 + 24
    with pytest.raises(UnreadableFile, match=r"sample 0 ends at 4,000,000"):
        load(data[:place] + struct.pack("<I", 4_000_000) + data[place + 4 :]).regions(0, 0)


def test_a_file_that_is_no_soundfont_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "tune.sf2"
    path.write_bytes(b"MThd" + bytes(100))
    with pytest.raises(UnreadableFile, match=r"tune.sf2: is not a SoundFont"):
        SoundFont.load(path)


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none.sf2: cannot be opened"):
        SoundFont.load(tmp_path / "none.sf2")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sf2")
    with pytest.raises(UnreadableFile, match="not a regular file"):
        SoundFont.load(tmp_path / "pipe.sf2")
