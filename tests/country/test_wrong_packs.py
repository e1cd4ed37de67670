"""Every mistake in a pack is answered with what is wrong, where, and what to do."""

from pathlib import Path

import pytest

from groundfloor.country import read_country
from groundfloor.country.economy import read_economy
from groundfloor.errors import GroundfloorError

GDP_2025 = "2025,gdp_nominal,55000000000,LCU,projection,Ministry of Finance\n"


def refusal(pack: Path) -> str:
    with pytest.raises(GroundfloorError) as caught:
        read_country(pack)
    return str(caught.value).replace(str(pack), "PACK").replace("\\", "/")


def replace(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("currency: NOD\n", "", ["country.yaml:1", "'currency' is missing", "Add 'currency: ...'"]),
        (
            "base_year: 2025",
            "bas_year: 2025",
            ["country.yaml:4", "Unknown key 'bas_year'", "Did you mean 'base_year'?"],
        ),
        ("base_year: 2025", "base_year: next", ["country.yaml:4:12", "base_year is 'next'", "a year such as 2025"]),
        ("base_year: 2025", "base_year: true", ["country.yaml:4:12", "base_year is True"]),
        ("currency: NOD", "currency: dollar", ["country.yaml:3:11", "'dollar'", "three capital letters"]),
        ("country: NOW", "country: NO", ["country.yaml:1:10", "'country' is False", "ISO 3166"]),
        (
            "name: {en: Nowhere, fr: Nulle part}",
            "name: Nowhere",
            ["country.yaml:2:7", "no languages", "{en: ..., fr: ...}"],
        ),
        ("{en: Nowhere, fr: Nulle part}", "{fr: Nulle part}", ["country.yaml:2", "no English text", "Add 'en: ...'"]),
        ("fr: Nulle part", "fr: 12", ["country.yaml:2:", "in 'fr' is 12"]),
        ("value: 20\n", "value: 20,5\n", ["country.yaml:10:12", "'20,5' is not a number", "decimal point"]),
        ("value: 20\n", "value: 0\n", ["country.yaml:10:12", "is 0", "above 0"]),
        ("value: 20\n", "value: .inf\n", ["country.yaml:10:12", "not a finite number"]),
        ("    value: 20\n", "", ["country.yaml", "The line 'national' has no value"]),
        ("    source: Statistics office\n", "", ["The line 'national' has no source"]),
        ("LCU/person/day", "LCU/person/week", ["country.yaml:11", "'LCU/person/week'", "LCU/person/month"]),
        ("    year: 2024", "    yaer: 2024", ["country.yaml:12", "Unknown key 'yaer'", "Did you mean 'year'?"]),
        ("{en: National line, fr: Seuil national}", "{fr: Seuil national}", ["country.yaml:9", "no English text"]),
        ("  North: {en", "  on: {en", ["The name True in 'regions'", "between quotes"]),
        ("  North: {en: North, fr: Nord}", "  - North", ["'regions' is not a table"]),
        ("  - {en: All is invented., fr: Tout est inventé.}", "  en: Invented", ["'assumptions' is not a list"]),
        (
            "  - {en: All is invented., fr: Tout est inventé.}",
            "  - {fr: Inventé.}",
            ["country.yaml:15", "'assumptions 0'"],
        ),
        ("base_year: 2025", "base_year: 2025\nfiscal_year: July", ["country.yaml:5:14", "'July'", "'07-01'"]),
        ("base_year: 2025", "base_year: 2025\nbase_year: 2026", ["country.yaml:5:1", "stands twice", "line 4"]),
        ("  national:\n", "  national: {value: 1}\n  other:\n", ["The line 'national' has no label"]),
        ("lines:\n", "lines:\n  other: 3\n", ["country.yaml:8", "The line 'other' is not a table"]),
        ("name: {en", "name: {{en", ["country.yaml:3:1", "not valid YAML"]),
    ],
)
def test_country_yaml(pack: Path, old: str, new: str, expected: list[str]) -> None:
    replace(pack, "country.yaml", old, new)
    message = refusal(pack)
    assert message.startswith("PACK/country.yaml")
    for part in expected:
        assert part in message


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "gdp_nominal,55000000000",
            'gdp_nominal,"55,000,000,000"',
            [":3, column 'value'", "'55,000,000,000'", "thousands"],
        ),
        ("inflation,0.06", 'inflation,"0,06"', [":6, column 'value'", "'0,06' is not a number", "decimal point"]),
        ("inflation,0.06", "inflation,6 %", [":6, column 'value'", "without the % sign"]),
        ("inflation,0.06", "inflation,about 6", [":6, column 'value'", "'about 6' is not a number"]),
        ("inflation,0.06", "inflation,nan", [":6, column 'value'", "not a finite number", "Leave the row out"]),
        ("inflation,0.06", "inflation,6_0", [":6, column 'value'", "'6_0' is not a number"]),
        ("inflation,0.06", "inflation,", [":6, column 'value'", "The value is empty"]),
        ("inflation,0.06", "inflation,6", [":6, column 'value'", "inflation of 2024 is 6", "0.08 for 8 %"]),
        ("gdp_real_growth,0.04", "gdp_real_growth,4", [":4, column 'value'", "gdp_real_growth is 4", "Divide by 100"]),
        ("50000000000", "50000", [":2, column 'value'", "GDP is 50000", "1,000,000"]),
        ("inflation,0.05,share", "inflation,0.05,percent", [":7, column 'unit'", "'percent'", "'share'"]),
        ("inflation,0.05,share", "inflation,0.05,", [":7, column 'unit'", "The unit is empty"]),
        (
            "projection,Ministry",
            "forecast,Ministry",
            [":3, column 'status'", "'forecast'", "actual, projection, assumption"],
        ),
        ("projection,Ministry", "projektion,Ministry", ["Did you mean 'projection'?"]),
        ("actual,Statistics office", "actual,", [":2, column 'source'", "The source is empty"]),
        ("2025,inflation", "2025,inflatoin", [":7, column 'series'", "'inflatoin'", "Did you mean 'inflation'?"]),
        ("2025,inflation", "2024,inflation", [":7", "inflation of 2024 stands twice", "line 6"]),
        ("2025,inflation", "2027,inflation", ["inflation lacks 2025", "nothing is carried on silently"]),
        (
            "2025,inflation,0.05,share,projection,Ministry of Finance\n",
            "",
            ["no value for the base year 2025", "in share"],
        ),
        (GDP_2025, "", ["gdp_nominal has no value for the base year 2025"]),
        ("2025,debt", "25,debt", [":8, column 'year'", "'25' is not a year"]),
        (
            '"Ministry of Finance, debt office"',
            "Ministry of Finance, debt office",
            [":8", "7 cells, the header 6", "quotes"],
        ),
        ("year,series,value", "yaer,series,value", [":1", "Unknown column 'yaer'", "Did you mean 'year'?"]),
        ("unit,status,source\n", "unit,status,status\n", [":1", "'status' stands twice"]),
        ("year,series,value,unit,status,source", "year,series,value,unit,status", [":1", "'source' is missing"]),
        (
            "year,series,value,unit,status,source",
            "year;series;value;unit;status;source",
            [":1", "not separated by commas"],
        ),
    ],
)
def test_economy_csv(pack: Path, old: str, new: str, expected: list[str]) -> None:
    replace(pack, "economy.csv", old, new)
    message = refusal(pack)
    assert message.startswith("PACK/economy.csv")
    for part in expected:
        assert part in message


