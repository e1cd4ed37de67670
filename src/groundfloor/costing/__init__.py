"""What a floor costs, programme by programme and year by year."""

from groundfloor.costing.index import price_index
from groundfloor.costing.phase import phased
from groundfloor.costing.transfers import Cost, Delivery, cost

__all__ = ["Cost", "Delivery", "cost", "phased", "price_index"]
