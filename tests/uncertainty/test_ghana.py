"""Ghana's pack: the central run is that of `cost`, and what moves a cost along a path is what a new run would give."""

import csv
import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import openpyxl
import pytest

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.country.pack import find_pack
from groundfloor.measures.design import design_of
from groundfloor.pipeline import floor_of_pack, survey_of
from groundfloor.population import project, read_population
from groundfloor.population.variants import of_variant
from groundfloor.scenarios import setting
from groundfloor.survey.calibrate import aged, to_population
from groundfloor.survey.weighting.residuals import Residuals
from groundfloor.uncertainty import TABLES
from groundfloor.uncertainty.central import central, sampling_covariance
from groundfloor.uncertainty.draws import Draws, _by_cell, money_factors, people_factor
from groundfloor.uncertainty.followed import Followed


@pytest.fixture(scope="module")
def found():
    return gf.cost_uncertainty("gha", to=2032, paths=300)


def test_the_central_run_is_what_cost_says(found):
    known = {(r["scenario"], r["programme"], r["year"]): r for r in gf.cost("gha", to=2032)}
    seen = 0
    for row in found.tables["uncertainty"]:
        key = (row["scenario"], row["programme"], row["year"])
        if key in known and row["quantity"] in ("total_lcu", "pct_gdp"):
            assert row["central"] == known[key][row["quantity"]]
            seen += 1
    assert seen == 2 * len(known)


def test_gap_and_debt_are_those_of_the_plan(found):
    plan = {(r["scenario"], r["year"]): r for r in gf.results_of("gha", to=2032).tables["plan"]}
    for row in found.tables["uncertainty"]:
        if row["quantity"] == "gap_pct_gdp":
            assert row["central"] == pytest.approx(plan[row["scenario"], row["year"]]["gap_pct_gdp"], abs=1e-12)
        if row["quantity"] == "added_debt_pct_gdp":
            one = plan[row["scenario"], row["year"]]
            added = one["debt_pct_gdp_after"] - one["debt_pct_gdp_before"]
            assert row["central"] == pytest.approx(added, abs=1e-9)


def test_pledges_borrowing_and_foreign_debt_follow_the_paths_and_the_run(tmp_path):
    pack = tmp_path / "gha"
    shutil.copytree(find_pack("gha"), pack)
    file = pack / "financing.yaml"
    more = """
  room:
    {label: {en: Room, fr: Marge}, kind: borrowing, ceiling_pct_gdp: 60, until: 2035, start: 2027, source: X}
pledges:
  bank: {donor: Bank, purpose: {en: x, fr: x}, status: committed, currency: USD, amounts: {2026: 40000000, 2027: 900000000}, source: X}
"""
    file.write_text(file.read_text(encoding="utf-8").rstrip() + more, encoding="utf-8")
    with (pack / "economy.csv").open("a", encoding="utf-8") as out:
        for year in range(2025, 2051):
            out.write(f"{year},foreign_debt_share,0.5,share,assumption,X\n")
    known = (pack / "uncertainty.yaml").read_text(encoding="utf-8")
    band = "economy:\n  exchange_rate: {sd: 0.1, persistence: 0, basis: assumption, source: X}"
    (pack / "uncertainty.yaml").write_text(known.replace("economy:", band, 1), encoding="utf-8")
    plan = {(r["scenario"], r["year"]): r for r in gf.results_of(pack, to=2029).tables["plan"]}
    found, still = (gf.cost_uncertainty(pack, to=2029, paths=40, width=width) for width in (1.0, 0.0))
    wide = set()
    for row in found.tables["uncertainty"]:
        if row["quantity"] == "gap_pct_gdp":
            assert row["central"] == pytest.approx(plan[row["scenario"], row["year"]]["gap_pct_gdp"], abs=1e-12)
            wide.add(row["year"] if row["p95"] > row["p5"] else None)
        if row["quantity"] == "added_debt_pct_gdp":
            one = plan[row["scenario"], row["year"]]
            assert row["central"] == pytest.approx(one["debt_pct_gdp_after"] - one["debt_pct_gdp_before"], abs=1e-12)
    assert wide >= {2026, 2027, 2028, 2029}
    for row in still.tables["uncertainty"]:
        quantiles = [row[name] for name in ("p5", "p10", "p25", "p50", "p75", "p90", "p95")]
        # between equal neighbours a quantile is rounded
        assert quantiles == pytest.approx([row["central"]] * len(quantiles), rel=1e-14)
    swings = {
        row["component"]: row["swing"]
        for row in found.tables["drivers"]
        if (row["scenario"], row["quantity"], row["year"]) == (found.floor.name, "added_debt_pct_gdp", 2029)
    }
    assert swings["exchange_rate"] > 0
    past = [row for row in found.tables["backtest"] if row["series"] == "exchange_rate"]
    first = past[0]  # 2010 to 2014 are known, 2014 is the last of them
    assert (first["origin"], first["horizon"]) == (2014, 1)