UNITS = {"gdp_nominal": "LCU", "exchange_rate": "LCU/USD"}


def economy(folder: Path, **series: tuple[float, float]) -> str:
    """What is said of an economy.csv with these values of 2025 and 2026; empty where nothing is."""
    given = {"gdp_nominal": (1e12, 1.1e12), "gdp_real_growth": (0.04, 0.04), "inflation": (0.05, 0.05)} | series
    rows = [
        f"{year},{name},{value},{UNITS.get(name, 'share')},actual,source\n"
        for name, values in given.items()
        for year, value in zip((2025, 2026), values, strict=True)
    ]
    (folder / "economy.csv").write_text("year,series,value,unit,status,source\n" + "".join(rows), encoding="utf-8")
    try:
        read_economy(folder / "economy.csv", 2025)
    except GroundfloorError as error:
        return str(error)
    return ""


def test_a_currency_reform_is_refused(tmp_path: Path) -> None:
    message = economy(tmp_path, gdp_nominal=(1e15, 1.1e12))
    for part in ("economy.csv:3", "0.0011 times that of 2025", "one currency in all years", "in the new one"):
        assert part in message
    assert "exchange_rate of 2026 is 10000 times" in economy(tmp_path, exchange_rate=(1.0, 1e4))


def test_hyperinflation_is_no_currency_reform(tmp_path: Path) -> None:
    # GDP and prices of a year in which both multiply by about 60
    many = {"gdp_nominal": (1e12, 5e13), "inflation": (0.05, 60.0), "exchange_rate": (10.0, 700.0)}
    assert economy(tmp_path, **many) == ""
    assert economy(tmp_path, **many, interest_rate=(0.2, 30.0)) == ""


