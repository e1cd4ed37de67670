"""Uncertainty left in a folder: a report in each language, the workbook, the tables and the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from groundfloor.leaving import leave
from groundfloor.report import monte_carlo
from groundfloor.survey import data_files
from groundfloor.uncertainty.found import Uncertainty
from groundfloor.uncertainty.words import language, results


def write(found: Uncertainty, out: str | Path, languages: Sequence[str]) -> Path:
    """Write everything to a folder, all of it or nothing; returns where the report is.

    >>> from groundfloor import cost_uncertainty
    >>> report = write(cost_uncertainty("gha", to=2026, paths=20), "likely", ["en", "fr"])
    >>> sorted(path.name for path in report.parent.iterdir())
    ['record.json', 'report.fr.html', 'report.html', 'tables', 'workbook.xlsx']
    """
    country = found.country
    data = [*(data_files(country.survey) if country.survey else []), *found.files]
    settings = {**found.settings, "languages": list(languages)}
    leave(results(found), Path(out), country.path, data, settings, languages, monte_carlo, words=language)
    return Path(out) / "report.html"