def test_the_central_run_lies_inside_and_the_bands_open(found):
    own = [
        row
        for row in found.tables["uncertainty"]
        if (row["scenario"], row["programme"], row["quantity"]) == ("ghana_floor", "all", "pct_gdp")
        and row["year"] > 2025
    ]
    assert all(row["p25"] < row["central"] < row["p75"] for row in own)
    widths = [(row["p95"] - row["p5"]) / row["central"] for row in own]
    assert widths[-1] > widths[0]
    assert all(row["synthetic"] for row in found.tables["uncertainty"])


def test_the_bands_are_held_against_the_past(found):
    rows = found.tables["backtest"]
    first = next(row for row in rows if row["series"] == "inflation" and row["horizon"] == 1)
    assert (first["origin"], first["year"]) == (2013, 2014)
    logs = np.log1p([0.13139, 0.06698, 0.07676, 0.07072, 0.11666])
    middle = np.expm1(logs.mean() + 0.5 * (logs[-1] - logs.mean()))
    assert first["forecast"] == pytest.approx(middle)
    assert first["error"] == pytest.approx(0.15486 - middle)
    assert first["p95"] == pytest.approx((1 + middle) * np.exp(1.6448536 * 0.06) - 1)
    assert [note for note, _ in found.notes] == ["no_past"]


def changed(pack, changes):
    """A copy of nowhere whose economy has other values."""
    file = pack / "economy.csv"
    lines = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    for line in lines:
        if line[0].isdigit() and (line[1], int(line[0])) in changes:
            line[2] = repr(changes[line[1], int(line[0])](float(line[2])))
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)


@pytest.mark.parametrize("follows", ["inflation", "gdp_per_capita", "wages", None])
def test_along_a_path_costs_are_those_of_a_run_under_its_economy(tmp_path, follows):
    """Inflation and growth of two years are changed in economy.csv; the model carries the old run to the new one."""
    pack = tmp_path / "gha"
    shutil.copytree(find_pack("gha"), pack)
    file = pack / "programmes" / "child_grant.yaml"
    indexed = f"    indexed_to: {follows}\n" if follows else ""
    file.write_text(file.read_text(encoding="utf-8").replace("    indexed_to: inflation\n", indexed), encoding="utf-8")
    country = gf.read_country(pack)
    floor = floor_of_pack(country)
    people = project(read_population(country.population), 2029)
    at = setting(
        country, survey_of(country)[0], people, floor, horizon=2029, engine="arrays", seed=0, say=lambda _: None
    )
    run = central(at, floor, floor.name, people)

    prices, growth = {2026: 0.05, 2028: -0.02}, {2027: 0.03, 2028: 0.01}
    level, real = (
        np.exp(np.cumsum([shocks.get(year, 0.0) for year in run.years]))[None, :] for shocks in (prices, growth)
    )
    one = np.ones((1, 5))
    draws = Draws(1, 0, 1.0, None, real, level, one, one, {}, {})
    factor, gdp = money_factors(draws, run, growth=True, prices=True)

    changes = {("inflation", year): (lambda rate, e=e: (1 + rate) * np.exp(e).item() - 1) for year, e in prices.items()}
    changes |= {
        ("gdp_nominal", year): (lambda value, t=t: value * (real * level)[0, t].item())
        for t, year in enumerate(run.years)
    }
    changed(pack, changes)
    again = {(r["programme"], r["year"]): r for r in gf.cost(pack, to=2029) if r["scenario"] == floor.name}
    for p, name in enumerate(run.programmes):
        for t, year in enumerate(run.years):
            row = again[name, year]
            assert factor[0, p, t] * run.total_lcu[p, t] == pytest.approx(row["total_lcu"], rel=1e-9)
            assert factor[0, p, t] * run.pct_gdp[p, t] / gdp[0, t] == pytest.approx(row["pct_gdp"], rel=1e-9)


