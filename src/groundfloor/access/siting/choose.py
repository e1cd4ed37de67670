"""Which sites to take: one after the other while each brings most, then exchanged for others as long as that brings more; in a form that Numba compiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BETTER = 1e-9  # of the value: an exchange that brings less is none


def greedy(
    first: NDArray[np.int64],
    demand: NDArray[np.int64],
    gain: NDArray[np.float64],
    weight: NDArray[np.float64],
    chosen: NDArray[np.int64],
    many: int,
    target: float,
) -> int:
    """Add the candidate that brings most to the `many` that are chosen, until `chosen` is full, the `target` is
    met or none brings any; how many are then chosen.

    Candidate j gives the demands of `demand[first[j]:first[j + 1]]` the `gain` there, each weighted; a demand has the largest of those chosen.
    Of candidates that bring as much the first is taken.
    """
    best = np.zeros(len(weight))
    for k in range(many):
        for e in range(first[chosen[k]], first[chosen[k] + 1]):
            best[demand[e]] = max(best[demand[e]], gain[e])
    value = 0.0
    for i in range(len(weight)):
        value += weight[i] * best[i]
    upper = np.full(
        len(first) - 1, np.inf
    )  # what a candidate brought when it was last looked at: later it brings no more
    while many < len(chosen) and value < target:
        most, who = 0.0, -1
        for j in range(len(first) - 1):
            if upper[j] <= most:
                continue
            more = 0.0
            for e in range(first[j], first[j + 1]):
                if gain[e] > best[demand[e]]:
                    more += weight[demand[e]] * (gain[e] - best[demand[e]])
            upper[j] = more
            if more > most:
                most, who = more, j
        if who < 0:
            break
        chosen[many] = who
        many += 1
        value += most
        for e in range(first[who], first[who + 1]):
            best[demand[e]] = max(best[demand[e]], gain[e])
    return many


def exchange(
    first: NDArray[np.int64],
    demand: NDArray[np.int64],
    gain: NDArray[np.float64],
    weight: NDArray[np.float64],
    chosen: NDArray[np.int64],
    rounds: int,
) -> float:
    """Put a candidate in the place of one that is `chosen`, the pair that brings most, until no pair brings more; the value of what is then chosen."""
    size = len(chosen)
    best, second, by = np.zeros(len(weight)), np.zeros(len(weight)), np.full(len(weight), -1)
    loss, back = np.zeros(size), np.zeros(size)
    value = 0.0
    for turn in range(rounds + 1):
        best[:], second[:], by[:] = 0.0, 0.0, -1
        for k in range(size):
            for e in range(first[chosen[k]], first[chosen[k] + 1]):
                i = demand[e]
                if gain[e] > best[i]:
                    second[i], best[i], by[i] = best[i], gain[e], k
                elif gain[e] > second[i]:
                    second[i] = gain[e]
        value = 0.0
        loss[:] = 0.0
        for i in range(len(weight)):
            value += weight[i] * best[i]
            if by[i] >= 0:
                loss[by[i]] += weight[i] * (best[i] - second[i])
        cheapest = np.argsort(loss, kind="mergesort")
        most, into, out = BETTER * value, -1, -1
        for j in range(len(first) - 1):
            more = 0.0
            for e in range(first[j], first[j + 1]):
                i = demand[e]
                if gain[e] > best[i]:
                    more += weight[i] * (gain[e] - best[i])
                if by[i] >= 0 and gain[e] > second[i]:
                    back[by[i]] += weight[i] * (min(gain[e], best[i]) - second[i])
            for e in range(first[j], first[j + 1]):
                k = by[demand[e]]
                if k >= 0 and more - loss[k] + back[k] > most:
                    most, into, out = more - loss[k] + back[k], j, k
            for k in cheapest:  # of those to whose demands it brings nothing, the one that is missed least
                if back[k] == 0.0:
                    if more - loss[k] > most:
                        most, into, out = more - loss[k], j, k
                    break
            for e in range(first[j], first[j + 1]):
                if by[demand[e]] >= 0:
                    back[by[demand[e]]] = 0.0
        if into < 0 or turn == rounds:
            break
        chosen[out] = into
    return value
