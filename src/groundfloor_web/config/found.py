"""The applications of the workspace, found by their folders: nothing is registered."""

from __future__ import annotations

import pkgutil
from pathlib import Path

import groundfloor_web

PACKAGE = groundfloor_web.__name__


def applications() -> list[str]:
    """The dotted names of the folders that hold an apps.py, in alphabetical order, core and accounts first."""
    root = Path(groundfloor_web.__path__[0])
    names = [one.name for one in pkgutil.iter_modules([str(root)]) if (root / one.name / "apps.py").exists()]
    first = ("core", "accounts")
    return [f"{PACKAGE}.{name}" for name in (*first, *sorted(set(names) - set(first)))]
