"""The messages: complete in every language, none left over, with the same things to fill in."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.report.served import SCHOOLING, served

import groundfloor as gf
from groundfloor.choosing import results as results_of_choice
from groundfloor.comparison import Comparison
from groundfloor.measures.families.access import SHARES
from groundfloor.profiling import results_of_survey
from groundfloor.report import choosing, compare, comparison, fiscal, profile, side_by_side
from groundfloor.report.language import Language, languages, messages_of
from groundfloor.report.render import fragments, html
from groundfloor.report.results import COLUMNS, Results
from groundfloor.report.workbook import write_workbook
from groundfloor.shocks import results as results_of_shocks
from groundfloor.survey.frame import Survey, Text, Transfer

SIDE_KINDS = (
    "quality.",
    "finding.",
    "variable.",
    "group.",
    "guarantee.",
    "series.",
    "severity.",
    "unit.",
    "kinds.",
    "aggregate.",
    "fiscal.kind.",
    "fiscal.assumption.",
    "choosing.floor.",
    "scenario.",
    # those of other pages, which tests/access, tests/choosing, tests/test_reach.py, tests/test_doing_nothing.py, tests/contributory, tests/costing/services, tests/uncertainty, tests/shocks and tests/test_gridded.py go through
    "access.",
    "choosing.worth.",
    "contributory.",
    "doing_nothing.",
    "grid.",
    "monte_carlo.",
    "reach.",
    "services.",
    "shocks.",
)


def fields(message: Any) -> list[set[str]]:
    forms = [message] if isinstance(message, str) else list(message.values())
    return [{name for _, name, _, _ in string.Formatter().parse(form) if name} for form in forms]


@pytest.mark.parametrize("lang", languages())
def test_every_language_has_the_same_keys_and_fields(lang: str) -> None:
    english, other = messages_of("en"), messages_of(lang)
    assert set(other) == set(english)
    for key, message in other.items():
        for form in (message,) if isinstance(message, str) else message.values():
            assert isinstance(form, str)
            assert form.strip(), key
        assert set.union(*fields(message)) == set.union(*fields(english[key])), key


@pytest.mark.parametrize("lang", languages())
def test_plural_forms_are_those_the_language_has(lang: str) -> None:
    forms = set(Language(lang).locale.plural_form.tags) | {"other"}
    for key, message in messages_of(lang).items():
        if not isinstance(message, str):
            assert set(message) <= forms, key
            assert "other" in message


def test_french_is_french() -> None:
    same = {
        key
        for key, text in messages_of("fr").items()
        if text == messages_of("en")[key] and isinstance(text, str) and len(text) > 12
    }
    assert {
        key
        for key in same
        if any(c.isalpha() for c in string.Formatter().vformat(str(messages_of("en")[key]), (), _Nothing()))
    } <= {
        "columns.population.label",
        "columns.administration_lcu.label",
        "compare.redistribution",
        "component.redistribution",
        "live.administration",
    }


class _Nothing(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@pytest.mark.parametrize("lang", ["fr"])
def test_french_spaces_do_not_break(lang: str) -> None:
    for key, message in messages_of(lang).items():
        for form in (message,) if isinstance(message, str) else message.values():
            for sign in (" :", " ;", " !", " ?", " »", "« "):
                assert sign not in form, (key, form)
            assert not re.search(r"[\d}] %", form), (key, form)


@pytest.fixture
def surveyed() -> Results:
    """The profile of a survey with a map of one area too many and one group too small for an interval."""
    generator = np.random.default_rng(1)
    region = generator.integers(0, 3, 90)
    region[0] = 3
    order = np.argsort(region, kind="stable")
    receipts = (generator.random((4, 90)) < 0.5).astype(float)
    asked = {name: (generator.random(90) < 0.5).astype(float) for name in SHARES}
    asked |= {name: (generator.random(90) < 0.5).astype(float) for name in ("ill", "consulted", "foregone_for_cost")}
    asked |= {"out_of_school_for_cost": asked["consulted"]}
    money = (
        "consumption",
        "income",
        "health_spending",
        "school_cost",
        "food_consumption",
        "rent_cost",
        "utilities_cost",
    )
    costs = {name: generator.lognormal(size=90) for name in (*money, "water_cost", "energy_cost")}
    known = served(90)
    columns = known | asked | costs | {"facility_minutes": 120 * generator.random(90), "in_school": known["in_school"]}
    survey = Survey(
        "s", "GHA", 2020, columns | {"region": Text(region[order].astype(np.int32), ("A", "B", "C", "alone"))}, np.arange(90),
        np.ones(90), generator.lognormal(size=90), {"one": 1.0}, groups=("region",), dollar=0.01, vintage=2017,
        schooling=SCHOOLING,
        transfers={f"programme_{k}": Transfer("in_kind", "person", one, one) for k, one in enumerate(receipts)},
    )  # fmt: skip
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    return results_of_survey(survey, ("all",), {f"region={name}": (square,) for name in "ABCD"})


@pytest.fixture
def choices(tmp_path: Path) -> list[Results]:
    """Choices with one objective and several, with every kind of limit, alternatives, and nothing chosen."""
    pack = gf.new(tmp_path / "nowhere")
    small: dict[str, Any] = {"to": 2027, "levels": [1.5], "steps": [0.5, 1.0], "frontier": [0.5], "within": 1.0}
    limited = {
        "capacity": {"all": 2e6, "child_grant": 1e6},
        "debt_ceiling": 60,
        "commitments": {"social_pension": {2027: 0.5}},
    }
    weights = {"poverty_gap": 0.5, "headcount": 0.2, "coverage": 0.3}
    return [
        results_of_choice(gf.choose(pack, envelope="1.5%gdp", **small)),
        results_of_choice(gf.choose(pack, envelope="1%gdp", objective=weights, **small, **limited)),
        results_of_choice(gf.choose(pack, envelope=0, **small)),
    ]


@pytest.fixture
def struck(tmp_path: Path) -> Results:
    """A pack under a shock of its economy."""
    pack = gf.new(tmp_path / "struck")
    (pack / "shocks").mkdir()
    slump = "shock: slump\nlabel: {en: Slump}\nstart: 2026\nsource: s\neconomy: {gdp_real_growth: {2026: -0.1}}\n"
    (pack / "shocks" / "slump.yaml").write_text(slump, encoding="utf-8")
    return results_of_shocks(gf.simulate_shocks(pack, to=2026))


def test_no_message_is_left_over(
    monkeypatch: pytest.MonkeyPatch,
    variants: list[Results],
    fiscal_variants: list[Results],
    comparisons: list[Comparison],
    choices: list[Results],
    surveyed: Results,
    struck: Results,
    tmp_path: Path,
) -> None:
    used: set[str] = set()

    def form(self: Language, key: str, values: Any, original: Callable[..., str] = Language._form) -> str:
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    html(surveyed, package=profile)
    without = [row for row in surveyed.tables["measures"] if row["programme"] is None]
    html(replace(surveyed, tables={**surveyed.tables, "measures": without}), package=profile)
    until_2024 = [row for row in without if "2025" not in row["measure"]]
    html(replace(surveyed, tables={**surveyed.tables, "measures": until_2024}), package=profile)
    for results in fiscal_variants:
        html(results, package=fiscal)
    for found in comparisons:
        list(comparison.told(found))
        html(comparison.results(found), package=compare)
    for results in choices:
        html(results, package=choosing)
        write_workbook(results, tmp_path / "choice.xlsx")
    write_workbook(struck, tmp_path / "shocks.xlsx")
    told: set[tuple[str, str, bool]] = set()
    for results in variants:
        fragments(results, "en", ("figures", "reached", "years"), side_by_side)
        html(results)
        # a workbook takes longest, and says of columns what they are, and of those that hold something how it comes about
        if new := columns(results) - told:
            write_workbook(results, tmp_path / "workbook.xlsx")
            told |= new
    missing = {key for key in messages_of("en") if key not in used and not key.startswith(SIDE_KINDS)}
    assert missing == set(), sorted(missing)


def columns(results: Results) -> set[tuple[str, str, bool]]:
    """Every column by its table, and whether something stands in it that is not nothing."""
    return {
        (table, column, bool(value))
        for table, rows in results.tables.items()
        for row in rows
        for column, value in row.items()
    }


def test_every_column_and_table_is_explained() -> None:
    say = Language("en")
    for table, columns in COLUMNS.items():
        assert say.has(f"tables.{table}.sheet")
        assert all(say.has(f"columns.{column}.label") and say.has(f"columns.{column}.meaning") for column in columns)
