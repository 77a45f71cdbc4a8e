"""The synthesiser and what is rendered with it: pitch, envelopes, controllers, files; FluidSynth is the reference."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import mido
import numpy as np
import pytest
import soundfile
import symusic

from seqgen.errors import SeqgenError, UsageError
from seqgen.sound.audio_file import PEAK, write_audio
from seqgen.sound.limiter import CEILING
from seqgen.sound.lowpass import AT_REST, Run, lowpass
from seqgen.sound.render import length_frames, render, render_blocks, render_file
from seqgen.sound.soundfont import SoundFont, default_soundfont
from seqgen.sound.soundfont_spec import Gen
from seqgen.sound.synth import GAIN, MOST_VOICES, MOST_VOICES_A_NOTE, Synth
from tests.support.soundfont_builder import RATE, Wave, Zone, build, sine, span

pytestmark = pytest.mark.long

Play = Callable[..., np.ndarray]


def font(generators: dict[int, int] | None = None, *, wave: Wave | None = None) -> SoundFont:
    """One looped sine of 441 Hz on key 69, or another wave, with these generators."""
    zone = Zone(0, {Gen.SAMPLE_MODES: 1} | (generators or {}))
    return SoundFont("test.sf2", build([wave or sine()], [(zone,)]))


def play(
    soundfont: SoundFont, *, key: int = 69, velocity: int = 127, seconds: float = 1.0, hold: float = 9.0
) -> np.ndarray:
    """One note, not limited, at a gain of 1 for the sample: (frames, 2)."""
    synth = Synth(soundfont, RATE, gain=1.0)
    synth.control(0, 7, 127)
    synth.note_on(0, key, velocity)
    synth.note_off(0, key, at=round(hold * RATE))
    if hold > seconds:
        return synth.mix(math.ceil(seconds * RATE / 64))
    ticks = math.ceil(hold * RATE / 64) + 1
    return np.concatenate([synth.mix(ticks), synth.mix(max(1, math.ceil(seconds * RATE / 64) - ticks))])


def frequency(sound: np.ndarray) -> float:
    """Hertz of the strongest partial, by a parabola through its peak in the spectrum."""
    mono = sound.sum(axis=1) if sound.ndim == 2 else sound
    spectrum = np.log(np.abs(np.fft.rfft(mono * np.hanning(len(mono)), 4 * len(mono))) + 1e-12)
    k = int(spectrum.argmax())
    left, middle, right = spectrum[k - 1 : k + 2]
    return float((k + (left - right) / (2 * (left - 2 * middle + right))) * RATE / (4 * len(mono)))


def cents(of: float, to: float) -> float:
    return 1200 * math.log2(of / to)


def level(sound: np.ndarray) -> float:
    """Decibels of the root mean square."""
    return float(20 * np.log10(np.sqrt((sound.astype(np.float64) ** 2).mean()) + 1e-12))


def envelope(sound: np.ndarray, at: float) -> float:
    """The level around a moment in seconds, over two periods of the test tone."""
    frame = round(at * RATE)
    return level(sound[frame - 100 : frame + 100])


def score_of(*notes: tuple[int, int, int], program: int = 0, drums: bool = False, qpm: float = 120) -> Any:
    """A score of one track: notes as (start, duration, key) in ticks, 480 a quarter."""
    score: Any = symusic.Score(480)
    score.tempos.append(symusic.Tempo(0, qpm))
    track: Any = symusic.Track("", program, drums)
    for start, duration, key in notes:
        track.notes.append(symusic.Note(start, duration, key, 100))
    score.tracks.append(track)
    return score


# Pitch


@pytest.mark.parametrize(
    ("generators", "key", "expected_cents"),
    [
        ({}, 69, 0),
        ({}, 81, 1200),
        ({}, 57, -1200),
        ({Gen.COARSE_TUNE: -3, Gen.FINE_TUNE: 25}, 69, -275),
        ({Gen.SCALE_TUNING: 50}, 81, 600),
        ({Gen.ROOT_KEY: 60}, 60, 0),
        ({Gen.KEY: 60}, 72, -900),
    ],
)
def test_the_pitch_is_what_key_and_tuning_say(generators: dict[int, int], key: int, expected_cents: float) -> None:
    assert cents(frequency(play(font(generators), key=key)), 441) == pytest.approx(expected_cents, abs=0.5)


def test_a_samples_own_correction_and_rate_count() -> None:
    wave = sine()
    wave.correction, wave.rate = -20, 22050
    assert cents(frequency(play(font(wave=wave))), 441) == pytest.approx(-1220, abs=0.5)


def test_the_wheel_bends_by_two_semitones_and_by_what_rpn_0_says() -> None:
    synth = Synth(font(), RATE)
    synth.note_on(0, 69, 100)
    synth.pitch_bend(0, 8191)
    two = frequency(synth.mix(600))
    for number, value in ((101, 0), (100, 0), (6, 12)):
        synth.control(0, number, value)
    twelve = frequency(synth.mix(600))
    assert cents(two, 441) == pytest.approx(200, abs=1)
    assert cents(twelve, 441) == pytest.approx(1200, abs=1)


def test_vibrato_follows_the_modulation_wheel() -> None:
    synth = Synth(font({Gen.VIB_LFO_RATE: -2400}), RATE)  # two cycles a second
    synth.control(0, 1, 127)
    synth.note_on(0, 69, 100)
    sound = synth.mix(690)[:, 0]
    pitches = [cents(frequency(sound[at : at + 1024]), 441) for at in range(0, 40000, 512)]
    assert max(pitches) == pytest.approx(50, abs=5)
    assert min(pitches) == pytest.approx(-50, abs=5)


# Samples


def test_a_loop_has_no_seam() -> None:
    sound = play(font(), seconds=4)[20000:, 0].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(sound * np.blackman(len(sound)))) ** 2
    peak = int(spectrum.argmax())
    beside = spectrum.sum() - spectrum[peak - 200 : peak + 201].sum()
    assert 10 * math.log10(beside / spectrum.sum()) < -80


def test_a_loop_of_one_short_period_plays_at_a_high_key() -> None:
    wave = sine(2205)
    wave.loop = (20, 40)
    assert cents(frequency(play(font(wave=wave), key=93)), 8820) == pytest.approx(0, abs=0.5)


def test_a_sample_without_a_loop_ends_and_leaves_no_voice() -> None:
    synth = Synth(font({Gen.SAMPLE_MODES: 0}, wave=sine(seconds=0.2)), RATE)
    synth.note_on(0, 69, 100)
    sound = synth.mix(300)
    assert envelope(sound, 0.1) > -30
    assert not sound[round(0.21 * RATE) :].any()
    assert synth.sounding == 0


def test_a_sample_that_loops_until_its_release_then_goes_on_to_its_end() -> None:
    low, high = sine(441, 0.5).sound, sine(882, 0.5).sound
    wave = Wave(np.concatenate([low, high]), (100, 20100))
    sound = play(font({Gen.SAMPLE_MODES: 3, Gen.RELEASE: 2000}, wave=wave), seconds=3, hold=1.5)
    assert cents(frequency(sound[: RATE + 20000]), 441) == pytest.approx(0, abs=2)
    assert cents(frequency(sound[2 * RATE :][:8000]), 882) == pytest.approx(0, abs=2)
    assert not sound[round(2.6 * RATE) :].any()


# Level


@pytest.mark.parametrize("velocity", [100, 64, 10])
def test_velocity_weakens_by_40_decibels_a_decade(velocity: int) -> None:
    loss = level(play(font())) - level(play(font(), velocity=velocity))
    assert loss == pytest.approx(40 * math.log10(127 / velocity), abs=0.05)


@pytest.mark.parametrize("number", [7, 11])
def test_volume_and_expression_act_on_a_note_that_sounds(number: int) -> None:
    synth = Synth(font(), RATE)
    synth.control(0, 7, 127)
    synth.note_on(0, 69, 127)
    before = synth.mix(300)
    synth.control(0, number, 64)
    after = synth.mix(300)
    assert level(before[5000:]) - level(after[5000:]) == pytest.approx(40 * math.log10(127 / 64), abs=0.05)


def test_a_zones_attenuation_counts_at_four_tenths() -> None:
    assert level(play(font())) - level(play(font({Gen.ATTENUATION: 100}))) == pytest.approx(4.0, abs=0.05)


def test_pan_moves_a_sound_from_side_to_side_at_constant_power() -> None:
    left, middle = play(font({Gen.PAN: -500})), play(font())
    assert not left[:, 1].any()
    assert level(middle[:, 0]) - level(left[:, 0]) == pytest.approx(-3.01, abs=0.05)


def test_the_attack_rises_in_a_line_and_the_release_falls_in_decibels() -> None:
    generators = {Gen.ATTACK: -1200, Gen.RELEASE: 0}  # half a second up, a second for 96 dB
    sound = play(font(generators), seconds=2, hold=1.0)
    full = envelope(sound, 0.9)
    assert envelope(sound, 0.25) - full == pytest.approx(-6.02, abs=0.2)
    assert envelope(sound, 1.25) - full == pytest.approx(-24, abs=0.5)
    assert envelope(sound, 1.5) - full == pytest.approx(-48, abs=0.5)


def test_the_volume_envelope_delays_holds_decays_and_sustains() -> None:
    generators = {Gen.DELAY: -2400, Gen.HOLD: -2400, Gen.DECAY: 1200, Gen.SUSTAIN: 200}  # 0.25 s, 0.25 s, 2 s
    sound = play(font(generators), seconds=2)
    full = envelope(sound, 0.4)
    assert not sound[: round(0.24 * RATE)].any()
    assert envelope(sound, 0.7) - full == pytest.approx(-9.6, abs=0.5)
    assert envelope(sound, 1.8) - full == pytest.approx(-19.2, abs=0.2)


def test_a_decay_is_shorter_on_higher_keys_where_the_font_says_so() -> None:
    tuned = font({Gen.DECAY: 0, Gen.SUSTAIN: 1000, Gen.KEY_DECAY: 100, Gen.SCALE_TUNING: 0})
    low, high = play(tuned, key=60), play(tuned, key=72)
    loss = [envelope(sound, 0.1) - envelope(sound, 0.3) for sound in (low, high)]
    assert loss[1] / loss[0] == pytest.approx(2, rel=0.03)


def test_the_low_pass_follows_its_formula() -> None:
    cutoff = round(1200 * math.log2(441 / 8.1758))
    flat, filtered = play(font()), play(font({Gen.FILTER_CUTOFF: cutoff}))
    overtone = play(font(), key=93), play(font({Gen.FILTER_CUTOFF: cutoff}), key=93)
    assert level(filtered) - level(flat) == pytest.approx(-3.01, abs=0.1)
    assert level(overtone[1]) - level(overtone[0]) == pytest.approx(-24.3, abs=0.3)


def filtered_one_by_one(rows: np.ndarray, cutoff_cents: np.ndarray, resonance_db: np.ndarray) -> np.ndarray:
    """The Audio EQ Cookbook's low-pass, sample by sample, its gain divided by the root of its Q."""
    y1 = y2 = x1 = x2 = 0.0
    out = np.zeros_like(rows)
    for row, (cents_, decibels) in enumerate(zip(cutoff_cents, resonance_db, strict=True)):
        angle = 2 * math.pi * min(8.1757989 * 2 ** (cents_ / 1200) / RATE, 0.45)
        quality = 10 ** ((decibels - 3.01) / 20)
        alpha, cosine = math.sin(angle) / (2 * quality), math.cos(angle)
        for n, x in enumerate(rows[row].tolist()):
            w = (1 - cosine) / 2 * (x + 2 * x1 + x2) / math.sqrt(quality)
            y = (w + 2 * cosine * y1 - (1 - alpha) * y2) / (1 + alpha)
            x1, x2, y1, y2 = x, x1, y, y1
            out[row, n] = y
    return out


