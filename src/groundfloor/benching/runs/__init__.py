"""What can be timed, one a module: `timed` gives the work on a task, `MOST` the persons up to which it is asked unnamed (None: any).

A module may also have `missing`, which says in a sentence what is not installed, or gives None.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

FIRST = "arrays"
"""The engine the others are held against."""


@cache
def runs() -> dict[str, ModuleType]:
    """The modules of this folder by name: the first, then those asked at any size.

    >>> next(iter(runs()))
    'arrays'
    """
    found = {one.name: import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)}
    return dict(sorted(found.items(), key=lambda one: (one[0] != FIRST, one[1].MOST is not None, one[0])))


def missing(name: str) -> str | None:
    """What a run needs and does not find, in a sentence."""
    asked = getattr(runs()[name], "missing", None)
    return None if asked is None else asked()
