"""Verbs on the contributory schemes of a pack."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from groundfloor import population
from groundfloor.contributory.country import Contributory, people_of, project_schemes
from groundfloor.country import read_country
from groundfloor.economy import complete
from groundfloor.economy.rates import rates
from groundfloor.insuring import money_of
from groundfloor.leaving import RECORD
from groundfloor.pipeline import HORIZON
from groundfloor.population import read_population
from groundfloor.record import make_record
from groundfloor.report.contributory.writing import PAGE, draw_up
from groundfloor.report.together import not_a_folder, together


def project_contributory(
    pack: str | Path,
    to: int = HORIZON,
    *,
    scheme: str | None = None,
    accounts: bool = False,
    changes: Mapping[str, object] | None = None,
) -> Contributory:
    """The contributory schemes of a pack year by year from its base year to `to`: insured, pensioners, money, reserve and rights.

    `scheme` is the name of the only one wanted; `accounts` adds what persons may expect over their lives, which takes longer.
    `changes` puts a reform beside the scheme, as the variant `reform`: numbers of the description by their dotted path, or
    `contribution_rate` and `retirement_age`, each a value or values by year. A pack without the folder contributory/, a wrong description and a rate that is
    needed and not there raise GroundfloorError. Amounts are LCU of the year; method and sources: docs/methods/contributory.md.

    >>> found = project_contributory("gha", to=2027, scheme="ssnit")
    >>> row = found.tables["contributory"][0]
    >>> row["scheme"], row["variant"], row["year"], round(row["pensioners"]), row["illustrative"]
    ('ssnit', 'base', 2025, 243575, True)
    >>> later = project_contributory("gha", to=2027, scheme="ssnit", changes={"contribution_rate": 0.14})
    >>> [row["to"] for row in later.tables["contributory_changes"] if row["variant"] == "reform"]
    ['0.14']
    """
    country = read_country(pack)
    inputs = read_population(country.population)
    people = population.project(inputs, to)
    country = complete(country, people, to)
    known = rates(country, people.total())
    return project_schemes(
        country, people_of(inputs, people), money_of(country, known), scheme, accounts=accounts, changes=changes
    )


def report_contributory(
    pack: str | Path,
    out: str | Path,
    to: int = HORIZON,
    *,
    scheme: str | None = None,
    changes: Mapping[str, object] | None = None,
    languages: Sequence[str] = ("en",),
) -> Path:
    """Project schemes as `project_contributory` does, with accounts of persons, and write a page, a workbook, tables and record to `out`, all of it or nothing; returns the page.

    The page of the first language is report.html, that of another report.LANGUAGE.html. A file in place of the folder raises GroundfloorError
    too.

    >>> page = report_contributory("gha", "schemes", to=2026, languages=["en", "fr"])
    >>> sorted(path.name for path in page.parent.iterdir())
    ['record.json', 'report.fr.html', 'report.html', 'tables', 'workbook.xlsx']
    """
    folder = Path(out)
    if folder.is_file():
        raise not_a_folder(folder)
    found = project_contributory(pack, to, scheme=scheme, accounts=True, changes=changes)
    settings = {"to": to, "scheme": scheme, "changes": dict(changes or {}), "languages": list(languages)}
    with together(folder, RECORD) as draft:
        draw_up(found, draft, languages)
        record = make_record(found.country.path, [], settings, (draft / "tables").glob("*.csv"))
        (draft / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return folder / PAGE
