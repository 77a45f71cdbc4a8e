"""Contents of the bundle: the modules and files of the packages, and what is left out of the libraries.

Modules that are imported by name, and files that are read, are not found by following imports. Both come from
`pyproject.toml`, so that what is installed is bundled, too.
"""

from __future__ import annotations

import importlib.util
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path
from typing import Any

import tomllib  # type: ignore[import-not-found]  # from Python 3.11 on, which the bundle is built with

ROOT = Path(__file__).resolve().parents[2]

EXCLUDED = (
    # read by path alone, as files: importing it takes a second
    "pretty_midi",
    # for the tests, or for other programs that libraries can work with
    "pytest", "hypothesis", "IPython", "ipywidgets", "jupyter", "tkinter", "music21", "pkg_resources", "setuptools",
    "pip", "mypy", "mkdocs", "tensorboard", "tensorflow", "torch.utils.tensorboard",
    # Qt beyond what the window uses
    *(
        f"PySide6.{name}"
        for name in (
            "QtQml", "QtQuick", "QtQuickWidgets", "QtQuickControls2", "QtQuick3D", "QtPdf", "QtPdfWidgets", "QtSql",
            "QtTest", "QtDesigner", "QtHelp", "QtUiTools", "QtCharts", "QtDataVisualization", "QtGraphs", "Qt3DCore",
            "QtWebEngineCore", "QtWebEngineWidgets", "QtWebChannel", "QtWebSockets", "QtBluetooth", "QtPositioning",
            "QtSensors", "QtSerialPort", "QtRemoteObjects", "QtScxml", "QtStateMachine", "QtTextToSpeech", "QtNfc",
            "QtMultimediaWidgets", "QtSpatialAudio", "QtXml", "QtPrintSupport",
        )
    ),
)  # fmt: skip

LEFT_OUT = (
    # of Qt: what belongs to modules that are not there, and software for video
    "PySide6/Qt/lib/libQt6Qml*", "PySide6/Qt/lib/libQt6Quick*", "PySide6/Qt/lib/libQt6Pdf*", "PySide6/Qt/qml/*",
    "PySide6/Qt/lib/libQt6VirtualKeyboard*", "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboard*",
    "PySide6/Qt/plugins/imageformats/libqpdf*", "PySide6/Qt/plugins/sqldrivers/*", "PySide6/Qt/plugins/tls/*",
    "PySide6/Qt/plugins/egldeviceintegrations/*", "PySide6/Qt/plugins/platforms/libqeglfs*",
    "PySide6/Qt/plugins/platforms/libqlinuxfb*", "PySide6/Qt/plugins/platforms/libqvnc*",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay*", "PySide6/Qt/lib/libQt6EglF*", "PySide6/Qt/lib/libQt6FFmpeg*",
    # sound devices need no FFmpeg; two of its libraries stand at the top, too
    "PySide6/Qt/plugins/multimedia/*", "*libavcodec.so*", "*libavformat.so*", "*libavutil.so*", "*libswresample.so*",
    "*libswscale.so*", "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    # of torch: what C++ programs and its own tests need; its import asks for one program
    "torch/include/*", "torch/share/*", "torch/bin/[!t]*", "torch/bin/test_*", "torch/lib/*_test.so", "torch/lib/*.a",
    "torch/lib/libbackend_with_compiler.so", "torch/lib/libaoti_custom_ops.so", "torch/testing/_internal/*",
    # of matplotlib: examples
    "matplotlib/mpl-data/sample_data/*",
)  # fmt: skip

READ = {
    "pretty_midi": ("TimGM6mb.sf2", "constants.py"),
    "swift_f0": ("model.onnx",),
    # never run, but its import looks whether they are there
    "symusic": ("bin/abc2midi", "bin/midi2abc"),
}
"""Files that are read, by the package that they lie in."""

LICENCES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
"""Parts of the names of files that say under which licence a package is."""


def project() -> dict[str, Any]:
    """Return `pyproject.toml`."""
    values: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return values


def modules() -> list[str]:
    """Return the names of all modules of the packages that are installed, but for programs that are run by path."""
    settings = project()["tool"]["setuptools"]
    found = []
    for package in settings["packages"]:
        folder = ROOT / package.replace(".", "/")
        if (folder / "__init__.py").is_file():
            found += [package, *(f"{package}.{file.stem}" for file in sorted(folder.glob("[!_]*.py")))]
            found += [f"{package}.__main__"] * (folder / "__main__.py").is_file()
    return found


def files() -> list[tuple[str, str]]:
    """Return the files that the packages read, each with its folder in the bundle: those that are installed with them,
    and what is read of others."""
    settings = project()["tool"]["setuptools"]
    found = []
    for package, patterns in settings["package-data"].items():
        # corpora and starters lie beside the packages as in a checkout
        folder = ROOT / settings["package-dir"][package]
        for pattern in patterns:
            matching = (file for file in sorted(folder.glob(pattern)) if file.is_file())
            found += [(str(file), file.parent.relative_to(ROOT).as_posix()) for file in matching]
    for package, read in READ.items():
        place = folder_of(package)
        found += [(str(place / name), (Path(package) / name).parent.as_posix()) for name in read]
    return found


def folder_of(package: str) -> Path:
    """Return the folder of a package that is installed."""
    spec = importlib.util.find_spec(package)
    assert spec is not None, f"{package} is not installed"
    return Path(str(spec.origin)).parent


def licences() -> list[tuple[str, str]]:
    """Return the licences of all packages that the bundle holds, each with its folder in it."""
    # only the build has it
    from packaging.requirements import Requirement

    found: list[tuple[str, str]] = []
    needs = project()["project"]
    names, waiting = set(), [*needs["dependencies"], *needs["optional-dependencies"]["audio"]]
    while waiting:
        needed = Requirement(waiting.pop())
        if needed.name in names or (needed.marker is not None and not needed.marker.evaluate({"extra": ""})):
            continue
        names.add(needed.name)
        about = metadata.distribution(needed.name)
        waiting += about.requires or []
        for file in about.files or []:
            if file.parts[0].endswith(".dist-info") and any(word in file.name.upper() for word in LICENCES):
                found.append((str(file.locate()), f"licenses/{needed.name}"))
    return found


def wanted(place: str) -> bool:
    """Return whether a file that PyInstaller found belongs into the bundle, by its place there."""
    return not any(fnmatch(place, pattern) for pattern in LEFT_OUT)
