"""How a body is balanced: seats by constituency and by gender, and whether it can decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from groundfloor_web.stakeholders.models import Constituency, Seat

TRIPARTITE = (Constituency.GOVERNMENT, Constituency.EMPLOYERS, Constituency.WORKERS)
"""Social dialogue has these three at least (Recommendation 202, paragraphs 8 and 13)."""


@dataclass(frozen=True)
class Balance:
    """Seats by constituency, women among the titulars whose gender is said, and what is missing."""

    seats: int
    held: int
    by_constituency: tuple[tuple[str, int], ...]
    women: int
    gender_said: int
    absent: tuple[str, ...]

    @property
    def share_of_women(self) -> float | None:
        """Women among those whose gender is said; None where it is said of nobody."""
        return self.women / self.gender_said if self.gender_said else None


def balance(seats: Iterable[Seat]) -> Balance:
    """The balance of seats that may decide; observers do not count."""
    deciding = [seat for seat in seats if seat.function != Seat.Function.OBSERVER]
    counted = Counter(seat.organisation.constituency for seat in deciding)
    said = [seat.gender for seat in deciding if seat.gender]
    return Balance(
        seats=len(deciding),
        held=sum(seat.titular_id is not None for seat in deciding),
        by_constituency=tuple((str(one.label), counted[one]) for one in Constituency if counted[one]),
        women=said.count(Seat.Gender.WOMAN),
        gender_said=len(said),
        absent=tuple(str(one.label) for one in TRIPARTITE if not counted[one]),
    )
