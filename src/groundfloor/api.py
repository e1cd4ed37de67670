"""The verbs of the command line that answer with one table, for use from Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from groundfloor.country import read_country
from groundfloor.country.pack import is_pack
from groundfloor.measures import measure
from groundfloor.pipeline import Run, results_of, run, survey_of
from groundfloor.report.results import Row
from groundfloor.survey import read_survey
from groundfloor.survey.frame import Survey

SURVEY = "survey.yaml"


def demo(**settings: Any) -> Run:
    """Run the Ghana pack; `settings` are those of `groundfloor.run`.

    >>> import groundfloor as gf
    >>> gf.demo(out="ghana-report", languages=["fr"])  # doctest: +SKIP
    """
    return run("gha", **settings)


def cost(pack: str | Path, **settings: Any) -> Sequence[Row]:
    """What each programme of a pack costs, by scenario and year: the table `costs`; `settings` are those of `results_of`."""
    return results_of(pack, **settings).tables["costs"]


def finance(pack: str | Path, **settings: Any) -> Sequence[Row]:
    """How a pack's floor is paid for: the table `financing`; `settings` are those of `results_of`."""
    return results_of(pack, **settings).tables["financing"]


def survey_at(source: str | Path, *, seed: int = 0) -> tuple[Survey, Sequence[Row]]:
    """The survey that `source` describes, and how well it meets its margins when it is synthetic.

    `source` is a survey.yaml, a folder that holds one, or a pack; `seed` is that of a pack's synthetic households.

    >>> survey, fit = survey_at("gha")
    >>> survey.synthetic, sorted(fit[0])
    (True, ['achieved', 'cell', 'difference', 'margin', 'target'])
    """
    path = Path(source)
    inside = path / SURVEY
    if path.is_file() or path.suffix or inside.is_file():
        return read_survey(inside if inside.is_file() else path), []
    return survey_of(read_country(source), seed=seed)


def measures_of(source: str | Path, **settings: Any) -> Sequence[Row]:
    """The table `measures` of a survey (a survey.yaml or a folder that holds one), or of a pack today and in each scenario.

    `settings` are those of `results_of`, for a pack.
    """
    path = Path(source)
    if path.is_file() or path.suffix or ((path / SURVEY).is_file() and not is_pack(path)):
        return measure(survey_at(path)[0])
    return results_of(source, **settings).tables["measures"]
