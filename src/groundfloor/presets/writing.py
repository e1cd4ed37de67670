"""What a preset gave as a CSV file or a workbook, with a record beside it of what went in and what was the user's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place
from groundfloor.presets import COLUMNS, Calculated
from groundfloor.presets.words import PARAMETER_COLUMNS, PREFIX, labelled, language, parameter_rows, written
from groundfloor.record import make_record
from groundfloor.report.results import Results
from groundfloor.report.tables import as_csv
from groundfloor.report.together import together
from groundfloor.report.workbook import write_workbook

BOOK = ".xlsx"


def write(found: Calculated, out: str | Path, pack: Path, data: Iterable[Path] = (), lang: str = "en") -> list[Path]:
    """Write the rows to `out` (FILE.csv, or FILE.xlsx with the parameters too) and FILE.record.json beside it; returns both.

    `pack` is the folder the inputs are from and `data` the files of a survey. Either all is written or nothing.

    >>> from groundfloor import new, preset
    >>> folder = new("nowhere")
    >>> [file.as_posix() for file in write(preset(folder, "helpage_pension", to=2026), "pension.csv", folder)]
    ['pension.csv', 'pension.record.json']
    """
    file = Path(out)
    if file.is_dir():
        raise GroundfloorError("There is a folder of that name", Place(str(file)), expected="a file such as costs.csv")
    say, record = language(lang), file.with_suffix(".record.json").name
    with together(file.parent, record) as draft:
        if file.suffix == BOOK:
            write_workbook(_results(found, lang), draft / file.name, say)
        else:
            (draft / file.name).write_text(as_csv(written(found, say), COLUMNS), encoding="utf-8", newline="\n")
        made = make_record(pack, data, settings(found), [draft / file.name])
        (draft / record).write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return [file, file.parent / record]


def settings(found: Calculated) -> dict[str, object]:
    """What was asked for: the preset, its years, the value of every parameter, and those that are the user's with the standard value.

    >>> from groundfloor import new, preset
    >>> settings(preset(new("nowhere"), "helpage_pension", to=2026, overrides={"pension_age": 60}))["overridden"]
    {'pension_age': {'standard': 65, 'value': 60.0}}
    """
    given = found.given
    return {
        "preset": found.preset,
        "source": found.source,
        "years": [int(found.table.inputs.years[0]), int(found.table.inputs.years[-1])],
        "parameters": {name: {"value": given[name], "status": one.mark} for name, one in given.parameters.items()},
        "overridden": {
            name: {"standard": given.parameters[name].value, "value": given[name]} for name in given.overridden
        },
    }


def _results(found: Calculated, lang: str) -> Results:
    """The rows and the parameters as results for a workbook."""
    say, inputs = language(lang), found.table.inputs
    status = [{**row, "status": say.text(f"{PREFIX}status.{row['status']}")} for row in parameter_rows(found, say)]
    label = {"en": f"{say.text(f'{PREFIX}label.{found.preset}')}, {inputs.country}"}
    return Results(
        country_name={"en": inputs.country},
        currency=inputs.currency,
        year=int(inputs.years[0]),
        horizon=int(inputs.years[-1]),
        synthetic=any(row["synthetic"] for row in found.rows),
        survey_name="",
        floor_label=label,
        scenario_labels={},
        programme_labels={name: {"en": label} for name, label in labelled(say, found.rows).items()},
        tables={
            "preset": [{name: row[name] for name in COLUMNS} for row in written(found, say)],
            "preset_parameters": [{name: row[name] for name in PARAMETER_COLUMNS} for row in status],
        },
        sources=(found.source,),
        title=label,
    )
