"""What the budget has for a sector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given, given
from groundfloor.country.rates import Floats
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

OF_REVENUE = ("revenue", "share")
OF_GDP = "of_gdp"


@dataclass(frozen=True)
class Budget:
    """Shares of one that multiply to the part of GDP that the budget has for a sector: revenue in GDP and the sector in revenue, or that part itself."""

    shares: tuple[Given, ...]

    def money(self, view: View) -> Floats:
        """LCU of the year [year]."""
        return np.asarray(view.setting.gdp * np.prod([view.value(one) for one in self.shares], axis=0))


def read_budget(found: Fields, *path: Any) -> Budget | None:
    """`revenue` and `share`, or `of_gdp`; nothing where there is no budget."""
    if found.get(*path) is None:
        return None
    found.known((*OF_REVENUE, OF_GDP), (), *path)
    named = set(found.table(*path))
    if named not in ({*OF_REVENUE}, {OF_GDP}):
        raise GroundfloorError(
            "The budget is not told as one thing", found.place(*path), expected=f"revenue and share, or {OF_GDP} alone"
        )
    keys = OF_REVENUE if OF_GDP not in named else (OF_GDP,)
    return Budget(tuple(given(found, ("share",), *path, key) for key in keys))