def test_filtering_all_rows_at_once_is_filtering_sample_by_sample() -> None:
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((60, 64)).astype(np.float32)
    cutoffs, resonances = rng.uniform(1500, 13500, 60), rng.uniform(0, 20, 60)
    voices = [slice(0, 23), slice(23, 24), slice(24, 60)]
    expected = np.concatenate([filtered_one_by_one(rows[v], cutoffs[v], resonances[v]) for v in voices])
    got = rows.copy()
    lowpass(got, cutoffs, resonances, [Run(v.start, v.stop, AT_REST) for v in voices], sample_rate=RATE)
    assert np.abs(got - expected).max() < 1e-4 * np.abs(expected).max()


def test_the_modulation_envelope_opens_the_filter() -> None:
    generators = {Gen.FILTER_CUTOFF: 4500, Gen.MOD_ENV_CUTOFF: 6000, Gen.MOD_ATTACK: 0}
    sound = play(font(generators), key=93)
    assert envelope(sound, 0.95) - envelope(sound, 0.02) > 20


# Notes and channels


def test_the_pedal_holds_a_note_until_it_comes_up() -> None:
    synth = Synth(font(), RATE)
    synth.control(0, 64, 127)
    synth.note_on(0, 69, 100)
    synth.mix(50)
    synth.note_off(0, 69)
    held = synth.mix(300)
    synth.control(0, 64, 0)
    synth.mix(100)
    assert envelope(held, 0.4) > -30
    assert synth.sounding == 0


