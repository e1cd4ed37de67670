"""Estimates kept beside their rows."""

from __future__ import annotations

import numpy as np

from groundfloor.comparison.differences import keeping, key
from groundfloor.measures.context import context_of
from groundfloor.measures.families import coverage
from groundfloor.survey.frame import Survey, Transfer


def test_a_row_finds_its_estimate_where_a_line_tells_the_groups_apart():
    received = Transfer("in_kind", "person", np.array([1.0, 0, 0, 1]), np.array([2.0, 0, 0, 2]))
    survey = Survey(
        "s",
        "NOW",
        2020,
        {},
        np.arange(4),
        np.ones(4),
        np.array([1.0, 2, 3, 4]),
        {"z": 2.5},
        transfers={"food": received},
    )
    asked = {"scenario": "today", "groups": None, "lines": None, "welfare_after": None, "detailed": True}
    context = keeping(context_of(survey, None, **asked))
    rows = list(coverage.rows(context))
    assert any(row["line"] == "z" for row in rows)
    assert {key(row) for row in rows} <= context.kept.keys()
