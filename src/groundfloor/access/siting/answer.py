"""The answers to the questions on sites: candidates, the choice, and what each step brings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE
from groundfloor.access.description import Description
from groundfloor.access.facilities import Facilities
from groundfloor.access.grid import Bools, Floats, Ints
from groundfloor.access.kernel import compiled
from groundfloor.access.questions import ALL, CAPACITY, MEAN, Question
from groundfloor.access.siting.candidates import Candidates, looked_at, named, thinned, visits
from groundfloor.access.siting.choose import greedy
from groundfloor.access.siting.field import Field
from groundfloor.access.siting.problem import Problem, problem_of, value
from groundfloor.access.siting.solve import Choice, fewest, most
from groundfloor.access.travel import Travel
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value


@dataclass(frozen=True)
class Step:
    """A site in the order in which to build: its name, row in the file of facilities (-1: none) and cell, and what there is with it and those before.

    `brought` and `at_most` count from the first step on: what these sites bring, and the most that so many could.
    """

    name: str
    facility: int
    cell: int
    added: float
    brought: float
    at_most: float
    within: float
    minutes: float


@dataclass(frozen=True)
class Answer:
    """The steps of a question, people within reach and mean minutes before them, and the choice behind them.

    `reachable` are the people who would be within reach of a facility in each cell, NaN where that was not asked or nobody can go; None where it was for no cell.
    """

    question: Question
    candidates: int
    demands: int
    choice: Choice
    steps: tuple[Step, ...]
    within: float
    minutes: float
    reachable: Floats | None


@dataclass(frozen=True)
class Ground:
    """What the questions are asked of: how people move, who they are, the facilities there are and how far they are now."""

    field: Field
    people: Floats
    facilities: Facilities
    chosen: Mapping[str, Ints]
    travels: Mapping[str, Travel]
    left: Mapping[str, Floats]


def answers(
    description: Description, ground: Ground, say: Callable[[str], None] = lambda _: None
) -> tuple[dict[str, Answer], list[Finding]]:
    """The answer to each question at base speeds, and what is odd about its candidates."""
    found: dict[str, Answer] = {}
    findings: list[Finding] = []
    for name, question in description.sites.items():
        say(f"Sites: {name}")
        found[name], said = _answer(description, question, ground)
        findings += said
    return found, findings


def _answer(description: Description, question: Question, ground: Ground) -> tuple[Answer, list[Finding]]:
    people, now = ground.people, ground.travels[question.service].seconds
    far = now > question.within * MINUTE + GRACE
    weight, stop, minutes = np.where(far, people, 0.0), None, question.within
    if question.objective == CAPACITY and question.service in ground.left:
        weight = ground.left[question.service]
    elif question.objective == MEAN:
        weight, stop, minutes = people, np.minimum(now, question.longest * MINUTE), question.longest
    findings: list[Finding] = []

    def asked(cells: Ints) -> Problem:
        sets = ground.field.sets(cells, minutes, weight.ravel(), stop)
        return problem_of(sets, weight, stop=stop, room=question.capacity)

    reachable: Floats | None = None
    if question.everywhere:
        candidates, reachable = _anywhere(question, ground, weight, stop, minutes, asked)
    else:
        service = description.services[question.service]
        candidates, findings = named(
            question, service, ground.facilities, ground.chosen[question.service], ground.field, description.snap
        )
        reachable = _reachable(ground, question) if question.map else None
    problem = asked(candidates.cells)
    if question.objective == ALL:
        target, short = _target(question, people, far, problem)
        findings += short
        choice = fewest(problem, target)
    else:
        choice = most(problem, int(question.number or 0))
        if len(choice.chosen) < int(question.number or 0):
            said: dict[str, Value] = {
                "count": len(choice.chosen), "all": int(question.number or 0), "name": question.name,
            }  # fmt: skip
            findings.append(Finding("note", "access", "sites", len(choice.chosen), "access.sites_fewer", said))
    if question.objective == MEAN:
        choice = choice.divided(float(people.sum()))
    within = float(people[~far].sum())
    reached = np.minimum(now, question.longest * MINUTE)
    before = float((people * reached).sum() / MINUTE / people.sum())
    steps = _steps(question, ground, candidates, choice)
    return (
        Answer(question, len(problem), len(problem.weight), choice, steps, within, before, reachable),
        findings,
    )


def _target(question: Question, people: Floats, far: Bools, problem: Problem) -> tuple[float, list[Finding]]:
    """How many people the sites must bring within reach: the share asked for less those who are, as far as candidates reach."""
    total = float(people.sum())
    most = math.fsum(problem.weight[np.unique(problem.demand)])
    wanted = max(0.0, question.share * total - float(people[~far].sum()))
    if wanted <= most * (1 + GRACE):
        return min(wanted, most), []
    short: dict[str, Value] = {"count": round(wanted - most), "share": (wanted - most) / total, "name": question.name}
    return most, [Finding("note", "access", "sites", round(wanted - most), "access.sites_short", short)]


def _anywhere(
    question: Question,
    ground: Ground,
    weight: Floats,
    stop: Floats | None,
    minutes: float,
    asked: Callable[[Ints], Problem],
) -> tuple[Candidates, Floats]:
    """Cells anywhere, and the people whom a facility in each that was looked at would reach."""
    field, people = ground.field, ground.people
    mean = visits(field, minutes, stop)
    cells = looked_at(field, mean, people, every=question.map)
    columns = people if stop is not None else np.stack([people, weight], axis=-1)
    both = field.sums(cells, question.within, columns.reshape(people.size, -1))
    brings = both[:, -1] if stop is None else field.sums(cells, minutes, people.reshape(-1, 1), stop)[:, 0]
    if question.capacity is not None:
        brings = np.minimum(brings, question.capacity)

    def least(few: Ints, sites: int) -> tuple[Ints, float]:
        if question.capacity is not None or question.number is None:
            return few[:0], 0.0
        problem = asked(few)
        chosen = np.zeros(min(sites, len(few)), np.int64)
        many = compiled(greedy)(problem.first, problem.demand, problem.gain, problem.weight, chosen, 0, math.inf)
        taken = chosen[:many]
        adds = value(problem, taken) - value(problem, taken[:-1])
        return few[taken], adds * (MINUTE if stop is not None else 1.0)

    kept = thinned(cells, brings, field.grid, mean, question.number, least)
    reachable = np.full(people.size, np.nan)
    reachable[cells] = both[:, 0]
    return Candidates(kept, ("",) * len(kept), np.full(len(kept), -1)), reachable.reshape(people.shape)


def _reachable(ground: Ground, question: Question) -> Floats:
    cells = np.flatnonzero(np.isfinite(ground.field.friction.pace))
    found = np.full(ground.people.size, np.nan)
    found[cells] = ground.field.sums(cells, question.within, ground.people.reshape(-1, 1))[:, 0]
    return found.reshape(ground.people.shape)


def _steps(question: Question, ground: Ground, candidates: Candidates, choice: Choice) -> tuple[Step, ...]:
    """What there is after each step, with the sites before it."""
    people, now = ground.people.ravel(), ground.travels[question.service].seconds.ravel()
    seconds = np.minimum(now, question.longest * MINUTE)
    within = now <= question.within * MINUTE + GRACE
    sets = ground.field.sets(candidates.cells[choice.chosen], question.longest, people, seconds)
    out, total, together = [], float(people.sum()), np.cumsum(choice.brought)
    near, slow = float(people[within].sum()), float((people * seconds).sum())
    for k, who in enumerate(choice.chosen.tolist()):
        here = slice(int(sets.first[k]), int(sets.first[k + 1]))
        cells, sooner = sets.cells[here], np.minimum(seconds[sets.cells[here]], sets.seconds[here])
        slow -= float((people[cells] * (seconds[cells] - sooner)).sum())
        seconds[cells] = sooner
        new = ~within[cells] & (sooner <= question.within * MINUTE + GRACE)
        near += float(people[cells[new]].sum())
        within[cells[new]] = True
        out.append(
            Step(
                name=candidates.names[who],
                facility=int(candidates.facility[who]),
                cell=int(candidates.cells[who]),
                added=float(choice.brought[k]),
                brought=float(together[k]),
                at_most=float(choice.at_most[k]),
                within=near,
                minutes=slow / MINUTE / total,
            )
        )
    return tuple(out)
