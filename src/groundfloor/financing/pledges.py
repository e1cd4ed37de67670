"""Pledges of donors: who gives how much in which year, for what, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundfloor.country.description import words
from groundfloor.documents import Document, year
from groundfloor.errors import GroundfloorError, Place
from groundfloor.financing.accounts import Accounts
from groundfloor.written import Written

KEYS = ("donor", "purpose", "status", "currency", "exchange_rate", "amounts", "source")
NEEDED = ("donor", "purpose", "status", "currency", "amounts")
STATUS = ("pledged", "committed", "disbursed", "withdrawn")
CURRENCIES = ("LCU", "USD")
EXAMPLE = "world_bank: {donor: World Bank, purpose: {en: Child grant}, status: committed, currency: USD, amounts: {2026: 20000000}}"


@dataclass(frozen=True)
class Pledge:
    """Money of one donor: `amounts` by year in LCU or USD; one that is withdrawn pays nothing.

    `exchange_rate` is LCU a dollar by year, as the pledge says; the pack's own series counts in other years.
    """

    name: str
    donor: Mapping[str, str]
    purpose: Mapping[str, str]
    status: str
    currency: str
    amounts: Mapping[int, float]
    exchange_rate: Mapping[int, float]
    place: Place
    source: str | None = None

    def lcu(self, year: int, at: Accounts) -> float:
        """What it comes to in a year, in LCU; 0 in a year without an amount."""
        amount = self.amounts.get(year, 0.0)
        if self.currency == "LCU" or amount == 0:
            return amount
        if year in self.exchange_rate:
            return amount * self.exchange_rate[year]
        return amount * at.known("exchange_rate", year, f"the pledge {self.name!r} in USD")

    def counted(self, year: int, at: Accounts) -> float:
        """What of it pays for the floor in a year, LCU."""
        return 0.0 if self.status == "withdrawn" else self.lcu(year, at)


def read_pledges(written: Written, document: Document) -> dict[str, Pledge]:
    """The pledges under `pledges`, by name."""
    return {name: _pledge(name, part, document) for name, part in written.parts(example=EXAMPLE).items()}


def _pledge(name: str, written: Written, document: Document) -> Pledge:
    parts = written.parts(KEYS, EXAMPLE)
    for key in NEEDED:
        if key not in parts:
            raise GroundfloorError(f"The pledge {name!r} has no {key}", written.place, expected=EXAMPLE)
    entry: Mapping[str, Any] = document.data["pledges"][name]
    currency = parts["currency"].choice(CURRENCIES)
    amounts = _by_year(parts["amounts"], 0.0)
    exchange: dict[int, float] = {}
    if "exchange_rate" in parts:
        if currency == "LCU":
            raise GroundfloorError(
                f"The pledge {name!r} is in LCU and has an exchange rate", parts["exchange_rate"].place
            )
        rate = parts["exchange_rate"]
        exchange = _by_year(rate, SMALLEST) if rate.is_table else dict.fromkeys(amounts, _amount(rate, SMALLEST))
    donor = (
        words(document, entry["donor"], "pledges", name, "donor")
        if parts["donor"].is_table
        else {"en": parts["donor"].word()}
    )
    return Pledge(
        name,
        donor,
        words(document, entry["purpose"], "pledges", name, "purpose"),
        parts["status"].choice(STATUS),
        currency,
        amounts,
        exchange,
        written.place,
        parts["source"].word() if "source" in parts else None,
    )


SMALLEST = 1e-12


def _by_year(written: Written, least: float) -> dict[int, float]:
    parts = written.parts(example="{2026: 20000000, 2027: 20000000}")
    return {year(key, part.place): _amount(part, least) for key, part in parts.items()}


def _amount(part: Written, least: float) -> float:
    amount = part.number()
    if amount < least:
        raise GroundfloorError(f"{part.path[-1]} is {part.word()}", part.place, expected="an amount above 0")
    return amount
