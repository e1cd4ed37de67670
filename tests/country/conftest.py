from pathlib import Path

import pytest

COUNTRY = """\
country: NOW
name: {en: Nowhere, fr: Nulle part}
currency: NOD
base_year: 2025
regions:
  North: {en: North, fr: Nord}
lines:
  national:
    label: {en: National line, fr: Seuil national}
    value: 20
    unit: LCU/person/day
    year: 2024
    source: Statistics office
assumptions:
  - {en: All is invented., fr: Tout est inventé.}
"""
ECONOMY = """\
year,series,value,unit,status,source
2024,gdp_nominal,50000000000,LCU,actual,Statistics office
2025,gdp_nominal,55000000000,LCU,projection,Ministry of Finance
2024,gdp_real_growth,0.04,share,actual,Statistics office
2025,gdp_real_growth,0.04,share,projection,Ministry of Finance
2024,inflation,0.06,share,actual,Statistics office
2025,inflation,0.05,share,projection,Ministry of Finance
2025,debt_pct_gdp,45,% of GDP,projection,"Ministry of Finance, debt office"
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The smallest pack that reads."""
    folder = tmp_path / "nowhere"
    (folder / "population").mkdir(parents=True)
    (folder / "country.yaml").write_text(COUNTRY, encoding="utf-8")
    (folder / "economy.csv").write_text(ECONOMY, encoding="utf-8")
    return folder
