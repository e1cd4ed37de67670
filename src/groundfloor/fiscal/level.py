"""Whether a rule reads what is of a person or of a household at the level at which it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.fiscal.scope import CONSUMPTION, HOUSEHOLD_CONSUMPTION
from groundfloor.rules.tree import Choose, Compare, Household, Logic, Member, Node, Variable
from groundfloor.rules.walk import children, walk
from groundfloor.survey.frame import Survey, Text


def own(tree: Node) -> Iterator[Variable]:
    """The variables that are read of the person asked alone, not over the household."""
    if isinstance(tree, Variable):
        yield tree
    elif not isinstance(tree, Household):
        for child in children(tree):
            yield from own(child)


def amounting(tree: Node) -> Iterator[Variable]:
    """The variables whose amount goes into a number, not only into a condition on which it hangs."""
    if isinstance(tree, Compare | Logic | Member | Household):
        return
    if isinstance(tree, Variable):
        yield tree
    for child in children(tree)[1:] if isinstance(tree, Choose) else children(tree):
        yield from amounting(child)


def refuse_other_level(tree: Node, unit: str, survey: Survey) -> None:
    """Refuse consumption of one person in a household's amount, and the whole household's in a person's.

    Where welfare is per adult equivalent, consumption is too, and the members' do not add up to the household's.
    """
    if any(isinstance(node, Household) and node.name == "size" for node in walk(tree)):
        return
    equivalent = survey.sharing is not None
    said = {
        CONSUMPTION: f"an amount per {'adult equivalent' if equivalent else 'person'}",
        HOUSEHOLD_CONSUMPTION: "an amount of the whole household",
    }
    right = {HOUSEHOLD_CONSUMPTION} if unit == "household" else set() if equivalent else {CONSUMPTION}
    for node in amounting(tree):
        if node.name in said.keys() - right:
            raise GroundfloorError(
                f"{node.name} is {said[node.name]}",
                node.place,
                expected=" or ".join(
                    [f"{HOUSEHOLD_CONSUMPTION} with unit: household", *right - {HOUSEHOLD_CONSUMPTION}]
                ),
                hint="Or bring it to the unit with household.size.",
            )


def refuse_the_head_alone(users: Node, survey: Survey) -> None:
    """Refuse users of a household's service that are told by a variable in which its members differ: the head's alone would count."""
    for node in own(users):
        column = survey.columns.get(node.name)
        if column is None:
            continue
        values = column.codes.astype(float) if isinstance(column, Text) else np.nan_to_num(column, nan=-np.inf)
        low, high = (at.reduceat(values, survey.starts) for at in (np.minimum, np.maximum))
        if (low != high).any():
            raise GroundfloorError(
                f"{node.name} differs among members, and of a household the head's alone would count",
                node.place,
                expected=f"unit: person, or household.count({node.name})",
            )
