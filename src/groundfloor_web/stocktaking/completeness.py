"""How complete the stocktaking is: what is filled, and in sentences what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from groundfloor_web.core.models import Stored, Workspace
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
    Status,
)

SENTENCES = {
    "cost": ngettext_lazy(
        "%(number)s existing scheme has no cost.", "%(number)s existing schemes have no cost.", "number"
    ),
    "population": ngettext_lazy(
        "%(number)s existing scheme has no number of people covered.",
        "%(number)s existing schemes have no number of people covered.",
        "number",
    ),
    "law": ngettext_lazy(
        "%(number)s scheme has no legal framework.", "%(number)s schemes have no legal framework.", "number"
    ),
    "eligibility": ngettext_lazy(
        "%(number)s scheme has no eligibility criteria.", "%(number)s schemes have no eligibility criteria.", "number"
    ),
    "financing": ngettext_lazy(
        "For %(number)s scheme it is not said how it is financed.",
        "For %(number)s schemes it is not said how they are financed.",
        "number",
    ),
    "means": ngettext_lazy(
        "For %(number)s scheme it is not said whether it is contributory or tax-financed.",
        "For %(number)s schemes it is not said whether they are contributory or tax-financed.",
        "number",
    ),
    "responsible": ngettext_lazy(
        "The body responsible for %(number)s scheme is not among the organisations.",
        "The bodies responsible for %(number)s schemes are not among the organisations.",
        "number",
    ),
    "figure_source": ngettext_lazy(
        "%(number)s figure of the inventory has no source.",
        "%(number)s figures of the inventory have no source.",
        "number",
    ),
    "provision_source": ngettext_lazy(
        "%(number)s provision in the matrix has neither a source nor a scheme.",
        "%(number)s provisions in the matrix have neither a source nor a scheme.",
        "number",
    ),
    "coverage": ngettext_lazy(
        "%(number)s figure of legal or effective coverage is missing among the gaps.",
        "%(number)s figures of legal or effective coverage are missing among the gaps.",
        "number",
    ),
    "gap_source": ngettext_lazy("%(number)s gap has no source.", "%(number)s gaps have no source.", "number"),
    "unanswered": ngettext_lazy(
        "%(number)s gap is answered by no recommendation.",
        "%(number)s gaps are answered by no recommendation.",
        "number",
    ),
    "answers_nothing": ngettext_lazy(
        "%(number)s recommendation answers no gap.", "%(number)s recommendations answer no gap.", "number"
    ),
    "kind": ngettext_lazy(
        "For %(number)s recommendation it is not said of what kind it is.",
        "For %(number)s recommendations it is not said of what kind they are.",
        "number",
    ),
    "services": ngettext_lazy(
        "For %(number)s kind of service there is no indicator of access.",
        "For %(number)s kinds of service there is no indicator of access.",
        "number",
    ),
    "judged": ngettext_lazy(
        "%(number)s area of the assessment has not been judged.",
        "%(number)s areas of the assessment have not been judged.",
        "number",
    ),
    "crisis_source": ngettext_lazy(
        "%(number)s measure in a crisis has no source.", "%(number)s measures in crises have no source.", "number"
    ),
}


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
        empty += [] if line.recommendations else [_("Recommendations")]
        if empty:
            text = _("%(row)s: nothing yet under %(columns)s.") % {"row": line.row, "columns": ", ".join(empty)}
            yield Missing(text, f"{page('matrix')}#row-{line.row.pk}")
    for number, sentence, name in _counted(workspace):
        if number:
            yield Missing(SENTENCES[sentence] % {"number": number}, page(name))


def _counted(workspace: Workspace) -> Iterator[tuple[int, str, str]]:
    """How many things lack something, which sentence says so, and its page."""

    def standing(model: type[Stored]) -> Any:
        return model.objects.of(workspace).standing()

    schemes, existing = standing(Scheme), standing(Scheme).filter(status=Status.EXISTING)
    yield existing.filter(cost=None).count(), "cost", "schemes"
    yield existing.filter(population=None).count(), "population", "schemes"
    for name in ("law", "eligibility", "financing"):
        yield schemes.filter(**{name: {}}).count(), name, "schemes"
    yield schemes.filter(means="").count(), "means", "schemes"
    yield schemes.filter(responsible=None).count(), "responsible", "schemes"
    unsourced = [
        schemes.exclude(**{name: None}).filter(**{f"{name}_source": ""}).count() for name in ("population", "cost")
    ]
    yield sum(unsourced), "figure_source", "schemes"
    provisions = standing(MatrixEntry).filter(column__in=[Column.EXISTING, Column.PLANNED])
    yield provisions.filter(source="", scheme=None).count(), "provision_source", "matrix"
    gaps, recommended = standing(Gap), standing(Recommendation)
    yield gaps.filter(legal=None).count() + gaps.filter(effective=None).count(), "coverage", "gaps"
    yield gaps.filter(source="").count(), "gap_source", "gaps"
    answered = recommended.exclude(answers=None).values("answers")
    yield gaps.exclude(pk__in=answered).count(), "unanswered", "gaps"
    yield recommended.filter(answers=None).count(), "answers_nothing", "matrix"
    yield recommended.filter(kind="").count(), "kind", "matrix"
    services = set(standing(Indicator).values_list("field", flat=True))
    yield sum(field not in services for field in Indicator.Field.values), "services", "services"
    judged = standing(Judgement).values("area")
    yield standing(Area).exclude(pk__in=judged).count(), "judged", "assessment"
    yield standing(CrisisMeasure).filter(source="").count(), "crisis_source", "crises"