def test_an_open_hi_hat_is_cut_by_the_closed_one() -> None:
    zones = [Zone(0, {Gen.SAMPLE_MODES: 1, Gen.EXCLUSIVE_CLASS: 1, Gen.KEY_RANGE: span(key, key)}) for key in (42, 46)]
    hats = SoundFont("hats.sf2", build([sine()], [zones], {(128, 0): (Zone(),)}))
    synth = Synth(hats, RATE)
    synth.note_on(9, 46, 127)
    synth.mix(100)
    synth.note_on(9, 42, 1)
    synth.mix(800)
    assert synth.sounding == 1


def test_channel_10_plays_drums_and_others_do_not() -> None:
    presets = {(0, 0): (Zone(0),), (128, 0): (Zone(1),)}
    zones = [(Zone(0, {Gen.SAMPLE_MODES: 1, Gen.SCALE_TUNING: 0, Gen.COARSE_TUNE: tune}),) for tune in (0, 12)]
    both = SoundFont("both.sf2", build([sine()], zones, presets))
    found = []
    for channel in (0, 9):
        synth = Synth(both, RATE)
        synth.note_on(channel, 36, 100)
        found.append(round(frequency(synth.mix(600))))
    assert found == [441, 882]


def test_all_off_and_the_channel_mode_messages_end_every_note() -> None:
    for end in (Synth.all_off, lambda s: s.control(0, 123, 0), lambda s: s.control(0, 120, 0)):
        synth = Synth(font(), RATE)
        synth.control(0, 64, 127)
        synth.note_on(0, 69, 100)
        synth.mix(20)
        end(synth)
        synth.mix(100)
        assert synth.sounding == 0


