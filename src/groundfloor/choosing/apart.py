"""A programme alone at levels and steps simulated apart: who receives does not turn on how much, nor how much on how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from groundfloor.rules.entitlements import Granted
from groundfloor.rules.order import needs
from groundfloor.rules.programme import Programme
from groundfloor.rules.tree import Parameter
from groundfloor.rules.walk import walk
from groundfloor.scenarios import Setting
from groundfloor.simulate import Year
from groundfloor.survey.frame import Floats

FIGURES = ("cost", "beneficiaries", "target")


@dataclass(frozen=True)
class Alone:
    """A programme alone in one year: LCU of the year, persons, and what persons receive by programme, replaced schemes below nought.

    `start_up` is not in its cost.
    """

    cost: float
    beneficiaries: float
    target: float
    amounts: Mapping[str, Floats]
    start_up: float = 0.0


def alone(year: Year, programme: Programme) -> Alone:
    """One programme and the schemes it replaces, of a simulated year in which no other programme replaces them."""
    own = [row for row in year.costs if row["programme"] in (programme.name, *programme.replaces)]
    return Alone(
        sum(row["total_lcu"] for row in own) - own[0]["start_up_lcu"],
        own[0]["beneficiaries"],
        own[0]["target_population"],
        {row["programme"]: year.amounts[row["programme"]] for row in own},
        own[0]["start_up_lcu"],
    )


def only_the_amount(at: Setting, programme: Programme, parameter: str) -> bool:
    """Whether `parameter` (its short name) changes nothing but what each receives: no condition, no cost of delivery and no replaced scheme reads it.

    A programme for births, whose costs do not go by the weights alone, is never taken apart.
    """
    name = programme.parameters[parameter].name
    replaced = [one for one in at.country.schemes if one.name in programme.replaces]
    own = programme.overheads
    if programme.unit == "birth" or name in (own.per_beneficiary, own.fixed):
        return False
    return all(not isinstance(node, Parameter) or node.name != name for node in walk(programme.eligible)) and not any(
        needs(scheme.eligible, scheme.amount) for scheme in replaced
    )


@dataclass(frozen=True)
class Reached:
    """One step in one year at the first level: who is entitled and takes it up, what that costs, and by what replaced schemes change."""

    granted: Granted
    first: Alone
    transfers: float
    ended: Mapping[str, Floats]


@dataclass
class Apart:
    """What is kept of a programme whose levels were simulated at its first step, and its steps at its first level."""

    programme: Programme
    _money: dict[tuple[int, int], Floats] = field(default_factory=dict)
    _reached: dict[tuple[int, int], Reached] = field(default_factory=dict)

    def add(self, level: int, step: int, year: Year) -> None:
        """Keep what a simulated year says of those entitled: the amounts of a level, or who receives at a step."""
        name = self.programme.name
        granted = year.entitlements.programmes[name].granted
        if step == 0:
            self._money[level, year.year] = granted.money
        if level == 0:
            found = alone(year, self.programme)
            takes = year.receives[name][granted.rows] == 1.0
            transfers = next(row["transfers_lcu"] for row in year.costs if row["programme"] == name)
            ended = {other: amount for other, amount in found.amounts.items() if other != name}
            self._reached[step, year.year] = Reached(
                Granted(granted.rows, granted.money, takes), found, transfers, ended
            )

    def at(self, level: int, step: int, year: int, weight: Floats, prices: float) -> Alone:
        """The programme at a level and step, as a simulation of both together would have it.

        From level to level transfers move as the amounts of those who receive, and administration with them; all else stays. `prices` is
        the level of prices, the base year being 1, by which they move where nobody is paid anything at the first level.
        """
        reached, money = self._reached[step, year], self._money[level, year]
        rows, takes = reached.granted.rows, reached.granted.takes
        amount = np.zeros(len(weight))
        amount[rows[takes]] = money[takes]
        before = float(weight[rows[takes]] @ reached.granted.money[takes])
        after = float(weight[rows[takes]] @ money[takes])
        more = (after - before) * (reached.transfers / before if before else prices)
        return Alone(
            reached.first.cost + more * (1.0 + self.programme.administration),
            reached.first.beneficiaries,
            reached.first.target,
            {self.programme.name: amount, **reached.ended},
            reached.first.start_up,
        )