def test_interest_above_100_percent_is_believed_only_where_prices_multiply(tmp_path: Path) -> None:
    assert "interest_rate of 2026 is 8" in economy(tmp_path, interest_rate=(0.1, 8.0))
    assert "Divide by 100" in economy(tmp_path, wage_growth=(0.1, 8.0))


def test_negative_rates_are_rates(tmp_path: Path) -> None:
    assert economy(tmp_path, interest_rate=(-0.005, -0.005), inflation=(0.05, -0.01)) == ""
    assert "interest_rate is -1.5" in economy(tmp_path, interest_rate=(-1.5, 0.1))


def test_a_share_of_debt_is_a_share(tmp_path: Path) -> None:
    assert "from 0 to 1" in economy(tmp_path, foreign_debt_share=(-0.1, 0.2))
    assert "Divide by 100" in economy(tmp_path, foreign_debt_share=(0.4, 40.0))


def test_economy_in_another_encoding_names_the_line(pack: Path) -> None:
    path = pack / "economy.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Ministry", "Ministère", 1).encode("latin-1"))
    assert "PACK/economy.csv:3: The byte 0xe8 is not UTF-8" in refusal(pack)


@pytest.mark.parametrize("file", ["country.yaml", "economy.csv"])
def test_a_file_that_is_missing_empty_or_a_folder(pack: Path, file: str) -> None:
    (pack / file).write_text("\n", encoding="utf-8")
    assert f"PACK/{file}: The file is empty" in refusal(pack)
    (pack / file).unlink()
    assert f"PACK/{file}: The file is missing" in refusal(pack)
    (pack / file).mkdir()
    assert f"PACK/{file}: The file cannot be read" in refusal(pack)


def test_a_header_alone(pack: Path) -> None:
    (pack / "economy.csv").write_text("# comment\nyear,series,value,unit,status,source\n\n", encoding="utf-8")
    assert "PACK/economy.csv:2: The file has no rows below its header" in refusal(pack)


def test_comments_alone(pack: Path) -> None:
    (pack / "economy.csv").write_text("# comment\n", encoding="utf-8")
    assert "PACK/economy.csv:2: The column 'year' is missing" in refusal(pack)


def test_lines_are_counted_over_comments_blank_lines_and_quoted_line_ends(pack: Path) -> None:
    path = pack / "economy.csv"
    text = "# one\n# two\n" + path.read_text(encoding="utf-8").replace("debt office", "debt\noffice")
    path.write_text(text + "\n2026,inflation,x,share,projection,Ministry\n", encoding="utf-8")
    assert "PACK/economy.csv:13, column 'value': 'x' is not a number" in refusal(pack)


def test_a_yaml_file_that_is_a_list_or_broken(pack: Path) -> None:
    path = pack / "country.yaml"
    path.write_text("- country\n", encoding="utf-8")
    assert "PACK/country.yaml:1: The file is not a table" in refusal(pack)
    path.write_text("base_year: 2025-02-31\n", encoding="utf-8")
    assert "PACK/country.yaml:1:12: The file holds a value that is none" in refusal(pack)
    path.write_text("name: a\x07b\n", encoding="utf-8")
    assert "PACK/country.yaml:1:8: The file holds the character U+0007. Delete it." in refusal(pack)
    path.write_text("name: {en: x}\ncode: !!binary aGVsbG8=\n", encoding="utf-8")
    assert "PACK/country.yaml:2:7: The tag !!binary is not read here" in refusal(pack)
    path.write_text("name: " + "[" * 5000 + "]" * 5000 + "\n", encoding="utf-8")
    assert "PACK/country.yaml: The file is nested too deeply" in refusal(pack)


