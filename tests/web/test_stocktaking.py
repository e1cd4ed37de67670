"""Taking stock together: nobody's entry is lost, gaps come with their fingerprint, judgements are never averaged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from tests.web import making

from groundfloor.starter import new
from groundfloor_web.core.actions import Conflict, Invalid, NotAllowed, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.jobs import worker
from groundfloor_web.jobs.models import State
from groundfloor_web.stakeholders.models import Organisation
from groundfloor_web.stocktaking import actions
from groundfloor_web.stocktaking.completeness import completeness_of
from groundfloor_web.stocktaking.data import words_of
from groundfloor_web.stocktaking.models import (
    Area,
    Gap,
    GapTable,
    Indicator,
    Intake,
    Judgement,
    MatrixEntry,
    MatrixRow,
    Recommendation,
    Scheme,
)
from groundfloor_web.stocktaking.opened import opened


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Texts are told in English, whatever a page before was asked in."""
    with override("en"):
        yield


@pytest.fixture
def ready(ghana: Workspace) -> Workspace:
    """A workspace with the rows and areas that a new one has."""
    opened(ghana)
    return ghana


@pytest.fixture
def secretary(ready: Workspace) -> Actor:
    return making.actor(ready, name="Kwame")


def row(of: Workspace, guarantee: str = "old_age") -> MatrixRow:
    found: MatrixRow = MatrixRow.objects.of(of).get(guarantee=guarantee)
    return found


def entry(by: Actor, text: str = "Social pension", **values: Any) -> MatrixEntry:
    given = {"row": row(by.workspace).pk, "column": "existing", "text": {"en": text}} | values
    found = perform(actions.AddEntry, by, given)
    assert isinstance(found, MatrixEntry)
    return found


def browser(of: Workspace, role: Role, name: str) -> Client:
    client = Client()
    client.force_login(making.member(of, role, name))
    return client


def test_a_new_workspace_has_the_four_guarantees_and_the_areas_of_the_assessment(ready: Workspace) -> None:
    assert [str(one) for one in MatrixRow.objects.of(ready)] == ["Health", "Children", "Working age", "Old age"]
    areas = Area.objects.of(ready)
    assert [areas.filter(kind=kind).count() for kind in ("policy", "design", "delivery", "criterion")] == [7, 4, 7, 10]
    assert all(set(label) == {"en", "fr"} for found in words_of("codi").values() for label in found.values())


def test_two_people_add_to_one_cell_at_once_and_both_entries_stand(ready: Workspace) -> None:
    adjoa, efua = browser(ready, Role.MINISTRY, "Adjoa"), browser(ready, Role.SOCIAL_PARTNER, "Efua")
    address = f"/gha/do/stocktaking.add_entry/?row={row(ready).pk}&column=existing"
    for client in (adjoa, efua):  # both have opened the form before either sends it
        assert client.get(address).status_code == 200
    for client, text in ((adjoa, "SSNIT pension"), (efua, "Cap 30 pension")):
        given = {"row": row(ready).pk, "column": "existing", "text_en": text}
        assert client.post("/gha/do/stocktaking.add_entry/", given).status_code == 302
    page = adjoa.get("/gha/stocktaking/").content.decode()
    assert all(text in page for text in ("SSNIT pension", "Cap 30 pension", "Adjoa", "Efua"))


def test_the_second_of_two_edits_sees_both_and_loses_nothing(ready: Workspace, secretary: Actor) -> None:
    one = entry(secretary)
    perform(
        actions.ChangeEntry,
        secretary,
        {"row": one.row_id, "column": "existing", "text": {"en": "From 65"}},
        one,
        version=1,
    )
    efua = browser(ready, Role.SOCIAL_PARTNER, "Efua")
    address = f"/gha/do/stocktaking.change_entry/{one.pk}/"
    given = {"row": one.row_id, "column": "existing", "text_en": "From 60", "version": "1"}
    answer = efua.post(address, given)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "From 65" in page
    assert "From 60" in page
    one.refresh_from_db()
    assert one.text == {"en": "From 65"}
    assert efua.post(address, given | {"version": "2"}).status_code == 302
    history = efua.get(f"/gha/stocktaking/entries/{one.pk}/").content.decode()
    assert all(text in history for text in ("Social pension", "From 65", "From 60", "Kwame", "Efua"))


