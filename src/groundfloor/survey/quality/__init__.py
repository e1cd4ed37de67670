"""How far a survey can be believed: figures held against what is expected, and what they do to which result.

Each module beside this one looks at one thing and is found by its file: `rows(survey, population)` yields figures and
findings. Formulas and sources: docs/methods/survey-quality.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from groundfloor.survey.frame import Finding, Survey
from groundfloor.survey.quality.figure import Figure, Known

# the order in which a report shows what was found, reading and checks among it
PARTS = ("keys", "heads", "ages", "sex", "weights", "welfare", "missing", "codes", "design", "copies")
PART_OF = {
    "blank_rows": "keys",
    "join": "keys",
    "members": "keys",
    "level": "keys",
    "households": "keys",
    "population": "weights",
    "prices": "welfare",
    "deflate": "welfare",
    "outliers": "welfare",
    "empty": "codes",
    "synthetic": "keys",
}


def part_of(check: str) -> str:
    """The part of the report in which a check is shown.

    >>> part_of("join"), part_of("heads")
    ('keys', 'heads')
    """
    part = PART_OF.get(check, check)
    return part if part in PARTS else "keys"


def quality(survey: Survey, population: Known | None = None) -> tuple[list[Figure], list[Finding]]:
    """Every figure and finding of the modules beside this one.

    `population` is what the weights are held against.
    """
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    rows: list[Figure | Finding] = [
        row for module in modules if hasattr(module, "rows") for row in _rows(module.rows(survey, population))
    ]
    return [row for row in rows if isinstance(row, Figure)], [row for row in rows if isinstance(row, Finding)]


def _rows(found: Iterator[Figure | Finding]) -> Iterator[Figure | Finding]:
    yield from found
