"""The page on the rule language names everything the language has, and its examples are read."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from tests.rules.marked import PENSION

from groundfloor.errors import GroundfloorError
from groundfloor.rules import (
    cases,
    dated,
    explain,
    load_floor,
    own_variables,
    patch,
    printable,
    run_cases,
    vocabulary,
)
from groundfloor.rules.functions import AGGREGATES, CONVERSIONS, FUNCTIONS
from groundfloor.rules.household import household
from groundfloor.rules.load import FLOOR_KEYS, floor_of
from groundfloor.rules.scope import RESULTS
from groundfloor.rules.syntax import DEEPEST, LONGEST
from groundfloor.rules.units import BASES, COUNTS

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", PAGE))
NAMED = CODE | {word for code in CODE for word in re.findall(r"[\w.]+", code)}
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def section(title: str) -> set[str]:
    """Every name between backticks in the section of this title."""
    text = re.split(r"\n#+ ", PAGE.split(f"# {title}\n", 1)[1])[0]
    return {word for code in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[\w.]+", code)}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("The rule", {*vocabulary.REQUIRED, "parameters", "limit", "first", "per", "by"}),
        ("The rule", {*vocabulary.GUARANTEES, *vocabulary.FUNCTIONS, *vocabulary.STATUSES, *vocabulary.UNITS}),
        ("Delivery", set(vocabulary.DELIVERY) - {"parameters", "limit"}),
        ("What the inventory of schemes needs", {*vocabulary.INVENTORY, *vocabulary.FORMS}),
        ("Parameters", {*dated.KEYS, *dated.VALUE_KEYS, *dated.INDICES}),
        ("Functions", {*FUNCTIONS, *CONVERSIONS}),
        ("The household", {"household.size", "household.head.age", *(f"household.{word}" for word in AGGREGATES)}),
        ("Names", {f"old_age_pension.{what}" for what in RESULTS}),
        ("Types and units", {*BASES, *COUNTS}),
        ("A floor", {*FLOOR_KEYS, *own_variables.KEYS, *own_variables.KINDS}),
        ("Scenarios", {*patch.KEYS, *patch.CHANGEABLE}),
        ("Cases", {*cases.FILE, *cases.CASE, *cases.EXPECT}),
    ],
)
def test_everything_is_named_in_its_section(title, names):
    assert names <= section(title), sorted(names - section(title))


def test_every_field_of_a_programme_is_named():
    everything = section("The rule") | section("Delivery") | section("What the inventory of schemes needs")
    assert set(vocabulary.KEYS) <= everything


def test_bounds_are_those_of_the_code():
    assert f"{LONGEST:,}" in PAGE
    assert f"{DEEPEST} levels" in PAGE


def test_the_examples_are_read_and_give_what_the_page_says(tmp_path):
    programme, floor, case = EXAMPLES
    for name, text in (
        ("programmes/child_grant.yaml", programme),
        ("programmes/old_age_pension.yaml", PENSION),
        ("schemes/leap.yaml", PENSION.replace("old_age_pension", "leap")),
        ("programmes/cases/child_grant.yaml", case),
        ("floors/ground.yaml", floor),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = load_floor(tmp_path / "floors" / "ground.yaml")
    assert len(printable(found, "small").splitlines()) == 7
    (outcome,) = run_cases(tmp_path / "programmes" / "cases" / "child_grant.yaml", found)
    assert outcome.passed, outcome
    shown = re.search(r"\n\n((?:    .*\n)+)\nParameters and programmes are called", PAGE)
    assert shown is not None
    said = explain(
        found, household([{"age": 3, "relationship": "child"}], found), "child_grant", 0, datetime.date(2026, 7, 1)
    )
    assert said.replace("\xa0", " ") == "\n".join(line[4:] for line in shown[1].splitlines())


def test_the_expressions_of_the_page_are_read():
    block = PAGE.split("## Expressions")[1].split("```")[1].strip()
    grant = {name: {"unit": "LCU/month", "values": {"2026-01-01": 1}} for name in ("grant", "line", "cap")}
    for line in block.splitlines():
        key = "amount" if "grant" in line or "line" in line else "eligible"
        other = {"eligible": "amount: grant", "amount": "eligible: urban"}[key]
        text = PENSION.replace("eligible: age >= 60\namount: benefit", f'{key}: "{line}"\n{other}')
        assert floor_of([text], parameters=grant).programmes
    for wrong in ("age and urban", "region < 5", "sex == 'femal'", "per_year(75) > 1"):
        assert f"`{wrong}`" in PAGE or wrong.removesuffix(" > 1") in CODE
        with pytest.raises(GroundfloorError, match=r"^programme 1:8:"):
            floor_of([PENSION.replace("age >= 60", f'"{wrong}"')])
