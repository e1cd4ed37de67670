"""The cost of a country's essential services for a terminal, as a page and as a workbook."""

from groundfloor.report.services.writing import results, summary, write_book

__all__ = ["results", "summary", "write_book"]
