"""Pages of decisions and the road map."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from groundfloor_web.core.models import Entry, Membership, Workspace
from groundfloor_web.core.pages import found, page
from groundfloor_web.decisions.calendar_feed import calendar, key_of, member_of
from groundfloor_web.decisions.models import Measure, Step
from groundfloor_web.dialogue.models import Input, Meeting, Position


@page()
def road_map(request: HttpRequest) -> HttpResponse:
    """What was adopted and what is to be done by when."""
    actor = request.actor  # type: ignore[attr-defined]
    steps = Step.objects.of(actor.workspace).standing().select_related("measure", "responsible__organisation")
    steps = steps.prefetch_related("after")
    mine = Membership.objects.of(actor.workspace).get(user_id=actor.user_id)
    feed = request.build_absolute_uri(reverse("decisions:calendar", args=[actor.workspace.slug, key_of(mine)]))
    shown = {
        "measures": Measure.objects.of(actor.workspace).standing().select_related("institution"),
        "steps": steps,
        "feed": feed,
        "span": _span(steps),
    }
    return render(request, "decisions/road_map.html", shown)


def _span(steps: object) -> list[dict[str, object]]:
    """Each step with its place in the whole time, in per cent: from where, and how long."""
    known = list(steps)  # type: ignore[call-overload]
    if not known:
        return []
    first, last = min(one.begins for one in known), max(one.ends for one in known)
    days = max((last - first).days + 1, 1)
    return [
        {
            "step": one,
            "from": round(100 * (one.begins - first).days / days, 2),
            "size": round(100 * ((one.ends - one.begins).days + 1) / days, 2),
        }
        for one in known
    ]


@page()
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """A measure: what it is, its steps, and the way back to who said what, what it rests on and what it costs."""
    one = found(request, Measure, pk)
    item = one.item
    recommendations = [item.recommendation] if item and item.recommendation else []
    if item and item.option:
        recommendations += [other for other in item.option.recommendations.all() if other not in recommendations]
    shown = {
        "measure": one,
        "steps": one.steps.filter(withdrawn=False).select_related("responsible__organisation"),
        "item": item,
        "inputs": Input.objects.filter(item=item, withdrawn=False).select_related("seat__organisation") if item else [],
        "positions": Position.objects.filter(item=item, withdrawn=False).select_related("seat__organisation")
        if item
        else [],
        "runs": item.exploration.runs.filter(withdrawn=False, job__state="done") if item and item.exploration else [],
        "recommendations": recommendations,
        "gaps": list(
            dict.fromkeys(
                [gap for answer in recommendations for gap in answer.answers.all()]
                + (list(item.option.gaps.all()) if item and item.option else [])
            )
        ),
        "trail": Entry.objects.filter(workspace=one.workspace, kind=one.kind_name(), target=str(one.pk)).select_related(
            "actor"
        ),
    }
    return render(request, "decisions/measure.html", shown)


def feed(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The calendar of a member, by a secret address, for programs that cannot log in."""
    workspace = get_object_or_404(Workspace, slug=slug)
    if member_of(workspace, key) is None:
        raise Http404
    steps = Step.objects.of(workspace).standing().exclude(state=Step.State.DROPPED).select_related("measure")
    meetings = Meeting.objects.of(workspace).standing()
    body = calendar(str(workspace), steps, meetings, request.get_host().partition(":")[0])
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


feed.readers = frozenset()  # type: ignore[attr-defined]
