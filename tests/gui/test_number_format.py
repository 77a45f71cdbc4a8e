"""Figures as the window's language writes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from gui.number_format import decimals, whole


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def test_a_figure_has_its_decimals_after_the_languages_point(language: str) -> None:
    assert decimals(2.906) == {"en": "2.91", "es": "2,91"}[language]
    assert decimals(-0.5, 1) == {"en": "-0.5", "es": "-0,5"}[language]


def test_a_large_number_is_grouped_as_in_the_language(language: str) -> None:
    assert whole(34145.2) == {"en": "34,145", "es": "34.145"}[language]
    assert whole(7) == "7"
