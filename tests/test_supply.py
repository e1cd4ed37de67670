"""Of those whom a programme asks to use a service, who lives within reach: counted by hand, as properties, and in a run."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import changed

from groundfloor import GroundfloorError, new, results_of
from groundfloor.rules.programme import Condition
from groundfloor.supply import findings, supply_rows
from groundfloor.survey.frame import Survey, Text

WEIGHT = np.array([10.0, 10, 20, 30, 30, 40])
REGIONS = Text(np.array([0, 0, 0, 1, 1, 1], dtype=np.int32), ("North", "South"))
ACCESS = """service,variant,group,within_minutes,population,reaching,reached,share,share_of_reaching
school,base,all,30,1000,1000,700,0.7,0.7
school,base,area=north,30,400,400,200,0.5,0.5
school,base,area=Coast,30,300,300,290,0.97,0.97
school,base,area=Collines,30,300,300,210,0.7,0.7
school,low,all,30,1000,1000,600,0.6,0.6
school,base,all,60,1000,1000,900,0.9,0.9
"""


def country(**shares: tuple[float, float]) -> Any:
    """A country with people and those within reach by group."""
    rows = [
        {"service": "school", "variant": "base", "group": group, "within_minutes": 30.0, "population": n, "reached": k}
        for group, (n, k) in shares.items()
    ]
    return SimpleNamespace(access=rows, regions={})


def village() -> Survey:
    return Survey("s", "X", 2020, {"region": REGIONS}, np.array([0, 2, 3, 5]), WEIGHT)


def programme(asked: str = "person") -> Any:
    return SimpleNamespace(name="grant", asked=asked, condition=Condition("school", 30.0, {"en": "school"}))


def year(receives: list[float], amount: list[float], cost: float = 3000.0) -> Any:
    costs = [{"programme": "grant", "transfers_lcu": cost}]
    found = {"grant": np.array(receives)}, {"grant": np.array(amount)}
    return SimpleNamespace(year=2026, weight=WEIGHT, receives=found[0], amounts=found[1], costs=costs)


BOTH = {"all": (1000, 700), "area=North": (400, 200), "area=South": (600, 500)}


def test_a_village_counted_by_hand() -> None:
    given_ = year([0, 1, 1, 1, 0, math.nan], [0.0, 5, 5, 10, 0, 0])
    whole, north, south = supply_rows(country(**BOTH), village(), "floor", [programme()], given_)
    assert (north["group"], north["beneficiaries"], north["within_reach"]) == ("region=North", 30, 15)
    assert (north["within_reach_low"], north["within_reach_high"]) == (
        10,
        20,
    )  # 20 of the 40 people there are within reach
    assert (south["beneficiaries"], south["within_reach"]) == (30, pytest.approx(25))
    assert (whole["beneficiaries"], whole["within_reach"], whole["out_of_reach"]) == (
        60,
        pytest.approx(40),
        pytest.approx(20),
    )
    # of 3,000 LCU a third goes to the North, where half are out of reach, the rest to the South, where a sixth is
    assert north["transfers_lcu"] == pytest.approx(1000)
    assert whole["transfers_out_of_reach_lcu"] == pytest.approx(500 + 2000 / 6)


def test_households_are_counted_once() -> None:
    given_ = year([1, 0, 0, 1, 0, 0], [5.0, 0, 0, 5, 0, 0])
    whole, north, south = supply_rows(country(**BOTH), village(), "floor", [programme("household")], given_)
    assert (whole["beneficiaries"], north["beneficiaries"], south["beneficiaries"]) == (40, 10, 30)
    assert north["within_reach_low"] == 0  # 15 of the 30 households there may be out of reach
    assert north["within_reach_high"] == 10


def test_without_a_region_the_share_of_the_country_is_used_and_that_is_said() -> None:
    partly = country(**{"all": (1000, 700), "area=North": (400, 200)})
    rows = supply_rows(partly, village(), "floor", [programme()], year([1.0] * 6, [1.0] * 6))
    assert [row["group"] for row in rows] == ["all"]
    assert rows[0]["share_within_reach"] == pytest.approx(0.7)
    assert {one.says for one in findings(partly, [programme()], rows)} == {"supply.out_of_reach", "supply.no_regions"}


def test_what_nothing_tells_is_said_and_is_no_figure() -> None:
    assert supply_rows(country(), village(), "floor", [programme()], year([1.0] * 6, [1.0] * 6)) == []
    (found,) = findings(country(), [programme()], [])
    assert (found.says, found.severity) == ("supply.unknown", "warning")


def test_a_region_where_nobody_is_within_reach_is_named() -> None:
    none = country(**BOTH | {"area=North": (400, 0)})
    rows = supply_rows(none, village(), "floor", [programme()], year([1.0] * 6, [1.0] * 6))
    said = {one.says: one.values for one in findings(none, [programme()], rows)}
    assert said["supply.nowhere"]["names"] == "North"


@given(
    receives=st.lists(st.sampled_from([0.0, 1.0, math.nan]), min_size=6, max_size=6),
    north=st.floats(0, 1),
    south=st.floats(0, 1),
)
def test_parts_add_up_and_bounds_hold_whoever_lives_where(receives: list[float], north: float, south: float) -> None:
    shares = {
        "all": (1000, 400 * north + 600 * south),
        "area=North": (400, 400 * north),
        "area=South": (600, 600 * south),
    }
    whole, *regions = supply_rows(country(**shares), village(), "floor", [programme()], year(receives, [2.0] * 6))
    for name in (
        "beneficiaries",
        "within_reach",
        "within_reach_low",
        "within_reach_high",
        "transfers_out_of_reach_lcu",
    ):
        assert whole[name] == pytest.approx(math.fsum(row[name] for row in regions), abs=1e-9)
    for row in (whole, *regions):
        assert -1e-9 <= row["within_reach_low"] <= row["within_reach"] + 1e-9
        assert row["within_reach"] <= row["within_reach_high"] + 1e-9
        assert row["within_reach_high"] <= row["beneficiaries"] + 1e-9
        assert row["transfers_out_of_reach_lcu"] <= row["transfers_lcu"] + 1e-9


def pack(tmp_path: Path, condition: str = "condition: {service: school, within: 30, label: {en: a school}}\n") -> Path:
    folder = new(tmp_path / "nowhere")
    file = folder / "programmes" / "child_grant.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n" + condition, encoding="utf-8")
    (folder / "access.csv").write_text(ACCESS, encoding="utf-8")
    return folder


def test_a_run_flags_a_conditional_grant_where_no_school_is_in_reach(tmp_path: Path) -> None:
    found = results_of(pack(tmp_path), to=2026)
    rows = [row for row in found.tables["supply"] if row["scenario"] == "floor"]
    assert [row["group"] for row in rows] == ["all", "region=Coast", "region=Hills", "region=North"]
    cost = next(
        row for row in found.tables["costs"]
        if (row["scenario"], row["programme"], row["year"]) == ("floor", "child_grant", rows[0]["year"])
    )  # fmt: skip
    assert rows[0]["beneficiaries"] == pytest.approx(cost["beneficiaries"])
    assert rows[0]["transfers_lcu"] == pytest.approx(cost["transfers_lcu"])
    (said,) = [row for row in found.tables["findings"] if row["check"] == "supply"]
    assert said["severity"] == "warning"
    assert "more than 30 minutes from the service" in said["message"]["en"]
    assert "à plus de 30 minutes" in said["message"]["fr"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("condition: {service: school}\n", "The key 'within' is missing"),
        ("condition: {service: school, within: -1}\n", "within is -1"),
        ("condition: {service: school, within: 30, minutes: 30}\n", "minutes"),
        ("condition: school\n", "condition"),
    ],
)
def test_a_condition_that_is_wrong_is_refused(tmp_path: Path, condition: str, said: str) -> None:
    with pytest.raises(GroundfloorError) as refused:
        results_of(pack(tmp_path, condition), to=2026)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new_", "said"),
    [
        ("1000,1000,700", "1000,1000,1700", "1,700 people of 1,000 are within reach"),
        ("school,low,all,30", "school,base,all,30", "school of all stands twice"),
        ("service,variant", "what,variant", "The column 'service' is missing"),
        ("400,400,200", "400,400,many", "'many' is not a number"),
    ],
)
def test_an_access_csv_that_is_wrong_is_refused(tmp_path: Path, old: str, new_: str, said: str) -> None:
    folder = pack(tmp_path)
    changed(folder / "access.csv", (old, new_))
    with pytest.raises(GroundfloorError) as refused:
        results_of(folder, to=2026)
    assert said in str(refused.value)
    assert "access.csv" in str(refused.value)
