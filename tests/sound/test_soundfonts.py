"""SoundFonts of the system."""

from __future__ import annotations

from pathlib import Path

from seqgen.sound.soundfonts import font_folders, system_soundfonts


def test_fonts_of_several_folders_are_listed_once_by_their_own_names(tmp_path: Path) -> None:
    for name in ("b/Piano.SF3", "a/Strings.sf2", "a/readme.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "a" / "default-GM.sf2").symlink_to(tmp_path / "a" / "Strings.sf2")
    found = system_soundfonts([tmp_path / "a", tmp_path / "missing", tmp_path / "b"])
    assert [path.name for path in found] == ["Piano.SF3", "Strings.sf2"]
    assert all(folder.is_absolute() for folder in font_folders())
