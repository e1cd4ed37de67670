"""Taking stock: who needs each guarantee today, who has it, and what the gap would cost."""

from groundfloor.stocktake.gaps import gaps

__all__ = ["gaps"]
