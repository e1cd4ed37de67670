"""Which survey variables a floor needs."""

from __future__ import annotations

from groundfloor.rules.growth import ByCohort, ByPlace
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.tree import Variable
from groundfloor.rules.walk import walk


def of_programme(programme: Programme) -> dict[str, str]:
    """The kinds of the variables one programme's rule names, by name."""
    found = {
        node.name: node.type.kind
        for root in (programme.eligible, programme.amount)
        for node in walk(root)
        if isinstance(node, Variable)
    }
    if programme.limit is not None:
        found.setdefault(programme.limit.by, "number")
    if programme.take_up_by is not None:
        found.setdefault(programme.take_up_by.variable, "text")
    if programme.form.waives is not None:
        found.setdefault(programme.form.waives.variable, "number")
    by = programme.grows_by
    if isinstance(by, ByPlace):
        found.setdefault(by.variable, "text")
    if isinstance(by, ByCohort) or programme.ages is not None:
        found.setdefault("age", "number")
    return {name: str(kind) for name, kind in found.items()}


def variables_used(floor: Floor) -> dict[str, str]:
    """The kinds of the variables that the rules of a floor name, by name."""
    return {name: kind for programme in floor.programmes.values() for name, kind in of_programme(programme).items()}
