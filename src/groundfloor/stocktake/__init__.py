"""Taking stock: who needs each guarantee today, who has it, what the gap would cost, and who is warned of what may come."""

from groundfloor.stocktake.early_warning import FILE as WARNING_FILE
from groundfloor.stocktake.early_warning import early_warning
from groundfloor.stocktake.gaps import gaps

__all__ = ["WARNING_FILE", "early_warning", "gaps"]
