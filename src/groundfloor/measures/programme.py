"""One programme, or several taken together, with what its measures share: who is counted, by which groups, and welfare without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from groundfloor.measures.cuts import before
from groundfloor.measures.design import Partition
from groundfloor.measures.estimate import Base
from groundfloor.measures.figure import Sums
from groundfloor.measures.ranking import Ranking, reordered
from groundfloor.measures.receipt import Receipt
from groundfloor.measures.view import Over
from groundfloor.survey.frame import Floats, Ints

if TYPE_CHECKING:
    from groundfloor.measures.context import Context


@dataclass(frozen=True)
class Change:
    """Welfare with a programme and without it, a value a row, over those of whom both are known, by area.

    `order` is that of the rows by welfare without the programme.
    """

    context: Context
    over: Over
    after: Floats
    before: Floats
    amount: Floats
    order: Ints
    rankings_after: tuple[Ranking, ...]

    @cached_property
    def rankings_before(self) -> tuple[Ranking, ...]:
        """The rows in order of welfare without the programme."""
        return self.ranked(self.before, self.order)

    def ranked(self, welfare: Floats, order: Ints, areas: int | None = None) -> tuple[Ranking, ...]:
        """The rows counted in an order of another welfare, by area (the first `areas` of them)."""
        return self.context.ranked(welfare, self.over.counted, order, areas)

    @property
    def sides(self) -> Iterator[tuple[Base, Ranking, Ranking]]:
        """By area: who is counted, in order of welfare with the programme and without it."""
        return zip(self.over.bases, self.rankings_after, self.rankings_before, strict=True)

    def sums(self, values: Floats) -> Sums:
        """Weight times value for the rows counted."""
        return self.context.sums(self.over, values)


class Programme:
    """A programme in its context; what is costly is computed when it is first asked for, and once.

    `counted` is the part of its amount that is in measured welfare, LCU a year per member: care and other benefits in kind
    often are not. It is None where nothing of it is. `apart` is welfare without it where that is known otherwise.
    """

    def __init__(
        self, context: Context, name: str, receipt: Receipt, counted: Floats | None, apart: Floats | None = None
    ) -> None:
        self.context, self.name, self.receipt = context, name, receipt
        self._counted, self._apart = counted, apart

    @cached_property
    def _added(self) -> Floats | None:
        """What the programme adds to welfare; None where welfare or amounts are not known, or it is in kind."""
        welfare = self.context.welfare
        if welfare is None or self._counted is None or not self.receipt.valued:
            return None
        return self._counted if self._apart is None else welfare - self._apart

    def without(self, share: float) -> tuple[Floats, Ints] | None:
        """Welfare less a share of what the programme pays, and the rows in order of it; None where that is not known."""
        welfare, paid = self.context.welfare, self._added
        if welfare is None or paid is None:
            return None
        moved, left = paid != 0.0, welfare.copy()
        # what rounding leaves of a sum that was added and is taken away again must not order equals, nor put one below a line
        grain = self.context.grain
        left[moved] = np.round((welfare[moved] - share * paid[moved]) / grain) * grain
        return left, reordered(self.context.order, left, moved)

    @cached_property
    def before(self) -> tuple[Floats, Ints] | None:
        """Welfare without the programme, and the rows in order of it."""
        return self.without(1.0)

    @cached_property
    def cuts(self) -> tuple[Partition, ...]:
        """The groups that the tables give the programme's figures for, those by welfare before its transfers at the end."""
        return (*self.context.cuts, *self._own)

    @cached_property
    def wide(self) -> tuple[Partition, ...]:
        """The cuts of more than one group, over which shares are taken."""
        return tuple(part for part in self.cuts if len(part.names) > 1)

    @cached_property
    def _own(self) -> tuple[Partition, ...]:
        context = self.context
        if not context.detailed or self.before is None:
            return ()
        cuts = before(context.view, *self.before, context.lines, context.variable_cuts["sex"])
        return tuple(cut.partition() for cut in cuts)

    @cached_property
    def asked(self) -> Over:
        """Who is known to live with a recipient or not."""
        return self.context.over(self.receipt.asked, self.cuts)

    @cached_property
    def answered(self) -> Over:
        """Who is known to receive in person or not."""
        return self.context.over(~np.isnan(self.receipt.recipient), self.cuts)

    @cached_property
    def reached(self) -> Over:
        """Beneficiaries, direct and indirect, by the groups over which shares are taken."""
        return self.context.over(self.receipt.beneficiary == 1.0, self.wide)

    @cached_property
    def paid(self) -> Over:
        """Beneficiaries whose amount is known."""
        return self.context.over(self.receipt.paid, self.cuts)

    @cached_property
    def money(self) -> Over:
        """What these are paid, by the groups over which shares are taken."""
        return self.context.over(self.receipt.paid, self.wide, self.receipt.amount)

    @cached_property
    def change(self) -> Change | None:
        """What the programme does to welfare; None where that is not known."""
        after, paid = self.context.welfare, self._added
        if after is None or paid is None or self.before is None:
            return None
        without, order = self.before
        known = ~np.isnan(without) & ~np.isnan(after)
        context = self.context
        over = context.over(known, context.areas)
        return Change(context, over, after, without, paid, order, context.ranked(after, known, context.order))
