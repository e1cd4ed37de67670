"""How a series goes on after its last year: one module a rule, with KEYS and `read`; a further module is a further rule.

KEYS are what an entry of the rule may have beside `rule` and `source`, and `read` makes the rule of such an entry.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType


@cache
def kinds() -> Mapping[str, ModuleType]:
    """The modules of this folder by name.

    >>> sorted(kinds())[:3]
    ['balance', 'buoyancy', 'converge']
    """
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}
