"""Every page of the demonstration: found by its links, light, in French throughout, and of use without scripts and by keyboard."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.template.defaultfilters import capfirst
from tests.web.browser.person import Person
from tests.web.browser.serving import Served
from tests.web.browser.visitor import Visited, Visitor
from tests.web.test_permissions import pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HEAVIEST = 150_000
"""Bytes of a page with all it loads, as they are sent."""
SHORT = 12
"""Letters up to which a text may be the same word in a name or title that people wrote."""
NO_LINK = {
    "core:act",
    "stocktaking:intake",  # there once a workbook was given back
    "affordable:choice",
    "explorer:run",  # a brief, and the run it is made of, are on the journey
    "jobs:job",
    "awareness:brief",
    "awareness:sheet",
    "options:compare",  # once a rule was changed
}
"""Pages of things that the demonstration does not have."""
FILES = {
    "affordable:file",
    "awareness:deck",
    "awareness:pdf",
    "consultation:log",
    "decisions:calendar",
    "dialogue:document",
    "dialogue:earlier",
    "explorer:file",
    "side_by_side:file",
    "options:check",
    "stocktaking:download",
}


def test_every_page_opens_and_is_reached_by_links(everything: list[Visited]) -> None:
    # work that could be cancelled when its page was read may be done when the link is followed, and is then refused
    ended = {one.url for one in everything if "/do/jobs.cancel/" in one.url and one.status == 403}
    assert {one.url: one.status for one in everything if one.status != 200 and one.url not in ended} == {}
    reached = {one.what.partition(" ")[0] for one in everything}
    assert {name for name, _view in pages()} - reached - NO_LINK - FILES == set()


@pytest.mark.no_database("it looks at how pages are written")
def test_every_page_is_light(everything: list[Visited]) -> None:
    assert {one.url: one.size for one in everything if one.size > HEAVIEST} == {}


@cache
def english() -> frozenset[str]:
    """Texts of the workspace that read otherwise in French, without those that are filled in."""
    found = set()
    for one in apps.get_app_configs():
        path = Path(one.path) / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        if one.name.startswith("groundfloor_web.") and path.exists():
            with path.open("rb") as file:
                for said in read_po(file, locale="fr"):
                    texts = (said.id,) if isinstance(said.id, str) else said.id
                    strings = (said.string,) if isinstance(said.string, str) else said.string
                    found |= {text for text, string in zip(texts, strings, strict=False) if text != string}
    long = {" ".join(text.split()) for text in found if len(text) > SHORT and "%(" not in text}
    return frozenset(long | {capfirst(text) for text in long})


@pytest.mark.no_database("it looks at how pages are written")
def test_french_pages_hold_no_english(everything: list[Visited]) -> None:
    found = {
        one.url: said
        for one in everything
        if (said := sorted(english() & {html.unescape(text) for text in one.read.texts}))
    }
    assert found == {}


def test_a_form_is_sent_without_scripts(visitor: Visitor) -> None:
    status, url, page = visitor.post(
        "/gha/do/stakeholders.add_moment/", title_en="Census", title_fr="Recensement", on="2030-05-01"
    )
    assert (status, url) == (200, "/gha/stakeholders/work-plan/")
    assert "Recensement" in page
    status, _url, page = visitor.post("/gha/do/stakeholders.add_moment/", title_fr="", on="")
    assert status == 422
    assert "errorlist" in page


def test_the_explorer_answers_without_scripts(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    context.set_default_timeout(60_000)
    somebody = Person(context.new_page(), served.address, "en", None)
    somebody.log_in("esi@demo.example", served.demo)
    somebody.go("/gha/explorer/")
    somebody.page.get_by_role("spinbutton").first.wait_for()
    before = somebody.page.locator(".headlines").inner_text()
    somebody.page.get_by_role("spinbutton").first.fill("123")
    somebody.press("Show")
    somebody.page.get_by_text("as it stands").first.wait_for()
    assert somebody.page.locator(".headlines").inner_text() != before
    context.close()


@pytest.mark.no_database("it looks at what a browser makes of pages")
@pytest.mark.parametrize("path", ["/gha/", "/gha/stocktaking/", "/gha/do/stakeholders.add_organisation/"])
def test_the_keyboard_goes_through_a_page_in_its_order(
    browser: Browser, served: Served, visitor: Visitor, path: str
) -> None:
    context = browser.new_context(locale="fr", viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": served.address} for one in visitor.cookies]
    )
    page = context.new_page()
    page.goto(served.address + path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.evaluate("document.activeElement.blur(); document.body.focus(); window.scrollTo(0, 0)")
    places = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
        .filter(one => one.checkVisibility()).map(one => one.tabIndex)"""
    )
    assert set(places) <= {0}, "nothing comes before its turn"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    context.close()
