"""r.cost of GRASS beside our times, with the knight's move too: run where GRASS is there, else as it answered when the test was written (GRASS 8.2.1)."""

from __future__ import annotations

import csv
import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from groundfloor.access import Grid, travel

pytest.importorskip("numba", reason="needs numba, of the extra geo")

SCRIPT = Path(__file__).parent / "r_cost.sh"


def read(lines):
    return {row["name"]: float(row["value"]) for row in csv.DictReader(lines)}


def by_grass():
    """What GRASS says where it is there, which must be what was recorded; else what was recorded."""
    recorded = read(SCRIPT.with_suffix(".csv").read_text(encoding="utf-8").splitlines())
    if shutil.which("grass") is None:
        return recorded
    done = subprocess.run(  # noqa: S603 (our own script)
        ["grass", "--tmp-location", "XY", "--exec", "sh", str(SCRIPT)],  # noqa: S607 (the GRASS of the machine)
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    found = read(done.stdout.splitlines())
    assert found == pytest.approx(recorded, rel=1e-12)
    return found


@pytest.mark.parametrize(("name", "neighbours"), [("eight", 8), ("knight", 16)])
def test_r_cost_gives_the_same(name, neighbours):
    row, column = np.mgrid[:12, :14]
    pace = np.where((row * 5 + column * 3) % 8 == 2, math.inf, 0.05 + ((row * 7 + column * 13) % 11) / 7)
    grid = Grid(12, 14, 0.0, 12.0, 1.0, 1.0, geographic=False)
    sources = np.array([3, 9]), np.array([4, 11])
    found = travel(pace, grid, *sources, neighbours=neighbours, corners="open").seconds
    theirs = {key: value for key, value in by_grass().items() if key.startswith(name)}
    assert len(theirs) == np.isfinite(found).sum() == 148
    for key, value in theirs.items():
        _, r, c = key.split(".")
        assert found[int(r) - 1, int(c) - 1] == pytest.approx(value, rel=1e-12), key