def test_costs_follow_other_people_nearly_as_in_a_new_run():
    """High fertility: a run calibrates whole households anew, along a path the derivative of that is taken."""
    country = gf.read_country("gha")
    floor, survey, inputs = floor_of_pack(country), survey_of(country)[0], read_population(country.population)

    def run(variant):
        people = project(of_variant(inputs, variant), 2032)
        quiet = {"horizon": 2032, "engine": "arrays", "seed": 0, "say": lambda _: None}
        return people, central(setting(country, survey, people, floor, **quiet), floor, floor.name, people)

    (before, old), (after, new) = run("medium"), run("high")
    ratio = _by_cell(after.values[None]) / _by_cell(before.values[None])
    one = np.ones((1, len(old.years)))
    scaled = people_factor(Draws(1, 0, 1.0, ratio, one, one, one, one, {}, {}), old)[0, :, -1]
    real = new.by_cell[:, -1].sum(axis=1) / old.by_cell[:, -1].sum(axis=1)
    place = {name: old.programmes.index(name) for name in old.programmes}
    assert real[place["child_grant"]] > 1.1
    assert real[place["maternity_grant"]] > 1.01  # more infants mean more mothers of the same age
    for name in ("child_grant", "maternity_grant", "disability_grant", "social_pension", "public_works"):
        assert scaled[place[name]] == pytest.approx(real[place[name]], abs=0.001), name


def test_what_a_cost_follows_is_the_derivative_of_a_new_calibration():
    """One group of ages at a time is made a little larger, and the survey calibrated anew."""
    country = gf.read_country("gha")
    floor, survey, inputs = floor_of_pack(country), survey_of(country)[0], read_population(country.population)
    people = project(inputs, 2031)
    at = setting(country, survey, people, floor, horizon=2031, engine="arrays", seed=0, say=lambda _: None)
    (year,) = at.years(floor, floor.name, {2031: at.weights[2031]})
    names = tuple(floor.programmes)
    found = Followed(at.survey).by_cell(year, names, people.at(2031))
    whole = found.sum(axis=1)
    paid = np.array([np.where(year.receives[name] == 1.0, year.amounts[name], 0.0) for name in names])
    np.testing.assert_allclose(whole, paid @ year.weight, rtol=1e-12)

    def total(factor, sex, ages):
        other = people.at(2031).copy()
        other[sex, ages] *= factor
        return paid @ to_population(at.survey, other).weight

    for sex, ages in ((0, slice(0, 5)), (1, slice(25, 30)), (0, slice(80, 101))):
        moved = (total(1.01, sex, ages) - total(0.99, sex, ages)) / 0.02
        own = slice(101 * sex + ages.start, 101 * sex + ages.stop)
        share = people.at(2031)[sex, ages].sum() / people.at(2031).sum()
        np.testing.assert_allclose(
            found[:, own].sum(axis=1) + share * found[:, -1], moved, rtol=1e-3, atol=1e-4 * whole.max()
        )


