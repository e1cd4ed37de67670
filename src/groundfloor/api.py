"""The verbs of the command line as functions: the same names, the same inputs, the same answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack, overload

import numpy as np

from groundfloor import comparison, measures, population, rules, survey
from groundfloor.checking import explain_person, explain_scenario, survey_lines
from groundfloor.comparing import compare_scenarios
from groundfloor.comparison import Comparison
from groundfloor.country import read_country
from groundfloor.country.pack import find_pack, is_pack
from groundfloor.errors import GroundfloorError, Place
from groundfloor.fiscal import FiscalIncidence, incidence, read_fiscal
from groundfloor.fiscal.description import Description, fiscal_file
from groundfloor.grouped import PERSONS, UNIT, Grouped, from_arrays, grouped, groups_of, read_groups, writing
from groundfloor.pipeline import HORIZON, Run, Settings, Simulation, floor_of_pack, results_of, run, survey_of
from groundfloor.population import Population, PopulationInputs, read_population
from groundfloor.population.known import population_in
from groundfloor.proxy import ProxyMeans
from groundfloor.report.results import Row, marked
from groundfloor.report.tables import put
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey import calibrate
from groundfloor.survey.build import build
from groundfloor.survey.frame import Finding, Floats, Survey
from groundfloor.survey.quality.figure import Figure
from groundfloor.survey.weighting import calibration as weighting
from groundfloor.survey.weighting.calibration import Reweighted
from groundfloor.survey.weighting.margins import Source as Margins
from groundfloor.survey.weighting.replicates import replicate as replicate

SURVEY = "survey.yaml"
EXAMPLE_DAY = "2026-07-01"


def demo(**settings: Unpack[Settings]) -> Run:
    """Run the Ghana pack and write its report, workbook, tables and record; `settings` are those of `run`.

    >>> done = demo(to=2026, languages=["fr"])
    >>> done.report.as_posix(), done.results.synthetic
    ('groundfloor-gha-report/report.html', True)
    """
    return run("gha", **settings)


def read_survey(source: str | Path, *, seed: int = 0) -> Survey:
    """The survey that a survey.yaml, or a folder that holds one, describes; or that of a pack.

    Persons are sorted by household, amounts are in LCU a year, and `findings` holds what the checks found. A pack without a
    survey gives synthetic households drawn with `seed`. What would make every figure wrong raises GroundfloorError with
    file, row and column. How the file is written: docs/survey.md; how households are drawn: docs/methods/synthetic-households.md.

    >>> from groundfloor import new
    >>> found = read_survey(new("nowhere"))
    >>> found.persons, found.households, found.synthetic
    (1907, 500, False)
    """
    return survey_at(source, seed=seed)[0]


@dataclass(frozen=True)
class Inspected:
    """What data files hold, as lines of text, and the survey.yaml they suggest."""

    seen: tuple[str, ...]
    suggestion: str


def inspect_survey(
    files: Sequence[str | Path],
    *,
    out: str | Path | None = None,
    country: str | None = None,
    year: int | None = None,
) -> Inspected:
    """Look at data files: their columns with labels, kinds, values and gaps, their keys, how they join, what they may mean.

    `files` are of any format a survey may have. The suggested survey.yaml says of each guess why it was made and is to be
    corrected by a person; it is written to `out` where that is given, which is refused where it exists. `country` and
    `year` are guessed from the names of the files when left out. A file that cannot be read raises GroundfloorError.

    >>> from groundfloor import new
    >>> found = inspect_survey([new("nowhere") / "survey.csv"], country="NOW", year=2025)
    >>> found.seen[0].partition(",")[0], "sex: " in found.suggestion
    ('survey.csv (persons): 1', True)
    """
    from groundfloor.survey import inspect
    from groundfloor.survey.write import replaced

    target = Path("survey.yaml" if out is None else out)
    if out is not None and target.exists():
        raise GroundfloorError(
            "This file exists and is not written over", Place(str(target)), hint="Give another name to --out."
        )
    found = inspect.find([inspect.look(Path(file)) for file in files])
    text = inspect.suggestion(found, target.parent, country=country, year=year)
    if out is not None:
        replaced(target, text.encode())
    return Inspected(tuple(inspect.shown(found.files, found.keys, found.meetings)), text)


@dataclass(frozen=True)
class Checked:
    """A survey with everything that was found of it, the figures of its quality, and both as lines of text."""

    survey: Survey
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...]
    lines: tuple[str, ...]
    fit: Sequence[Row]


def check_survey(
    source: str | Path,
    *,
    population: str | Path | None = None,
    html: str | Path | None = None,
    seed: int = 0,
    lang: str = "en",
) -> Checked:
    """Read a survey and say how far it can be believed, part by part, and what each problem does to which result.

    `source` is as `read_survey` takes it. `population` is a pack, inputs of a projection, or a CSV file of people by year,
    sex and age, against which the weights are held. `html` is a file for the report as a page, `lang` its language. Errors
    are those of reading. Figures and sources: docs/methods/survey-quality.md.

    >>> from groundfloor import new
    >>> pack = new("nowhere")
    >>> found = check_survey(pack / "survey.yaml", population=pack, html=pack / "quality.html")
    >>> next((one.of, round(one.expected / 1e6, 1)) for one in found.figures if one.name == "people")
    ('all', 12.3)
    """
    from groundfloor.report import quality as shown
    from groundfloor.survey.quality import quality
    from groundfloor.survey.quality.figure import Known
    from groundfloor.survey.write import replaced

    survey, fit = survey_at(source, seed=seed)
    known = None if population is None else Known(*population_in(population, survey.year, survey.country))
    figures, more = quality(survey, known)
    findings = (*survey.findings, *more)
    made = shown.parts(findings, figures, lang)
    if html is not None:
        replaced(Path(html), shown.html(survey, made, lang).encode())
    heading = next(iter(survey_lines(survey, lang=lang)))
    return Checked(survey, findings, tuple(figures), (heading, *shown.lines(made)), fit)


def build_survey(source: str | Path, out: str | Path) -> Path:
    """Write a survey's persons with their harmonised variables to one file, and beside it the survey.yaml that reads it back.

    `source` is a survey.yaml or a folder that holds one; `out` ends in .parquet, .csv, .dta (Stata, with labels) or .xlsx.
    Gives the path of the new survey.yaml, which has the name of `out`. Errors are those of reading; a file of the survey
    itself is not written over.

    >>> from groundfloor import new
    >>> pack = new("nowhere")
    >>> described = build_survey(pack / "survey.yaml", pack / "built" / "all.csv")
    >>> described.name, read_survey(described).persons
    ('all.yaml', 1907)
    """
    path = Path(source)
    return build(path / SURVEY if (path / SURVEY).is_file() else path, Path(out))[1]


@overload
def measure(
    source: Survey,
    entitlements: Entitlements | None = None,
    *,
    scenario: str = ...,
    groups: tuple[str, ...] | None = ...,
    lines: Mapping[str, float] | None = ...,
    welfare_after: Floats | None = ...,
    outside: Sequence[str] = ...,
    sets: Sequence[str] = ...,
) -> Sequence[Row]: ...


@overload
def measure(source: str | Path, **settings: Unpack[Simulation]) -> Sequence[Row]: ...


def measure(source: Survey | str | Path, entitlements: Entitlements | None = None, **settings: Any) -> Sequence[Row]:
    """The table `measures`: poverty, inequality, coverage and more, each with its standard error.

    Of a survey.yaml, or a folder that holds one, it says what is today; of a pack, also what each scenario makes of it, with
    the settings of `results_of`. Of a survey in memory it says what `groundfloor.measures.measure` says, with the settings
    of that function. `sets` choose the measures: standard, those of adept, aspire, ceq, dasp or euromod, or all. Errors are those of reading. Units, formulas and sources: docs/methods.

    >>> from groundfloor import new
    >>> found = measure(new("nowhere") / "survey.yaml")
    >>> next(row["n"] for row in found if row["measure"] == "gini")
    1907
    """
    if isinstance(source, Survey):
        return marked(measures.measure(source, entitlements, **settings), source.synthetic)
    if _is_survey(Path(source)):
        return measure(read_survey(source), sets=settings.get("sets", (measures.STANDARD,)))
    return results_of(source, **settings).tables["measures"]


def compare(
    before: Survey | str | Path,
    after: Survey | Floats | str | Path | None = None,
    *,
    deflator: float = 1.0,
    groups: Sequence[str] | None = None,
    sets: Sequence[str] = (measures.STANDARD,),
    by: Sequence[str] | None = None,
    lines: Mapping[str, float] | None = None,
    between: Sequence[float] | None = None,
    threshold: float = 0.05,
    reference: str = "today",
    year: int | None = None,
    floor: str | None = None,
    seed: int = 0,
) -> Comparison:
    """Two distributions side by side: differences, decompositions of poverty, dominance, growth, winners and losers.

    `before` and `after` are two surveys (in memory, a survey.yaml, or a folder that holds one), amounts of the first multiplied by
    `deflator`; or one survey and welfare after, a value a person; or one survey and two of its `groups`, such as sex=female
    and sex=male; or a pack and one of its scenarios, compared with the scenario `reference` in `year` (the first in which
    both pay in full), with `floor` and `seed` as in `results_of`. `by` are grouping variables (those both have), `lines` LCU per
    person a year in prices of `after`, `between` the two lines between which dominance is tested, `threshold` the share
    of welfare before from which a change counts as a gain or loss. Tables, formulas and sources: docs/compare.md, docs/methods/comparison.md.

    >>> from groundfloor import new
    >>> found = compare(new("nowhere"))
    >>> sorted(found.tables)
    ['curves', 'decomposition', 'differences', 'dominance', 'growth', 'transitions', 'winners']
    """
    asked: dict[str, Any] = {
        "sets": sets,
        "by": by,
        "lines": lines,
        "between": None if between is None else (between[0], between[1]),
        "threshold": threshold,
    }
    is_survey = isinstance(before, Survey) or _is_survey(Path(before))
    if deflator != 1 and not (is_survey and isinstance(after, (Survey, str, Path))):
        raise GroundfloorError(
            "A deflator is for two surveys", hint="Amounts of one survey or pack are in the same prices already."
        )
    if not is_survey:
        if groups is not None:
            raise GroundfloorError("Groups are compared within a survey", hint="Give its survey.yaml, and not a pack.")
        if after is not None and not isinstance(after, str):
            raise GroundfloorError("A pack is compared with one of its scenarios", expected="the name of a scenario")
        return compare_scenarios(str(before), after, reference=reference, year=year, floor=floor, seed=seed, **asked)
    first = before if isinstance(before, Survey) else read_survey(before)
    if groups is not None:
        if after is not None or len(groups) != 2:
            raise GroundfloorError("Groups are two of one survey", expected="one survey and two groups")
        pair = (groups[0], groups[1])
        return comparison.compare_groups(first, pair, names=pair, **asked)
    if after is None:
        raise GroundfloorError(
            "There is nothing to compare the survey with",
            expected="a second survey, welfare after, or two groups",
            hint="For two groups of one survey: --groups sex=female sex=male.",
        )
    if isinstance(after, np.ndarray):
        if first.welfare is None:
            raise GroundfloorError(f"The survey {first.name!r} has no welfare before")
        return comparison.compare_persons(first, first.welfare, after, **asked)
    second = after if isinstance(after, Survey) else read_survey(after)
    return comparison.compare_surveys(first, second, deflator=deflator, names=_called(first, second), **asked)


def _called(first: Survey, second: Survey) -> tuple[str, str]:
    """The names of two surveys, with their years where one alone would not tell them apart."""
    if first.name != second.name:
        return first.name, second.name
    return f"{first.name} ({first.year})", f"{second.name} ({second.year})"


def fiscal_incidence(
    source: Survey | str | Path, fiscal: Description | str | Path | None = None, *, pensions: str | None = None
) -> FiscalIncidence:
    """What taxes and benefits do to poverty and inequality, and who pays and receives, from market to final income.

    `source` is a survey, or where one is described as for `read_survey`; `fiscal` the file of its taxes and benefits, when left
    out the fiscal.yaml beside it. `pensions` is PDI (contributory pensions are deferred income) or PGT (they are transfers), the
    file's own when left out. The result holds the concepts of income a person, and tables of rows with their standard errors.
    A mistake in the file raises GroundfloorError. How the file is written: docs/fiscal.md; definitions and sources:
    docs/methods/fiscal-incidence.md.

    >>> from groundfloor import new
    >>> pack = new("nowhere")
    >>> vat = "vat: {kind: indirect_tax, unit: household, spending: household_consumption, rate: 0.15, inclusive: true}"
    >>> _ = (pack / "fiscal.yaml").write_text(f"fiscal: VAT\\nwelfare_is: disposable\\npensions: PDI\\nitems:\\n  {vat}\\n")
    >>> found = fiscal_incidence(pack)
    >>> bool(abs(found.concepts["consumable"] / found.concepts["disposable"] - 1 / 1.15).max() < 1e-12)
    True
    """
    found = source if isinstance(source, Survey) else read_survey(source)
    if not isinstance(fiscal, Description):
        if fiscal is None and isinstance(source, Survey):
            raise GroundfloorError(
                "A survey in memory does not say where its taxes and benefits are", hint="Give `fiscal`."
            )
        fiscal = read_fiscal(fiscal_file(_folder(str(source))) if fiscal is None else fiscal, found)
    return incidence(found, fiscal, pensions=pensions)


def reweight(
    source: Survey | str | Path,
    margins: Margins | None = None,
    *,
    method: str = "raking",
    bounds: Sequence[float] | None = None,
    by: str = "household",
    join: bool = False,
    adjust: bool = False,
    scale: bool = True,
    year: int | None = None,
    population: Population | PopulationInputs | str | Path | None = None,
    seed: int = 0,
) -> Reweighted:
    """A survey whose weights meet totals, moved as little as possible, and how far they had to move.

    The totals are those of `margins`, a CSV file or rows, or the `population` (a pack or its files; the survey's own pack when left
    out) projected to `year`. `method` is raking, linear or logit, `bounds` the lowest and highest ratio of new to old weight. `by`
    is household, members or person, `join` counts a cell without anybody with its neighbour, `adjust` scales margins that
    disagree to the first, `scale` brings weights to the total of the first margin before they move; these are for `margins`. `seed` is that of a pack's synthetic households. What no weights can meet
    raises GroundfloorError naming the cell. Files and method: docs/methods/calibration.md.

    >>> from groundfloor import new
    >>> done = reweight(new("nowhere"), [{"sex": "female", "total": 5e6}, {"sex": "male", "total": 4.9e6}])
    >>> round(done.survey.weight.sum()), done.calibration.residual < 1e-9
    (9900000, True)
    """
    survey = source if isinstance(source, Survey) else read_survey(source, seed=seed)
    if (margins is None) == (year is None):
        raise GroundfloorError(
            "There is nothing to weight the survey to" if year is None else "There are margins and a year",
            expected="either margins, or a year and a population",
        )
    if margins is not None:
        return weighting.reweight(
            survey, margins, method=method, bounds=bounds, by=by, join=join, adjust=adjust, scale=scale
        )
    if population is None and isinstance(source, Survey):
        raise GroundfloorError("No population is named", expected="the pack or the files of the population")
    chosen = source if population is None and not isinstance(source, Survey) else population
    return age(survey, chosen, year or 0, method=method, bounds=bounds)


def age(
    survey: Survey,
    population: Population | PopulationInputs | str | Path | None,
    year: int,
    *,
    method: str = "raking",
    bounds: Sequence[float] | None = None,
) -> Reweighted:
    """Static ageing: a survey whose people by sex and five-year age group are those of the population projected to `year`.

    Nobody grows older; households with the ages that there will be more of count for more. `population` is a projection, its
    inputs, a file or folder of them, or a pack. Method and limits: docs/methods/calibration.md.

    >>> from groundfloor import new, read_survey
    >>> pack = new("nowhere")
    >>> older = age(read_survey(pack), pack, 2040)
    >>> round(older.survey.weight.sum().item() / project(pack, 2040).total()[2040], 9)
    1.0
    """
    if population is None:
        raise GroundfloorError("No population is named", expected="the pack or the files of the population")
    projected = population if isinstance(population, Population) else project(population, year)
    return calibrate.aged(survey, projected.at(year), method=method, bounds=bounds)


def measure_grouped(
    source: str | Path | Mapping[str, Iterable[float]] | Iterable[float],
    *,
    mean: float | None = None,
    lines: Mapping[str, float] | None = None,
    unit: str = UNIT,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    survey: str | Path | None = None,
    persons: int = PERSONS,
    country: str = "XXX",
    year: int | None = None,
) -> Grouped:
    """Poverty and inequality from grouped data: from a file, or from columns of numbers by their meaning.

    `source` has a row a class from the poorest to the richest; a bare list is the welfare shares of equal classes such as
    deciles. `mean` and `lines` are in `unit`; without a mean there is inequality only. `columns` gives the file's names of
    columns by meaning, `sheet` a sheet of a workbook. With `survey`, `persons` synthetic persons are written to that CSV file
    and, with `year`, a survey.yaml beside it that says they are of `country`. What cannot be a distribution raises
    GroundfloorError with file, row and column. Method and sources: docs/methods/grouped-data.md.

    >>> found = measure_grouped([3, 5, 6, 7, 8, 9, 11, 13, 15, 23], mean=1000, lines={"national": 500})
    >>> row = next(row for row in found.rows if row["chosen"] and row["measure"] == "fgt0")
    >>> row["curve"], round(row["value"], 3), round(row["low"], 3), round(row["high"], 3)
    ('beta', 0.168, 0.1, 0.2)
    """
    given = read_groups(source, columns, sheet) if isinstance(source, str | Path) else from_arrays(source)
    found = grouped(groups_of(given, mean), lines, unit)
    if survey is not None:
        _write_persons(found.survey(persons, country=country, year=year or 0), Path(survey), described=year is not None)
    return found


def project(source: PopulationInputs | str | Path, to: int = HORIZON, *, country: str | None = None) -> Population:
    """Project a population by sex and single age, in persons, to 1 July of the year `to`.

    `source` is inputs already read, a long CSV file, a folder of them, or a pack; `country` names the one meant in a file
    about several. A year the rates do not reach raises GroundfloorError. Method and sources: docs/methods/population.md.

    >>> found = project("gha", 2030)
    >>> found.years[0].item(), found.values.shape
    (2025, (6, 2, 101))
    """
    inputs = source if isinstance(source, PopulationInputs) else read_population(source, country)
    return population.project(inputs, to)


def cost(pack: str | Path, **settings: Unpack[Simulation]) -> Sequence[Row]:
    """What each programme of a pack costs, by scenario and year: the table `costs`, in LCU of the year.

    `settings` are those of `results_of`. Formulas and sources: docs/methods/costing.md.

    >>> from groundfloor import new
    >>> row = cost(new("nowhere"), to=2026)[-1]
    >>> row["scenario"], row["year"], row["total_lcu"] == row["transfers_lcu"] + row["administration_lcu"]
    ('start_small', 2026, True)
    """
    return results_of(pack, **settings).tables["costs"]


def finance(pack: str | Path, **settings: Unpack[Simulation]) -> Sequence[Row]:
    """How a pack's floor could be paid for: the table `financing`, low, base and high in % of GDP by option and year.

    `settings` are those of `results_of`. Formulas and sources: docs/methods/financing.md.

    >>> from groundfloor import new
    >>> sorted({row["option"] for row in finance(new("nowhere"), to=2026)})
    ['subsidies', 'tax_administration']
    """
    return results_of(pack, **settings).tables["financing"]


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
    Child grant, condition: age < 18 instead of age < 5
    """
    country = read_country(pack)
    chosen = floor_of_pack(country, floor)
    if name in chosen.scenarios:
        return explain_scenario(chosen, name, lang=lang)
    if scenario is not None:
        chosen = rules.scenario(chosen, scenario)
    return explain_person(country, chosen, name, row=person - 1, date=str(date), lang=lang, seed=seed)


