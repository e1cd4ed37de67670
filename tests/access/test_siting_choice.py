"""The choice of sites: beside every choice there is, and what must hold of larger ones."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.access.kernel import compiled
from groundfloor.access.siting import exact, solve
from groundfloor.access.siting.bound import descend
from groundfloor.access.siting.choose import exchange, greedy
from groundfloor.access.siting.problem import Problem, merged, value
from groundfloor.access.siting.room import fullest, take

pytest.importorskip("numba", reason="needs numba, of the extra geo")
COVER, TIMES, ROOM = KINDS = ("cover", "times", "room")


@st.composite
def problems(draw: st.DrawFn, kinds=KINDS):
    """A few candidates, each of which brings something to some of a few demands."""
    kind = draw(st.sampled_from(kinds))
    weight = np.array(draw(st.lists(st.integers(1, 50), min_size=1, max_size=8)), dtype=float)
    first, demand, gain = [0], [], []
    for _ in range(draw(st.integers(1, 6))):
        here = draw(st.lists(st.integers(0, len(weight) - 1), unique=True))
        demand += here
        gain += [float(draw(st.integers(1, 30))) if kind == TIMES else 1.0 for _ in here]
        first.append(len(demand))
    room = np.array([float(draw(st.integers(1, 60)))] * (len(first) - 1)) if kind == ROOM else np.zeros(0)
    return Problem(np.array(first), np.array(demand, np.int64), np.array(gain), weight, room)


def best_served(problem, chosen):
    """The most people to whom these can give a place, by a linear program."""
    from scipy.optimize import linprog

    pairs = [(int(i), k) for k, j in enumerate(chosen) for i in problem.demand[problem.first[j] : problem.first[j + 1]]]
    if not pairs:
        return 0.0
    rows = [[float(i == who) for i, _ in pairs] for who in range(len(problem.weight))]
    rows += [[float(k == which) for _, k in pairs] for which in range(len(chosen))]
    limits = [*problem.weight, *problem.room[list(chosen)]]
    return -linprog(-np.ones(len(pairs)), np.array(rows), limits).fun


def brute(problem, sites):
    """What the best of all choices of so many brings."""
    many = min(sites, len(problem))
    worth = best_served if len(problem.room) else lambda p, one: value(p, np.array(one, np.int64))
    return max(worth(problem, one) for one in itertools.combinations(range(len(problem)), many))


@given(problems(), st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_no_choice_is_better_than_the_bound_and_small_ones_are_solved(problem, sites):
    found = solve.most(problem, sites)
    best = brute(problem, sites)
    assert len(set(found.chosen.tolist())) == len(found.chosen) <= sites
    assert found.bound >= best - 1e-6
    assert found.value <= best + 1e-6
    assert found.bound >= found.value
    assert found.gap >= 0
    if not len(problem.room):  # people are given a place by the nearest, which is not always what would serve most
        assert found.value == pytest.approx(best, abs=1e-6)
        assert found.proven or not len(found.chosen)
        assert found.value == pytest.approx(value(problem, found.chosen))
    assert math.fsum(found.brought) == found.value
    for k in range(len(found.chosen)):
        assert brute(problem, k + 1) <= found.at_most[k] + 1e-6


@given(problems((COVER, TIMES)), st.integers(1, 4))
@settings(deadline=None, max_examples=50)
def test_an_exchange_is_never_worse_and_a_site_more_never_brings_less(problem, sites):
    given_all = problem.first, problem.demand, problem.gain, problem.weight
    chosen = np.zeros(min(sites, len(problem)), np.int64)
    many = greedy(*given_all, chosen, 0, math.inf)
    plain = chosen[:many].copy()
    improved = plain.copy()
    found = exchange(*given_all, improved, 50)
    assert found == pytest.approx(value(problem, improved))
    assert found >= value(problem, plain) - 1e-9
    assert len(set(improved.tolist())) == many
    assert compiled(exchange)(*given_all, plain.copy(), 50) == found
    assert solve.most(problem, sites + 1).value >= solve.most(problem, sites).value - 1e-6
    added = np.diff([0.0, *(value(problem, solve.most(problem, sites).chosen[: k + 1]) for k in range(many))])
    assert (added >= -1e-9).all()
    assert (np.diff(added) <= 1e-6).all()  # each adds less than the one before


@given(problems((COVER,)), st.floats(0, 1))
@settings(deadline=None, max_examples=50)
def test_the_fewest_sites_are_those_of_all_choices(problem, share):
    every = value(problem, np.arange(len(problem)))
    found = solve.fewest(problem, share * every)
    assert value(problem, found.chosen) >= share * every * (1 - 1e-9)
    sizes = [n for n in range(len(problem) + 1) if n == 0 or brute(problem, n) >= share * every * (1 - 1e-9)]
    needed = next(n for n in sizes if n or share * every == 0)
    assert len(found.chosen) == found.bound == needed
    assert found.proven


@given(problems((ROOM,)), st.integers(1, 4))
@settings(deadline=None, max_examples=50)
def test_no_site_serves_more_than_it_has_room_for_and_nobody_is_served_twice(problem, sites):
    found = solve.most(problem, sites)
    assert all(one <= problem.room[j] + 1e-9 for one, j in zip(found.brought, found.chosen, strict=True))
    left, served = solve._served(problem, found.chosen.tolist())
    assert served == pytest.approx(math.fsum(found.brought))
    assert problem.weight.sum() - left.sum() == pytest.approx(served)
    assert (left >= 0).all()
    assert best_served(problem, found.chosen.tolist()) >= served - 1e-6


@given(problems((COVER, TIMES)))
@settings(deadline=None, max_examples=50)
def test_merged_demands_bring_the_same(problem):
    whole = merged(problem)
    assert whole.weight.sum() == problem.weight.sum()
    for n in range(1, len(problem) + 1):
        for one in itertools.combinations(range(len(problem)), n):
            assert value(whole, np.array(one)) == pytest.approx(value(problem, np.array(one)))


def test_of_candidates_that_bring_as_much_the_first_is_taken():
    two = Problem(np.array([0, 1, 2, 3]), np.array([0, 1, 1]), np.ones(3), np.array([5.0, 5.0]))
    assert solve.most(two, 1).chosen.tolist() == [0]
    assert solve.most(two, 2).chosen.tolist() == [0, 1]
    assert solve.most(two, 3).chosen.tolist() == [0, 1]  # the third would bring nothing


def scattered(seed=4, demands=400, candidates=60, radius=14.0):
    rng = np.random.default_rng(seed)
    people, places = rng.random((demands, 2)) * 100, rng.random((candidates, 2)) * 100
    away = np.hypot(*(people[:, None] - places[None]).transpose(2, 0, 1))
    weight = np.round(rng.lognormal(4, 1, demands))
    candidate, demand = np.nonzero((away <= radius).T)
    first = np.concatenate([[0], np.cumsum(np.bincount(candidate, minlength=candidates))])
    return Problem(first, demand, np.ones(len(demand)), weight), away


def test_prices_alone_prove_a_bound_close_to_that_of_the_linear_program(monkeypatch):
    """Beside HiGHS: the bound of the Lagrangian is never below that of the linear program, which the best prices give."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    problem, _ = scattered()
    whole = merged(problem)
    many, demands, sites = len(whole), len(whole.weight), 8
    reached = csr_array((np.ones(len(whole.gain)), (whole.demand, whole.candidate)), shape=(demands, many))
    one_row = csr_array(np.concatenate([np.ones(many), np.zeros(demands)])[None])
    rows = vstack([hstack([-reached, eye_array(demands)]), one_row])
    cost = np.concatenate([np.zeros(many), -whole.weight])
    relaxed = -linprog(cost, rows.tocsr(), np.concatenate([np.zeros(demands), [sites]]), bounds=(0, 1)).fun
    monkeypatch.setattr(exact, "LARGEST", 0)
    found = solve.most(problem, sites)
    assert relaxed * (1 - 1e-9) <= found.bound <= relaxed * 1.003
    assert found.value <= relaxed * (1 + 1e-9)
    assert found.method == solve.SEARCHED


