"""What a choice must be: within its limits, better than simpler plans, no worse with more money, and a floor that runs."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

import groundfloor as gf
from groundfloor.choosing import Choice, InfeasibleError, tables
from groundfloor.choosing.choice import Chooser
from groundfloor.choosing.floor import Pick, patch
from groundfloor.choosing.settings import settings
from groundfloor.choosing.simulated import simulated
from groundfloor.choosing.solve import NotFoundError
from groundfloor.country.pack import find_pack
from groundfloor.errors import GroundfloorError
from groundfloor.rules.patch import patched

from .conftest import SMALL

GHANA: dict[str, Any] = {
    "to": 2029,
    "levels": [0.5, 1.0, 1.5],
    "steps": [0.25, 0.5, 0.75, 1.0],
    "envelope": {2026: "0.4%gdp", 2028: "0.7%gdp"},
    "commitments": {"social_pension": {2028: 0.25}},
    "capacity": {"all": 4e6},
    "debt_ceiling": 62,
    "frontier": [0.6, 0.8, 1.3],
    "alternatives": 1,
    "seconds": 12,
}


@pytest.fixture(scope="module")
def ghana() -> tuple[Chooser, Choice]:
    chooser = Chooser("gha", settings(GHANA), lambda _: None)
    return chooser, chooser.choose()


def test_every_limit_holds_in_the_simulated_floor(ghana: tuple[Chooser, Choice]) -> None:
    rows = tables(ghana[1])["limits"]
    assert {row["limit"] for row in rows} == {"envelope", "debt_ceiling", "commitment", "capacity"}
    for row in rows:
        assert row["room"] >= -1e-9 * max(abs(row["allowed"]), 1.0), row


def test_the_program_and_the_persons_agree(ghana: tuple[Chooser, Choice]) -> None:
    found = ghana[1]
    for one in (found.chosen, *found.alternatives, *(point.chosen for point in found.frontier)):
        closed = one.result.objectives["poverty_gap"] / found.nothing["poverty_gap"]
        assert closed == pytest.approx(one.solution.value, rel=1e-9)
        assert one.solution.bound <= one.solution.value


def test_better_than_growing_all_alike(ghana: tuple[Chooser, Choice]) -> None:
    chooser, found = ghana
    grids = [offer.grid for offer in chooser.menu.offers]
    best = found.nothing["poverty_gap"]
    for level in grids[0].levels:
        shares = dict.fromkeys(found.years, 0.0)
        for year in found.years:
            for share in grids[0].steps:
                tried = {one: max(shares[one], share) if one >= year else shares[one] for one in found.years}
                result = _planned(chooser, [(grid, level, tried) for grid in grids])
                if all(result.total(one) <= found.money[one] for one in found.years):
                    shares = tried
        if any(shares.values()):
            result = _planned(chooser, [(grid, level, shares) for grid in grids])
            best = min(best, result.objectives["poverty_gap"])
    assert best < found.nothing["poverty_gap"]
    assert found.chosen.result.objectives["poverty_gap"] < best


def test_better_than_the_best_programme_alone(ghana: tuple[Chooser, Choice]) -> None:
    chooser, found = ghana
    money = [limit for limit in chooser.limits if limit.kind == "envelope"]
    many = range(len(chooser.menu.offers))
    for p in many:
        others = [(chooser.decisions.entered(q), 0.0) for q in many if q != p]
        alone = chooser.solver.best(money, 1.0, others)
        assert alone is not None
        assert set(chooser.picks(alone.decisions)) <= {chooser.menu.names[p]}
        # even what no choice of this programme alone can exceed
        assert found.chosen.solution.value < alone.bound


def _planned(chooser: Chooser, plan: Any) -> Any:
    picks = {grid.programme.name: Pick(grid, level, shares) for grid, level, shares in plan}
    option = patched(chooser.floor, patch(chooser.floor, picks, {"en": "plan"}), "plan")
    return simulated(chooser.at, option, "plan", chooser.menu, chooser.line, ["poverty_gap"], poverty=False)


def test_more_money_never_closes_less(ghana: tuple[Chooser, Choice]) -> None:
    points = ghana[1].frontier
    assert len(points) >= 3
    values = [point.chosen.solution.value for point in points]
    assert values == sorted(values, reverse=True)


def test_coverage_never_falls_and_nothing_is_paid_for_nothing(ghana: tuple[Chooser, Choice]) -> None:
    for pick in ghana[1].chosen.picks.values():
        shares = list(pick.coverage.values())
        assert shares == sorted(shares)
    # care in kind moves nobody above a poverty line
    assert "essential_health" not in ghana[1].chosen.picks


def test_a_run_of_the_file_costs_what_was_said(ghana: tuple[Chooser, Choice], tmp_path: Path) -> None:
    found = ghana[1]
    own = shutil.copytree(find_pack("gha"), tmp_path / "gha")
    (own / "floors" / "affordable.yaml").write_text(found.file, encoding="utf-8")
    ran = gf.results_of(own, to=2029, floor="affordable")
    for one in (found.chosen, *found.alternatives):
        cost = {
            (row["programme"], row["year"]): row["total_lcu"]
            for row in ran.tables["costs"]
            if row["scenario"] == one.name and row["year"] in found.years
        }
        assert cost == pytest.approx({(row["programme"], row["year"]): row["total_lcu"] for row in one.result.costs})
    assert "&" not in found.file
    grant = yaml.safe_load(found.file)["scenarios"]["chosen"]["programmes"]
    assert set(grant) == set(found.chosen.picks)


def test_no_money_chooses_nothing(pack: Path) -> None:
    found = gf.choose(pack, envelope=0, **SMALL)
    assert found.chosen.picks == {}
    assert found.chosen.solution.value == pytest.approx(1.0)
    assert found.alternatives == ()


def test_a_scheme_that_ends_is_taken_off(pack: Path, tmp_path: Path) -> None:
    own = shutil.copytree(pack, tmp_path / "nowhere")
    (own / "schemes").mkdir(exist_ok=True)
    text = (own / "programmes" / "social_pension.yaml").read_text(encoding="utf-8")
    older = text.replace("programme: social_pension", "programme: old_pension").replace("not pension", "pension")
    older = older.replace("status: proposed", "status: existing").replace("phase_in: {2026: 0.5, 2027: 1.0}\n", "")
    older = older.replace("2026-01-01: 65", "2025-01-01: 65").replace("2026-01-01: 300", "2025-01-01: 100")
    (own / "schemes" / "old_pension.yaml").write_text(older, encoding="utf-8")
    new = text.replace("age >= age_from and not pension", "age >= age_from") + "replaces: [old_pension]\n"
    (own / "programmes" / "social_pension.yaml").write_text(new, encoding="utf-8")
    found = gf.choose(own, envelope="3%gdp", programmes=["social_pension"], **SMALL)
    saved = [row for row in found.chosen.result.costs if row["programme"] == "old_pension"]
    assert saved
    assert all(row["total_lcu"] <= 0 for row in saved)
    objectives = found.chosen.result.objectives
    assert objectives["poverty_gap"] / found.nothing["poverty_gap"] == pytest.approx(found.chosen.solution.value)


def test_programmes_that_need_each_other_are_refused(pack: Path, tmp_path: Path) -> None:
    own = shutil.copytree(pack, tmp_path / "nowhere")
    file = own / "programmes" / "child_grant.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("age < 5", "age < 5 and not household.any(social_pension.eligible)"))  # fmt: skip
    with pytest.raises(GroundfloorError, match="child_grant depends on social_pension"):
        gf.choose(own, envelope="1%gdp", **SMALL)
    # alone, too, what it gives would depend on what is not there
    with pytest.raises(GroundfloorError, match="child_grant depends on social_pension"):
        gf.choose(own, envelope="1%gdp", programmes=["child_grant"], **SMALL)


def test_before_its_first_value_a_programme_cannot_be_chosen(pack: Path) -> None:
    found = gf.choose(pack, envelope="1%gdp", start=2025, **SMALL)
    assert all(pick.coverage[2025] == 0.0 for pick in found.chosen.picks.values())
    assert found.chosen.picks
    assert (
        datetime.date(2026, 1, 1)
        in yaml.safe_load(found.file)["scenarios"]["chosen"]["parameters"]["child_grant.grant"]
    )


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "no envelope"),
    ({"envelope": "much"}, "The envelope is 'much'"),
    ({"envelope": {2027: 5}}, "begins in 2027"),
    ({"envelope": "1%gdp", "objective": "povery_gap"}, "Did you mean 'poverty_gap'"),
    ({"envelope": "1%gdp", "objective": {"coverage": 0}}, "sum to nothing"),
    ({"envelope": "1%gdp", "programmes": ["child_grnt"]}, "Did you mean 'child_grant'"),
    ({"envelope": "1%gdp", "commitments": {"social_pension": {2050: 1}}}, "outside the years"),
    ({"envelope": "1%gdp", "commitments": {"social_pensio": {2027: 1}}}, "Did you mean 'social_pension'"),
    ({"envelope": "1%gdp", "commitments": {"social_pension": {2027: 1.2}}}, "from 0 to 1"),
    ({"envelope": "1%gdp", "programmes": []}, "no programme to choose from"),
    ({"envelope": "1%gdp", "capacity": -1}, "capacity of all is -1"),
    ({"envelope": "1%gdp", "line": "nationl"}, "Did you mean 'national'"),
    ({"envelope": "1%gdp", "levels": [0]}, "numbers above 0"),
    ({"envelope": "1%gdp", "steps": [1.5]}, "from 0 to 1"),
    ({"envelope": "1%gdp", "to": 2020}, "from 2026 to 2020"),
    ({"envelope": "1%gdp", "parameters": {"social_pension": "age_from"}}, "does not depend on a parameter 'age_from'"),
    ({"envelope": "1%gdp", "to": 2050, "levels": [k / 50 for k in range(1, 300)]}, "at most 20,000"),
]


@pytest.mark.parametrize(("asked", "words"), WRONG, ids=[words for _, words in WRONG])
def test_mistakes_are_said(pack: Path, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(GroundfloorError) as error:
        gf.choose(pack, **{**SMALL, **asked})
    assert words in str(error.value)


def test_a_mistake_in_the_file_has_its_line(pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "choice.yaml"
    file.write_text("envelope: 1%gdp\nobjectiv: coverage\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"choice.yaml:2:1: Unknown key 'objectiv'"):
        gf.choose(pack, settings=file)
    file.write_text("envelope: 1%gdp\nwithin: 3\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"choice.yaml:2:9: within is 3"):
        gf.choose(pack, settings=file)


def test_conflicts_are_named(pack: Path) -> None:
    with pytest.raises(InfeasibleError, match="If only the capacity gives way"):
        gf.choose(pack, envelope="5%gdp", **{**SMALL, "capacity": 10, "commitments": ["child_grant"]})


def test_where_time_was_short_conflicts_are_named_and_nothing_is_claimed_else(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(*_arguments: object, **_options: object) -> None:
        raise NotFoundError("No choice was found")

    monkeypatch.setattr(Chooser, "best", short)
    with pytest.raises(InfeasibleError, match="If only the capacity gives way"):
        gf.choose(pack, envelope="5%gdp", **{**SMALL, "capacity": 10, "commitments": ["child_grant"]})
    with pytest.raises(NotFoundError):
        gf.choose(pack, envelope="5%gdp", **SMALL)
