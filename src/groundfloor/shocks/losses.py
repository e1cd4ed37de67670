"""Who is hit and what each household is left with, by year."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from groundfloor.country.model import Country
from groundfloor.engine import apply
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.measures.design import Mask
from groundfloor.measures.ranking import quantile_groups
from groundfloor.prices import MIDYEAR
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.tree import Literal_, Node, Type
from groundfloor.shocks.description import Loss, Price, Shock
from groundfloor.shocks.economy import GROWTH, level
from groundfloor.survey.frame import Column, Floats, Ints, Survey, Text

HIT, LOST = "hit", "lost"
OWN = {HIT: {"kind": "boolean"}, LOST: {"kind": "number"}}
"""What a response may read beside the survey's variables: whether the household is hit, and the share that it has lost."""
CONSUMPTION = "consumption"
FIFTHS = 5


@dataclass(frozen=True)
class Part:
    """One loss or price, a value a household: 1 for those it reaches, and the share of what they live on that they lose at its full size.

    `undecided` counts the households of whom it is not known, which it does not reach.
    """

    shock: Shock
    name: str
    reached: Floats
    loss: Floats
    undecided: int

    def factor(self, year: int, variant: str) -> Floats:
        """What is left of what each household lives on."""
        found: Floats = np.maximum(1.0 - self.loss * self.shock.recovery.left(year, variant), 0.0)
        return found


@dataclass(frozen=True)
class Struck:
    """The households of a survey under shocks; `country` has the economy without them."""

    survey: Survey
    country: Country
    shocks: Sequence[Shock]
    parts: Sequence[Part]
    variant: str = "base"
    _kept: dict[bytes, Survey] = field(default_factory=dict, repr=False)

    def factor(self, year: int) -> Floats:
        """What is left in a year of what each household lives on, 1 where it loses nothing: factors are multiplied in any order."""
        found = np.ones(self.survey.households)
        for part in self.parts:
            found = found * part.factor(year, self.variant)
        return found * math.prod(sorted(self._of_growth(shock, year) for shock in self.shocks))

    def _of_growth(self, shock: Shock, year: int) -> float:
        """GDP per head over that without the shock, to the power of its pass-through."""
        if shock.pass_through is None:
            return 1.0
        elasticity = float(shock.pass_through.by_year(np.array([year]), self.variant)[0])
        return float(level(self.country, GROWTH, shock.economy[GROWTH], year) ** elasticity)

    def hit(self, year: int) -> Floats:
        """1 for the households that a loss still reaches in a year, 0 for the others."""
        found = np.zeros(self.survey.households)
        for part in self.parts:
            if part.name in part.shock.losses and part.shock.recovery.left(year, self.variant) > 0:
                found = np.maximum(found, part.reached * (part.loss > 0))
        return found

    def people(self, year: int) -> Survey:
        """The survey as a year finds it: welfare and consumption times what is left, and the columns `hit` and `lost`."""
        factor, hit = self.factor(year), self.hit(year)
        key = factor.tobytes() + hit.tobytes()
        if key not in self._kept:
            self._kept[key] = _with(self.survey, factor, hit)
        return self._kept[key]


def _with(survey: Survey, factor: Floats, hit: Floats) -> Survey:
    each = np.repeat(factor, survey.sizes)

    def left(values: Floats) -> Floats:
        # what is below nought already does not rise by a loss
        found: Floats = np.where(values > 0, values * each, values)
        return found

    columns: dict[str, Column] = {
        **survey.columns,
        HIT: np.repeat(hit, survey.sizes),
        LOST: 1.0 - each,
    }
    consumption = survey.columns.get(CONSUMPTION)
    if consumption is not None and not isinstance(consumption, Text):
        columns[CONSUMPTION] = left(consumption)
    return replace(survey, columns=columns, welfare=None if survey.welfare is None else left(survey.welfare))


def struck(
    survey: Survey,
    country: Country,
    shocks: Sequence[Shock],
    *,
    engine: str = "arrays",
    seed: int = 0,
    variant: str = "base",
) -> Struck:
    """Ask each household whether a shock reaches it and what it loses. `survey` has the weights of the base year.

    Conditions are asked of the household through its head, as a programme for households is; who of them is hit is drawn by household from the
    names of shock and loss and the seed. Where the answer, a budget share or welfare is missing, nobody is reached. A variable
    that the survey lacks and a budget share outside 0 to 1 raise GroundfloorError.
    """
    for name in (HIT, LOST):
        if name in survey.columns:
            raise GroundfloorError(
                f"The survey has a variable {name!r}, which is what shocks call who loses", hint="Give it another name."
            )
    parts: list[Part] = []
    # products of the same factors in one order are the same to the last bit
    shocks = sorted(shocks, key=lambda shock: shock.name)
    for shock in shocks:
        conditions = dict(_conditions(shock, variant))
        asked = _asked(shock, conditions, survey, engine, seed)
        parts += [_lost(shock, one, asked, variant) for one in shock.losses.values()]
        parts += [_dearer(shock, one, asked, survey, variant) for one in shock.prices.values()]
    return Struck(survey, country, shocks, parts, variant)