def test_without_branch_and_bound_what_is_not_proven_is_said(monkeypatch):
    problem, _ = scattered()
    solved, fewest = solve.most(problem, 8), solve.fewest(problem, 0.9 * problem.weight.sum())
    assert solved.proven
    monkeypatch.setattr(exact, "LARGEST", 0)
    found = solve.most(problem, 8)
    assert solved.value * 0.99 <= found.value <= solved.value * (1 + 1e-9)
    assert found.gap < 0.01
    again = solve.fewest(problem, 0.9 * problem.weight.sum())
    assert again.bound <= fewest.bound <= len(fewest.chosen) <= len(again.chosen) <= again.bound + 1


@given(problems(), st.integers(1, 3))
@settings(deadline=None, max_examples=50)
def test_any_prices_are_a_bound_and_the_functions_do_the_same_without_being_compiled(problem, sites):
    sites = min(sites, len(problem))
    best = brute(problem, sites)
    found = []
    for function in (descend, compiled(descend)):
        price, worth, taken = np.full(len(problem.weight), 0.3), np.zeros(len(problem)), np.zeros(sites, np.int64)
        asked = problem.first, problem.demand, problem.gain, problem.weight, problem.room, sites, best * 0.9, 12
        least = function(*asked, price, worth, taken)
        assert least >= best - 1e-6
        assert problem.weight @ price + np.sort(worth)[::-1][:sites].sum() == pytest.approx(least)
        assert len(set(taken.tolist())) == sites
        found.append((least, price.tolist(), worth.tolist(), taken.tolist()))
    assert found[0] == found[1]
    if len(problem.room):
        given_all = problem.first, problem.demand, problem.room
        left, same = problem.weight.copy(), problem.weight.copy()
        for who in range(len(problem)):
            none = np.arange(who)
            assert fullest(*given_all, left, none) == compiled(fullest)(*given_all, left, none)
            assert take(*given_all, left, who) == compiled(take)(*given_all, same, who)
            np.testing.assert_array_equal(left, same)
