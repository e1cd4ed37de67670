"""What is wrong with a survey: what makes every figure wrong is refused, the rest is said and what it does to the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from groundfloor.documents import Document
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Finding, Floats, Survey, Text
from groundfloor.survey.tabular import Cells, Table
from groundfloor.survey.variables import VARIABLES

OLDEST = 120


def refuse(table: Table, ids: Mapping[str, Cells], weight: Floats, document: Document) -> None:
    """Refuse missing or duplicate identifiers and negative weights, at the first row that has them."""
    names = {name: _column(document, name) for name in (*ids, "weight")}
    for name, cells in ids.items():
        empty = [i for i, cell in enumerate(cells.tolist()) if cell is None]
        if empty:
            raise GroundfloorError(
                f"{len(empty):,} rows have no {name}",
                table.place(empty[0], names[name]),
                hint="Give each its identifier.",
            )
    pairs = list(zip(ids["household_id"].tolist(), ids["person_id"].tolist(), strict=True))
    counts = Counter(pairs)
    if len(counts) < len(pairs):
        twice = next(i for i, pair in enumerate(pairs) if counts[pair] > 1 and pair in pairs[:i])
        home, person = pairs[twice]
        raise GroundfloorError(
            f"The person {person!r} of household {home!r} stands twice ({len(pairs) - len(counts):,} such rows)",
            table.place(twice, names["person_id"]),
            expected="one row a person",
            hint="Look for rows copied twice, or for a file with several visits.",
        )
    negative = np.flatnonzero(weight < 0)
    if len(negative):
        cell = table.columns[names["weight"]][negative[0]]
        raise GroundfloorError(
            f"The weight {cell} is negative",
            table.place(int(negative[0]), names["weight"]),
            expected="a weight of 0 or more",
        )


def _column(document: Document, name: str) -> str:
    written = document.data["variables"].get(name)
    return str(written.get("from")) if isinstance(written, Mapping) else str(written)


def check(survey: Survey) -> tuple[Finding, ...]:
    """Everything the checks below find, in their order."""
    return tuple(finding for one in CHECKS for finding in one(survey))


def heads(survey: Survey) -> Iterator[Finding]:
    """Households without a head, or with several."""
    column = survey.columns.get("relationship")
    if not isinstance(column, Text):
        return
    count = np.add.reduceat((column.is_("head") == 1.0).astype(int), survey.starts)
    for rows, what, then in (
        (
            int((count == 0).sum()),
            "no head",
            "Rules that ask for the head leave them undecided; a household's benefit goes to its first person.",
        ),
        (int((count > 1).sum()), "more than one head", "The first one listed counts as the head."),
    ):
        if rows:
            yield Finding("warning", "heads", "relationship", rows, f"{rows:,} households have {what}. {then}")


def ages(survey: Survey) -> Iterator[Finding]:
    """Ages that are missing, impossible or not whole."""
    age = survey.columns.get("age")
    if age is None or isinstance(age, Text):
        return
    missing, wrong = int(np.isnan(age).sum()), int(((age < 0) | (age > OLDEST)).sum())
    broken = int((age != np.floor(age))[~np.isnan(age)].sum())
    if missing:
        yield Finding(
            "warning", "ages", "age", missing, f"{missing:,} persons have no age. Rules on age leave them undecided."
        )
    if wrong:
        yield Finding(
            "error",
            "ages",
            "age",
            wrong,
            f"{wrong:,} persons are younger than 0 or older than {OLDEST}. Write their codes under missing.",
        )
    if broken:
        yield Finding("note", "ages", "age", broken, f"{broken:,} ages are not whole years. They are used as they are.")


def weights(survey: Survey) -> Iterator[Finding]:
    """Weights that are missing or zero, or that differ within a household."""
    missing, zero = int(np.isnan(survey.weight).sum()), int((survey.weight == 0).sum())
    if missing:
        yield Finding(
            "error",
            "weights",
            "weight",
            missing,
            f"{missing:,} persons have no weight. They count for nobody (weight 0) in every figure.",
        )
    if zero:
        yield Finding("warning", "weights", "weight", zero, f"{zero:,} persons have the weight 0 and count for nobody.")
    filled = np.nan_to_num(survey.weight)
    high, low = np.maximum.reduceat(filled, survey.starts), np.minimum.reduceat(filled, survey.starts)
    differ = int((high - low > 1e-9 * np.maximum(high, 1)).sum())
    if differ:
        yield Finding(
            "warning",
            "weights",
            "weight",
            differ,
            f"{differ:,} households have members with different weights. Calibration uses the first member's.",
        )


def gaps_in_answers(survey: Survey) -> Iterator[Finding]:
    """How much of each variable is missing."""
    for name, column in survey.columns.items():
        if name.startswith("_") or name == "age":
            continue
        missing = int((column.codes < 0).sum() if isinstance(column, Text) else np.isnan(column).sum())
        if missing:
            share = missing / survey.persons
            severity = "warning" if share >= 0.05 else "note"
            then = "Measures leave them out; rules that need it leave them undecided."
            yield Finding(
                severity, "missing", name, missing, f"{name} is missing for {missing:,} persons ({share:.1%}). {then}"
            )


def welfare(survey: Survey) -> Iterator[Finding]:
    """Welfare that is negative or zero, or differs within a household."""
    if survey.welfare is None:
        yield Finding(
            "note",
            "welfare",
            "consumption",
            survey.persons,
            "The survey has no consumption or income: no poverty, inequality or incidence can be given.",
        )
        return
    low = int((survey.welfare <= 0).sum())
    if low:
        yield Finding(
            "warning",
            "welfare",
            "consumption",
            low,
            f"{low:,} persons have no positive welfare. They count as poor with the full gap.",
        )


def whole_households(survey: Survey) -> Iterator[Finding]:
    """Variables of the household that differ among its members."""
    for name, meaning in VARIABLES.items():
        column = survey.columns.get(name)
        if meaning.level != "household" or column is None or name in ("consumption",):
            continue
        values = column.codes.astype(float) if isinstance(column, Text) else np.nan_to_num(column, nan=-1.0)
        differ = int((np.maximum.reduceat(values, survey.starts) != np.minimum.reduceat(values, survey.starts)).sum())
        if differ:
            yield Finding(
                "warning",
                "households",
                name,
                differ,
                f"{name} differs among the members of {differ:,} households. Each person keeps the own value.",
            )


def design(survey: Survey) -> Iterator[Finding]:
    """Strata with a single primary unit, and persons without one."""
    if survey.psu is None:
        yield Finding(
            "note",
            "design",
            "psu",
            survey.persons,
            "The survey names no primary sampling units: standard errors take households as such and are too small.",
        )
        return
    missing = int((survey.psu.codes < 0).sum())
    if missing:
        yield Finding(
            "warning",
            "design",
            "psu",
            missing,
            f"{missing:,} persons have no primary sampling unit. Each of their households counts as one.",
        )
    if survey.strata is not None:
        pairs = np.unique(np.column_stack([survey.strata.codes, survey.psu.codes]), axis=0)
        alone = int((np.bincount(pairs[:, 0] + 1) == 1).sum())
        if alone:
            yield Finding(
                "warning",
                "design",
                "strata",
                alone,
                f"{alone:,} strata have a single primary unit. Their part of the variance is measured around the mean of all.",
            )


CHECKS: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    heads,
    ages,
    weights,
    gaps_in_answers,
    welfare,
    whole_households,
    design,
)
