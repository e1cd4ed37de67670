"""A session answers what a run says, for the floor as it stands and for one that is changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundfloor import new, results_of
from groundfloor.errors import GroundfloorError
from groundfloor.prices import Prices
from groundfloor.report.render import fragments
from groundfloor.session import EXPLORED, Session

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
    return Session.open(pack, to=2030)


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
    forgetful = replace(session, at=replace(session.at, remembered=None))
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
