"""Results of access for a page and a workbook, and in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from groundfloor.access.equity.people import labels
from groundfloor.access.equity.welfare import FIFTHS, UNKNOWN
from groundfloor.access.places import PLACES
from groundfloor.access.run import Reached
from groundfloor.access.tables import NONE, shapes, tables
from groundfloor.report.access.sections.answer import sentences
from groundfloor.report.access.words import PLACE, PREFIX, WELFARE, Told, language
from groundfloor.report.findings import finding_rows
from groundfloor.report.language import in_all
from groundfloor.report.page import Page
from groundfloor.report.results import Results
from groundfloor.survey.geography import simplify

FINEST = 1 / 500  # of the map's larger side: bends smaller than this are not drawn

NAMES = (*FIFTHS, UNKNOWN, "poor")

Rings = list[tuple[tuple[float, float], ...]]


def results(found: Reached) -> Results:
    """Every table of access with the names that go with them, as a page and a workbook show them."""
    one = found.description
    labels: dict[str, Mapping[str, str]] = {name: service.label for name, service in one.services.items()}
    supplies: dict[str, Mapping[str, str]] = {
        f"supply.{name}": service.supply.label for name, service in one.services.items() if service.supply
    }
    called = labels_of(found)
    groups: dict[str, Mapping[str, str]] = {NONE: in_all(f"{PREFIX}none")}
    groups |= {f"{PLACE}{name}": in_all(f"{PREFIX}place.{name}") for name in PLACES}
    groups |= {name: label for name, label in called.items() if name not in labels}
    groups |= {
        f"site={name}": dict(question.label) or {"en": name[:1].upper() + name[1:].replace("_", " ")}
        for name, question in one.sites.items()
    }
    return Results(
        country_name=one.country,
        currency="",
        year=one.year,
        horizon=one.year,
        synthetic=False,
        survey_name=one.label,
        floor_label=one.label,
        scenario_labels={},
        programme_labels={**labels, **supplies},
        tables={**tables(found), "findings": finding_rows(found.findings, called)},
        group_labels=groups,
        shapes=_simplified(shapes(found)),
        title=one.label,
    )


def labels_of(found: Reached) -> dict[str, Mapping[str, str]]:
    """What services, parts of the people and fifths are called, by language."""
    one = found.description
    services = {name: service.label for name, service in one.services.items()}
    return {
        **services,
        **labels(one.groups),
        **{f"{WELFARE}{name}": in_all(f"{PREFIX}welfare.{name}") for name in NAMES},
    }


def _simplified(found: Mapping[str, list[list[tuple[float, float]]]]) -> dict[str, Rings]:
    """Rings without the bends that are not seen, nor those too small to be seen."""
    points = [point for rings in found.values() for ring in rings for point in ring]
    if not points:
        return {}
    finest = FINEST * max(max(p[i] for p in points) - min(p[i] for p in points) for i in (0, 1))
    out: dict[str, Rings] = {}
    for group, rings in found.items():
        largest = max(map(_side, rings))
        out[group] = [simplify(ring, finest) for ring in rings if _side(ring) > finest or _side(ring) == largest]
    return out


def _side(ring: list[tuple[float, float]]) -> float:
    return max(max(p[i] for p in ring) - min(p[i] for p in ring) for i in (0, 1))


def told(found: Reached, lang: str = "en") -> list[str]:
    """Who reaches each service, in sentences; a language there is none of raises GroundfloorError."""
    return sentences(Told(Page(results(found), language(lang))))
