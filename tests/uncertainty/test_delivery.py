"""What is fixed and what is spent once does not move with who receives."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packs import changed, delivered

from groundfloor.uncertainty.run import cost_uncertainty

BANDS = """take_up: {default: {below: 0.3, above: 0.05, basis: assumption, source: invented}}
"""


def bands(pack: Path, programme: str) -> dict[int, dict[str, float]]:
    (pack / "uncertainty.yaml").write_text(BANDS, encoding="utf-8")
    rows = cost_uncertainty(pack, paths=50, to=2030).tables["uncertainty"]
    return {
        row["year"]: row
        for row in rows
        if (row["scenario"], row["programme"], row["quantity"]) == ("floor", programme, "total_lcu")
    }


def test_a_start_up_has_no_band_and_a_fixed_cost_narrows_it(tmp_path: Path) -> None:
    pack = delivered(tmp_path / "a")
    found = bands(pack, "child_grant")
    assert found[2025]["p5"] == found[2025]["p95"] == pytest.approx(found[2025]["central"])
    assert found[2025]["central"] > 0
    dearer = delivered(tmp_path / "b")
    changed(dearer / "programmes" / "child_grant.yaml", ("2026-01-01: 9000000", "2026-01-01: 99000000"))
    for year, row in bands(dearer, "child_grant").items():
        if year >= 2028:
            assert row["p95"] - row["p5"] == pytest.approx(found[year]["p95"] - found[year]["p5"])
            assert row["central"] > found[year]["central"]
