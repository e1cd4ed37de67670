"""A survey that is built reads back the same, in every format; Stata's is read by another's reader."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.survey import read_survey
from groundfloor.survey.build import build
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.write import WRITERS

from .test_collect import HOMES, HOUSEHOLDS

EXAMPLES = Path(__file__).parents[2] / "examples"
TRANSFERS = """\
transfers:
  grant: {kind: social_pension, unit: person, receives: work, amount: {from: weight, unit: LCU/month, prices: 2020}}
  basket: {kind: in_kind, unit: household, label: {en: "Food: basket", fr: Panier}, receives: {from: sex, true: [2]}}
groups:"""
MORE = """\
other:
  days: {kind: number, unit: day, from: weight, meaning: "days: of something"}
  rent: {kind: number, level: household, from: food, unit: LCU/person/month, prices: 2020}
  place: {kind: text, from: [area, sex], levels: [North/1, North/2, South/2]}
  strata: {kind: boolean, from: work}
groups:"""


def assert_equal(one: Survey, other: Survey) -> None:
    """Everything but the findings, and the order of the columns."""
    assert set(one.columns) == set(other.columns)
    for name, column in one.columns.items():
        assert_same(column, other.columns[name], name)
    for name in ("name", "country", "year", "groups", "synthetic", "line_labels", "price_year", "amounts"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("starts", "weight", "welfare", "sharing", "strata", "psu"):
        assert_same(getattr(one, name), getattr(other, name), name)
    assert one.lines == pytest.approx(other.lines, rel=1e-12)
    assert set(one.transfers) == set(other.transfers)
    for name, transfer in one.transfers.items():
        again = other.transfers[name]
        assert (again.kind, again.unit, again.label) == (transfer.kind, transfer.unit, transfer.label)
        assert_same(transfer.receives, again.receives, name)
        assert_same(transfer.amount, again.amount, name)


def cells(text: Text) -> list[str | None]:
    return [None if code < 0 else text.levels[code] for code in text.codes.tolist()]


def assert_same(one, other, name) -> None:
    if isinstance(one, Text):
        # words, for their codes may count levels that nobody has who is left
        assert cells(one) == cells(other), name
    elif one is None:
        assert other is None, name
    else:
        np.testing.assert_allclose(other, one, rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("ending", sorted(WRITERS))
@pytest.mark.parametrize(
    "change",
    [
        ("groups:", "groups:"),
        ("groups:", MORE),
        ("groups:", TRANSFERS),
        ("persons.csv}", "persons.csv}\nprices: 2019"),
        ("per: capita", "per: adult_equivalent(oxford)"),
        ("per: capita", "per: adult_equivalent(deaton_zaidi), alpha: 0.3, theta: 0.9"),
        ("age: years", "age: {from: years, missing: [4], impute: median}"),
        ("{from: food, unit: LCU/household/week}", "{from: food, unit: LCU/person/week}"),
    ],
)
def test_what_is_built_reads_back_the_same(folder, ending, change):
    if ending == "dta":
        pytest.importorskip("pyreadstat")
    folder.describe(*change)
    if "adult" in change[1]:
        folder.describe("LCU/person/day", "LCU/adult_equivalent/day")
    source = folder.path / "survey.yaml"
    expected, described = build(source, folder.path / "out" / f"harmonised.{ending}")
    assert described == folder.path / "out" / "harmonised.yaml"
    assert_equal(read_survey(described), expected)
    assert_equal(read_survey(source), expected)
    assert sorted(path.name for path in described.parent.iterdir()) == [f"harmonised.{ending}", "harmonised.yaml"]


def test_households_without_persons_become_persons(folder):
    folder.put("survey.yaml", HOUSEHOLDS).put("homes.csv", HOMES)
    expected, described = build(folder.path / "survey.yaml", folder.path / "all.csv")
    assert_equal(read_survey(described), expected)


def test_welfare_from_incomes_of_persons(folder):
    old = "consumption: {from: food, unit: LCU/household/week}\nwelfare: {from: consumption, per: capita}"
    new = "income: {from: food, unit: LCU/week, prices: 2020}\nwelfare: {from: income, per: capita}"
    expected, described = build(folder.describe(old, new).path / "survey.yaml", folder.path / "all.csv")
    assert_equal(read_survey(described), expected)


@pytest.mark.parametrize("name", ["uganda_2009", "ghana_2009"])
def test_the_real_surveys_are_built(name, tmp_path):
    if not os.environ.get("GROUNDFLOOR_REFERENCE"):
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    expected, described = build(EXAMPLES / name / "survey.yaml", tmp_path / "h.parquet")
    assert_equal(read_survey(described), expected)


def test_a_stata_file_has_labels_for_variables_and_values(folder):
    pyreadstat = pytest.importorskip("pyreadstat")
    build(folder.path / "survey.yaml", folder.path / "all.dta")
    found, meta = pyreadstat.read_dta(str(folder.path / "all.dta"), output_format="dict")
    assert meta.file_label == "Example"
    assert meta.column_names_to_labels["age"] == "completed years"
    assert meta.variable_value_labels["sex"] == {1: "male", 2: "female"}
    assert meta.variable_value_labels["employed"] == {0: "no", 1: "yes"}
    assert list(found["sex"]) == [1, 2, 1, 2]
    assert list(found["employed"]) == [1, 0, None, 0]
    assert list(found["household_id"]) == ["A", "A", "A", "B"]


def test_nothing_of_the_survey_is_written_over(folder):
    for name in ("persons.csv", "survey.csv"):
        before = (folder.path / "persons.csv").read_bytes(), (folder.path / "survey.yaml").read_bytes()
        with pytest.raises(GroundfloorError, match="not written over"):
            build(folder.path / "survey.yaml", folder.path / name)
        assert ((folder.path / "persons.csv").read_bytes(), (folder.path / "survey.yaml").read_bytes()) == before
    with pytest.raises(GroundfloorError, match="cannot be written as 'doc'"):
        build(folder.path / "survey.yaml", folder.path / "x.doc")


def test_an_own_variable_that_stata_cannot_name(folder):
    name = "a" * 33
    folder.describe("groups:", f"other:\n  {name}: {{kind: boolean, from: work}}\ngroups:")
    with pytest.raises(GroundfloorError, match="no name of a variable in Stata"):
        build(folder.path / "survey.yaml", folder.path / "all.dta")
    assert not (folder.path / "all.dta").exists()
