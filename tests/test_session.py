"""A session answers what a run says, for the floor as it stands and for one that is changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundfloor import new, read_survey, results_of
from groundfloor.errors import GroundfloorError
from groundfloor.prices import Prices
from groundfloor.report.render import fragments
from groundfloor.session import EXPLORED, Session
from groundfloor.varying import Standing, grid

PATCH = {
    "parameters": {"child_grant.grant": {"2026-01-01": 120}},
    "programmes": {"child_grant": {"take_up": 0.5}},
    "remove": [],
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack whose floor has the patch as a scenario."""
    folder = new(tmp_path_factory.mktemp("session") / "nowhere")
    path = next((folder / "floors").glob("*.yaml"))
    floor = yaml.safe_load(path.read_text(encoding="utf-8"))
    floor["scenarios"][EXPLORED] = {"label": {"en": "As explored"}} | {
        key: value for key, value in PATCH.items() if value
    }
    path.write_text(yaml.safe_dump(floor, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def session(pack: Path) -> Session:
    return Session(pack, to=2030)


def of(rows: Any, scenario: str) -> list[str]:
    """The rows of a scenario as text, in which what is absent equals itself."""
    return [repr(dict(row)) for row in rows if row["scenario"] == scenario]


@pytest.mark.parametrize("table", ["costs", "plan", "payers", "debt"])
def test_it_says_what_a_run_says(pack: Path, session: Session, table: str) -> None:
    run = results_of(pack, to=2030).tables.get(table, [])
    found = session.results(PATCH).tables.get(table, [])
    for scenario in (session.floor.name, EXPLORED):
        assert of(found, scenario) == of(run, scenario)


def test_its_impact_and_measures_are_those_of_a_run(pack: Path, session: Session) -> None:
    run, found = results_of(pack, to=2030).tables, session.results(PATCH, details=True).tables
    assert all(row in run["impact"] for row in found["impact"])
    assert len(found["impact"]) > 0
    whole = {
        (row["measure"], row["line"], row["programme"], row["group"]): row
        for row in run["measures"]
        if row["scenario"] == EXPLORED
    }
    for row in found["measures"]:
        other = whole[row["measure"], row["line"], row["programme"], row["group"]]
        assert row["value"] == pytest.approx(other["value"], nan_ok=True), row


def test_without_a_patch_both_scenarios_are_the_same(session: Session) -> None:
    rows = session.results().tables["costs"]
    plain = [
        [(row["programme"], row["year"], row["total_lcu"]) for row in rows if row["scenario"] == one]
        for one in (EXPLORED, session.floor.name)
    ]
    assert plain[0] == plain[1]


def test_answers_do_not_add_up_from_one_to_the_next(session: Session) -> None:
    first, second = (session.results(PATCH).tables["costs"] for _time in range(2))
    assert list(map(repr, first)) == list(map(repr, second))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.fixed_dictionaries(
            {
                "take_up": st.sampled_from([0.2, 0.5, 1.0]),
                "grant": st.sampled_from([0, 60, 120]),
                "whose": st.sampled_from(["age < 5", "age < 18"]),
            }
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_it_remembers_changes_no_figure(session: Session, moves: list[dict[str, Any]]) -> None:
    """Answers one after another are those of a session that remembers nothing, bit by bit."""
    forgetful = Session.of(session.country, session.floor, replace(session.at, remembered=None), session.to)
    for move in moves:
        changes = {"take_up": move["take_up"], "eligible": move["whose"]}
        patch = {
            "parameters": {"child_grant.grant": {"2026-01-01": move["grant"]}},
            "programmes": {"child_grant": changes},
        }
        found, plain = (one.results(patch).tables for one in (session, forgetful))
        assert {name: list(map(repr, rows)) for name, rows in found.items()} == {
            name: list(map(repr, rows)) for name, rows in plain.items()
        }


def test_under_other_prices_it_remembers_nothing(session: Session) -> None:
    known_rates = session.at.prices.rates.items()
    twice = {name: {year: 2 * rate for year, rate in rates.items()} for name, rates in known_rates}
    dearer = replace(session.at, prices=Prices(session.at.base, twice))
    session.results()
    known, plain = (
        [repr(row) for year in at.years(session.floor, "x", at.weights) for row in year.costs]
        for at in (dearer, replace(dearer, remembered=None))
    )
    assert known == plain


def test_a_patch_that_names_what_is_not_there_is_refused(session: Session) -> None:
    with pytest.raises(GroundfloorError, match="child_grant"):
        session.results({"programmes": {"child_grnt": {"take_up": 0.5}}})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_its_answer_is_told_by_sections_of_the_report(session: Session, language: str) -> None:
    found = fragments(session.results(PATCH, details=True), language, ("cost", "gains", "paid"))
    assert [one.name for one in found] == ["cost", "gains", "paid"]
    assert all("style=" not in one.body and "<script" not in one.body for one in found)


def test_figures_of_other_numbers_are_those_of_a_patch(session: Session) -> None:
    """What a slider shows in milliseconds is what the whole run says of the same floor."""
    for numbers, patch in (
        ({}, {}),
        ({"child_grant.take_up": 0.3}, {"programmes": {"child_grant": {"take_up": 0.3}}}),
        ({"child_grant.take_up": 1.0}, {"programmes": {"child_grant": {"take_up": 1}}}),
    ):
        tables = session.results(patch).tables
        rows = {
            (row["scenario"], row["measure"], row["line"], row["programme"], row["group"]): row["value"]
            for row in session.figures(numbers, year=2030)
        }
        of = session.floor.name
        costs = [row for row in tables["costs"] if row["scenario"] == EXPLORED and row["year"] == 2030]
        assert costs
        for row in costs:
            for measure in ("target_population", "beneficiaries", "transfers_lcu"):
                assert rows[of, measure, "", row["programme"], "all"] == pytest.approx(row[measure], rel=1e-9)
        impact = [row for row in tables["impact"] if row["scenario"] == EXPLORED and row["year"] == 2030]
        assert impact
        for row in impact:
            assert rows[of, row["measure"], row["line"] or "", "", "all"] == pytest.approx(row["after"], rel=1e-9)
            assert rows["today", row["measure"], row["line"] or "", "", "all"] == pytest.approx(row["before"], rel=1e-9)


def test_a_grid_has_every_combination_and_tells_how_far_it_is(session: Session) -> None:
    said: list[str] = []
    found = session.grid(
        {"child_grant.grant": [20, 40], "child_grant.take_up": [0.1, 0.5, 1.0]}, year=2030, say=said.append
    )
    assert found.settings.tolist() == [[20, 0.1], [20, 0.5], [20, 1.0], [40, 0.1], [40, 0.5], [40, 1.0]]
    assert said[-1] == "6 of 6"
    for row in found.rows:
        numbers = {name: row[name] for name in found.names}
        alone = {key[1:]: value for key, value in zip(*_standing(session, numbers), strict=True) if key[0] != "today"}
        for key, column in zip(found.keys, found.columns[2:], strict=True):
            assert row[column] == pytest.approx(alone[key[1:]], rel=1e-12, nan_ok=True)


def _standing(session: Session, numbers: dict[str, float]) -> tuple[Any, Any]:
    found = Standing(session.at, session.floor, 2030, compiled=False).figures(numbers)
    return found.keys, found.values.tolist()


def test_compiled_or_not_a_grid_is_the_same(session: Session) -> None:
    varied = {"child_grant.grant": [20.0, 60.0], "child_grant.take_up": [0.2, 1.0]}
    one, other = (grid(session.at, session.floor, varied, to=2030, compiled=way).values for way in (True, False))
    np.testing.assert_allclose(one, other, rtol=1e-12)


@pytest.mark.parametrize(
    ("varied", "says"),
    [
        ({"child_grnt.grant": [1]}, "child_grant.grant"),
        ({"child_grant.grant": []}, "no number"),
        ({"child_grant.grant": [float("nan")]}, "numbers"),
        ({"child_grant.take_up": [1.5]}, "from 0 to 1"),
        ({}, "No number"),
        ({"child_grant.grant": range(1000), "child_grant.take_up": [0.1] * 1000}, "1,000,000 settings"),
    ],
)
def test_a_grid_that_cannot_be_is_refused(session: Session, varied: Any, says: str) -> None:
    with pytest.raises(GroundfloorError, match=says):
        session.grid(varied, year=2030)


def test_a_year_outside_the_run_is_refused(session: Session) -> None:
    with pytest.raises(GroundfloorError, match="2099"):
        session.figures(year=2099)


def test_another_survey_takes_the_place_of_the_packs(pack: Path, session: Session) -> None:
    own = read_survey(pack)
    found = Session(pack, own, to=2030)
    assert found.figures(year=2030) == session.figures(year=2030)


def test_what_is_paid_for_each_birth_is_counted_as_a_run_counts_it(tmp_path: Path) -> None:
    folder = new(tmp_path / "nowhere")
    (folder / "programmes" / "birth_grant.yaml").write_text(
        "programme: birth_grant\nlabel: {en: Birth grant}\nguarantee: children\nfunction: maternity\nstatus: proposed\nunit: birth\n"
        "parameters: {grant: {unit: LCU, values: {2020-01-01: 500}, source: invented}}\neligible: True\namount: grant\n",
        encoding="utf-8",
    )
    path = next((folder / "floors").glob("*.yaml"))
    floor = yaml.safe_load(path.read_text(encoding="utf-8"))
    floor["programmes"].append("birth_grant")
    path.write_text(yaml.safe_dump(floor, allow_unicode=True), encoding="utf-8")
    session = Session(folder, to=2030)
    rows = {
        (row["measure"], row["programme"]): row["value"] for row in session.figures(year=2030) if row["group"] == "all"
    }
    costs = [row for row in session.results().tables["costs"] if row["scenario"] == EXPLORED and row["year"] == 2030]
    assert "birth_grant" in {row["programme"] for row in costs}
    for row in costs:
        for measure in ("target_population", "beneficiaries", "transfers_lcu"):
            assert rows[measure, row["programme"]] == pytest.approx(row[measure], rel=1e-9)
    assert rows["transfers_lcu", ""] == pytest.approx(sum(row["transfers_lcu"] for row in costs), rel=1e-9)
    # what 500 of 2020 are in prices of the base year
    own = Standing(session.at, session.floor, 2030).own("birth_grant.grant")
    found = session.grid({"birth_grant.grant": [own]}, year=2030).rows[0]
    assert found["transfers_lcu"] == pytest.approx(rows["transfers_lcu", ""], rel=1e-9)
