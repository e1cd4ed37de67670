"""Pages of the best affordable floor: what was asked, and each answer."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from groundfloor.choosing.floor import CHOSEN
from groundfloor.report import choosing
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.render import fragments
from groundfloor.report.results import Results
from groundfloor.session import EXPLORED
from groundfloor_web.affordable.models import Choice
from groundfloor_web.affordable.work import AS_EXPLORED, BESIDE, folder_of
from groundfloor_web.core.pages import found, page
from groundfloor_web.explorer import answers
from groundfloor_web.explorer.controls import unit_of
from groundfloor_web.explorer.headings import headings
from groundfloor_web.explorer.left import handed_out, left
from groundfloor_web.explorer.remembered import remembered
from groundfloor_web.jobs.models import State

FLOOR = "floor"
COLUMNS = (gettext_lazy("As it stands"), gettext_lazy("Chosen floor"))
SECTIONS = ("answer", "worth", "frontier", "alternatives", "limits")


@page()
def choices(request: HttpRequest) -> HttpResponse:
    """What was asked so far."""
    standing = Choice.objects.of(request.actor.workspace).standing().select_related("job")  # type: ignore[attr-defined]
    return render(request, "affordable/choices.html", {"choices": standing})


@page()
def choice(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the search is, or its answer."""
    one = found(request, Choice, pk)
    if one.withdrawn:
        raise Http404
    shown: dict[str, Any] = {"choice": one, "job": one.job, "again": _("Ask again otherwise")} | left(folder_of(one))
    if one.job.state == State.DONE and shown["files"]:  # else they were taken away
        shown |= _answer(one)
    return render(request, "affordable/choice.html", shown)


def _answer(one: Choice) -> dict[str, Any]:
    folder = folder_of(one)
    tag = answers.language_for((get_language() or "en").partition("-")[0])
    chosen, beside = remembered(folder), remembered(folder, BESIDE)
    kept = json.loads((folder / AS_EXPLORED).read_text(encoding="utf-8"))
    explorer = reverse("explorer:explore", args=[one.workspace.slug])
    say = Language(tag)
    scenarios = [
        {
            "name": say.words(chosen.scenario_labels[name]),
            "key": f"chosen:{one.pk}" if name == CHOSEN else f"chosen:{one.pk}:{name}",
            "is_chosen": name == CHOSEN,
            "url": f"{explorer}?{urlencode(controls)}",
            "controls": json.dumps(controls),
            "programmes": say.listed([say.words(chosen.programme_labels[each]) for each in kept["sets"][name]]),
        }
        for name, controls in kept["controls"].items()
    ]
    return {
        "headlines": answers.headlines(beside, headings(beside.horizon), tag),
        "programmes": [_programme(each, beside, say) for each in kept["programmes"]],
        "columns": COLUMNS,
        "years": {"last": beside.horizon},
        "scenarios": scenarios,
        "sections": fragments(chosen, tag, SECTIONS, choosing),
        "gap": say.number(100 * max(kept["closed_at_most"] - kept["closed"], 0.0), 1),
        "synthetic": chosen.synthetic,
    }


def _programme(kept: dict[str, Any], beside: Results, say: Language) -> dict[str, Any]:
    """A programme as the table shows it: amounts, growth and cost of the last year, as it stands and as chosen."""
    view = Page(beside, say).view
    stands = next(name for name in beside.scenario_labels if name != EXPLORED)

    def side(which: str, scenario: str) -> dict[str, Any] | None:
        if which not in kept:
            return None
        grows = [
            _("%(share)s from %(year)s") % {"share": say.percent(share, 0), "year": say.year(year)}
            for year, share in kept[which]["grows"]
        ]
        cost = view.value("costs", "pct_gdp", scenario=scenario, programme=kept["programme"], year=beside.horizon)
        amount = kept[which].get("amount")
        return {"amount": None if amount is None else say.number(amount, 2), "grows": grows, "cost": say.gdp(cost, 2)}

    return {
        "label": say.words(kept["label"]),
        "unit": unit_of(kept.get("unit", ""), beside.currency),
        "sides": list(zip(COLUMNS, (side("stands", stands), side("chosen", EXPLORED)), strict=True)),
    }


@page()
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a choice: the report, the workbook, a table, the record, or the floor as a file of rules."""
    one = found(request, Choice, pk)
    folder, called = folder_of(one), f"{one.workspace.slug}-affordable-{one.pk}"
    if name != FLOOR:
        return handed_out(folder, name, called)
    path = folder / "floors" / "affordable.yaml"
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{called}.yaml")
