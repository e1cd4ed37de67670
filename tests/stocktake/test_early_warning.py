"""Early warning of a made-up country, worked by hand; what is not known stays so."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from groundfloor import GroundfloorError, early_warning, new, results_of
from groundfloor.report.render import html
from groundfloor.stocktake.early_warning import LEVELS, indicators, read_early_warning


def number(value: Any, unit: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": "test", **more}


def hazards() -> dict[str, Any]:
    return {
        "flood": {
            "label": {"en": "Floods", "fr": "Inondations"},
            "weight": 3,
            "monitoring": number(0.75, "score"),
            "people_covered": number(400_000, "persons"),
            "local_plans": number(0.5, "share", assumption=True),
            "risk_information": number(0.25, "score"),
            "exposed": number(2000, "persons"),
            "evacuated": number(500, "persons"),
        },
        "drought": {
            "weight": 1,
            "monitoring": number(1, "score"),
            "people_covered": number(1_000_000, "persons"),
            "local_plans": number(0, "share"),
            "risk_information": number(0.5, "score"),
        },
    }


def rows(folder: Path, found: dict[str, Any], people: float = 1e6) -> dict[tuple[str, str], Any]:
    file = folder / "early_warning.yaml"
    file.write_text(yaml.safe_dump({"hazards": found}, sort_keys=False), encoding="utf-8")
    return {(row["hazard"], row["indicator"]): row for row in indicators(read_early_warning(file), people, 2025)}


def test_a_country_worked_by_hand(tmp_path: Path) -> None:
    found = rows(tmp_path, hazards())
    value = {key: row["value"] for key, row in found.items()}
    assert value["flood", "G-1"] == pytest.approx((0.75 + 0.4 + 0.5 + 0.25) / 4)
    assert value["drought", "G-1"] == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert value["all", "G-1"] == pytest.approx(0.75 * 0.475 + 0.25 * 0.625)
    assert value["all", "G-3"] == pytest.approx(0.75 * 40_000 + 0.25 * 100_000)
    assert value["flood", "G-6"] == 0.25
    assert math.isnan(value["drought", "G-6"])
    assert math.isnan(value["all", "G-6"])
    assert found["flood", "G-4"]["assumption"]
    assert found["all", "G-1"]["assumption"]
    assert not found["all", "G-2"]["assumption"]


def test_what_one_hazard_lacks_the_country_lacks(tmp_path: Path) -> None:
    found = hazards()
    del found["drought"]["local_plans"]
    lacking = rows(tmp_path, found)
    assert math.isnan(lacking["drought", "G-1"]["value"])
    assert math.isnan(lacking["all", "G-1"]["value"])
    assert lacking["all", "G-2"]["value"] == pytest.approx(0.8125)
    found["drought"]["weight"] = 0  # what does not count lacks nothing
    assert rows(tmp_path, found)["all", "G-1"]["value"] == pytest.approx(0.475)


@given(scores=st.lists(st.sampled_from(LEVELS), min_size=1, max_size=5), covered=st.floats(0, 1))
def test_the_country_lies_between_its_hazards(tmp_path_factory: Any, scores: list[float], covered: float) -> None:
    found = {
        f"h{i}": {
            "monitoring": number(score, "score"), "people_covered": number(1e6 * covered, "persons"),
            "local_plans": number(covered, "share"), "risk_information": number(scores[-1], "score"),
        }
        for i, score in enumerate(scores)
    }  # fmt: skip
    value = {key: row["value"] for key, row in rows(tmp_path_factory.mktemp("pack"), found).items()}
    for name in ("G-1", "G-2", "G-3", "G-4", "G-5"):
        own = [value[hazard, name] for hazard in found]
        assert min(own) - 1e-9 <= value["all", name] <= max(own) + 1e-9


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"monitoring": number(0.6, "score")}, "monitoring is 0.6"),
        ({"monitoring": number(0.5, "share")}, "unit is 'share'"),
        ({"evacuated": None}, "exposed and evacuated go together"),
        ({"evacuated": number(2001, "persons")}, "more than 2,000"),
        ({"people_covered": number(1_000_001, "persons")}, "more than 1,000,000"),
        ({"weight": None}, "others have none"),
        ({"monitorin": number(1, "score")}, "monitorin"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    found = hazards()
    found["flood"] = {key: value for key, value in (found["flood"] | change).items() if value is not None}
    with pytest.raises(GroundfloorError) as refused:
        rows(tmp_path, found)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("found", "said"),
    [({}, "There is no hazard"), ({"all": hazards()["flood"]}, "A hazard is called all"), ({"flood": {}}, "Nothing is said of flood"),
     ({"flood": hazards()["flood"] | {"weight": 0}}, "The weights add up to 0")],
)  # fmt: skip
def test_hazards_that_say_nothing_are_refused(tmp_path: Path, found: dict[str, Any], said: str) -> None:
    with pytest.raises(GroundfloorError) as refused:
        rows(tmp_path, found)
    assert said in str(refused.value)


def test_a_run_and_the_command_show_it(tmp_path: Path) -> None:
    pack = new(tmp_path / "nowhere")
    with pytest.raises(GroundfloorError, match="says nothing of early warning"):
        early_warning(pack)
    (pack / "early_warning.yaml").write_text(yaml.safe_dump({"hazards": hazards()}, sort_keys=False), encoding="utf-8")
    results = results_of(pack, to=2025)
    assert repr(list(results.tables["early_warning"])) == repr(list(early_warning(pack)))
    for language, said in (("en", "Floods"), ("fr", "Inondations")):
        page = html(results, language)
        assert 'id="early-warning"' in page
        assert said in page
