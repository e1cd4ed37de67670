"""The tables of referral: facility by facility, and people's whole way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from groundfloor.access.coverage import MINUTE, minutes_of, over, within

if TYPE_CHECKING:
    from groundfloor.access.run import Reached
    from groundfloor.access.tables import Parts

KM = 1000.0
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "access_referral": (
        "service", "facility", "name", "next_service", "to_facility", "to_name", "minutes", "km", "nearest_by_distance", "minutes_there", "km_there",
    ),
    "access_way": (
        "service", "next_service", "group", "within_minutes", "population", "reached_through", "share_through", "reached_straight", "share_straight",
    ),
    "access_way_time": ("service", "next_service", "group", "population", "minutes_through", "minutes_straight"),
}  # fmt: skip
Row = Mapping[str, Any]


def rows(found: Reached, divided: list[Parts]) -> dict[str, list[Row]]:
    """The rows of each table; none where no service refers to another."""
    return {
        "access_referral": list(_facilities(found)),
        "access_way": list(_way(found, divided)),
        "access_way_time": list(_time(found, divided)),
    }


def _facilities(found: Reached) -> Iterator[Row]:
    names = found.facilities.names
    for service, one in found.referrals.items():
        for i, number in enumerate(one.numbers.tolist()):
            reached = bool(one.to[i] >= 0)
            yield {
                "service": service,
                "facility": number + 1,
                "name": names[number],
                "next_service": found.description.services[service].refers_to,
                "to_facility": int(one.to[i]) + 1 if reached else None,
                "to_name": names[one.to[i]] if reached else None,
                "minutes": float(one.seconds[i]) / MINUTE if reached else math.nan,
                "km": float(one.metres[i]) / KM if reached else math.nan,
                "nearest_by_distance": names[one.near[i]] if reached else None,
                "minutes_there": float(one.seconds_near[i]) / MINUTE if reached else math.nan,
                "km_there": float(one.metres_near[i]) / KM if reached else math.nan,
            }


def _way(found: Reached, divided: list[Parts]) -> Iterator[Row]:
    for service, one in found.referrals.items():
        following = found.description.services[service].refers_to
        minutes = found.description.services[following].within
        both = one.through, found.travels[following, "base"].seconds
        for part in divided:
            people = found.people if part.people is None else part.people
            through, straight = (within(seconds, people, part.number, len(part.names), minutes) for seconds in both)
            for k, group in enumerate(part.names):
                for at, limit in enumerate(minutes, start=2):
                    whole = float(through[k, 0])
                    yield {
                        "service": service,
                        "next_service": following,
                        "group": group,
                        "within_minutes": limit,
                        "population": whole,
                        "reached_through": float(through[k, at]),
                        "share_through": over(through[k, at], whole),
                        "reached_straight": float(straight[k, at]),
                        "share_straight": over(straight[k, at], whole),
                    }


def _time(found: Reached, divided: list[Parts]) -> Iterator[Row]:
    for service, one in found.referrals.items():
        following = found.description.services[service].refers_to
        both = one.through.ravel(), found.travels[following, "base"].seconds.ravel()
        for part in divided:
            people = (found.people if part.people is None else part.people).ravel()
            for k, group in enumerate(part.names):
                here = (part.number.ravel() == k) & (people > 0)
                half = [_middle(seconds[here], people[here]) for seconds in both]
                total = float(people[here].sum())
                yield {
                    "service": service,
                    "next_service": following,
                    "group": group,
                    "population": total,
                    "minutes_through": half[0],
                    "minutes_straight": half[1],
                }


def _middle(seconds: Any, people: Any) -> float:
    order = np.argsort(seconds, kind="stable")
    return minutes_of(seconds[order], people[order], 0.5)
