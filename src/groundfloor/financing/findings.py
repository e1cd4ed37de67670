"""What a reader of the financing must know first: what is not counted, and what rests on little."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.counted import Counted
from groundfloor.financing.file import Financing
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

# how a pledge stands that a reader must know of
UNSURE = ("pledged", "withdrawn")


def findings_of(found: Financing, counted: Counted, at: Accounts, years: range) -> Iterator[Finding]:
    """A finding for each option of which something is left out, and one for pledges that are no more than a word."""
    for (name, reason), values in counted.left_out.items():
        year = max(values, key=lambda one: values[one])
        said: dict[str, Value] = {"option": name, "points": values[year] / 100, "year": str(year)}
        yield Finding("note", "financing", name, 0, f"financing.{reason}", said)
    for one in found.pledges.values():
        if one.status in UNSURE and any(one.lcu(year, at) for year in years):
            yield Finding("note", "financing", one.name, 0, f"financing.{one.status}", {"pledge": one.name})
