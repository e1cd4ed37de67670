"""A service by the places at which it is given: how many people each new site brings within reach, and what a site costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.costing.services.people import read_who
from groundfloor.costing.services.prices import Amount, Prices, amount, optional_amount
from groundfloor.costing.services.service import BUILT, Service, read_capital
from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given, given, optional
from groundfloor.country.rates import Floats, Knots
from groundfloor.documents import Row, read_rows
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.fields import Fields

SITES = "sites"
ROUNDING = 1e-12
BUILDING = "building"
KEYS = ("people", SITES, "need", "label", BUILDING, *BUILT[1:], "staff", "wage", "overhead", "running", "subsidy")


@dataclass(frozen=True)
class BySites(Service):
    """A service at so much a site: `sites` in use by year; `reached` is the share of people within reach of today's, without any of them.

    `coverage` follows from the sites; a `subsidy` is paid for each whom they bring within reach.
    """

    sites: Given
    reached: float
    staff: Given | None
    wage: Amount | None
    subsidy: Amount | None

    def recurrent(self, view: View, covered: Floats) -> Floats:
        """LCU [..., year] for the staff and running of sites, and for each whom they have brought within reach."""
        people = view.value(self.staff) * view.money(self.wage) * (1 + view.value(self.overhead))
        share = view.value(self.coverage)
        brought = covered * np.divide(share - self.reached, share, out=np.zeros_like(share), where=share > 0)
        return view.value(self.sites) * (people + view.money(self.running)) + brought * view.money(self.subsidy)

    def needed(self, view: View, covered: Floats) -> Floats:
        """Sites [..., year] in use."""
        return np.broadcast_to(view.value(self.sites), covered.shape)

    def inputs(self, view: View, covered: Floats) -> Mapping[str, Floats]:
        """Sites, and the staff that they need."""
        sites = view.value(self.sites)
        return {"sites": sites} | ({} if self.staff is None else {"staff": sites * view.value(self.staff)})


def service(found: Fields, prices: Prices, path: Sequence[Any]) -> Service:
    """A service with `sites`; docs/services.md has its keys."""
    found.known(KEYS, ("people", SITES), *path)
    who = read_who(found, *path, "people")
    if who.unit != "person":
        raise GroundfloorError("Sites bring persons within reach", found.place(*path, "people"), expected="persons")
    at = (*path, SITES)
    found.known(("path", "question", "in_use"), ("path", "in_use"), *at)
    in_use = given(found, (SITES,), *at, "in_use")
    file = Path(found.place(*at, "path").file).parent / found.text(*at, "path")
    shares = read_steps(
        file,
        found.text(*at, "question") if found.get(*at, "question") is not None else "",
        found.place(*at, "question"),
    )
    staff = optional(found, ("staff/site",), *path, "staff")
    if (staff is None) != (found.get(*path, "wage") is None):
        raise GroundfloorError("staff and wage go together", found.place(*path), expected="both or neither")
    if all(found.get(*path, key) is None for key in (BUILDING, "staff", "running", "subsidy")):
        raise GroundfloorError(
            f"{path[-1]} costs nothing", found.place(*path), expected="building, staff, running or subsidy"
        )
    built = found.get(*path, BUILDING) is not None
    for key in BUILT[1:]:
        if not built and found.get(*path, key) is not None:
            raise GroundfloorError(f"{key} stands without {BUILDING}", found.place(*path, key))
    return BySites(
        name=str(path[-1]),
        label=found.words(*path, "label"),
        who=who,
        need=optional(found, ("share",), *path, "need"),
        coverage=_coverage(in_use, shares, found.place(*at, "path"), file),
        running=optional_amount(found, prices, ("site/year",), *path, "running"),
        overhead=optional(found, ("share", "ratio"), *path, "overhead"),
        capital=read_capital(found, prices, "site", path, BUILDING) if built else None,
        sites=in_use,
        reached=float(shares[0]),
        staff=staff,
        wage=None if staff is None else amount(found, prices, ("year",), *path, "wage", wage=True),
        subsidy=optional_amount(found, prices, ("person/year",), *path, "subsidy"),
    )


def read_steps(file: Path, question: str, place: Place) -> Floats:
    """The share of people within reach with 0, 1, 2 ... new sites, from a table as `groundfloor access` leaves it: question, step, share.

    `question` may be empty where the table has one alone. Where step 0 is left out, the share without any site is that of step 1 less what it adds (people_added of people_within). A
    table without the question, a step that is missing or stands twice and a share that falls or lies outside 0 to 1 raise GroundfloorError.
    """
    rows: dict[str, list[Row]] = {}
    for row in read_rows(file, ("question", "step", "share"), others=True):
        rows.setdefault(row.text("question"), []).append(row)
    name = question or (next(iter(rows)) if len(rows) == 1 else "")
    if name not in rows:
        raise GroundfloorError(
            f"{file.name} has no question {name!r}" if name else f"{file.name} has {len(rows)} questions",
            place,
            expected=f"question: one of {', '.join(rows)}",
            hint=nearest(name, rows),
        )
    ordered = sorted(rows[name], key=lambda row: row.number("step"))
    shares = [] if ordered[0].number("step") == 0 else [_before(ordered[0])]
    for row in ordered:
        if row.number("step") != len(shares):
            raise GroundfloorError(
                f"Step {row.text('step')} follows step {len(shares) - 1}",
                row.place("step"),
                expected=f"step {len(shares)}, in one row",
            )
        share = row.number("share")
        if not (shares[-1] if shares else 0.0) - ROUNDING <= share <= 1.0:
            raise GroundfloorError(
                f"The share is {share:g}",
                row.place("share"),
                expected="0 to 1, and no less than that of the step before",
            )
        shares.append(share)
    return np.maximum.accumulate(shares)


def _before(row: Row) -> float:
    """The share without any new site, from the row of the first."""
    if row.number("step") != 1 or not {"people_added", "people_within"} <= row.cells.keys():
        raise GroundfloorError(
            f"Step {row.text('step')} is the first",
            row.place("step"),
            expected="step 0, or step 1 with the columns people_added and people_within",
        )
    within = row.number("people_within")
    return row.number("share") * (1 - row.number("people_added") / within) if within > 0 else 0.0


def _coverage(in_use: Given, shares: Floats, place: Place, file: Path) -> Given:
    """The share within reach by year, from that by the number of sites; between two whole numbers it is in proportion."""
    knots = {}
    for variant, own in in_use.knots.items():
        if own.values.max() > len(shares) - 1:
            raise GroundfloorError(
                f"{own.values.max():g} sites are to be in use, and {file.name} has {len(shares) - 1}",
                in_use.place,
                expected=f"{len(shares) - 1} at most",
                hint="Ask `groundfloor access` for more sites.",
            )
        years = np.arange(own.years[0], own.years[-1] + 1)
        knots[variant] = Knots(years, np.interp(own.at(years), np.arange(len(shares)), shares))
    source = f"{in_use.source}; {file.name}"
    return Given(in_use.name.replace("in_use", "share"), "share", source, in_use.assumption, place, knots, (file,))