def proxy_means(
    source: Survey | str | Path,
    *,
    predict: Sequence[str] | None = None,
    target: str = "poorest=0.2",
    method: str = "ols",
    quantile: float | None = None,
    mix: float = 0.5,
    penalty: str = "min",
    weights: str = "persons",
    area: str | None = None,
    missing: str = "indicator",
    lowest: float | None = None,
    points: float | None = None,
    quota: float | None = None,
    select: str = "quota",
    folds: int = 10,
    budget: float | None = None,
    benefit: float | None = None,
    administration: float = 0.0,
    screening: float = 0.0,
    private: float = 0.0,
    categories: Sequence[str] | Mapping[str, str] | None = None,
    name: str = "pmt_grant",
    seed: int = 0,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
) -> ProxyMeans:
    """Fit a proxy means test to a survey, write it as a rule, and say whom it leaves out and what else the money could do.

    `source` is a survey in memory, a survey.yaml, a folder that holds one, or a pack. `predict` are expressions of the rule language
    (the usual ones that the survey can answer when left out), `target` is poorest=SHARE or the name of a line. `method` is one of
    `groundfloor.proxy.METHODS`; `points` makes whole numbers of the weights, so many to one of log welfare. `quota` is the share of
    persons selected (that of the target when left out); with `select` line it is who is predicted below the target instead. `budget`,
    `benefit`, `screening` and `private` are LCU a year, `administration` a share of benefits; the budget is the poverty gap of the target
    when left out. `categories` are conditions by name, or as NAME=CONDITION, to compare with. With `out` the tables, the rule and a page
    in each of `languages` are written there. The other settings are those of `groundfloor.proxy.Settings`. A mistake in any of them,
    a survey without welfare and too few households raise GroundfloorError. Method and sources: docs/methods/proxy-means.md.

    >>> from groundfloor import new
    >>> test = proxy_means(new("nowhere"), points=100)
    >>> 0 < test.value("errors", sample="cross_validated", measure="exclusion_error") < 1
    True
    >>> sorted(test.rule.files)
    ['floors/pmt_grant.yaml', 'programmes/cases/pmt_grant.yaml', 'programmes/pmt_grant.yaml']
    """
    from groundfloor import proxy

    people = source if isinstance(source, Survey) else read_survey(source, seed=seed)
    settings = proxy.Settings(
        method=method, quantile=quantile, mix=mix, penalty=penalty, weights=weights, area=area, missing=missing,
        lowest=lowest, points=points, quota=quota, select=select, folds=folds, seed=seed,
    )  # fmt: skip
    found = proxy.assess(
        people,
        predictors=predict,
        target=proxy.target_of(target, people),
        settings=settings,
        budget=budget,
        benefit=benefit,
        administration=administration,
        screening=screening,
        private=private,
        categories=proxy.categories_of(categories),
        name=name,
    )
    if out is not None:
        proxy.write(found, out, languages)
    return found


