"""What people say they receive, programme by programme: the block `transfers` of survey.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.administrative import administrative_of
from groundfloor.survey.entries import Entry, entry_of
from groundfloor.survey.frame import Administrative, Column, Floats, Ints, Transfer
from groundfloor.survey.lines import label_of
from groundfloor.survey.variables import Harmonised
from groundfloor.written import Written

# the classification of the World Bank's ASPIRE: kind, its code there and the area it belongs to
KINDS: dict[str, tuple[str, str]] = {
    "unconditional_cash": ("sa", "ct"),
    "conditional_cash": ("sa", "cc"),
    "social_pension": ("sa", "sp"),
    "school_feeding": ("sa", "sf"),
    "public_works": ("sa", "pw"),
    "in_kind": ("sa", "ik"),
    "fee_waiver": ("sa", "fw"),
    "other_assistance": ("sa", "os"),
    "contributory_pension": ("si", "cp"),
    "other_insurance": ("si", "ss"),
    "active_labour_market": ("lm", "ac"),
    "passive_labour_market": ("lm", "pa"),
    "domestic_remittance": ("pr", "dp"),
    "international_remittance": ("pr", "ip"),
}
KEYS = ("kind", "unit", "receives", "amount", "administrative", "label", "source", "note")
UNITS = ("person", "household")
EXAMPLE = "{kind: social_pension, unit: person, amount: {from: PENSION, unit: LCU/month}}"


@dataclass(frozen=True)
class Described:
    """A programme as survey.yaml describes it: how who receives it and how much is to be had from columns."""

    name: str
    kind: str
    unit: Literal["person", "household"]
    receives: Entry | None
    amount: Entry | None
    label: Mapping[str, str]
    administrative: Administrative | None
    place: Place

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries there are."""
        yield from (entry for entry in (self.receives, self.amount) if entry is not None)


def transfers_of(written: Written) -> tuple[Described, ...]:
    """Read the block."""
    return tuple(_described(name, part) for name, part in written.parts(example=f"leap: {EXAMPLE}").items())


def _described(name: str, written: Written) -> Described:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise GroundfloorError(
            f"{name!r} is no name for a programme",
            written.place,
            expected="small letters, digits and _, beginning with a letter",
        )
    parts = written.parts(KEYS, EXAMPLE)
    for key in ("kind", "unit"):
        if key not in parts:
            raise GroundfloorError(f"The transfer {name!r} has no {key}", written.place, expected=EXAMPLE)
    if not {"receives", "amount"} & parts.keys():
        raise GroundfloorError(
            f"The transfer {name!r} does not say who receives it",
            written.place,
            expected=EXAMPLE,
            hint="Give receives, amount or both.",
        )
    unit = parts["unit"].choice(UNITS)
    level = cast(Literal["person", "household"], unit)
    yes = Harmonised("boolean", f"receives {name}", level=level)
    money = Harmonised("number", f"amount received from {name}", "LCU/year", level=level)
    return Described(
        name,
        parts["kind"].choice(tuple(KINDS)),
        level,
        entry_of(f"{name}.receives", yes, parts["receives"]) if "receives" in parts else None,
        entry_of(f"{name}.amount", money, parts["amount"]) if "amount" in parts else None,
        label_of(parts["label"]) if "label" in parts else {},
        administrative_of(parts["administrative"]) if "administrative" in parts else None,
        written.place,
    )


def transfer(one: Described, values: Mapping[str, Column], starts: Ints) -> Transfer:
    """The transfer from the values of its entries, one a person in the order of the survey.

    Without `receives`, who has an amount above 0 receives. Who receives and did not say how much has an unknown amount, who
    does not receive has 0, and of whom it is not known both are missing. A household's transfer stands on its first row.
    """
    amount = None if one.amount is None else cast(Floats, values[one.amount.name])
    if one.receives is not None:
        receives = cast(Floats, values[one.receives.name])
    else:
        known = cast(Floats, amount)
        receives = np.where(np.isnan(known), np.nan, (known > 0).astype(float))
    paid = np.full(len(receives), np.nan) if amount is None else amount
    if one.unit == "household":
        each = one.amount is not None and one.amount.unit is not None and one.amount.unit.whose == "person"
        receives, paid = _first(receives, starts), _first(_total(paid, starts) if each else paid, starts)
    amounts = np.where(receives == 0.0, 0.0, np.where(receives == 1.0, paid, np.nan))
    return Transfer(one.kind, one.unit, receives, amounts, one.label, one.administrative)


def _total(values: Floats, starts: Ints) -> Floats:
    """The sum over the household, on each row."""
    return np.repeat(np.add.reduceat(values, starts), np.diff(np.append(starts, len(values))))


def _first(values: Floats, starts: Ints) -> Floats:
    """The household's value on its first row, 0 on the others."""
    out = np.zeros(len(values))
    out[starts] = values[starts]
    return out
