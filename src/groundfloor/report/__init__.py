"""What a run leaves for its readers: the report, the workbook and the tables."""

from groundfloor.report.render import render
from groundfloor.report.tables import write_tables
from groundfloor.report.workbook import write_workbook

__all__ = ["render", "write_tables", "write_workbook"]