def survey_at(source: str | Path, *, seed: int = 0) -> tuple[Survey, Sequence[Row]]:
    """The survey that `source` describes, and how well it meets its margins when it is synthetic.

    `source` is a survey.yaml, a folder that holds one, or a pack; `seed` is that of a pack's synthetic households.

    >>> found, fit = survey_at("gha")
    >>> found.synthetic, sorted(fit[0])
    (True, ['achieved', 'cell', 'difference', 'margin', 'target'])
    """
    path = Path(source)
    inside = path / SURVEY
    if inside.is_file():
        return survey.read_survey(inside), []
    if _is_survey(path):
        return survey.read_survey(path), []
    return survey_of(read_country(source), seed=seed)


def _folder(source: str) -> Path:
    """The folder of a survey.yaml, or of the pack of a code."""
    path = Path(source)
    return find_pack(source) if not _is_survey(path) and not path.is_dir() else path if path.is_dir() else path.parent


def _write_persons(made: Survey, file: Path, *, described: bool) -> None:
    """Write synthetic persons and, where their year is known, the survey.yaml that says what they are."""
    beside = file.with_suffix(".yaml")
    text = writing.survey_yaml(made, file.name) if described else None
    if text is not None and beside.exists() and writing.MADE not in beside.read_text(encoding="utf-8"):
        raise GroundfloorError(
            "There is already a file of that name, which was not made from grouped data",
            Place(str(beside)),
            hint="Give --survey another name.",
        )
    put(file, writing.persons_csv(made))
    if text is not None:
        put(beside, text)


def _is_survey(path: Path) -> bool:
    """Whether `path` means a survey and not a pack; a file that is not there is told from a code by its suffix."""
    if path.is_dir():
        return (path / SURVEY).is_file() and not is_pack(path)
    return path.is_file() or bool(path.suffix)
