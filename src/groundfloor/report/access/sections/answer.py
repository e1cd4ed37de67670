"""Who reaches each service: of everybody, within each number of minutes, and how far that depends on speeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.access.sections import shown
from groundfloor.report.access.sections.effective import sentences as of_effective
from groundfloor.report.access.sections.equity import sentences as of_equity
from groundfloor.report.access.sections.referral import sentences as of_referral
from groundfloor.report.access.sections.served import sentences as of_places
from groundfloor.report.access.sections.siting import sentences as of_sites
from groundfloor.report.access.sections.supply import sentences as of_supply
from groundfloor.report.access.words import Told
from groundfloor.report.page import Page
from groundfloor.report.parts import table
from groundfloor.report.view import present

ORDER = 10


def content(page: Page) -> Mapping[str, Any] | None:
    """Sentences and a table."""
    told = Told(page)
    say = told.say
    body = []
    for name in told.services:
        for at, row in enumerate(told.rows(name)):
            low, base, high = (say.percent(share) for share in told.shares(name, at))
            beyond = row["population"] - row["reached"]
            cells = (base, low, high, say.percent(present(row["share_of_reaching"])), say.count(beyond))
            body.append([told.service(name), told.span(row["within_minutes"]), *cells])
    headings = told.headings("service", "within", "share", "low", "high", "share_of_reaching", "beyond")
    caption, note = told.text("answer.caption"), told.text("answer.note")
    return shown([*sentences(told, brief=True), table(caption, headings, body, words=2, households=False, note=note)])


def sentences(told: Told, *, brief: bool = False) -> list[str]:
    """One sentence a service and number of minutes, the middle one alone where `brief`, and one on the middle person."""
    found = []
    for name in told.services:
        rows = list(enumerate(told.rows(name)))
        for at, row in [rows[len(rows) // 2]] if brief else rows:
            low, base, high = told.shares(name, at)
            values = {
                "service": told.service(name),
                "share": told.say.percent(base),
                "within": told.span(row["within_minutes"]),
                "beyond": told.say.persons(row["population"] - row["reached"]),
            }
            known = low is not None and high is not None
            bounds = {"low": told.say.percent(low), "high": told.say.percent(high)} if known else {}
            found.append(told.text("answer.bounded" if known else "answer.sentence", **values, **bounds))
        half, most = told.minutes(name), told.minutes(name, column="minutes_p90")
        if half is not None:
            key = "answer.half" if most is None else "answer.half_most"
            found.append(told.text(key, service=told.service(name), half=told.span(half), most=told.span(most)))
        if not brief:
            for more in (of_equity, of_places, of_supply, of_referral, of_effective, of_sites):
                found += more(told, name)
    return found
