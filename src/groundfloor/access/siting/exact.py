"""Small problems to the end, by branch and bound (HiGHS in SciPy)."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.access.grid import Floats, Ints
from groundfloor.access.siting.problem import Problem

LARGEST = 4000  # entries of a problem that is solved this way
PACKED = 400_000  # entries of one whose linear program is
NODES = 2000
TIGHT = 1e-9


@dataclass(frozen=True)
class Exact:
    """The candidates chosen, and what no choice can exceed (or, of the number of sites, fall below)."""

    chosen: Ints
    bound: float


def most(problem: Problem, sites: int) -> Exact | None:
    """The `sites` candidates that bring most; None where the search was given up before it had any."""
    from scipy.sparse import csr_array, hstack, vstack

    many, pairs = len(problem), len(problem.gain)
    entry, one = np.arange(pairs), np.ones(pairs)
    weight = problem.weight[problem.demand]
    opened = csr_array((-one, (entry, problem.candidate)), shape=(pairs, many))
    once = csr_array((one, (problem.demand, entry)), shape=(len(problem.weight), pairs))
    rows = [
        hstack([opened, csr_array((one, (entry, entry)), shape=(pairs, pairs))]),
        hstack([csr_array((len(problem.weight), many)), once]),
        csr_array(np.concatenate([np.ones(many), np.zeros(pairs)])[None]),
    ]
    limits = [np.zeros(pairs), np.ones(len(problem.weight)), np.array([float(sites)])]
    if len(problem.room):
        place = np.arange(many)
        served = csr_array((weight, (problem.candidate, entry)), shape=(many, pairs))
        rows.append(hstack([csr_array((-problem.room, (place, place)), shape=(many, many)), served]))
        limits.append(np.zeros(many))
    cost = np.concatenate([np.zeros(many), -weight * problem.gain])
    found = _solved(cost, vstack(rows), np.concatenate(limits), many)
    return None if found is None else Exact(found[0], -found[1])


def fewest(problem: Problem, target: float) -> Exact | None:
    """The fewest candidates that bring `target` people; None where the search was given up before it had any."""
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    many, demands = len(problem), len(problem.weight)
    reached = csr_array((np.ones(len(problem.gain)), (problem.demand, problem.candidate)), shape=(demands, many))
    rows = vstack(
        [hstack([-reached, eye_array(demands)]), csr_array(np.concatenate([np.zeros(many), -problem.weight])[None])]
    )
    cost = np.concatenate([np.ones(many), np.zeros(demands)])
    found = _solved(cost, rows, np.concatenate([np.zeros(demands), [-target]]), many)
    return None if found is None else Exact(found[0], found[1])


def packed(problem: Problem) -> float:
    """The most that demands can weigh together where no candidate brings more than 1: as many candidates at least bring all of them."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    demands = len(problem.weight)
    shape = len(problem), demands
    reached = csr_array((np.ones(len(problem.gain)), (problem.candidate, problem.demand)), shape=shape)
    counted = np.bincount(problem.demand, minlength=demands) > 0
    found = linprog(-counted.astype(float), reached, np.ones(len(problem)), bounds=(0, 1), method="highs-ipm")
    if found.x is None:
        return 0.0
    heavy = np.where(
        counted, np.maximum(found.x, 0.0), 0.0
    )  # the solver's last digits aside, this is proven by the sums themselves
    return float(heavy.sum() / max(1.0, float((reached @ heavy).max())))


def _solved(cost: Floats, rows: Any, limits: Floats, many: int) -> tuple[Ints, float] | None:
    """The candidates of the least cost found, and what no cost is below; the first `many` variables are 0 or 1, the others between."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole = np.zeros(len(cost))
    whole[:many] = 1
    with warnings.catch_warnings(action="ignore"):  # a search given up is said by its bound
        found = milp(
            cost, integrality=whole, bounds=Bounds(0, 1), constraints=LinearConstraint(rows.tocsc(), -np.inf, limits),
            options={"node_limit": NODES, "mip_rel_gap": TIGHT},
        )  # fmt: skip
    if found.x is None or found.mip_dual_bound is None:
        return None
    return np.flatnonzero(found.x[:many] > 0.5), float(found.mip_dual_bound)
