"""The matrix, the inventory and the gaps as a workbook: written for people, and read back with every change checked."""

from groundfloor_web.stocktaking.workbook.checking import Found, check
from groundfloor_web.stocktaking.workbook.safe import Refused
from groundfloor_web.stocktaking.workbook.writing import written

__all__ = ["Found", "Refused", "check", "written"]
