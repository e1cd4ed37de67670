"""Economy and government to any year: official figures to their last year, then explicit rules of convergence."""

from groundfloor.economy.description import Projection, read_projection
from groundfloor.economy.project import complete
from groundfloor.economy.tables import Projected, projected

__all__ = ["Projected", "Projection", "complete", "projected", "read_projection"]
