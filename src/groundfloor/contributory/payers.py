"""Who pays what: contributions by payer, and the part of the workers' that the government pays for them."""

from __future__ import annotations

from groundfloor.contributory.group import Group
from groundfloor.contributory.money import Money
from groundfloor.country.rates import Floats, Ints

WORKER, GOVERNMENT = "worker", "government"
PASSED_ON = "passed_on"
PREMIUM = "premium"
LEVY = "levy"


def payments(
    group: Group, wages: Floats, insured: Floats, years: Ints, money: Money, variant: str = "base"
) -> dict[str, Floats]:
    """LCU a year by payer: rate x insured wages x the share collected; what is passed on to others has a minus.

    Of the workers' contribution the government pays the share `subsidy`; a premium is paid by each of the `insured`.
    """
    collected = group.collected.by_year(years, variant)
    out = {payer: one.by_year(years, variant) * wages * collected for payer, one in group.contributions.items()}
    if WORKER in out:
        subsidy = group.subsidy.by_year(years, variant)
        for_them = out[WORKER] * subsidy
        out[WORKER] = out[WORKER] - for_them
        if for_them.any() or GOVERNMENT in out:
            out[GOVERNMENT] = out.get(GOVERNMENT, 0.0) + for_them
    for name, one in group.passed_on.items():
        out[f"{PASSED_ON}:{name}"] = -one.by_year(years, variant) * wages * collected
    if group.premium is not None:
        out[PREMIUM] = group.premium.at(money, years, variant) * insured * collected
    return out
