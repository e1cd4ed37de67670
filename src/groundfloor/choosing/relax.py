"""When no floor keeps all limits: which of them conflict, and by how much the smallest of them would have to give way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.choosing.model import CAPACITY, COMMITMENT, DEBT, ENVELOPE, KINDS, Decisions, Limit
from groundfloor.choosing.solve import Scaled
from groundfloor.errors import GroundfloorError

SMALLEST = 1e-7
WAYS = {
    ENVELOPE: "If only the envelope gives way",
    DEBT: "If only the debt ceiling gives way",
    COMMITMENT: "If only the commitments give way",
    CAPACITY: "If only the capacity gives way",
}


@dataclass(frozen=True)
class Relaxation:
    """One limit and by how much it would have to give way, in its own unit."""

    limit: Limit
    by: float

    @property
    def sentence(self) -> str:
        """What would have to be so, rounded so that it is enough."""
        one, whole = self.limit, math.ceil(self.limit.bound + self.by)
        who = one.programme or "all programmes"
        if one.kind == ENVELOPE:
            return f"an envelope of {whole:,} LCU in {one.year} instead of {one.bound:,.0f}"
        if one.kind == DEBT:
            return f"a debt ceiling {math.ceil(100 * self.by) / 100:.2f} points of GDP higher in {one.year}"
        if one.kind == COMMITMENT:
            return (
                f"a coverage of {max(one.bound - self.by, 0.0):.3g} by {who} in {one.year} instead of {one.bound:.3g}"
            )
        return f"{whole:,} new beneficiaries of {who} in {one.year} instead of {one.bound:,.0f}"


class InfeasibleError(GroundfloorError):
    """No floor keeps all the limits. `ways` has, by the kind of limit that alone gives way, the smallest relaxation.

    `is_proved` says whether the relaxations themselves prove that there is none.
    """

    def __init__(self, ways: dict[str, tuple[Relaxation, ...]], *, is_proved: bool = True) -> None:
        self.ways, self.is_proved = ways, is_proved
        told = [
            f"{WAYS.get(kind, 'If all give way')}: " + "; ".join(one.sentence for one in found)
            for kind, found in ways.items()
        ]
        super().__init__(
            "No floor keeps all the limits",
            expected="limits that some floor keeps",
            hint="The smallest that would do. " + ". ".join(told) + ".",
        )


def relaxed(decisions: Decisions, limits: Sequence[Limit]) -> InfeasibleError:
    """The smallest relaxations of limits that exclude each other: for each kind of limit alone, or all where none is enough.

    Smallest is the sum of what is missing, money in per cent of GDP of the year, debt in points of GDP, coverage as a share,
    new beneficiaries as a share of those allowed.
    """
    kinds = [kind for kind in KINDS if any(limit.kind == kind for limit in limits)]
    ways = {kind: found for kind in kinds if (found := _smallest(decisions, limits, {kind})) is not None}
    if not ways:
        ways = {"all": _smallest(decisions, limits, set(kinds)) or ((), 0.0)}
    # had the limits a floor, the least that each kind would have to give way would be nothing
    is_proved = any(least > SMALLEST for _found, least in ways.values())
    return InfeasibleError({kind: found for kind, (found, _least) in ways.items()}, is_proved=is_proved)


def _smallest(
    decisions: Decisions, limits: Sequence[Limit], elastic: set[str]
) -> tuple[tuple[Relaxation, ...], float] | None:
    """The relaxations, and what their sum cannot be less than; None where none of these kinds is enough."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, hstack, vstack

    soft = [i for i, limit in enumerate(limits) if limit.kind in elastic]
    scaled = [Scaled(limit) for limit in limits]
    order, most = decisions.order()
    rows = vstack([csr_array(np.array([one.row_below for one in scaled])), order])
    give = csr_array((-np.ones(len(soft)), (soft, np.arange(len(soft)))), shape=(rows.shape[0], len(soft)))
    count = decisions.count
    found = milp(
        np.concatenate([np.zeros(count), np.ones(len(soft))]),
        integrality=np.concatenate([np.ones(count), np.zeros(len(soft))]),
        bounds=Bounds(0.0, np.concatenate([decisions.upper, np.full(len(soft), np.inf)])),
        constraints=LinearConstraint(
            hstack([rows, give], format="csr"), -np.inf, np.concatenate([[one.most for one in scaled], most])
        ),
        options={"time_limit": 5.0, "mip_rel_gap": 1e-3},
    )
    if found.x is None:
        return None
    given = found.x[count:]
    ways = tuple(
        Relaxation(limits[i], float(by) * scaled[i].limit.scale)
        for i, by in zip(soft, given, strict=True)
        if by > SMALLEST
    )
    return ways, float(found.mip_dual_bound or 0.0)
