"""What `check` and `explain` say of a pack, beyond what a run would stumble over."""

from __future__ import annotations

from pathlib import Path

import pytest

import groundfloor as gf
from groundfloor.checking import check
from groundfloor.errors import GroundfloorError
from groundfloor.starter import new

SURVEY_LINE = "\nlines:\n  national: {value: 20, unit: LCU/person/day}\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return new(tmp_path / "nowhere")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_line_of_the_survey_and_of_the_pack_is_one_line(pack: Path) -> None:
    survey = pack / "survey.yaml"
    survey.write_text(survey.read_text(encoding="utf-8") + SURVEY_LINE, encoding="utf-8")
    assert check(pack).sound  # both are in prices of 2024
    change(survey, "year: 2024", "year: 2024\nprices: 2023")
    # 20 a day in prices of 2024 is 20 x 365 x 1.06 in those of 2025; in prices of 2023 it is 20 x 365 x 1.06 x 1.06
    for run in (check, lambda folder: gf.cost(folder, to=2026)):
        with pytest.raises(GroundfloorError, match=r"'national' is 7,738 LCU .* and 8,202 in survey.yaml"):
            run(pack)


def test_prices_that_inflation_does_not_reach_are_found_by_the_check(pack: Path) -> None:
    change(pack / "survey.yaml", "year: 2024", "year: 2024\nprices: 2015")
    with pytest.raises(GroundfloorError, match=r"'inflation' is not known for every year from 2015 to 2025"):
        check(pack)


def test_an_explanation_has_all_money_in_that_of_the_day(pack: Path) -> None:
    """The first person's household spends 22,608 a year in prices of 2024, 7,536 a member."""
    change(pack / "programmes" / "child_grant.yaml", "eligible: age < 5", "eligible: consumption < 8000")
    change(pack / "country.yaml", "currency: LCU", "currency: NOW")
    said = gf.explain(pack, "child_grant", date="2026-07-01")
    assert "is 8,467" in said  # 7,536 x 1.06 x 1.06, above the 8,000 of 2026
    assert "Not entitled" in said
    later = gf.explain(pack, "child_grant", date="2030-07-01").replace("\xa0", " ")
    assert "187.59 NOW a month since 1 January 2026" in later  # 150 x 1.06 ** 3 x 1.05


def test_a_variable_that_the_survey_lacks_is_found_by_the_check(pack: Path) -> None:
    change(pack / "survey.yaml", "  pension: pensioner\n", "")
    with pytest.raises(
        GroundfloorError, match=r"social_pension.yaml:\d+.*needs the variable 'pension'.*Add pension to"
    ):
        check(pack)


def test_so_is_one_that_only_a_scenario_needs(pack: Path) -> None:
    change(pack / "floors" / "floor.yaml", "eligible: age < 2", "eligible: age < 2 and not disability")
    assert check(pack).sound
    change(pack / "survey.yaml", "  disability: disabled\n", "")
    with pytest.raises(GroundfloorError, match="needs the variable 'disability'"):
        check(pack)


def test_the_check_speaks_french(pack: Path) -> None:
    change(pack / "programmes" / "child_grant.yaml", "phase_in:", "# phase_in:")
    said = "\n".join(check(pack, lang="fr").lines).replace("\xa0", " ")
    assert "2 programmes dans le socle" in said
    assert "1 907 personnes dans 500 ménages" in said.replace("\u202f", " ")
    assert "Remarque" in said
    assert "n’a pas de valeur avant le 1er janvier 2026" in said