def test_what_is_calibrated_to_has_no_sampling_error():
    """Errors are had by moving each household's weight a little and calibrating anew; a grant by age group alone has none."""
    country = gf.read_country("gha")
    survey = survey_of(country)[0]
    people = project(read_population(country.population), 2030).at(2030)
    few = replace(survey, calibrated=None)
    age, poor = few.columns["age"], few.columns["consumption"] < 4891
    weight = to_population(few, people).weight
    amounts = {"by_age": (age < 5) * 1.0, "poor": ((age < 5) & poor) * 1.0}
    year = SimpleNamespace(weight=weight, receives=amounts, amounts=amounts)
    found = sampling_covariance(few, people, year, tuple(amounts))
    assert found[0, 0] < 1e-24
    # the derivative of the total to each of some households' weights before calibration, by a step
    homes = np.random.default_rng(0).choice(few.households, 6, replace=False)

    def total(home, factor):
        other = few.weight.copy()
        other[few.household_of == home] *= factor
        return float(to_population(few.with_weight(other), people).weight @ amounts["poor"])

    moved = [(total(home, 1.1) - total(home, 0.9)) / 0.2 for home in homes]
    calibrated = aged(few, people).survey
    after = replace(calibrated.calibrated, before=weight[few.starts])
    own = Residuals(after).of(np.bincount(design_of(calibrated).unit, weight * amounts["poor"]))
    # weights are first scaled to the whole population, which household counts cannot take back; the errors leave this out
    members = few.weight[few.starts] * few.sizes
    scaled = own - own.sum() * members / members.sum()
    np.testing.assert_allclose(scaled[homes], moved, rtol=0.005, atol=0.5)
    assert np.std(own) == pytest.approx(np.std(scaled), rel=0.01)


def test_a_check_of_the_pack_reads_the_file(tmp_path):
    pack = tmp_path / "nowhere"
    gf.new(pack)
    (pack / "uncertainty.yaml").write_text("survey: maybe\n", encoding="utf-8")
    with pytest.raises(gf.GroundfloorError, match="survey is 'maybe'"):
        gf.check(pack)


def test_wrong_settings_are_refused(tmp_path):
    for wrong in ({"paths": 1}, {"to": 2025}, {"width": -1.0}, {"width": float("nan")}):
        with pytest.raises(gf.GroundfloorError, match="cannot be drawn"):
            gf.cost_uncertainty("gha", **wrong)
    with pytest.raises(gf.GroundfloorError, match=r"no uncertainty\.yaml"):
        gf.cost_uncertainty(gf.new(tmp_path / "nowhere"), to=2026)
    pack = tmp_path / "gha"
    shutil.copytree(find_pack("gha"), pack)
    file = pack / "uncertainty.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("public_works:", "public_work:"), encoding="utf-8")
    with pytest.raises(gf.GroundfloorError, match="Did you mean 'public_works'"):
        gf.cost_uncertainty(pack, to=2026)


def test_the_command_prints_writes_csv_and_a_workbook(tmp_path, capsys):
    asked = ["uncertainty", "gha", "--to", "2027", "--paths", "40"]
    assert main(asked) == 0
    assert "Central run" in capsys.readouterr().out
    assert main([*asked, "--lang", "fr"]) == 0
    assert "Calcul central" in capsys.readouterr().out
    out = tmp_path / "drivers.csv"
    assert main([*asked, "--table", "drivers", "--out", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == TABLES["drivers"]
    book = tmp_path / "uncertainty.xlsx"
    assert main([*asked, "--out", str(book), "--lang", "fr"]) == 0
    assert {"Incertitude", "Facteurs", "Passé"} <= set(openpyxl.load_workbook(book).sheetnames)
