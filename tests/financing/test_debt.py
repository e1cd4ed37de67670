import csv
import os
from pathlib import Path

import pytest

from groundfloor.financing import debt_path, stabilising_primary_balance

REFERENCE = os.environ.get("GROUNDFLOOR_REFERENCE")


def test_debt_follows_the_published_vector():
    path = debt_path(50.0, [0.08] * 5, [0.05] * 5, [0.04] * 5, [-1.5] * 5)
    assert path == pytest.approx([50.950549, 51.890653, 52.820426, 53.739982, 54.649433], abs=1e-6)


@pytest.mark.skipif(not REFERENCE, reason="GROUNDFLOOR_REFERENCE is not set")
def test_debt_reproduces_the_reference_table():
    file = Path(str(REFERENCE)) / "published" / "debt_dynamics_test_vector.csv"
    with file.open() as lines:
        published = [float(row["debt_pct_gdp"]) for row in csv.DictReader(line for line in lines if line[0] != "#")]
    years = len(published) - 1
    path = debt_path(published[0], [0.08] * years, [0.05] * years, [0.04] * years, [-1.5] * years)
    assert path == pytest.approx(published[1:], abs=2e-6)


def test_holding_the_stabilising_balance_holds_debt():
    balance = stabilising_primary_balance(60.0, 0.09, 0.03, 0.05)
    assert debt_path(60.0, [0.09], [0.03], [0.05], [balance]) == pytest.approx([60.0])
