"""From a map to a budget: new sites become a service of a pack, costed beside transfers, and a grant that asks for the service is held against the map."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
import yaml

import groundfloor as gf

PACK = {
    "prices": {"year": 2025, "tradable": "inflation", "non_tradable": "inflation"},
    "discount": {"value": 0.05, "unit": "share", "source": "test"},
    "sectors": {
        "health": {
            "tradable": {"value": 0.0, "unit": "share", "source": "test"},
            "payers": {"government": {"value": 1.0, "unit": "share", "source": "test"}},
        }
    },
}


@pytest.fixture(scope="module")
def pack(made_up: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter pack with what `groundfloor access example` leaves."""
    folder = tmp_path_factory.mktemp("floor")
    left = folder / "reach"
    gf.measure_access("example", out=left, languages=["en"])
    pack = gf.new(folder / "nowhere")
    for name in ("access_sites.csv", "access.csv"):
        shutil.copy(left / "tables" / name, pack)
    described = PACK | {}
    described["sectors"]["health"]["services"] = yaml.safe_load((left / "services.yaml").read_text(encoding="utf-8"))
    (pack / "services.yaml").write_text(yaml.safe_dump(described), encoding="utf-8")
    floor = pack / "floors" / "floor.yaml"
    floor.write_text(floor.read_text(encoding="utf-8") + "\nservices: [health]\n", encoding="utf-8")
    grant = pack / "programmes" / "child_grant.yaml"
    condition = "\ncondition: {service: health, within: 30, label: {en: a health facility, fr: un centre de santé}}\n"
    grant.write_text(grant.read_text(encoding="utf-8") + condition, encoding="utf-8")
    return pack


def test_sites_of_a_map_are_costed_beside_transfers(pack: Path) -> None:
    results = gf.results_of(pack, to=2029)
    with (pack / "access_sites.csv").open(encoding="utf-8") as file:
        steps = list(csv.DictReader(file))
    rows = [row for row in results.tables["services"] if row["service"] == "next_posts" and row["variant"] == "base"]
    covered = {row["year"]: row["covered"] / row["target_population"] for row in rows}
    assert covered[2026] == pytest.approx(float(steps[0]["share"]))
    assert covered[2028] == covered[2029] == pytest.approx(float(steps[2]["share"]))
    prices = {row["year"]: row["value"] for row in results.tables["economy"] if row["series"] == "inflation"}
    level = 1 + prices[2026]
    once, yearly = float(steps[0]["cost_once"]), float(steps[0]["cost_yearly"])
    (first,) = [row for row in rows if row["year"] == 2026]
    assert first["capital_lcu"] == pytest.approx(once * level)
    assert first["recurrent_lcu"] == pytest.approx(yearly * level)
    beside = {
        row["programme"]: row["total_lcu"]
        for row in results.tables["costs"]
        if row["scenario"] == "floor" and row["year"] == 2026
    }
    assert beside["services.health"] == pytest.approx((once + yearly) * level)
    assert beside["child_grant"] > 0


def test_a_grant_that_asks_for_the_service_is_held_against_the_map(pack: Path) -> None:
    results = gf.results_of(pack, to=2026)
    (whole,) = [row for row in results.tables["supply"] if row["scenario"] == "floor" and row["group"] == "all"]
    with (pack / "access.csv").open(encoding="utf-8") as file:
        known = [
            row
            for row in csv.DictReader(file)
            if (row["service"], row["variant"], row["group"], float(row["within_minutes"]))
            == ("health", "base", "all", 30.0)
        ]
    assert whole["share_within_reach"] == pytest.approx(float(known[0]["share"]))
    said = [row["message"]["en"] for row in results.tables["findings"] if row["check"] == "supply"]
    assert any("a health facility" in one or "(health)" in one for one in said)
