"""What the bands rest on: each with its numbers, its basis and its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import table

ORDER = 60


def content(page: Page) -> Mapping[str, Any]:
    """The table of bands; none where only the sample and financing vary."""
    say = page.language
    body = [
        [
            _name(page, str(row["component"]), str(row["name"])),
            str(row["band"]),
            say.text(f"monte_carlo.basis.{row['basis']}"),
            str(row["source"]),
        ]
        for row in page.view.rows("bands")
    ]
    headings = [say.text(f"monte_carlo.heading.{name}") for name in ("component", "band", "basis", "source")]
    caption = say.text("monte_carlo.basis.caption")
    return {"bands": table(caption, headings, body, words=4, households=False) if body else None}


def _name(page: Page, component: str, name: str) -> str:
    say = page.language
    if component == "population" or name == "correlation":
        return say.text(f"monte_carlo.basis.{name}")
    if component == "economy":
        return page.names.known("series", name)
    whose = say.text("monte_carlo.basis.default") if name == "default" else page.names.programme(name)
    return say.text("monte_carlo.basis.take_up", programme=whose)
