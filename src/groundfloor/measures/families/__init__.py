"""Families of measures, one a module: every module here with `rows(context)` adds its rows, in the sets it names in `SETS`."""
