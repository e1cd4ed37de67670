"""The engines timed beside each other: they agree, and what does not is said."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.benching import COLUMNS, comparing, engines, floors, grid
from groundfloor.benching import people as invented
from groundfloor.benching.engine import timings
from groundfloor.benching.laws import LAW, REFORM
from groundfloor.benching.people import people
from groundfloor.benching.runs import runs
from groundfloor.cli import main
from groundfloor.engine import ENGINES


def test_the_engines_agree_on_the_same_persons(tmp_path: Path) -> None:
    # compiled code is held against these elsewhere, without compiling it in one more process
    asked = [word for name in ENGINES for word in ("--engine", name)]
    file = tmp_path / "timings.json"
    assert main(["bench", "--persons", "2000", *asked, "--json", str(file)]) == 0
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert [row["engine"] for row in rows] == list(ENGINES)
    assert set(ENGINES) <= set(engines(2000))
    for row in rows:
        assert tuple(row) == COLUMNS
        assert row["agrees"] is True
        assert row["persons"] == len(people(2000)[2])
        assert row["first_s"] > 0
        assert row["change_s"] > 0
        assert 20 < row["peak_mb"] < 2000
        assert row["times_reading"] == pytest.approx(row["change_s"] / row["read_once_s"])
    assert rows[0]["change_ratio"] == 1
    assert next(row for row in rows if row["engine"] == "plain")["change_ratio"] > 1


def in_this_process(engine: str, persons: int, programmes: int, settings: int = 0) -> dict[str, Any]:
    return grid.timings(persons, settings, programmes) if settings else timings(engine, persons, programmes)


def test_more_programmes_and_settings_stand_beside_five(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_alone", in_this_process)
    rows = gf.bench([500], engines=["arrays", "plain"], programmes=10, settings=3)
    assert [(row["engine"], row["programmes"], row["settings"]) for row in rows] == [
        ("arrays", 5, None),
        ("plain", 5, None),
        ("arrays", 10, None),
        ("plain", 10, None),
        ("arrays", 10, 3),
    ]
    assert all(row["agrees"] for row in rows)
    assert rows[2]["programmes_ratio"] == rows[2]["change_s"] / rows[0]["change_s"]
    assert rows[4]["settings_s"] > 0


def test_no_two_of_fifty_programmes_are_the_same() -> None:
    floor = floors.read(50)
    assert len(floor.programmes) == 50
    rules = {
        (one.texts["eligible"], floor.parameters[f"{name}.grant"].values) for name, one in floor.programmes.items()
    }
    assert len(rules) == 50
    law, reform = (floors.under(floor, one) for one in (LAW, REFORM))
    changed = {name for name in floor.parameters if law.parameters[name] != reform.parameters[name]}
    assert len(changed) == 20  # two of five, in every variation


def test_an_engine_that_is_not_installed_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs()["sql"], "missing", lambda: "install it", raising=False)
    assert "sql" not in engines(1000)
    with pytest.raises(gf.GroundfloorError, match="sql cannot be timed here: install it"):
        gf.bench([100], engines=["sql"])


def test_persons_made_in_slices_are_those_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    person, household, home = people(3_000)
    monkeypatch.setattr(invented, "AT_ONCE", 700)
    again = people(3_000)
    for one, other in zip((person, household, {"home": home}), (*again[:2], {"home": again[2]}), strict=True):
        assert one.keys() == other.keys()
        assert all(np.array_equal(one[name], other[name]) for name in one)


def found(engine: str, **changed: float) -> dict[str, Any]:
    figures = {"cost": 1e12, "gini": 0.4} | changed
    times = dict.fromkeys(("rules_s", "load_s", "first_s", "change_s", "change_cpu_s"), 0.5)
    return {
        "engine": engine,
        "persons": 100,
        "peak_mb": 30.0,
        "bytes_per_person": 72,
        "programmes": 5,
        "law": figures,
        "reform": figures,
    } | times


@pytest.mark.parametrize(("gini", "same"), [(0.4 + 1e-11, True), (0.4 + 1e-8, False), (math.nan, False)])
def test_a_figure_that_differs_is_told_by_the_exit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gini: float, same: bool
) -> None:
    given = {"arrays": found("arrays"), "sql": found("sql", gini=gini)}
    monkeypatch.setattr(comparing, "_alone", lambda name, *_: given[name])
    assert main(["bench", "--persons", "100", "--engine", "arrays", "--engine", "sql"]) == (0 if same else 1)
    assert ("no" in capsys.readouterr().out.split()) is not same


def test_figures_that_one_lacks_do_not_agree() -> None:
    other = found("sql")
    other["law"] = {"cost": 1e12}
    assert not comparing.agrees(other, found("arrays"))


@pytest.mark.parametrize(
    ("persons", "engines", "said"),
    [
        ([9], [], "There are 9 persons"),
        ([10**12], [], "There are 1,000,000,000,000 persons"),
        ([100], ["array"], "no engine 'array'"),
    ],
)
def test_what_cannot_be_timed_is_refused(persons: list[int], engines: list[str], said: str) -> None:
    with pytest.raises(gf.GroundfloorError, match=said):
        gf.bench(persons, engines=engines)


@pytest.mark.parametrize(("numbers", "said"), [({"programmes": 7}, "no floor of 7"), ({"settings": -1}, "-1 settings")])
def test_programmes_and_settings_out_of_range_are_refused(numbers: dict[str, int], said: str) -> None:
    with pytest.raises(gf.GroundfloorError, match=said):
        gf.bench([100], **numbers)


def test_an_engine_that_ends_early_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MEMORY", {"PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere"})
    with pytest.raises(gf.GroundfloorError, match="arrays did not come to an end with 100 persons"):
        gf.bench([100], engines=["arrays"])
