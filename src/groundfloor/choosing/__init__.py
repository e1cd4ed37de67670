"""The best affordable floor: programmes, benefit levels and phase-in that close most within the money there is."""

from groundfloor.choosing.choice import Choice, choose
from groundfloor.choosing.relax import InfeasibleError
from groundfloor.choosing.settings import Settings, read_settings, settings
from groundfloor.choosing.tables import tables
from groundfloor.choosing.writing import results, told, write

__all__ = [
    "Choice",
    "InfeasibleError",
    "Settings",
    "choose",
    "read_settings",
    "results",
    "settings",
    "tables",
    "told",
    "write",
]
