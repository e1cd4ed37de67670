"""Nutrition: children who are stunted, wasted, underweight or overweight, what people eat, and how well households are fed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.conditions import answers, share_rows
from groundfloor.measures.context import Context, Row

SETS = ("services",)

# below, or above, so many standard deviations of the WHO standard: moderate and severe
SCORES = {
    "stunted": ("height_for_age", -2.0),
    "severely_stunted": ("height_for_age", -3.0),
    "wasted": ("weight_for_height", -2.0),
    "severely_wasted": ("weight_for_height", -3.0),
    "underweight": ("weight_for_age", -2.0),
    "overweight": ("weight_for_height", 2.0),
}
# what no child can have: an error of measurement
FLAGS = {"height_for_age": (-6.0, 6.0), "weight_for_height": (-5.0, 5.0), "weight_for_age": (-6.0, 5.0)}
YOUNG = 5.0
DIVERSE = {"minimum_diet_children": ("child_food_groups", 5, 8), "minimum_diet_women": ("woman_food_groups", 5, 10)}
# where oil and sugar are eaten daily the second pair
CUTS = {"": (21.0, 35.0), "_oil_sugar": (28.0, 42.0)}
HIGHEST = 112.0
GROUPS_OF_HOUSEHOLD = 12


def rows(context: Context) -> Iterator[Row]:
    """Shares of children under five whose z-score is possible; of children and women whose diet is diverse; of people by their food."""
    age = answers(context.survey, "age")
    for measure, (variable, cut) in SCORES.items():
        score = answers(context.survey, variable)
        if score is not None:
            low, high = FLAGS[variable]
            possible = (score >= low) & (score <= high) & (True if age is None else ~(age >= YOUNG))
            yes = np.where(np.isnan(score), np.nan, (score < cut if cut < 0 else score > cut).astype(float))
            yield from share_rows(context, measure, yes, possible)
    for measure, (variable, least, most) in DIVERSE.items():
        groups = answers(context.survey, variable)
        if groups is not None:
            yes = np.where(np.isnan(groups), np.nan, (groups >= least).astype(float))
            yield from share_rows(context, measure, yes, (groups >= 0) & (groups <= most))
    score = answers(context.survey, "food_consumption_score")
    if score is not None:
        possible = (score >= 0) & (score <= HIGHEST)
        for ending, (poor, borderline) in CUTS.items():
            yield from share_rows(context, f"food_poor{ending}", (score <= poor).astype(float), possible)
            between = (score > poor) & (score <= borderline)
            yield from share_rows(context, f"food_borderline{ending}", between.astype(float), possible)
    diversity = answers(context.survey, "dietary_diversity")
    if diversity is not None:
        counted = (diversity >= 0) & (diversity <= GROUPS_OF_HOUSEHOLD)
        if counted.any():
            yield from context.ratios("dietary_diversity_mean", context.over(counted, context.groups), diversity)
