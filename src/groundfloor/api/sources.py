"""Where a survey comes from: a survey.yaml, a folder that holds one, or a pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from groundfloor import survey
from groundfloor.report.results import Row
from groundfloor.survey.frame import Survey
from groundfloor.survey.weighting.replicates import replicate as replicate

SURVEY = "survey.yaml"


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
    from groundfloor.country import read_country
    from groundfloor.pipeline import survey_of

    return survey_of(read_country(source), seed=seed)


def described_at(source: str | Path) -> tuple[Path, list[Path]]:
    """What describes a survey, its survey.yaml or the folder of its pack, and the data files this names.

    >>> from groundfloor import new
    >>> file, data = described_at(new("nowhere") / "survey.yaml")
    >>> file.name, [one.name for one in data]
    ('survey.yaml', ['survey.csv'])
    """
    path = Path(source)
    if _is_survey(path):
        file = path / SURVEY if path.is_dir() else path
        return file, survey.data_files(file)
    from groundfloor.country import read_country

    country = read_country(source)
    return country.path, survey.data_files(country.survey) if country.survey else []


def _folder(source: str) -> Path:
    """The folder of a survey.yaml, or of the pack of a code."""
    from groundfloor.country.pack import find_pack

    path = Path(source)
    return find_pack(source) if not _is_survey(path) and not path.is_dir() else path if path.is_dir() else path.parent


def _is_survey(path: Path) -> bool:
    """Whether `path` means a survey and not a pack; a file that is not there is told from a code by its suffix."""
    if path.is_dir():
        from groundfloor.country.pack import is_pack

        return (path / SURVEY).is_file() and not is_pack(path)
    return path.is_file() or bool(path.suffix)
