"""The cost of a country's essential services for a terminal and as a workbook."""

from groundfloor.report.services.writing import summary, write_book

__all__ = ["summary", "write_book"]
