"""Verbs on the data of a survey: look into files, check, build, weigh; and on groups where there is no survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundfloor.api.populations import project
from groundfloor.api.sources import SURVEY, read_survey, survey_at
from groundfloor.checking import survey_lines
from groundfloor.errors import GroundfloorError, Place
from groundfloor.grouped import PERSONS, UNIT, Grouped, from_arrays, grouped, groups_of, read_groups, writing
from groundfloor.grouped.result import NOWHERE
from groundfloor.population import Population, PopulationInputs
from groundfloor.population.known import population_in
from groundfloor.report.results import Row
from groundfloor.report.tables import put
from groundfloor.survey import calibrate
from groundfloor.survey.build import build
from groundfloor.survey.frame import Finding, Survey
from groundfloor.survey.quality.figure import Figure
from groundfloor.survey.weighting import calibration as weighting
from groundfloor.survey.weighting.calibration import Reweighted
from groundfloor.survey.weighting.margins import Source as Margins


@dataclass(frozen=True)
class Inspected:
    """What data files hold, as lines of text, the survey.yaml they suggest, and what is to be done with it."""

    seen: tuple[str, ...]
    suggestion: str
    next_step: str


def inspect_survey(
    files: Sequence[str | Path],
    *,
    out: str | Path | None = None,
    country: str | None = None,
    year: int | None = None,
    lang: str = "en",
) -> Inspected:
    """Look at data files: their columns with labels, kinds, values and gaps, their keys, how they join, what they may mean.

    `files` are of any format a survey may have. The suggested survey.yaml says of each guess why it was made and is to be
    corrected by a person; it is written to `out` where that is given, which is refused where it exists. `country` and
    `year` are guessed from the names of the files when left out. `lang` is the language of what is said, in survey.yaml too. A file that
    cannot be read, or a language there is none of, raises GroundfloorError.

    >>> from groundfloor import new
    >>> found = inspect_survey([new("nowhere") / "survey.csv"], country="NOW", year=2025)
    >>> found.seen[0].partition(",")[0], "sex: " in found.suggestion
    ('survey.csv (persons): 1', True)
    """
    from groundfloor.report.language import Language, flat, messages_of
    from groundfloor.survey import inspect
    from groundfloor.survey.write import replaced

    words = inspect.Words(Language(lang, {**messages_of(lang), **flat(inspect.messages_in(lang), inspect.PREFIX)}))
    target = Path("survey.yaml" if out is None else out)
    if out is not None and target.exists():
        raise GroundfloorError(
            "This file exists and is not written over", Place(str(target)), hint="Give another name to --out."
        )
    found = inspect.find(inspect.look_at([Path(file) for file in files]))
    text = inspect.suggestion(found, target.parent, words, country=country, year=year)
    if out is not None:
        replaced(target, text.encode())
    return Inspected(tuple(inspect.shown(found, words)), text, words("text.next", file=target))


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
    country: str = NOWHERE,
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
