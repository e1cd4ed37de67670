"""How a floor is paid for: the options, the gap they leave, who pays, and what that does to public debt."""

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.counted import count
from groundfloor.financing.debt import (
    balance_to_reach,
    debt_factor,
    debt_path,
    room_under,
    stabilising_primary_balance,
)
from groundfloor.financing.debt_table import debt_table
from groundfloor.financing.file import Financing, read_financing, read_options
from groundfloor.financing.option import Option
from groundfloor.financing.payers import payers
from groundfloor.financing.table import financing_table

__all__ = [
    "Accounts",
    "Financing",
    "Option",
    "balance_to_reach",
    "count",
    "debt_factor",
    "debt_path",
    "debt_table",
    "financing_table",
    "payers",
    "read_financing",
    "read_options",
    "room_under",
    "stabilising_primary_balance",
]