Answer = tuple[Floats, Mask]


def _conditions(shock: Shock, variant: str) -> Iterator[tuple[str, tuple[Node, float]]]:
    """Each condition with the share of those who meet it that is reached."""
    for loss in shock.losses.values():
        share = 1.0 if loss.share is None else float(loss.share.by_year(np.array([shock.start]), variant)[0])
        yield loss.name, (loss.condition, share)
    for price in shock.prices.values():
        if price.producers is not None:
            yield price.name, (price.producers.condition, 1.0)


def _asked(
    shock: Shock, conditions: Mapping[str, tuple[Node, float]], survey: Survey, engine: str, seed: int
) -> dict[str, Answer]:
    """By condition: 1 for the households it reaches, and of which households it is not known."""
    programmes = {}
    for name, (condition, share) in conditions.items():
        key = f"{shock.name}_{name}"
        programmes[key] = Programme(
            name=key,
            label={"en": key},
            guarantee="",
            function="",
            status="existing",
            unit="household",
            parameters={},
            eligible=condition,
            amount=Literal_(Type("number", "LCU/year"), condition.place, 0.0),
            limit=None,
            take_up=share,
            phase_in={},
            administration=0.0,
            replaces=(),
            meta={},
            texts={},
            place=condition.place,
        )
    if not programmes:
        return {}
    day = datetime.date(shock.start, *MIDYEAR)
    found = apply(Floor(shock.name, {}, programmes, {}, {}), survey, day, engine=engine, seed=seed).programmes
    answers = {name: found[f"{shock.name}_{name}"] for name in conditions}
    return {name: (one.receives[survey.starts], np.isnan(one.eligible[survey.starts])) for name, one in answers.items()}


def _lost(shock: Shock, loss: Loss, asked: Mapping[str, Answer], variant: str) -> Part:
    reached, unknown = asked[loss.name]
    share = float(loss.loss.by_year(np.array([shock.start]), variant)[0])
    return Part(shock, loss.name, reached, reached * share, int(unknown.sum()))


def _dearer(shock: Shock, price: Price, asked: Mapping[str, Answer], survey: Survey, variant: str) -> Part:
    """Budget share x rise x (1 - substitution), less what those who sell the good gain; below 0 who gains more than that."""
    at = np.array([shock.start])
    rise = float(price.rise.by_year(at, variant)[0])
    escaped = 0.0 if price.substitution is None else float(price.substitution.by_year(at, variant)[0])
    budget = _budget(price, survey, shock.start, variant)
    loss = budget * rise * (1.0 - escaped)
    unknown = undecided = np.isnan(budget)
    if price.producers is not None:
        sells, doubtful = asked[price.name]
        loss = loss - sells * float(price.producers.sales.by_year(at, variant)[0]) * rise
        undecided = unknown | doubtful
    loss = np.where(unknown, 0.0, loss)
    return Part(shock, price.name, (loss != 0).astype(float), loss, int(undecided.sum()))


def _budget(price: Price, survey: Survey, year: int, variant: str) -> Floats:
    """The share of the good in what each household lives on, NaN where it is not known."""
    budget = price.budget
    if budget.value is not None:
        return np.full(survey.households, float(budget.value.by_year(np.array([year]), variant)[0]))
    welfare = survey.welfare
    if budget.fifths:
        if welfare is None:
            return np.full(survey.households, math.nan)
        fifth: Ints = quantile_groups(welfare, survey.weight, FIFTHS)[survey.starts]
        # the code -1 of unknown welfare finds the last
        table = np.array([*budget.fifths, math.nan])
        return np.asarray(table[fifth])
    name = budget.variable or budget.spending
    column = survey.columns.get(name)
    if column is None or isinstance(column, Text):
        raise GroundfloorError(
            f"The survey has no number {name!r}",
            budget.place,
            expected="a variable of the survey",
            hint=nearest(name, [one for one in survey.columns if one[0] != "_"]),
        )
    values = column[survey.starts]
    if budget.spending:
        return _spent(values, survey)
    if ((values < 0) | (values > 1)).any():
        raise GroundfloorError(
            f"{name} goes from {np.nanmin(values):g} to {np.nanmax(values):g}",
            budget.place,
            expected="shares from 0 to 1",
        )
    return np.asarray(values)


def _spent(spending: Floats, survey: Survey) -> Floats:
    """Spending over what the household lives on, at most 1; NaN where one of the two is missing or it lives on nothing."""
    if survey.welfare is None:
        return np.full(survey.households, math.nan)
    among = survey.sizes if survey.sharing is None else survey.sharing[survey.starts]
    lives_on = survey.welfare[survey.starts] * among
    share = np.divide(spending, lives_on, out=np.full(survey.households, math.nan), where=lives_on > 0)
    return np.asarray(np.clip(share, 0.0, 1.0))
