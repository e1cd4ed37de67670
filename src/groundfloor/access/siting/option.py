"""New sites as an essential service of a country pack: what stands in services.yaml so that they are costed beside transfers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from groundfloor.access.questions import Question
from groundfloor.access.siting.answer import Answer

TABLE = "access_sites.csv"
LIFETIME = 20  # years, until somebody says so
TO_DECIDE = "To be decided"
HEAD = """\
# New sites as services of a country pack: put each under `services:` of its sector in services.yaml, and {table} beside that.
# What is called "{to_decide}" is nobody's plan yet. How such a service is written: docs/services.md.
"""


def services(found: Mapping[str, Answer], year: int) -> str:
    """The questions with sites as services by sites, for services.yaml; `year` is that of the population.

    Sites come into use one a year, and buildings last 20 years, until somebody decides otherwise: both are marked as assumptions. Amounts keep the sources of access.yaml.
    """
    entries = {name: _service(one, year) for name, one in found.items() if one.steps}
    if not entries:
        return ""
    head = HEAD.format(table=TABLE, to_decide=TO_DECIDE)
    return head + yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=200, default_flow_style=None)


def _service(answer: Answer, year: int) -> dict[str, Any]:
    question = answer.question
    plan = {year + step: step for step in (0, len(answer.steps))}
    in_use = {"values": plan, "unit": "sites", "source": TO_DECIDE, "assumption": True}
    out: dict[str, Any] = {
        "label": dict(question.label),
        "people": "all",
        "sites": {"path": TABLE, "question": question.name, "in_use": in_use},
    }
    building, running = (_amount(question, yearly) for yearly in (False, True))
    if building:
        lifetime = {"value": LIFETIME, "unit": "years", "source": TO_DECIDE, "assumption": True}
        out |= {"building": building | {"unit": "LCU/site"}, "lifetime": lifetime}
    if running:
        out["running"] = running | {"unit": "LCU/site/year"}
    return out


def _amount(question: Question, yearly: bool) -> dict[str, Any]:
    """What a site costs once or each year, with the sources of its parts; empty where that is not said."""
    parts: Sequence[Any] = [one for one in question.costs if one.yearly == yearly]
    if not parts:
        return {}
    source = "; ".join(f"{one.name}: {one.source}" for one in parts)
    found: dict[str, Any] = {"value": float(sum(one.value for one in parts)), "unit": "", "source": source}
    return found | ({"assumption": True} if any(one.assumption for one in parts) else {})
