"""What programmes cost in years that were met before, so that a changed floor costs anew only what was changed in it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from groundfloor.engine import Prepared
from groundfloor.prices import Prices
from groundfloor.rules.order import needs
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.tree import Parameter
from groundfloor.rules.walk import walk
from groundfloor.survey.frame import Floats, Survey

MOST = 8


@dataclass(frozen=True)
class Rule:
    """A programme as a floor has it, and its rows of the table `costs` by what they hang on."""

    programme: Programme
    rows: dict[Hashable, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The parameters that its benefits and its delivery hang on."""
        one, own = self.programme, self.programme.overheads
        named = [node.name for tree in (one.eligible, one.amount) for node in walk(tree) if isinstance(node, Parameter)]
        return tuple(dict.fromkeys([*named, *(name for name in (own.fixed, own.per_beneficiary) if name is not None)]))

    def key(self, year: int, real: Programme, values: Mapping[str, float]) -> Hashable:
        """What tells one year from another: the values it reads and its take-up then; as text NaN equals itself."""
        return (year, *(repr(values[name]) for name in self.read), repr((real.take_up, real.take_up_by, real.ages)))


class Remembered:
    """The rows of programmes that hang on no other, for one survey, its weights, prices, money, births and seed.

    Of each programme the rules met last are kept. A rule is the same while it is the same object: `rules.patched` leaves those alone that a patch
    does not touch.
    """

    def __init__(self, people: Prepared, weights: Mapping[int, Floats], prices: Prices) -> None:
        self.people, self._weights, self._prices = people, weights, prices
        self._rules: dict[str, OrderedDict[int, Rule]] = {}
        self._lock = Lock()

    def is_of(self, survey: Survey, weights: Mapping[int, Floats], prices: Prices) -> bool:
        """Whether it is what these very ones gave: under others everything is to be costed anew."""
        return self.people.survey is survey and self._weights is weights and self._prices is prices

    def of(self, programme: Programme) -> Rule:
        """What is known of a programme as its floor has it, to read and to add to."""
        with self._lock:
            rules = self._rules.setdefault(programme.name, OrderedDict())
            # an identity may come again after its object has gone, so the object is kept with it
            found = rules.setdefault(id(programme), Rule(programme))
            rules.move_to_end(id(programme))
            while len(rules) > MOST:
                rules.popitem(last=False)
            return found


def apart(floor: Floor, ended: Collection[str]) -> bool:
    """Whether no programme hangs on another: none reads another's result or takes its place, and none in force ends."""
    programmes = floor.programmes.values()
    return not (
        ended
        or any(needs(one.eligible, one.amount) for one in programmes)
        or any(name in floor.programmes for one in programmes for name in one.replaces)
    )
