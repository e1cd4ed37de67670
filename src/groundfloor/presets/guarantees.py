"""The income guarantees of a floor as the ILO's global estimates cost them: tied to a poverty line, by category of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from groundfloor.presets.entry import Entry, Note, benefit
from groundfloor.presets.inputs import Floats, Inputs
from groundfloor.presets.known import MONTHS, held
from groundfloor.presets.parameter import PUBLISHED, UNVERIFIED, Parameter, Settled, Value, share


@dataclass(frozen=True)
class Guarantee:
    """Who is meant [year], what each gets a year [year], and where the number of people is from."""

    name: str
    target: Floats
    amount: Floats
    notes: tuple[Note, ...] = ()


def parameters(
    child_ages: tuple[float, float], administration: float, line: str, line_mark: str
) -> dict[str, Parameter]:
    """The parameters that the estimates share, with the ages of children, the administration and the line of each."""
    return {
        "line": Parameter(line, "line", line_mark, name=True),
        "child_first": Parameter(child_ages[0], "years", UNVERIFIED, high=100),
        "child_last": Parameter(child_ages[1], "years", UNVERIFIED, high=100),
        "child_level": Parameter(0.25, "of_line", UNVERIFIED),
        "maternity_months": Parameter(4, "months", PUBLISHED, high=12),
        "maternity_level": Parameter(1.0, "of_line", PUBLISHED),
        "disability_prevalence": share(0.029, UNVERIFIED),
        "disability_level": Parameter(1.0, "of_line", UNVERIFIED),
        "pension_age": Parameter(65, "years", UNVERIFIED, high=100),
        "pension_level": Parameter(1.0, "of_line", UNVERIFIED),
        "administration": Parameter(administration, "of_benefits", UNVERIFIED),
    }


def unemployment(level: Value) -> dict[str, Parameter]:
    """The parameters of the guarantee for those without work."""
    return {
        "participation_rate": share(None, UNVERIFIED),
        "unemployment_rate": share(None, UNVERIFIED),
        "unemployed_level": Parameter(level, "of_line", UNVERIFIED),
    }


def four(at: Inputs, given: Settled) -> Iterator[Guarantee]:
    """Children, maternity, severe disability and old age."""
    line = at.line(given.text("line"))
    children = at.people(given.number("child_first"), given.number("child_last"))
    yield Guarantee("children", children, given.number("child_level") * line)
    months = given.number("maternity_months") / MONTHS
    yield Guarantee("maternity", at.born(), given.number("maternity_level") * months * line)
    disabled = given.number("disability_prevalence") * at.total
    yield Guarantee("disability", disabled, given.number("disability_level") * line)
    yield Guarantee("old_age", at.people(given.number("pension_age")), given.number("pension_level") * line)


def unemployed(at: Inputs, given: Settled) -> Guarantee:
    """Those without work: the population of 15 and over, times participation, times unemployment."""
    participation, first = held(at, given, "participation_rate")
    rate, second = held(at, given, "unemployment_rate")
    people = at.people(15) * participation * rate
    return Guarantee(
        "unemployment", people, given.number("unemployed_level") * at.line(given.text("line")), (*first, *second)
    )


def cost(one: Guarantee, given: Settled) -> Entry:
    """The guarantee for everybody who is meant."""
    return benefit(one.name, one.target, one.amount, administration=given.number("administration"), notes=one.notes)
