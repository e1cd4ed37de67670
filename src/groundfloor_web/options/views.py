"""Pages of options: the list, the library, one option with its versions, and the check while somebody writes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from groundfloor.errors import GroundfloorError
from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import CONTRIBUTORS
from groundfloor_web.options.models import GUARANTEES, Option
from groundfloor_web.options.rules import programme_of
from groundfloor_web.options.templates_library import library
from groundfloor_web.options.versions import differences, versions

LONGEST = 40_000


@page()
def options(request: HttpRequest) -> HttpResponse:
    """What was proposed, by guarantee, and what may be copied."""
    standing = Option.objects.of(request.actor.workspace).standing()  # type: ignore[attr-defined]
    groups = [
        (
            label,
            [one for one in standing if one.guarantee == name],
            [one for one in library().values() if one.guarantee == name],
        )
        for name, label in GUARANTEES
    ]
    return render(request, "options/options.html", {"groups": groups})


@page()
def option(request: HttpRequest, pk: int) -> HttpResponse:
    """An option: its numbers, its rule, its versions."""
    one = found(request, Option, pk)
    shown = {"option": one, "programme": programme_of(one.rule), "versions": versions(one)[::-1]}
    return render(request, "options/option.html", shown)


@page()
def compare(request: HttpRequest, pk: int, before: int, after: int) -> HttpResponse:
    """Two versions of an option beside each other."""
    one = found(request, Option, pk)
    known = {version.number: version for version in versions(one)}
    if before not in known or after not in known:
        raise Http404
    lines = differences(known[before].rule, known[after].rule)
    return render(
        request, "options/compare.html", {"option": one, "before": known[before], "after": known[after], "lines": lines}
    )


@require_POST
@page(CONTRIBUTORS)
def check(request: HttpRequest) -> HttpResponse:
    """What is wrong with a rule as it stands in the box, or what it says."""
    rule = request.POST.get("rule", "")[:LONGEST].replace("\r\n", "\n")
    try:
        return render(request, "options/checked.html", {"programme": programme_of(rule)})
    except GroundfloorError as error:
        return render(request, "options/checked.html", {"problem": str(error)})
