"""A wrong description is refused with its file and line, and nothing is guessed."""

import pytest

from groundfloor import GroundfloorError, check, new, project_contributory
from groundfloor.contributory.money import Money
from groundfloor.contributory.projection import project_scheme

from .conftest import FIRST, number, stable, steady_money

GROUP = "groups.all."
INJURY = "branches.work_injury"
PERMANENT = {"incidence": number(0.001), "degree": number(0.4), "replacement": number(0.6), "indexation": "prices"}
OLD = "branches.old_age."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groops": {}}, r"plain\.yaml:\d+:\d+: Unknown key 'groops'.* Did you mean 'groups'"),
        ({"contributory": "other"}, r"called 'other'. Expected 'plain'"),
        ({"groups": {}}, r"There is no group"),
        ({GROUP + "insured": {}}, r"insured is empty"),
        ({GROUP + "contributions": {}}, r"contributions is empty"),
        ({GROUP + "wage": None}, r"contributions stands without a wage"),
        ({GROUP + "entry": [10]}, r"entry is \[10\]. Expected a list of ages from 20 to 59"),
        ({"levies": {"tax": number(0.01)}}, r"unit is 'share'. Expected one of share of GDP"),
        ({"reserve.start": "none"}, r"start is 'none'. Expected an amount in LCU, or unknown"),
        ({GROUP + "premium": number(-5, "LCU/year", year=2025)}, r"value is -5. Expected at least 0"),
        ({GROUP + "insured.coverage": number(1.2)}, r":\d+:\d+: value is 1.2. Expected a share from 0 to 1"),
        ({GROUP + "insured.coverage": number(20)}, r"Write 0.2 for 20 %"),
        ({GROUP + "insured.coverage": {"value": 0.5, "unit": "share"}}, r"'source' is missing"),
        ({GROUP + "insured.coverage": {"value": 0.5, "source": "x"}}, r"'unit' is missing"),
        ({GROUP + "insured.coverage": number(0.5, "percent")}, r"unit is 'percent'"),
        ({GROUP + "insured.coverage": number(0.5, values={2025: 0.1})}, r"coverage has value and values"),
        ({GROUP + "insured.coverage": {"unit": "share", "source": "x"}}, r"coverage has no value"),
        ({GROUP + "insured.coverage": number({})}, r"values is empty|coverage"),
        ({GROUP + "insured.coverage": number({"x": 0.1})}, r"The year is 'x'|is not a year|year"),
        ({GROUP + "insured.cover": number(0.5)}, r"Unknown key 'cover'.*Did you mean 'coverage'"),
        ({GROUP + "ages": [59, 20]}, r"ages is \[59, 20\]"),
        ({GROUP + "ages": [20, 100]}, r"first and last age"),
        ({GROUP + "past_service": "old"}, r"past_service is 'old'. Expected one of steady, new"),
        ({GROUP + "wage.average": number(10, "LCU/year")}, r"average has no year"),
        ({GROUP + "wage.average": number(10, "LCU", year=2025)}, r"unit is 'LCU'"),
        ({GROUP + "wage.average": number({2025: 10}, "LCU/year", year=2025)}, r"values by year and a year"),
        ({GROUP + "wage.ceiling": number(10, "LCU/year", year=2025)}, r"indexed_to is None"),
        ({"branches": {}}, r"There is no branch"),
        ({"branches": "nobody"}, r"There is no scheme 'nobody' beside this one"),
        ({"branches.oldage": {}}, r"There is no branch 'oldage'.*Did you mean 'old_age'"),
        ({"branches.old_age": None, "branches.invalidity": {}}, r"invalidity stands without old_age"),
        ({OLD + "retirement": number(0.5)}, r"retirement is one share for all ages"),
        ({OLD + "formula.accrual": {5: 0.01}}, r"accrual from 5 years of service"),
        ({OLD + "formula.accrual": {0: 0.01, "x": 0.1}}, r"accrual from 'x'"),
        ({OLD + "formula.accrual": {}}, r"accrual is empty|accrual"),
        ({OLD + "formula.years": 0}, r"years is 0. Expected a number of last years, or career"),
        ({OLD + "indexation": "wage"}, r"indexation is 'wage'.*Did you mean 'wages'"),
        ({OLD + "indexation": {"prices": 0.7, "wages": 0.7}}, r"shares of indexation add up to 1.4"),
        ({OLD + "pensioners": {"count": "many", "average": "a", "women": number(0.5)}}, r"count is 'many'"),
        ({"administration": number(0.1, "share")}, r"unit is 'share'. Expected one of share of contributions"),
        ({"reserve.interest": None}, r"'interest' is missing"),
        ({"scaled_premium": {"years": 2.5}}, r"years is no whole number"),
        ({INJURY: {"days": number(10, "days")}}, r"'incidence' is missing in work_injury"),
        ({INJURY: {"permanant": {}}}, r"Unknown key 'permanant'.*Did you mean 'permanent'"),
        ({INJURY: {"permanent": {"incidence": number(0.1)}}}, r"'degree' is missing in permanent"),
        ({INJURY: {"permanent": PERMANENT | {"degree": number(40)}}}, r"degree|Write 0.4 for 40 %"),
        ({INJURY: {"permanent": PERMANENT | {"indexation": "price"}}}, r"indexation is 'price'.*Did you mean 'prices'"),
        ({INJURY: {"pensioners": {}}}, r"'incidence' is missing|no permanent pensions"),
        ({INJURY: {"fatal": {"incidence": number(0.0001), "indexation": "none"}}}, r"Nobody receives anything"),
        ({"illustrative": "perhaps"}, r"illustrative is 'perhaps'"),
    ],
)
def test_a_wrong_entry_is_refused_where_it_stands(described, changes, said):
    with pytest.raises(GroundfloorError, match=said) as refused:
        described(changes)
    assert "plain.yaml" in str(refused.value)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("age,value\n20-59,2\n", r"rates\.csv:2.*2 is no share"),
        ("age,value\n20-59,0.5\n30,0.5\n", r"rates\.csv:3.*Age 30 is given twice"),
        ("age,value\n59-20,0.5\n", r"'59-20' is no age"),
        ("age,value\n20-200,0.5\n", r"is no age"),
        ("age,value\ntwenty,0.5\n", r"'twenty' is no age"),
        ("age,value\n20-59,x\n", r"x"),
        ("sex,age,value\nw,20-59,0.5\n", r"The sex is 'w'"),
        ("age,share\n20-59,0.5\n", r"Unknown column 'share'"),
        ("year,age,value\n2025,20-59,0.5\n,20,0.5\n", r"Some rows have a year and others none"),
        ("age,value\n", r"no rows"),
    ],
)
def test_a_wrong_table_is_refused_where_it_stands(described, tmp_path, table, said):
    (tmp_path / "rates.csv").write_text(table, encoding="utf-8")
    with pytest.raises(GroundfloorError, match=said) as refused:
        described({GROUP + "insured.coverage": number("rates.csv")})
    assert "rates.csv" in str(refused.value)


