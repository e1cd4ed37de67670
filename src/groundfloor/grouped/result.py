"""Grouped data with the curves fitted to them: figures as rows, what was chosen in words, and persons who have the groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.grouped.bounds import bounds_of
from groundfloor.grouped.fit import Fit, chosen, fits
from groundfloor.grouped.groups import Groups
from groundfloor.grouped.indices import Row, rows
from groundfloor.grouped.ungroup import ungrouped
from groundfloor.rules.messages import Messages, languages
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.money import money

UNIT = "LCU/person/year"
PERSONS = 10_000
SHOWN = ("measure", "line", "group", "value", "other", "low", "high", "note")
CURVES = ("quadratic", "beta")
# a mean that differs by less from that of the classes is the same, rounded
SAME = 0.001

# no country: ISO 3166 leaves this code to its users
NOWHERE = "XXX"


@dataclass(frozen=True)
class Grouped:
    """Poverty and inequality from grouped data.

    `groups` are the classes as read, `fitted` the curves, `lines` poverty lines in `unit`, that of the mean.
    """

    groups: Groups
    fitted: tuple[Fit, ...]
    lines: Mapping[str, float]
    unit: str

    @cached_property
    def rows(self) -> Sequence[Row]:
        """One row a curve and measure, with the columns curve, measure, line, group, value, low, high, valid, chosen, note.

        `note` is a text by language. docs/methods/grouped-data.md defines the measures.
        """
        notes = {code: say.entry("grouped", "notes") for code, say in _messages().items()}
        found = rows(self.groups, self.fitted, bounds_of(self.groups), self.lines)
        return [
            {**row, "note": row["note"] and {code: said[row["note"]] for code, said in notes.items()}} for row in found
        ]

    def shown(self, lang: str = "en") -> list[Row]:
        """The rows of the curve chosen for each figure, with what the other curve gives as `other`."""
        others = {_key(row): row["value"] for row in self.rows if not row["chosen"]}
        return [
            {**row, "other": others.get(_key(row)), "note": row["note"] and row["note"][lang]}
            for row in self.rows
            if row["chosen"]
        ]

    def told(self, lang: str = "en") -> Iterator[str]:
        """What was read, which curve is used for what and why, and what the figures do not say; a sentence or two a line."""
        say = Messages(lang)
        classes = say.text("grouped", "classes", name=self._name(say), count=len(self.groups.p))
        if self.groups.mean is None:
            yield say.text("grouped", "without_mean", classes=classes)
        else:
            yield say.text("grouped", "with_mean", classes=classes, mean=say.number(self.groups.mean), unit=self.unit)
            own = self.groups.scaled
            if own is not None and abs(self.groups.mean / own - 1.0) > SAME:
                percent = say.number(round(100.0 * self.groups.mean / own, 1))
                yield say.text("grouped", "scaled", own=say.number(round(own, 2)), percent=percent)
        if self.groups.merged:
            yield say.text("grouped", "merged", count=self.groups.merged)
        yield from self._curves(say)
        yield self._choice(say, say.text("grouped", "for_inequality", used=_used(say, chosen(self.fitted))), None)
        for name, line in self.lines.items():
            relative = line / (self.groups.mean or np.nan)
            used = _used(say, chosen(self.fitted, relative))
            what = say.text("grouped", "for_poverty", line=name, value=say.number(line), used=used)
            yield self._choice(say, what, relative)
        yield " ".join(say.text("grouped", key) for key in ("same_value", "bounds"))

    def _name(self, say: Messages) -> str:
        return self.groups.name or say.text("grouped", "unnamed")

    def _curves(self, say: Messages) -> Iterator[str]:
        fitted = {fit.curve.name: fit for fit in self.fitted}
        for name in CURVES:
            curve = say.text("grouped", "curves", name)
            if name not in fitted:
                yield say.text("grouped", "not_fitted", curve=curve)
                continue
            fit = fitted[name]
            pairs = zip(fit.curve.letters, fit.curve.parameters, strict=True)
            checks = (
                say.text(
                    "grouped",
                    "check",
                    check=say.text("grouped", "checks", check.name),
                    answer=say.text("yes" if check.holds else "no"),
                )
                for check in fit.curve.checks()
            )
            yield say.text(
                "grouped",
                "curve",
                curve=curve,
                parameters=", ".join(f"{letter} {say.number(round(value, 4))}" for letter, value in pairs),
                sse=_millionths(say, fit.sse),
                checks=say.joined(list(checks)),
            )

    def _choice(self, say: Messages, what: str, line: float | None) -> str:
        """Why the curve is used that is used."""
        used = chosen(self.fitted, line)
        valid = [fit for fit in self.fitted if fit.curve.valid and fit.curve.computable]
        if used not in valid:
            return say.text("grouped", "none_valid", what=what)
        if len(valid) == 1:
            return say.text("grouped", "only_valid", what=what)
        other = next(fit for fit in valid if fit is not used)
        one, two = (fit.sse if line is None else fit.sse_to(fit.curve.headcount(line)) for fit in (used, other))
        if line is None or one == two:
            return say.text(
                "grouped", "nearer", what=what, one=_millionths(say, used.sse), other=_millionths(say, other.sse)
            )
        return say.text("grouped", "nearer_below", what=what, one=_millionths(say, one), other=_millionths(say, two))

    def survey(self, persons: int = PERSONS, *, country: str = NOWHERE, year: int = 0) -> Survey:
        """Synthetic persons, each a household, whose groups are those published, with lines: a Survey to be measured.

        Weights sum to `persons`; welfare and lines are in LCU a person and year. Within a class welfare follows the curve used
        for inequality. Without a mean, or with fewer persons than classes, GroundfloorError is raised.
        """
        if self.groups.mean is None:
            raise GroundfloorError("Persons need amounts, and the mean is not known", hint="Give the mean.")
        times = money(self.unit, Place("unit")).times
        welfare, weight = ungrouped(self.groups, chosen(self.fitted).curve, persons)
        amounts = welfare * self.groups.mean * times
        names = {code: say.text("grouped", "survey", name=self._name(say)) for code, say in _messages().items()}
        return Survey(
            name=names["en"],
            country=country,
            year=year,
            columns={"consumption": amounts, "household_size": np.ones(persons)},
            starts=np.arange(persons),
            weight=weight,
            welfare=amounts,
            lines={name: line * times for name, line in self.lines.items()},
            # one unit in all: nothing is known of sampling, and measures give no standard error
            psu=Text(np.zeros(persons, dtype=np.int32), ("1",)),
            synthetic=True,
            names=names,
            amounts={"consumption": year},
        )


def grouped(groups: Groups, lines: Mapping[str, float] | None = None, unit: str = UNIT) -> Grouped:
    """Fit the curves to classes; `lines` are poverty lines in `unit`, that of the mean of the classes.

    A line that is not positive, lines without a mean, an unknown unit, or classes that determine no curve raise
    GroundfloorError.

    >>> from groundfloor.grouped.groups import from_arrays, groups_of
    >>> found = grouped(groups_of(from_arrays([3, 5, 6, 7, 8, 9, 11, 13, 15, 23]), 1000.0), {"national": 500.0})
    >>> [round(row["value"], 3) for row in found.rows if row["measure"] == "fgt0"]
    [0.174, 0.168]
    """
    money(unit, Place("unit"))
    for name, line in (lines or {}).items():
        if not (np.isfinite(line) and line > 0):
            raise GroundfloorError(
                f"The poverty line {name!r} is {line:g}", expected="a positive amount in the unit of the mean"
            )
    if lines and groups.mean is None:
        raise GroundfloorError(
            "A poverty line needs the mean of all persons, which shares alone do not give",
            hint="Give the mean in the unit of the line.",
        )
    fitted = fits(groups.p, groups.lorenz)
    if not fitted:
        raise GroundfloorError("The classes determine no Lorenz curve", expected="more classes, not all on one line")
    return Grouped(groups, fitted, dict(lines or {}), unit)


def _messages() -> dict[str, Messages]:
    return {code: Messages(code) for code in languages()}


def _used(say: Messages, fit: Fit) -> str:
    return say.text("grouped", "used", fit.curve.name)


def _millionths(say: Messages, squares: float) -> str:
    """A sum of squared errors, which is small, as a number to read."""
    return say.number(float(f"{squares * 1e6:.3g}"))


def _key(row: Row) -> tuple[str, str | None, str]:
    return row["measure"], row["line"], row["group"]
