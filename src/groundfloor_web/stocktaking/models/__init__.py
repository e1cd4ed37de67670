"""What stock is taken of."""

from groundfloor_web.stocktaking.models.assessment import Area, CrisisMeasure, Indicator, Judgement
from groundfloor_web.stocktaking.models.inventory import Function, Guarantee, Means, Scheme, Status
from groundfloor_web.stocktaking.models.matrix import Column, Gap, MatrixEntry, MatrixRow, Recommendation
from groundfloor_web.stocktaking.models.records import GapTable, Intake

__all__ = [
    "Area",
    "Column",
    "CrisisMeasure",
    "Function",
    "Gap",
    "GapTable",
    "Guarantee",
    "Indicator",
    "Intake",
    "Judgement",
    "MatrixEntry",
    "MatrixRow",
    "Means",
    "Recommendation",
    "Scheme",
    "Status",
]