def test_an_age_without_a_rate_is_not_taken_as_nought(described, tmp_path):
    (tmp_path / "rates.csv").write_text("age,value\n25-59,0.5\n", encoding="utf-8")
    scheme = described({GROUP + "insured.coverage": number("rates.csv")})
    with pytest.raises(GroundfloorError, match="no value for women of 20"):
        project_scheme(scheme, stable(2), steady_money())


def test_growth_that_is_needed_and_not_known_is_asked_for(described):
    scheme = described({OLD + "formula.years": 5})
    with pytest.raises(GroundfloorError, match=r"growth of wages to 2022 is not known.*past_wage_growth"):
        project_scheme(scheme, stable(1), steady_money(years=1))
    helped = described({OLD + "formula.years": 5, "past_wage_growth": number(0.02)})
    project_scheme(helped, stable(1), steady_money(years=1))


def test_pensioners_need_a_scheme_in_force_to_be_counted_from(described):
    scheme = described({OLD + "pensioners": {"count": "caseload", "average": "average", "women": number(0.5)}})
    with pytest.raises(GroundfloorError, match="no caseload"):
        project_scheme(scheme, stable(2), steady_money())


def test_a_pack_without_schemes_says_so(tmp_path):
    with pytest.raises(GroundfloorError, match="describes no contributory scheme"):
        project_contributory(new(tmp_path / "nowhere"), to=2026)
    with pytest.raises(GroundfloorError, match=r"no contributory scheme 'snit'.*Did you mean 'ssnit'"):
        project_contributory("gha", to=2026, scheme="snit")
    with pytest.raises(GroundfloorError, match="2200"):
        project_contributory("gha", to=2200)


def test_a_check_of_the_pack_reads_its_schemes(tmp_path):
    pack = new(tmp_path / "nowhere")
    (pack / "contributory").mkdir()
    (pack / "contributory" / "fund.yaml").write_text("contributory: fund\nlabel: {en: Fund}\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"fund\.yaml.*'groups' is missing"):
        check(pack)


def test_a_levy_needs_output(described):
    scheme = described({"levies.tax": number(0.01, "share of GDP")})
    money = steady_money()
    with pytest.raises(GroundfloorError, match=r"GDP of 2026 is not known.*gdp_nominal"):
        project_scheme(scheme, stable(2), Money(money.inflation, money.wages, {FIRST: 1.0}))


def test_more_deaths_at_work_than_deaths_are_refused(described):
    orphans = {"share": number(0.2), "children": number(1.0, "ratio"), "age": 8, "until": 18}
    fatal = {"incidence": number(0.01), "orphans": orphans, "indexation": "none"}
    scheme = described({INJURY: {"fatal": fatal}})
    with pytest.raises(
        GroundfloorError, match=r"More women of 20 die at work in 2025 than die at all.*at most 0\.0012"
    ):
        project_scheme(scheme, stable(2), steady_money())
