"""Reforms: changes of a description beside the scheme as it is."""

import numpy as np
import pytest
import yaml

import groundfloor as gf
from groundfloor import GroundfloorError
from groundfloor.cli import main
from groundfloor.contributory.description import read_scheme
from groundfloor.contributory.projection import project_scheme
from groundfloor.contributory.reforms import own_reform

from .conftest import living, number, plain_scheme, stable, steady_money, survival_of

OLD = "branches.old_age."
LONG = 90


def other(scheme, **changes):
    """The scheme with changes."""
    return read_scheme(scheme.file, own_reform(changes))


def test_a_changed_number_is_the_number_of_a_description_that_has_it(described):
    asked = {"groups.all.density": 0.8, OLD + "minimum_service": 12, OLD + "indexation": "prices"}
    own = {
        "groups.all.density": number(0.8),
        OLD + "minimum_service": number(12, "years"),
        OLD + "indexation": "prices",
    }
    here, money = stable(5, 0.02), steady_money(0.05, 0.03)
    expected = project_scheme(described(own), here, money)
    scheme = described({"groups.all.density": number(1.0)})
    found = project_scheme(read_scheme(scheme.file, own_reform(asked)), here, money, called="reform")
    assert found.variant == "reform"
    for name in ("revenue", "expenditure", "rights", "reserve"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


def test_nothing_changed_is_the_scheme_itself(described):
    scheme = described()
    same = project_scheme(other(scheme, contribution_rate=0.1), stable(5), steady_money())
    base = project_scheme(scheme, stable(5), steady_money())
    np.testing.assert_allclose(same.revenue, base.revenue, rtol=1e-12)


@pytest.mark.parametrize("age", [57, 60, 64])
def test_another_pensionable_age_in_a_stationary_population_has_its_closed_form(described, age):
    """Everybody works until it, and each further year gives one per cent more."""
    found = project_scheme(other(described(), retirement_age=age), stable(LONG), steady_money())
    alive = living(survival_of())
    expected = 0.01 * (age - 20) * alive[:, age:].sum() / alive[:, 20:age].sum()
    assert found.expenditure[-1] / found.wage_bill[-1] == pytest.approx(expected, rel=1e-9)
    assert found.insured["all"][-1] == pytest.approx(alive[:, 20:age].sum())
    assert found.steady_pensioners == pytest.approx(alive[:, age:].sum())


def test_an_age_that_rises_lets_nobody_retire_while_it_does_and_loses_nobody(described):
    average = number(400, "LCU/year", year=2025, indexed_to="none")
    pensioners = {"count": number(1000, "persons"), "women": number(0.5), "average": average}
    scheme = described({OLD + "pensioners": pensioners})
    rising = {year: year - 1970 for year in range(2030, 2036)}
    found = project_scheme(other(scheme, retirement_age=rising), stable(20), steady_money())
    base = project_scheme(scheme, stable(20), steady_money())
    retired = found.flows["all", "retired"][:-1]
    assert (retired[:5] > 0).all()
    np.testing.assert_allclose(retired[5:10], 0, atol=1e-9)  # each year the age moves away by one
    np.testing.assert_allclose(found.pensioners[:6], base.pensioners[:6])
    # those of 60 to 64 stay and are not replaced by newcomers
    np.testing.assert_allclose(found.flows["all", "entered"][:-1], base.flows["all", "entered"][:-1], rtol=1e-9)
    assert found.insured["all"][-1] == pytest.approx(living(survival_of())[:, 20:65].sum())


def test_a_contribution_rate_is_what_reaches_the_scheme_shared_as_before(described):
    changes = {
        "groups.all.contributions.worker": number(0.055), "groups.all.contributions.employer": number(0.13),
        "groups.all.passed_on": {"second": number(0.075)},
    }  # fmt: skip
    found = project_scheme(
        other(described(changes), contribution_rate={2026: 0.11, 2028: 0.15}), stable(5), steady_money()
    )
    np.testing.assert_allclose(found.revenue / found.wage_bill, [0.11, 0.11, 0.13, 0.15, 0.15], rtol=1e-12)
    split = found.contributions["all", "worker"] / found.contributions["all", "employer"]
    np.testing.assert_allclose(split, 0.055 / 0.13, rtol=1e-12)


def test_a_reform_reaches_branches_that_another_description_has(described, tmp_path):
    first = described()
    data = plain_scheme() | {"contributory": "second", "branches": "plain"}
    file = tmp_path / "second.yaml"
    file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    found = read_scheme(file, own_reform({OLD + "minimum_service": 7, "retirement_age": 58}))
    year = np.array([2025])
    assert found.branches.old_age.minimum_service.by_year(year).tolist() == [7]
    assert first.branches.old_age.minimum_service.by_year(year).tolist() == [0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"retirement_ag": 65}, r"no number 'retirement_ag'.*Did you mean 'retirement_age'"),
        ({"minimum_service": 5}, r"such as branches.old_age.minimum_service"),
        ({"label.en": "x"}, r"no number 'label.en'"),
        ({"retirement_age": "old"}, r"retirement_age is 'old'. Expected an age in years"),
        ({"retirement_age": 100}, r"retirement_age is 100"),
        ({"retirement_age": 20}, r"retirement_age is 20 and all are insured from 20 on. Expected an age above 20"),
        ({"retirement_age": {}}, r"retirement_age is {}"),
        ({"contribution_rate": "0,14"}, r"contribution_rate is '0,14'"),
        ({"contribution_rate": 14}, r"contribution_rate is 14"),
        ({"contribution_rate": -0.1}, r"contribution_rate is -0.1"),
        ({"contribution_rate": {}}, r"contribution_rate is {}"),
        ({"retirement_age": {"soon": 65}}, r"retirement_age"),
        ({"contribution_rate": {"soon": 0.1}}, r"contribution_rate"),
        ({OLD + "minimum_service": 200}, r"--set branches.old_age.minimum_service:\d+:\d+: value is 200"),
        ({OLD + "minimum_service": "ten"}, r"minimum_service"),
        ({OLD + "indexation": "wage"}, r"--set branches.old_age.indexation.*Did you mean 'wages'"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(described, changes, said):
    with pytest.raises(GroundfloorError, match=said):
        read_scheme(described().file, own_reform(changes))


def test_a_reserve_that_nobody_knows_may_be_supposed(described):
    scheme = described({"reserve.start": "unknown"})
    found = project_scheme(read_scheme(scheme.file, own_reform({"reserve.start": 1e6})), stable(3), steady_money())
    assert found.start == 1e6
    assert np.isfinite(found.reserve).all()


def test_a_check_of_a_pack_tries_its_reforms(tmp_path):
    pack = gf.new(tmp_path / "nowhere")
    data = plain_scheme() | {"reforms": {"later": {"label": {"en": "Later"}, "source": "x", "set": {"retirement": 65}}}}
    (pack / "contributory").mkdir()
    (pack / "contributory" / "plain.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    with pytest.raises(
        GroundfloorError, match=r"plain\.yaml:\d+:\d+: There is no number 'retirement'.*old_age.retirement"
    ):
        gf.check(pack)


def test_a_table_of_retirement_is_not_made_one_age(described, tmp_path):
    (tmp_path / "ages.csv").write_text("age,value\n60,0.5\n61-70,1\n", encoding="utf-8")
    scheme = described({OLD + "retirement": number("ages.csv")})
    with pytest.raises(GroundfloorError, match="table of shares by age"):
        other(scheme, retirement_age=65)


@pytest.mark.parametrize(
    ("reforms", "said"),
    [
        ({"base": {}}, r"A reform is called base"),
        ({"later": {"label": {"en": "Later"}, "set": {"retirement_age": 65}}}, r"'source' is missing"),
        ({"later": {"label": {"en": "Later"}, "source": "x", "sets": {}}}, r"Unknown key 'sets'"),
    ],
)
def test_a_wrong_reform_is_refused_where_it_stands(described, reforms, said):
    with pytest.raises(GroundfloorError, match=said):
        described({"reforms": reforms})


def test_ghana_s_reforms_stand_beside_the_scheme():
    found = gf.project_contributory("gha", to=2045, scheme="ssnit", changes={"branches.old_age.minimum_service": 10})
    assert [one.variant for one in found.projections] == ["base", "low", "high", "longer_work", "higher_rate", "reform"]
    assert [scheme.name for scheme in found.schemes] == ["ssnit"]
    changed = {
        (row["variant"], row["change"]): (row["from"], row["to"]) for row in found.tables["contributory_changes"]
    }
    assert changed == {
        ("longer_work", "retirement_age"): ("60", "2030: 60, 2040: 65"),
        ("higher_rate", "contribution_rate"): ("0.11", "2026: 0.11, 2030: 0.14"),
        ("reform", "branches.old_age.minimum_service"): ("15", "10"),
    }
    last = {row["variant"]: row for row in found.tables["contributory"] if row["year"] == 2045}
    first = {row["variant"]: row for row in found.tables["contributory"] if row["year"] == 2025}
    for column in ("expenditure_lcu", "implicit_debt_lcu", "insured"):
        assert first["longer_work"][column] == pytest.approx(first["base"][column], rel=1e-9)
    assert last["longer_work"]["payg_cost_rate"] < last["base"]["payg_cost_rate"] < last["reform"]["payg_cost_rate"]
    assert last["higher_rate"]["accumulated_lcu"] > last["base"]["accumulated_lcu"]
    assert last["higher_rate"]["implicit_debt_lcu"] == pytest.approx(last["base"]["implicit_debt_lcu"])


def test_the_command_takes_changes_of_one_scheme(capsys):
    asked = ["contributory", "gha", "--to", "2026", "--table", "contributory_changes", "--format", "csv"]
    assert main([*asked, "--scheme", "ssnit", "--set", "retirement_age={2030: 60, 2040: 62}"]) == 0
    assert 'ssnit,reform,retirement_age,60,"2030: 60, 2040: 62"' in capsys.readouterr().out
    assert main([*asked, "--set", "retirement_age=62"]) != 0
    assert "--scheme and one of nhis, ssnit, ssnit_informal" in capsys.readouterr().err
