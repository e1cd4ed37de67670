"""A wrong description is refused with its file and line, and nothing is guessed."""

import pytest

import groundfloor as gf
from groundfloor import GroundfloorError

from .describing import FIRST, costed, described, number, setting

WATER = "sectors.water_sanitation.services.water."
SCHOOL = "sectors.education.services.primary."
HEALTH = "sectors.health.services."
PAYERS = "sectors.housing.payers."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sectros": {}}, r"services\.yaml:\d+:\d+: Unknown key 'sectros'.* Did you mean 'sectors'"),
        ({"prices": None}, r"'prices' is missing"),
        ({"prices.tradable": "inflatoin"}, r"tradable is 'inflatoin'.*Did you mean 'inflation'"),
        ({"prices.year": "then"}, r"year is 'then'|'then'"),
        ({"prices.tradable": "exchange_rate"}, r"follow the exchange rate and foreign_inflation go together"),
        ({"prices.foreign_inflation": number(0.02)}, r"go together"),
        ({"sectors": {}}, r"sectors|There is no sector"),
        ({"sectors.watr": {}}, r"There is no sector 'watr'"),
        ({"sectors.housing.services": {}}, r"housing has no service|'services' is"),
        ({"sectors.housing.services.all": {}}, r"The key 'people' is|A service is called all"),
        ({PAYERS + "external": "rest"}, r"households and external pay the rest|external and households pay the rest"),
        ({PAYERS + "donors": number(0.1)}, r"Unknown key 'donors'"),
        ({"sectors.housing.payers": {}}, r"Nobody pays|'payers' is"),
        ({WATER + "coverage": number(1.2)}, r":\d+:\d+: value is 1.2. Expected a share from 0 to 1"),
        ({WATER + "coverage": number(60)}, r"Write 0.6 for 60 %"),
        ({WATER + "coverage": {"value": 0.5, "unit": "share"}}, r"'source' is missing"),
        ({WATER + "coverage": {"value": 0.5, "source": "x"}}, r"'unit' is missing"),
        ({WATER + "coverag": number(0.5)}, r"Unknown key 'coverag'.*Did you mean 'coverage'"),
        ({WATER + "people": None}, r"'people' is missing"),
        ({WATER + "people": "everybody"}, r"people is 'everybody'"),
        ({WATER + "people.ages": [11, 6]}, r"ages is \[11, 6\]"),
        ({WATER + "people.ages": [0, 120]}, r"up to 100"),
        ({WATER + "people.sex": "w"}, r"sex is 'w'"),
        ({WATER + "people": {"births": True, "ages": [0, 4]}}, r"births is true and stands without"),
        ({WATER + "people.household_size": number(0, "persons/household")}, r"value is 0"),
        ({WATER + "capital": number(-1.0, "LCU/person")}, r"value is -1"),
        ({WATER + "capital": number(60.0, "LCU")}, r"unit is 'LCU'. Expected one of LCU/person, USD/person"),
        ({WATER + "capital": number(60.0, "LCU/household")}, r"unit is 'LCU/household'"),
        ({WATER + "capital": number(1e20, "LCU/person")}, r"capital is too large. Expected 1e\+15 at most"),
        ({WATER + "capital": None}, r"'capital' is missing"),
        ({WATER + "lifetime": None}, r"capital has no lifetime"),
        ({WATER + "lifetime": number(0, "years")}, r"lifetime is 0. Expected 1 year at least"),
        ({WATER + "lifetime": number(20, "years", low=0.5)}, r"lifetime is 0.5"),
        ({"sectors.housing.budget": {"revenue": number(0.2)}}, r"revenue and share, or of_gdp alone"),
        ({"sectors.housing.budget": {"of_gdp": number(0.2), "share": number(0.2)}}, r"not told as one thing"),
        ({"sectors.housing.budget": {"of_gdp": number(4)}}, r"value is 4"),
        ({WATER + "need": 0.5}, r"need"),
        ({HEALTH + "package.running": None}, r"package costs nothing"),
        ({HEALTH + "package.lifetime": number(20, "years")}, r"lifetime stands without capital"),
        ({HEALTH + "package.contribution": number(0.1)}, r"Unknown key 'contribution'"),
        ({HEALTH + "staffing.wage": None}, r"'wage' is missing"),
        ({HEALTH + "staffing.wage": number(3.0, "GDP per head", year=2020)}, r"moves with GDP per head"),
        ({SCHOOL + "pupils_per_teacher": number(0, "pupils/teacher")}, r"value is 0"),
        ({SCHOOL + "non_salary": number(1.0)}, r"non_salary is 1. Expected less than 1"),
        ({SCHOOL + "markup": None}, r"primary has marginalised alone"),
        ({SCHOOL + "classroom": None}, r"primary has .*alone. Expected all of classroom"),
        ({"sectors.nutrition.services.supplements.need": None}, r"'need' is missing"),
    ],
)
def test_a_wrong_entry_is_refused_where_it_stands(tmp_path, changes, said):
    with pytest.raises(GroundfloorError, match=said) as refused:
        described(tmp_path, changes)
    assert "services.yaml" in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({PAYERS + "government": number({FIRST: 0.6, 2030: 0.95})}, r"add up to 1.05 in 2030 \(base\). Expected at most 1"),
        ({PAYERS + "households": number(0.2)}, r"add up to 0.9 in 2025.*Expected 1"),
        ({SCHOOL + "pupils_per_teacher": number(40, "pupils/teacher", low=30, high=50)}, r"education costs .* in the variant low"),
        ({"prices.year": 1990}, r"economy.csv: The growth of inflation to 1991 is not known"),
        ({"prices.tradable": "gdp_per_capita"}, r"growth of gdp_per_capita to 2026"),
        ({WATER + "capital": number(6.0, "USD/person", year=2019)}, r"in US dollars of 2019, whose exchange rate is not known"),
    ],
)  # fmt: skip
def test_what_cannot_be_costed_is_refused(tmp_path, changes, said):
    with pytest.raises(GroundfloorError, match=said):
        costed(tmp_path, changes, setting())


def test_a_pack_without_services_and_a_sector_that_is_not_there(tmp_path):
    with pytest.raises(GroundfloorError, match=r"The pack describes no services.*services\.yaml"):
        gf.cost_services(gf.new(tmp_path / "nowhere"))
    with pytest.raises(GroundfloorError, match=r"no sector 'healt'.*Did you mean 'health'"):
        gf.cost_services("gha", sector="healt")


def test_a_check_of_a_pack_reads_its_services(tmp_path):
    pack = gf.new(tmp_path / "nowhere")
    (pack / "services.yaml").write_text("prices: {}\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"services\.yaml"):
        gf.check(pack)
