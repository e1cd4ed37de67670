"""The versions of an option, which the trail holds, and how two of them differ."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from groundfloor_web.core.models import Entry
from groundfloor_web.options.models import Option


@dataclass(frozen=True)
class Version:
    """The rule as it was from some moment on, and who wrote it."""

    number: int
    at: datetime.datetime
    by: str
    rule: str


def versions(option: Option) -> list[Version]:
    """Every version in which the rule was another, oldest first."""
    lines = Entry.objects.filter(workspace=option.workspace, kind=option.kind_name(), target=str(option.pk))
    found: list[Version] = []
    for line in lines.select_related("actor").order_by("number"):
        rule = (line.after or {}).get("rule", "")
        if not found or found[-1].rule != rule:
            found.append(Version(line.after["version"], line.at, str(line.actor or ""), rule))
    return found


@dataclass(frozen=True)
class Line:
    """A line of two versions beside each other: kept, added or taken away."""

    mark: str
    text: str


def differences(before: str, after: str) -> Iterator[Line]:
    """The lines of both versions in order; `mark` is `+` for what came, `-` for what went, a blank for what stayed."""
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if not line.startswith("?"):
            yield Line(line[0], line[2:])
