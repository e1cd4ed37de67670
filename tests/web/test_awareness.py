"""Briefs in every form come from one run, lead back to it, and are public only when they are published."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pptx import Presentation
from tests.web import making
from tests.web.test_explorer import pack  # noqa: F401 - a fixture

from groundfloor.country.pack import find_pack
from groundfloor.session import Session
from groundfloor_web.awareness.actions import AddMessage, ChangeBrief, PublishBrief, WriteBrief
from groundfloor_web.awareness.models import Brief
from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.explorer.actions import Keep, RunExploration
from groundfloor_web.explorer.nothing import with_doing_nothing
from groundfloor_web.jobs.worker import work_off

GIVEN = {
    "title": {"en": "A floor for Nowhere", "fr": "Un socle pour Nulle part"},
    "audience": "public",
    "lead": {"en": "Every child can be reached.", "fr": "Chaque enfant peut être atteint."},
    "nothing": {"en": "Poverty stays.", "fr": "La pauvreté demeure."},
    "counts_nothing": True,
    "asks": {"en": "Adopt it.", "fr": "Adoptez-le."},
}


@pytest.fixture
def secretary(pack: Path) -> Actor:  # noqa: F811
    return making.actor(making.workspace("now", pack=pack.name))


def brief_of(secretary: Actor) -> Any:
    kept = perform(
        Keep, secretary, {"title": {"en": "Higher", "fr": "Plus haut"}, "controls": {"child_grant.grant": 99}}
    )
    run = perform(RunExploration, secretary, {}, kept)
    with pytest.raises(Invalid):
        perform(WriteBrief, secretary, GIVEN | {"run": run.pk})  # it is not done yet
    work_off(once=True)
    perform(AddMessage, secretary, {"audience": "public", "text": {"en": "It is cheap."}, "source": "Run 1"})
    return perform(WriteBrief, secretary, GIVEN | {"run": run.pk})


def test_a_brief_in_every_form_and_language(secretary: Actor) -> None:
    brief = brief_of(secretary)
    client = Client()
    client.force_login(secretary.user)
    address = brief.get_absolute_url()
    english = client.get(address).content.decode()
    assert "Every child can be reached." in english
    assert "It is cheap." in english
    assert brief.run.get_absolute_url() in english
    assert "What doing nothing costs" in english
    assert "more people would be below" in english
    assert "because nothing was done (prices of 2025)" in english
    french = client.get(address, headers={"Accept-Language": "fr"}).content.decode()
    assert "Ce que coûte l’inaction" in french
    assert "What doing nothing costs" in client.get(f"{address}sheet/").content.decode()
    assert "Chaque enfant peut être atteint." in french
    assert "du PIB" in french
    assert client.get(f"{address}sheet/").status_code == 200
    pdf = client.get(f"{address}brief.pdf")
    assert pdf.content[:5] == b"%PDF-"
    deck = Presentation(io.BytesIO(client.get(f"{address}slides.pptx").content))
    charts = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 3
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in charts)
    assert all("fingerprint" in slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    texts = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "Every child can be reached." in texts
    assert "Poverty stays." in texts
    assert "more people would be below" in texts
    Brief.objects.update(counts_nothing=False)
    assert "What doing nothing costs" not in client.get(address).content.decode()


def test_a_brief_is_public_once_it_is_published_and_stays_as_it_was_read(secretary: Actor) -> None:
    brief = brief_of(secretary)
    workspace = secretary.workspace
    Workspace.objects.filter(pk=workspace.pk).update(is_open=True)
    address = brief.get_absolute_url()
    assert Client().get(address).status_code == 404
    perform(PublishBrief, secretary, {}, brief)
    assert Client().get(address).status_code == 200
    assert "A floor for Nowhere" in Client().get("/now/awareness/public/").content.decode()
    with pytest.raises(NotAllowed):
        perform(ChangeBrief, secretary, GIVEN | {"run": brief.run_id}, brief)
    Workspace.objects.filter(pk=workspace.pk).update(is_open=False)
    assert Client().get(address).status_code == 404
    assert Client().get(f"{address}slides.pptx").status_code == 404


def test_a_brief_shows_runs_of_its_own_workspace_only(secretary: Actor, togo: Workspace) -> None:
    brief = brief_of(secretary)
    other = making.actor(togo)
    with pytest.raises(Invalid) as refused:
        perform(WriteBrief, other, GIVEN | {"run": brief.run_id})
    assert "run" in refused.value.form.errors
    assert not Brief.objects.of(togo).exists()


def test_nothing_is_fetched_for_a_pdf() -> None:
    from groundfloor_web.awareness.paper import as_pdf

    assert (
        as_pdf("<html lang='en'><title>t</title><p>x<img alt='a' src='file:///etc/passwd'></p></html>")[:5] == b"%PDF-"
    )


def test_a_workspace_is_opened_by_an_administrator_and_changed_by_its_coordinator(ghana: Workspace) -> None:
    client = Client()
    client.force_login(making.person("Admin", is_administrator=True))
    given = {"slug": "tgo", "name_en": "Togo", "name_fr": "Togo", "pack": "gha", "languages": ["en", "fr"]}
    assert "taken" in client.post("/workspaces/new/", given | {"slug": "api"}).content.decode()
    assert "no pack" in client.post("/workspaces/new/", given | {"pack": "xyz"}).content.decode()
    assert client.post("/workspaces/new/", given)["Location"] == "/tgo/"
    assert client.post("/tgo/settings/", given | {"is_open": "on"}).status_code == 302
    assert Workspace.objects.get(slug="tgo").is_open
    other = Client()
    other.force_login(making.member(ghana, Role.SECRETARIAT))
    assert other.get("/workspaces/new/").status_code == 404
    assert other.get("/gha/settings/").status_code == 404


def test_doing_nothing_is_discounted_at_the_rate_of_the_pack() -> None:
    results = Session("gha", to=2027).results()
    found = with_doing_nothing(results, find_pack("gha"), "higher_benefits", lambda _: None)
    rows = {(row["year"], row["measure"]): row for row in found.tables["doing_nothing"]}
    assert rows[None, "gap_discounted"]["rate"] == 0.05
    by_year = sum(rows[year, "gap"]["difference"] / 1.05 ** (year - 2025) for year in (2026, 2027))
    assert rows[None, "gap_discounted"]["difference"] == pytest.approx(by_year)
    assert all(row["synthetic"] for row in rows.values())