def test_one_withdraws_what_one_wrote_and_the_secretariat_anything(ready: Workspace, secretary: Actor) -> None:
    adjoa, efua = making.actor(ready, Role.MINISTRY), making.actor(ready, Role.SOCIAL_PARTNER)
    mine, other = entry(adjoa), entry(adjoa, "Another")
    with pytest.raises(NotAllowed):
        perform(actions.WithdrawEntry, efua, {}, mine)
    perform(actions.WithdrawEntry, adjoa, {}, mine)
    perform(actions.WithdrawEntry, secretary, {}, other)
    assert not MatrixEntry.objects.of(ready).standing().exists()
    with pytest.raises(NotAllowed):
        perform(actions.ChangeEntry, adjoa, {"text": {"en": "x"}}, mine)


def test_a_row_is_withdrawn_only_when_nothing_stands_in_it(ready: Workspace, secretary: Actor) -> None:
    one = entry(secretary)
    with pytest.raises(NotAllowed):
        perform(actions.WithdrawRow, secretary, {}, row(ready))
    perform(actions.WithdrawEntry, secretary, {}, one)
    perform(actions.WithdrawRow, secretary, {}, row(ready))
    assert "Old age" not in [str(one) for one in MatrixRow.objects.of(ready).standing()]


def test_what_the_matrix_refers_to_is_not_withdrawn_under_it(ready: Workspace, secretary: Actor) -> None:
    gap = perform(actions.AddGap, secretary, {"guarantee": "old_age", "kind": "policy", "text": {"en": "x"}})
    given = {"name": {"en": "A"}, "status": "existing", "guarantee": "health", "function": "health"}
    scheme = perform(actions.AddScheme, secretary, given)
    one = entry(secretary, gap=gap.pk, scheme=scheme.pk)
    for action, thing in ((actions.WithdrawGap, gap), (actions.WithdrawScheme, scheme)):
        assert not action.allowed(secretary, thing)
    perform(actions.WithdrawEntry, secretary, {}, one)
    for action, thing in ((actions.WithdrawGap, gap), (actions.WithdrawScheme, scheme)):
        perform(action, secretary, {}, thing)


def test_a_full_matrix_asks_the_database_no_more_than_an_empty_one(
    ready: Workspace, secretary: Actor, django_assert_max_num_queries: Any
) -> None:
    perform(actions.TakeOverSchemes, secretary, {"chosen": ["nhis"]})
    scheme = Scheme.objects.get()
    for number in range(12):
        entry(secretary, f"Entry {number}", scheme=scheme.pk)
        perform(actions.AddRecommendation, secretary, {"row": row(ready).pk, "text": {"en": f"Advice {number}"}})
    client = Client()
    client.force_login(secretary.user)
    for page in ("", "print/", "schemes/", "gaps/", "completeness/"):
        with django_assert_max_num_queries(40):
            assert client.get(f"/gha/stocktaking/{page}").status_code == 200


def test_rows_and_gaps_of_other_countries_cannot_be_chosen(ready: Workspace, togo: Workspace, secretary: Actor) -> None:
    opened(togo)
    theirs = row(togo)
    with pytest.raises(Invalid) as refused:
        entry(secretary, row=theirs.pk)
    assert set(refused.value.form.errors) == {"row"}


def test_coverage_is_a_percentage_and_absent_is_not_zero(secretary: Actor) -> None:
    given = {"guarantee": "old_age", "kind": "policy", "text": {"en": "No pension"}}
    with pytest.raises(Invalid):
        perform(actions.AddGap, secretary, given | {"legal": "101"})
    gap = perform(actions.AddGap, secretary, given | {"effective": "0"})
    assert isinstance(gap, Gap)
    assert (gap.legal, gap.effective) == (None, 0)
    client = Client()
    client.force_login(secretary.user)
    page = client.get("/gha/stocktaking/gaps/").content.decode()
    assert "Effective coverage" in page
    assert "Legal coverage" not in page


