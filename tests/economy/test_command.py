"""What people type and what they see."""

import csv
import io
import shutil

import pytest

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.country.pack import find_pack
from groundfloor.economy import complete
from groundfloor.economy.tables import COLUMNS


def test_series_by_year_with_what_carries_them_on(capsys):
    assert main(["economy", "gha", "--to", "2032"]) == 0
    out = capsys.readouterr().out
    head, *lines = out.splitlines()
    assert head.split() == ["series", "unit", "given_to", "then", "2025", "2030", "2032"]
    assert any(line.split()[:6] == ["gdp_real_growth", "share", "2030", "rule", "step", "0.04026"] for line in lines)
    assert "public debt is not what interest, growth and the balance of the budget make of the debt before" in out


def test_all_rows_as_csv(capsys):
    assert main(["economy", "gha", "--to", "2032", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS["economy"]
    [one] = [row for row in rows if (row["series"], row["year"]) == ("inflation", "2032")]
    assert (one["value"], one["status"]) == ("0.08", "rule")
    assert (
        one["source"] == "Rule hold: held at 0.08, its level of 2030. Bank of Ghana: medium-term inflation target, 8 %"
    )


def test_identities_in_a_file(tmp_path, capsys):
    file = tmp_path / "identities.csv"
    assert main(["economy", "gha", "--to", "2026", "--table", "identities", "--out", str(file)]) == 0
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert {row["identity"] for row in rows} == {"nominal_growth", "primary_balance", "debt"}


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--to", "2020"], "lies before the base year"), (["--to", "2300"], "2300")]
)
def test_a_year_that_cannot_be(capsys, arguments, said):
    assert main(["economy", "gha", *arguments]) != 0
    assert said in capsys.readouterr().err


def test_an_unknown_variant():
    with pytest.raises(gf.GroundfloorError, match=r"There is no variant 'hig'.*Did you mean 'high'"):
        gf.project_economy("gha", variant="hig")


def test_what_follows_is_worked_by_hand():
    """Ghana in 2031: real GDP of 2030 times 1.0495; workers 15 and over times 0.63435 times 0.9713."""
    found = gf.project_economy("gha", to=2031)
    people = gf.project("gha", 2031)
    employed = people.at(2031)[:, 15:].sum() * 0.63435 * (1 - 0.0287)
    real = found.series("gdp_real")
    assert found.series("employed")[2031] == pytest.approx(employed, rel=1e-12)
    assert real[2031] == pytest.approx(real[2030] * 1.0495, rel=1e-12)
    assert real[2025] == found.series("gdp_nominal")[2025]
    assert found.series("output_per_worker")[2031] == pytest.approx(real[2031] / employed, rel=1e-12)
    assert found.series("gdp_per_head")[2031] == pytest.approx(2977244647020 / people.total()[2031], rel=1e-9)
    assert found.series("price_level")[2026] == pytest.approx(1 + found.series("inflation")[2026], rel=1e-12)
    grown = found.series("output_per_worker")[2031] / found.series("output_per_worker")[2030] - 1
    assert found.series("productivity_growth")[2031] == pytest.approx(grown, rel=1e-9)
    assert found.series("interest_pct_gdp")[2031] == pytest.approx(0.08075 * 47.581 / (1.0495 * 1.08), rel=1e-9)
    assert found.series("balance_pct_gdp")[2031] == pytest.approx(17.1 - 19.613, abs=1e-12)


def test_rules_cost_what_rows_written_by_hand_cost(tmp_path):
    """Ghana once held the years after 2030 as rows, GDP rounded to 1 cedi: the costs are the same."""
    pack = tmp_path / "gha"
    shutil.copytree(find_pack("gha"), pack)
    country = complete(gf.read_country(pack), gf.project("gha", 2032), 2032)
    with (pack / "economy.csv").open("a", encoding="utf-8", newline="") as file:
        for row in country.economy.observations:
            if row.status == "rule" and row.year > 2030:
                value = round(row.value) if row.series == "gdp_nominal" else repr(row.value)
                csv.writer(file).writerow([row.year, row.series, value, row.unit, "assumption", "By hand"])
            elif row.status == "rule":
                csv.writer(file).writerow([row.year, row.series, repr(row.value), row.unit, "assumption", "By hand"])
    (pack / "economy.yaml").unlink()
    by_rule, by_hand = (gf.cost(one, to=2032) for one in ("gha", pack))
    assert len(by_rule) == len(by_hand) > 0
    for one, other in zip(by_rule, by_hand, strict=True):
        for name, value in one.items():
            assert other[name] == (pytest.approx(value, rel=1e-12, nan_ok=True) if isinstance(value, float) else value)


def test_check_reads_the_rules(tmp_path):
    pack = tmp_path / "gha"
    shutil.copytree(find_pack("gha"), pack)
    file = pack / "economy.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("rule: step", "rule: stepp"), encoding="utf-8")
    with pytest.raises(gf.GroundfloorError, match="Did you mean 'step'"):
        gf.check(pack)
