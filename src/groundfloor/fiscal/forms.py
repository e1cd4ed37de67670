"""How the amount of an item is had. Each way of writing it becomes a rule of the language: a condition and an amount."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.fiscal.brackets import Bracket, brackets_of, scheduled
from groundfloor.fiscal.kinds import KINDS, SERVICES, SPENDING
from groundfloor.fiscal.level import refuse_other_level, refuse_the_head_alone
from groundfloor.fiscal.trees import minus, over, plus, times
from groundfloor.fiscal.unit_costs import UnitCosts, read_unit_costs
from groundfloor.rules.agreement import require
from groundfloor.rules.expression import expression
from groundfloor.rules.fields import Fields
from groundfloor.rules.load import floor_of
from groundfloor.rules.periods import TIMES_A_YEAR
from groundfloor.rules.programme import Floor
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Call, Literal_, Node, Parameter, Type, Variable
from groundfloor.survey.frame import Survey

MONEY = tuple(f"LCU/{period}" for period in TIMES_A_YEAR)
# the key that tells the form, and the others that belong to it
FORMS: dict[str, tuple[str, ...]] = {
    "amount": (),
    "transfer": (),
    "programme": (),
    "base": ("brackets", "allowance", "credit"),
    "spending": ("rate", "inclusive", "informal", "cascading"),
    "users": ("cost", "costs"),
}
YEARLY = Type("number", "LCU/year")


@dataclass(frozen=True)
class Around:
    """What an item's rule may name, the parameters' values on the day whose law counts, the folder of its files, and the survey."""

    scope: Scope
    values: Mapping[str, float]
    day: datetime.date
    folder: Path
    survey: Survey


@dataclass(frozen=True)
class Form:
    """A rule: who is asked (`eligible`), and how much; unit costs by person may come from a file.

    Or a transfer of the survey, by its name; or a floor with the one programme whose rule it is. `file` is the one it names.
    """

    eligible: Node
    amount: Node
    transfer: str | None = None
    floor: Floor | None = None
    file: Path | None = None
    costs: UnitCosts | None = None


def form_of(found: Fields, kind: str, unit: str, common: tuple[str, ...], around: Around, *at: Any) -> Form:
    """Read the form of the item at `at`; `common` are the keys that every item may have."""
    given = [key for key in FORMS if found.get(*at, key) is not None]
    known = (*common, *(key for form, more in FORMS.items() for key in (form, *more)))
    for key in found.table(*at):
        if key not in known:
            raise GroundfloorError(
                f"Unknown key {key!r}",
                found.key(*at, key),
                expected=f"one of {', '.join(known)}",
                hint=nearest(str(key), known),
            )
    if len(given) != 1:
        said = f"its amount twice, by {' and '.join(given)}" if given else "no amount"
        raise GroundfloorError(f"{at[1]} has {said}", found.key(*at), expected=f"one of {', '.join(FORMS)}")
    form = given[0]
    for other, more in FORMS.items():
        for key in more:
            if found.get(*at, key) is not None and other != form:
                raise GroundfloorError(
                    f"{key} belongs to {other}", found.key(*at, key), hint=f"{at[1]} is given by {form}."
                )
    eligible: Node = Literal_(Type("boolean"), found.key(*at), True)
    if found.get(*at, "eligible") is not None:
        if form in ("transfer", "programme", "users"):
            raise GroundfloorError(f"An item given by {form} has no eligible", found.key(*at, "eligible"))
        eligible = require(expression(found.located(*at, "eligible"), around.scope), "boolean", "eligible")
    read: Mapping[str, Callable[..., Form]] = {
        "amount": _amount,
        "transfer": _transfer,
        "programme": _programme,
        "base": _schedule,
        "spending": _spending,
        "users": _users,
    }
    return read[form](found, kind, unit, around, eligible, *at)


def money(found: Fields, around: Around, *path: Any) -> Node:
    """An amount of money per period."""
    node = require(expression(found.located(*path), around.scope), "number", str(path[-1]))
    if node.type.unit not in MONEY:
        pure = node.type.unit == "1"
        raise GroundfloorError(
            f"{path[-1]} is {'a pure number' if pure else f'in {node.type.unit}'}",
            node.place,
            expected=f"{', '.join(MONEY[:-1])} or {MONEY[-1]}",
            hint="Write amounts of money as parameters with their unit." if pure else None,
        )
    return node


def share(found: Fields, around: Around, *path: Any) -> Node:
    """A share: a number from 0 to 1, or an expression without a unit."""
    if isinstance(found.get(*path), int | float):
        found.number(*path, low=0.0, high=1.0)
    node = require(expression(found.located(*path), around.scope), "number", str(path[-1]))
    if node.type.unit != "1":
        raise GroundfloorError(f"{path[-1]} is in {node.type.unit}", node.place, expected="a share from 0 to 1")
    value = around.values.get(node.name) if isinstance(node, Parameter) else None
    if value is not None and (value < 0 or value > 1):
        raise GroundfloorError(
            f"{path[-1]} is {value:g} on {around.day}",
            node.place,
            expected="a share from 0 to 1",
            hint="Write 0.1 for 10 %.",
        )
    return node


def _amount(found: Fields, kind: str, unit: str, around: Around, eligible: Node, *at: Any) -> Form:
    amount = money(found, around, *at, "amount")
    refuse_other_level(amount, unit, around.survey)
    return Form(eligible, amount)


def _transfer(found: Fields, kind: str, unit: str, around: Around, eligible: Node, *at: Any) -> Form:
    name, place = found.text(*at, "transfer"), found.place(*at, "transfer")
    transfers = around.survey.transfers
    if name not in transfers:
        raise GroundfloorError(
            f"The survey has no transfer {name!r}",
            place,
            expected=f"one of {', '.join(transfers)}" if transfers else "a transfer described in survey.yaml",
            hint=nearest(name, transfers),
        )
    _refuse_other(found, kind, unit, transfers[name].unit, place, *at)
    return Form(eligible, Literal_(YEARLY, place, 0.0), transfer=name)


def _programme(found: Fields, kind: str, unit: str, around: Around, eligible: Node, *at: Any) -> Form:
    file, place = around.folder / found.text(*at, "programme"), found.place(*at, "programme")
    if not file.is_file():
        raise GroundfloorError(
            f"The file {file.name} is missing", place, expected="a programme, such as programmes/child_grant.yaml"
        )
    floor = floor_of([file], variables=found.table("variables"))
    (programme,) = floor.programmes.values()
    _refuse_other(found, kind, unit, programme.unit, place, *at)
    return Form(programme.eligible, programme.amount, floor=floor, file=file)


def _refuse_other(found: Fields, kind: str, unit: str, there: str, place: Place, *at: Any) -> None:
    """Refuse a payment that is had from what people receive, and another unit than it has there."""
    if KINDS[kind].sign < 0:
        raise GroundfloorError(f"A {kind} is paid and not received", place, hint="Give another kind, or another form.")
    if unit != there:
        raise GroundfloorError(
            f"The unit is {unit}", found.place(*at, "unit"), expected=f"{there}, as where it is described"
        )


def _schedule(found: Fields, kind: str, unit: str, around: Around, eligible: Node, *at: Any) -> Form:
    base = money(found, around, *at, "base")
    refuse_other_level(base, unit, around.survey)
    if found.get(*at, "allowance") is not None:
        base = minus(base, _alike(base, found, around, *at, "allowance"))
    steps: tuple[Bracket, ...] = brackets_of(found, around.day, *at)
    tax = scheduled(base, steps)
    if found.get(*at, "credit") is not None:
        less = minus(tax, _alike(base, found, around, *at, "credit"))
        tax = Call(tax.type, tax.place, "max", (less, Literal_(tax.type, tax.place, 0.0)))
    return Form(eligible, tax)


def _alike(base: Node, found: Fields, around: Around, *path: Any) -> Node:
    node = money(found, around, *path)
    if node.type.unit != base.type.unit:
        raise GroundfloorError(
            f"{path[-1]} is in {node.type.unit} and base in {base.type.unit}",
            node.place,
            hint=f"Write per_{base.type.unit.partition('/')[2]}(...).",
        )
    return node


def _spending(found: Fields, kind: str, unit: str, around: Around, eligible: Node, *at: Any) -> Form:
    key = found.key(*at, "spending")
    if kind not in SPENDING:
        raise GroundfloorError(f"A {kind} is not taken from spending", key, expected=f"kind {' or '.join(SPENDING)}")
    spent = money(found, around, *at, "spending")
    refuse_other_level(spent, unit, around.survey)
    if found.get(*at, "rate") is None:
        raise GroundfloorError(f"{at[1]} has no rate", found.key(*at), expected="rate: 0.15")
    rate = share(found, around, *at, "rate")
    inclusive = found.get(*at, "inclusive")
    if kind == "indirect_subsidy" and inclusive is not None:
        raise GroundfloorError("A subsidy has no inclusive", found.key(*at, "inclusive"), hint="Take it away.")
    if kind == "indirect_tax" and not isinstance(inclusive, bool):
        raise GroundfloorError(
            f"{at[1]} does not say whether spending includes the tax",
            found.key(*at),
            expected="inclusive: true (the tax is spending x rate / (1 + rate)) or inclusive: false (spending x rate)",
        )
    one = Literal_(rate.type, rate.place, 1.0)
    if inclusive:
        rate = over(rate, plus(one, rate))
    if found.get(*at, "informal") is not None:
        rate = times(rate, minus(one, share(found, around, *at, "informal")))
    if found.get(*at, "cascading") is not None:
        factor = found.number(*at, "cascading", low=1.0)
        rate = times(rate, Literal_(rate.type, found.place(*at, "cascading"), factor))
    return Form(eligible, times(spent, rate))


def _users(found: Fields, kind: str, unit: str, around: Around, eligible: Node, *at: Any) -> Form:
    if kind not in SERVICES and kind != "user_fee":
        raise GroundfloorError(
            f"A {kind} has no users", found.key(*at, "users"), expected=f"kind {', '.join(SERVICES)} or user_fee"
        )
    users = expression(found.located(*at, "users"), around.scope)
    if users.type.kind == "text" or (users.type.kind == "number" and users.type.unit != "1"):
        raise GroundfloorError(
            "users is neither a condition nor a count",
            users.place,
            expected="such as in_school, or outpatient_visits",
        )
    if unit == "household":
        refuse_the_head_alone(users, around.survey)
    given = [key for key in ("cost", "costs") if found.get(*at, key) is not None]
    if len(given) != 1:
        raise GroundfloorError(
            f"{at[1]} has {'two unit costs' if given else 'no unit cost'}",
            found.key(*at),
            expected="cost: an amount a user, or costs: a CSV file with one by level or region",
        )
    costs: UnitCosts | None = None
    if given == ["cost"]:
        cost = money(found, around, *at, "cost")
    else:
        place = found.place(*at, "costs")
        costs = read_unit_costs(around.folder / found.text(*at, "costs"), around.survey, place)
        cost = Variable(YEARLY, place, cost_column(str(at[1])))
    if users.type.kind == "boolean":
        return Form(users, cost, costs=costs, file=costs.file if costs else None)
    return Form(eligible, times(cost, users), costs=costs, file=costs.file if costs else None)


def cost_column(name: str) -> str:
    """The column that holds an item's unit costs a person."""
    return f"_cost_{name}"