def test_ten_thousand_notes_at_once_stay_within_the_voices_and_never_clip() -> None:
    synth = Synth(font({Gen.RELEASE: 8000}), RATE)
    for note in range(10_000):
        synth.note_on(note % 16, note % 128, 127)
    sound = np.concatenate([synth.block(512) for _ in range(20)])
    assert synth.sounding <= MOST_VOICES
    assert np.isfinite(sound).all()
    assert 0.5 < np.abs(sound).max() <= CEILING + 1e-6


def test_a_font_with_thousands_of_zones_on_a_key_does_not_take_all_voices_and_memory() -> None:
    zones = [Zone(0, {Gen.SAMPLE_MODES: 1, Gen.START: offset}) for offset in range(5000)]
    synth = Synth(SoundFont("many.sf2", build([sine()], [zones])), RATE)
    synth.note_on(0, 60, 100)
    assert np.isfinite(synth.block(512)).all()
    assert synth.sounding == MOST_VOICES_A_NOTE


def test_the_limiter_leaves_quiet_sound_untouched() -> None:
    limited, plain = Synth(font(), RATE), Synth(font(), RATE)
    for synth in (limited, plain):
        synth.note_on(0, 69, 100)
    assert np.array_equal(limited.block(6400), plain.mix(100))


def test_the_limiter_recovers_after_a_loud_passage() -> None:
    synth = Synth(font(), RATE)
    synth.note_on(0, 69, 60)
    before = level(synth.block(6400)[3200:])
    for channel in range(1, 12):
        synth.note_on(channel, 69, 127)
    synth.block(6400)
    for channel in range(1, 12):
        synth.note_off(channel, 69)
    synth.block(4 * RATE)
    assert level(synth.block(6400)) == pytest.approx(before, abs=0.1)


