"""Programmes taken together: those of one kind, of one area of social protection, and all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from groundfloor.measures.receipt import Receipt
from groundfloor.survey.frame import Floats
from groundfloor.survey.transfers import KINDS

ALL = "all_social_protection"
AREAS = {
    "sa": "all_social_assistance",
    "si": "all_social_insurance",
    "lm": "all_labour_market",
    "pr": "all_private",
}
PUBLIC = ("sa", "si", "lm")


def members(kinds: Mapping[str, str | None], *, single: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of each aggregate and the programmes in it, from the kind of each programme (None unknown).

    Private transfers are in no total of social protection. With `single`, an aggregate of one programme is one too.

    >>> dict(members({"a": "social_pension", "b": "in_kind", "c": "domestic_remittance"}, single=False))
    {'all_social_protection': ('a', 'b'), 'all_social_assistance': ('a', 'b')}
    """
    areas = members_of_areas(kinds)
    found = {ALL: public(kinds)} | {label: areas.get(code, ()) for code, label in AREAS.items()}
    found |= {f"kind_{kind}": tuple(name for name, one in kinds.items() if one == kind) for kind in KINDS}
    for label, names in found.items():
        if len(names) > 1 or (single and names):
            yield label, names


def public(kinds: Mapping[str, str | None]) -> tuple[str, ...]:
    """The programmes of social protection: all but private transfers."""
    return tuple(name for name, kind in kinds.items() if kind is None or KINDS[kind][0] in PUBLIC)


def members_of_areas(kinds: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """The programmes in each area that has any, by the code of the area; a programme whose kind is not told is in none."""
    found: dict[str, tuple[str, ...]] = {}
    for name, kind in kinds.items():
        if kind is not None:
            area = KINDS[kind][0]
            found[area] = (*found.get(area, ()), name)
    return found


def together(receipts: Sequence[Receipt]) -> Receipt:
    """What several programmes mean together: who receives any of them, and what all pay.

    Who receives one receives; who receives none that is known and may receive another is unknown. A sum with an unknown amount is
    unknown, and where one of the programmes has no amounts at all nothing is known of the total.
    """
    if len(receipts) == 1:
        return receipts[0]
    amount = sum((one.amount for one in receipts[1:]), receipts[0].amount)
    if not all(one.valued for one in receipts):
        amount = np.full(len(amount), np.nan)
    return Receipt(_any([one.recipient for one in receipts]), _any([one.beneficiary for one in receipts]), amount)


def _any(answers: Sequence[Floats]) -> Floats:
    """1 where one is 1, else NaN where one is unknown, else 0."""
    most = np.fmax.reduce(answers)
    unknown = np.isnan(answers[0])
    for one in answers[1:]:
        unknown = unknown | np.isnan(one)
    return np.where(unknown & (most != 1.0), np.nan, most)
