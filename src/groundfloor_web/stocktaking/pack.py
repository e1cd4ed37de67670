"""The country pack of a workspace, read through the library, as things of the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import groundfloor
from groundfloor.country import Country
from groundfloor.errors import GroundfloorError
from groundfloor.rules.programme import Programme
from groundfloor_web.core.models import Workspace
from groundfloor_web.packs import own_pack
from groundfloor_web.stakeholders.models import Organisation
from groundfloor_web.stocktaking.data import words_of
from groundfloor_web.stocktaking.models import Indicator, Scheme, Status

SEX = {
    "female": {"en": "women and girls", "fr": "femmes et filles"},
    "male": {"en": "men and boys", "fr": "hommes et garçons"},
}
POOREST = {
    "en": "fifth {k} of the population, 1 the poorest",
    "fr": "cinquième {k} de la population, 1 étant le plus pauvre",
}


def country_of(workspace: Workspace) -> Country:
    """The pack of a workspace, read and checked; a mistake in it raises GroundfloorError."""
    return groundfloor.read_country(own_pack(workspace))


def spoken(words: Mapping[str, str], workspace: Workspace) -> dict[str, str]:
    """A text in the languages of the workspace, in English where it has none of them."""
    return {tag: text for tag, text in words.items() if tag in workspace.languages and text}


def new_schemes(workspace: Workspace) -> tuple[list[Programme], str]:
    """The schemes of the pack that the inventory never had, and what is wrong with the pack, if anything.

    One that was withdrawn from the inventory does not come back by itself.
    """
    try:
        country = country_of(workspace)
    except GroundfloorError as error:
        return [], str(error)
    known = set(Scheme.objects.of(workspace).values_list("pack_scheme", flat=True))
    return [scheme for scheme in country.schemes if scheme.name not in known], ""


def scheme_values(scheme: Programme, workspace: Workspace) -> dict[str, Any]:
    """A scheme of the pack as the inventory asks for it; what its file does not say stays empty."""
    about = scheme.meta.get
    first = workspace.languages[0] if "en" not in workspace.languages else "en"

    def text(name: str) -> dict[str, str]:
        return {first: str(about(name))} if about(name) else {}

    institution = str(about("institution") or "")
    source = str(about("source") or "")
    body = responsible(institution, workspace)
    return {
        "name": spoken(scheme.label, workspace) or {first: scheme.name},
        "status": Status.PLANNED if scheme.status == "planned" else Status.EXISTING,
        "guarantee": scheme.guarantee,
        "function": scheme.function,
        "law": text("law"),
        "responsible": None if body is None else body.pk,
        "institution": institution,
        "target_group": text("target_group"),
        "benefits": spoken(about("description") or {}, workspace),
        "population": about("caseload"),
        "population_year": about("caseload_year"),
        "population_source": source if about("caseload") is not None else "",
        "cost": about("cost_lcu"),
        "cost_year": about("cost_year"),
        "cost_source": source if about("cost_lcu") is not None else "",
        "pack_scheme": scheme.name,
    }


def responsible(institution: str, workspace: Workspace) -> Organisation | None:
    """The organisation whose name the institution begins with, in any language; None where it is not known."""
    for one in Organisation.objects.of(workspace).standing():
        if any(name and institution.startswith(name) for name in one.name.values()):
            return one
    return None


def new_indicators(workspace: Workspace) -> tuple[list[dict[str, Any]], str]:
    """The values of coverage.csv that are not here yet, as the form of indicators asks for them, and what is wrong with the pack."""
    try:
        country = country_of(workspace)
    except GroundfloorError as error:
        return [], str(error)
    known = {(one.series, one.year, tuple(sorted(one.group.items()))) for one in Indicator.objects.of(workspace)}
    found = [_indicator(row, workspace) for row in country.coverage]
    return [one for one in found if (one["series"], one["year"], tuple(sorted(one["group"].items()))) not in known], ""


def _indicator(row: Mapping[str, Any], workspace: Workspace) -> dict[str, Any]:
    names = words_of("series").get(row["series"], {"en": row["series"]})
    group: Mapping[str, str] = {}
    if row["sex"]:
        group = SEX[row["sex"]]
    elif row["quintile"]:
        group = {tag: text.format(k=row["quintile"]) for tag, text in POOREST.items()}
    return {
        "field": Indicator.Field.PROTECTION,
        "name": spoken(names, workspace) or {workspace.languages[0]: names["en"]},
        "group": spoken(group, workspace),
        "year": row["year"],
        "value": row["coverage_pct"],
        "unit": "%",
        "source": row["source"],
        "series": row["series"],
    }
