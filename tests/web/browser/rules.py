"""What axe-core finds on a page that the browser shows, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_WIDTH = ["scrollable-region-focusable", "target-size"]
"""What the width of a window can change."""
NARROWEST = 320
"""Pixels, as WCAG 1.4.10 has it."""


WIDTHS = (1280, 390)


def look_into(context: BrowserContext) -> None:
    """Have axe in every page that is opened there: sent to the browser once, for it is half a megabyte."""
    context.add_init_script(pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT)


def broken(page: Page) -> list[str]:
    """What is wrong with a page that is looked into, at every width; nothing where all is well. The window ends wide."""
    found = violations(page, {"type": "tag", "values": TAGS})
    page.set_viewport_size({"width": WIDTHS[1], "height": 900})
    found += violations(page, {"type": "rule", "values": OF_WIDTH})
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROWEST:
        found.append(f"{wide} px wide")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


def violations(page: Page, only: dict[str, Any]) -> list[str]:
    """What axe finds, with the first piece of the page it is about."""
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(one => one.violations)", only
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})" for one in found]
