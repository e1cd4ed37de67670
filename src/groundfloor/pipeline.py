"""The whole way from a pack to its results: each step a pure function, the files written at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from groundfloor.administered import administrative_rows, findings, take_up_rows
from groundfloor.country import read_country
from groundfloor.country.model import Country
from groundfloor.economy.identities import findings as agreement
from groundfloor.economy.identities import identities
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.leaving import RECORD, leave
from groundfloor.measures import STANDARD, administrative
from groundfloor.population import Population, project, read_population
from groundfloor.report.findings import finding_rows
from groundfloor.report.results import OF_HOUSEHOLDS, Results, Row, Words, marked
from groundfloor.report.together import not_a_folder
from groundfloor.rules.programme import Floor, Programme
from groundfloor.scenarios import Setting, called_beside, setting, simulate_all
from groundfloor.stocktake import early_warning
from groundfloor.supply import findings as of_supply
from groundfloor.survey import data_files, read_survey
from groundfloor.survey.frame import Survey
from groundfloor.variants import findings as of_variants

Progress = Callable[[str], None]
HORIZON = 2050


class Simulation(TypedDict, total=False):
    """Settings of a simulation: last year, floor by name, engine, seed, sets of measures, and what is told of the progress."""

    to: int
    floor: str | None
    engine: str
    seed: int
    sets: Sequence[str]
    say: Progress


class Settings(Simulation, total=False):
    """Settings of a run: those of its simulation, the folder to write to, and the languages of the report."""

    out: str | Path | None
    languages: Sequence[str]


@dataclass(frozen=True)
class Run:
    """What a run produced: the results in memory and the files it wrote."""

    results: Results
    report: Path
    workbook: Path
    record: Path


def quiet(_message: str) -> None:
    """Say nothing."""


def survey_of(country: Country, *, seed: int = 0) -> tuple[Survey, list[dict[str, Any]]]:
    """The pack's survey, or synthetic households drawn to its margins, with the report of their fit."""
    if country.survey is not None:
        return read_survey(country.survey), []
    if country.margins is not None:
        from groundfloor.survey.synthesise import synthesise

        return synthesise(country.margins, seed=seed)
    raise GroundfloorError(
        "The pack has neither survey.yaml nor margins/",
        Place(country.path.name),
        expected="a survey, or margins from which to draw synthetic households",
        hint="Add survey.yaml (see `groundfloor survey --help`) or a margins folder.",
    )


def floor_of_pack(country: Country, name: str | None = None) -> Floor:
    """The floor called `name`, or the pack's first in alphabetical order; a pack without one is refused."""
    if not country.floors:
        raise GroundfloorError(
            "The pack has no floor",
            Place(country.path.name),
            expected="a file in floors/",
            hint="Name the programmes that make the floor there.",
        )
    if name is not None and name not in country.floors:
        raise GroundfloorError(
            f"The pack has no floor {name!r}",
            Place(country.path.name),
            expected=f"one of {', '.join(sorted(country.floors))}",
            hint=nearest(name, country.floors),
        )
    return country.floors[name or min(country.floors)]


def results_of(
    pack: str | Path,
    *,
    to: int = HORIZON,
    floor: str | None = None,
    engine: str = "arrays",
    seed: int = 0,
    sets: Sequence[str] = (STANDARD,),
    say: Progress = quiet,
) -> Results:
    """Run a pack and return its results without writing anything; `results.tables` holds the rows of every table.

    `pack` is the code of one that ships or a folder; `to` is the last year, at least the base year; `floor` names one of
    the pack's (the first in alphabetical order when left out); `engine` is arrays, sql or plain and does not change the
    answer; `seed` is that of the take-up draw and of synthetic households; `sets` are the
    sets of measures (docs/sets.md); `say` is called with each step. Amounts are in
    LCU of the year, people are persons, absent is NaN or None (docs/results.md). A mistake in the pack, an unknown floor
    or engine and a year without its data raise GroundfloorError.

    >>> from groundfloor import new
    >>> results = results_of(new("nowhere"), to=2026)
    >>> len(results.tables["plan"]), sorted(results.scenario_labels)
    (4, ['floor', 'start_small'])
    """
    return _results(read_country(pack), to=to, floor=floor, engine=engine, seed=seed, sets=sets, say=say)


