"""A choice for its readers: a text, and a folder with the report, the workbook, the tables, the floor's file and the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from groundfloor.choosing.choice import Choice
from groundfloor.choosing.floor import CHOSEN, NAME, labels
from groundfloor.choosing.tables import tables
from groundfloor.leaving import leave
from groundfloor.report import choosing as sections
from groundfloor.report.choosing.answer import sentences
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.results import OF_HOUSEHOLDS, Results, marked
from groundfloor.survey import data_files


def results(found: Choice) -> Results:
    """Every table of a choice with the names that go with them, as a report and a workbook show them.

    >>> from groundfloor import new
    >>> from groundfloor.choosing import choose, settings
    >>> asked = settings({"envelope": "0.5%gdp", "to": 2026, "levels": 1, "steps": [0.5, 1], "frontier": []})
    >>> found = choose(new("nowhere"), asked)
    >>> results(found).scenario_labels["chosen"]["fr"]
    'Socle retenu'
    """
    country, survey = found.country, found.at.survey
    own = ("choice", "objectives", "solutions", "limits", "frontier")
    scenarios = (CHOSEN, *(one.name for one in found.alternatives))
    objectives = list(found.asked.objective)
    return Results(
        country_name=country.name,
        currency=country.currency,
        year=found.years[0],
        horizon=found.years[-1],
        synthetic=survey.synthetic,
        survey_name=survey.names or survey.name,
        floor_label=found.floor.label,
        scenario_labels={name: labels(i) for i, name in enumerate(scenarios)},
        programme_labels={one.name: one.label for one in (*country.schemes, *found.floor.programmes.values())},
        tables={
            name: marked(rows, survey.synthetic) if name in (*OF_HOUSEHOLDS, *own) else rows
            for name, rows in tables(found).items()
        },
        assumptions=country.assumptions,
        sources=country.sources,
        seed=found.asked.seed,
        line_labels={name: line["label"] for name, line in country.lines.items()} | dict(survey.line_labels),
        line_phrases={name: line["phrase"] for name, line in country.lines.items() if line.get("phrase")},
        survey_year=survey.year,
        price_year=None if survey.welfare is None else survey.price_year,
        kind=objectives[0] if len(objectives) == 1 else "",
    )


def told(found: Choice, lang: str = "en") -> list[str]:
    """The answer in sentences; a language there is none of raises GroundfloorError.

    >>> from groundfloor import new
    >>> from groundfloor.choosing import choose, settings
    >>> asked = settings({"envelope": "0.5%gdp", "to": 2026, "levels": 1, "steps": [0.5, 1], "frontier": []})
    >>> found = choose(new("nowhere"), asked)
    >>> told(found)[0].startswith("The choice is Child grant")
    True
    """
    return sentences(Page(results(found), Language(lang)))


def write(found: Choice, out: str | Path, languages: Sequence[str], settings: dict[str, Any]) -> Path:
    """Write everything to a folder, all of it or nothing; returns where the report is.

    The floor's file is floors/affordable.yaml: put into the folder floors of the pack it is run like any other. `settings` are
    those asked for, for the record. A file in place of the folder raises GroundfloorError.

    >>> from groundfloor import new
    >>> from groundfloor.choosing import choose, settings
    >>> asked = settings({"envelope": "0.5%gdp", "to": 2026, "levels": 1, "steps": [0.5, 1], "frontier": []})
    >>> found = choose(new("nowhere"), asked)
    >>> report = write(found, "chosen", ["en"], {})
    >>> sorted(path.name for path in report.parent.iterdir())
    ['floors', 'record.json', 'report.html', 'tables', 'workbook.xlsx']
    """
    country = found.country
    data = data_files(country.survey) if country.survey else []
    leave(
        results(found), Path(out), country.path, data, settings | {"languages": list(languages)}, languages, sections,
        {f"floors/{NAME}.yaml": found.file},
    )  # fmt: skip
    return Path(out) / "report.html"
