"""Who can reach essential services, as a page and as a workbook."""

from groundfloor.report.access.writing import labels_of, results, told

__all__ = ["labels_of", "results", "told"]
