"""financing.yaml as a whole: options, pledges of donors, and what is asked of debt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from groundfloor.documents import Document, read_yaml
from groundfloor.errors import GroundfloorError
from groundfloor.financing.option import Option
from groundfloor.financing.pledges import Pledge, read_pledges
from groundfloor.financing.reading import EXAMPLE, read_option
from groundfloor.financing.stress import Shocks
from groundfloor.financing.thresholds import CAPACITIES, threshold
from groundfloor.written import Written

RULES = ("carrying_capacity", "ceiling_pct_gdp", "target_pct_gdp", "target_years", "stress")
SHARES = ("growth", "interest", "depreciation")


@dataclass(frozen=True)
class DebtRules:
    """What debt is held against, % of GDP: a ceiling, and a target to be reached in `years`; NaN-free, None where not given."""

    ceiling: float | None = None
    target: float | None = None
    years: int = 10
    shocks: Shocks = field(default_factory=Shocks)


@dataclass(frozen=True)
class Financing:
    """What financing.yaml says; `document` is the file itself, None where a pack has none."""

    options: Mapping[str, Option] = field(default_factory=dict)
    pledges: Mapping[str, Pledge] = field(default_factory=dict)
    debt: DebtRules = field(default_factory=DebtRules)
    document: Document | None = None


def read_financing(path: Path | None) -> Financing:
    """Read and check financing.yaml: `options`, `pledges` and `debt`; empty where a pack has no such file.

    An unknown key, a missing one or a value of the wrong kind or size raises GroundfloorError with its line. The keys are
    defined in docs/country-pack.md.

    >>> from groundfloor import new
    >>> sorted(read_financing(new("nowhere") / "financing.yaml").options)
    ['subsidies', 'tax_administration']
    """
    if path is None:
        return Financing()
    document = read_yaml(path)
    parts = Written(document).parts(("options", "pledges", "debt"), "options: ...")
    options = parts["options"].parts(example=EXAMPLE) if "options" in parts else {}
    return Financing(
        {name: read_option(name, part, document) for name, part in options.items()},
        read_pledges(parts["pledges"], document) if "pledges" in parts else {},
        _debt(parts["debt"]) if "debt" in parts else DebtRules(),
        document,
    )


def read_options(path: Path | None) -> dict[str, Option]:
    """The options under `options` in financing.yaml, by name; none where a pack has no such file.

    >>> from groundfloor import new
    >>> read_options(new("nowhere") / "financing.yaml")["subsidies"].share(2027)
    0.5
    """
    return dict(read_financing(path).options)


def _debt(written: Written) -> DebtRules:
    parts = written.parts(RULES, "{ceiling_pct_gdp: 60}")
    if "carrying_capacity" in parts and "ceiling_pct_gdp" in parts:
        raise GroundfloorError(
            "debt has two ceilings",
            parts["carrying_capacity"].place,
            expected="carrying_capacity or ceiling_pct_gdp",
        )
    ceiling = _above(parts, "ceiling_pct_gdp")
    if "carrying_capacity" in parts:
        ceiling = threshold("pv_public_debt_pct_gdp", parts["carrying_capacity"].choice(CAPACITIES))
    years = _above(parts, "target_years")
    if years is not None and (years != int(years) or years < 1):
        raise GroundfloorError(f"target_years is {years:g}", parts["target_years"].place, expected="1, 2, 3 or more")
    shocks = parts["stress"].parts((one.name for one in fields(Shocks)), "{growth: 0.02}") if "stress" in parts else {}
    sizes = {name: _size(name, part) for name, part in shocks.items()}
    return DebtRules(ceiling, _above(parts, "target_pct_gdp"), int(years or 10), Shocks(**sizes))  # type: ignore[arg-type]


def _above(parts: Mapping[str, Written], key: str) -> float | None:
    if key not in parts:
        return None
    value = parts[key].number()
    if value < 0:
        raise GroundfloorError(f"{key} is {value:g}", parts[key].place, expected="0 or more")
    return value


def _size(name: str, part: Written) -> float:
    value = part.number()
    if name == "years" and (value != int(value) or value < 1):
        raise GroundfloorError(f"years is {value:g}", part.place, expected="1, 2, 3 or more")
    if value < 0 or (name in SHARES and value >= 1):
        expected = "a share from 0 to 1: 0.02 for 2 points" if name in SHARES else "0 or more"
        raise GroundfloorError(f"{name} is {value:g}", part.place, expected=expected)
    return value
