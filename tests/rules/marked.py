"""What the tests of the rule language share: a good programme to spoil, and places marked in the text itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.rules.load import floor_of
from groundfloor.rules.programme import Floor

MARK = "▸"
GOOD = """\
programme: child_grant
label: {en: Child grant, fr: Allocation pour enfant}
guarantee: children
function: family_child
status: proposed
unit: person
parameters:
  grant:
    unit: LCU/month
    values: {2026-01-01: 75}
    indexed_to: inflation
    source: Budget 2026
  line: {unit: LCU/year, values: {2026-01-01: 1000}}
  part: {unit: share, values: {2026-01-01: 0.5}}
eligible: age < 5
limit: {first: 2, per: household, by: age}
amount: grant
take_up: 0.90
phase_in: {2026: 0.3, 2027: 0.6, 2028: 1.0}
administration: 0.10
replaces: [leap]
covered_by: cash_transfer
"""
PENSION = """\
programme: old_age_pension
label: {en: Old-age pension}
guarantee: old_age
function: old_age
status: proposed
unit: person
parameters: {benefit: {unit: LCU/month, values: {2026-01-01: 90}}}
eligible: age >= 60
amount: benefit
"""


def unmarked(text: str) -> tuple[str, int, int]:
    """The text without its mark, and the line and column at which the mark stood."""
    before, mark, after = text.partition(MARK)
    assert mark, f"no place is marked in {text!r}"
    assert MARK not in after, f"two places are marked in {text!r}"
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def refusal(read: Callable[[str], Any], text: str) -> str:
    """What is said of a text that is refused, at the very place where it is marked."""
    plain, line, column = unmarked(text)
    with pytest.raises(GroundfloorError) as caught:
        read(plain)
    place, what = caught.value.place, str(caught.value)
    assert place is not None
    assert (place.line, place.column) == (line, column), what
    return what.removeprefix(f"{place}: ")


def read(text: str, **more: Any) -> Floor:
    """The floor of one programme, with an old-age pension beside it."""
    cap = {"cap": {"unit": "LCU/month", "values": {"2026-01-01": 60}}}
    return floor_of([text, PENSION], **{"parameters": cap, **more})


def with_eligible(expression: str) -> str:
    """The good programme with another condition, which stands in the file as it is."""
    indented = expression.replace("\n", "\n  ")
    return GOOD.replace("eligible: age < 5\n", f"eligible: |-\n  {indented}\n")


def with_amount(expression: str) -> str:
    """The good programme with another amount."""
    return GOOD.replace("amount: grant\n", f"amount: |-\n  {expression}\n")
