"""Synthetic households: margins met, the same seed the same bytes, households that make sense, and wrong margins said."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.synthesise import synthesise
from groundfloor.survey.variables import VARIABLES

GHANA = Path(str(files("groundfloor") / "countries" / "gha" / "margins"))
Rows = list[dict[str, object]]
# international dollars of 2017 a day to GHS a year
DOLLAR = 1.75099217891693 * 365

MINIMAL = {
    "margins.yaml": """country: XXX
year: 2020
households: 600
population: {file: population.csv, source: invented}
consumption: {file: consumption.csv, source: invented}
""",
    "population.csv": "sex,age,population\n"
    + "".join(f"{s},{a},{n}\n" for s in ("male", "female") for a, n in (("0-14", 4000), ("15-59", 5500), ("60+", 700))),
    "consumption.csv": "percentile,consumption\n10,400\n50,1000\n90,2600\n",
}
MORE = {
    "margins.yaml": MINIMAL["margins.yaml"]
    + """household_size: {file: size.csv, source: invented}
poorest: {share: 0.3, files: [poor.csv], source: invented}
attributes:
  - {variable: sanitation, targets: [ladder.csv], source: invented}
  - {variable: employed, targets: [work.csv], source: invented}
  - {variable: contributes, targets: [formal.csv], among: employed, source: invented}
  - {variable: disability, targets: [disability.csv], outside: missing, source: invented}
