"""The verbs of the command line as functions: the same names, the same inputs, the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.api.access import measure_access as measure_access
    from groundfloor.api.analysis import compare as compare
    from groundfloor.api.analysis import fiscal_incidence as fiscal_incidence
    from groundfloor.api.analysis import proxy_means as proxy_means
    from groundfloor.api.choices import choose as choose
    from groundfloor.api.choices import grid as grid
    from groundfloor.api.contributory import project_contributory as project_contributory
    from groundfloor.api.economy import project_economy as project_economy
    from groundfloor.api.engines import bench as bench
    from groundfloor.api.measuring import measure as measure
    from groundfloor.api.packs import EXAMPLE_DAY as EXAMPLE_DAY
    from groundfloor.api.packs import cost as cost
    from groundfloor.api.packs import demo as demo
    from groundfloor.api.packs import early_warning as early_warning
    from groundfloor.api.packs import explain as explain
    from groundfloor.api.packs import finance as finance
    from groundfloor.api.packs import take_up as take_up
    from groundfloor.api.populations import life_tables as life_tables
    from groundfloor.api.populations import project as project
    from groundfloor.api.services import cost_services as cost_services
    from groundfloor.api.shocks import simulate_shocks as simulate_shocks
    from groundfloor.api.sources import SURVEY as SURVEY
    from groundfloor.api.sources import read_survey as read_survey
    from groundfloor.api.sources import survey_at as survey_at
    from groundfloor.api.standard import preset as preset
    from groundfloor.api.surveys import Checked as Checked
    from groundfloor.api.surveys import Inspected as Inspected
    from groundfloor.api.surveys import age as age
    from groundfloor.api.surveys import build_survey as build_survey
    from groundfloor.api.surveys import check_survey as check_survey
    from groundfloor.api.surveys import inspect_survey as inspect_survey
    from groundfloor.api.surveys import measure_grouped as measure_grouped
    from groundfloor.api.surveys import reweight as reweight

_WHERE = {
    "Checked": "surveys",
    "EXAMPLE_DAY": "packs",
    "Inspected": "surveys",
    "SURVEY": "sources",
    "age": "surveys",
    "bench": "engines",
    "build_survey": "surveys",
    "check_survey": "surveys",
    "choose": "choices",
    "compare": "analysis",
    "cost": "packs",
    "cost_services": "services",
    "demo": "packs",
    "early_warning": "packs",
    "explain": "packs",
    "finance": "packs",
    "fiscal_incidence": "analysis",
    "grid": "choices",
    "inspect_survey": "surveys",
    "life_tables": "populations",
    "measure": "measuring",
    "measure_access": "access",
    "measure_grouped": "surveys",
    "preset": "standard",
    "project": "populations",
    "project_contributory": "contributory",
    "project_economy": "economy",
    "proxy_means": "analysis",
    "read_survey": "sources",
    "reweight": "surveys",
    "simulate_shocks": "shocks",
    "survey_at": "sources",
    "take_up": "packs",
}


def __getattr__(name: str) -> Any:
    """Import a verb when it is first asked for: to measure a survey, nobody waits for what simulates shocks."""
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
