"""Pages of stakeholders, bodies and the work plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groundfloor_web.core.pages import found, page
from groundfloor_web.stakeholders.balance import balance
from groundfloor_web.stakeholders.models import Activity, Body, Moment, Organisation, SupportRequest


@page()
def task_force(request: HttpRequest) -> HttpResponse:
    """The bodies there are."""
    bodies = Body.objects.of(request.actor.workspace).standing().select_related("lead")  # type: ignore[attr-defined]
    return render(request, "stakeholders/task_force.html", {"bodies": bodies})


@page()
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """A body: its mandate, who sits in it, and how it is balanced."""
    one = found(request, Body, pk)
    seats = (
        one.seats.filter(withdrawn=False)
        .select_related("organisation", "titular__user")
        .prefetch_related("alternates__user")
    )
    return render(request, "stakeholders/body.html", {"body": one, "seats": seats, "balance": balance(seats)})


@page()
def organisations(request: HttpRequest) -> HttpResponse:
    """Who has a stake."""
    known = Organisation.objects.of(request.actor.workspace).standing().prefetch_related("seats")  # type: ignore[attr-defined]
    return render(request, "stakeholders/organisations.html", {"organisations": known})


@page()
def work_plan(request: HttpRequest) -> HttpResponse:
    """What is planned, the dates it must meet, and what was asked of whom."""
    workspace = request.actor.workspace  # type: ignore[attr-defined]
    shown = {
        "activities": Activity.objects.of(workspace).standing().select_related("responsible__organisation", "meets"),
        "moments": Moment.objects.of(workspace).standing(),
        "requests": SupportRequest.objects.of(workspace).standing().select_related("asked_by", "asked_of"),
    }
    return render(request, "stakeholders/work_plan.html", shown)
