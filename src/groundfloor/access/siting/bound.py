"""What no set of sites can exceed: the Lagrangian's bound, which a price of each demand gives, in a form that Numba compiles."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

MEMORY = 0.6  # of the direction before
PATIENCE, SMALLER = 8, 0.6  # rounds without a better bound, then shorter steps
SHORTEST = 1e-3


def descend(
    first: NDArray[np.int64],
    demand: NDArray[np.int64],
    gain: NDArray[np.float64],
    weight: NDArray[np.float64],
    room: NDArray[np.float64],
    sites: int,
    value: float,
    rounds: int,
    price: NDArray[np.float64],
    worth: NDArray[np.float64],
    taken: NDArray[np.int64],
) -> float:
    """Move prices so that the bound on what any `sites` candidates bring falls, from those in `price`; the least bound found.

    At prices p of a unit of each demand, candidate j is worth the most that it can bring less the prices of what it takes: the sum of
    weight x (gain - price) over the demands where that is positive, or where it has `room` for only so much (all gains then 1) the dearest left out.
    All weight x price and the largest `sites` worths are at least what any choice brings, whatever the prices. `value` is what a known choice brings.
    On return `price` has the prices of the least bound, `worth` the worths at these and `taken` the candidates of the largest, largest first.
    Candidates give gains to demands as in `choose.greedy`.
    """
    many, demands = len(first) - 1, len(weight)
    limited = len(room) > 0
    most = np.zeros(demands)
    for e in range(len(demand)):
        most[demand[e]] = max(most[demand[e]], gain[e])
    turn, wanted, now = np.zeros(demands), np.zeros(demands), price.copy()
    own, least, step, since = np.zeros(many), math.inf, 1.0, 0
    rank = np.arange(demands)
    for _ in range(rounds):
        bound = 0.0
        for i in range(demands):
            bound += weight[i] * now[i]
        if limited:
            rank[np.argsort(now, kind="mergesort")] = np.arange(demands)
        for j in range(many):
            own[j] = 0.0
            left = room[j] if limited else math.inf
            if limited:
                here = demand[first[j] : first[j + 1]]
                here = here[np.argsort(rank[here], kind="mergesort")]
                for i in here:
                    if left <= 0.0 or now[i] >= 1.0:
                        break
                    part = min(left, weight[i])
                    own[j] += part * (1.0 - now[i])
                    left -= part
            else:
                for e in range(first[j], first[j + 1]):
                    i = demand[e]
                    if gain[e] > now[i]:
                        own[j] += weight[i] * (gain[e] - now[i])
        order = np.argsort(-own, kind="mergesort")[:sites]
        for k in range(len(order)):
            bound += own[order[k]]
        if bound < least * (1.0 - 1e-9) or least == math.inf:
            least, since = bound, 0
            price[:], worth[:] = now, own
            taken[: len(order)] = order
        else:
            since += 1
            if since >= PATIENCE:
                step, since = step * SMALLER, 0
                now[:] = price
                turn[:] = 0.0
        if step < SHORTEST or bound <= value * (1.0 + 1e-9):
            break
        wanted[:] = -1.0
        for k in range(len(order)):
            j = order[k]
            if limited:
                left = room[j]
                here = demand[first[j] : first[j + 1]]
                here = here[np.argsort(rank[here], kind="mergesort")]
                for i in here:
                    if left <= 0.0 or now[i] >= 1.0:
                        break
                    part = min(left, weight[i])
                    wanted[i] += part / weight[i]
                    left -= part
            else:
                for e in range(first[j], first[j + 1]):
                    if gain[e] > now[demand[e]]:
                        wanted[demand[e]] += 1.0
        length = 0.0
        for i in range(demands):
            turn[i] = MEMORY * turn[i] + wanted[i]
            if (now[i] <= 0.0 and turn[i] < 0.0) or (now[i] >= most[i] and turn[i] > 0.0):
                turn[i] = 0.0
            length += weight[i] * turn[i] * turn[i] * max(most[i], 1e-300)
        if length <= 0.0:
            break
        stride = step * max(bound - value, 1e-6 * bound) / length
        for i in range(demands):
            now[i] = min(max(now[i] + stride * turn[i] * most[i], 0.0), most[i])
    return least
