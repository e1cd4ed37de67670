"""Tables of fiscal incidence, one a module: every module here with `TABLE` and `rows(case)` is one, found by its file."""
