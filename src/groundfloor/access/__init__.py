"""Who can reach essential services: travel times on a grid, and people within reach by area."""

from groundfloor.access.description import Description
from groundfloor.access.grid import Grid
from groundfloor.access.reading import read_access
from groundfloor.access.run import Reached, reach
from groundfloor.access.tables import tables
from groundfloor.access.travel import Relief, Travel, travel

__all__ = ["Description", "Grid", "Reached", "Relief", "Travel", "reach", "read_access", "tables", "travel"]
