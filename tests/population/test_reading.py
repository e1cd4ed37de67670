"""Population files are read as written, and what is wrong with them is said with its place."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.population import project, read_population

GHANA = Path(str(files("groundfloor"))) / "countries" / "gha" / "population"


def written(*, country: str = "Made", srb: str = "1.05", mig: str = "-1") -> str:
    """A small complete file."""
    ages = [f"{a}-{a + 4}" for a in range(0, 100, 5)] + ["100+"]
    lines = ["# made for a test", "country,var,sex,age,period,value"]
    for sex in "FM":
        lines += [f"{country},pop,{sex},{age},2025,{100 if i < 20 else 1}" for i, age in enumerate(ages)]
        lines += [f"{country},mx,{sex},{age},2025-2030,0.02" for age in (0, 1, *range(5, 101, 5))]
        lines += [f"{country},mig,{sex},{age},2025-2030,{mig}" for age in ages[:-1]] + [
            f"{country},mig,{sex},100+,2025-2030,0"
        ]
    lines += [f"{country},pasfr,F,{age},2025-2030,20" for age in ages[3:8]]
    lines += [f"{country},tfr,,,2025,2", f"{country},tfr,,,2030,3", f"{country},srb,,,2025-2030,{srb}"]
    return "\n".join(lines) + "\n"


def read(tmp_path: Path, text: str, country: str | None = None):
    file = tmp_path / "inputs.csv"
    file.write_text(text, encoding="utf-8")
    return read_population(file, country)


def test_units_and_periods(tmp_path: Path) -> None:
    inputs = read(tmp_path, written(), "made")
    assert (inputs.country, inputs.base_year, inputs.last_year) == ("Made", 2025, 2030)
    assert inputs.base.sum() == pytest.approx(2 * 2001 * 1000)
    np.testing.assert_allclose(inputs.migration.sum(axis=(1, 2)), -2 * 20 * 1000 / 5)
    np.testing.assert_allclose(inputs.fertility.sum(axis=1), [2.1, 2.3, 2.5, 2.7, 2.9])  # linear, at mid-step
    assert (inputs.fertility[:, :15] == 0).all()
    assert (inputs.fertility[:, 40:] == 0).all()


def test_a_file_of_several_countries_wants_one_named(tmp_path: Path) -> None:
    both = written() + "\n".join(written(country="Other").splitlines()[2:])
    with pytest.raises(GroundfloorError, match="Made, Other"):
        read(tmp_path, both)
    assert read(tmp_path, both, "OTHER").country == "Other"
    with pytest.raises(GroundfloorError, match="Did you mean 'Made'"):
        read(tmp_path, both, "Mad")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Made,srb,,,2025-2030,1.05\n", "", "srb is missing for Made"),
        ("Made,mig,M,5-9,2025-2030,-1\n", "", "mig M jumps from age 0 to 10"),
        ("Made,mx,F,15,2025-2030,0.02\n", "", "mx F jumps from age 10 to 20"),
        ("Made,pasfr,F,20-24,2025-2030,20", "Made,pasfr,F,20-24,2030-2035,20", "pasfr F age 20 2025-2030 is missing"),
        ("Made,tfr,,,2030,3", "Made,tfr,,,2030,", r"inputs.csv:\d+, column 'value': '' is not a number"),
        ("Made,tfr,,,2030,3", "Made,tfr,,,2025,3", "tfr 2025 is given twice"),
        ("Made,tfr,,,2030,3", "Made,trf,,,2030,3", "Did you mean 'tfr'"),
        ("Made,tfr,,,2030,3", "Made,tfr,F,,2030,3", "tfr cannot have the sex 'F'"),
        ("Made,tfr,,,2030,3", "Made,tfr,,,203,3", "'203' is not a period"),
        ("Made,tfr,,,2030,3", "Made,tfr,,,2030-2035,3", "mixes years and ranges"),
        ("Made,tfr,,,2030,3", "Made,tfr,,,2030,-3", "tfr cannot be negative"),
        ("Made,tfr,,,2030,3", "Made,tfr,,2030,3", "5 fields"),
        ("Made,pop,F,0-4,2025,100", "Made,pop,F,young,2025,100", "'young' is not an age"),
        ("Made,pop,F,0-4,2025,100\n", "", "pop F has the ages 5 to 100"),
        ("Made,pasfr,F,15-19,2025-2030,20", "Made,pasfr,F,15-19,2025-2030,30", "pasfr of 2025 sums to 110.00"),
        ("Made,mx,F,100,2025-2030,0.02", "Made,mx,F,100,2025-2030,0", "open age group is 0"),
        ("Made,mx,F,0,2025-2030,0.02", "Made,mx,F,0,2025-2030,20", "Divide deaths per thousand"),
        ("Made,srb,,,2025-2030,1.05", "Made,srb,,,2025-2030,105", "Divide boys per hundred"),
        ("Made,srb,,,2025-2030,1.05", "Made,srb,,,2027-2030,1.05", "srb begins in 2027"),
        ("period,value", "when,value", "Column 'period' is missing"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = written()
    assert old in text
    with pytest.raises(GroundfloorError, match=message):
        read(tmp_path, text.replace(old, new, 1))


def test_a_country_may_be_named_by_its_code(tmp_path: Path) -> None:
    lines = written().splitlines()
    text = "\n".join([lines[0], "iso_num," + lines[1], *("999," + line for line in lines[2:])])
    assert read(tmp_path, text, "999").country == "Made"


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(GroundfloorError, match="No such file"):
        read_population(tmp_path / "none.csv")
    with pytest.raises(GroundfloorError, match="No CSV file"):
        read_population(tmp_path)


def test_ghana_ships_with_its_inputs_to_2060() -> None:
    inputs = read_population(GHANA, "GHA")
    assert (inputs.base_year, inputs.last_year) == (2025, 2060)
    assert project(inputs, 2060).total()[2025] == pytest.approx(35_064_274, rel=1e-6)