def test_a_recommendation_answers_gaps_and_is_kept_as_its_own_thing(ready: Workspace, secretary: Actor) -> None:
    gap = perform(actions.AddGap, secretary, {"guarantee": "old_age", "kind": "policy", "text": {"en": "No pension"}})
    given = {"row": row(ready).pk, "text": {"en": "A social pension"}, "kind": "new_scheme", "priority": 1}
    done = perform(actions.AddRecommendation, secretary, given | {"answers": [gap.pk]})
    assert isinstance(done, Recommendation)
    assert list(done.answers.all()) == [gap]
    line = Entry.objects.filter(workspace=ready).first()
    assert line is not None
    assert line.after["answers"] == [gap.pk]


def test_the_packs_schemes_are_taken_over_once_with_what_the_pack_says(ready: Workspace) -> None:
    esi = making.actor(ready, Role.ANALYST)
    nhia = Organisation.objects.create(
        workspace=ready, name={"en": "National Health Insurance Authority"}, constituency="government"
    )
    given = {"chosen": ["nhis", "capitation_grant"]}
    done = perform(actions.TakeOverSchemes, esi, given)
    assert isinstance(done, Intake)
    assert done.count("added") == 2
    nhis = Scheme.objects.get(pack_scheme="nhis")
    assert (nhis.population, nhis.population_year, nhis.cost, nhis.responsible) == (16000000, 2023, 10100000000, nhia)
    assert nhis.law == {"en": "National Health Insurance Act, 2012 (Act 852)"}
    grant = Scheme.objects.get(pack_scheme="capitation_grant")
    assert (grant.population, grant.population_source) == (None, "")  # the pack has no caseload: absent, not 0
    with pytest.raises(Invalid):
        perform(actions.TakeOverSchemes, esi, given)
    assert Scheme.objects.of(ready).count() == 2
    added = Entry.objects.filter(workspace=ready, action="stocktaking.add_scheme")
    assert [line.actor for line in added] == [esi.user] * 2


def test_a_pack_that_cannot_be_read_is_said_so(secretary: Actor) -> None:
    secretary.workspace.pack = "../../etc"
    form = actions.TakeOverSchemes.form(actor=secretary)
    assert "pack" in str(form.fields["chosen"].help_text)
    with pytest.raises(Invalid):
        perform(actions.TakeOverSchemes, secretary, {"chosen": ["nhis"]})


def test_coverage_of_the_pack_becomes_indicators_with_their_source(ready: Workspace, secretary: Actor) -> None:
    perform(actions.TakeOverIndicators, secretary, {"chosen": ["SI_COV_PENSN"]})
    women = Indicator.objects.of(ready).get(series="SI_COV_PENSN", group__en="women and girls")
    assert (women.year, float(women.value)) == (2020, 7.2)
    assert "ILO" in women.source
    offered = dict(actions.TakeOverIndicators.form(actor=secretary).fields["chosen"].choices)  # type: ignore[attr-defined]
    assert "SI_COV_PENSN" not in offered
    assert "SI_COV_CHLD" in offered


