"""How complete the stocktaking is: what is filled, and in sentences what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundfloor_web.core.models import Workspace
from groundfloor_web.stocktaking.arranging import Line, matrix_of
from groundfloor_web.stocktaking.models import (
    Area,
    Column,
    CrisisMeasure,
    Gap,
    Indicator,
    Judgement,
    MatrixEntry,
    Recommendation,
    Scheme,
)


@dataclass(frozen=True)
class Missing:
    """A sentence on what is missing, and the page where it can be mended."""

    text: str
    url: str


@dataclass(frozen=True)
class Completeness:
    """Numbers of entries by row and column, cells filled of all, and what is missing."""

    lines: tuple[tuple[Any, tuple[int, ...]], ...]
    filled: int
    cells: int
    missing: tuple[Missing, ...]


def completeness_of(workspace: Workspace) -> Completeness:
    """How complete the matrix and the inventory are."""
    matrix = matrix_of(workspace)
    lines = tuple((line.row, tuple(_counts(line))) for line in matrix)
    numbers = [number for _row, counted in lines for number in counted]
    return Completeness(lines, sum(number > 0 for number in numbers), len(numbers), tuple(_missing(workspace, matrix)))


def _counts(line: Line) -> Iterator[int]:
    for cell in line.cells:
        yield len(cell.entries)
    yield len(line.recommendations)


def _missing(workspace: Workspace, matrix: list[Line]) -> Iterator[Missing]:
    def page(name: str) -> str:
        return reverse(f"stocktaking:{name}", args=[workspace.slug])

    for line in matrix:
        empty = [cell.label for cell in line.cells if not cell.entries]
        empty += [] if line.recommendations else [str(_("Recommendations"))]
        if empty:
            text = _("%(row)s: nothing yet under %(columns)s.") % {"row": line.row, "columns": ", ".join(empty)}
            yield Missing(text, line.row.get_absolute_url())
    for number, text, name in _counted(workspace):
        if number:
            yield Missing(text % {"number": number}, page(name))


def _counted(workspace: Workspace) -> Iterator[tuple[int, str, str]]:
    """How many things lack something, the sentence that says so, and its page."""
    schemes = Scheme.objects.of(workspace).standing()
    existing = schemes.filter(status="existing")

    number = existing.filter(cost=None).count()
    yield (
        number,
        ngettext("%(number)s existing scheme has no cost.", "%(number)s existing schemes have no cost.", number),
        "schemes",
    )
    number = existing.filter(population=None).count()
    yield (
        number,
        ngettext(
            "%(number)s existing scheme has no number of people covered.",
            "%(number)s existing schemes have no number of people covered.",
            number,
        ),
        "schemes",
    )
    number = schemes.filter(law={}).count()
    yield (
        number,
        ngettext("%(number)s scheme has no legal framework.", "%(number)s schemes have no legal framework.", number),
        "schemes",
    )
    number = schemes.filter(eligibility={}).count()
    yield (
        number,
        ngettext(
            "%(number)s scheme has no eligibility criteria.", "%(number)s schemes have no eligibility criteria.", number
        ),
        "schemes",
    )
    number = schemes.filter(financing={}).count()
    yield (
        number,
        ngettext(
            "For %(number)s scheme it is not said how it is financed.",
            "For %(number)s schemes it is not said how they are financed.",
            number,
        ),
        "schemes",
    )
    number = schemes.filter(means="").count()
    yield (
        number,
        ngettext(
            "For %(number)s scheme it is not said whether it is contributory or tax-financed.",
            "For %(number)s schemes it is not said whether they are contributory or tax-financed.",
            number,
        ),
        "schemes",
    )
    number = schemes.filter(responsible=None).count()
    yield (
        number,
        ngettext(
            "The body responsible for %(number)s scheme is not among the organisations.",
            "The bodies responsible for %(number)s schemes are not among the organisations.",
            number,
        ),
        "schemes",
    )
    number = (
        schemes.exclude(population=None).filter(population_source="").count()
        + schemes.exclude(cost=None).filter(cost_source="").count()
    )
    yield (
        number,
        ngettext(
            "%(number)s figure of the inventory has no source.",
            "%(number)s figures of the inventory have no source.",
            number,
        ),
        "schemes",
    )
    facts = MatrixEntry.objects.of(workspace).standing().filter(column__in=[Column.EXISTING, Column.PLANNED])
    number = facts.filter(source="", scheme=None).count()
    yield (
        number,
        ngettext(
            "%(number)s provision in the matrix has neither a source nor a scheme.",
            "%(number)s provisions in the matrix have neither a source nor a scheme.",
            number,
        ),
        "matrix",
    )
    gaps = Gap.objects.of(workspace).standing()
    number = gaps.filter(legal=None).count() + gaps.filter(effective=None).count()
    yield (
        number,
        ngettext(
            "%(number)s figure of legal or effective coverage is missing among the gaps.",
            "%(number)s figures of legal or effective coverage are missing among the gaps.",
            number,
        ),
        "gaps",
    )
    number = gaps.filter(source="").count()
    yield number, ngettext("%(number)s gap has no source.", "%(number)s gaps have no source.", number), "gaps"
    recommended = Recommendation.objects.of(workspace).standing()
    number = gaps.exclude(pk__in=recommended.exclude(answers=None).values("answers")).count()
    yield (
        number,
        ngettext(
            "%(number)s gap is answered by no recommendation.",
            "%(number)s gaps are answered by no recommendation.",
            number,
        ),
        "gaps",
    )
    number = recommended.filter(answers=None).count()
    yield (
        number,
        ngettext("%(number)s recommendation answers no gap.", "%(number)s recommendations answer no gap.", number),
        "matrix",
    )
    number = recommended.filter(kind="").count()
    yield (
        number,
        ngettext(
            "For %(number)s recommendation it is not said of what kind it is.",
            "For %(number)s recommendations it is not said of what kind they are.",
            number,
        ),
        "matrix",
    )
    services = set(Indicator.objects.of(workspace).standing().values_list("field", flat=True))
    number = sum(field not in services for field in Indicator.Field.values)
    yield (
        number,
        ngettext(
            "For %(number)s kind of service there is no indicator of access.",
            "For %(number)s kinds of service there is no indicator of access.",
            number,
        ),
        "services",
    )
    judged = Judgement.objects.of(workspace).standing().values("area")
    number = Area.objects.of(workspace).standing().exclude(pk__in=judged).count()
    yield (
        number,
        ngettext(
            "%(number)s area of the assessment has not been judged.",
            "%(number)s areas of the assessment have not been judged.",
            number,
        ),
        "assessment",
    )
    number = CrisisMeasure.objects.of(workspace).standing().filter(source="").count()
    yield (
        number,
        ngettext(
            "%(number)s measure in a crisis has no source.", "%(number)s measures in crises have no source.", number
        ),
        "crises",
    )
