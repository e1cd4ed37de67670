"""What a floor costs, programme by programme and year by year."""

from groundfloor.costing.index import price_index
from groundfloor.costing.phase import receiving
from groundfloor.costing.transfers import Cost, cost

__all__ = ["Cost", "cost", "price_index", "receiving"]
