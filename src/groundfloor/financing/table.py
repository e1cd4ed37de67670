"""The table `financing`: what each option brings by year, nothing counted twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.financing.counted import Counted
from groundfloor.financing.option import Option


def financing_table(options: Mapping[str, Option], counted: Counted) -> list[dict[str, Any]]:
    """One row an option and year, each case in % of GDP, and what of the base case is left out. Method: docs/methods/financing.md.

    >>> from groundfloor.country.model import Economy
    >>> from groundfloor.financing.accounts import Accounts
    >>> from groundfloor.financing.counted import count
    >>> from groundfloor.financing.option import stated
    >>> tax = {"tax": stated("tax", 0.1, 0.2, 0.4, 2027, ramp_years=2)}
    >>> found = count(tax, (), Accounts(2026, Economy(())), range(2026, 2029))
    >>> [row["base"] for row in financing_table(tax, found)]
    [0.0, 0.1, 0.2]
    """
    lost: dict[tuple[str, int], float] = {}
    for (name, _reason), values in counted.left_out.items():
        for year, value in values.items():
            lost[name, year] = lost.get((name, year), 0.0) + value
    return [
        {
            "option": name,
            "year": year,
            **brings,
            "one_off": options[name].one_off,
            "note": options[name].note or None,
            "kind": options[name].kind,
            "payer": options[name].payer,
            "left_out": lost.get((name, year), 0.0),
        }
        for name, years in counted.brings.items()
        for year, brings in years.items()
    ]


def by_payer(options: Mapping[str, Option], counted: Counted) -> dict[str, dict[int, float]]:
    """What the options bring in the base case by who pays and year, % of GDP."""
    out: dict[str, dict[int, float]] = {}
    for name, years in counted.brings.items():
        paid = out.setdefault(options[name].payer, {})
        for year, brings in years.items():
            paid[year] = paid.get(year, 0.0) + brings["base"]
    return out
