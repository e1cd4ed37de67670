"""Check a pack without running it, and explain one person's entitlement."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from groundfloor.contributory.country import described_in
from groundfloor.costing.phase import in_place
from groundfloor.costing.services.country import services_in
from groundfloor.country import read_country
from groundfloor.country.model import Country
from groundfloor.economy import complete
from groundfloor.economy.rates import rates
from groundfloor.engine.check import check_variables
from groundfloor.errors import GroundfloorError
from groundfloor.financing import read_financing
from groundfloor.financing.incidence import read_incidence
from groundfloor.insuring import check_schemes
from groundfloor.pipeline import HORIZON, floor_of_pack, survey_of
from groundfloor.population import project, read_population
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.providing import check_services
from groundfloor.report.findings import told
from groundfloor.report.language import Language
from groundfloor.report.results import Words
from groundfloor.rules import explain, patch_text, printable, run_cases, scenario
from groundfloor.rules.messages import Messages
from groundfloor.rules.programme import Floor
from groundfloor.rules.take_up import places_of
from groundfloor.scenarios import lines_of
from groundfloor.shocks.case import check_shocks
from groundfloor.survey.frame import Finding, Survey
from groundfloor.uncertainty.assumptions import FILE as UNCERTAINTY
from groundfloor.uncertainty.past import past_of
from groundfloor.uncertainty.run import assumptions_of


@dataclass(frozen=True)
class Check:
    """What a check of a pack found, as sentences, and whether nothing failed."""

    lines: tuple[str, ...]
    sound: bool


def check(pack: str | Path, *, lang: str = "en") -> Check:
    """Read everything in a pack and run its cases; nothing is written.

    `pack` is the code of one that ships or a folder, `lang` the language of the sentences. A file that cannot be read raises GroundfloorError; a case that fails
    does not, but `sound` is then False and `lines` say what was expected and what the rule gives.

    >>> from groundfloor import new
    >>> found = check(new("nowhere"))
    >>> found.sound, found.lines[-1]
    (True, 'Cases: 1 holds, 0 fail.')
    """
    country = read_country(pack)
    floor = floor_of_pack(country)
    people = read_population(country.population, None)
    last = max(country.base_year, min(HORIZON, people.last_year))
    country = complete(country, project(people, last), last)
    survey, _fit = survey_of(country)
    services, contributory = services_in(country), described_in(country)
    for option in (floor, *(scenario(floor, name) for name in floor.scenarios)):
        check_variables(option, survey)
        check_services(services, option)
        check_schemes(contributory, option)
    prices = Prices(country.base_year, {"inflation": country.economy.series("inflation")})
    lines_of(country, prices.survey(survey), prices)
    means = read_financing(country.financing)
    read_incidence(means, survey)
    check_shocks(country, floor, survey)
    if (country.path / UNCERTAINTY).is_file():
        assumptions_of(country, floor)
    past_of(country)
    for one in (*country.schemes, *floor.programmes.values()):
        if one.counts.meet:
            places_of(survey, one, one.counts.variable, one.counts.counts)
    say = Messages(lang)

    def counted(what: str, things: Sized) -> str:
        return say.text("check", what, count=len(things))

    lines = [
        say.text(
            "check",
            "pack",
            name=country.name.get(lang, country.name["en"]),
            floor=floor.name,
            schemes=counted("schemes", country.schemes),
            programmes=counted("programmes", floor.programmes),
            scenarios=counted("scenarios", floor.scenarios),
            options=counted("options", means.options),
        ),
        *survey_lines(survey, lang=lang),
        *starting_late(floor, country.base_year, lang=lang),
        *set_up_early(floor, country.base_year, lang=lang),
    ]
    files = sorted((country.path / "programmes" / "cases").glob("*.yaml"))
    outcomes = [outcome for file in files for outcome in run_cases(file, floor)]
    failed = [outcome for outcome in outcomes if not outcome.passed]
    hold, fail = (
        say.text("check", how, count=n) for how, n in (("hold", len(outcomes) - len(failed)), ("fail", len(failed)))
    )
    lines += [say.text("check", "cases", hold=hold, fail=fail), *(f"  {outcome}" for outcome in failed)]
    return Check(tuple(lines), not failed)


def survey_lines(survey: Survey, *, lang: str = "en") -> Iterator[str]:
    """What a survey holds and what was found in it, a sentence a line."""
    say = Messages(lang)
    yield say.text(
        "check",
        "survey",
        name=survey.names.get(lang, survey.name),
        persons=say.text("check", "persons", count=survey.persons),
        households=say.text("check", "households", count=survey.households),
        people=say.number(round(float(survey.weight.sum()))),
    )
    yield from finding_lines(survey.findings, lang=lang)


def finding_lines(
    findings: Iterable[Finding], *, lang: str = "en", labels: Mapping[str, Words] = MappingProxyType({})
) -> Iterator[str]:
    """Each finding with its severity, a sentence a line; `labels` are what programmes are called."""
    say, words = Messages(lang), Language(lang)
    for found in findings:
        severity = words.text(f"severity.{found.severity}")
        yield say.text("check", "finding", severity=severity, message=told(found, words, labels))


def starting_late(floor: Floor, base_year: int, *, lang: str = "en") -> Iterator[str]:
    """Programmes that the base year's costs would need a value of that is not yet in force, and no phase-in says so.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor, patched
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> list(starting_late(floor, 2025))
    []
    >>> at_once = {"programmes": {"child_grant": {"phase_in": {}}}}
    >>> print(*starting_late(patched(floor, at_once), 2025))
      Note: child_grant: grant has no value before 1 January 2026, so the cost of 2025 and the debt after it are not known. Give an earlier value, or say with phase_in in which year it starts.
    """
    say = Messages(lang)
    midyear = datetime.date(base_year, *MIDYEAR)
    for name, programme in floor.programmes.items():
        if not in_place(programme, base_year):
            continue
        for short, parameter in programme.parameters.items():
            if parameter.dated(midyear) is None and parameter.values:
                day = say.date(parameter.values[0].start)
                yield say.text("check", "late", programme=name, parameter=short, date=day, year=base_year)


def set_up_early(floor: Floor, base_year: int, *, lang: str = "en") -> Iterator[str]:
    """Programmes whose start-up is spent before the base year, and so outside the costs."""
    for name, programme in floor.programmes.items():
        spent = programme.start_up.values if programme.start_up else {}
        if early := [year for year in sorted(spent) if year < base_year]:
            years = ", ".join(map(str, early))
            yield Messages(lang).text("check", "early", programme=name, years=years, year=base_year)


def explain_scenario(floor: Floor, name: str, *, lang: str = "en") -> str:
    """What a scenario of a floor changes: in words, then as the patch that can be written into a floor's file."""
    return f"{printable(floor, name, lang)}\n\n{patch_text(floor, name)}".rstrip()


def explain_person(
    country: Country, floor: Floor, programme: str, *, row: int, date: str, lang: str = "en", seed: int = 0
) -> str:
    """What a programme of `floor` gives the person in `row` (from 0) of the pack's survey on `date`, step by step.

    All money is that of the year of `date`: what the household lives on is carried there with prices, a benefit as its index says.
    """
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        raise GroundfloorError(f"{date!r} is not a date", expected="a date such as 2026-07-01") from None
    survey, _fit = survey_of(country, seed=seed)
    if not 0 <= row < survey.persons:
        raise GroundfloorError(f"There is no person {row + 1}", expected=f"a row from 1 to {survey.persons}")
    last = max(day.year, country.base_year)
    people = project(read_population(country.population, None), last)
    prices = Prices(day.year, rates(complete(country, people, last), people.total()))
    told = explain(
        prices.on(floor, day), prices.survey(survey), programme, row, day, lang=lang, currency=country.currency
    )
    return f"{told}\n{Messages(lang).text('check', 'invented')}" if survey.synthetic else str(told)
