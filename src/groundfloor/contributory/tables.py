"""A projection as tidy tables: the scheme by year, its branches, its payers, its people, its numbers and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.contributory.accounts import Lifetime
from groundfloor.contributory.branches import HEALTH
from groundfloor.contributory.description import Scheme
from groundfloor.contributory.payers import LEVY
from groundfloor.contributory.projection import Projection, total
from groundfloor.contributory.reforms import Reform
from groundfloor.contributory.run import FLOWS
from groundfloor.country.given import Given
from groundfloor.country.rates import Floats
from groundfloor.rules.programme import Programme

Row = dict[str, Any]
KEY = ("scheme", "variant", "year")
MONEY = ("wages", "contributions", "benefits", "administration", "expenditure", "balance", "interest", "reserve",
         "rights", "in_payment", "implicit_debt")  # fmt: skip
MORE = ("levies", "accumulated")
RATES = ("contribution_rate", "payg_cost_rate", "pension_cost_rate", "dependency_ratio", "replacement_ratio",
         "interest_rate", "scaled_premium", "general_average_premium")  # fmt: skip
MARK = "illustrative"
INJURY_FLOWS = ("killed", "disabled", "injured")
FIRST_FLOWS = tuple(flow for flow in FLOWS if flow not in INJURY_FLOWS)
COLUMNS = {
    "contributory": (
        *KEY, "insured", "formerly_insured", "pensioners", *(f"{one}_lcu" for one in MONEY), *RATES,
        *(f"{one}_pct_gdp" for one in MONEY), MARK,
        *(f"{one}_{unit}" for one in MORE for unit in ("lcu", "pct_gdp")),
    ),
    "contributory_branches": (*KEY, "branch", "recipients", "benefits_lcu", "cost_rate", "pct_gdp", MARK),
    "contributory_payers": (*KEY, "group", "payer", "insured", "amount_lcu", "share_of_wages", "pct_gdp", MARK),
    "contributory_flows": (*KEY, "group", "insured", "formerly_insured", *FIRST_FLOWS, MARK, *INJURY_FLOWS),
    "contributory_known": ("scheme", "figure", "known", "known_year", "projected", "projected_year", "ratio", "used", "source", MARK),
    "contributory_accounts": (
        "scheme", "variant", "group", "sex", "entry_year", "entry_age", "contributions_lcu", "benefits_lcu", "moneys_worth", "internal_rate",
        "real_rate", "share_after", MARK,
    ),
    "contributory_lifetimes": (
        "scheme", "variant", "group", "sex", "entry_year", "entry_age", "year", "age", "insured", "contributions_lcu", "benefits_lcu", MARK,
    ),
    "contributory_changes": ("scheme", "variant", "change", "from", "to", MARK),
    "contributory_numbers": ("scheme", "number", "unit", "assumption", "source", "file_line", MARK),
}  # fmt: skip


def scheme_rows(one: Projection) -> Iterator[Row]:
    """The table `contributory`."""
    bill, paid, spent = one.wage_bill, one.paid_in, one.expenditure
    insured = total(one.insured, len(one.years))
    money = {
        "wages": bill,
        "contributions": paid,
        "benefits": spent - one.administration,
        "administration": one.administration,
        "expenditure": spent,
        "balance": one.revenue - spent,
        "interest": one.interest,
        "reserve": one.reserve,
        "rights": one.rights,
        "in_payment": one.in_payment,
        "implicit_debt": one.rights + one.in_payment,
    }
    rates = {
        "contribution_rate": ratio(paid, bill),
        "payg_cost_rate": ratio(spent, bill),
        "pension_cost_rate": ratio(one.pensions, bill),
        "dependency_ratio": ratio(one.pensioners, insured),
        "replacement_ratio": ratio(ratio(one.pensions, one.pensioners), ratio(bill, insured)),
        "interest_rate": one.interest_rate,
        "scaled_premium": one.scaled,
        "general_average_premium": np.full(len(one.years), one.average_premium),
    }
    more = {"levies": one.levied, "accumulated": one.accumulated}
    for i, key in enumerate(_keys(one)):
        yield {
            **key,
            "insured": float(insured[i]),
            "formerly_insured": float(total(one.former, len(one.years))[i]),
            "pensioners": float(one.pensioners[i]),
            **{f"{name}_lcu": float(values[i]) for name, values in money.items()},
            **{name: float(values[i]) for name, values in rates.items()},
            **{f"{name}_pct_gdp": float(100 * values[i] / one.gdp[i]) for name, values in money.items()},
            MARK: one.scheme.illustrative,
            **{f"{name}_lcu": float(values[i]) for name, values in more.items()},
            **{f"{name}_pct_gdp": float(100 * values[i] / one.gdp[i]) for name, values in more.items()},
        }


def branch_rows(one: Projection) -> Iterator[Row]:
    """The table `contributory_branches`."""
    bill = one.wage_bill
    for i, key in enumerate(_keys(one)):
        for branch, benefits in one.benefits.items():
            yield {
                **key,
                "branch": branch,
                "recipients": float(one.recipients[branch][i]),
                "benefits_lcu": float(benefits[i]),
                "cost_rate": float(ratio(benefits, bill)[i]),
                "pct_gdp": float(100 * benefits[i] / one.gdp[i]),
                MARK: one.scheme.illustrative,
            }


def payer_rows(one: Projection) -> Iterator[Row]:
    """The table `contributory_payers`."""
    for i, key in enumerate(_keys(one)):
        for (group, payer), amounts in one.contributions.items():
            yield {
                **key,
                "group": group,
                "payer": payer,
                "insured": float(one.insured[group][i]),
                "amount_lcu": float(amounts[i]),
                "share_of_wages": float(ratio(amounts, one.wages[group])[i]),
                "pct_gdp": float(100 * amounts[i] / one.gdp[i]),
                MARK: one.scheme.illustrative,
            }
        for name, amounts in one.levies.items():
            yield {
                **key,
                "group": "",
                "payer": f"{LEVY}:{name}",
                "insured": None,
                "amount_lcu": float(amounts[i]),
                "share_of_wages": None,
                "pct_gdp": float(100 * amounts[i] / one.gdp[i]),
                MARK: one.scheme.illustrative,
            }


def flow_rows(one: Projection) -> Iterator[Row]:
    """The table `contributory_flows`: those insured in a year and what happens to them until the next."""
    for i, key in enumerate(_keys(one)):
        for group in one.insured:
            yield {
                **key,
                "group": group,
                "insured": float(one.insured[group][i]),
                "formerly_insured": float(one.former[group][i]),
                **{flow: float(one.flows[group, flow][i]) for flow in FLOWS},
                MARK: one.scheme.illustrative,
            }


def known_rows(one: Projection, programme: Programme | None, gdp: Mapping[int, float]) -> Iterator[Row]:
    """The table `contributory_known`: persons and money as the pack's scheme in force has them, beside the projection.

    Money is in % of GDP, since the year they are known for is seldom one that is projected.
    """
    if programme is None:
        return
    meta = programme.meta
    cost, spent_in = meta.get("cost_lcu"), meta.get("cost_year")
    share = 100 * cost / gdp[spent_in] if cost is not None and spent_in is not None and spent_in in gdp else None
    people, counted_in = meta.get("caseload"), meta.get("caseload_year")
    old_age, years = one.scheme.branches.old_age, len(one.years)
    if old_age is not None:
        starts = old_age.pensioners is not None and old_age.pensioners.caseload
        figures = {
            "pensioners": (people, counted_in, one.pensioners, starts),
            "pensioners_steady": (people, counted_in, np.full(years, one.steady_pensioners), False),
            "benefits_pct_gdp": (share, spent_in, 100 * total(one.benefits, years) / one.gdp, False),
        }
    else:
        covered = one.recipients.get(HEALTH, np.full(years, np.nan))
        figures = {
            "covered": (people, counted_in, covered, False),
            "revenue_pct_gdp": (share, spent_in, 100 * one.revenue / one.gdp, False),
            "expenditure_pct_gdp": (share, spent_in, 100 * one.expenditure / one.gdp, False),
        }
    for figure, (known, year, values, used) in figures.items():
        if known is None or np.isnan(values).all():
            continue
        i = 0 if year is None else int(np.abs(one.years - year).argmin())
        yield {
            "scheme": one.scheme.name,
            "figure": figure,
            "known": float(known),
            "known_year": year,
            "projected": float(values[i]),
            "projected_year": int(one.years[i]),
            "ratio": float(values[i] / known) if known else float("nan"),
            "used": used,
            "source": programme.meta.get("source", ""),
            MARK: one.scheme.illustrative,
        }


def account_rows(found: Sequence[Lifetime]) -> Iterator[Row]:
    """The table `contributory_accounts`: what one person may expect, as of the year of entry."""
    for one in found:
        yield {
            **_person(one),
            "contributions_lcu": one.paid,
            "benefits_lcu": one.received,
            "moneys_worth": one.moneys_worth,
            "internal_rate": one.internal_rate,
            "real_rate": one.real_rate,
            "share_after": one.received_after,
            MARK: one.scheme.illustrative,
        }


def lifetime_rows(found: Sequence[Lifetime]) -> Iterator[Row]:
    """The table `contributory_lifetimes`: the same persons year by year, in LCU of the year."""
    for one in found:
        key = _person(one)
        for k, year in enumerate(one.years):
            yield {
                **key,
                "year": int(year),
                "age": one.age + k,
                "insured": float(one.insured[k]),
                "contributions_lcu": float(one.contributions[k]),
                "benefits_lcu": float(one.benefits[k]),
                MARK: one.scheme.illustrative,
            }


def _person(one: Lifetime) -> Row:
    return {
        "scheme": one.scheme.name,
        "variant": one.variant,
        "group": one.group,
        "sex": one.sex,
        "entry_year": int(one.years[0]),
        "entry_age": one.age,
    }


def change_rows(scheme: Scheme, other: Scheme, reform: Reform) -> Iterator[Row]:
    """The table `contributory_changes`: what a reform changes, as it is written, beside what stood there."""
    before, after = ({one.name: one for one in each.numbers()} for each in (scheme, other))
    for name, value in reform.changes.items():
        path = {"retirement_age": "branches.old_age.retirement"}.get(str(name), str(name))
        whole = name == "contribution_rate"
        yield {
            "scheme": scheme.name,
            "variant": reform.name,
            "change": str(name),
            "from": _net(scheme) if whole else _written(before.get(path)),
            "to": _written(after.get(path)) if path in after else _plainly(value),
            MARK: scheme.illustrative,
        }


def _net(scheme: Scheme) -> str:
    """The rates that reach the scheme, group by group, as of the first year they are given for."""
    found = []
    for group in scheme.groups.values():
        years = np.array([0])
        paid = sum(float(one.by_year(years)[0]) for one in group.contributions.values())
        passed = sum(float(one.by_year(years)[0]) for one in group.passed_on.values())
        found.append(f"{paid - passed:.6g}")
    return ", ".join(found)


def _written(one: Given | None) -> str:
    if one is None:
        return ""
    knots = one.knots["base"]
    if knots.values.ndim > 1:
        return ", ".join(file.name for file in one.files)
    if len(knots.years) == 1:
        return f"{knots.values[0]:.6g}"
    return ", ".join(f"{year}: {value:.6g}" for year, value in zip(knots.years, knots.values, strict=True))


def _plainly(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{year}: {one}" for year, one in value.items())
    return str(value)


def number_rows(scheme: Scheme) -> Iterator[Row]:
    """The table `contributory_numbers`: every number of the description with its unit and source."""
    for one in scheme.numbers():
        yield {
            "scheme": scheme.name,
            "number": one.name,
            "unit": one.unit,
            "assumption": one.assumption,
            "source": one.source,
            "file_line": one.place.line,
            MARK: scheme.illustrative,
        }


def _keys(one: Projection) -> Sequence[Row]:
    return [{"scheme": one.scheme.name, "variant": one.variant, "year": int(year)} for year in one.years]


def ratio(over: Floats, under: Floats) -> Floats:
    """Quotients, NaN where there is nothing to divide by."""
    return np.asarray(np.divide(over, under, out=np.full(len(over), np.nan), where=under != 0))
