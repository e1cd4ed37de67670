"""What every item comes to for every person of the survey, by the rules of fiscal.yaml."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.engine import apply
from groundfloor.errors import GroundfloorError
from groundfloor.fiscal.description import Description, Item
from groundfloor.fiscal.forms import Form, cost_column
from groundfloor.fiscal.level import own
from groundfloor.fiscal.scope import CONSUMPTION, HOUSEHOLD_CONSUMPTION, with_household_consumption
from groundfloor.measures import per_member
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.tree import Parameter, Variable
from groundfloor.rules.walk import walk
from groundfloor.survey.frame import Column, Finding, Floats, Survey


@dataclass(frozen=True)
class Amounts:
    """One item over all persons of the survey.

    amount: LCU a year on the row of who pays or receives, a household's on its first row; NaN where unknown.
    each: what the household pays or receives, shared as its welfare is, LCU a year a person (adult equivalent).
    factor: what the rule's amounts were multiplied by to meet the total of the accounts, 1 without one.
    undecided: how many persons (households) the rule could not decide on, who then have 0.
    meant: 1, 0 or NaN a person: whether the item is meant for the person (household); None where it does not say for whom.
    """

    item: Item
    amount: Floats
    each: Floats
    factor: float
    undecided: int
    meant: Floats | None = None


def amounts_of(described: Description, survey: Survey, *, engine: str = "arrays") -> Mapping[str, Amounts]:
    """The amounts of all items; each may read those before it. Errors are those of the rules on the survey."""
    survey = with_household_consumption(survey)
    out: dict[str, Amounts] = {}
    for name, item in described.items.items():
        if item.form.costs is not None:
            survey = _with(survey, cost_column(name), item.form.costs.of(survey))
        found = _amounts(item, described, survey, engine)
        out[name] = found
        home = _repeated(found.amount, survey) if item.unit == "household" else found.amount
        survey = _with(survey, name, home)
    return out


def _with(survey: Survey, name: str, values: Floats) -> Survey:
    columns: dict[str, Column] = {**survey.columns, name: values}
    return replace(survey, columns=columns)


def _repeated(values: Floats, survey: Survey) -> Floats:
    """What stands on each household's first row, on all its rows."""
    return np.repeat(values[survey.starts], survey.sizes)


def _amounts(item: Item, described: Description, survey: Survey, engine: str) -> Amounts:
    if item.form.transfer is not None:
        _refuse_other_prices(f"{item.form.transfer}.amount", item, survey)
        amount, undecided = survey.transfers[item.form.transfer].amount, 0
    else:
        for variable in _variables(item):
            made = variable.name == HOUSEHOLD_CONSUMPTION
            _refuse_other_prices(CONSUMPTION if made else variable.name, item, survey)
        floor = _dated(item.form.floor or _floor(item, described), described)
        (found,) = apply(floor, survey, described.date, engine=engine).programmes.values()
        amount, undecided = found.amount, found.undecided
    factor = 1.0
    if item.total is not None:
        known = float(np.nansum(amount * survey.weight))
        if not known > 0:
            raise GroundfloorError(
                f"{item.name} comes to {known:g} in the survey and cannot be scaled to a total",
                item.place,
                hint="Take total away, or look at the rule.",
            )
        factor = item.total / known
        amount = amount * factor
    return Amounts(item, amount, per_member(survey, amount), factor, undecided, _meant(item, described, survey))


def _floor(item: Item, described: Description) -> Floor:
    """The item as a floor of one programme."""
    programme = Programme(
        name=item.name,
        label=item.label,
        guarantee="",
        function="",
        status="existing",
        unit=item.unit,
        parameters={},
        eligible=item.form.eligible,
        amount=item.form.amount,
        limit=None,
        take_up=1.0,
        phase_in={},
        administration=0.0,
        replaces=(),
        meta={},
        texts={},
        place=item.place,
    )
    return Floor("fiscal", {}, {item.name: programme}, described.parameters, {})


def _dated(floor: Floor, described: Description) -> Floor:
    """The floor, each of whose parameters must have a value on the day."""
    values = floor.values(described.date)
    for programme in floor.programmes.values():
        for node in (one for tree in (programme.eligible, programme.amount) for one in walk(tree)):
            if isinstance(node, Parameter) and math.isnan(values[node.name]):
                raise GroundfloorError(
                    f"{node.name.partition('.')[2]} has no value on {described.date}",
                    node.place,
                    hint="Give an earlier value, or a later date.",
                )
    return floor


def _meant(item: Item, described: Description, survey: Survey) -> Floats | None:
    if item.target is None:
        return None
    asked = replace(item, form=Form(item.target, item.form.amount))
    floor = _dated(_floor(asked, described), described)
    found = apply(floor, survey, described.date).programmes[item.name].eligible
    return _repeated(found, survey) if item.unit == "household" else found


def _variables(item: Item) -> Iterator[Variable]:
    yield from (
        node for tree in (item.form.eligible, item.form.amount) for node in walk(tree) if isinstance(node, Variable)
    )


def _refuse_other_prices(name: str, item: Item, survey: Survey) -> None:
    year = survey.amounts.get(name)
    if year is not None and year != survey.price_year:
        raise GroundfloorError(
            f"{item.name} reads {name}, which is in prices of {year}, and welfare is in those of {survey.price_year}",
            item.place,
            hint="Give both in survey.yaml in prices of one year.",
        )


def doubtful(described: Description, survey: Survey) -> Iterator[Finding]:
    """Money of the household that each member is asked for, and money of persons that is read of the head alone."""
    survey = with_household_consumption(survey)
    several = np.repeat(survey.sizes > 1, survey.sizes)
    for item in described.items.values():
        read = (one.name for one in own(item.form.amount))
        names = dict.fromkeys(name for name in read if name in survey.amounts or name == HOUSEHOLD_CONSUMPTION)
        for name in names:
            column = survey.columns[name]
            if not isinstance(column, np.ndarray) or name == CONSUMPTION:
                continue
            low, high = (at.reduceat(np.nan_to_num(column), survey.starts) for at in (np.minimum, np.maximum))
            differ = int((low != high).sum())
            values = {"item": item.name, "name": name}
            if item.unit == "household" and differ:
                yield Finding("warning", "fiscal", name, differ, "fiscal.of_head", {**values, "count": differ})
            if item.unit == "person" and not differ and bool((high[survey.sizes > 1] > 0).any()):
                rows = int(several.sum())
                yield Finding("warning", "fiscal", name, rows, "fiscal.repeated", {**values, "count": rows})
