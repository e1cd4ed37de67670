"""Pages of stocktaking."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from groundfloor_web.core.models import Stored, Workspace
from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import ANALYSTS
from groundfloor_web.stocktaking import computed
from groundfloor_web.stocktaking.arranging import (
    MOST,
    columns,
    facts_of,
    history_of,
    matrix_of,
    things_in,
    write_authors,
)
from groundfloor_web.stocktaking.completeness import completeness_of
from groundfloor_web.stocktaking.models import (
    Area,
    CrisisMeasure,
    Gap,
    Guarantee,
    Indicator,
    Intake,
    Judgement,
    MatrixEntry,
    MatrixRow,
    Recommendation,
    Scheme,
)
from groundfloor_web.stocktaking.workbook.sheets import SHEETS

EACH = 50
"""How many things of a cell are on one page."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _workspace(request: HttpRequest) -> Workspace:
    return request.actor.workspace  # type: ignore[attr-defined,no-any-return]


@page()
def matrix(request: HttpRequest) -> HttpResponse:
    """The assessment matrix, written together; of full cells the newest."""
    lines = matrix_of(_workspace(request), MOST)
    is_cut = any(one.is_cut for line in lines for one in (*line.cells, line.recommended))
    return render(request, "stocktaking/matrix.html", {"lines": lines, "columns": columns(), "is_cut": is_cut})


@page()
def cell(request: HttpRequest, row: int, column: str) -> HttpResponse:
    """Everything in one cell of the matrix, newest last."""
    titles = dict(columns())
    if column not in titles:
        raise Http404
    one = found(request, MatrixRow, row)
    things = things_in(_workspace(request), column).filter(row=one)
    shown = Paginator(things, EACH).get_page(request.GET.get("page"))
    write_authors(_workspace(request), shown)
    more = {"row": one, "column": column, "title": titles[column], "shown": shown}
    return render(request, "stocktaking/cell.html", more)


@page()
def printed(request: HttpRequest) -> HttpResponse:
    """The matrix on paper, across."""
    shown = {"lines": matrix_of(_workspace(request)), "columns": columns(), "now": timezone.now()}
    return render(request, "stocktaking/printed.html", shown)


@page()
def schemes(request: HttpRequest) -> HttpResponse:
    """The inventory of schemes."""
    known = Scheme.objects.of(_workspace(request)).standing().select_related("responsible")
    return render(request, "stocktaking/schemes.html", {"schemes": known})


@page()
def gaps(request: HttpRequest) -> HttpResponse:
    """Gaps as people wrote them and as the library computes them, by guarantee."""
    workspace = _workspace(request)
    table = computed.latest_table(workspace)
    written = list(Gap.objects.of(workspace).standing().prefetch_related("recommendations"))
    rows = [] if table is None else list(computed.told_gaps(table, every_group=True))
    shown = [
        {
            "label": label,
            "code": code,
            "written": [one for one in written if one.guarantee == code],
            "computed": [
                (
                    whole,
                    [row for row in rows if row["group"] != whole["group"] and row["programme"] == whole["programme"]],
                )
                for whole in rows
                if whole["code"] == code and whole["all"]
            ],
        }
        for code, label in Guarantee.choices
    ]
    running = computed.running_table(workspace)
    more = {"coverage": [] if table is None else computed.told_coverage(table)}
    return render(
        request,
        "stocktaking/gaps.html",
        {"guarantees": shown, "table": table, "running": running, "job": running and running.job} | more,
    )


@page()
def services(request: HttpRequest) -> HttpResponse:
    """Indicators of access to services and social protection."""
    known = Indicator.objects.of(_workspace(request)).standing()
    fields = [(dict(Indicator.Field.choices)[code], list(rows)) for code, rows in groupby(known, lambda one: one.field)]
    return render(request, "stocktaking/services.html", {"fields": fields})


@page()
def assessment(request: HttpRequest) -> HttpResponse:
    """How the system works, as assessors judge it: side by side, never as one figure."""
    workspace = _workspace(request)
    judged: dict[int, list[Judgement]] = {}
    for one in Judgement.objects.of(workspace).standing().select_related("assessor__user", "area"):
        judged.setdefault(one.area_id, []).append(one)
    kinds = []
    for kind, areas in groupby(Area.objects.of(workspace).standing(), lambda one: one.kind):
        kinds.append((dict(Area.Kind.choices)[kind], [(area, judged.get(area.pk, [])) for area in areas]))
    return render(request, "stocktaking/assessment.html", {"kinds": kinds, "levels": Judgement.Level})


@page()
def crises(request: HttpRequest) -> HttpResponse:
    """Measures against crises and their effects."""
    known = CrisisMeasure.objects.of(_workspace(request)).standing()
    return render(request, "stocktaking/crises.html", {"measures": known})


@page()
def completeness(request: HttpRequest) -> HttpResponse:
    """What is filled and what is missing."""
    complete, known = completeness_of(_workspace(request)), columns()
    cells = [
        (row, [(*column, number) for column, number in zip(known, numbers, strict=True)])
        for row, numbers in complete.lines
    ]
    shown = {"complete": complete, "columns": known, "lines": cells}
    return render(request, "stocktaking/completeness.html", shown)


@page()
def workbook(request: HttpRequest) -> HttpResponse:
    """Taking the stock out as a workbook and giving it back."""
    given = Intake.objects.of(_workspace(request)).standing().filter(kind=Intake.Kind.WORKBOOK)[:20]
    return render(request, "stocktaking/workbook.html", {"intakes": given})


@page()
def download(request: HttpRequest, which: str) -> HttpResponse:
    """The workbook as a file, with what stands or blank."""
    from groundfloor_web.stocktaking.workbook import written

    if which not in ("filled", "blank"):
        raise Http404
    workspace = _workspace(request)
    content = written(workspace, blank=which == "blank")
    name = f"stocktaking-{workspace.slug}-{which if which == 'blank' else timezone.localdate().isoformat()}.xlsx"
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@page(ANALYSTS)
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a workbook: what is wrong, or what it would add and change."""
    one = found(request, Intake, pk)
    titles = {sheet.key: sheet.title for sheet in SHEETS}
    rows = [row | {"title": titles.get(row.get("sheet"), "")} for row in one.rows]
    verdicts = {
        name: [row for row in rows if row["verdict"] == name] for name in ("added", "changed", "conflict", "unchanged")
    }
    return render(request, "stocktaking/intake.html", {"intake": one, "verdicts": verdicts})


def _thing(request: HttpRequest, thing: Stored, **more: Any) -> HttpResponse:
    names = {name: f"stocktaking.{name}_{more['noun']}" for name in ("change", "withdraw")}
    shown = {"thing": thing, "facts": facts_of(thing, more.pop("leave_out", ())), "history": history_of(thing)}
    return render(request, "stocktaking/thing.html", shown | names | more)


@page()
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """A scheme with its history."""
    return _thing(request, found(request, Scheme, pk), noun="scheme", here="schemes")


@page()
def gap(request: HttpRequest, pk: int) -> HttpResponse:
    """A gap with its history and the recommendations that answer it."""
    one = found(request, Gap, pk)
    return _thing(request, one, noun="gap", here="gaps", answered_by=one.recommendations.filter(withdrawn=False))


@page()
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry of the matrix with its history."""
    return _thing(request, found(request, MatrixEntry, pk), noun="entry", here="matrix")


@page()
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """A recommendation with its history and the gaps it answers."""
    one = found(request, Recommendation, pk)
    return _thing(request, one, noun="recommendation", here="matrix", answers=one.answers.filter(withdrawn=False))
