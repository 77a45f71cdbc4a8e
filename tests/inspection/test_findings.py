"""Units that follow a feature, the closest first."""

from __future__ import annotations

import numpy as np

from seqgen.inspection.findings import Finding, Findings

FOUND = Findings(
    ("pitch", "beat"),
    (90, 80),
    {
        ("hidden", 0): np.array([[0.1, -0.75, 0.25], [0.5, 0.0, 0.125]], np.float32),
        ("cell", 0): np.array([[0.0, 0.5, 0.0], [0.0, -0.875, 0.0]], np.float32),
    },
)


def test_a_unit_has_a_finding_for_each_feature_whatever_its_sign() -> None:
    assert FOUND.of_unit("hidden", 0, 1) == [
        Finding("pitch", "hidden", 0, 1, -0.75, 90),
        Finding("beat", "hidden", 0, 1, 0.0, 80),
    ]
    assert [finding.feature for finding in FOUND.of_unit("hidden", 0, 2)] == ["pitch", "beat"]


def test_a_view_that_was_not_measured_has_none() -> None:
    assert FOUND.of_unit("gate", 0, 1) == []


def test_each_feature_names_the_units_that_follow_it_most_closely() -> None:
    best = [(finding.feature, finding.view, finding.unit, finding.r) for finding in FOUND.interesting(1)]
    assert best == [("beat", "cell", 1, -0.875), ("pitch", "hidden", 1, -0.75)]
    assert [finding.r for finding in FOUND.interesting(2)] == [-0.875, 0.5, -0.75, 0.5]
