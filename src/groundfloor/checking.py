"""Check a pack without running it, and explain one person's entitlement."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from groundfloor.country import read_country
from groundfloor.errors import GroundfloorError
from groundfloor.financing import read_options
from groundfloor.pipeline import floor_of_pack, survey_of
from groundfloor.population import read_population
from groundfloor.rules import explain, run_cases


@dataclass(frozen=True)
class Check:
    """What a check of a pack found, as sentences, and whether nothing failed."""

    lines: tuple[str, ...]
    sound: bool


def check(pack: str | Path) -> Check:
    """Read everything in a pack and run its cases; nothing is written."""
    country = read_country(pack)
    floor = floor_of_pack(country)
    read_population(country.population, None)
    survey, _fit = survey_of(country)
    options = read_options(country.financing)
    lines = [
        f"{country.name['en']}: {len(country.schemes)} schemes in force, "
        f"{len(floor.programmes)} programmes in floor {floor.name!r} with {len(floor.scenarios)} scenarios, "
        f"{len(options)} financing options.",
        f"Survey: {survey.name}, {survey.persons:,} persons in {survey.households:,} households"
        + (" (synthetic)." if survey.synthetic else "."),
    ]
    lines += [f"  {found.severity}: {found.message}" for found in survey.findings]
    files = sorted((country.path / "programmes" / "cases").glob("*.yaml"))
    outcomes = [outcome for file in files for outcome in run_cases(file, floor)]
    failed = [outcome for outcome in outcomes if not outcome.passed]
    lines += [
        f"Cases: {len(outcomes) - len(failed)} hold, {len(failed)} fail.",
        *(f"  {outcome}" for outcome in failed),
    ]
    return Check(tuple(lines), not failed)


def explain_person(pack: str | Path, programme: str, *, row: int, date: str, lang: str = "en") -> str:
    """What `programme` gives the person in `row` (from 0) of the pack's survey on `date`, step by step."""
    country = read_country(pack)
    floor = floor_of_pack(country)
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        raise GroundfloorError(f"{date!r} is not a date", expected="a date such as 2026-07-01") from None
    survey, _fit = survey_of(country)
    if not 0 <= row < survey.persons:
        raise GroundfloorError(f"There is no person {row + 1}", expected=f"a row from 1 to {survey.persons}")
    return str(explain(floor, survey, programme, row, day, lang=lang))
