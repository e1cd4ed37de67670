"""What a floor costs, programme by programme and year by year."""

from groundfloor.costing.index import price_index
from groundfloor.costing.phase import phased
from groundfloor.costing.transfers import Cost, cost

__all__ = ["Cost", "cost", "phased", "price_index"]
