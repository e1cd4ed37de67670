"""The best affordable floor: asked for by a form, found by a worker, shown beside the floor as it stands, and opened in the explorer."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.web import making
from tests.web.test_explorer import nowhere, pack, session  # noqa: F401 - fixtures

import groundfloor as gf
from groundfloor.choosing.floor import patch
from groundfloor.rules import patched
from groundfloor.session import EXPLORED, Session
from groundfloor_web.affordable.actions import Choose
from groundfloor_web.affordable.agreed import agreed
from groundfloor_web.affordable.as_explored import controls
from groundfloor_web.affordable.models import Choice
from groundfloor_web.affordable.work import AS_EXPLORED, folder_of
from groundfloor_web.core.actions import Invalid, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.dialogue.models import Criterion, Round, Weight
from groundfloor_web.explorer.controls import ControlsForm
from groundfloor_web.explorer.models import Exploration
from groundfloor_web.jobs.worker import work_off
from groundfloor_web.stakeholders.models import Body, Organisation, Seat

GIVEN: dict[str, Any] = {
    "title": {"en": "Half a per cent", "fr": "Un demi pour cent"},
    "envelope_of": "gdp",
    "envelope": 0.5,
    "objective": "poverty_gap",
    "to": 2028,
}


@pytest.fixture
def analyst(nowhere: Workspace) -> Actor:  # noqa: F811
    return making.actor(nowhere, Role.ANALYST)


def asked(analyst: Actor, **given: Any) -> Choice:
    found = perform(Choose, analyst, GIVEN | given)
    assert isinstance(found, Choice)
    return found


def worked(choice: Choice) -> Choice:
    work_off(once=True)
    choice.job.refresh_from_db()
    return choice


def test_the_form_becomes_the_settings_of_the_library(analyst: Actor) -> None:
    found = asked(
        analyst,
        envelope=2,
        later="2027: 0,8\n2028 = 1.2",
        programmes={"child_grant": {"least": 50, "since": 2027, "most": 1000}, "social_pension": {"out": True}},
        capacity=5000,
        debt_ceiling=70,
    )
    assert found.settings == {
        "envelope": {"2026": "2%gdp", "2027": "0.8%gdp", "2028": "1.2%gdp"},
        "objective": {"poverty_gap": 1.0},
        "start": 2026,
        "to": 2028,
        "commitments": {"child_grant": {"2027": 0.5}},
        "capacity": {"child_grant": 1000.0, "all": 5000.0},
        "debt_ceiling": 70.0,
        "programmes": ["child_grant"],
    }
    assert asked(analyst, envelope_of="lcu", envelope=2.5).settings["envelope"] == {"2026": "2500000"}


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"later": "soon: more"}, "later"),
        ({"envelope": -1}, "envelope"),
        ({"to": 2020}, "__all__"),
        ({"objective": "weights"}, "__all__"),
        ({"programmes": {"nothing": {"least": 1}}}, "programmes"),
        ({"programmes": {"child_grant": {"least": 101}}}, "programmes"),
    ],
)
def test_what_cannot_be_meant_is_refused(analyst: Actor, given: dict[str, Any], where: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked(analyst, **given)
    assert where in refused.value.form.errors


def test_the_answer_is_that_of_the_library_and_opens_in_the_explorer(
    analyst: Actor,
    session: Session,  # noqa: F811
) -> None:
    choice = worked(asked(analyst))
    assert choice.job.problem == ""
    client = Client()
    client.force_login(analyst.user)
    page = client.get(choice.get_absolute_url()).content.decode()
    assert "Open in the explorer" in page
    assert "has proved" in page
    folder = folder_of(choice)
    kept = json.loads((folder / AS_EXPLORED).read_text())["controls"]
    with (folder / "tables" / "costs.csv").open(encoding="utf-8", newline="") as file:
        costs = {(row["scenario"], row["programme"], int(row["year"])): row for row in csv.DictReader(file)}
    assert set(kept) == {scenario for scenario, _programme, _year in costs}
    for name, said in kept.items():
        answer = session.results(ControlsForm(session.floor, session.at.base, said).patch())
        own = [row for row in answer.tables["costs"] if row["scenario"] == EXPLORED and row["year"] <= GIVEN["to"]]
        assert own
        for row in own:
            theirs = costs.get((name, row["programme"], row["year"]), {"total_lcu": "0"})["total_lcu"]
            assert row["total_lcu"] == pytest.approx(float(theirs), rel=1e-9), (name, row["programme"], row["year"])
        assert client.get("/now/explorer/", said).status_code == 200
        client.post("/now/do/explorer.keep/", {"title_en": name, "controls": json.dumps(said)})
    assert {one.title["en"]: one.controls for one in Exploration.objects.all()} == kept
    french = client.get(choice.get_absolute_url(), headers={"Accept-Language": "fr"}).content.decode()
    assert "Socle retenu" in french
    for name in ("report", "report.fr", "workbook", "record", "floor", "choice", "limits"):
        assert b"".join(client.get(f"{choice.get_absolute_url()}{name}/")), name
    assert client.get(f"{choice.get_absolute_url()}..%2Fsecret/").status_code == 404


def test_every_value_of_a_dated_amount_is_opened(session: Session, pack: Path) -> None:  # noqa: F811
    twice = patched(session.floor, {"parameters": {"child_grant.grant": {"2030-01-01": {"value": 200, "source": "x"}}}})
    found = gf.choose(pack, envelope="0.3%gdp", to=2027, levels=[0.5], steps=[0.4, 1], frontier=[], alternatives=0)
    picks = found.chosen.picks
    pick = picks["child_grant"]
    changed = {
        "child_grant": type(pick)(
            type(pick.grid)(twice.programmes["child_grant"], *vars_of(pick)), pick.level, pick.coverage
        )
    }
    said = controls(twice, changed)
    form = ControlsForm(twice, session.at.base, said)
    mine = patched(twice, form.patch()).parameters["child_grant.grant"].values
    theirs = patched(twice, patch(twice, changed, {"en": "x"})).parameters["child_grant.grant"].values
    assert [(one.start, one.value) for one in mine] == [(one.start, one.value) for one in theirs]
    assert len(mine) > 1


def vars_of(pick: Any) -> tuple[Any, ...]:
    """What a grid has beside its programme."""
    return pick.grid.parameter, pick.grid.levels, pick.grid.steps


def test_what_no_floor_keeps_is_said_with_what_would_do(analyst: Actor) -> None:
    choice = worked(asked(analyst, envelope=0.001, programmes={"child_grant": {"least": 100, "since": 2026}}))
    client = Client()
    client.force_login(analyst.user)
    page = client.get(choice.get_absolute_url()).content.decode()
    assert "No floor keeps all the limits" in page
    assert "If only the envelope gives way" in page
    again = client.get(f"/now/do/affordable.choose/?like={choice.pk}").content.decode()
    assert 'value="0.001"' in again
    assert 'value="100.0"' in again


def test_a_choice_can_be_cancelled_while_it_waits(analyst: Actor) -> None:
    choice = asked(analyst)
    client = Client()
    client.force_login(analyst.user)
    client.post(f"/now/do/jobs.cancel/{choice.job.pk}/")
    worked(choice)
    assert choice.job.state == "cancelled"


def weighed(workspace: Workspace) -> Criterion:
    body = Body.objects.create(workspace=workspace, name={"en": "Task force"})
    round_ = Round.objects.create(
        workspace=workspace, body=body, title={"en": "r"}, opens="2026-01-01", closes="2026-02-01"
    )
    criterion = Criterion.objects.create(workspace=workspace, round=round_, name={"en": "Poverty"})
    other = Criterion.objects.create(workspace=workspace, round=round_, name={"en": "Coverage"})
    for number, (constituency, value) in enumerate((("government", 80), ("government", 40), ("workers", 30))):
        organisation = Organisation.objects.create(
            workspace=workspace, name={"en": f"O{number}"}, acronym=f"O{number}", constituency=constituency
        )
        seat = Seat.objects.create(workspace=workspace, body=body, organisation=organisation)
        Weight.objects.create(workspace=workspace, criterion=criterion, seat=seat, value=value)
        if constituency == "workers":
            Weight.objects.create(workspace=workspace, criterion=other, seat=seat, value=50)
    return criterion


def test_the_weight_of_a_criterion_is_that_of_the_dialogue(analyst: Actor) -> None:
    criterion = weighed(analyst.workspace)
    assert agreed(criterion) == (60 + 30) / 2  # constituencies count alike
    found = asked(analyst, objective="weights", criterion_poverty_gap=criterion.pk, weight_coverage=15)
    assert found.settings["objective"] == {"poverty_gap": 45.0, "coverage": 15.0}
    waiting = Criterion.objects.exclude(pk=criterion.pk).get()
    with pytest.raises(Invalid):
        asked(analyst, objective="weights", criterion_coverage=waiting.pk)
