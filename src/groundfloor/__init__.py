"""Groundfloor: the working tool of national social protection floors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.run import run as run

__version__ = "0.1.0"

_PUBLIC = {
    "run": "groundfloor.run",
    "check": "groundfloor.run",
    "new": "groundfloor.new",
    "read_survey": "groundfloor.survey",
    "read_country": "groundfloor.country",
    "measure": "groundfloor.measures",
    "project": "groundfloor.population",
    "apply": "groundfloor.engine",
}

__all__ = ["__version__", *sorted(_PUBLIC)]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import groundfloor` stays instant."""
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'groundfloor' has no attribute {name!r}")
