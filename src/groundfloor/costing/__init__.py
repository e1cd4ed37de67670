"""What a floor costs, programme by programme and year by year."""

from groundfloor.costing.index import price_index
from groundfloor.costing.phase import receiving
from groundfloor.costing.transfers import cost

__all__ = ["cost", "price_index", "receiving"]
