"""Packs that no country should have, at the command line: a clear sentence or a sound answer, never a traceback or a misleading 0."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import groundfloor as gf
from groundfloor.cli.main import main
from groundfloor.population import project, read_population
from groundfloor.report.results import Results

BASE, LAST = 2025, 2030
HALF_WRITTEN = re.compile(r"(?<![\w-])(?:nan|NaN|-?inf|None|Traceback)(?![\w-])")
Mistake = Callable[[Path], None]
REFUSING = ("run", "cost", "finance", "choose", "uncertainty", "services", "contributory", "preset", "caseloads")


def rows_of(pack: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((pack / "economy.csv").read_text(encoding="utf-8").splitlines()))


def economy(pack: Path, change: Callable[[str, int, float], float | None]) -> None:
    """Change the values of economy.csv by series and year; None takes the row out."""
    file = pack / "economy.csv"
    rows = rows_of(pack)
    kept = [row | {"value": str(value)} for row in rows if (value := change(row["series"], int(row["year"]), float(row["value"]))) is not None]  # fmt: skip
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)


def gdp_follows(pack: Path) -> None:
    """GDP of the years after the base from its growth and prices."""
    known = {(row["series"], int(row["year"])): float(row["value"]) for row in rows_of(pack)}  # fmt: skip
    level, path = known["gdp_nominal", BASE], {}
    for year in sorted(year for series, year in known if series == "gdp_nominal" and year > BASE):
        level *= (1 + known["gdp_real_growth", year]) * (1 + known["inflation", year])
        path[year] = level
    economy(pack, lambda series, year, value: path.get(year, value) if series == "gdp_nominal" else value)


def set_to(series: str, value: float, *, after: int = BASE, years: tuple[int, ...] = ()) -> Mistake:
    def change(name: str, year: int, old: float) -> float:
        return value if name == series and (year in years if years else year > after) else old

    return lambda pack: economy(pack, change)


def without(series: str, year: int) -> Mistake:
    return lambda pack: economy(pack, lambda name, when, value: None if (name, when) == (series, year) else value)


def people(pack: Path, change: Callable[[int], float | None], file: str = "base.csv", var: str = "pop") -> None:
    """Change persons by age in base.csv (or another variable), by factor; None takes the row out."""
    path = pack / "population" / file
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    head, out = lines[first].split(","), lines[: first + 1]
    for line in lines[first + 1 :]:
        row = dict(zip(head, line.split(","), strict=True))
        if row["var"] == var:
            factor = change(int(re.match(r"\d+", row["age"]).group()) if row["age"] else 0)  # type: ignore[union-attr]
            if factor is None:
                continue
            row["value"] = str(float(row["value"]) * factor)
        out.append(",".join(row.values()))
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def of_age(low: int, high: int, factor: float | None = 0.0) -> Mistake:
    return lambda pack: people(pack, lambda age: factor if low <= age <= high else 1.0)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return gf.new(tmp_path / "nowhere")


def spoken(pack: Path, command: str, capsys: pytest.CaptureFixture[str], to: int = LAST) -> tuple[int, str]:
    """Run one command; its code, and what it says wrong in one line."""
    more = {
        "run": ["--out", str(pack.parent / "out")],
        "choose": ["--envelope", "0.5%gdp", "--seconds", "1", "--alternatives", "0"],
        "preset": ["helpage_pension"],
        "uncertainty": ["--paths", "10"],
    }
    code = main([command, str(pack), *more.get(command, []), "--to", str(to)])
    shown = capsys.readouterr()
    assert not HALF_WRITTEN.search(shown.out), HALF_WRITTEN.search(shown.out)
    assert "Traceback" not in shown.err
    errors = [line for line in shown.err.splitlines() if line.startswith("groundfloor:")]
    assert len(errors) == (code != 0)
    return code, "".join(errors)


REFUSED: dict[str, tuple[Mistake, tuple[str, ...], tuple[str, ...]]] = {
    "a year of GDP missing": (without("gdp_nominal", 2028), ("gdp_nominal lacks 2028",), REFUSING),
    "a year of prices missing": (without("inflation", 2028), ("inflation lacks 2028",), REFUSING),
    "a year of interest missing": (without("interest_rate", 2028), ("interest_rate lacks 2028",), REFUSING),
    "GDP of 0": (set_to("gdp_nominal", 0), ("GDP is 0",), REFUSING),
    "GDP of 0 in one year": (set_to("gdp_nominal", 0, years=(2028,)), ("GDP is 0",), REFUSING),
    "a currency reform": (
        lambda pack: economy(pack, lambda s, year, v: v / 10_000 if s == "gdp_nominal" and year > 2026 else v),
        ("gdp_nominal of 2027", "times that of 2026", "one currency"),
        REFUSING,
    ),
    "nobody at all": (of_age(0, 200), ("Nobody lives in NOW in 2025",), ("run", "cost", "finance", "choose", "preset", "caseloads")),
    "a group of five years that is not there": (
        of_age(35, 39, None), ("jumps from age 30 to 40",), ("run", "cost", "finance", "choose", "preset", "caseloads"),
    ),
    "no children, and a survey of families": (
        of_age(0, 14), ("cannot be weighted to these totals",), ("run", "cost", "finance", "choose"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(name: str, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mistake, words, commands = REFUSED[name]
    mistake(pack)
    for command in commands:
        code, said = spoken(pack, command, capsys)
        if command in ("uncertainty", "services", "contributory", "caseloads") and code == 1 and "pack" in said:
            continue  # the starting pack has none of it
        assert code == 1, command
        for word in words:
            assert word in said, (command, said)
    assert not (pack.parent / "out").exists()


@pytest.mark.parametrize("to", [2020, 2150])
def test_a_horizon_out_of_reach_is_said(to: int, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "cost", "finance", "choose", "preset"):
        code, said = spoken(pack, command, capsys, to)
        assert code == 1
        assert str(to) in said
        assert "2025" in said


def sound(pack: Path, capsys: pytest.CaptureFixture[str]) -> Results:
    """Every command that the pack has data for gives an answer, and the report has no number that is none."""
    for command in ("cost", "finance", "choose", "preset", "run"):
        code, said = spoken(pack, command, capsys)
        assert code == 0, (command, said)
    report = (pack.parent / "out" / "report.html").read_text(encoding="utf-8")
    assert not HALF_WRITTEN.search(re.sub(r"<(script|style).*?</\1>", "", report, flags=re.S))
    return gf.results_of(pack, to=LAST)


RATES: dict[str, Mistake] = {
    "falling prices": set_to("inflation", -0.03),
    "a shrinking economy": set_to("gdp_real_growth", -0.04),
    "interest below nought": set_to("interest_rate", -0.01),
    "prices that rise elevenfold a year": set_to("inflation", 10.0),
}


@pytest.mark.parametrize("name", RATES)
def test_any_rates_give_a_sound_answer(name: str, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = {(row["programme"], row["year"]): row for row in gf.cost(pack, to=LAST) if row["scenario"] == "floor"}
    before = {row["year"]: row["value"] for row in gf.results_of(pack, to=LAST).tables["economy"] if row["series"] == "inflation"}  # fmt: skip
    RATES[name](pack)
    gdp_follows(pack)
    found = sound(pack, capsys)
    rates = {row["year"]: row["value"] for row in found.tables["economy"] if row["series"] == "inflation"}
    ratio = 1.0
    for year in range(BASE + 1, LAST + 1):
        ratio *= (1 + rates[year]) / (1 + before[year])
        for row in found.tables["costs"]:
            if row["scenario"] == "floor" and row["year"] == year:
                # the persons are the same and benefits follow prices, from their first value on
                other = plain[row["programme"], year]
                assert row["beneficiaries"] == pytest.approx(other["beneficiaries"], rel=1e-9)
                first = (1 + rates[2026]) / (1 + before[2026])
                assert row["benefit_lcu"] == pytest.approx(other["benefit_lcu"] * ratio / first, rel=1e-9)


def test_without_old_people_nobody_has_a_pension(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody of 60 and over: none of 65 and over until 2030, though the survey has some."""
    of_age(60, 200)(pack)
    found = sound(pack, capsys)
    population = project(read_population(pack / "population"), LAST)
    for row in found.tables["costs"]:
        if row["programme"] == "social_pension":
            assert population.at(row["year"])[:, 65:].sum() == 0
            assert row["target_population"] == row["total_lcu"] == 0


