"""The solver beside a plain search through every choice there is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.choosing import Choice, InfeasibleError, tables
from groundfloor.choosing.choice import Chooser
from groundfloor.choosing.limits import widened
from groundfloor.choosing.settings import settings

from .conftest import BOTH, SMALL, YEARS, One

ENVELOPES = ("0.02%gdp", "0.2%gdp", "0.6%gdp", {2026: "0.1%gdp", 2027: "0.7%gdp"})
LIMITED = {"capacity": {"child_grant": 400_000, "all": 700_000}, "commitments": {"social_pension": {2027: 0.3}}}


def weighed(one: One, nothing: One, objective: Any) -> float:
    weights = objective if isinstance(objective, dict) else {objective: 1.0}
    return sum(weight * one.objectives[name] / nothing.objectives[name] for name, weight in weights.items())


def best(choices: list[One], objective: Any, keeps: Callable[[One], bool]) -> float:
    nothing = next(one for one in choices if not one.picks)
    return min(weighed(one, nothing, objective) for one in choices if keeps(one))


def within(found: Choice) -> Callable[[One], bool]:
    return lambda one: all(cost <= found.money[year] + 1e-6 for cost, year in zip(one.cost, YEARS, strict=True))


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("objective", ["poverty_gap", "headcount", "coverage", BOTH], ids=str)
def test_nothing_better_is_left(pack: Path, every_choice: list[One], envelope: Any, objective: Any) -> None:
    found = gf.choose(pack, envelope=envelope, objective=objective, alternatives=0, **SMALL)
    expected = best(every_choice, objective, within(found))
    solution = found.chosen.solution
    assert solution.value == pytest.approx(expected, abs=2e-7)
    assert solution.bound <= expected + 1e-9
    # what is reported comes from persons, not from the program
    nothing = next(one for one in every_choice if not one.picks)
    for name, value in found.chosen.result.objectives.items():
        assert found.nothing[name] == pytest.approx(nothing.objectives[name], rel=1e-9)
        same = next(one for one in every_choice if _alike(one, found))
        assert value == pytest.approx(same.objectives[name], rel=1e-9)


def _alike(one: One, found: Choice) -> bool:
    return {name: (pick.level, pick.coverage) for name, pick in one.picks.items()} == {
        name: (pick.level, pick.coverage) for name, pick in found.chosen.picks.items()
    }


def test_with_every_kind_of_limit(pack: Path, every_choice: list[One]) -> None:
    asked = {**SMALL, **LIMITED}
    found = gf.choose(pack, envelope="0.6%gdp", alternatives=0, **asked)

    def keeps(one: One) -> bool:
        people = one.beneficiaries
        new = {
            (name, year): people.get((name, year), 0.0) - people.get((name, year - 1), 0.0)
            for name in ("child_grant", "social_pension")
            for year in YEARS
        }
        pension = one.picks.get("social_pension")
        return (
            within(found)(one)
            and all(new["child_grant", year] <= 400_000 for year in YEARS)
            and all(new["child_grant", year] + new["social_pension", year] <= 700_000 for year in YEARS)
            and pension is not None
            and pension.coverage[2027] >= 0.3
        )

    assert found.chosen.solution.value == pytest.approx(best(every_choice, "poverty_gap", keeps), abs=2e-7)
    assert min(row["room"] for row in tables(found)["limits"]) >= -1e-6


def test_debt_keeps_below_its_ceiling(pack: Path) -> None:
    free = gf.choose(pack, envelope="5%gdp", alternatives=0, debt_ceiling=1000, **SMALL)
    debt = [row["taken"] for row in tables(free)["limits"] if row["limit"] == "debt_ceiling"]
    ceiling = max(debt) - 0.1
    held = gf.choose(pack, envelope="5%gdp", alternatives=0, debt_ceiling=ceiling, **SMALL)
    assert max(row["taken"] for row in tables(held)["limits"] if row["limit"] == "debt_ceiling") <= ceiling
    assert held.chosen.solution.value > free.chosen.solution.value


def test_alternatives_are_the_next_best_sets(pack: Path, every_choice: list[One]) -> None:
    found = gf.choose(pack, envelope="0.6%gdp", alternatives=3, within=1.0, **SMALL)
    for alternative in found.alternatives:
        names = set(alternative.picks)
        assert names != set(found.chosen.picks)

        def keeps(one: One, names: set[str] = names) -> bool:
            return within(found)(one) and set(one.picks) <= names

        assert alternative.solution.value == pytest.approx(best(every_choice, "poverty_gap", keeps), abs=2e-7)
    sets = [frozenset(one.picks) for one in (found.chosen, *found.alternatives)]
    assert len(set(sets)) == len(sets) > 1
    assert all(sets)
    values = [one.solution.value for one in (found.chosen, *found.alternatives)]
    assert values == sorted(values)


def test_the_relaxation_named_is_enough_and_no_less_would_be(pack: Path) -> None:
    asked = {**SMALL, "commitments": {"child_grant": {2026: 1.0}}, "levels": [1.0]}
    with pytest.raises(InfeasibleError) as error:
        gf.choose(pack, envelope="0.01%gdp", **asked)
    way = {one.limit.year: one.limit.bound + one.by for one in error.value.ways["envelope"]}
    assert gf.choose(pack, envelope={year: money * (1 + 1e-9) for year, money in way.items()}, **asked).chosen.picks
    with pytest.raises(InfeasibleError):
        gf.choose(pack, envelope={year: money * 0.999 for year, money in way.items()}, **asked)
    assert "If only the commitments give way: a coverage of 0 by child_grant in 2026" in str(error.value)


def test_a_shadow_price_is_what_one_more_closes(pack: Path) -> None:
    chooser = Chooser(pack, settings({**SMALL, "envelope": "0.2%gdp"}), lambda _: None)
    found = chooser.choose()
    more = 1e-4 * chooser.money[2026]
    for place, year in enumerate(YEARS):
        money = chooser.money | {year: chooser.money[year] + more}
        values = [
            chooser.solver.any_share(limits, found.chosen.solution.decisions).fun
            for limits in (chooser.limits, widened(chooser.limits, money))
        ]
        assert found.shadow[place] == pytest.approx((values[0] - values[1]) / more, rel=1e-3)
    assert (np.asarray(found.shadow) >= 0).all()


def test_debt_where_pledges_pay_a_part(pack: Path, every_choice: list[One], tmp_path: Path) -> None:
    """A pledge above the cost of the first year brings nothing for the second: debt is no straight line in costs."""
    own = shutil.copytree(pack, tmp_path / "nowhere")
    file = own / "financing.yaml"
    pledge = "{donor: A, purpose: {en: floor}, status: committed, currency: LCU, amounts: {2026: 3000000000, 2027: 200000000}}"
    file.write_text(file.read_text(encoding="utf-8") + f"pledges:\n  grant: {pledge}\n", encoding="utf-8")
    chooser = Chooser(own, settings({**SMALL, "envelope": "5%gdp", "debt_ceiling": 100}), lambda _: None)

    def debt(one: One) -> float:
        tables_ = chooser.at.paying.tables()
        chooser.at.paying.add(tables_, "one", dict(zip((2025, *YEARS), (0.0, *one.cost), strict=True)))
        return max(row["debt_pct_gdp_after"] for row in tables_["plan"] if row["year"] in YEARS)

    debts = {id(one): debt(one) for one in every_choice}
    low, high = min(debts.values()), max(debts.values())
    for part in (0.15, 0.5, 0.8):
        ceiling = low + part * (high - low)
        found = gf.choose(own, envelope="5%gdp", debt_ceiling=ceiling, alternatives=0, **SMALL)
        expected = best(every_choice, "poverty_gap", lambda one, most=ceiling: debts[id(one)] <= most)
        assert found.chosen.solution.value == pytest.approx(expected, abs=2e-7)
        rows = [row for row in tables(found)["limits"] if row["limit"] == "debt_ceiling"]
        assert len(rows) == len(YEARS)
        assert all(row["room"] >= -1e-9 for row in rows)
