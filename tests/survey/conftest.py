"""A small survey in a folder, to be changed one thing at a time."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from groundfloor.survey import read_survey
from groundfloor.survey.frame import Survey

PERSONS = """\
home,person,years,sex,relation,weight,food,area,cluster,work
A,1,40,1,1,10,70,North,c1,yes
A,2,38,2,2,10,70,North,c1,no
B,1,70,2,1,20,14,South,c2,no
A,3,4,1,3,10,70,North,c1,
"""
DESCRIPTION = """\
survey: Example
country: NOW
year: 2024
files:
  persons: {path: persons.csv}
variables:
  household_id: home
  person_id: person
  age: years
  sex: {from: sex, codes: {1: male, 2: female}}
  relationship: {from: relation, codes: {1: head, 2: spouse, 3: child}}
  weight: weight
  region: area
  employed: work
  consumption: {from: food, unit: LCU/household/week}
welfare: {from: consumption, per: capita}
design: {strata: area, psu: cluster}
lines:
  national: {value: 2, unit: LCU/person/day}
groups: [region, sex]
"""


class Folder:
    """The folder of a survey."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.put("persons.csv", PERSONS)
        self.put("survey.yaml", DESCRIPTION)

    def put(self, name: str, content: str | bytes) -> Folder:
        data = content.encode() if isinstance(content, str) else content
        (self.path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return self

    def change(self, name: str, old: str, new: str, times: int = 1) -> Folder:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        return self.put(name, text.replace(old, new, times))

    def describe(self, old: str, new: str) -> Folder:
        return self.change("survey.yaml", old, new)

    def persons(self, old: str, new: str, times: int = 1) -> Folder:
        return self.change("persons.csv", old, new, times)

    def read(self) -> Survey:
        return read_survey(self.path / "survey.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def found(survey: Survey, check: str, variable: str | None = None) -> list[tuple[str, int]]:
    """Severity and rows of what a check found."""
    return [
        (finding.severity, finding.rows)
        for finding in survey.findings
        if finding.check == check and variable in (None, finding.variable)
    ]


@pytest.fixture(name="found")
def _found():
    return found


def words(survey: Survey, name: str) -> list[str | None]:
    """A column of words as a list."""
    text = survey.columns[name]
    return [None if code < 0 else text.levels[code] for code in text.codes.tolist()]


@pytest.fixture(name="words")
def _words():
    return words
