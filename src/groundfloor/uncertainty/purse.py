"""The public purse along many paths: pledges, options, the gap and the debt it adds, as the plan of a run has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.counted import Brings
from groundfloor.financing.flows import Rates, baseline, factor
from groundfloor.financing.option import CASES, Option
from groundfloor.financing.options.borrowing import under
from groundfloor.financing.ways import BORROWING
from groundfloor.paying import Paying
from groundfloor.population.ages import Floats
from groundfloor.uncertainty import shocks


@dataclass(frozen=True)
class Promise:
    """What a pledge comes to by year, LCU of the run, and where its worth follows the exchange rate of the path."""

    lcu: Floats
    follows: Floats


@dataclass(frozen=True)
class Room:
    """Borrowing up to a ceiling (by case): the same each year from `start` to `until`, when the debt of the run is `debt`."""

    start: int
    until: int
    ceilings: Mapping[str, float]
    debt: float


@dataclass(frozen=True)
class Purse:
    """The purse of the run over `years`; arrays are by year.

    `gdp` is LCU, `debt` without the floor in % of GDP, `payers` and `brings` those of each option in the three cases, % of GDP.
    `beyond` are the factors of debt by year outside the run, where a room reaches there.
    """

    years: range
    gdp: Floats
    debt: Floats
    rates: Sequence[Rates]
    brings: Mapping[str, Mapping[str, Floats]]
    payers: Mapping[str, str]
    rooms: Mapping[str, Room]
    pledges: Sequence[Promise]
    beyond: Mapping[int, float]

    @property
    def financed(self) -> bool:
        """Whether anybody brings anything: without options and pledges the gap is the cost."""
        return bool(self.brings or self.pledges)


@dataclass(frozen=True)
class Economy:
    """What moves the purse along the paths, [path, year], over the run: levels of GDP and of prices, of the exchange rate, and the factor of 1 + interest."""

    gdp: Floats
    exchange: Floats
    interest: Floats

    @property
    def still(self) -> bool:
        """Whether it is that of the run on every path."""
        return all(bool((levels == 1).all()) for levels in (self.gdp, self.exchange, self.interest))


def purse_of(paying: Paying, years: range) -> Purse:
    """The purse of a run's plan; what is not known is NaN."""
    at = paying.at
    flows = baseline(at, years)
    options, counted = paying.means.options, paying.counted.brings
    rooms = {name: _room(options[name], at) for name in _drawing(options, counted)}
    beyond = {
        year: factor(at, year)
        for one in rooms.values()
        for year in range(min(one.start, years[0]), one.until + 1)
        if year not in years
    }
    return Purse(
        years,
        np.array([at.get("gdp_nominal", year) for year in years]),
        np.array([flows[year].debt for year in years]),
        [flows[year].rates for year in years],
        {
            name: {case: np.array([one[year][case] for year in years]) for case in CASES}
            for name, one in counted.items()
        },
        {name: one.payer for name, one in options.items()},
        rooms,
        [
            Promise(
                np.array([one.counted(year, at) for year in years]),
                np.array([one.currency != "LCU" and year not in one.exchange_rate for year in years]),
            )
            for one in paying.means.pledges.values()
        ],
        beyond,
    )


def _drawing(options: Mapping[str, Option], counted: Mapping[str, Mapping[int, Brings]]) -> list[str]:
    """The option up to a ceiling that counts, if one does: of those that draw on the room for debt the run counts one."""
    drawing = [name for name, one in options.items() if one.borrowed]
    most = max(drawing, key=lambda name: sum(one["base"] for one in counted[name].values()), default=None)
    return [] if most is None or options[most].way.full is not under else [most]


def _room(option: Option, at: Accounts) -> Room:
    until = int(option.given["base"]["until"])
    ceilings = {case: option.given[case]["ceiling_pct_gdp"] for case in CASES}
    return Room(option.start, until, ceilings, at.known("debt_pct_gdp", until, "a ceiling of debt"))


