"""Groundfloor: the working tool of national social protection floors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.api import age as age
    from groundfloor.api import bench as bench
    from groundfloor.api import build_survey as build_survey
    from groundfloor.api import check_survey as check_survey
    from groundfloor.api import choose as choose
    from groundfloor.api import compare as compare
    from groundfloor.api import cost as cost
    from groundfloor.api import cost_services as cost_services
    from groundfloor.api import demo as demo
    from groundfloor.api import early_warning as early_warning
    from groundfloor.api import explain as explain
    from groundfloor.api import finance as finance
    from groundfloor.api import fiscal_incidence as fiscal_incidence
    from groundfloor.api import grid as grid
    from groundfloor.api import inspect_survey as inspect_survey
    from groundfloor.api import life_tables as life_tables
    from groundfloor.api import measure as measure
    from groundfloor.api import measure_access as measure_access
    from groundfloor.api import measure_grouped as measure_grouped
    from groundfloor.api import preset as preset
    from groundfloor.api import project as project
    from groundfloor.api import project_contributory as project_contributory
    from groundfloor.api import project_economy as project_economy
    from groundfloor.api import proxy_means as proxy_means
    from groundfloor.api import read_survey as read_survey
    from groundfloor.api import reweight as reweight
    from groundfloor.api import simulate_shocks as simulate_shocks
    from groundfloor.api import take_up as take_up
    from groundfloor.census import entitle as entitle
    from groundfloor.checking import check as check
    from groundfloor.country import read_country as read_country
    from groundfloor.engine import apply as apply
    from groundfloor.errors import GroundfloorError as GroundfloorError
    from groundfloor.pipeline import results_of as results_of
    from groundfloor.pipeline import run as run
    from groundfloor.population import read_population as read_population
    from groundfloor.profiling import profile as profile
    from groundfloor.rules import load_floor as load_floor
    from groundfloor.session import Session as Session
    from groundfloor.starter import new as new
    from groundfloor.survey.weighting.replicates import replicate as replicate
    from groundfloor.uncertainty import cost_uncertainty as cost_uncertainty

__version__ = "0.1.0"

_PUBLIC = {
    "GroundfloorError": "errors",
    "Session": "session",
    "age": "api",
    "apply": "engine",
    "bench": "api",
    "build_survey": "api",
    "check": "checking",
    "check_survey": "api",
    "choose": "api",
    "compare": "api",
    "cost": "api",
    "cost_services": "api",
    "cost_uncertainty": "uncertainty",
    "demo": "api",
    "early_warning": "api",
    "entitle": "census",
    "explain": "api",
    "finance": "api",
    "fiscal_incidence": "api",
    "grid": "api",
    "inspect_survey": "api",
    "life_tables": "api",
    "load_floor": "rules",
    "measure": "api",
    "measure_access": "api",
    "measure_grouped": "api",
    "new": "starter",
    "preset": "api",
    "profile": "profiling",
    "project": "api",
    "project_contributory": "api",
    "project_economy": "api",
    "proxy_means": "api",
    "read_country": "country",
    "read_population": "population",
    "read_survey": "api",
    "replicate": "survey.weighting.replicates",
    "results_of": "pipeline",
    "reweight": "api",
    "run": "pipeline",
    "simulate_shocks": "api",
    "take_up": "api",
}

__all__ = ["__version__", *sorted(_PUBLIC)]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import groundfloor` stays instant."""
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
