"""Surveys with something wrong: an answer that says what it rests on, or a refusal that says why. Every measure is asked for."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.errors import GroundfloorError

HOMES = 60
DESCRIPTION = """
survey: {name}
country: NOW
year: 2024
files: {{persons: {{path: persons.csv, encoding: {encoding}}}}}
variables:
  household_id: home
  person_id: person
  age: age
  sex: {{from: sex, codes: {{1: male, 2: female}}}}
  relationship: {{from: role, codes: {{1: head, 2: spouse, 3: child}}}}
  region: region
  weight: weight
  consumption: {{from: spent, unit: LCU/household/month}}
welfare: {{from: consumption, per: capita}}
design: {{strata: region, psu: cluster}}
lines: {{line: {{value: 600, unit: LCU/person/year}}, half: {{share: 0.5, of: median}}}}
groups: [region, sex]
transfers:
  pension: {{kind: social_pension, unit: person, amount: {{from: pension, unit: LCU/month}}}}
  food: {{kind: in_kind, unit: household, amount: {{from: food, unit: LCU/household/year}}}}
"""

Rows = list[dict[str, object]]


def sound() -> Rows:
    """Sixty households in twelve clusters of three regions."""
    draw = np.random.default_rng(5)
    rows: Rows = []
    for home in range(HOMES):
        size, spent = int(draw.integers(1, 6)), float(round(draw.lognormal(5, 0.7)))
        for person in range(size):
            rows.append(
                {
                    "home": home,
                    "person": person + 1,
                    "age": int(draw.integers(20, 85)) if person == 0 else int(draw.integers(0, 60)),
                    "sex": int(draw.integers(1, 3)),
                    "role": min(person + 1, 3),
                    "region": ("North", "South", "West")[home % 3],
                    "cluster": home % 12,
                    "weight": 100 + 10 * (home % 3),
                    "spent": spent,
                    "pension": 20 if person == 0 and home % 4 == 0 else 0,
                    "food": 30 if home % 5 == 0 else 0,
                }
            )
    return rows


def each(**changed: Callable[[dict[str, object]], object]) -> Callable[[Rows], Rows]:
    return lambda rows: [row | {name: how(row) for name, how in changed.items()} for row in rows]


def first(count: int, **changed: object) -> Callable[[Rows], Rows]:
    return lambda rows: [row | changed if i < count else row for i, row in enumerate(rows)]


@pytest.fixture
def read(tmp_path):
    def described(rows: Rows, text: str = DESCRIPTION, encoding: str = "utf-8", name: str = "Broken"):
        lines = [",".join(rows[0]), *(",".join(str(value) for value in row.values()) for row in rows)]
        (tmp_path / "persons.csv").write_bytes("\n".join(lines).encode(encoding))
        (tmp_path / "survey.yaml").write_text(text.format(name=name, encoding=encoding), encoding="utf-8")
        return tmp_path / "survey.yaml"

    return described


def says(survey, finding: str) -> bool:
    return any(one.says.startswith(finding) for one in survey.findings)


ANSWERED = {
    "zero weights": (first(9, weight=0), "weights.zero"),
    "weights missing": (first(9, weight=""), "weights.missing"),
    "one unit in a stratum": (each(cluster=lambda r: 0 if r["region"] == "North" else r["cluster"]), "design.single"),
    "one unit in all": (each(cluster=lambda r: 1, region=lambda r: "North"), "design.single"),
    "negative consumption": (first(9, spent=-50), "welfare.negative"),
    "consumption of 0": (first(30, spent=0), "welfare.zero"),
    "consumption missing": (first(30, spent=""), "welfare.missing"),
    "all poor": (each(spent=lambda r: 1), ""),
    "nobody poor": (each(spent=lambda r: 1e6), ""),
    "all alike": (each(spent=lambda r: 100, home=lambda r: f"{r['home']}-{r['person']}"), ""),
    "one household": (lambda rows: [row for row in rows if row["home"] == rows[0]["home"]], "design.single"),
    "ages missing": (lambda rows: [row | {"age": ""} if i % 20 == 0 else row for i, row in enumerate(rows)], "missing"),
    "ages impossible": (first(9, age=999), "ages.impossible"),
    "heads missing": (each(role=lambda r: 3), "heads.without"),
    "households twice": (
        lambda rows: [*rows, *(row | {"home": 1000 + int(str(row["home"]))} for row in rows)],
        "",
    ),
    "nobody receives": (each(pension=lambda r: 0, food=lambda r: 0), ""),
    "everybody receives": (each(pension=lambda r: 10, food=lambda r: 10), ""),
    "receipts larger than consumption": (each(pension=lambda r: 1e5), ""),
    "receipts missing": (first(40, pension=""), ""),
}


@pytest.mark.parametrize("case", ANSWERED)
def test_a_broken_survey_gives_an_answer_that_says_what_it_rests_on(read, case):
    breaking, finding = ANSWERED[case]
    survey = gf.read_survey(read(breaking(sound())))
    if finding:
        assert says(survey, finding), [one.says for one in survey.findings]
    rows = gf.measure(survey, sets=("all",))
    assert rows
    for row in rows:
        value, se, low, high = (float(row[name]) for name in ("value", "se", "ci_low", "ci_high"))
        assert not math.isinf(value), row
        assert not math.isinf(se), row
        assert math.isnan(se) or se >= 0, row
        assert math.isnan(low) or low <= value + 1e-9 * abs(value) <= high + 2e-9 * abs(high) + 1e-9, row
        if row["measure"] in ("fgt0", "coverage", "undercoverage", "leakage") and not math.isnan(low):
            assert 0 <= low <= high <= 1, row


@pytest.mark.parametrize("case", ["one household", "all poor", "nobody poor", "nobody receives", "consumption missing"])
def test_its_profile_is_written_too(read, tmp_path, case):
    breaking, _ = ANSWERED[case]
    done = gf.profile(read(breaking(sound())), out=tmp_path / "out", languages=["en", "fr"], sets=["all"])
    for page in done.report.parent.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert ">nan" not in text.lower()
        assert ">None<" not in text


def test_no_weights(read):
    text = DESCRIPTION.replace("  weight: weight\n", "")
    survey = gf.read_survey(read(sound(), text))
    assert says(survey, "weights.none")
    assert gf.measure(survey, sets=("all",))


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp1252", "Région Nord-Équateur"), ("utf-8", "الشمال"), ("cp1256", "الشمال")]
)
def test_words_in_other_letters_come_through(read, tmp_path, encoding, word):
    rows = [row | {"region": word if row["region"] == "North" else row["region"]} for row in sound()]
    file = read(rows, encoding=encoding)
    groups = {row["group"] for row in gf.measure(gf.read_survey(file))}
    assert f"region={word}" in groups
    page = gf.profile(file, out=tmp_path / "out").report.read_text(encoding="utf-8")
    assert word in page


REFUSED = {
    "latin-1 said to be UTF-8": (each(region=lambda r: "Équateur"), "encoding"),
    "a person twice": (lambda rows: [*rows, rows[0]], "twice|several rows"),
    "negative weights": (first(3, weight=-1), "negative"),
    "no weight at all": (each(weight=lambda r: 0), "above 0"),
    "words for numbers": (first(3, spent="lots"), "not a number"),
    "decimal commas": (first(3, spent='"12,5"'), "decimal"),
    "no household": (first(2, home=""), "no home|household"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_make_every_figure_wrong_is_refused_with_its_place(read, case):
    breaking, why = REFUSED[case]
    rows = breaking(sound())
    file = read(rows)
    if case.startswith("latin-1"):
        data = file.parent / "persons.csv"
        data.write_bytes(data.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(GroundfloorError, match=why) as wrong:
        gf.read_survey(file)
    assert wrong.value.place is not None
    assert wrong.value.place.file


def test_an_empty_file_is_refused(tmp_path, read):
    file = read(sound())
    (tmp_path / "persons.csv").write_text("")
    with pytest.raises(GroundfloorError):
        gf.read_survey(file)
