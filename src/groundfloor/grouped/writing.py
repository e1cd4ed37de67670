"""A synthetic survey as the two files that any survey has: its persons and its description."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import yaml

from groundfloor.documents import year
from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.frame import Survey

# the line of a survey.yaml that says nobody was interviewed
MADE = "synthetic: true"
PERSON = ("household_id", "person_id", "psu", "weight", "consumption")


def persons_csv(survey: Survey) -> str:
    """The persons, one a row, as CSV; consumption is in LCU a year, and all are of one primary sampling unit.

    >>> import numpy as np
    >>> print(persons_csv(Survey("s", "X", 2020, {}, np.array([0]), np.ones(1), np.array([5.0]))).strip())
    household_id,person_id,psu,weight,consumption
    1,1,1,1.0,5.0
    """
    assert survey.welfare is not None  # noqa: S101 (persons made from groups have welfare)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(PERSON)
    numbers = range(1, survey.persons + 1)
    writer.writerows(
        (number, 1, 1, weight, welfare)
        for number, weight, welfare in zip(numbers, survey.weight.tolist(), survey.welfare.tolist(), strict=True)
    )
    return text.getvalue()


def survey_yaml(survey: Survey, file: str) -> str:
    """The description of the persons in `file`, as docs/survey.md defines it; a country or year that is none is refused."""
    if not re.fullmatch("[A-Z]{3}", survey.country):
        raise GroundfloorError(f"The country is {survey.country!r}", expected="an ISO 3166 code such as UGA")
    year(survey.year, Place("--year"))
    described: Mapping[str, Any] = {
        "survey": survey.name,
        "country": survey.country,
        "year": survey.year,
        "synthetic": True,
        "files": {"persons": file},
        "variables": {
            "household_id": "household_id",
            "person_id": "person_id",
            "weight": "weight",
            "consumption": {"from": "consumption", "unit": "LCU/person/year"},
        },
        "welfare": {"from": "consumption", "per": "person"},
        "design": {"psu": "psu"},
        "lines": {name: {"value": line, "unit": "LCU/person/year"} for name, line in survey.lines.items()},
    }
    return yaml.safe_dump(
        {key: value for key, value in described.items() if value != {}}, sort_keys=False, allow_unicode=True
    )
