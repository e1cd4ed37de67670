"""The kinds of options of fiscal space, one module each: WAYS to compute it, and the PAYER who pays.

The eight are those of Ortiz, Durán-Valverde, Urban and Wodsak (eds, 2019), Fiscal Space for Social Protection: A Handbook. A further
module in this folder is a further kind.
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

    >>> len(kinds()), "taxes" in kinds()
    (8, True)
    """
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}
