"""What is shown of essential services, on the page about them and in the report of a run."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from groundfloor.costing.services.description import TOTAL
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.stacked import stacked
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.services.words import BASE, Told
from groundfloor.report.view import present

PAYERS = ("government", "households", "external")
GOVERNMENT = "additional_government_pct_gdp"
Parts = Iterator[str | Figure | Table]


def cost(told: Told) -> Figure:
    """The cost by sector over the years, in % of GDP."""
    say, total = told.say, told.series("total_pct_gdp")
    by_sector = {name: told.series("total_pct_gdp", name) for name in told.sectors}
    values = {
        "first": told.years[0],
        "last": told.years[-1],
        "before": say.gdp(total[0], 1),
        "after": say.gdp(total[-1], 1),
    }
    low, high = (told.series("total_pct_gdp", variant=variant)[-1] for variant in ("low", "high"))
    if None in (total[0], total[-1]):
        sentence = told.text("cost.partly")
    elif low is None or high is None:
        sentence = told.text("cost.sentence", **values)
    else:
        sentence = told.text("cost.between", **values, low=say.number(low, 1), high=say.number(high, 1))
    labelled = {told.sector(name): found for name, found in by_sector.items()}
    return _piled(told, "services-cost", "cost", sentence, labelled, total=total)


def payers(told: Told) -> Figure:
    """Who pays, in % of GDP over the years."""
    say = told.say
    found = {told.text(f"payer.{name}"): told.series(f"{name}_pct_gdp") for name in PAYERS}
    total, last = told.series("total_pct_gdp")[-1], [values[-1] for values in found.values()]
    if not total or None in last:
        sentence = told.text("payers.partly")
    else:
        shares = dict(zip(PAYERS, (say.percent((one or 0.0) / total, 0) for one in last), strict=True))
        sentence = told.text("payers.sentence", last=told.years[-1], **shares)
    return _piled(told, "services-payers", "payers", sentence, found, total=told.series("total_pct_gdp"))


def additional(told: Told) -> Table:
    """What services add to the cost of today's to government, by sector, with the low and high variant of all."""
    rows = [(told.sector(name), told.series(GOVERNMENT, name)) for name in told.sectors]
    rows.append((told.sector(TOTAL), told.series(GOVERNMENT)))
    for variant in ("low", "high"):
        values = told.series(GOVERNMENT, variant=variant)
        if any(one is not None for one in values):
            rows.append((told.text(f"additional.{variant}"), values))
    body = [[label, *(told.say.number(values[i], 3) for i in told.steps)] for label, values in rows]
    caption, note = told.text("additional.caption"), told.text("additional.note")
    return table(caption, told.headings("sector_gdp"), body, households=False, note=note)


def people(told: Told) -> Table:
    """Whom each service is for and reaches, in the first year and the last."""
    say = told.say
    body = []
    for sector, service in told.services:
        target, covered, new = (
            told.series(name, sector, service) for name in ("target_population", "covered", "new_covered")
        )
        share = [None if not a or b is None else b / a for a, b in zip(target, covered, strict=True)]
        added = None if None in new else sum(one or 0.0 for one in new)
        body.append(
            [
                told.service(sector, service),
                told.sector(sector),
                *(say.count(covered[i]) for i in (0, -1)),
                *(say.percent(share[i], 0) for i in (0, -1)),
                say.count(added),
            ]
        )
    years = {"first": told.years[0], "last": told.years[-1]}
    names = ("service", "sector", "covered_first", "covered_last", "share_first", "share_last", "new")
    headings = [told.text(f"people.{name}", **years) for name in names]
    return table(told.text("people.caption"), headings, body, words=2, households=False, note=told.text("people.note"))


def budget(told: Told) -> Parts:
    """Cost, budget and what is between them, of the sectors whose budget is known."""
    body = []
    for name in told.sectors:
        lines = {one: told.series(f"{one}_pct_gdp", name) for one in ("total", "budget", "gap")}
        if any(one is not None for one in lines["budget"]):
            body += [
                [told.sector(name), told.text(f"budget.{one}"), *(told.say.number(values[i], 2) for i in told.steps)]
                for one, values in lines.items()
            ]
    if body:
        sector, *years = told.headings("sector_gdp")
        headings = [sector, told.text("budget.what"), *years]
        yield table(
            told.text("budget.caption"), headings, body, words=2, households=False, note=told.text("budget.note")
        )


def inputs(told: Told) -> Table | None:
    """Staff, teachers and classrooms needed in the few years shown."""
    found: dict[tuple[str, str, str], dict[int, float | None]] = {}
    for row in told.tables.get("services_inputs", ()):
        if row["variant"] == BASE:
            found.setdefault((row["sector"], row["service"], row["input"]), {})[row["year"]] = present(row["needed"])
    body = [
        [
            told.service(sector, service),
            told.text(f"input.{name}"),
            *(told.say.count(by_year.get(told.years[i])) for i in told.steps),
        ]
        for (sector, service, name), by_year in found.items()
    ]
    if not body:
        return None
    service, *years = told.headings("service_needed")
    return table(
        told.text("input.caption"), [service, told.text("input.what"), *years], body, words=2, households=False
    )


def numbers(told: Told) -> Table:
    """Every number with its source, and whether it is an assumption."""
    body = [
        [
            told.sector(row["sector"]),
            str(row["number"]),
            told.text("numbers.assumption" if row["assumption"] else "numbers.source"),
            str(row["source"]),
        ]
        for row in told.tables.get("services_numbers", ())
    ]
    headings = [told.text(f"numbers.{name}") for name in ("sector", "number", "kind", "from")]
    return table(told.text("numbers.caption"), headings, body, words=4, households=False)


def _piled(
    told: Told,
    name: str,
    key: str,
    sentence: str,
    found: dict[str, tuple[float | None, ...]],
    *,
    total: tuple[float | None, ...],
) -> Figure:
    """Columns made up of what is found, in % of GDP, with the table behind."""
    say = told.say
    series = [Series(label, values) for label, values in found.items()]

    def draw(place: str, width: float) -> Markup:
        return stacked(
            place, sentence, told.text(f"{key}.description"), [str(year) for year in told.years], series,
            write=lambda value, digits: say.number(value, digits), width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    lines = [*found.items(), (told.text("all"), total)]
    body = [[label, *(say.number(values[i], 2) for i in told.steps)] for label, values in lines]
    behind = table(
        told.text(f"{key}.caption"),
        told.headings("sector_gdp" if key == "cost" else "payer_gdp"),
        body,
        households=False,
    )
    return Figure(name, sentence, draw, behind, households=False)
