"""A floor under other numbers for its readers: the sections of the page, the words of the workbook."""
