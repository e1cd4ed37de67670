"""Families of measures, one a module: every module here with a function `rows(context)` adds its rows to the table."""
