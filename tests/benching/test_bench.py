"""The engines timed beside each other: they agree, and what does not is said."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import groundfloor as gf
from groundfloor.benching import COLUMNS, comparing
from groundfloor.benching.people import people
from groundfloor.cli import main
from groundfloor.engine import ENGINES


def test_every_engine_agrees_on_the_same_persons(tmp_path: Path) -> None:
    file = tmp_path / "timings.json"
    assert main(["bench", "--persons", "2000", "--json", str(file)]) == 0
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert [row["engine"] for row in rows] == list(ENGINES)
    for row in rows:
        assert tuple(row) == COLUMNS
        assert row["agrees"] is True
        assert row["persons"] == len(people(2000)[2])
        assert row["first_s"] > 0
        assert row["change_s"] > 0
        assert 20 < row["peak_mb"] < 2000
        assert row["times_reading"] == pytest.approx(row["change_s"] / row["read_once_s"])
    assert rows[0]["change_ratio"] == 1
    assert rows[2]["change_ratio"] > 1


def found(engine: str, **changed: float) -> dict[str, Any]:
    figures = {"cost": 1e12, "gini": 0.4} | changed
    times = dict.fromkeys(("rules_s", "load_s", "first_s", "change_s"), 0.5)
    return {
        "engine": engine,
        "persons": 100,
        "peak_mb": 30.0,
        "bytes_per_person": 72,
        "law": figures,
        "reform": figures,
    } | times


@pytest.mark.parametrize(("gini", "same"), [(0.4 + 1e-11, True), (0.4 + 1e-8, False), (math.nan, False)])
def test_a_figure_that_differs_is_told_by_the_exit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gini: float, same: bool
) -> None:
    given = {"arrays": found("arrays"), "sql": found("sql", gini=gini)}
    monkeypatch.setattr(comparing, "_alone", lambda name, _persons: given[name])
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


def test_an_engine_that_ends_early_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MEMORY", {"PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere"})
    with pytest.raises(gf.GroundfloorError, match="arrays did not come to an end with 100 persons"):
        gf.bench([100], engines=["arrays"])
