"""Two options for the demonstration: one as its template is, one adapted and put into the floor."""

from __future__ import annotations

from groundfloor_web.demo.cast import Cast
from groundfloor_web.options import actions


def fill(cast: Cast) -> None:
    """A family allowance that was copied, and emergency cash that was adapted."""
    cast.do("ama", actions.CopyTemplate, template="family_allowance")
    cash = cast.do("esi", actions.CopyTemplate, template="emergency_cash")
    numbers = {"parameter_grant": 300, "parameter_months": 4, "parameter_poverty_line": 4890}
    cast.do("esi", actions.ChangeNumbers, cash, **numbers, take_up=60, administration=10)
