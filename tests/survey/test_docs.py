"""The pages on surveys say what the code does: no key, word, format or finding that is not there, and none left out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundfloor.survey import describe, entries, files, lines, read_survey
from groundfloor.survey.collect import VERBS
from groundfloor.survey.formats import _readers
from groundfloor.survey.money import TIMES_A_YEAR, WHOSE
from groundfloor.survey.sentences import sentences

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "survey.md").read_text(encoding="utf-8")
REAL = (ROOT / "docs" / "real-surveys.md").read_text(encoding="utf-8")
KINDS = {"text": "text", "number": "number", "boolean": "yes or no"}
NAME = re.compile(r"`([^`]+)`")
OF_RUNS = (
    "access.",
    "synthetic.",
    "fiscal.",
    "take_up.",
    "financing.",
    "economy.",
    "services.",
    "supply.",
    "contributory.",
    "variants.",
)
"""Findings that no survey has."""


def table(first: str) -> list[list[str]]:
    """The rows of the table whose first heading is `first`."""
    lines = PAGE.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {first} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return found
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def tables(first: str) -> Iterator[set[str]]:
    """The names in the first column of every table with this heading."""
    lines = PAGE.splitlines()
    for i, line in enumerate(lines):
        if line.startswith(f"| {first} |"):
            yield {
                name
                for row in lines[i + 2 : next(j for j in range(i, len(lines)) if not lines[j].startswith("|"))]
                for name in NAME.findall(row.strip("|").split("|")[0])
            }


def flat(tree: Any, prefix: str = "") -> Iterator[str]:
    for name, value in tree.items():
        if isinstance(value, str) or "other" in value:
            yield prefix + name
        else:
            yield from flat(value, f"{prefix}{name}.")


def test_the_keys_of_the_file_and_of_its_files():
    of_survey, of_file = tables("key")
    assert of_survey == {*describe.REQUIRED, *describe.OPTIONAL}
    assert of_file == set(files.FILE)
    needed = {row[0].strip("`") for row in table("key") if row[1] == "yes"}
    assert needed == set(describe.REQUIRED)


def test_the_words_of_an_entry_and_the_kinds_they_are_of():
    said: dict[str, set[str]] = {}
    for row in table("word"):
        for word in NAME.findall(row[0]):
            kinds = set(KINDS.values()) if row[1] == "every kind" else {one.strip() for one in row[1].split(",")}
            said[word] = kinds
    known: dict[str, set[str]] = {word: set(KINDS.values()) for word in entries.FROM}
    assert all(
        re.search(rf"\b{word}\b", PAGE)
        for word in (*entries.AGE, *entries.IMPUTE, *(verb for of in VERBS.values() for verb in of))
    )
    for kind, words in entries.BY_KIND.items():
        for word in words:
            known.setdefault(word, set()).add(KINDS[kind])
    assert said == known


def test_the_words_of_variables_of_ones_own_of_units_lines_and_scales():
    own = PAGE.partition("**Variables of your own**")[2].partition("\n\n")[0]
    assert set(entries.DEFINED) <= set(NAME.findall(own))
    money = PAGE.partition("### Money")[2].partition("**Prices.**")[0]
    assert {*TIMES_A_YEAR, *WHOSE} <= set(NAME.findall(money))
    assert {row[0].strip("`") for row in table("`per`")} == set(describe.PER)
    said = PAGE.partition("**A line** is")[2].partition("\n\n")[0]
    assert all(re.search(rf"\b{word}\b", said) for word in lines.LINE)


def test_the_formats():
    assert {name for row in table("format") for name in NAME.findall(row[1])} == set(_readers())


def test_every_finding_is_explained_with_its_severity():
    said = {name: set(row[1].split(", ")) for row in table("finding") for name in NAME.findall(row[0])}
    assert set(said) == {key for key in flat(sentences("en")) if not key.startswith(OF_RUNS)}
    code = "\n".join(file.read_text(encoding="utf-8") for file in Path(describe.__file__).parent.rglob("*.py"))
    for severity, key in re.findall(r'Finding\(\s*"(note|warning|error)",[^)]*?"([a-z_]+(?:\.[a-z_]+)?)"[,)]', code):
        if key in said:
            assert severity in said[key], key
    assert {severity for one in said.values() for severity in one} == {"note", "warning", "error"}


def test_the_example_of_the_page_is_a_survey(tmp_path):
    """The description at the head of the page reads, but for its data."""
    text = re.search(r"(?m)^    survey: Household survey 2024\n(?:    .*\n|\n)+", PAGE)
    assert text is not None
    (tmp_path / "survey.yaml").write_text(re.sub(r"(?m)^    ", "", text[0]), encoding="utf-8")
    described = describe.describe(tmp_path / "survey.yaml")
    assert described.variables["consumption"].prices == 2023
    assert [line.name for line in described.lines] == ["food", "half_median"]


SECTIONS = {
    "uganda_2009": "Uganda National Panel Survey 2009/10",
    "ghana_2009": "Ghana Socioeconomic Panel Survey 2009/10",
    "ghana_2018": "Ghana Socioeconomic Panel Survey 2018/19",
    "malawi_2010": "Malawi Third Integrated Household Survey 2010/11",
}


@pytest.mark.parametrize("name", SECTIONS)
def test_the_real_surveys_say_what_the_page_says(name, tmp_path):
    if not os.environ.get("GROUNDFLOOR_REFERENCE"):
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    part = REAL.partition(f"\n## {SECTIONS[name]}\n")[2].partition("\n## ")[0]
    file = ROOT / "examples" / name / "survey.yaml"
    found = {f"{one.severity}: {one.message}" for one in read_survey(file).findings}
    said = set(re.findall(r"(?m)^> (.*)$", part))
    if name == "ghana_2009":
        text = file.read_text(encoding="utf-8").replace("weight: hh_weight", "weight: pop_weight")
        (tmp_path / "survey.yaml").write_text(text, encoding="utf-8")
        of_persons = read_survey(tmp_path / "survey.yaml")
        assert of_persons.weight.sum() == pytest.approx(120e6, rel=0.01)
        found |= {f"{one.severity}: {one.message}" for one in of_persons.findings if one.says == "weights.of_members"}
    assert said == found
