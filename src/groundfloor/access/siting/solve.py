"""The choice of sites, and what no choice can exceed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.access.grid import Floats, Ints
from groundfloor.access.kernel import compiled
from groundfloor.access.siting import exact
from groundfloor.access.siting.bound import descend
from groundfloor.access.siting.choose import exchange, greedy
from groundfloor.access.siting.problem import Problem, merged, value
from groundfloor.access.siting.room import fullest, take

ROUNDS, ROOM_ROUNDS = 1000, 300
EXCHANGES = 1000
STARTS, ROOM_STARTS = 10, 3
FEW = 20  # sites that are left out one by one where each takes long
ATTEMPTS, WORK = 30, 2e7  # fewer attempts where each takes long
SAME = 1e-9
PROVEN = 1e-6
SEARCHED, SOLVED = "exchange", "branch_and_bound"


@dataclass(frozen=True)
class Choice:
    """Candidates in the order in which each brings most of what is left, what each `brought`, and the bound on what any choice brings.

    `at_most` is that bound for one site, two sites and so on. Where as few sites as can be are asked for, `bound` is a number of sites.
    """

    chosen: Ints
    brought: Floats
    value: float
    bound: float
    at_most: Floats
    method: str
    target: float = math.nan

    @property
    def gap(self) -> float:
        """By which share of itself the value might be better."""
        if math.isnan(self.target):
            return 0.0 if self.bound <= self.value else self.bound / self.value - 1.0 if self.value > 0 else math.inf
        return len(self.chosen) / self.bound - 1.0 if self.bound > 0 else 0.0

    def divided(self, people: float) -> Choice:
        """The same for each of so many people."""
        return replace(
            self, brought=self.brought / people, value=self.value / people, bound=self.bound / people,
            at_most=self.at_most / people,
        )  # fmt: skip

    @property
    def proven(self) -> bool:
        """Whether no choice is better."""
        return self.gap <= PROVEN


def most(problem: Problem, sites: int) -> Choice:
    """Up to `sites` candidates that bring most together, none that brings nothing.

    First each that brings most of what is left, then exchanged one for one; prices give the bound and other choices to begin with. Small problems are
    solved to the end.
    """
    sites = min(sites, len(problem))
    whole = merged(problem)
    pick = _with_room if len(problem.room) else _exchanged
    best = pick(problem, whole, np.zeros(0, np.int64), sites)
    known = _value(problem, whole, best)
    if not len(best):
        return Choice(best, np.zeros(0), 0.0, 0.0, np.zeros(0), SOLVED)
    price, worth, taken = np.zeros(len(whole.weight)), np.zeros(len(whole)), np.zeros(sites, np.int64)
    starts, rounds = (STARTS, ROUNDS) if not len(problem.room) else (ROOM_STARTS, ROOM_ROUNDS)
    if not len(problem.room):
        np.maximum.at(price, whole.demand, whole.gain / 2)
    if len(problem.room):  # those that reach most are another beginning
        other = _with_room(problem, whole, _exchanged(problem, whole, best[:0], sites), sites)
        if _value(problem, whole, other) > known * (1 + SAME):
            best, known = other, _value(problem, whole, other)
    bound = math.inf
    for _ in range(starts):
        bound = min(bound, _descend(whole, sites, known, rounds // starts, price, worth, taken))
        other = pick(problem, whole, taken.copy(), sites)
        if _value(problem, whole, other) > known * (1 + SAME):
            best, known = other, _value(problem, whole, other)
        if bound <= known * (1 + PROVEN):
            break
    method = SEARCHED
    if len(whole.gain) <= exact.LARGEST and bound > known * (1 + PROVEN):
        found = exact.most(whole, sites)
        if found is not None:
            method, bound = SOLVED, min(bound, found.bound)
            other = np.sort(found.chosen)
            if _value(problem, whole, other) > known * (1 + SAME):
                best, known = other, _value(problem, whole, other)
    chosen, brought = _ordered(problem, best)
    known = math.fsum(brought)
    at_most = np.minimum(_singly(whole, len(chosen)), whole.weight @ price + np.cumsum(-np.sort(-worth))[: len(chosen)])
    bound = max(bound, known)
    return Choice(chosen, brought, known, bound, np.maximum(np.minimum(at_most, bound), np.cumsum(brought)), method)


def fewest(problem: Problem, target: float) -> Choice:
    """As few candidates as the search finds that bring `target` people within reach, which all candidates together must."""
    whole = merged(problem)
    enough = target * (1 - SAME)
    chosen = np.zeros(len(problem), np.int64)
    many = int(compiled(greedy)(whole.first, whole.demand, whole.gain, whole.weight, chosen, 0, enough))
    best = chosen[:many].copy()
    all_of_them = enough >= value(whole, np.arange(len(whole))) * (1 - 2 * SAME)
    light = len(whole.gain) * len(best) < WORK
    for _ in range(len(best) if light else FEW):
        fewer = _fewer(whole, best, enough, all_of_them=all_of_them) if len(best) else None
        if fewer is None:
            break
        best = fewer
    least, method = _least(whole, len(best), enough), SEARCHED
    if all_of_them and len(whole.gain) <= exact.PACKED and least < len(best):
        least = max(least, math.ceil(exact.packed(whole) - PROVEN))
    if len(whole.gain) <= exact.LARGEST and least < len(best):
        found = exact.fewest(whole, target)
        if found is not None:
            method, least = SOLVED, max(least, math.ceil(found.bound - PROVEN))
            if len(found.chosen) < len(best) and value(whole, found.chosen) >= enough:
                best = found.chosen
    order, brought = _ordered(problem, best)
    least = min(least, len(order))
    return Choice(order, brought, math.fsum(brought), float(least), np.full(len(order), math.nan), method, target)


def _fewer(whole: Problem, chosen: Ints, enough: float, *, all_of_them: bool) -> Ints | None:
    """One site fewer that still bring enough, by exchanges; None where none is found.

    Where everybody is to be reached, demands that are left out weigh more in the next attempt.
    """
    fewer = np.delete(chosen, np.argmin(_missed(whole, chosen)))
    weight = np.ones(len(whole.weight)) if all_of_them else whole.weight
    attempts = min(max(int(WORK / (len(whole.gain) + len(whole) * len(chosen))), 1), ATTEMPTS)
    for _ in range(attempts if all_of_them else 1):
        if len(fewer):
            rounds = min(max(int(WORK / len(whole.gain)), 10), EXCHANGES)
            compiled(exchange)(whole.first, whole.demand, whole.gain, weight, fewer, rounds)
        if value(whole, fewer) >= enough:
            return fewer
        reached = np.zeros(len(weight), dtype=bool)
        reached[whole.demand[np.isin(whole.candidate, fewer)]] = True
        weight = np.where(reached, weight, weight + 1.0)
    return None


def _missed(whole: Problem, chosen: Ints) -> Floats:
    """How many people nobody but each of those chosen reaches."""
    rank = np.full(len(whole), -1)
    rank[chosen] = np.arange(len(chosen))
    taken = rank[whole.candidate]
    demand, by = whole.demand[taken >= 0], taken[taken >= 0]
    alone = np.bincount(demand, minlength=len(whole.weight))[demand] == 1
    return np.bincount(by[alone], whole.weight[demand[alone]], minlength=len(chosen)).astype(float)


def _least(whole: Problem, many: int, enough: float) -> int:
    """A number of sites below which the bound says that the target cannot be met."""
    for sites in range(many - 1, 0, -1):
        price, worth, taken = np.full(len(whole.weight), 0.5), np.zeros(len(whole)), np.zeros(sites, np.int64)
        _descend(whole, sites, enough, ROUNDS // 2, price, worth, taken)
        together = whole.weight @ price + np.cumsum(-np.sort(-worth))
        short = int(np.searchsorted(together, enough))  # so many sites and fewer cannot
        if together[sites - 1] < enough:
            return max(short, sites) + 1
        if sites <= many - 4:
            return max(short, 0) + 1
    return min(many, 1)


def _descend(whole: Problem, sites: int, known: float, rounds: int, price: Floats, worth: Floats, taken: Ints) -> float:
    return float(
        compiled(descend)(
            whole.first, whole.demand, whole.gain, whole.weight, whole.room, sites, known, rounds, price, worth, taken
        )
    )


def _singly(whole: Problem, many: int) -> Floats:
    """What so many candidates bring at most if none took anything from another."""
    own = np.bincount(whole.candidate, whole.weight[whole.demand] * whole.gain, minlength=len(whole))
    if len(whole.room):
        own = np.minimum(own, whole.room)
    return np.asarray(np.cumsum(-np.sort(-own))[:many])


def _exchanged(problem: Problem, whole: Problem, given: Ints, sites: int) -> Ints:
    """From those given, filled up to so many, the choice that no exchange makes better."""
    chosen = np.zeros(sites, np.int64)
    chosen[: len(given)] = given
    given_all = whole.first, whole.demand, whole.gain, whole.weight
    many = int(compiled(greedy)(*given_all, chosen, len(given), math.inf))
    chosen = chosen[:many].copy()
    compiled(exchange)(*given_all, chosen, EXCHANGES)
    return np.sort(chosen)


def _with_room(problem: Problem, whole: Problem, given: Ints, sites: int) -> Ints:
    """The same for sites with room for so many: those served are counted site by site in the order chosen."""
    given_all = problem.first, problem.demand, problem.room
    chosen = list(dict.fromkeys(given.tolist()))
    left, served = _served(problem, chosen)
    while len(chosen) < sites:
        who, _ = compiled(fullest)(*given_all, left, np.array(chosen, np.int64))
        if who < 0:
            break
        chosen.append(int(who))
        served += compiled(take)(*given_all, left, who)
    for _ in range(3):
        before = served
        for k in range(len(chosen)):
            rest = chosen[:k] + chosen[k + 1 :]
            left, others = _served(problem, rest)
            who, more = compiled(fullest)(*given_all, left, np.array(rest, np.int64))
            if who >= 0 and others + more > served * (1 + SAME):
                chosen, served = [*rest, int(who)], others + more
        if served <= before:
            break
    return np.array(chosen, np.int64)


def _served(problem: Problem, chosen: list[int]) -> tuple[Floats, float]:
    """The people left without a place by these, each in turn, and how many are served."""
    left = problem.weight.copy()
    return left, sum(compiled(take)(problem.first, problem.demand, problem.room, left, who) for who in chosen)


def _value(problem: Problem, whole: Problem, chosen: Ints) -> float:
    return _served(problem, chosen.tolist())[1] if len(problem.room) else value(whole, chosen)


def _ordered(problem: Problem, chosen: Ints) -> tuple[Ints, Floats]:
    """Those chosen, first that which brings most, then each that adds most to those before; ones that add nothing are left out."""
    chosen = np.sort(chosen)
    ends = [slice(int(problem.first[j]), int(problem.first[j + 1])) for j in chosen.tolist()]
    first = np.concatenate([[0], np.cumsum([one.stop - one.start for one in ends])]).astype(np.int64)
    taken = np.concatenate([np.arange(one.start, one.stop) for one in ends] or [np.zeros(0, np.int64)])
    demand, gain, room = problem.demand[taken], problem.gain[taken], problem.room[chosen] if len(problem.room) else None
    order: list[int] = []
    brought: list[float] = []
    if room is not None:
        left = problem.weight.copy()
        while True:
            who, most = compiled(fullest)(first, demand, room, left, np.array(order, np.int64))
            if who < 0:
                break
            compiled(take)(first, demand, room, left, who)
            order.append(int(who))
            brought.append(float(most))
    else:
        found = np.zeros(len(chosen), np.int64)
        many = int(compiled(greedy)(first, demand, gain, problem.weight, found, 0, math.inf))
        order, best = found[:many].tolist(), np.zeros(len(problem.weight))
        for who in order:
            here = slice(int(first[who]), int(first[who + 1]))
            more = np.maximum(gain[here] - best[demand[here]], 0.0)
            brought.append(float((problem.weight[demand[here]] * more).sum()))
            best[demand[here]] += more
    return chosen[np.array(order, np.int64)], np.array(brought)
