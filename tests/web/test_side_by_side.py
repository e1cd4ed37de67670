"""Scenarios side by side: the figures of a run, differences to the first, the same page for whoever has the address."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.web import making
from tests.web.test_explorer import nowhere, pack, session  # noqa: F401 - fixtures

from groundfloor import results_of
from groundfloor.session import Session
from groundfloor_web.core.actions import perform
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.explorer.actions import Keep
from groundfloor_web.explorer.models import Exploration

ADDRESS = "/now/explorer/beside/"
QUERY = "?of=floor&of=scenario:start_small"


@pytest.fixture
def client(nowhere: Workspace) -> Client:  # noqa: F811
    found = Client()
    found.force_login(making.member(nowhere, Role.OBSERVER))
    return found


def rows(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"{ADDRESS}scenarios.csv{query}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_figures_are_those_of_a_run(client: Client, pack: Path) -> None:  # noqa: F811
    run = results_of(pack)
    found = {(row["scenario"], row["figure"], row["of"], int(row["year"])): row for row in rows(client, QUERY)}
    names = {"floor": run.tables["plan"][0]["scenario"], "scenario:start_small": "start_small"}
    for key, name in names.items():
        for row in run.tables["plan"]:
            if row["scenario"] == name and row["year"] in (2026, 2050):
                shown = found[key, "cost_share", "", row["year"]]
                assert float(shown["value"]) == pytest.approx(row["cost_pct_gdp"], rel=1e-9)
        for row in run.tables["impact"]:
            if row["scenario"] == name and row["year"] == 2050 and row["measure"] in ("fgt0", "fgt1", "gini"):
                shown = found[key, row["measure"], row["line"] or "", 2050]
                for column, value in (("before", row["before"]), ("value", row["after"]), ("se", row["se"])):
                    assert float(shown[column]) == pytest.approx(value, rel=1e-9)
    first, other = (found[key, "cost_share", "", 2050] for key in names)
    assert first["difference"] == ""
    assert float(other["difference"]) == pytest.approx(float(other["value"]) - float(first["value"]))


def test_the_page_is_the_same_for_whoever_has_its_address(client: Client) -> None:
    page = client.get(ADDRESS + QUERY).content.decode()
    assert 'class="below"' in page
    assert page.count("<svg") >= 2
    assert "scenarios.xlsx?of=floor&amp;of=scenario%3Astart_small" in page
    french = client.get(ADDRESS + QUERY, headers={"Accept-Language": "fr"}).content.decode()
    assert "différence avec le premier" in french


def test_an_exploration_is_set_beside_the_floor(client: Client, nowhere: Workspace, session: Session) -> None:  # noqa: F811
    perform(
        Keep, making.actor(nowhere, Role.ANALYST), {"title": {"en": "Nought"}, "controls": {"child_grant.grant": 0}}
    )
    key = f"kept:{Exploration.objects.get().pk}"
    found = [row for row in rows(client, f"?of={key}&of=floor") if row["figure"] == "cost" and row["moment"] == "last"]
    assert [row["scenario"] for row in found] == [key, "floor"]
    assert float(found[0]["value"]) < float(found[1]["value"])
    assert f"kept:{Exploration.objects.get().pk}" in client.get(ADDRESS).content.decode()


def test_a_title_is_no_formula_in_a_spreadsheet(client: Client, nowhere: Workspace) -> None:  # noqa: F811
    title = "=HYPERLINK(1)"
    perform(Keep, making.actor(nowhere, Role.ANALYST), {"title": {"en": title}, "controls": {"child_grant.grant": 0}})
    key = f"kept:{Exploration.objects.get().pk}"
    assert {row["label"] for row in rows(client, f"?of=floor&of={key}") if row["scenario"] == key} == {f"'{title}"}


@pytest.mark.parametrize(
    "query", ["?of=floor", "?of=floor&of=floor", "?of=nothing&of=kept:99", "?of=floor&of=kept:1e9"]
)
def test_fewer_than_two_are_no_comparison(client: Client, query: str) -> None:
    assert "Choose two to four" in client.get(ADDRESS + query).content.decode()
    assert client.get(f"{ADDRESS}scenarios.csv{query}").status_code == 404
    assert client.get(f"{ADDRESS}scenarios.exe{QUERY}").status_code == 404


def test_the_workbook_has_numbers_and_no_formulas(client: Client) -> None:
    book = load_workbook(io.BytesIO(client.get(f"{ADDRESS}scenarios.xlsx{QUERY}").content))
    wide, tidy = book.worksheets
    assert isinstance(wide.cell(2, 5).value, float)
    assert tidy.max_row > 20
    assert not any(str(cell.value).startswith("=") for sheet in book for line in sheet for cell in line)
