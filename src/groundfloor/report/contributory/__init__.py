"""Contributory schemes for their readers: a page, a workbook, a summary for a terminal."""
