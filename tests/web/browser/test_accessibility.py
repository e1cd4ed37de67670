"""Every page of the demonstration and the form of every action: WCAG 2.2 A and AA by axe-core, narrow and wide, in three languages."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from tests.web.browser.rules import WIDTHS, broken, look_into
from tests.web.browser.serving import Served
from tests.web.browser.visitor import Visited, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.no_database("it looks at what a browser makes of pages")
LANGUAGES = ("en", "fr", "ar")
THOROUGH = "GROUNDFLOOR_THOROUGH" in os.environ
"""Whether the form of every action is looked at in every language; otherwise each is in one of them, by turn, for they are made alike."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_rule(
    served: Served, browser: Browser, visitor: Visitor, everything: list[Visited], language: str
) -> None:
    context = browser.new_context(locale=language, viewport={"width": WIDTHS[0], "height": 900})
    context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": served.address} for one in visitor.cookies]
    )
    context.set_default_timeout(60_000)
    look_into(context)
    page = context.new_page()
    found = {}
    for place, one in enumerate(everything):
        if one.what.startswith("core:act ") and not THOROUGH and LANGUAGES[place % len(LANGUAGES)] != language:
            continue
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(served.address + one.url)
        said = broken(page)
        if said:
            found[one.url] = said
    context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
