"""Rules as people write them here: checked by the library, read for their numbers, written back with new ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from groundfloor.rules import floor_of
from groundfloor.rules.programme import Programme

KNOWN = 128
"""How many rules are remembered as they were read: a programme follows from its text alone and is never changed."""


@lru_cache(KNOWN)
def programme_of(rule: str) -> Programme:
    """The programme of a rule that stands alone; a mistake raises GroundfloorError with line and column."""
    return next(iter(floor_of([rule]).programmes.values()))


def with_numbers(rule: str, numbers: Mapping[str, float], delivery: Mapping[str, Any]) -> str:
    """The rule with new last values of parameters and fields of delivery; everything else stays, but for remarks and spacing."""
    said = yaml.safe_load(rule)
    for name, value in numbers.items():
        values = said["parameters"][name]["values"]
        last = max(values)
        values[last] = values[last] | {"value": value} if isinstance(values[last], dict) else value
    said |= delivery
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)


def renamed(rule: str, name: str) -> str:
    """The rule under another name."""
    return re.sub(r"(?m)^programme:.*$", f"programme: {name}", rule, count=1)
