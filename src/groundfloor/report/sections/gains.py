"""Who gains: which tenths of the people receive the money, poverty before and after, and by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.changes import Change, changes
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.stacked import stacked
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.uncertainty import hundred, interval
from groundfloor.report.view import present

ORDER = 50
DECILES = tuple(range(1, 11))
POOREST = 4
TODAY = "today"


def content(page: Page) -> Mapping[str, Any]:
    """Incidence by decile, poverty by line, poverty by group."""
    return {"incidence": _incidence(page), "poverty": _poverty(page), "by_group": _by_group(page)}


def _incidence(page: Page) -> Figure | None:
    """Each tenth's part of all benefits: its share of each programme, weighted by what the programme pays in that year."""
    say, view, floor = page.language, page.view, page.view.floor
    paid = {
        row["programme"]: value
        for row in view.rows("costs", scenario=floor, year=page.full)
        if (value := present(row.get("transfers_lcu"))) is not None
    }
    shares = {
        name: [view.value("measures", "value", measure="benefit_incidence", scenario=floor, programme=name, group=f"decile={k}") for k in DECILES]
        for name in paid
    }  # fmt: skip
    known = [name for name in paid if all(share is not None for share in shares[name])]
    total = sum(paid[name] for name in known)
    if total <= 0:
        return None
    series = [
        Series(page.names.programme(name), tuple((share or 0.0) * paid[name] / total for share in shares[name]))
        for name in known
    ]
    tenths = [sum(one.values[i] or 0.0 for one in series) for i in range(len(DECILES))]
    sentence = say.text(
        "gains.incidence.sentence",
        share=say.percent(sum(tenths[:POOREST]), 0),
        top=say.percent(tenths[-1], 0),
        year=page.full,
    )

    def draw(name: str, width: float) -> Markup:
        return stacked(
            name, sentence, say.text("gains.incidence.description"), [str(k) for k in DECILES], series,
            write=lambda v, _: say.percent(v, 0), width=width,
            unit=say.text("axis.benefits"), below=say.text("gains.incidence.below"),
        )  # fmt: skip

    body = [
        [say.number(k), *(say.percent(shares[name][i]) for name in known), say.percent(tenths[i])]
        for i, k in enumerate(DECILES)
    ]
    headings = [say.text("heading.decile"), *(one.label for one in series), say.text("gains.all")]
    behind = table(say.text("gains.incidence.caption"), headings, body, note=say.text("gains.incidence.note"))
    return Figure("incidence", sentence, draw, behind)


def _poverty(page: Page) -> Figure | None:
    say, view = page.language, page.view
    items, lines, body = [], [], []
    asked = [(line, measure) for line in view.lines for measure in ("fgt0", "fgt1", "fgt2")] + [(None, "gini")]
    for line, measure in asked:
        row = view.impact(view.floor, page.full, measure, line)
        if row is None:
            continue
        before, after, change = (present(row.get(column)) for column in ("before", "after", "change"))
        low, high = interval(change, row.get("se"))
        label = page.names.line(line) if line else say.text("measure.all_people")
        if measure == "fgt0" and before is not None and after is not None:
            text = say.number(100 * (after - before), 1, sign=True)
            if low is not None and high is not None:
                text = say.text("gains.poverty.sure", n=text, half=say.number(50 * (high - low), 1))
            items.append(Change(label, before, after, text))
            lines.append(line)
        body.append(
            [
                label,
                say.text(f"measure.{measure}"),
                say.percent(before),
                say.percent(after),
                say.number(hundred(change), 2, sign=True),
                say.between(hundred(low), hundred(high), digits=2),
            ]
        )
    if not items:
        return None
    first = items[0]
    sentence = say.text(
        "gains.poverty.sentence",
        line=page.names.below(str(lines[0])), before=say.percent(first.before), after=say.percent(first.after), year=page.full,
    )  # fmt: skip

    def draw(name: str, width: float) -> Markup:
        words = (say.text("gains.without"), say.text("gains.with"))
        return changes(
            name, sentence, say.text("gains.poverty.description"), items,
            names=words, write=lambda v, _: say.percent(v, 0), width=width, unit=say.text("axis.people"),
        )  # fmt: skip

    headings = [say.text(f"heading.{name}") for name in ("line", "measure", "before", "after", "change", "interval")]
    behind = table(say.text("gains.poverty.caption", year=page.full), headings, body, words=2)
    return Figure("poverty", sentence, draw, behind, note=say.text("gains.poverty.note"))


def _by_group(page: Page) -> Figure | None:
    """Poverty today and in the year the floor is in place, as the measures table gives it for each group."""
    say, view, line = page.language, page.view, page.view.line
    items, body = [], []
    for group in view.groups("measures", measure="fgt0", scenario=view.floor, line=line):
        found = [
            rows[0]
            for scenario in (TODAY, view.floor)
            if (rows := view.rows("measures", measure="fgt0", scenario=scenario, line=line, group=group))
        ]
        values = [present(row.get("value")) for row in found]
        if len(values) < 2 or values[0] is None or values[1] is None:
            continue
        label = page.names.group(group)
        items.append(
            (group, Change(label, values[0], values[1], say.number(100 * (values[1] - values[0]), 1, sign=True)))
        )
        errors = [say.percent(present(row.get("se"))) for row in found]
        body.append(
            [
                label,
                say.percent(values[0]),
                errors[0],
                say.percent(values[1]),
                errors[1],
                say.number(present(found[1].get("n"))),
            ]
        )
    if not items or line is None:
        return None
    variable = items[0][0].partition("=")[0]
    shown = sorted((one for group, one in items if group.partition("=")[0] == variable), key=lambda one: -one.before)
    most = max(shown, key=lambda one: abs(one.after - one.before))
    if most.after != most.before:
        years = {"year": page.results.year, "full": page.full}
        ends = {"before": say.percent(most.before), "after": say.percent(most.after)}
        way = "falls" if most.after < most.before else "rises"
        sentence = say.text(f"gains.by_group.{way}", group=most.label, **ends, **years)
    else:
        sentence = say.text("gains.by_group.none")

    def draw(name: str, width: float) -> Markup:
        words = (say.text("gains.today", year=page.results.year), say.text("gains.floor", year=page.full))
        return changes(
            name, sentence, say.text("gains.by_group.description"), shown,
            names=words, write=lambda v, _: say.percent(v, 0), width=width, unit=say.text("axis.people"),
        )  # fmt: skip

    headings = [say.text(f"heading.{name}") for name in ("group", "today", "se", "with_floor", "se", "n")]
    caption = say.text("gains.by_group.caption", line=page.names.below(line))
    behind = table(
        caption, headings, body, note=say.text("gains.by_group.note", year=page.results.year, full=page.full)
    )
    return Figure("poverty-by-group", sentence, draw, behind)
