"""Parameters and measures against R: its lm, and its uniroot and integrate in place of every closed form."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.grouped.published import INDIA, MEAN
from tests.oracle import figures

from groundfloor.grouped import from_arrays, grouped, groups_of

LINES = {"45": 45.0, "89": 89.0, "150": 150.0}


def test_every_figure_is_that_of_r():
    found = grouped(groups_of(from_arrays(INDIA), MEAN), LINES, "LCU/person/month")
    ours = {f"{row['curve']} {row['line']} {row['measure']}".replace(" None", ""): row["value"] for row in found.rows}
    for fit in found.fitted:
        ours |= {f"{fit.curve.name} parameter {i}": value for i, value in enumerate(fit.curve.parameters, 1)}
    expected = figures(Path(__file__).parent / "lorenz.R")
    assert len(expected) == 36
    for name, value in expected.items():
        assert ours[name] == pytest.approx(value, rel=2e-9), name
