"""What the figures rest on: the layers with their sources, speeds, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import BASE, PEOPLE, Told
from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.sections.basis import SEVERITIES

ORDER = 40


def content(page: Page) -> Mapping[str, Any] | None:
    """The limits in words, then tables."""
    return shown(_parts(Told(page)))


def _parts(told: Told) -> Iterator[str | Table]:
    yield told.text("basis.text")
    odd = sorted(told.page.view.rows("findings"), key=lambda row: SEVERITIES.index(row["severity"]))
    if odd:
        said = [[told.page.names.known("severity", row["severity"]), told.say.words(row["message"])] for row in odd]
        yield table(told.text("basis.findings"), told.headings("severity", "finding"), said, words=2, households=False)
    rows = told.page.view.rows("access_sources")
    body = [[_layer(told, str(row["layer"])), row["file"], row["source"]] for row in rows]
    yield table(told.text("basis.sources"), told.headings("layer", "file", "source"), body, words=3, households=False)
    speeds: dict[tuple[str, str], dict[str, float]] = {}
    for row in told.page.view.rows("access_speeds"):
        speeds.setdefault((row["kind"], row["class"]), {})[row["variant"]] = row["km_per_hour"]
    body = [
        [
            told.text(f"kind.{kind}"),
            told.say.words(None, name),
            *(told.say.number(found.get(one), 1) for one in ("low", BASE, "high")),
        ]
        for (kind, name), found in speeds.items()
    ]
    headings = told.headings("kind", "class", "speed_low", "speed", "speed_high")
    yield table(told.text("basis.speeds"), headings, body, words=2, households=False, note=_sources(told))


def _layer(told: Told, name: str) -> str:
    kind, _, own = name.partition(".")
    own = told.group(f"{PEOPLE}{own}") if kind == "groups" else own
    return told.text("basis.of", what=told.text(f"layer.{kind}"), name=own) if own else told.text(f"layer.{kind}")


def _sources(told: Told) -> str:
    """Where the speeds of each variant are from, and whether they are assumed."""
    found = dict.fromkeys(
        (row["variant"], row["source"], bool(row["assumption"])) for row in told.page.view.rows("access_speeds")
    )
    lines = [
        told.text(
            "basis.assumed" if assumed else "basis.sourced", variant=told.text(f"variant.{variant}"), source=source
        )
        for variant, source, assumed in found
    ]
    return " ".join(lines)
