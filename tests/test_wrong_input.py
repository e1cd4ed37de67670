"""What a user may get wrong: each mistake gives one clear message with its place and leaves nothing half-written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from groundfloor.cli import main
from groundfloor.starter import new

Mistake = Callable[[Path], None]


def put(name: str, old: str, new: str) -> Mistake:
    """Replace `old` by `new` once in file `name` of the pack."""

    def make(pack: Path) -> None:
        file = pack / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return make


def write(name: str, content: bytes) -> Mistake:
    """Give file `name` this content."""
    return lambda pack: (pack / name).write_bytes(content) and None


def remove(name: str) -> Mistake:
    """Take file `name` away."""
    return lambda pack: (pack / name).unlink()


def line(name: str, number: int, text: str) -> Mistake:
    """Replace line `number` (from 1) of file `name`."""

    def make(pack: Path) -> None:
        lines = (pack / name).read_text(encoding="utf-8").splitlines()
        lines[number - 1] = text
        (pack / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    return make


def append(name: str, text: str) -> Mistake:
    """Add `text` at the end of file `name`."""

    def make(pack: Path) -> None:
        with (pack / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return make


def both(*mistakes: Mistake) -> Mistake:
    """Several changes that together make one mistake."""
    return lambda pack: [mistake(pack) for mistake in mistakes] and None


def bomb(pack: Path) -> None:
    """A workbook of a few kilobytes that unpacks to a gigabyte."""
    with (
        zipfile.ZipFile(pack / "survey.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book,
        book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(1024):
            sheet.write(b"0" * (1 << 20))
    put("survey.yaml", "path: survey.csv", "path: survey.xlsx")(pack)


GRANT, PENSION = "programmes/child_grant.yaml", "programmes/social_pension.yaml"
FIRST = "H001,1,C01,Coast,0,2,80,m,head,0,0,0,1884.0,8600"
SECOND = "H001,2,C01,Coast,0,2,73,f,spouse,0,0,0,1884.0,8600"

CASES: dict[str, tuple[Mistake, tuple[str, ...]]] = {
    # rules
    "unknown name": (put(GRANT, "age < 5", "agee < 5"), ("child_grant.yaml:17:11", "agee", "Did you mean 'age'")),
    "unknown function": (put(GRANT, "age < 5", "minn(age, 3) < 5"), ("child_grant.yaml:17", "minn", "'min'")),
    "an attempt at code": (put(GRANT, "age < 5", "__import__('os').system('x') == 0"), ("child_grant.yaml:17",)),
    "a lambda": (put(GRANT, "age < 5", "(lambda: age < 5)()"), ("child_grant.yaml:17",)),
    "syntax": (put(GRANT, "age < 5", "age < "), ("child_grant.yaml:17",)),
    "assignment for comparison": (put(GRANT, "age < 5", "age = 5"), ("child_grant.yaml:17", "==")),
    "years are not money": (put(GRANT, "age < 5", "age < grant"), ("child_grant.yaml:17", "year", "LCU/month")),
    "an eligibility that is a number": (put(GRANT, "age < 5", "age"), ("child_grant.yaml:17",)),
    "an amount that is not money": (put(GRANT, "amount: grant", "amount: age"), ("child_grant.yaml:18", "LCU")),
    "wrong unit": (put(GRANT, "unit: LCU/month", "unit: LCU/fortnight"), ("child_grant.yaml:13", "fortnight")),
    "unknown word in a comparison": (
        put(GRANT, "age < 5", "sex == 'femal'"),
        ("child_grant.yaml:17", "femal", "'female'"),
    ),
    "cycle": (
        both(
            put(GRANT, "age < 5", "age < 5 and social_pension.amount == 0"),
            put(PENSION, "not pension", "child_grant.amount == 0"),
        ),
        ("child_grant", "social_pension", "->"),
    ),
    "overlapping dates": (
        put(GRANT, "{2026-01-01: 150}", "{2026-01-01: 150, 2026-01-01: 160}"),
        ("child_grant.yaml:14", "2026-01-01"),
    ),
    "a date that is none": (put(GRANT, "2026-01-01", "2026-13-01"), ("child_grant.yaml:14", "date such as")),
    "text in an amount": (put(GRANT, ": 150}", ": plenty}"), ("child_grant.yaml:14", "plenty")),
    "decimal comma in an amount": (put(GRANT, ": 150}", ": '150,5'}"), ("child_grant.yaml:14", "150,5")),
    "infinity": (put(GRANT, ": 150}", ": .inf}"), ("child_grant.yaml:14",)),
    "take-up above one": (put(GRANT, "take_up: 0.90", "take_up: 90"), ("child_grant.yaml:19", "90")),
    "phase-in that is text": (put(GRANT, "2027: 0.6", "2027: most"), ("child_grant.yaml:20", "most")),
    "unknown guarantee": (put(GRANT, "guarantee: children", "guarantee: childern"), ("childern", "'children'")),
    "unknown key": (put(GRANT, "take_up:", "takeup:"), ("takeup", "'take_up'")),
    "missing key": (put(GRANT, "amount: grant\n", ""), ("child_grant.yaml", "amount")),
    "a key written twice": (append(GRANT, "take_up: 0.5\n"), ("child_grant.yaml:22", "take_up")),
    "yaml that is none": (append(GRANT, "a: [b\n"), ("child_grant.yaml",)),
    "empty programme": (write(GRANT, b""), ("child_grant.yaml", "empty")),
    "a programme in Latin-1": (
        write(GRANT, "label: {fr: Allocation familiale des régions}".encode("latin-1")),
        ("child_grant.yaml", "UTF-8"),
    ),
    "a programme that is a list": (write(GRANT, b"- a\n- b\n"), ("child_grant.yaml",)),
    "a missing programme": (remove(GRANT), ("child_grant",)),
    "a scenario that changes an unknown parameter": (
        put("floors/floor.yaml", "social_pension.age_from", "social_pension.age_form"),
        ("floor.yaml", "age_form", "age_from"),
    ),
    "a scenario with a wrong rule": (
        put("floors/floor.yaml", "{eligible: age < 2}", "{eligible: agee < 2}"),
        ("floor.yaml", "agee", "'age'"),
    ),
    "deep nesting": (put(GRANT, "age < 5", "(" * 5000 + "age < 5" + ")" * 5000), ("child_grant.yaml:17",)),
    # the country
    "no country file": (remove("country.yaml"), ("country.yaml",)),
    "unknown key of a country": (put("country.yaml", "currency:", "curency:"), ("country.yaml", "curency", "'currency'")),
    "a base year that is text": (put("country.yaml", "base_year: 2025", "base_year: now"), ("country.yaml", "base_year")),
    "a poverty line in words": (put("country.yaml", "value: 20", "value: low"), ("country.yaml", "low")),
    "a poverty line in an unknown unit": (
        put("country.yaml", "LCU/person/day", "LCU/person/fortnight"),
        ("country.yaml", "fortnight"),
    ),
    "no floor": (remove("floors/floor.yaml"), ("no floor",)),
    # the economy
    "text in a number": (line("economy.csv", 2, "2022,gdp_nominal,much,LCU,actual,x"), ("economy.csv", "much")),
    "decimal comma": (line("economy.csv", 3, '2022,gdp_real_growth,"0,05",share,actual,x'), ("economy.csv", "0,05")),
    "a year twice": (line("economy.csv", 3, "2022,gdp_nominal,5,LCU,actual,x"), ("economy.csv", "gdp_nominal", "2022")),
    "a missing column": (line("economy.csv", 1, "year,serie,value,unit,status,source"), ("economy.csv", "series")),
    "an empty economy": (write("economy.csv", b""), ("economy.csv", "empty")),
    # population
    "an empty population": (write("population/base.csv", b""), ("base.csv", "empty")),
    "text in a population": (put("population/base.csv", "900.0", "many"), ("base.csv", "many")),
    "a population in UTF-16": (
        write("population/base.csv", "country,var\n".encode("utf-16")),
        ("base.csv", "UTF-8"),
    ),
    # the survey
    "no survey": (remove("survey.yaml"), ("survey.yaml", "margins")),
    "no file of persons": (remove("survey.csv"), ("survey.csv",)),
    "an empty file of persons": (write("survey.csv", b""), ("survey.csv", "empty")),
    "a column that is not there": (put("survey.yaml", "disability: disabled", "disability: disable"), ("survey.yaml", "disable", "'disabled'")),
    "an unknown variable": (put("survey.yaml", "  disability:", "  dissability:"), ("survey.yaml", "dissability", "'disability'")),
    "text in an age": (put("survey.csv", FIRST, FIRST.replace("80", "old")), ("survey.csv", "old")),
    "decimal commas": (put("survey.csv", FIRST, FIRST.replace("1884.0", '"1884,0"')), ("survey.csv", "1884,0")),
    "duplicate ids": (put("survey.csv", SECOND, FIRST), ("H001",)),
    "a negative weight": (put("survey.csv", FIRST, FIRST.replace("8600", "-8600")), ("survey.csv", "-8600")),
    "an unknown code": (put("survey.yaml", "{f: female, m: male}", "{f: femal, m: male}"), ("survey.yaml", "femal", "'female'")),
    "a survey in Latin-1": (
        write("survey.csv", "household,person\nC\xf4te,1\n".encode("latin-1")),
        ("survey.csv", "UTF-8"),
    ),
    "a zip bomb of a workbook": (bomb, ("survey.xlsx",)),
    "a workbook that is none": (
        both(write("survey.xlsx", b"not a workbook"), put("survey.yaml", "path: survey.csv", "path: survey.xlsx")),
        ("survey.xlsx",),
    ),
    # financing
    "low above high": (put("financing.yaml", "low: 0.2", "low: 2"), ("financing.yaml", "tax_administration", "low <= base <= high")),
    "a value in words": (put("financing.yaml", "low: 0.2", "low: some"), ("financing.yaml:5:10", "some")),
    "an option without a start": (put("financing.yaml", "    start: 2026\n", ""), ("financing.yaml", "start")),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_message_and_nothing_half_written(name, tmp_path, capsys):
    mistake, fragments = CASES[name]
    pack = new(tmp_path / "nowhere")
    mistake(pack)
    before = sorted(tmp_path.iterdir())
    code = main(["run", str(pack), "--out", str(tmp_path / "out"), "--to", "2030"])
    said = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("  ")]
    assert code == 1
    assert len(said) == 1, said
    assert "Traceback" not in said[0]
    for fragment in fragments:
        assert fragment in said[0], said[0]
    assert sorted(tmp_path.iterdir()) == before


def test_there_are_enough_cases():
    assert len(CASES) >= 40
