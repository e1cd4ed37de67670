"""The file fiscal.yaml: what taxes and benefits there are and how the amount of each is had, checked before any is computed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, Place
from groundfloor.fiscal.forms import Around, Form, form_of
from groundfloor.fiscal.kinds import CONCEPTS, CONTRIBUTIONS, KINDS, PERSONS_PAYING, RECEIPTS, SCENARIOS
from groundfloor.fiscal.scope import variables_of
from groundfloor.rules import dated
from groundfloor.rules.agreement import require
from groundfloor.rules.dated import RESERVED
from groundfloor.rules.expression import expression
from groundfloor.rules.fields import Fields, fields
from groundfloor.rules.names import declared
from groundfloor.rules.programme import Asked, DatedParameter
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Node
from groundfloor.survey.frame import Survey
from groundfloor.survey.variables import Harmonised

FILE = "fiscal.yaml"
TOP = ("fiscal", "date", "welfare_is", "pensions", "parameters", "variables", "items", "source", "note")
ITEM = ("label", "kind", "unit", "eligible", "paid_by", "taxable", "means_tested", "target", "total", "source", "note")
UNITS = ("person", "household")
ANCHORS = tuple(concept for concept in CONCEPTS if concept != "taxable")


@dataclass(frozen=True)
class Item:
    """A tax or benefit: its kind, who is asked for it, how its amount is had, and what else is known of it.

    `total` is what the accounts say it comes to, in LCU a year; `target` a condition on those it is meant for.
    """

    name: str
    label: Mapping[str, str]
    kind: str
    unit: Asked
    form: Form
    place: Place
    paid_by: str = "employee"
    taxable: bool = False
    means_tested: bool | None = None
    target: Node | None = None
    total: float | None = None

    @property
    def sign(self) -> int:
        """1 for what people receive, -1 for what they pay."""
        return KINDS[self.kind].sign

    def held(self, pensions: str) -> frozenset[str]:
        """The concepts of income that count it."""
        kept = KINDS[self.kind].held(pensions)
        return kept - {"taxable"} if self.kind in RECEIPTS and not self.taxable else kept


@dataclass(frozen=True)
class Description:
    """What fiscal.yaml says: the day whose law counts, what the survey's welfare stands for, how pensions count, and the items."""

    name: str
    file: str
    date: datetime.date
    welfare_is: str
    pensions: str
    parameters: Mapping[str, DatedParameter]
    items: Mapping[str, Item]

    @property
    def files(self) -> tuple[Path, ...]:
        """The file itself and those it names."""
        return (Path(self.file), *(one.form.file for one in self.items.values() if one.form.file is not None))


def read_fiscal(path: str | Path, survey: Survey) -> Description:
    """Read and check a fiscal.yaml for a survey, whose variables its rules name. docs/fiscal.md defines the file.

    An unknown key, kind, name or unit, brackets that do not rise, a rate above 1 and a tax on spending that does not say whether
    prices include it raise GroundfloorError with file, line and column.

    >>> import pathlib, tempfile
    >>> import numpy as np
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "fiscal.yaml"
    >>> _ = file.write_text('''
    ... fiscal: Example
    ... welfare_is: disposable
    ... pensions: PDI
    ... items:
    ...   income_tax: {kind: direct_tax, unit: person, base: wage, brackets: [{from: 0, rate: 0.1}]}
    ... ''')
    >>> survey = Survey("s", "X", 2024, {"wage": np.array([90.0])}, np.array([0]), np.ones(1), np.array([90.0]))
    >>> read_fiscal(file, survey).items["income_tax"].sign
    -1
    """
    return described(fields(read_yaml(Path(path))), survey, str(path))


