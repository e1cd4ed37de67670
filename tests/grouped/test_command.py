"""`groundfloor grouped` and `gf.measure_grouped`, from a file to figures and to a survey that can be measured."""

from __future__ import annotations

import csv
import io
import math

import pytest
from tests.grouped.published import LINE, MEAN, L, P

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.grouped.indices import TABLE
from groundfloor.rules.messages import languages


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "india.csv"
    path.write_text("p,L\n" + "\n".join(f"{p},{share}" for p, share in zip(P, L, strict=True)), encoding="utf-8")
    return path


def out_of(capsys, *arguments):
    assert main([str(one) for one in arguments]) == 0
    return capsys.readouterr().out


MONTHLY = ("--mean", MEAN, "--line", f"national={LINE}", "--unit", "LCU/person/month")


def test_it_says_which_curve_it_uses_and_why(table, capsys):
    text = out_of(capsys, "grouped", table, *MONTHLY)
    assert "india: 13 classes, mean 109.9 (LCU/person/month)." in text
    assert "General quadratic curve: a 0.8877, b −1.4514, c 0.2026" in text
    assert "Poverty at the line national (89) is taken from the general quadratic curve: both curves are valid" in text
    assert "no confidence interval" in text
    lines = text.partition("\n\n")[2].splitlines()
    assert lines[0].split() == ["measure", "line", "group", "value", "other", "low", "high", "note"]
    row = next(line.split() for line in lines if line.startswith("fgt0 "))
    assert row[:5] == ["fgt0", "national", "all", "0.4506", "0.4512"]


def test_it_speaks_french(table, capsys):
    text = out_of(capsys, "grouped", table, *MONTHLY, "--lang", "fr")
    assert "Courbe bêta" in text
    assert "la courbe va au-delà de ce que permettent les classes" in text
    assert set(languages()) >= {"en", "fr"}


def test_as_csv_both_curves_are_there(table, capsys):
    rows = list(csv.DictReader(io.StringIO(out_of(capsys, "grouped", table, *MONTHLY, "--format", "csv"))))
    assert tuple(rows[0]) == TABLE
    assert {row["curve"] for row in rows} == {"quadratic", "beta"}
    per_figure = {}
    for row in rows:
        key = row["measure"], row["line"], row["group"]
        per_figure.setdefault(key, []).append(row["chosen"])
    assert all(sorted(chosen) == ["false", "true"] for chosen in per_figure.values())
    beta = next(row for row in rows if (row["curve"], row["measure"]) == ("beta", "mld"))
    assert beta["note"].startswith("without the poorest")
    assert beta["high"] == ""


def test_the_persons_written_are_a_survey(table, tmp_path, capsys):
    persons = tmp_path / "made" / "persons.csv"
    assert main(["grouped", str(table), *map(str, MONTHLY), "--survey", str(persons)]) == 1
    assert "The folder does not exist" in capsys.readouterr().err
    persons.parent.mkdir()
    out_of(capsys, "grouped", table, *MONTHLY, "--survey", persons, "--persons", 2000)
    assert [one.name for one in persons.parent.iterdir()] == ["persons.csv"]
    out_of(capsys, "grouped", table, *MONTHLY, "--survey", persons, "--year", 1983, "--country", "IND")
    survey = gf.read_survey(persons.with_suffix(".yaml"))
    assert (survey.synthetic, survey.persons, survey.year, survey.country) == (True, 10_000, 1983, "IND")
    assert survey.lines == {"national": pytest.approx(LINE * 12)}
    figures = {row["measure"]: row for row in gf.measure(survey)}
    assert figures["mean_welfare"]["value"] == pytest.approx(MEAN * 12)
    assert figures["fgt0"]["value"] == pytest.approx(0.4506, abs=0.005)
    assert figures["fgt0"]["synthetic"] is True
    assert math.isnan(figures["fgt0"]["se"])


def test_what_was_not_made_here_is_not_written_over(table, tmp_path, capsys):
    own = tmp_path / "survey.yaml"
    own.write_text("survey: mine\n", encoding="utf-8")
    arguments = ["grouped", str(table), *map(str, MONTHLY), "--survey", str(tmp_path / "survey.csv"), "--year", "1983"]
    assert main(arguments) == 1
    assert "There is already a file of that name" in capsys.readouterr().err
    assert own.read_text(encoding="utf-8") == "survey: mine\n"
    assert not (tmp_path / "survey.csv").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--line", "89"), "--line '89' has no name and value"),
        (("--line", "national=many"), "--line national: 'many' is not a number"),
        (("--line", "national=0"), "The poverty line 'national' is 0"),
        (("--line", "national=89"), "A poverty line needs the mean"),
        (("--column", "part=L"), "There is no meaning 'part'"),
        (("--mean", "-1"), "The mean is -1"),
        (("--mean", "100", "--survey", "p.csv", "--persons", "2"), "2 persons cannot stand for 13 classes"),
        (("--mean", "100", "--survey", "p.csv", "--year", "1"), "is not a year"),
        (("--mean", "100", "--survey", "p.csv", "--year", "1983", "--country", "India"), "The country is 'India'"),
        (("--survey", "p.csv"), "Persons need amounts"),
    ],
)
def test_a_mistake_is_a_sentence(table, options, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(one.name for one in tmp_path.iterdir())
    if not any("--mean" in option for option in options) and said.startswith("The poverty"):
        options = (*options, "--mean", "100")
    assert main(["grouped", str(table), *options]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_without_a_mean_there_is_inequality_only():
    found = gf.measure_grouped([3, 5, 6, 7, 8, 9, 11, 13, 15, 23])
    assert {row["line"] for row in found.rows} == {None}
    assert "median_welfare" not in {row["measure"] for row in found.rows}
    assert "no mean: inequality only" in next(found.told())


def test_a_mean_of_another_year_is_said():
    means = {"mean": [30, 50, 60, 70, 80, 90, 110, 130, 150, 230]}
    told = list(gf.measure_grouped(means, mean=120).told())
    assert (
        told[1] == "The classes’ own mean is 100: the mean given is used, as if all had 120 % of what the classes say."
    )


def test_where_no_curve_is_valid_this_is_said():
    found = gf.measure_grouped([0.1, 0.2, 20, 20.2, 20.4, 39.1], mean=10, lines={"z": 3})
    assert not any(row["valid"] for row in found.rows)
    assert sum("no curve is valid" in line for line in found.told()) == 2
