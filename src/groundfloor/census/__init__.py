"""A floor on what does not fit in memory: everybody of a census or a register, from files or from a database in place."""

from groundfloor.census.entitling import Entitled as Entitled
from groundfloor.census.entitling import entitle as entitle

__all__ = ["Entitled", "entitle"]
