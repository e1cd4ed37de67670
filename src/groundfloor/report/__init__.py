"""What a run leaves for its readers: the report, the workbook and the tables."""
