"""Verbs on a country pack: run it, cost, finance and explain."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from groundfloor import rules, stocktake
from groundfloor.checking import explain_person, explain_scenario
from groundfloor.country import read_country
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.pipeline import (
    Progress,
    Run,
    Settings,
    Simulation,
    floor_of_pack,
    quiet,
    results_of,
    run,
    take_up_of,
)
from groundfloor.population import read_population
from groundfloor.report.results import Results, Row
from groundfloor.survey.weighting.replicates import replicate as replicate

EXAMPLE_DAY = "2026-07-01"


def demo(**settings: Unpack[Settings]) -> Run:
    """Run the Ghana pack and write its report, workbook, tables and record; `settings` are those of `run`.

    >>> done = demo(to=2026, languages=["fr"])
    >>> done.report.as_posix(), done.results.synthetic
    ('groundfloor-gha-report/report.html', True)
    """
    return run("gha", **settings)


def cost(pack: str | Path, **settings: Unpack[Simulation]) -> Sequence[Row]:
    """What each programme of a pack costs, by scenario and year: the table `costs`, in LCU of the year.

    `settings` are those of `results_of`. Formulas and sources: docs/methods/costing.md.

    >>> from groundfloor import new
    >>> row = cost(new("nowhere"), to=2026)[-1]
    >>> row["scenario"], row["year"], row["total_lcu"] == row["transfers_lcu"] + row["administration_lcu"]
    ('start_small', 2026, True)
    """
    return results_of(pack, **settings).tables["costs"]


def early_warning(pack: str | Path) -> Sequence[Row]:
    """Who is warned of hazards in time: the table `early_warning` of a pack's early_warning.yaml, for its base year.

    A pack without that file, and what `read_early_warning` refuses, raise GroundfloorError. Definitions and source: docs/methods/early-warning.md.

    >>> from groundfloor import new
    >>> pack = new("nowhere")
    >>> _ = (pack / "early_warning.yaml").write_text("hazards: {flood: {monitoring: {value: 0.5, unit: score, source: s}}}")
    >>> [row["value"] for row in early_warning(pack) if row["indicator"] == "G-2"]
    [0.5, 0.5]
    """
    country = read_country(pack)
    found = stocktake.early_warning(country, float(read_population(country.population).base.sum()))
    if not found:
        raise GroundfloorError(
            "The pack says nothing of early warning",
            Place(str(country.path)),
            expected=f"a file {stocktake.WARNING_FILE} there",
            hint="docs/methods/early-warning.md says how it is written.",
        )
    return found


def finance(pack: str | Path, *, table: str = "financing", **settings: Unpack[Simulation]) -> Sequence[Row]:
    """How a pack's floor could be paid for: the table `financing`, low, base and high in % of GDP by option and year.

    `table` may be another of a run: plan, payers, pledges, debt or net_incidence; one that the pack says nothing of has no rows.
    `settings` are those of `results_of`. Formulas and sources: docs/methods/financing.md.

    >>> from groundfloor import new
    >>> sorted({row["option"] for row in finance(new("nowhere"), to=2026)})
    ['subsidies', 'tax_administration']
    """
    return results_of(pack, **settings).tables.get(table, ())


def take_up(
    pack: str | Path,
    *,
    programme: str | None = None,
    to: int | None = None,
    floor: str | None = None,
    engine: str = "arrays",
    seed: int = 0,
    say: Progress = quiet,
) -> Results:
    """Caseloads beside the survey: the tables `take_up` and `administrative`, and in `findings` what is to be said of them.

    `programme` is the only one looked at, all that give a caseload when left out; `to` is the last year, the last one counted when
    left out; the other settings are those of `results_of`. A pack without any caseload and an unknown programme raise GroundfloorError. Method:
    docs/methods/take-up.md.

    >>> row = take_up("gha", programme="leap").tables["take_up"][0]
    >>> row["caseload"], row["unit"], row["basis"]
    (350000.0, 'household', 'own')
    """
    found = take_up_of(pack, to=to, floor=floor, engine=engine, seed=seed, say=say)
    rows = found.tables.get("take_up", ())
    names = list(dict.fromkeys(row["programme"] for row in rows))
    if not names:
        raise GroundfloorError(
            "No programme of the pack whose rule the survey can follow says how many receive it",
            Place(str(pack)),
            hint="Add caseload_by, or caseload and caseload_year, to its file (docs/country-pack.md).",
        )
    if programme is None:
        return found
    if programme not in names:
        raise GroundfloorError(
            f"There is no programme {programme!r} with a caseload",
            Place(str(pack)),
            expected=f"one of {', '.join(names)}",
            hint=nearest(programme, names),
        )
    tables = {
        name: [row for row in kept if row.get("programme", programme) == programme]
        for name, kept in found.tables.items()
    }
    return replace(found, tables=tables)


def explain(
    pack: str | Path,
    name: str,
    *,
    person: int = 1,
    date: str | datetime.date = EXAMPLE_DAY,
    floor: str | None = None,
    scenario: str | None = None,
    seed: int = 0,
    lang: str = "en",
) -> str:
    """What a programme gives one person of a pack's survey on a date, step by step; or what a scenario changes.

    `name` is that of a programme or of a scenario of the floor. `person` is the row in the survey, from 1; `scenario` the one
    under which the programme is explained, `seed` that of synthetic households. A name, row, date or language that is not
    there raises GroundfloorError.

    >>> from groundfloor import new
    >>> print(explain(new("nowhere"), "child_grant", person=3).splitlines()[0])
    Child grant, on 1 July 2026
    >>> print(explain("gha", "child_grant_to_18").splitlines()[0])
    Child grant, condition: age < 18 instead of age < Age limit
    """
    country = read_country(pack)
    chosen = floor_of_pack(country, floor)
    if name in chosen.scenarios:
        return explain_scenario(chosen, name, lang=lang)
    if scenario is not None:
        chosen = rules.scenario(chosen, scenario)
    return explain_person(country, chosen, name, row=person - 1, date=str(date), lang=lang, seed=seed)
