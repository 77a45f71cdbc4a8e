"""Figures as the window's language writes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from gui.number_format import decimals, shortest, whole


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def test_a_figure_has_its_decimals_after_the_languages_point(language: str) -> None:
    assert decimals(2.906) == {"en": "2.91", "es": "2,91"}[language]
    assert decimals(-0.5, 1) == {"en": "-0.5", "es": "-0,5"}[language]


def test_axes_and_scales_have_the_languages_point(language: str, qapp: QApplication) -> None:
    from gui.train.curve import _Axis

    expected = {"en": ["0.35", "0.4"], "es": ["0,35", "0,4"]}[language]
    assert [shortest(0.35), shortest(0.4, 2)] == expected
    assert _Axis("left").tickStrings([0.35, 0.4], 1.0, 0.05) == [expected[0], {"en": "0.40", "es": "0,40"}[language]]


def test_a_large_number_is_grouped_as_in_the_language(language: str) -> None:
    assert whole(34145.2) == {"en": "34,145", "es": "34.145"}[language]
    assert whole(7) == "7"