def _results(
    country: Country, *, to: int, floor: str | None, engine: str, seed: int, sets: Sequence[str], say: Progress
) -> Results:
    chosen = floor_of_pack(country, floor)
    survey, fit, population, at = _at(country, chosen, to=to, engine=engine, seed=seed, sets=sets, say=say)
    country = at.country  # whose economy reaches `to`
    tables: dict[str, Sequence[Row]] = {
        name: marked(rows, survey.synthetic) if name in (*OF_HOUSEHOLDS, "services_plan") else rows
        for name, rows in simulate_all(at, chosen, say).items()
    }
    tables["population"] = list(population.rows())
    tables["findings"] = finding_rows(
        (
            *survey.findings,
            *findings(at.caseloads),
            *at.paying.findings,
            *at.providing.findings,
            *at.insuring.findings,
            *of_variants(tables["costs"]),
            *of_supply(country, chosen.programmes.values(), _of(tables.get("supply", ()), chosen.name)),
            *agreement(identities(country, to)),
        ),
        _labels(country, chosen),
    )
    if survey.synthetic:
        tables["fit"] = fit
    tables["economy"] = [vars(row) for row in country.economy.observations if row.year <= to]
    if warned := early_warning(country, float(population.values[0].sum())):
        tables["early_warning"] = warned
    if country.coverage:
        tables["coverage"] = list(country.coverage)
    own = marked(administrative(survey), survey.synthetic)
    tables |= _without_empty(
        {"administrative": _once(tables.pop("administrative"), own), "take_up": tables.pop("take_up")}
    )
    tables["schemes"] = [_scheme(scheme) for scheme in country.schemes]
    tables |= at.providing.tables() | at.insuring.tables()
    return told(country, chosen, survey, at, tables, to)


def take_up_of(
    pack: str | Path,
    *,
    to: int | None = None,
    floor: str | None = None,
    engine: str = "arrays",
    seed: int = 0,
    say: Progress = quiet,
) -> Results:
    """The caseloads of a pack held against its survey without a run: the tables take_up, administrative and findings.

    `to` is the last year, the last one counted when left out; the other settings and the errors are those of `results_of`.
    """
    country = read_country(pack)
    chosen = floor_of_pack(country, floor)
    counted = [year for one in (*country.schemes, *chosen.programmes.values()) for year in one.counts.years]
    last = max([country.base_year, *counted]) if to is None else to
    survey, _fit, _population, at = _at(country, chosen, to=last, engine=engine, seed=seed, say=say)
    today = at.survey.with_weight(at.weights[at.base])
    tables = _without_empty(
        {
            "take_up": marked(take_up_rows(at.caseloads), survey.synthetic),
            "administrative": marked(administrative_rows(at.caseloads, today, country.schemes), survey.synthetic),
            "findings": finding_rows(findings(at.caseloads), _labels(country, chosen)),
        }
    )
    return told(country, chosen, survey, at, tables, last)


def _at(
    country: Country,
    chosen: Floor,
    *,
    to: int,
    engine: str,
    seed: int,
    say: Progress,
    sets: Sequence[str] = (STANDARD,),
    given: Survey | None = None,
) -> tuple[Survey, list[dict[str, Any]], Population, Setting]:
    """The survey and its fit, the population, and what is the same in every scenario."""
    if to < country.base_year:
        raise GroundfloorError(
            f"The last year {to} lies before the base year {country.base_year}", hint="Choose a later year."
        )
    say(f"{country.name['en']}: survey")
    survey, fit = survey_of(country, seed=seed) if given is None else (given, [])
    say(f"Population to {to}")
    inputs = read_population(country.population, None)
    population = project(inputs, to)
    at = setting(
        country, survey, population, chosen, horizon=to, engine=engine, seed=seed, say=say, sets=sets, inputs=inputs, shown=True
    )  # fmt: skip
    return survey, fit, population, at


def prepared(
    pack: str | Path | Country,
    survey: Survey | None = None,
    *,
    to: int = HORIZON,
    floor: str | None = None,
    engine: str = "arrays",
    seed: int = 0,
    say: Progress = quiet,
) -> tuple[Country, Floor, Setting]:
    """A pack, one of its floors, and what is the same whatever the floor says; settings and errors are those of `results_of`.

    `survey` is taken in place of the pack's own.
    """
    country = pack if isinstance(pack, Country) else read_country(pack)
    chosen = floor_of_pack(country, floor)
    _survey, _fit, _population, at = _at(country, chosen, to=to, engine=engine, seed=seed, say=say, given=survey)
    return country, chosen, at


def _of(rows: Sequence[Row], scenario: str) -> list[Row]:
    return [row for row in rows if row["scenario"] == scenario]


