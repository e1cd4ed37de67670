"""The rule language: programmes, dated parameters, floors and scenarios, read from text and checked before anything runs."""

from __future__ import annotations

from groundfloor.rules.cases import run_cases
from groundfloor.rules.difference import difference, patch_text
from groundfloor.rules.explain import explain
from groundfloor.rules.load import floor_of, load_floor, load_schemes
from groundfloor.rules.patch import patched, scenario
from groundfloor.rules.plain import evaluate_plain
from groundfloor.rules.printed import printable

__all__ = [
    "difference",
    "evaluate_plain",
    "explain",
    "floor_of",
    "load_floor",
    "load_schemes",
    "patch_text",
    "patched",
    "printable",
    "run_cases",
    "scenario",
]