# The same sound in blocks of any length


def events_into(synth: Synth, begin: int, end: int) -> None:
    """A busy little piece, as far as it falls between two frames."""
    events: list[tuple[int, Callable[[int], None]]] = []
    for n in range(24):
        key, at = 40 + 2 * n, 1500 * n
        events.append((at, lambda at, key=key: synth.note_on(0, key, 90, at=at)))
        events.append((at + 700, lambda at, n=n: synth.control(0, 1, 5 * n, at=at)))
        events.append((at + 900, lambda at, n=n: synth.pitch_bend(0, 300 * n - 3000, at=at)))
        events.append((at + 4000, lambda at, key=key: synth.note_off(0, key, at=at)))
    for when, act in sorted(events, key=lambda event: event[0]):
        if begin <= when < end:
            act(when - begin)


@cache
def in_blocks(length: int, program: int) -> np.ndarray:
    synth = Synth(SoundFont.load(default_soundfont()), RATE)
    synth.program(0, program)
    blocks = []
    for begin in range(0, 48_000, length):
        events_into(synth, begin, begin + length)
        blocks.append(synth.block(length))
    return np.concatenate(blocks)[:48_000]


@pytest.mark.parametrize(
    ("frames", "program"),
    # the shortest blocks cost most, and strings more than a piano
    [(64, 0), (500, 0), (500, 48), (500, 90), (512, 90), (4096, 0), (4096, 48), (4096, 90)],
)
def test_live_blocks_of_any_length_give_the_sound_of_one_long_block(frames: int, program: int) -> None:
    sound, long = in_blocks(frames, program), in_blocks(48_000, program)
    assert np.abs(sound).max() > 0.05
    assert np.abs(sound - long).max() < 2e-5


# Scores


def test_a_score_sounds_at_its_times_through_tempo_changes() -> None:
    score = score_of((0, 100, 69), (960, 100, 69), (1920, 100, 69), qpm=120)
    score.tempos.append(symusic.Tempo(960, 60))
    sound = render(score, soundfont=font())[:, 0]
    peaks = {at: np.abs(sound[round(at * RATE) :][:2000]).max() for at in (0.0, 0.6, 1.0, 2.0, 2.9, 3.0)}
    assert [at for at, peak in peaks.items() if peak > 0.1] == [0.0, 1.0, 3.0]
    assert max(peaks[at] for at in (0.6, 2.0, 2.9)) < 1e-3


def test_a_rendered_score_peaks_at_minus_1_decibel_and_rings_out() -> None:
    sound = render(score_of((0, 480, 60)))
    assert np.abs(sound).max() == pytest.approx(0.89, abs=1e-4)
    assert 0.5 * RATE < len(sound) < 7 * RATE
    assert np.abs(sound[-64:]).max() < 1e-3


def test_a_note_struck_again_while_it_sounds_lasts_to_the_end_of_the_second() -> None:
    sound = render(score_of((0, 960, 69), (480, 1440, 69)), soundfont=font())
    assert envelope(sound, 1.9) > -20


def test_notes_without_length_end() -> None:
    sound = render(score_of((0, 0, 69), (480, 0, 69)), soundfont=font())
    assert len(sound) < 2 * RATE


def test_a_track_of_drums_plays_the_kit() -> None:
    drums = render(score_of((0, 480, 42), drums=True))
    piano = render(score_of((0, 480, 42)))
    assert frequency(drums[:8000]) > 2000 > frequency(piano[:8000])


