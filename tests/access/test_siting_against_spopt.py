"""The best choices of spopt (PySAL), recorded beside the script that asked for them; ours are the same, with and without branch and bound."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from groundfloor.access.siting import exact, solve
from groundfloor.access.siting.problem import Problem

pytest.importorskip("numba", reason="needs numba, of the extra geo")
SCRIPT = Path(__file__).parent / "spopt_sites.py"
FAR = 200.0


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("spopt_sites", SCRIPT)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def theirs():
    lines = SCRIPT.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
    return {row["name"]: float(row["value"]) for row in csv.DictReader(lines)}


def problem(reached, gain, people):
    candidate, demand = np.nonzero(reached.T)
    first = np.concatenate([[0], np.cumsum(np.bincount(candidate, minlength=reached.shape[1]))])
    return Problem(first, demand, gain.T[candidate, demand], people)


@pytest.mark.parametrize("largest", [0, 10_000])
def test_choices_are_those_of_spopt(script, theirs, monkeypatch, largest):
    monkeypatch.setattr(exact, "LARGEST", largest)
    away, people = script.town()
    cover = problem(away <= script.RADIUS, np.ones(away.shape), people)
    median = problem(away <= FAR, FAR - away, people)
    for sites in script.PLACES:
        found = solve.most(cover, sites)
        assert found.value == pytest.approx(theirs[f"cover.{sites}"], rel=1e-9)
        assert found.bound <= found.value * 1.02
        found = solve.most(median, sites)
        assert FAR * people.sum() - found.value == pytest.approx(theirs[f"median.{sites}"], rel=1e-9)
        assert found.bound <= found.value * 1.001
        assert (away <= FAR).all()
    whole = problem(away <= script.RADIUS + 8, np.ones(away.shape), people)
    found = solve.fewest(whole, float(people.sum()))
    assert (away[:, found.chosen] <= script.RADIUS + 8).any(axis=1).all()
    assert len(found.chosen) == theirs["fewest"]
