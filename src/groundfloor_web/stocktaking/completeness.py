"""How complete the stocktaking is: what is filled, and in sentences what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from groundfloor_web.core.models import Stored, Workspace
from groundfloor_web.stocktaking.arranging import columns, counted
from groundfloor_web.stocktaking.models import (
    Area,
    Column,
    CrisisMeasure,
    Gap,
    Indicator,
    Judgement,
    MatrixEntry,
    MatrixRow,
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


Lines = tuple[tuple[MatrixRow, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Missing:
    """A sentence on what is missing, and the page where it can be mended."""

    text: str
    url: str


@dataclass(frozen=True)
class Completeness:
    """Numbers of entries by row and column, cells filled of all, and what is missing."""

    lines: Lines
    filled: int
    cells: int
    missing: tuple[Missing, ...]


def completeness_of(workspace: Workspace) -> Completeness:
    """How complete the matrix and the inventory are."""
    numbers = counted(workspace)
    lines = tuple(
        (row, tuple(numbers.get((row.pk, column), 0) for column, _label in columns()))
        for row in MatrixRow.objects.of(workspace).standing()
    )
    cells = [number for _row, counts in lines for number in counts]
    return Completeness(lines, sum(number > 0 for number in cells), len(cells), tuple(_missing(workspace, lines)))


def _missing(workspace: Workspace, lines: Lines) -> Iterator[Missing]:
    def page(name: str) -> str:
        return reverse(f"stocktaking:{name}", args=[workspace.slug])

    labels = [label for _column, label in columns()]
    for row, counts in lines:
        empty = [label for label, number in zip(labels, counts, strict=True) if not number]
        if empty:
            text = _("%(row)s: nothing yet under %(columns)s.") % {"row": row, "columns": ", ".join(empty)}
            yield Missing(text, f"{page('matrix')}#row-{row.pk}")
    for number, sentence, name in _counted(workspace):
        if number:
            yield Missing(SENTENCES[sentence] % {"number": number}, page(name))


def _counted(workspace: Workspace) -> Iterator[tuple[int, str, str]]:
    """How many things lack something, which sentence says so, and its page."""

    def standing(model: type[Stored]) -> Any:
        return model.objects.of(workspace).standing()

    def lacking(model: type[Stored], **lacks: Q) -> dict[str, int]:
        """How many things of a kind lack each of several things, asked for at once."""
        found: dict[str, int] = standing(model).aggregate(
            **{f"lacks_{name}": Count("pk", filter=what) for name, what in lacks.items()}
        )
        return {name.removeprefix("lacks_"): number for name, number in found.items()}

    existing = Q(status=Status.EXISTING)
    schemes = lacking(
        Scheme,
        cost=existing & Q(cost=None),
        population=existing & Q(population=None),
        law=Q(law={}),
        eligibility=Q(eligibility={}),
        financing=Q(financing={}),
        means=Q(means=""),
        responsible=Q(responsible=None),
        population_source=~Q(population=None) & Q(population_source=""),
        cost_source=~Q(cost=None) & Q(cost_source=""),
    )
    schemes["figure_source"] = schemes.pop("population_source") + schemes.pop("cost_source")
    for name, number in schemes.items():
        yield number, name, "schemes"
    provisions = Q(column__in=[Column.EXISTING, Column.PLANNED], source="", scheme=None)
    yield lacking(MatrixEntry, source=provisions)["source"], "provision_source", "matrix"
    answering = Recommendation.objects.filter(answers=OuterRef("pk"), withdrawn=False)
    gaps = lacking(
        Gap, legal=Q(legal=None), effective=Q(effective=None), source=Q(source=""), answer=~Exists(answering)
    )
    yield gaps["legal"] + gaps["effective"], "coverage", "gaps"
    yield gaps["source"], "gap_source", "gaps"
    yield gaps["answer"], "unanswered", "gaps"
    recommended = lacking(
        Recommendation, answers=~Exists(Gap.objects.filter(recommendations=OuterRef("pk"))), kind=Q(kind="")
    )
    yield recommended["answers"], "answers_nothing", "matrix"
    yield recommended["kind"], "kind", "matrix"
    services = set(standing(Indicator).order_by().values_list("field", flat=True).distinct())
    yield sum(field not in services for field in Indicator.Field.values), "services", "services"
    judged = standing(Judgement).order_by().values("area")
    yield standing(Area).exclude(pk__in=judged).count(), "judged", "assessment"
    yield standing(CrisisMeasure).filter(source="").count(), "crisis_source", "crises"
