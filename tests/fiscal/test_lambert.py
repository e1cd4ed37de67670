"""The regressive tax that equalises: Lambert (2001), The Distribution and Redistribution of Income, table 11.1.

Four persons have 10, 20, 30 and 40; a tax takes 6, 9, 12 and 15, which is regressive; a benefit gives 21, 14, 7 and 0; all end
with 25. The tax alone makes incomes less equal, and yet the whole is more equal with it than without: the example with which
the CEQ Handbook (ch. 2) shows why contributions are marginal. Gini coefficients by hand: Σ (2i - 5) y / (4 Σ y).
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.fiscal.conftest import figure, survey_of

from groundfloor.survey.frame import Survey

ITEMS = """
income_tax: {kind: direct_tax, unit: person, amount: tax}
grant: {kind: direct_transfer, unit: person, amount: benefit}
"""
BEFORE = "market_plus_pensions"


@pytest.fixture
def lambert(fiscal):
    return fiscal(survey_of([10, 20, 30, 40], tax=[6, 9, 12, 15], benefit=[21, 14, 7, 0]), ITEMS)


def test_all_end_with_25(lambert):
    assert lambert.concepts["disposable"].tolist() == [25.0] * 4


def test_redistribution_of_the_whole_and_of_each(lambert):
    of = "fiscal_redistribution"
    assert figure(lambert, of, "redistributive_effect", item=None, concept="disposable") == pytest.approx(0.25)
    assert figure(lambert, of, "vertical_equity", item=None, concept="disposable") == pytest.approx(0.25)
    assert figure(lambert, of, "vertical_equity", item="income_tax") == pytest.approx(0.25 - 70 / 232)  # -0.05
    assert figure(lambert, of, "vertical_equity", item="grant") == pytest.approx(0.25 - 30 / 568)  # 0.20
    assert figure(lambert, of, "kakwani", item="income_tax") == pytest.approx(30 / 168 - 0.25)
    assert figure(lambert, of, "kakwani", item="grant") == pytest.approx(0.25 + 70 / 168)


def test_the_whole_from_its_parts(lambert):
    # Lambert's formula: the effect of the net system by those of taxes and benefits, with rates t and b of pre-fiscal income
    tax, grant = (
        figure(lambert, "fiscal_redistribution", "vertical_equity", item=item) for item in ("income_tax", "grant")
    )
    t = b = 0.42
    assert ((1 - t) * tax + (1 + b) * grant) / (1 - t + b) == pytest.approx(0.25)


def test_the_regressive_tax_equalises(lambert):
    of = "fiscal_contributions"
    assert figure(lambert, of, "marginal_contribution_gini", item="income_tax") == pytest.approx(30 / 568)
    assert figure(lambert, of, "marginal_contribution_gini", item="grant") == pytest.approx(70 / 232)
    # a tax that levels everything cannot do more
    assert figure(lambert, of, "impact_effectiveness_gini", item="income_tax") == pytest.approx(1.0)
    # 31, 34, 37 and 40 are levelled at 31 by 0, 3, 6 and 9, and 42 were taken
    assert figure(lambert, of, "spending_effectiveness_gini", item="income_tax") == pytest.approx(18 / 42)


def test_it_is_the_same_for_households_and_weights(fiscal, lambert):
    each = np.repeat(np.arange(4), 2)
    survey = Survey(
        "s",
        "X",
        2024,
        {"tax": np.array([12.0, 0, 18, 0, 24, 0, 30, 0]), "benefit": np.array([42.0, 0, 28, 0, 14, 0, 0, 0])},
        np.arange(0, 8, 2),
        np.full(8, 3.5),
        np.array([10.0, 20, 30, 40])[each],
        amounts={"tax": 2024, "benefit": 2024},
    )
    found = fiscal(survey, ITEMS)
    for measure in ("marginal_contribution_gini", "impact_effectiveness_gini", "spending_effectiveness_gini"):
        for item in ("income_tax", "grant"):
            ours, theirs = (figure(one, "fiscal_contributions", measure, item=item) for one in (found, lambert))
            assert ours == pytest.approx(theirs)
