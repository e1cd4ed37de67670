"""How far a job is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from groundfloor_web.core.pages import found, page
from groundfloor_web.jobs.models import Job


@never_cache
@page()
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """A job: as a page that asks again by itself, or as the fragment that it asks for."""
    template = "jobs/fragment.html" if request.htmx else "jobs/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": found(request, Job, pk)})
