"""What is said of two distributions, one thing a module: every module here with `rows(pair)` adds its rows to its `TABLE`.

With `SAME_PERSONS` it says something of persons who are in both.
"""
