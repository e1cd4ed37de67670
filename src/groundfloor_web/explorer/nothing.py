"""What doing nothing costs beside an exploration, made with its full run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from groundfloor import rules
from groundfloor.costing.services.country import services_in
from groundfloor.doing_nothing import doing_nothing
from groundfloor.report.results import Results, marked
from groundfloor.report.view import View
from groundfloor.session import Session
from groundfloor_web.jobs.work import Say

TABLE = "doing_nothing"


def with_doing_nothing(results: Results, pack: Path, scenario: str, say: Say) -> Results:
    """The results of a run of `pack` with the table of doing nothing beside a scenario of its floor; without a poverty line, as they are."""
    line = View(results).line
    if line is None:
        return results
    session = Session(pack, to=results.horizon, seed=results.seed, say=say)
    option = rules.scenario(session.floor, scenario)
    services = services_in(session.country)
    rows = doing_nothing(
        session.at.survey,
        scenario,
        session.at.years(option, scenario, session.at.weights),
        line,
        base_year=session.at.base,
        rate=None if services is None else float(services.discount.by_year(np.array([session.at.base]))[0]),
    )
    return replace(results, tables={**results.tables, TABLE: marked(rows, session.at.survey.synthetic)})
