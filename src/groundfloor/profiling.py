"""The profile of a survey: every measure of the sets asked for, as a report, a workbook and tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from groundfloor.leaving import RECORD, leave
from groundfloor.measures import STANDARD, curves, measure
from groundfloor.pipeline import Progress, Run, quiet
from groundfloor.report import profile as sections
from groundfloor.report.findings import finding_rows
from groundfloor.report.language import in_all
from groundfloor.report.results import Results, marked
from groundfloor.report.surveyed import results_on
from groundfloor.report.together import not_a_folder
from groundfloor.survey import data_files, read_survey
from groundfloor.survey.describe import describe
from groundfloor.survey.frame import Survey
from groundfloor.survey.geography import Shapes, shapes


def profile(
    survey_file: str | Path,
    *,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    sets: Sequence[str] = (STANDARD,),
    say: Progress = quiet,
) -> Run:
    """Measure the survey that a survey.yaml (or a folder that holds one) describes, and write what was found to `out`.

    The folder (groundfloor-NAME-profile when left out) then has report.html, workbook.xlsx, tables/measures.csv,
    tables/curves.csv, tables/findings.csv and record.json: all of them, or nothing. `sets` are those of `measure`. Errors are
    those of reading the survey; a file in place of the folder raises GroundfloorError too.

    >>> from groundfloor import new
    >>> done = profile(new("nowhere"), out="profile", languages=["en", "fr"])
    >>> sorted(path.name for path in done.report.parent.iterdir())
    ['record.json', 'report.fr.html', 'report.html', 'tables', 'workbook.xlsx']
    """
    file = Path(survey_file)
    file = file / "survey.yaml" if file.is_dir() else file
    folder = Path(out) if out is not None else Path(f"groundfloor-{file.resolve().parent.name}-profile")
    if folder.is_file():
        raise not_a_folder(folder)
    described = describe(file)
    areas = {} if described.map is None else shapes(described.map)
    say("Survey")
    survey = read_survey(file)
    say("Measures")
    results = results_of_survey(survey, sets, areas)
    say("Report")
    settings = {"sets": list(sets), "languages": list(languages)}
    data = [*data_files(file), *([] if described.map is None else [described.map.path])]
    leave(results, folder, file, data, settings, languages, sections)
    return Run(results, folder / "report.html", folder / "workbook.xlsx", folder / RECORD)


def results_of_survey(survey: Survey, sets: Sequence[str] = (STANDARD,), areas: Shapes | None = None) -> Results:
    """The results of a profile without writing anything.

    >>> from groundfloor import new, read_survey
    >>> sorted(results_of_survey(read_survey(new("nowhere"))).tables)
    ['curves', 'findings', 'measures']
    """
    return results_on(
        survey,
        scenario_labels={"today": in_all("scenario.today")},
        tables={
            "measures": marked(measure(survey, sets=sets), survey.synthetic),
            "curves": marked(curves(survey, sets=sets), survey.synthetic),
            "findings": finding_rows(survey.findings),
        },
        shapes=areas or {},
    )
