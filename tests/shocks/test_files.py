"""Wrong files are answered with what is wrong, where, and what to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.shocks import Shock, cases_of, read_shock, shocks_of

from .conftest import BASE, DROUGHT, HEAD

HALF = "recovery: {half_life: {value: 1, unit: years, source: s}}\n"
LOSS = "households: {a: {hit: True, loss: {value: 0.1, unit: share, source: s}}}\n"
BUDGET = "{value: 0.5, unit: share, source: s}"


def price(budget: str = BUDGET, more: str = "") -> str:
    return f"prices: {{food: {{rise: {{value: 0.3, unit: ratio, source: s}}, budget_share: {budget}{more}}}}}\n{HALF}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"one\.yaml:1:1: The shock does nothing. Expected economy, households or prices"),
        ("ecnomy: {}\n", r"one\.yaml:5:1: Unknown key 'ecnomy'.*Did you mean 'economy'"),
        ("economy: {gdp_growth: {2027: -0.1}}\n", r"5:11: Unknown key 'gdp_growth'.*Did you mean 'gdp_real_growth'"),
        ("economy: {inflation: {}}\n", "inflation is empty"),
        ("economy: {inflation: {2027: 30}}\n", r"5:29: inflation moves by 30. Expected a share of one.*Divide by 100"),
        ("economy: {inflation: {2027: 30%}}\n", "30%"),
        ("economy: {inflation: {2027: 0,3}}\n", r"one\.yaml:5"),
        ("economy: {inflation: {2026: 0.1}}\n", "inflation moves in 2026, before the shock starts in 2027"),
        ("economy: {inflation: {next: 0.1}}\n", "'next' is not a year"),
        ("economy: {inflation: {2027: .nan}}\n", "finite"),
        ("economy: {inflation: {values: {2027: 0.1}}}\n", "'source' is missing"),
        ("economy: {inflation: {values: {2027: 0.1}, source: s, assumption: 7}}\n", "neither true nor false"),
        ("economy: {revenue_pct_gdp: {2027: -200}}\n", "Expected points of GDP"),
        ("economy: {inflation: {2027: 0.1}}\npass_through: {value: 1, unit: ratio, source: s}\n", "nothing to pass on"),
        ("economy: {gdp_real_growth: {2027: -0.1}}\npass_through: {value: 1, unit: ratio}\n", "'source' is missing in pass"),
        (LOSS, "does not say how its losses fade. Expected recovery"),
        (LOSS.replace("True", "agee < 5") + HALF, r"5:23: Unknown name 'agee'. Did you mean 'age'"),
        (LOSS.replace("True", "age + 5") + HALF, "true or false|condition"),
        (LOSS.replace("0.1", "20") + HALF, r"value is 20. Expected a share from 0 to 1. Write 0.2 for 20 %"),
        (LOSS.replace("source: s", "note: s") + HALF, "Unknown key 'note'"),
        (LOSS.replace("hit: True, ", "") + HALF, "'hit' is missing in a"),
        (LOSS.replace("{value: 0.1, unit: share, source: s}", "0.1") + HALF, "loss has no unit and no source. Expected .value: 0.1, unit: share"),
        (price("0.5"), "budget_share has no unit and no source. Expected .value: 0.5"),
        (LOSS.replace("{a:", "{a b:") + HALF, "'a b' is no name"),
        (LOSS + "recovery: {}\n", "recovery is given twice or not at all"),
        (LOSS + "recovery: {half_life: {value: 0, unit: years, source: s}}\n", "half_life is 0"),
        (LOSS + "recovery: {remaining: {values: {2027: 1.5}, unit: share, source: s}}\n", "2027 is 1.5"),
        (price("{}"), "budget_share is given by nothing. Expected one of value, fifths, variable, spending"),
        (price("{variable: a, spending: b}"), "by variable and by spending"),
        (price("{fifths: {1: 0.5, 2: 0.5}, source: s}"), "each fifth once"),
        (price("{fifths: {1: 0.5, 2: 0.5, 3: 0.4, 4: 0.3, 5: 40}, source: s}"), "5 is 40.*Write 0.4 for 40 %"),
        (price(more=", producers: {who: urban}"), "'sales' is missing in producers"),
        (price() + LOSS.replace("{a:", "{food:"), "'food' is the name of a loss and of a price"),
        (LOSS + HALF + "responses: {b: {label: {en: B}}}\n", "The response 'b' changes nothing"),
        (LOSS + HALF + "responses: {b: {until: 2020, remove: [x]}}\n", "ends in 2020 and the shock starts in 2027"),
        ("assumption: perhaps\n" + LOSS + HALF, r"one\.yaml:5:13: assumption is neither"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_at_its_place(shock: Callable[..., Shock], text: str, said: str) -> None:
    with pytest.raises(GroundfloorError, match=said) as raised:
        shock(text)
    assert raised.value.place is not None
    assert raised.value.place.line is not None


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("shock: two\nlabel: {en: a}\nstart: 2027\nsource: s\n", "The file one.yaml holds the shock 'two'"),
        ("shock: one\nstart: 2027\nsource: s\n", "'label' is missing"),
        ("shock: one\nlabel: {fr: a}\nstart: 2027\nsource: s\n", "label is no text by language"),
        ("shock: one\nlabel: {en: a}\nstart: 2025\nsource: s\n", "starts in 2025 and the pack's base year is 2025.*Expected 2026"),
        ("shock: one\nlabel: {en: a}\nstart: 27\nsource: s\n", "not a year"),
        ("shock: one\nlabel: {en: a}\nstart: 2027\n", "'source' is missing"),
        ("shock: one\nlabel: {en: a}\nstart: 2027\nsource: ' '\n", "source is empty"),
        ("", "The file is empty"),
    ],
)  # fmt: skip
def test_a_wrong_head_is_refused(tmp_path: Path, head: str, said: str) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(head and head + "economy: {inflation: {2027: 0.1}}\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=said):
        read_shock(file, BASE)


def test_cases_are_named_and_joined(pack: Path) -> None:
    country = gf.read_country(pack)
    assert list(shocks_of(country)) == ["dear", "drought", "nothing", "slump"]
    assert list(cases_of(country)) == ["dear", "drought", "nothing", "slump"]
    assert [one.name for one in cases_of(country, ["slump+dear"])["dear+slump"]] == ["dear", "slump"]
    for names, said in ((["drougt"], "Did you mean 'drought'"), (["slump+slump"], "stands twice in 'slump.slump'")):
        with pytest.raises(GroundfloorError, match=said):
            cases_of(country, names)


def test_the_file_that_the_documentation_shows_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "shocks.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "drought.yaml").write_text(shown, encoding="utf-8")
    found = read_shock(tmp_path / "drought.yaml", BASE)
    assert set(found.losses) == {"farmers"}
    assert found.responses["doubled"].until == 2031


def test_a_pack_without_shocks_says_so(tmp_path: Path) -> None:
    with pytest.raises(GroundfloorError, match=r"The pack has no shocks\. Expected a file a shock"):
        gf.simulate_shocks(gf.new(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"responses": ["start_smal"]}, "no scenario 'start_smal'.*Did you mean 'start_small'"),
        ({"to": 2026}, "starts in 2027, after the last year 2026"),
        ({"variant": "hi"}, "no variant 'hi'"),
        ({"floor": "roof"}, "no floor 'roof'"),
    ],
)
def test_a_wrong_setting_is_refused(pack: Path, given: dict[str, object], said: str) -> None:
    with pytest.raises(GroundfloorError, match=said):
        gf.simulate_shocks(pack, ["drought"], **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("child_grant: {amount: 2 * grant if hit else grant}", "child_grnt: {amount: grant}", r"drought\.yaml:\d+.*'child_grnt'"),
        ("2 * grant if hit", "2 * grant if hitt", r"drought\.yaml:\d+:\d+: Unknown name 'hitt'. Did you mean 'hit'"),
        ("until: 2028", "floor: flor", "'flor', which the pack does not have. Expected one of floor. Did you mean 'floor'"),
        ("doubled:", "floor:", "There is a scenario 'floor' already"),
        ("region == 'Hills'", "sector == 'agriculture'", "needs the variable 'sector'"),
    ],
)  # fmt: skip
def test_check_reads_the_shocks_and_lays_their_responses(
    pack: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    assert gf.check(copy).sound
    text = HEAD.format(name="drought") + DROUGHT
    assert old in text
    (copy / "shocks" / "drought.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(GroundfloorError, match=said):
        gf.check(copy)


def test_check_reads_a_shock_after_the_last_year_of_the_economy(pack: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    late = HEAD.format(name="late").replace("2027", "2090") + "economy: {gdp_real_growth: {2090: -0.1}}\n"
    late += "pass_through: {value: 1, unit: ratio, source: s}\n"
    (copy / "shocks" / "late.yaml").write_text(late, encoding="utf-8")
    assert gf.check(copy).sound


def test_a_response_to_another_floor_is_left_out(pack: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    other = (copy / "floors" / "floor.yaml").read_text(encoding="utf-8").replace("floor: floor", "floor: other")
    (copy / "floors" / "other.yaml").write_text(other, encoding="utf-8")
    text = HEAD.format(name="drought") + DROUGHT.replace("until: 2028", "floor: other")
    (copy / "shocks" / "drought.yaml").write_text(text, encoding="utf-8")
    scenarios = {
        name: list(gf.simulate_shocks(copy, ["drought"], floor=name, to=2027).cases["drought"].lived)
        for name in ("floor", "other")
    }
    assert scenarios == {"floor": ["today", "floor"], "other": ["today", "other", "doubled"]}
