"""A small pack of which every choice can be gone through, and what each of them costs and leaves, simulated one by one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.choosing.choice import Chooser
from groundfloor.choosing.floor import Pick, Picks, patch
from groundfloor.choosing.settings import settings
from groundfloor.rules.patch import patched

YEARS = (2026, 2027)
LEVELS, STEPS = (0.5, 1.5), (0.4, 1.0)
SMALL: dict[str, Any] = {"to": 2027, "levels": LEVELS, "steps": STEPS, "tolerance": 1e-7, "seconds": 60, "frontier": []}
BOTH = {"poverty_gap": 0.5, "headcount": 0.2, "coverage": 0.3}


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack from which a country begins."""
    return gf.new(tmp_path_factory.mktemp("packs") / "nowhere")


@dataclass(frozen=True)
class One:
    """A choice with its cost by year and each objective, from persons."""

    picks: Picks
    cost: tuple[float, ...]
    beneficiaries: dict[tuple[str, int], float]
    objectives: dict[str, float]


@pytest.fixture(scope="session")
def every_choice(pack: Path) -> list[One]:
    """All choices there are: a level and a coverage that never falls of each programme, or none."""
    chooser = Chooser(pack, settings({**SMALL, "envelope": 0, "objective": BOTH}), lambda _: None)
    grids = [offer.grid for offer in chooser.menu.offers]
    out = []
    for paths in itertools.product(*(list(_paths()) for _ in grids)):
        picks = {
            grid.programme.name: Pick(grid, path[0], dict(zip(YEARS, path[1:], strict=True)))
            for grid, path in zip(grids, paths, strict=True)
            if path is not None
        }
        out.append(_simulated(chooser, picks))
    return out


def _paths() -> Iterator[tuple[float, float, float] | None]:
    yield None
    for level, first, last in itertools.product(LEVELS, (0.0, *STEPS), STEPS):
        if first <= last:
            yield level, first, last


def _simulated(chooser: Chooser, picks: Picks) -> One:
    at, line = chooser.at, chooser.line
    assert line is not None
    assert at.survey.welfare is not None
    option = patched(chooser.floor, patch(chooser.floor, picks, {"en": "one"}), "one")
    gap, poor, rates, cost, people = 0.0, 0.0, [], [], {}
    for year in at.years(option, "one", {year: at.weights[year] for year in YEARS}):
        after = at.survey.welfare + year.cash_per_head
        for person in range(at.survey.persons):
            short = at.survey.lines[line] - after[person]
            if short > 0:
                gap += year.weight[person] * short
                poor += year.weight[person]
        rows = {row["programme"]: row for row in year.costs}
        cost.append(sum(row["total_lcu"] for row in year.costs))
        people |= {(name, year.year): row["beneficiaries"] for name, row in rows.items()}
        # each programme of this pack is all there is of its guarantee
        rates += [
            rows[name]["beneficiaries"] / rows[name]["target_population"] if name in rows else 0.0
            for name in chooser.menu.names
        ]
    return One(
        picks, tuple(cost), people, {"poverty_gap": gap, "headcount": poor, "coverage": 1 - float(np.mean(rates))}
    )
