"""Whether one is better off everywhere: what the test says in words, and the differences of the curves it compares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.comparison import about
from groundfloor.report.difference import difference
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure

ORDER = 40


def content(page: Page) -> Mapping[str, Any] | None:
    """A sentence a criterion with those on its parts below, and two figures; None where nothing was tested."""
    rows, say = page.view.rows("dominance"), about(page)
    if not rows:
        return None
    found: list[tuple[str, list[str]]] = []
    for row in rows:
        if row["scope"] == "range":
            found.append((say.verdict(row), []))
        else:
            found[-1][1].append(say.verdict(row).strip())
    return {"found": found, "figures": [one for one in (_poverty(page), _lorenz(page)) if one is not None]}


def _poverty(page: Page) -> Figure | None:
    say = page.language
    return difference(
        page, "fgt0_difference",
        sentence=say.text("compare.curve.fgt0_difference"),
        write=(lambda v, _: say.significant(v), lambda v, digits: say.number(100 * v, max(digits - 2, 1))),
        units=(say.text("compare.axis.line"), say.text("axis.points")),
    )  # fmt: skip


def _lorenz(page: Page) -> Figure | None:
    say = page.language
    return difference(
        page, "lorenz_difference",
        sentence=say.text("compare.curve.lorenz_difference"),
        write=(lambda v, _: say.percent(v, 0), lambda v, digits: say.number(100 * v, max(digits - 2, 1))),
        units=(say.text("profile.axis.people"), say.text("axis.points")),
    )  # fmt: skip