def _labels(country: Country, chosen: Floor) -> dict[str, Words]:
    """What programmes are called, by name."""
    return {p.name: p.label for p in (*country.schemes, *chosen.programmes.values())}


def _without_empty(tables: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Row]]:
    return {name: rows for name, rows in tables.items() if rows}


def told(
    country: Country, chosen: Floor, survey: Survey, at: Setting, tables: Mapping[str, Sequence[Row]], to: int
) -> Results:
    """Tables with the words that go with them."""
    patches = {name: patch.get("label", {"en": name}) for name, patch in chosen.scenarios.items()}
    programmes = (*country.schemes, *chosen.programmes.values())
    return Results(
        country_name=country.name,
        currency=country.currency,
        year=country.base_year,
        horizon=to,
        synthetic=survey.synthetic,
        survey_name=survey.names or survey.name,
        floor_label=chosen.label,
        scenario_labels={chosen.name: chosen.label, **patches},
        programme_labels=_labels(country, chosen)
        | called_beside(at, {row["programme"] for row in tables.get("costs", ())}),
        tables=tables,
        assumptions=country.assumptions,
        sources=country.sources,
        seed=at.seed,
        engine=at.engine,
        option_labels={name: option.label for name, option in at.paying.means.options.items()},
        line_labels={name: line["label"] for name, line in country.lines.items()}
        | {name: label for name, label in survey.line_labels.items() if name not in country.lines},
        line_phrases={name: line["phrase"] for name, line in country.lines.items() if line.get("phrase")},
        group_labels={f"region={code}": label for code, label in country.regions.items()},
        scenario_texts=_described({chosen.name: vars(chosen), **chosen.scenarios}),
        programme_texts=_described({p.name: p.meta for p in programmes}),
        survey_year=survey.year,
        price_year=None if survey.welfare is None else survey.price_year,
    )


def _once(first: Sequence[Row], then: Sequence[Row]) -> list[Row]:
    """Rows of both, of the same programme, group and year only the first."""
    keys = ("programme", "group", "year")
    seen = {tuple(row[key] for key in keys) for row in first}
    return [*first, *(row for row in then if tuple(row[key] for key in keys) not in seen)]


def _described(meta: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, str]]:
    """The description of each, where it has one."""
    return {name: one["description"] for name, one in meta.items() if one.get("description")}


def _scheme(scheme: Programme) -> Row:
    """A scheme in force as a row of the inventory; what its file does not say stays empty."""
    said = scheme.meta.get
    return {
        "programme": scheme.name,
        "guarantee": scheme.guarantee,
        "status": scheme.status,
        "law": said("law"),
        "institution": said("institution"),
        "target_group": said("target_group"),
        "caseload": said("caseload"),
        "caseload_year": said("caseload_year"),
        "cost_lcu": said("cost_lcu"),
        "cost_year": said("cost_year"),
        "source": said("source"),
    }


def run(
    pack: str | Path,
    *,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    to: int = HORIZON,
    floor: str | None = None,
    engine: str = "arrays",
    seed: int = 0,
    sets: Sequence[str] = (STANDARD,),
    say: Progress = quiet,
) -> Run:
    """Run a pack and write report, workbook, tables and record to `out` (groundfloor-PACK-report when left out).

    Everything is written beside `out` first and moved there at the end, so that a failure leaves nothing half-written.
    The report of the first language is report.html, that of another report.LANGUAGE.html. The other settings and the
    errors are those of `results_of`; a file in place of the folder raises GroundfloorError too.

    >>> from groundfloor import new
    >>> done = run(new("nowhere"), out="report", languages=["en", "fr"], to=2026)
    >>> sorted(path.name for path in done.report.parent.iterdir())
    ['record.json', 'report.fr.html', 'report.html', 'tables', 'workbook.xlsx']
    """
    folder = Path(out) if out is not None else Path(f"groundfloor-{Path(pack).name}-report")
    if folder.is_file():
        raise not_a_folder(folder)
    country = read_country(pack)
    results = _results(country, to=to, floor=floor, engine=engine, seed=seed, sets=sets, say=say)
    settings = {"to": to, "floor": floor, "engine": engine, "seed": seed, "sets": list(sets)}
    say("Report")
    data = data_files(country.survey) if country.survey else []
    leave(results, folder, country.path, data, settings | {"languages": list(languages)}, languages)
    return Run(results, folder / "report.html", folder / "workbook.xlsx", folder / RECORD)