""",
    "population.csv": "region,urban,sex,age,population\n"
    + "".join(
        f"{r},{u},{s},{a},{n * k}\n"
        for r, k in (("North", 1), ("South", 2))
        for u in (0, 1)
        for s in ("male", "female")
        for a, n in (("0-4", 900), ("5-14", 1700), ("15-29", 1800), ("30-59", 1900), ("60-79", 400), ("80+", 60))
    ),
    "consumption.csv": MINIMAL["consumption.csv"],
    "size.csv": "household_size,share\n1,0.15\n2,0.2\n3-4,0.3\n5-7,0.25\n8+,0.1\n",
    "poor.csv": "region,share\nNorth,0.5\nSouth,0.2\n",
    "ladder.csv": "urban,level,share\n"
    "1,surface_or_open,0.1\n1,limited,0.4\n1,basic,0.3\n1,safely_managed,0.2\n"
    "0,surface_or_open,0.5\n0,limited,0.3\n0,basic,0.2\n",
    "work.csv": "age,sex,share\n15-64,male,0.7\n15-64,female,0.6\n",
    "formal.csv": "quintile,share\n1,0.02\n2,0.05\n3,0.1\n4,0.2\n5,0.5\n",
    "disability.csv": "age,share\n5-59,0.02\n60+,0.2\n",
}


def written(folder: Path, texts: dict[str, str], **changed: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in (
        texts | {k.replace("_csv", ".csv").replace("_yaml", ".yaml"): v for k, v in changed.items()}
    ).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ghana() -> tuple[Survey, Rows]:
    return synthesise(GHANA)


def of(rows: Rows, margin: str) -> Rows:
    return [row for row in rows if row["margin"] == margin]


def share(survey: Survey, mask: np.ndarray) -> float:
    return float((survey.weight * mask).sum() / survey.weight.sum())


def same(one: Survey, other: Survey) -> bool:
    def raw(survey: Survey) -> list[bytes]:
        parts = [(c.codes if isinstance(c, Text) else c).tobytes() for c in survey.columns.values()]
        return [*parts, survey.weight.tobytes(), survey.starts.tobytes()]

    return raw(one) == raw(other)


def test_the_same_seed_gives_the_same_bytes(ghana: tuple[Survey, Rows]) -> None:
    again, rows = synthesise(GHANA, seed=0)
    assert same(ghana[0], again)
    assert rows == ghana[1]
    assert not same(ghana[0], synthesise(GHANA, seed=1)[0])


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_margins_of_ghana_are_met(seed: int) -> None:
    """Tolerances follow from whole persons: a cell of n persons moves by 1 / n with each of them."""
    survey, rows = synthesise(GHANA, seed=seed)
    assert survey.weight.sum() == pytest.approx(sum(float(str(r["target"])) for r in of(rows, "population")), rel=1e-6)
    worst = {m: max(abs(float(str(r["difference"]))) for r in of(rows, m)) for m in {str(r["margin"]) for r in rows}}
    assert worst["household_size"] < 1e-6
    for name in (
        "health_insurance",
        "basic_water",
        "basic_sanitation",
        "employed",
        "formal_work",
        "pension",
        "cash_transfer",
    ):
        assert worst[name] < 0.005, name
    assert worst["pregnant"] < 0.01
    assert worst["disability"] < 0.006
    assert worst["electricity"] < 0.025
    assert worst["in_school"] < 0.03
    assert worst["poorest"] < 0.05
    relative = [abs(float(str(r["difference"])) / float(str(r["target"]))) for r in of(rows, "consumption")]
    assert max(relative) < 0.05


def test_the_country_by_sex_and_age_and_each_region_are_met(ghana: tuple[Survey, Rows]) -> None:
    sums: dict[tuple[str, ...], list[float]] = {}
    for row in of(ghana[1], "population"):
        cell = dict(part.split("=") for part in str(row["cell"]).split(", "))
        for key in ((cell["sex"], cell["age"]), (cell["region"], cell["urban"])):
            total = sums.setdefault(key, [0.0, 0.0])
            total[0] += float(str(row["target"]))
            total[1] += float(str(row["achieved"]))
    assert len(sums) == 34 + 32
    for target, achieved in sums.values():
        assert achieved == pytest.approx(target, rel=1e-5)


def test_poverty_is_that_of_the_published_distribution(ghana: tuple[Survey, Rows]) -> None:
    """World Bank, PIP, Ghana 2016: headcounts at lines in international dollars of 2017 a day."""
    survey = ghana[0]
    published = {1.0: 0.06775, 2.15: 0.25295, 3.65: 0.48893, 6.85: 0.78512, 10.0: 0.90035}
    for line, headcount in published.items():
        assert share(survey, survey.welfare < line * DOLLAR) == pytest.approx(headcount, abs=0.004), line
    mean = float(np.average(survey.welfare, weights=survey.weight))
    assert mean == pytest.approx(5.08920 * DOLLAR, rel=0.02)


def test_households_make_sense(ghana: tuple[Survey, Rows]) -> None:
    survey = ghana[0]
    age, role = survey.columns["age"], survey.columns["relationship"]
    home = survey.household_of
    head_age = age[survey.starts][home]
    assert (role.is_("head")[survey.starts] == 1).all()
    assert (np.add.reduceat(role.is_("head"), survey.starts) == 1).all()
    assert np.add.reduceat(role.is_("spouse"), survey.starts).max() <= 1
    assert age[role.is_("head") == 1].min() >= 18
    assert age[role.is_("spouse") == 1].min() >= 18
    for word, least in (("child", 15), ("grandchild", 30)):
        assert (head_age - age)[role.is_(word) == 1].min() >= least, word
    assert (age - head_age)[role.is_("parent") == 1].min() >= 15
    sex = survey.columns["sex"]
    spouse = role.is_("spouse") == 1
    assert (sex.codes[spouse] != sex.codes[survey.starts][home][spouse]).all()
    assert (survey.columns["household_size"] == survey.sizes[home]).all()
    assert np.corrcoef(age[spouse], head_age[spouse])[0, 1] > 0.7


def test_every_column_is_one_of_the_harmonised_and_says_what_it_knows(ghana: tuple[Survey, Rows]) -> None:
    survey = ghana[0]
    for name, column in survey.columns.items():
        if name.startswith("_"):
            continue
        if isinstance(column, Text):
            assert (column.codes >= 0).all(), name
            assert VARIABLES[name].kind == "text"
        elif name == "disability":
            # the Washington Group questions are not asked under five
            np.testing.assert_array_equal(np.isnan(column), survey.columns["age"] < 5)
        else:
            assert not np.isnan(column).any(), name
            if VARIABLES[name].kind == "boolean":
                assert set(np.unique(column)) <= {0.0, 1.0}, name
    for name, meaning in VARIABLES.items():
        if meaning.level == "household" and name in survey.columns:
            column = survey.columns[name]
            values = column.codes if isinstance(column, Text) else column
            np.testing.assert_array_equal(values, values[survey.starts][survey.household_of])
    assert {"region", "urban", "in_school", "pregnant", "pension", "consumption"} <= set(survey.columns)
    assert not {"water", "income", "poverty_score"} & set(survey.columns)


def test_attributes_stay_where_they_belong(ghana: tuple[Survey, Rows]) -> None:
    columns = ghana[0].columns
    assert (columns["sex"].is_("female")[columns["pregnant"] == 1] == 1).all()
    assert columns["age"][columns["pension"] == 1].min() >= 60
    assert (columns["employed"][columns["formal_work"] == 1] == 1).all()
    np.testing.assert_array_equal(columns["formal_work"], columns["contributes"])
    poorest = ghana[0].welfare < np.quantile(ghana[0].welfare, 0.2)
    assert columns["cash_transfer"][poorest].mean() > 2 * columns["cash_transfer"][~poorest].mean()


def test_the_survey_says_that_it_is_synthetic(ghana: tuple[Survey, Rows]) -> None:
    survey = ghana[0]
    assert survey.synthetic
    assert survey.year == 2017
    assert survey.lines == {}
    assert survey.groups == ("region", "urban", "sex")
    assert [f.severity for f in survey.findings] == ["note"]
    assert "synthetic" in survey.findings[0].message
    assert 4000 <= survey.households <= 6000
    assert len(survey.strata.levels) == len(np.unique(survey.strata.codes))
    clusters = np.unique(np.column_stack([survey.strata.codes, survey.psu.codes]), axis=0)
    assert np.bincount(clusters[:, 0]).min() >= 2


def test_keys_are_those_of_the_identifiers(ghana: tuple[Survey, Rows]) -> None:
    survey = ghana[0]
    home = [survey.columns["household_id"].levels[c] for c in survey.columns["household_id"].codes[:40]]
    person = [survey.columns["person_id"].levels[c] for c in survey.columns["person_id"].codes[:40]]
    assert household_keys(survey)[:40].tolist() == [zlib.crc32(h.encode()) for h in home]
    assert person_keys(survey)[:40].tolist() == [
        zlib.crc32(f"{h}/{p}".encode()) for h, p in zip(home, person, strict=True)
    ]


def test_it_is_quick() -> None:
    began = time.perf_counter()
    synthesise(GHANA, households=6000)
    assert time.perf_counter() - began < 6  # three times what is asked, for a busy machine


def test_a_minimal_pack_gives_what_it_knows_and_invents_nothing(tmp_path: Path) -> None:
    survey, rows = synthesise(written(tmp_path / "m", MINIMAL))
    known = {name for name in survey.columns if not name.startswith("_")}
    assert known == {"household_id", "person_id", "age", "sex", "relationship", "household_size", "consumption"}
    assert survey.groups == ("sex",)
    assert survey.weight.sum() == pytest.approx(20400)
    assert survey.strata.levels == ("all",)
    for percentile, value in ((10, 400), (50, 1000), (90, 2600)):
        assert share(survey, survey.welfare < value) == pytest.approx(percentile / 100, abs=0.01)
    assert {row["margin"] for row in rows} == {"population", "consumption"}
    assert (np.add.reduceat(survey.columns["relationship"].is_("head"), survey.starts) == 1).all()
    assert survey.findings[0].says == "synthetic.drawn"


def test_every_kind_of_margin(tmp_path: Path) -> None:
    survey, rows = synthesise(written(tmp_path / "m", MORE), households=1500, seed=4)
    worst = {m: max(abs(float(str(r["difference"]))) for r in of(rows, m)) for m in {str(r["margin"]) for r in rows}}
    assert worst["household_size"] < 0.01
    assert worst["poorest"] < 0.02
    for name in ("sanitation", "employed", "contributes", "disability"):
        assert worst[name] < 0.02, name
    ladder = survey.columns["sanitation"]
    expected = (ladder.is_("basic") == 1) | (ladder.is_("safely_managed") == 1)
    np.testing.assert_array_equal(survey.columns["basic_sanitation"], expected)
    rural = survey.columns["urban"] == 0
    assert not (ladder.is_("safely_managed")[rural] == 1).any()
    assert np.isnan(survey.columns["disability"][survey.columns["age"] < 5]).all()


def test_the_larger_the_household_the_poorer(ghana: tuple[Survey, Rows]) -> None:
    survey = ghana[0]
    first = survey.starts
    assert np.corrcoef(np.log(survey.sizes), np.log(survey.welfare[first]))[0, 1] < -0.2


Change = Callable[[dict[str, str]], dict[str, str]]


def swap(file: str, before: str, after: str) -> Change:
    def change(texts: dict[str, str]) -> dict[str, str]:
        assert before in texts[file], (file, before)
        return texts | {file: texts[file].replace(before, after, 1)}

    return change


def drop(file: str) -> Change:
    return lambda texts: {name: text for name, text in texts.items() if name != file}


WRONG: list[tuple[Change, str]] = [
    (drop("margins.yaml"), r"margins.yaml.*missing"),
    (drop("population.csv"), r"population.csv.*missing"),
    (drop("poor.csv"), r"poor.csv.*missing"),
    (swap("margins.yaml", "country: XXX", "countri: XXX"), r"margins.yaml:1.*'countri'.*country"),
    (swap("margins.yaml", "year: 2020\n", ""), "'year' is missing"),
    (swap("margins.yaml", "year: 2020", "year: soon"), "not a year"),
    (swap("margins.yaml", "households: 600", "households: many"), "households is 'many'"),
    (swap("margins.yaml", "households: 600", "households: 20"), "20 synthetic households"),
    (swap("margins.yaml", "{file: population.csv, source: invented}", "{file: population.csv}"), "file and a source"),
    (
        swap("population.csv", "North,0,male,0-4,900", "North,0,male,0-4,-900"),
        r"population.csv:2, column 'population'.*negative",
    ),
    (swap("population.csv", "North,0,male,0-4,900", "North,0,male,0-4,lots"), r"population.csv:2.*not a number"),
    (swap("population.csv", "North,0,male,0-4", "North,0,man,0-4"), r"population.csv:2.*Unknown sex 'man'"),
    (swap("population.csv", "North,0,male,0-4", "North,2,male,0-4"), "neither 1 nor 0"),
    (swap("population.csv", "North,0,male,0-4", "North,0,male,4-0"), "'4-0' is no age"),
    (swap("population.csv", "North,0,male,5-14", "North,0,male,4-14"), "overlaps"),
    (swap("population.csv", "North,0,male,5-14", "North,0,male,0-4"), r"stands twice.*line 2"),
    (lambda t: t | {"population.csv": "sex,age,population\nmale,0-99,0\nfemale,0-99,0\n"}, "nought"),
    (lambda t: t | {"population.csv": "sex,age,population\n"}, "no rows"),
    (lambda t: t | {"poor.csv": ""}, "empty"),
    (swap("population.csv", "region,urban,sex", "region,urben,sex"), "Unknown column 'urben'"),
    (swap("consumption.csv", "50,1000", "5,1000"), r"consumption.csv:3.*percentile does not rise"),
    (swap("consumption.csv", "50,1000", "50,100"), "consumption does not rise"),
    (swap("consumption.csv", "10,400", "10,0"), "not above nought"),
    (swap("consumption.csv", "90,2600", "100,2600"), "not between 0 and 100"),
    (lambda t: t | {"consumption.csv": "percentile,consumption\n50,100\n"}, "only one percentile"),
    (swap("size.csv", "1,0.15", "1,0.25"), "add up to 1.1000"),
    (swap("size.csv", "3-4", "2-4"), "overlaps"),
    (swap("poor.csv", "North", "Nord"), r"poor.csv:2.*Unknown region 'Nord'"),
    (swap("poor.csv", "North,0.5\n", ""), "region 'North' is missing"),
    (swap("poor.csv", "North,0.5", "North,50"), r"above one.*0.5"),
    (swap("poor.csv", "North,0.5", "North,500"), "above one"),
    (lambda t: t | {"poor.csv": "sex,share\nmale,0.3\nfemale,0.3\n"}, "region and urban only"),
    (swap("margins.yaml", "share: 0.3", "share: 30"), "share of the population it speaks of"),
    (swap("margins.yaml", "{share: 0.3, files", "{files"), "share of the population it speaks of"),
    (swap("margins.yaml", "files: [poor.csv]", "files: poor.csv"), "needs files and a source"),
    (swap("margins.yaml", "variable: employed", "variable: emploid"), "'emploid' is no variable.*employed"),
    (swap("margins.yaml", "variable: employed", "variable: age"), "no variable that can be drawn"),
    (swap("margins.yaml", "variable: employed, targets", "variable: employed, target"), "Unknown key 'target'"),
    (swap("margins.yaml", "among: employed", "among: pension"), "not drawn before"),
    (swap("margins.yaml", "outside: missing", "outside: perhaps"), "outside"),
    (swap("margins.yaml", "outside: missing", "of: villages"), "persons or households"),
    (swap("margins.yaml", "among: employed", "also: [employed]"), "drawn only once"),
    (swap("margins.yaml", "attributes:\n  - {variable: sanitation", "attributes:\n  x: {variable: sanitation"), "YAML"),
    (lambda t: t | {"margins.yaml": t["margins.yaml"].split("attributes:")[0] + "attributes: {a: 1}\n"}, "is no list"),
    (swap("ladder.csv", "limited", "medium"), "Unknown level 'medium'"),
    (swap("formal.csv", "5,0.5", "6,0.5"), "no fifth"),
    (lambda t: t | {"work.csv": "age,household_size,share\n15+,1,0.5\n"}, "by age and by household size"),
    (
        lambda t: t | {"population.csv": MINIMAL["population.csv"]},
        "the population is not",
    ),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=range(len(WRONG)))
def test_wrong_margins_are_said(tmp_path: Path, change: Change, message: str) -> None:
    with pytest.raises(GroundfloorError, match=message):
        synthesise(written(tmp_path / "m", change(dict(MORE))))