def test_aliases_that_multiply_or_turn_in_a_circle(pack: Path) -> None:
    path = pack / "country.yaml"
    tower = "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
    path.write_text("a0: &a0 x\n" + tower, encoding="utf-8")
    assert "PACK/country.yaml:1:5: Unknown key 'a0'" in refusal(pack)
    merged = "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 60))
    path.write_text("a0: &a0 {x: 1}\n" + merged, encoding="utf-8")
    assert "PACK/country.yaml:2:10: '<<' is not read here" in refusal(pack)
    path.write_text("country: &a [*a]\nname: {en: x}\ncurrency: NOD\nbase_year: 2025\n", encoding="utf-8")
    assert "PACK/country.yaml:1:" in refusal(pack)


def test_a_key_that_is_no_word(pack: Path) -> None:
    (pack / "country.yaml").write_text("? [a, b]\n: 1\n", encoding="utf-8")
    assert "PACK/country.yaml" in refusal(pack)


def test_population_is_asked_for(pack: Path) -> None:
    (pack / "population").rmdir()
    assert "The folder population/ is missing" in refusal(pack)


HEADER = "year,series,function,sex,quintile,coverage_pct,source\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2020,SI_COV_PENSN,old_age,women,,21,ILO", ["column 'sex'", "'women'", "male, female"]),
        ("2020,SI_COV_PENSN,old_age,,6,21,ILO", ["column 'quintile'", "'6'"]),
        ("2020,SI_COV_PENSN,old_age,,,210,ILO", ["column 'coverage_pct'", "210", "0 to 100"]),
        ("2020,SI_COV_PENSN,old_age,,,,ILO", ["The coverage_pct is empty"]),
        ("2020,SI_COV_PENSN,old_age,,,21,", ["The source is empty"]),
        ("2020,SI_COV_PENSN,old_age,,,21,ILO\n2020,SI_COV_PENSN,old_age,,,22,ILO", ["stands twice", "line 2"]),
    ],
)
def test_coverage_csv(pack: Path, row: str, expected: list[str]) -> None:
    (pack / "coverage.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    message = refusal(pack)
    assert "PACK/coverage.csv:" in message
    for part in expected:
        assert part in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing here", "The file has no entry"),
        ("@misc{a, author = {A}, title = {T}}", "The source 'a' has no year"),
        (
            "\n@misc{a, author = {A}, year = 2020, title = {T}}\n@misc{a, title = {U}}",
            ":3: The source 'a' stands twice",
        ),
        ("@misc{a, author = {A, year = 2020", "does not end"),
        ('@misc{a, author = "A, year = 2020', "does not end"),
    ],
)
def test_sources_bib(pack: Path, text: str, expected: str) -> None:
    (pack / "sources.bib").write_text(text, encoding="utf-8")
    assert expected in refusal(pack)


def test_two_floors_of_one_name(pack: Path) -> None:
    (pack / "programmes").mkdir()
    (pack / "floors").mkdir()
    programme = (
        "programme: grant\nlabel: {en: Grant, fr: Allocation}\nguarantee: children\nfunction: family_child\n"
        "status: proposed\nunit: person\neligible: age < 5\namount: grant\n"
        "parameters:\n  grant: {unit: LCU/month, values: {2026-01-01: 10}, source: Invented}\n"
    )
    (pack / "programmes" / "grant.yaml").write_text(programme, encoding="utf-8")
    for name in ("a", "b"):
        text = "floor: one\nlabel: {en: Floor, fr: Socle}\nprogrammes: [grant]\n"
        (pack / "floors" / f"{name}.yaml").write_text(text, encoding="utf-8")
    message = refusal(pack)
    assert "b.yaml: A second floor is named 'one'" in message


def test_an_unknown_pack_lists_those_that_ship(tmp_path: Path) -> None:
    with pytest.raises(
        GroundfloorError, match=r"There is no pack 'ghana'\. Expected a folder, or one of .*gha"
    ) as caught:
        read_country("ghana")
    assert "Did you mean 'gha'?" in str(caught.value)
    with pytest.raises(GroundfloorError, match="groundfloor new NAME"):
        read_country("zzzzzz")
    file = tmp_path / "pack.csv"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(GroundfloorError, match="This is a file"):
        read_country(file)
