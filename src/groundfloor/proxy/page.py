"""A proxy means test as one HTML page that needs nothing but itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from groundfloor.proxy.assess import ProxyMeans
from groundfloor.proxy.words import FITTED, HELD_OUT, Told, language
from groundfloor.report.charts.intervals import Interval, intervals
from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.render import ROOT, Section, environment, style
from groundfloor.report.view import present

HERE = Path(__file__).parent
SHARES = ("exclusion_error", "inclusion_error", "selected_of_others", "excluded_of_all", "included_of_all",
          "correctly_placed", "selected", "poor")  # fmt: skip
STEPS = 20
SECTIONS = ("errors", "ways", "score", "notes")
DECILES = range(1, 11)


def html(test: ProxyMeans, lang: str = "en", currency: str = "LCU") -> str:
    """The whole page as text; a language there is none of raises GroundfloorError."""
    from jinja2 import FileSystemLoader

    told = Told(test, language(lang), currency)
    templates = environment().overlay(loader=FileSystemLoader([HERE, ROOT / "templates"]))
    shared = {"t": told.say.text, "synthetic": test.synthetic}
    macros, own = (templates.get_template(name).make_module(shared) for name in ("macros.html", "sections.html"))
    shown = content(told)
    sections = [
        Section(name, told.text(f"page.sections.{name}"), getattr(own, name)(shown, macros.figure, macros.table))
        for name in SECTIONS
    ]
    return str(
        templates.get_template("proxy.html").render(
            **shared,
            lang=lang,
            direction=told.say.direction,
            title=told.text("page.title", survey=test.survey),
            kicker=shown["headline"],
            description=told.text("page.description"),
            data=told.say.text("page.households" if test.synthetic else "page.survey", survey=test.survey),
            sections=sections,
            style=Markup(style()),  # noqa: S704 (our own files)
        )
    )


def content(told: Told) -> Mapping[str, Any]:
    """What the page shows."""
    sentences = list(told.sentences())
    return {
        "headline": sentences[0],
        "sentences": sentences[1:],
        "errors": _errors(told),
        "deciles": _deciles(told),
        "roc": _roc(told),
        "ways": _ways(told),
        "coefficients": _coefficients(told),
        "rule_name": told.test.rule.name,
        "rule": told.test.rule.files[f"programmes/{told.test.rule.name}.yaml"],
        "basis": list(told.basis()),
    }


def _errors(told: Told) -> Table:
    test, say = told.test, told.say
    body = []
    for row in (row for row in test.tables["errors"] if row["sample"] == HELD_OUT):
        measure = row["measure"]
        share = measure in SHARES
        write = say.percent if share else lambda value, digits=2: say.number(value, digits)
        low, high = present(row["low"]), present(row["high"])
        scale, digits = (100.0, 1) if share else (1.0, 2)
        body.append(
            [
                told.text(f"measure.{measure}"),
                write(present(row["value"])),
                say.between(_times(low, scale), _times(high, scale), digits=digits, sign=False),
                write(test.value("errors", sample=FITTED, measure=measure)),
            ]
        )
    headings = [told.text(f"heading.{name}") for name in ("measure", "held_out", "interval", "fitted")]
    return table(told.text("caption.errors"), headings, body)


def _times(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def _deciles(told: Told) -> Figure:
    test, say = told.test, told.say
    values = {
        sample: tuple(test.value("by_decile", sample=sample, decile=k) for k in DECILES)
        for sample in (HELD_OUT, FITTED)
    }
    series = [Series(told.text(f"heading.{key}"), values[sample]) for key, sample in _samples()]
    held_out = values[HELD_OUT]
    sentence = told.text("sentence.deciles", first=say.percent(held_out[0], 0), last=say.percent(held_out[-1], 0))

    def draw(name: str, width: float) -> Markup:
        return lines(
            name, sentence, told.text("chart.deciles"), [str(k) for k in DECILES], series,
            write=lambda v, _: say.percent(v, 0), width=width, unit=told.text("heading.selected"), below=told.text("chart.below"),
        )  # fmt: skip

    body = [[say.number(k), *(say.percent(values[sample][k - 1]) for _, sample in _samples())] for k in DECILES]
    headings = [told.text("heading.decile"), *(one.label for one in series)]
    return Figure("deciles", sentence, draw, table(told.text("caption.deciles"), headings, body))


def _samples() -> tuple[tuple[str, str], ...]:
    return ("held_out", HELD_OUT), ("fitted", FITTED)


def _roc(told: Told) -> Figure | None:
    test, say = told.test, told.say
    area = test.value("errors", sample=HELD_OUT, measure="auc")
    if area is None:
        return None
    at = [k / STEPS for k in range(STEPS + 1)]
    series = [Series(told.text(f"heading.{key}"), _curve(test, sample, at)) for key, sample in _samples()]
    series.append(Series(told.text("chart.chance"), tuple(at)))
    sentence = told.text("sentence.roc", auc=say.number(100 * area), target=told.target)

    def draw(name: str, width: float) -> Markup:
        return lines(
            name, sentence, told.text("chart.roc"), [say.number(100 * x) for x in at], series,
            write=lambda v, _: say.percent(v, 0), width=width, unit=told.text("heading.poor"), below=told.text("chart.others"),
        )  # fmt: skip

    body = [[say.percent(x, 0), *(say.percent(one.values[i]) for one in series[:2])] for i, x in enumerate(at)]
    headings = [told.text("heading.others"), *(one.label for one in series[:2])]
    return Figure("roc", sentence, draw, table(told.text("caption.roc"), headings, body))


def _curve(test: ProxyMeans, sample: str, at: list[float]) -> tuple[float | None, ...]:
    """The curve at given shares of others, along straight lines between its points."""
    rows = [row for row in test.tables["roc"] if row["sample"] == sample]
    x, y = [row["selected_of_others"] for row in rows], [row["selected_of_poor"] for row in rows]
    out: list[float | None] = []
    for value in at:
        above = next((i for i, one in enumerate(x) if one >= value), len(x) - 1)
        before = max(above - 1, 0)
        span = x[above] - x[before]
        part = (value - x[before]) / span if span > 0 else 1.0
        out.append(y[before] + part * (y[above] - y[before]))
    return tuple(out)


def _ways(told: Told) -> Figure | None:
    test, say = told.test, told.say
    known = [way for way in test.ways if told.closed(way) is not None]
    if not known:
        return None
    known.sort(key=lambda way: -(told.closed(way) or 0.0))
    items = [_interval(told, way) for way in known]
    sentence = next(iter(reversed(list(told.on_money()))))

    def draw(name: str, width: float) -> Markup:
        return intervals(
            name, sentence, told.text("chart.ways"), items,
            write=lambda v, _: say.percent(v, 0), width=width, unit=told.text("chart.closed"),
        )  # fmt: skip

    names = ("way", "benefit", "coverage", "excluded", "leaked", "closed", "change")
    body = [[told.label(way), *_figures(told, way)] for way in known]
    behind = table(told.text("caption.ways"), [told.text(f"heading.{name}") for name in names], body, stack=True)
    return Figure("ways", sentence, draw, behind)


def _interval(told: Told, way: str) -> Interval:
    value, low, high = (told.closed(way, column) for column in ("value", "low", "high"))
    return Interval(told.label(way), low, value or 0.0, high, told.say.percent(value, 0))


def _figures(told: Told, way: str) -> Iterator[str]:
    def one(measure: str, line: str | None = None) -> float | None:
        return told.test.value("comparison", way=way, measure=measure, line=line)

    yield told.money(one("benefit_lcu"))
    for measure in ("coverage", "exclusion_error", "leakage"):
        yield told.say.percent(one(measure))
    yield told.say.percent(told.closed(way))
    change = one("fgt0_change", "target")
    yield told.say.number(None if change is None else 100 * change, 1, sign=True)


def _coefficients(told: Told) -> Table:
    say, areas = told.say, len({row["area"] for row in told.test.tables["coefficients"]}) > 1
    whole = told.test.settings.points is not None
    body = []
    for row in told.test.tables["coefficients"]:
        value = say.number(row["value"]) if whole else say.number(row["value"], 4)
        low, high = (None if math.isnan(row[end]) else row[end] for end in ("low", "high"))
        cells = [row["predictor"], *([row["area"]] if areas else []), value]
        body.append([*cells, say.between(low, high, digits=1 if whole else 4, sign=False)])
    names = ("predictor", *(("area",) if areas else ()), "points", "interval")
    headings = [told.text(f"heading.{name}") for name in names]
    return table(told.text("caption.coefficients"), headings, body, words=2 if areas else 1)
