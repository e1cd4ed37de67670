"""The explorer: controls make a patch, the answer is the library's, an exploration is kept, shared, and run in full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.web import making

from groundfloor import new
from groundfloor.errors import GroundfloorError
from groundfloor.rules import patched
from groundfloor.session import Session
from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.explorer.actions import Keep, RunExploration
from groundfloor_web.explorer.controls import ControlsForm, grown
from groundfloor_web.explorer.held import session_of
from groundfloor_web.explorer.models import Exploration, Run
from groundfloor_web.explorer.work import folder_of
from groundfloor_web.jobs.worker import work_off


@pytest.fixture(scope="module")
def pack() -> Path:
    """A pack among those of the installation."""
    folder = Path(settings.PACKS) / "nowhere"
    if not folder.exists():
        Path(settings.PACKS).mkdir(exist_ok=True)
        new(folder)
    return folder


@pytest.fixture
def nowhere(pack: Path) -> Workspace:
    """A workspace of that pack, whose session is ready."""
    found = making.workspace("now", pack=pack.name)
    session_of(found).result()
    return found


@pytest.fixture
def session(nowhere: Workspace) -> Session:
    return session_of(nowhere).result()


def analyst(nowhere: Workspace) -> Client:
    client = Client()
    client.force_login(making.member(nowhere, Role.ANALYST))
    return client


def test_untouched_controls_change_nothing(session: Session) -> None:
    assert ControlsForm(session.floor, session.at.base).patch() == {}


def test_every_control_ends_in_the_patch_and_the_patch_in_the_floor(session: Session) -> None:
    found = ControlsForm(
        session.floor,
        session.at.base,
        {"child_grant.grant": 99, "child_grant:take_up": 50, "child_grant:first": 2028, "child_grant:full": 2029},
    )
    floor = patched(session.floor, found.patch())
    grant = floor.programmes["child_grant"]
    assert floor.parameters["child_grant.grant"].values[-1].value == 99
    assert (grant.take_up, dict(grant.phase_in)) == (0.5, {2028: 0.5, 2029: 1.0})
    assert found.changes == {
        "child_grant.grant": 99,
        "child_grant:take_up": 50,
        "child_grant:first": 2028,
        "child_grant:full": 2029,
    }


def test_a_programme_left_out_is_not_in_the_floor(session: Session) -> None:
    found = ControlsForm(session.floor, session.at.base, {"child_grant:off": "on", "child_grant.grant": 99})
    assert found.patch() == {"remove": ["child_grant"]}


@pytest.mark.parametrize(
    "given",
    [
        {"child_grant.grant": "-1"},
        {"child_grant:take_up": "abc"},
        {"child_grant:first": "1900"},
        {"child_grant.grant": "nan"},
    ],
)
def test_a_number_that_cannot_be_used_is_said(nowhere: Workspace, given: dict[str, str]) -> None:
    page = analyst(nowhere).get("/now/explorer/", given)
    assert page.status_code == 200
    assert "cannot be used" in page.content.decode()


@pytest.mark.parametrize(
    ("first", "full", "steps"),
    [(2026, 2026, {2026: 1.0}), (2026, 2029, {2026: 0.25, 2027: 0.5, 2028: 0.75, 2029: 1.0})],
)
def test_growth_is_in_equal_steps(first: int, full: int, steps: dict[int, float]) -> None:
    assert grown(first, full) == steps


def test_the_page_shows_the_answer_and_the_fragment_only_the_quick_part(nowhere: Workspace) -> None:
    client = analyst(nowhere)
    whole = client.get("/now/explorer/?child_grant.grant=99").content.decode()
    assert 'value="99' in whole
    quick = client.get("/now/explorer/?child_grant.grant=99&child_grant:take_up=90", headers={"HX-Request": "true"})
    assert quick.headers["HX-Push-Url"] == "/now/explorer/?child_grant.grant=99.0"
    assert "<html" not in quick.content.decode()
    assert len(quick.content) < len(whole)
    details = client.get(
        "/now/explorer/?child_grant.grant=99&details=1", headers={"HX-Request": "true"}
    ).content.decode()
    assert "<svg" in details
    assert "Who is reached, and who is not" in details
    assert "Poor who get nothing" in details


def test_an_exploration_is_kept_and_its_link_opens_it(nowhere: Workspace) -> None:
    client = analyst(nowhere)
    controls = json.dumps({"child_grant.grant": 99})
    client.post("/now/do/explorer.keep/", {"title_en": "A higher grant", "controls": controls})
    kept = Exploration.objects.get()
    assert kept.controls == {"child_grant.grant": 99}
    assert client.get(kept.get_absolute_url())["Location"] == f"/now/explorer/?child_grant.grant=99&kept={kept.pk}"


def test_controls_that_are_no_numbers_are_refused(nowhere: Workspace) -> None:
    with pytest.raises(Invalid):
        perform(
            Keep, making.actor(nowhere, Role.ANALYST), {"title": {"en": "x"}, "controls": {"child_grant.grant": "=1+1"}}
        )


def test_a_full_run_leaves_report_workbook_tables_and_record(nowhere: Workspace) -> None:
    somebody = making.actor(nowhere, Role.ANALYST)
    kept = perform(Keep, somebody, {"title": {"en": "A higher grant"}, "controls": {"child_grant.grant": 99}})
    run = perform(RunExploration, somebody, {}, kept)
    assert isinstance(run, Run)
    with pytest.raises(NotAllowed):
        perform(RunExploration, somebody, {}, kept)  # one at a time
    work_off(once=True)
    run.job.refresh_from_db()
    assert run.job.problem == ""
    assert (folder_of(run) / "workbook.xlsx").exists()
    client = Client()
    client.force_login(somebody.user)
    report = client.get(f"{run.get_absolute_url()}report/")
    assert "unsafe-inline" in report.headers["Content-Security-Policy"]
    assert "A higher grant" in b"".join(report).decode()
    costs = b"".join(client.get(f"{run.get_absolute_url()}costs/")).decode()
    assert "explored" in costs
    assert client.get(f"{run.get_absolute_url()}..%2F..%2Fsecret/").status_code == 404


def test_a_pack_that_cannot_be_read_is_said(ghana: Workspace) -> None:
    Path(settings.PACKS).mkdir(exist_ok=True)
    (Path(settings.PACKS) / "broken").mkdir(exist_ok=True)
    Workspace.objects.filter(pk=ghana.pk).update(pack="broken")
    ghana.refresh_from_db()
    client = analyst(ghana)
    session_of(ghana).exception()
    page = client.get("/gha/explorer/")
    assert page.status_code == 409
    assert "cannot be used" in page.content.decode()


def test_a_number_can_be_nought(session: Session) -> None:
    found = ControlsForm(session.floor, session.at.base, {"child_grant.grant": 0, "child_grant:take_up": ""})
    assert found.changes == {"child_grant.grant": 0.0}
    assert patched(session.floor, found.patch()).parameters["child_grant.grant"].values[-1].value == 0


def test_shares_by_year_go_before_equal_steps(session: Session) -> None:
    given = {"child_grant:in:2027": 30, "child_grant:in:2031": "70", "child_grant:full": 2040, "nothing:in:2027": 5}
    found = ControlsForm(session.floor, session.at.base, given)
    assert dict(patched(session.floor, found.patch()).programmes["child_grant"].phase_in) == {2027: 0.3, 2031: 0.7}
    more = ControlsForm(session.floor, session.at.base, {"child_grant:in:2027": 30, "child_grant:in:2028": 101})
    with pytest.raises(GroundfloorError):
        patched(session.floor, more.patch())


def test_an_age_is_a_control_of_whole_years() -> None:
    """Ghana's ages are parameters of its rules, so that they move as amounts do, within a life and no further."""
    session = Session("gha", to=2030)
    form = ControlsForm(session.floor, session.at.base, {"social_pension.from_age": 70}, currency="GHS")
    box = form["social_pension.from_age"]
    assert (box.help_text, box.field.widget.attrs["max"], box.field.widget.attrs["data-step"]) == ("years", 100.0, 1.0)
    assert form["child_grant.grant"].help_text == "GHS a month"
    found = session.results(form.patch()).tables["costs"]
    receive = {
        row["scenario"]: row["beneficiaries"]
        for row in found
        if (row["programme"], row["year"]) == ("social_pension", 2030)
    }
    assert 0 < receive["explored"] < receive[session.floor.name]
