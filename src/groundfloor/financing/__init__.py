"""How a floor is paid for: the options, the gap they leave, and what that does to public debt."""

from groundfloor.financing.debt import debt_path, stabilising_primary_balance
from groundfloor.financing.options import Option, financing_table
from groundfloor.financing.reading import read_options

__all__ = ["Option", "debt_path", "financing_table", "read_options", "stabilising_primary_balance"]
