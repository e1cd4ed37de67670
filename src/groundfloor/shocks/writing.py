"""Shocks for their readers: a text, and a folder with the report, the workbook, the tables and the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from groundfloor.leaving import leave
from groundfloor.report import shocks as sections
from groundfloor.report.language import Language, in_all
from groundfloor.report.page import Page
from groundfloor.report.results import Results
from groundfloor.report.shocks.answer import sentences
from groundfloor.shocks.case import TODAY, Shocked
from groundfloor.shocks.description import Shock
from groundfloor.shocks.tables import tables
from groundfloor.survey import data_files


def results(found: Shocked) -> Results:
    """Every table of shocks with the names that go with them, as a report and a workbook show them.

    >>> from groundfloor.shocks import simulate
    >>> results(simulate("gha", ["drought"], to=2030)).shock_labels["drought"]["fr"]
    'Sécheresse dans le nord'
    """
    country, survey = found.country, found.at.survey
    floor = {found.floor.name: found.floor.label, TODAY: in_all("scenario.today")}
    responses = {name: label for case in found.cases.values() for name, label in case.responses.items()}
    return Results(
        country_name=country.name,
        currency=country.currency,
        year=country.base_year,
        horizon=found.years[-1],
        synthetic=survey.synthetic,
        survey_name=survey.names or survey.name,
        floor_label=found.floor.label,
        scenario_labels=floor | responses,
        programme_labels=_programmes(found),
        tables=tables(found),
        assumptions=country.assumptions,
        sources=country.sources,
        seed=found.at.seed,
        engine=found.at.engine,
        line_labels={name: line["label"] for name, line in country.lines.items()} | dict(survey.line_labels),
        line_phrases={name: line["phrase"] for name, line in country.lines.items() if line.get("phrase")},
        group_labels={f"region={code}": label for code, label in country.regions.items()},
        scenario_texts=_texts(found),
        survey_year=survey.year,
        price_year=survey.price_year,
        shock_labels=_labels(found),
        title=in_all("shocks.title"),
    )


def _programmes(found: Shocked) -> dict[str, Mapping[str, str]]:
    named = (*found.country.schemes, *found.floor.programmes.values())
    return {one.name: one.label for one in named}


def _texts(found: Shocked) -> dict[str, Mapping[str, str]]:
    """What each shock and each response is, in a sentence."""
    return {
        name: text
        for case in found.cases.values()
        for name, text in (*((one.name, one.description) for one in case.shocks), *_of_responses(case.shocks))
        if text
    }


def _of_responses(shocks: Sequence[Shock]) -> list[tuple[str, Mapping[str, str]]]:
    return [(name, one.patch.words("description")) for shock in shocks for name, one in shock.responses.items()]


def _labels(found: Shocked) -> dict[str, Mapping[str, str]]:
    """The names of cases, and of losses and prices as the tables have them."""
    labels: dict[str, Mapping[str, str]] = {}
    for case in found.cases.values():
        labels[case.name] = case.label
        for shock in case.shocks:
            labels |= {f"{shock.name}.{name}": one.label for name, one in shock.losses.items()}
            labels |= {f"{shock.name}.{name}": one.label for name, one in shock.prices.items()}
    return labels


def told(found: Shocked, lang: str = "en") -> list[str]:
    """What each shock does, in sentences; a language there is none of raises GroundfloorError.

    >>> from groundfloor.shocks import simulate
    >>> told(simulate("gha", ["drought"], to=2030))[0].startswith("Drought in the north")
    True
    """
    return [sentence for one in sentences(Page(results(found), Language(lang))).values() for sentence in one]


def write(found: Shocked, out: str | Path, languages: Sequence[str], settings: dict[str, Any]) -> Path:
    """Write everything to a folder, all of it or nothing; returns where the report is. `settings` are those asked for, for the record.

    >>> from groundfloor.shocks import simulate
    >>> report = write(simulate("gha", ["drought"], to=2030), "shocks", ["en"], {})
    >>> sorted(path.name for path in report.parent.iterdir())
    ['record.json', 'report.html', 'tables', 'workbook.xlsx']
    """
    country = found.country
    data = data_files(country.survey) if country.survey else []
    settings = settings | {"languages": list(languages)}
    leave(results(found), Path(out), country.path, data, settings, languages, sections)
    return Path(out) / "report.html"
