"""Whom an exploration reaches and whom it does not, in the year in which it is in place in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from groundfloor import rules
from groundfloor.costing.worth import adds_nothing
from groundfloor.reach import reach
from groundfloor.report import reach as sections
from groundfloor.report.render import Section, fragments
from groundfloor.report.results import Results, marked
from groundfloor.report.view import View
from groundfloor.scenarios import phased_in
from groundfloor.session import EXPLORED, Session

NAME = "reach"


def reached(session: Session, patch: Mapping[str, Any], results: Results, tag: str) -> list[Section]:
    """The section, for the language of `tag`; `results` are those of the session under the same patch."""
    option = replace(rules.patched(session.floor, patch, EXPLORED), scenarios={})
    full = min(session.to, phased_in(option, session.at.base))
    survey, line = session.at.survey, View(results).line
    (year,) = session.at.years(option, EXPLORED, {full: session.at.weights[full]})
    rows = reach(
        survey,
        EXPLORED,
        year,
        option.programmes,
        adds_nothing(option.programmes),
        None if line is None else survey.lines[line],
    )
    tables = {NAME: marked(rows, survey.synthetic), "impact": results.tables["impact"]}
    return fragments(replace(results, tables=tables), tag, (NAME,), sections)