def test_an_age_group_of_nobody_is_nobody_in_the_simulation(pack: Path) -> None:
    of_age(35, 39)(pack)
    text = (pack / "programmes" / "child_grant.yaml").read_text(encoding="utf-8")
    text = text.replace("age < 5", "age >= 35 and age < 40")
    (pack / "programmes" / "child_grant.yaml").write_text(text, encoding="utf-8")
    population = project(read_population(pack / "population"), 2032)
    for row in gf.cost(pack, to=2032):
        if (row["programme"], row["scenario"]) == ("child_grant", "floor") and row["year"] > BASE:
            there = population.at(row["year"])[:, 35:40].sum()
            # where a neighbouring group has grown into it, in part, the survey says who they are
            assert (row["target_population"] == 0) == (there < 1), row["year"]


def test_financing_of_nothing_leaves_the_whole_cost_open(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pack / "financing.yaml"
    file.write_text(re.sub(r"(low|base|high): [\d.]+", r"\1: 0", file.read_text(encoding="utf-8")), encoding="utf-8")
    for row in sound(pack, capsys).tables["plan"]:
        assert row["financing_pct_gdp"] == 0
        assert row["gap_pct_gdp"] == row["cost_pct_gdp"]


def test_a_floor_of_twice_gdp_costs_twice_gdp(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = sum(row["population"] for row in gf.results_of(pack, to=BASE).tables["population"])
    gdp = next(row["value"] for row in gf.results_of(pack, to=BASE).tables["economy"] if (row["series"], row["year"]) == ("gdp_nominal", BASE))  # fmt: skip
    file = pack / "programmes" / "child_grant.yaml"
    rule = yaml.safe_load(file.read_text(encoding="utf-8"))
    rule |= {"eligible": "age >= 0", "take_up": 1.0, "administration": 0.0}
    rule.pop("phase_in", None)
    rule["parameters"]["grant"]["values"] = {f"{BASE}-01-01": 2 * gdp / head / 12}
    file.write_text(yaml.safe_dump(rule), encoding="utf-8")
    for row in sound(pack, capsys).tables["costs"]:
        if (row["programme"], row["scenario"], row["year"]) == ("child_grant", "floor", BASE):
            assert row["pct_gdp"] == pytest.approx(200, rel=1e-5)


def test_a_floor_of_sixty_programmes_adds_up(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (pack / "programmes" / "child_grant.yaml").read_text(encoding="utf-8")
    whole = text.replace("age < 5", "age >= 0 and age < 60").replace("child_grant", "whole")
    names = [f"grant_{age}" for age in range(60)]
    for age, name in enumerate(names):
        own = text.replace("programme: child_grant", f"programme: {name}").replace("age < 5", f"age == {age}")
        (pack / "programmes" / f"{name}.yaml").write_text(own.replace("take_up: 0.90", "take_up: 1"), encoding="utf-8")
    (pack / "programmes" / "whole.yaml").write_text(whole.replace("take_up: 0.90", "take_up: 1"), encoding="utf-8")
    for floor, inside in (("a_sixty", names), ("b_whole", ["whole"])):
        words = {"floor": floor, "label": {"en": floor, "fr": floor}, "programmes": inside}
        (pack / "floors" / f"{floor}.yaml").write_text(yaml.safe_dump(words), encoding="utf-8")
    assert spoken(pack, "run", capsys, 2028) == (0, "")
    sums = [sum(row["total_lcu"] for row in gf.cost(pack, floor=floor, to=2028) if row["year"] == 2028) for floor in ("a_sixty", "b_whole")]  # fmt: skip
    assert sums[0] > 0
    # phase-in is drawn programme by programme: in full from 2028
    assert sums[0] == pytest.approx(sums[1], rel=1e-9)


def test_a_budget_that_is_too_small_is_said_with_what_would_do(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["choose", str(pack), "--envelope", "0.001%gdp", "--commitments", "child_grant=1@2026", "--to", "2028", "--seconds", "1"]  # fmt: skip
    assert main(asked) == 1
    said = capsys.readouterr().err
    assert "If only the envelope gives way" in said
    assert "If only the commitments give way" in said
    assert "Traceback" not in said


def test_costs_on_standard_output_are_figures(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_to("inflation", 10.0)(pack)
    gdp_follows(pack)
    assert main(["cost", str(pack), "--to", str(LAST), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows
    assert all(float(row["total_lcu"]) >= 0 for row in rows)
