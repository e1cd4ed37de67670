"""Who pays the taxes of the options: each option's `incidence` is an item of fiscal.yaml, scaled to what the option brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from groundfloor.documents import Document, parse_yaml
from groundfloor.errors import GroundfloorError
from groundfloor.financing.file import Financing
from groundfloor.fiscal.amounts import amounts_of
from groundfloor.fiscal.description import Description, described
from groundfloor.fiscal.kinds import KINDS
from groundfloor.rules.fields import Fields, Path_
from groundfloor.survey.frame import Floats, Survey

PROPORTIONAL = {
    "consumption": "{kind: indirect_tax, unit: household, amount: household_consumption}",
    "income": "{kind: direct_tax, unit: person, amount: income}",
}
"""A tax in proportion to what a household consumes, or a person earns."""
EXAMPLE = "consumption, income, or {kind: direct_tax, unit: person, base: wage, brackets: [{from: 0, rate: 0.1}]}"


def read_incidence(found: Financing, survey: Survey) -> Description | None:
    """The taxes of the options that say who pays them, as fiscal.yaml describes taxes; None where none does.

    A variable that the survey does not have, a benefit instead of a tax, and any mistake of fiscal.yaml raise GroundfloorError
    with file and line.
    """
    names = [name for name, one in found.options.items() if one.incidence]
    if not names or found.document is None:
        return None
    document = found.document
    items: dict[str, Any] = {}
    origins: dict[Path_, tuple[Document, Path_]] = {(): (document, ())}
    for name in names:
        given = document.data["options"][name]["incidence"]
        place = document.place("options", name, "incidence")
        if isinstance(given, str):
            if given not in PROPORTIONAL:
                raise GroundfloorError(f"incidence is {given!r}", place, expected=EXAMPLE)
            if given not in survey.columns:
                raise GroundfloorError(
                    f"The survey has no {given}, to which {name!r} would be in proportion",
                    place,
                    hint=f"Give `{given}` in survey.yaml, or another incidence.",
                )
            written = parse_yaml(f"item: {PROPORTIONAL[given]}", document.file)
            items[name], origins["items", name] = written.data["item"], (written, ("item",))
        elif isinstance(given, Mapping):
            if "total" in given:
                raise GroundfloorError(
                    "incidence has a total",
                    document.place("options", name, "incidence", "total"),
                    hint="Take it away: the tax comes to what the option brings.",
                )
            items[name], origins["items", name] = given, (document, ("options", name, "incidence"))
        else:
            raise GroundfloorError("incidence says no tax", place, expected=EXAMPLE)
    data = {"fiscal": "financing", "welfare_is": "disposable", "pensions": "PDI", "items": items}
    description = described(Fields(data, origins), survey, document.file)
    for name, item in description.items.items():
        if item.sign > 0 or not KINDS[item.kind].group:
            raise GroundfloorError(f"The incidence of {name!r} is a {item.kind}", item.place, expected="a tax")
    return description


def paid(description: Description, survey: Survey, brings: Mapping[str, float]) -> Floats:
    """What each person's household pays more, shared as its welfare is, LCU a year a person (adult equivalent).

    `brings` is what each option brings in all, LCU of the survey's prices; the weights of `survey` are those of the year.
    """
    items = {
        name: replace(item, total=brings[name]) for name, item in description.items.items() if brings.get(name, 0.0) > 0
    }
    found = amounts_of(replace(description, items=items), survey)
    total: Floats = np.zeros(survey.persons)
    for one in found.values():
        total = total + one.each
    return total
