"""The closed lists of words in a programme's file."""

from __future__ import annotations

GUARANTEES = ("health", "children", "working_age", "old_age")
# the branches of social protection of SDG 1.3.1 and of the ILO's classification
FUNCTIONS = (
    "family_child",
    "maternity",
    "unemployment",
    "work_injury",
    "disability",
    "sickness",
    "old_age",
    "survivors",
    "health",
    "social_assistance",
    "vulnerable",
    "labour_market",
    "housing",
    "education",
)
STATUSES = ("existing", "planned", "proposed")
UNITS = ("person", "household", "birth")
FORMS = ("cash", "voucher", "in_kind", "school_meals", "fee_waiver")
# those that can be spent: of the others nothing counts as money of the household unless `worth` says so
SPENT = ("cash", "voucher")
REQUIRED = ("programme", "label", "guarantee", "function", "status", "unit", "eligible", "amount")
DELIVERY = (
    "parameters",
    "limit",
    "take_up",
    "phase_in",
    "administration",
    "start_up",
    "variants",
    "condition",
    "replaces",
)
TEXTS = ("law", "institution", "target_group", "source", "note")
INVENTORY = (
    *TEXTS,
    "caseload",
    "caseload_by",
    "caseload_year",
    "cost_lcu",
    "cost_year",
    "covered_by",
    "description",
    "form",
    "worth",
    "waives",
    "target",
)
KEYS = (*REQUIRED, *DELIVERY, *INVENTORY)