def described(found: Fields, survey: Survey, file: str) -> Description:
    """The same from fields that may be part of another file; `file` is where paths in them start."""
    found.known(TOP, ("fiscal", "welfare_is", "pensions", "items"))
    variables = variables_of(found, survey)
    shared = dated.parameters(found, "fiscal", variables)
    parameters = {short: (one.name, one.unit) for short, one in shared.items()}
    day = _day(found, survey)
    welfare_is, pensions = found.word(ANCHORS, "welfare_is"), found.word(SCENARIOS, "pensions")
    values = {one.name: one.at(day) for one in shared.values()}
    items: dict[str, Item] = {}
    known: dict[str, Harmonised] = dict(variables)
    for name in found.table("items"):
        text = _name(found, name, known, parameters)
        around = Around(Scope(parameters, known, (), text), values, day, Path(file).parent, survey)
        items[text] = _item(found, text, name, around)
        level = items[text].unit
        known[text] = Harmonised("number", f"amount of {text}", "LCU/year", level=level)
    if not items:
        raise GroundfloorError("There is no item", found.key("items"), expected="taxes and benefits by name")
    return Description(
        name=found.text("fiscal"),
        file=file,
        date=day,
        welfare_is=welfare_is,
        pensions=pensions,
        parameters={one.name: one for one in shared.values()},
        items=items,
    )


def _day(found: Fields, survey: Survey) -> datetime.date:
    """The day whose law counts: the middle of the year whose prices the survey's amounts are in, unless said otherwise."""
    day: Any = found.get("date")
    if day is None:
        return datetime.date(survey.price_year, 7, 1)
    if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
        raise GroundfloorError(f"{day!r} is not a date", found.place("date"), expected="a date such as 2024-07-01")
    return day


def _name(found: Fields, name: object, known: Mapping[str, Harmonised], parameters: Mapping[str, object]) -> str:
    at = found.key("items", name)
    text = declared(name, "tax or benefit", at, (*RESERVED, *parameters), known)
    if text.startswith("all_"):
        raise GroundfloorError(f"The name {text!r} begins with all_", at, hint="Such names are those of sums of items.")
    return text


def _item(found: Fields, text: str, name: object, around: Around) -> Item:
    at = ("items", name)
    if not isinstance(found.get(*at), Mapping):
        raise GroundfloorError(
            f"{text} is no table",
            found.place(*at),
            expected="such as {kind: direct_tax, unit: person, amount: wage_tax}",
        )
    kind = _word(found, tuple(KINDS), *at, "kind")
    unit: Asked = "person" if _word(found, UNITS, *at, "unit") == "person" else "household"
    form = form_of(found, kind, unit, ITEM, around, *at)
    for key, kinds in (("paid_by", CONTRIBUTIONS), ("taxable", RECEIPTS), ("means_tested", ("direct_transfer",))):
        if found.get(*at, key) is not None and kind not in kinds:
            raise GroundfloorError(
                f"A {kind} has no {key}", found.key(*at, key), expected=f"{key} of {' or '.join(kinds)}"
            )
    target = found.get(*at, "target")
    if target is not None:
        target = require(expression(found.located(*at, "target"), around.scope), "boolean", "target")
    return Item(
        name=text,
        label=found.words(*at, "label"),
        kind=kind,
        unit=unit,
        form=form,
        place=found.key(*at),
        paid_by=found.word(PERSONS_PAYING, *at, "paid_by")
        if found.get(*at, "paid_by") is not None
        else PERSONS_PAYING[0],
        taxable=_yes(found, KINDS[kind].taxable, *at, "taxable"),
        means_tested=_yes(found, None, *at, "means_tested"),
        target=target,
        total=_total(found, *at, "total"),
    )


def _word(found: Fields, words: tuple[str, ...], *path: Any) -> str:
    if found.get(*path) is None:
        raise GroundfloorError(f"{path[1]} has no {path[-1]}", found.key(*path), expected=f"one of {', '.join(words)}")
    return found.word(words, *path)


def _yes(found: Fields, default: Any, *path: Any) -> Any:
    value = found.get(*path)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise GroundfloorError(f"{path[-1]} is {value!r}", found.place(*path), expected="true or false")
    return value


def _total(found: Fields, *path: Any) -> float | None:
    if found.get(*path) is None:
        return None
    total = found.number(*path)
    if not total > 0:
        raise GroundfloorError(
            f"total is {total:g}",
            found.place(*path),
            expected="LCU a year above 0",
            hint="A tax is written as what is paid, without a minus.",
        )
    return total


def fiscal_file(folder: Path) -> Path:
    """The fiscal.yaml of a folder, which must be there."""
    file = folder / FILE
    if not file.is_file():
        raise GroundfloorError(
            "There is no description of taxes and benefits",
            Place(str(file)),
            expected=f"a {FILE} beside the survey.yaml",
            hint="Name another file with --fiscal FILE.",
        )
    return file
