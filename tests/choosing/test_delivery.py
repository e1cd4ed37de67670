"""What is fixed and what is spent once, in a choice: within the envelope as the chosen floor costs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packs import changed, delivered

import groundfloor as gf

from .conftest import SMALL


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return delivered(tmp_path_factory.mktemp("packs") / "nowhere")


@pytest.mark.parametrize("envelope", ["0.05%gdp", "0.2%gdp", {2026: "0.02%gdp", 2027: "0.6%gdp"}])
def test_the_choice_costs_what_its_floor_costs_when_it_is_run(pack: Path, envelope: object) -> None:
    found = gf.choose(pack, envelope=envelope, alternatives=0, **SMALL)
    for year, money in found.money.items():
        assert found.chosen.result.total(year) <= money * (1 + 1e-9)


def test_a_start_up_beyond_the_envelope_keeps_a_programme_out_though_nobody_is_paid_in_its_year(
    pack: Path, tmp_path: Path
) -> None:
    envelope = {2026: 6_000_000, 2027: "2%gdp"}
    found = gf.choose(pack, envelope=envelope, alternatives=0, **SMALL)
    pick = found.chosen.picks["child_grant"]
    assert pick.coverage[2026] == 0
    assert found.chosen.result.total(2026) == pytest.approx(
        sum(row["start_up_lcu"] for row in found.chosen.result.costs if row["year"] == 2026)
    )
    dear = delivered(tmp_path / "dear")
    changed(dear / "programmes" / "child_grant.yaml", ("2026: 5000000", "2026: 50000000"))
    assert "child_grant" not in gf.choose(dear, envelope=envelope, alternatives=0, **SMALL).chosen.picks
