"""A small pack with shocks of every kind, and a survey of five households to work out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.shocks import Shock, Shocked, read_shock, simulate
from groundfloor.survey.frame import Survey, Text

BASE = 2025
HEAD = "shock: {name}\nlabel: {{en: {name}}}\nstart: 2027\nsource: by hand\n"
NOTHING = """
economy:
  gdp_real_growth: {2027: 0.0}
  inflation: {2028: 0}
households: {all: {hit: True, loss: {value: 0, unit: share, source: s}}}
prices: {food: {rise: {value: 0, unit: ratio, source: s}, budget_share: {value: 0.5, unit: share, source: s}}}
recovery: {half_life: {value: 1, unit: years, source: s}}
"""
DROUGHT = """
households:
  hills:
    label: {en: Rural households of the hills}
    hit: region == 'Hills' and not urban
    share: {value: 0.6, unit: share, source: s}
    loss: {value: 0.3, low: 0.1, high: 0.5, unit: share, assumption: true, source: s}
recovery: {remaining: {values: {2027: 1, 2028: 0.5, 2029: 0}, unit: share, source: s}}
responses:
  doubled:
    label: {en: Twice the child grant for those hit}
    description: {en: Twice as much}
    until: 2028
    programmes: {child_grant: {amount: 2 * grant if hit else grant}}
"""
SLUMP = """
economy:
  gdp_real_growth: {values: {2027: -0.08, 2028: 0.02}, source: own, assumption: true}
  inflation: {2027: 0.03}
  interest_rate: {2027: 0.01}
  revenue_pct_gdp: {2027: -1.5}
  expenditure_pct_gdp: {2028: 0.5}
pass_through: {value: 0.8, unit: ratio, assumption: true, source: s}
responses:
  earlier: {programmes: {social_pension: {eligible: age >= age_from - 5 and not pension}}}
"""
DEAR = """
prices:
  food:
    label: {en: Food}
    rise: {value: 0.2, unit: ratio, source: s}
    budget_share: {fifths: {1: 0.6, 2: 0.5, 3: 0.4, 4: 0.3, 5: 0.2}, source: s, assumption: true}
    substitution: {value: 0.25, unit: share, source: s}
    producers: {who: not urban, sales: {value: 0.1, unit: share, source: s}}
recovery: {half_life: {value: 2, unit: years, source: s}}
"""
FILES = {"nothing": NOTHING, "drought": DROUGHT, "slump": SLUMP, "dear": DEAR}


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack from which a country begins, with four shocks."""
    made = gf.new(tmp_path_factory.mktemp("packs") / "nowhere")
    (made / "shocks").mkdir()
    for name, text in FILES.items():
        (made / "shocks" / f"{name}.yaml").write_text(HEAD.format(name=name) + text, encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def found(pack: Path) -> Shocked:
    """Every shock of the pack, and two together, to 2030."""
    names = ["nothing", "drought", "slump", "dear", "drought+slump"]
    return simulate(pack, names, to=2030, responses=["start_small"])


@pytest.fixture
def shock(tmp_path: Path) -> Callable[[str], Shock]:
    """A shock from what its file says below its head."""

    def read(text: str, name: str = "one") -> Shock:
        file = tmp_path / f"{name}.yaml"
        file.write_text(HEAD.format(name=name) + text, encoding="utf-8")
        return read_shock(file, BASE)

    return read


@pytest.fixture
def people() -> Survey:
    """Five households of 2, 1, 1, 2 and 1 persons; of the third it is not known where it lives, of the last what it lives on."""
    region = Text(np.array([0, 0, 0, -1, 1, 1, 1], dtype=np.int32), ("North", "South"))
    columns = {
        "age": np.array([40.0, 3, 70, 30, 35, 1, 50]),
        "region": region,
        "urban": np.array([0.0, 0, 1, 0, 0, 0, 0]),
        "consumption": np.array([100.0, 100, 300, 80, 150, 150, np.nan]),
        "food_consumption": np.array([120.0, 120, 90, 40, 150, 150, 20]),
        "food_share": np.array([0.6, 0.6, 0.3, 0.5, np.nan, np.nan, 0.4]),
        "relationship": Text(np.array([0, 1, 0, 0, 0, 1, 0], dtype=np.int32), ("head", "child")),
        "_key": np.arange(7.0),
        "_household_key": np.array([0.0, 0, 1, 2, 3, 3, 4]),
    }
    welfare = np.array([100.0, 100, 300, 80, 150, 150, np.nan])
    return Survey("s", "NOW", 2025, columns, np.array([0, 2, 3, 4, 6]), np.full(7, 10.0), welfare, {"z": 110.0})
