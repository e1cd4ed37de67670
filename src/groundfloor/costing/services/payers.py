"""Who pays for a sector: government, households, external partners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given, given
from groundfloor.country.rates import Floats
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.fields import Fields

PAYERS = ("government", "households", "external")
REST = "rest"
CLOSE = 1e-9


@dataclass(frozen=True)
class Payers:
    """The share of each who pays; `rest` is who pays what the others leave, empty where all shares are given."""

    shares: Mapping[str, Given]
    rest: str
    place: Place

    def split(self, view: View) -> dict[str, Floats]:
        """The share [year] of each; shares that pass 1, or fall short of it where nobody has the rest, are refused."""
        found = {name: view.value(self.shares.get(name)) for name in PAYERS}
        left = 1 - np.sum(list(found.values()), axis=0)
        wrong = left < -CLOSE if self.rest else np.abs(left) > CLOSE
        if wrong.any():
            at = int(np.argmax(wrong))
            raise GroundfloorError(
                f"The shares of those who pay add up to {1 - left[at]:g} in {int(view.setting.years[at])} ({view.variant})",
                self.place,
                expected="at most 1" if self.rest else "1, or one of them to pay the rest",
            )
        if self.rest:
            found[self.rest] = np.maximum(left, 0.0)
        return found


def read_payers(found: Fields, *path: Any) -> Payers:
    """Shares by payer, one of whom may pay the `rest`; whoever is not named pays nothing."""
    found.known(PAYERS, (), *path)
    named = list(found.table(*path))
    rest = [name for name in named if found.get(*path, name) == REST]
    if not named or len(rest) > 1:
        raise GroundfloorError(
            f"{' and '.join(rest)} pay the rest" if rest else "Nobody pays",
            found.place(*path),
            expected=f"a share for each of {', '.join(PAYERS)} who pays, one of them perhaps `{REST}`",
        )
    shares = {name: given(found, ("share",), *path, name) for name in named if name not in rest}
    return Payers(shares, "".join(rest), found.place(*path))