def test_pedals_and_bends_of_a_score_are_heard() -> None:
    score = score_of((0, 240, 69))
    score.tracks[0].pedals.append(symusic.Pedal(0, 1900))
    score.tracks[0].pitch_bends.append(symusic.PitchBend(0, 4096))
    sound = render(score, soundfont=font())
    assert envelope(sound, 1.8) > -20
    assert cents(frequency(sound[RATE // 2 : RATE]), 441) == pytest.approx(100, abs=2)


def test_rendering_in_blocks_can_be_stopped_and_says_its_length() -> None:
    score = score_of((0, 480 * 2 * 3600, 60))
    blocks = render_blocks(score)
    assert next(blocks).shape[1] == 2
    blocks.close()
    assert length_frames(score) == 3600 * RATE


def test_an_empty_score_is_refused() -> None:
    with pytest.raises(SeqgenError, match="no notes"):
        render(symusic.Score(480))


def test_a_score_of_days_is_refused() -> None:
    with pytest.raises(SeqgenError, match=r"lasts 3\d\d.\d hours"):
        render(score_of((0, 100, 60), (2**30, 100, 60), qpm=100))


def test_an_impossible_sample_rate_is_refused() -> None:
    with pytest.raises(UsageError, match="sample rate of 12"):
        render(score_of((0, 100, 60)), sample_rate=12)


# Files


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3", ".WAV"])
def test_sound_is_written_in_the_format_of_the_suffix(tmp_path: Path, suffix: str) -> None:
    sound = play(font())[: RATE // 2] * np.float32(0.5)
    write_audio(tmp_path / f"tone{suffix}", sound, RATE)
    back, rate = soundfile.read(tmp_path / f"tone{suffix}")
    assert rate == RATE
    assert len(back) == pytest.approx(len(sound), abs=2304)
    assert cents(frequency(back), 441) == pytest.approx(0, abs=1)
    assert level(back[5000:15000]) == pytest.approx(level(sound[5000:15000]), abs=0.2)


def test_another_suffix_is_answered_with_the_four(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.wav, \.flac, \.ogg or \.mp3"):
        write_audio(tmp_path / "tone.aiff", np.zeros((10, 2), np.float32), RATE)
    assert list(tmp_path.iterdir()) == []


def test_mp3_refuses_a_rate_that_it_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="MP3 has no sample rate of 96000"):
        write_audio(tmp_path / "tone.mp3", np.zeros((10, 2), np.float32), 96000)


def test_a_rendering_reports_its_progress_and_appears_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    shares = []
    for share in render_file(score_of(*((480 * n, 480, 60 + n) for n in range(8))), path, soundfont=font()):
        shares.append((share, path.exists()))
    assert shares == sorted(shares)
    assert shares[-1] == (1.0, True)
    assert not any(there for _, there in shares[:-1])
    assert np.abs(soundfile.read(path)[0]).max() == pytest.approx(0.89, abs=1e-3)


def test_a_cancelled_rendering_leaves_nothing(tmp_path: Path) -> None:
    shares = render_file(score_of((0, 4800, 60)), tmp_path / "take.ogg", soundfont=font())
    next(shares)
    shares.close()
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SeqgenError, match=r"cannot be written"):
        write_audio(tmp_path / "missing" / "tone.wav", np.zeros((10, 2), np.float32), RATE)


@pytest.mark.skipif(sys.platform == "win32", reason="files cannot be limited")
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3"])
def test_a_file_that_cannot_grow_is_one_sentence_and_leaves_nothing(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import resource

    noise = np.random.default_rng(1).uniform(-1, 1, (RATE, 2)).astype(np.float32)
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, hard))
    try:
        with pytest.raises(SeqgenError, match=r"tone\..*: cannot be written: File too large"):
            write_audio(tmp_path / f"tone{suffix}", noise, RATE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert capsys.readouterr().err == ""
    assert list(tmp_path.iterdir()) == []


# FluidSynth as the reference

NOTE_SECONDS, GAP_SECONDS = 0.7, 0.8
PIECE = [(0, program, 60) for program in range(128)] + [(9, 0, key) for key in range(35, 82)]


@pytest.fixture(scope="module")
def both_renderings(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, np.ndarray]:
    """Every GM program, then every key of the drum kit, one after the other: by FluidSynth and by us."""
    if shutil.which("fluidsynth") is None:
        pytest.skip("the fluidsynth command is not installed")
    folder = tmp_path_factory.mktemp("fluidsynth")
    file, track = mido.MidiFile(ticks_per_beat=480), mido.MidiTrack()
    file.tracks.append(track)
    ticks = {"note": round(960 * NOTE_SECONDS), "gap": round(960 * GAP_SECONDS)}
    for channel, program, key in PIECE:
        gap = ticks["gap"] if len(track) else 0
        track.append(mido.Message("program_change", channel=channel, program=program, time=gap))
        track.append(mido.Message("note_on", channel=channel, note=key, velocity=100))
        track.append(mido.Message("note_off", channel=channel, note=key, time=ticks["note"]))
    file.save(folder / "all.mid")
    options = ["-ni", "-R", "0", "-C", "0", "-g", "1", "-O", "float", "-r", str(RATE)]
    files = ["-F", str(folder / "all.wav"), str(default_soundfont()), str(folder / "all.mid")]
    subprocess.run(["fluidsynth", *options, *files], check=True, capture_output=True)
    reference, _ = soundfile.read(folder / "all.wav", dtype="float32")
    ours = np.concatenate(list(render_blocks(symusic.Score(str(folder / "all.mid")), room=False))) / GAIN
    return reference, ours


def log_spectrum(sound: np.ndarray) -> np.ndarray:
    """Its magnitude at every cent from 40 Hz to 10 kHz, in decades, down to 60 dB below its peak."""
    mono = sound.sum(axis=1)
    size = 1 << 16
    magnitude = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), size))
    hertz = 40 * 2 ** (np.arange(9600) / 1200)
    magnitude = np.interp(hertz, np.arange(len(magnitude)) * RATE / size, magnitude)
    return np.log10(magnitude + 1e-3 * magnitude.max())


