"""The bands against the past: how many earlier values lay in them, in words and by series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.results import Row
from groundfloor.report.spread import ALL
from groundfloor.report.view import present

ORDER = 50
MEAN, PUBLISHED = "mean", "published"


def content(page: Page) -> Mapping[str, Any]:
    """A sentence a series, the table of hits, and what could not be tested."""
    say = page.language
    return {
        "sentences": [*_series(page), *_published(page)],
        "economy": _economy(page),
        "people_told": list(_people_told(page)),
        "people": _people(page),
        "costs": _costs(page),
        "notes": [say.words(one) for one in page.results.assumptions],
    }


def hits(rows: Sequence[Row]) -> tuple[int, int, float, float]:
    """How many values lay inside the bands of 50 and of 90 %, the mean error and the mean size of errors.

    >>> rows = [{"in_50": True, "in_90": True, "error": 1.0}, {"in_50": False, "in_90": True, "error": -3.0}]
    >>> hits(rows)
    (1, 2, -1.0, 2.0)
    """
    errors = [present(row["error"]) or 0.0 for row in rows]
    inside = (sum(bool(row[name]) for row in rows) for name in ("in_50", "in_90"))
    return *inside, sum(errors) / len(errors), sum(map(abs, errors)) / len(errors)  # type: ignore[return-value]


def _series(page: Page) -> Iterator[str]:
    say = page.language
    for name in page.view.distinct("backtest", "series", method=MEAN):
        rows = page.view.rows("backtest", series=name, method=MEAN)
        half, most, mean, _ = hits(rows)
        n = len(rows)
        yield say.text(
            f"monte_carlo.past.{'narrow' if most / n < 0.9 else 'wide'}",
            series=page.names.known("series", name),
            first=say.year(int(rows[0]["origin"])),
            n=say.number(n),
            half=say.number(half),
            most=say.number(most),
            mean=say.points(mean),
        )


def _economy(page: Page) -> Table | None:
    say = page.language
    body = []
    for method in page.view.distinct("backtest", "method"):
        for name in page.view.distinct("backtest", "series", method=method):
            rows = page.view.rows("backtest", series=name, method=method)
            half, most, mean, size = hits(rows)
            shares = [say.percent(one / len(rows), 0) for one in (half, most)]
            points = [say.number(100 * mean, 1, sign=True), say.number(100 * size, 1)]
            labels = [page.names.known("series", name), say.text(f"monte_carlo.past.method.{method}")]
            body.append([*labels, say.number(len(rows)), *points, *shares])
    if not body:
        return None
    names = ("series", "method", "forecasts", "mean_error", "mean_size", "in_50", "in_90")
    headings = [say.text(f"monte_carlo.heading.{name}") for name in names]
    return table(say.text("monte_carlo.past.caption"), headings, body, words=2, households=False)


def _published(page: Page) -> Iterator[str]:
    """A sentence a series on what was forecast at the time."""
    say = page.language
    for name in page.view.distinct("backtest", "series", method=PUBLISHED):
        rows = page.view.rows("backtest", series=name, method=PUBLISHED)
        _, most, mean, size = hits(rows)
        yield say.text(
            "monte_carlo.past.published",
            series=page.names.known("series", name),
            first=say.year(int(rows[0]["origin"]) + 1),
            n=say.number(len(rows)),
            most=say.number(most),
            mean=say.points(mean),
            size=say.points(size, sign=False),
        )


def _people_told(page: Page) -> Iterator[str]:
    """Everybody, the ages that were most off, what that comes to for the floor, and how many groups lay in the bands of the time."""
    say = page.language
    rows = page.view.rows("backtest_population", sex="")
    known = [row for row in rows if row["age"] and present(row["error_pct"]) is not None]
    whole = next((row for row in rows if not row["age"]), None)
    if whole is None or not known:
        return
    years = {"origin": say.year(int(whole["origin"])), "year": say.year(int(whole["year"]))}
    worst = max(known, key=lambda row: abs(float(row["error_pct"])))
    yield say.text(
        "monte_carlo.past.people", **years, whole=_share(page, whole), worst=_share(page, worst), age=str(worst["age"])
    )
    inside = [bool(row["in_90"]) for row in known if row["in_90"] is not None]
    if inside:
        yield say.text(
            "monte_carlo.past.people_bands", **years, n=say.number(len(inside)), most=say.number(sum(inside))
        )
    for row in page.view.rows("backtest_costs", scenario=page.view.floor, programme=ALL):
        if present(row["error_pct"]) is not None:
            yield say.text("monte_carlo.past.cost", **years, share=_share(page, row))


def _share(page: Page, row: Row) -> str:
    return page.language.text("number.percent", n=_too_high(page, row))


def _too_high(page: Page, row: Row) -> str:
    """By how much the projection was too high, in % of what is known now; below 0 it was too low."""
    error = present(row["error_pct"])
    return page.language.number(None if error is None else -error, 1, sign=True)


def _people(page: Page) -> Table | None:
    say, rows = page.language, page.view.rows("backtest_population", sex="")
    if not rows:
        return None
    body = [
        [
            str(row["age"]) or say.text("monte_carlo.past.all_ages"),
            *(say.number((present(row[name]) or 0.0) / 1000) for name in ("forecast", "actual")),
            _too_high(page, row),
        ]
        for row in rows
    ]
    years = {"origin": say.year(int(rows[0]["origin"])), "year": say.year(int(rows[0]["year"]))}
    headings = [say.text(f"monte_carlo.heading.{name}") for name in ("age", "projected", "known", "error_pct")]
    return table(say.text("monte_carlo.past.people_caption", **years), headings, body, households=False)


def _costs(page: Page) -> Table | None:
    say, rows = page.language, page.view.rows("backtest_costs", scenario=page.view.floor)
    if not rows:
        return None
    body = [
        [
            say.text("monte_carlo.past.whole")
            if row["programme"] == ALL
            else page.names.programme(str(row["programme"])),
            *(say.million(present(row[name])) for name in ("forecast_lcu", "actual_lcu")),
            _too_high(page, row),
        ]
        for row in rows
    ]
    headings = [say.text(f"monte_carlo.heading.{name}") for name in ("programme", "projected", "known", "error_pct")]
    caption = say.text(
        "monte_carlo.past.costs_caption",
        origin=say.year(int(rows[0]["origin"])), year=say.year(int(rows[0]["year"])), currency=page.results.currency,
    )  # fmt: skip
    return table(caption, headings, body)