def test_gaps_are_computed_in_the_background_with_the_fingerprint_of_a_run(
    ready: Workspace, secretary: Actor, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    import groundfloor

    settings.PACKS = tmp_path
    monkeypatch.chdir(tmp_path)
    new("nowhere")
    Workspace.objects.filter(pk=ready.pk).update(pack="nowhere")
    secretary.workspace.refresh_from_db()
    table = perform(actions.ComputeGaps, secretary, {})
    assert isinstance(table, GapTable)
    worker.work_off(once=True)
    table = GapTable.objects.select_related("job").get(pk=table.pk)
    assert table.job is not None
    assert (table.job.state, table.job.problem) == (State.DONE, "")
    run = groundfloor.run(tmp_path / "nowhere", out=tmp_path / "report")
    assert table.fingerprint == json.loads(run.record.read_text())["fingerprint"]
    expected = [row for row in run.results.tables["gaps"] if row["group"] == "all"]
    found = [row for row in table.gaps if row["group"] == "all"]
    assert [row["programme"] for row in found] == [row["programme"] for row in expected]
    assert [row["in_need"] for row in found] == [row["in_need"] for row in expected]
    client = Client()
    client.force_login(secretary.user)
    page = client.get("/gha/stocktaking/gaps/").content.decode()
    assert table.fingerprint in page
    assert ("synthetic" in page) == table.synthetic


def test_judgements_of_several_stand_side_by_side_and_no_mean_is_made(ready: Workspace) -> None:
    adjoa, efua = making.actor(ready, Role.MINISTRY), making.actor(ready, Role.SOCIAL_PARTNER)
    area = Area.objects.of(ready).get(key="legal_framework")
    for by, level in ((adjoa, 4), (efua, 1)):
        mine = by.user.memberships.get()
        given = {"area": area.pk, "level": level, "evidence": {"en": f"Said {level}"}, "on": "2026-05-12"}
        perform(actions.Judge, by, given | {"assessor": mine.pk})
        with pytest.raises(Invalid):
            perform(actions.Judge, by, given)  # who judges must be known
        with pytest.raises(Invalid):
            perform(actions.Judge, by, given | {"assessor": mine.pk, "evidence": {}})
    client = Client()
    client.force_login(adjoa.user)
    page = client.get("/gha/stocktaking/assessment/").content.decode()
    assert "Said 4" in page
    assert "Said 1" in page
    assert "2.5" not in page
    with pytest.raises(NotAllowed):
        perform(actions.ChangeJudgement, adjoa, {}, Judgement.objects.get(level=1))


def test_nobody_judges_in_the_name_of_another_but_the_secretariat(ready: Workspace, secretary: Actor) -> None:
    adjoa, efua = making.actor(ready, Role.MINISTRY), making.actor(ready, Role.SOCIAL_PARTNER)
    area = Area.objects.of(ready).first()
    given = {"area": area.pk, "level": 2, "evidence": {"en": "x"}, "on": "2026-05-12"}
    theirs = given | {"assessor": efua.user.memberships.get().pk}
    with pytest.raises(Invalid):
        perform(actions.Judge, adjoa, theirs)
    assert isinstance(perform(actions.Judge, secretary, theirs), Judgement)


def test_what_is_missing_is_said_in_sentences(ready: Workspace, secretary: Actor) -> None:
    entry(secretary)
    perform(
        actions.AddScheme,
        secretary,
        {"name": {"en": "A"}, "status": "existing", "guarantee": "health", "function": "health"},
    )
    complete = completeness_of(ready)
    assert (complete.filled, complete.cells) == (1, 20)
    said = [one.text for one in complete.missing]
    assert "1 existing scheme has no cost." in said
    assert "1 provision in the matrix has neither a source nor a scheme." in said
    assert "28 areas of the assessment have not been judged." in said
    assert (
        "Health: nothing yet under Existing provisions, Planned provisions, Policy gaps, Implementation issues, Recommendations."
        in said
    )


def test_pages_of_single_things_and_forms_open_in_french(ready: Workspace, secretary: Actor) -> None:
    one = entry(secretary)
    gap = perform(actions.AddGap, secretary, {"guarantee": "old_age", "kind": "policy", "text": {"en": "x"}})
    scheme = perform(
        actions.AddScheme,
        secretary,
        {"name": {"fr": "R"}, "status": "planned", "guarantee": "health", "function": "health", "cost": "5.50"},
    )
    advice = perform(actions.AddRecommendation, secretary, {"row": one.row_id, "text": {"en": "y"}})
    perform(
        actions.ChangeScheme,
        secretary,
        {"name": {"fr": "R"}, "status": "planned", "guarantee": "health", "function": "health", "cost": "6"},
        scheme,
    )
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(secretary.user)
    for address in (
        f"entries/{one.pk}/",
        f"gaps/{gap.pk}/",
        f"schemes/{scheme.pk}/",
        f"recommendations/{advice.pk}/",
    ):
        answer = client.get(f"/gha/stocktaking/{address}")
        assert answer.status_code == 200, address
        assert "Historique" in answer.content.decode()
    for action in ("add_entry", "add_scheme", "judge", "compute_gaps", "check_workbook", "take_over_schemes"):
        assert client.get(f"/gha/do/stocktaking.{action}/").status_code == 200, action


def test_the_conflict_of_two_programs_is_refused(ready: Workspace, secretary: Actor) -> None:
    one = entry(secretary)
    given = {"row": one.row_id, "column": "planned", "text": {"en": "a"}}
    perform(actions.ChangeEntry, secretary, given, one, version=1)
    with pytest.raises(Conflict):
        perform(actions.ChangeEntry, secretary, given, one, version=1)
