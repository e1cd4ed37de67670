"""Kinds of taxes and benefits, the concepts of income, and which concept counts which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CONCEPTS = (
    "market",
    "market_plus_pensions",
    "net_market",
    "gross",
    "taxable",
    "disposable",
    "consumable",
    "final",
)
PREFISCAL = "market_plus_pensions"
ENDS = ("disposable", "consumable", "final")
SCENARIOS = ("PDI", "PGT")
PERSONS_PAYING = ("employee", "employer")

# the concepts from which on a kind counts
_DEFERRED = frozenset(CONCEPTS) - {"market"}
_RECEIVED = frozenset(("gross", "taxable", *ENDS))
_PAID = frozenset(("net_market", *ENDS))
_SPENT = frozenset(("consumable", "final"))
_SERVED = frozenset(("final",))


@dataclass(frozen=True)
class Kind:
    """What a kind of item does to income: 1 raises, -1 lowers; `holds` are the concepts that count it.

    `government` holds under the scenario PGT, where contributory pensions are transfers; `taxable` is whether what is received is
    taxed unless its item says otherwise; `group` is the sum of kinds it is shown in.
    """

    sign: int
    holds: frozenset[str]
    group: str
    government: frozenset[str] | None = None
    taxable: bool = False

    def held(self, pensions: str) -> frozenset[str]:
        """The concepts that count the kind in a scenario of pensions."""
        return self.government if pensions == "PGT" and self.government is not None else self.holds


KINDS: Mapping[str, Kind] = {
    "contributory_pension": Kind(1, _DEFERRED, "all_pensions", _RECEIVED, taxable=True),
    "pension_contribution": Kind(-1, _DEFERRED, "all_contributions", _PAID),
    "social_contribution": Kind(-1, _PAID, "all_contributions"),
    "direct_tax": Kind(-1, _PAID, "all_direct_taxes"),
    "direct_transfer": Kind(1, _RECEIVED, "all_direct_transfers"),
    "indirect_tax": Kind(-1, _SPENT, "all_indirect_taxes"),
    "indirect_subsidy": Kind(1, _SPENT, "all_indirect_subsidies"),
    "in_kind_education": Kind(1, _SERVED, "all_in_kind"),
    "in_kind_health": Kind(1, _SERVED, "all_in_kind"),
    "in_kind_other": Kind(1, _SERVED, "all_in_kind"),
    "user_fee": Kind(-1, _SERVED, "all_user_fees"),
    "untaxed_income": Kind(-1, frozenset(("taxable",)), ""),
}
CONTRIBUTIONS = ("pension_contribution", "social_contribution")
SPENDING = ("indirect_tax", "indirect_subsidy")
SERVICES = ("in_kind_education", "in_kind_health", "in_kind_other")
RECEIPTS = ("contributory_pension", "direct_transfer")
