"""Results that are about one survey, without a pack."""

from __future__ import annotations

from typing import Any

from groundfloor.report.language import territory
from groundfloor.report.results import Results
from groundfloor.survey.frame import Survey


def results_on(survey: Survey, **more: Any) -> Results:
    """Results with what a survey says of itself; `more` are the fields of `Results` that it does not know.

    >>> import numpy as np
    >>> survey = Survey("s", "GHA", 2020, {}, np.array([0]), np.ones(1))
    >>> results_on(survey, tables={}).country_name["fr"]
    'Ghana'
    """
    known: dict[str, Any] = {
        "country_name": territory(survey.country),
        "currency": "LCU",
        "year": survey.year,
        "horizon": survey.year,
        "synthetic": survey.synthetic,
        "survey_name": survey.names or survey.name,
        "floor_label": survey.names or {"en": survey.name},
        "scenario_labels": {},
        "programme_labels": {name: one.label for name, one in survey.transfers.items() if one.label},
        "line_labels": survey.line_labels,
        "survey_year": survey.year,
        "price_year": None if survey.welfare is None else survey.price_year,
    }
    return Results(**(known | more))
