"""Groundfloor: the working tool of national social protection floors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.api import cost as cost
    from groundfloor.api import demo as demo
    from groundfloor.api import finance as finance
    from groundfloor.checking import check as check
    from groundfloor.checking import explain_person as explain_person
    from groundfloor.country import read_country as read_country
    from groundfloor.engine import apply as apply
    from groundfloor.measures import measure as measure
    from groundfloor.pipeline import results_of as results_of
    from groundfloor.pipeline import run as run
    from groundfloor.population import project as project
    from groundfloor.population import read_population as read_population
    from groundfloor.rules import load_floor as load_floor
    from groundfloor.starter import new as new
    from groundfloor.survey import read_survey as read_survey

__version__ = "0.1.0"

_PUBLIC = {
    "apply": "engine",
    "check": "checking",
    "cost": "api",
    "demo": "api",
    "explain_person": "checking",
    "finance": "api",
    "load_floor": "rules",
    "measure": "measures",
    "new": "starter",
    "project": "population",
    "read_country": "country",
    "read_population": "population",
    "read_survey": "survey",
    "results_of": "pipeline",
    "run": "pipeline",
}

__all__ = ["__version__", *sorted(_PUBLIC)]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import groundfloor` stays instant."""
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