def factors(purse: Purse, economy: Economy) -> Floats:
    """What debt of 1 % of GDP becomes in each year [path, year]: `debt_factor` with the rates of the path."""
    found = np.empty_like(economy.gdp)
    for t, run in enumerate(purse.rates):
        grown, dearer = (_since(levels, t) for levels in (economy.gdp, economy.exchange))
        abroad = run.interest if run.interest_foreign is None else run.interest_foreign
        share, owed = run.foreign_share, economy.interest[:, t]
        due = (1 - share) * ((1 + run.interest) * owed) + share * ((1 + abroad) * owed) * (
            (1 + run.depreciation) * dearer
        )
        found[:, t] = due / ((1 + run.growth) * (1 + run.prices) * grown)
    return found


def _since(levels: Floats, t: int) -> Floats:
    """The level of a year over that of the year before, 1 in the first."""
    return levels[:, t] / levels[:, t - 1] if t else np.ones(len(levels))


def pledged(purse: Purse, economy: Economy) -> Floats:
    """What donors promise, % of GDP of the path [path, year]."""
    total = np.zeros_like(economy.gdp)
    for one in purse.pledges:
        total = total + one.lcu * np.where(one.follows == 1, economy.exchange, 1.0)
    return np.asarray(100 * total / (purse.gdp * economy.gdp))


def brought(
    purse: Purse, economy: Economy, grown: Floats, luck: Mapping[str, Floats], width: float
) -> tuple[Floats, Floats]:
    """What options bring and what of it is borrowed, % of GDP [path, year]; `grown` are the factors of debt.

    `luck` has by option the probability at which it comes out on each path; one without luck brings its base. Sums go by payer, as
    those of the plan.
    """
    by_payer: dict[str, Floats] = {}
    for name, cases in purse.brings.items():
        low, base, high = (cases[case] for case in CASES)
        if name in purse.rooms and not economy.still:
            low, base, high = _up_to(purse, purse.rooms[name], grown)
        found = np.broadcast_to(base, grown.shape)
        if name in luck:
            ends = [base + width * (end - base) for end in (low, high)]
            found = shocks.triangular(luck[name][:, None], ends[0], base, ends[1])
        payer = purse.payers[name]
        by_payer[payer] = by_payer.get(payer, 0.0) + found
    nothing = np.zeros_like(grown)
    return sum(by_payer.values(), nothing), by_payer.get(BORROWING, nothing)


def _up_to(purse: Purse, room: Room, grown: Floats) -> tuple[Floats, Floats, Floats]:
    """What may be borrowed more in each year until debt on the path is at the low, base and high ceiling, each [path, year]."""
    first, last = purse.years[0], purse.years[-1]
    off = repeated = np.zeros(len(grown))
    for year in range(min(first + 1, room.start), room.until + 1):
        # outside the run, and in its first year, the path has the factors of the run
        run = purse.rates[year - first].factor if first <= year <= last else purse.beyond[year]
        now = grown[:, year - first] if first < year <= last else np.full(len(grown), run)
        if first < year:
            moved = purse.debt[year - 1 - first] * (now - run) if year <= last else 0.0
            off = np.where(off == 0, 0.0, off * now) + np.where(now == run, 0.0, moved)
        if year >= room.start:
            repeated = np.where(repeated == 0, 0.0, repeated * now) + 1
    within = np.array([room.start <= year <= room.until for year in purse.years])
    rooms = [np.maximum(room.ceilings[case] - (room.debt + off), 0.0) / repeated for case in CASES]
    low, base, high = (np.where(within, one[:, None], 0.0) for one in rooms)
    return low, base, high


def plan(
    purse: Purse, cost: Floats, economy: Economy, luck: Mapping[str, Floats], width: float
) -> tuple[Floats, Floats]:
    """Gap and added debt, % of GDP of the path [path, year], of a floor that costs `cost` there: `financing.plan` on every path."""
    grown = factors(purse, economy)
    financing, owed = brought(purse, economy, grown, luck, width)
    given = np.minimum(pledged(purse, economy), np.maximum(cost, 0.0))
    gap = cost - given - financing
    debt = np.empty_like(gap)
    extra = np.zeros(len(gap))
    for t in range(gap.shape[1]):
        # nothing owed needs no rate
        extra = np.where(extra == 0, 0.0, extra * grown[:, t]) + (gap[:, t] + owed[:, t])
        debt[:, t] = extra
    return gap, debt
