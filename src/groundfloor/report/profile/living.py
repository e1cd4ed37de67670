"""What people have: services, school, work and protection, as far as the survey asks about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.measures.families.access import SHARES, named
from groundfloor.measures.families.distance import NEAR
from groundfloor.report.estimates import estimates, known
from groundfloor.report.page import Page
from groundfloor.report.pivot import pivot
from groundfloor.report.results import Row

ORDER = 25
ASKED = frozenset(named(*one) for one in SHARES.items()) | {NEAR}


def content(page: Page) -> Mapping[str, Any] | None:
    """A figure of the shares of people who have each, and a table by group; None where the survey asks about none."""
    say = page.language
    rows = known([row for row in page.view.rows("measures", scenario="today") if row["measure"] in ASKED])
    everybody = sorted((row for row in rows if row["group"] == "all"), key=lambda row: -float(row["value"]))
    if not everybody:
        return None

    def label(row: Row) -> str:
        return page.names.known("measure", row["measure"])

    most, least = everybody[0], everybody[-1]
    caption = say.text("profile.living.caption")
    shares = estimates(
        page, "living", everybody, label,
        heading=(say.text("profile.living.heading"), say.text("profile.living.share")),
        sentence=say.text(
            "profile.living.sentence", count=len(everybody),
            most=label(most), high=say.percent(most["value"]), least=label(least), low=say.percent(least["value"]),
        ),
        description=say.text("profile.living.description"),
        caption=caption,
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("profile.living.unit"),
        note=say.text("profile.living.note"),
    )  # fmt: skip
    by_group = pivot(page, rows, "group", "measure", say.text("profile.living.by_group"))
    return {"shares": shares, "by_group": by_group}