def likeness(one: np.ndarray, other: np.ndarray, shift: int) -> float:
    """Return the correlation of two spectra, -1..1, with the second moved down by so many cents."""
    edge = 60
    moved = other[edge + shift : len(other) - edge + shift]
    return float(np.corrcoef(one[edge:-edge], moved)[0, 1])


def differences(reference: np.ndarray, ours: np.ndarray) -> list[str]:
    """Level, timbre and pitch in which two sounds differ to the ear."""
    expected, got = log_spectrum(reference), log_spectrum(ours)
    agreement = {shift: likeness(expected, got, shift) for shift in range(-30, 31, 3)}
    found = []
    if abs(level(ours) - level(reference)) > 3:
        found.append(f"{level(ours) - level(reference):.1f} dB louder")
    if agreement[0] <= 0.9:
        found.append(f"spectra correlate at {agreement[0]:.2f}")
    cents_off = max(agreement, key=lambda shift: agreement[shift])
    if likeness(expected, expected, 12) < 0.99 and abs(cents_off) > 3:  # else a click or a noise, without a pitch
        found.append(f"{cents_off} cents off")
    return found


def test_every_program_and_drum_sounds_as_in_fluidsynth(both_renderings: tuple[np.ndarray, np.ndarray]) -> None:
    seconds = (round(960 * NOTE_SECONDS) + round(960 * GAP_SECONDS)) / 960
    wrong = {}
    for place, (channel, program, key) in enumerate(PIECE):
        begin = round(place * seconds * RATE)
        reference, ours = (sound[begin : begin + RATE] for sound in both_renderings)
        if found := differences(reference, ours):
            wrong[f"program {program}" if channel == 0 else f"drum {key}"] = found

    assert wrong == {}


# FluidSynth as an extra


def test_without_fluidsynth_its_option_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sys

    from seqgen.sound import fluidsynth_render as fluid

    monkeypatch.setitem(sys.modules, "fluidsynth", None)
    with pytest.raises(SeqgenError, match=r"pip install seqgen\[fluidsynth\]"):
        list(
            fluid.render_file(
                score_of((0, 480, 60)), tmp_path / "a.wav", soundfont=default_soundfont(), sample_rate=RATE
            )
        )
    assert list(tmp_path.iterdir()) == []


def test_fluidsynth_renders_a_score_where_it_is_installed(tmp_path: Path) -> None:
    try:
        import fluidsynth  # noqa: F401 - only whether it is there
    except ImportError:
        pytest.skip("pyfluidsynth or its library is not installed")
    from seqgen.sound import fluidsynth_render as fluid

    score = score_of((0, 960, 69))
    *_, done = fluid.render_file(score, tmp_path / "a.wav", soundfont=default_soundfont(), sample_rate=RATE)
    sound, _ = soundfile.read(tmp_path / "a.wav")
    assert done == 1.0
    assert cents(frequency(sound[:RATE]), 440) == pytest.approx(0, abs=5)
    assert np.abs(sound).max() == pytest.approx(PEAK, abs=1e-3)
