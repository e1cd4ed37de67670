"""Who can reach essential services, as a page and as a workbook."""

from groundfloor.report.access.writing import results, told

__all__ = ["results", "told"]
