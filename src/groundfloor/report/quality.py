"""The quality of a survey, part by part, in a language: for a terminal and as a page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from groundfloor.report.language import Language
from groundfloor.report.render import environment, style
from groundfloor.survey.frame import Finding, Survey
from groundfloor.survey.quality import PARTS, part_of
from groundfloor.survey.quality.figure import Figure
from groundfloor.survey.sentences import Value

SHARES = ("missing", "food_share")


@dataclass(frozen=True)
class Part:
    """A part of the report: its title, what was found, and its figures as cells under headings."""

    name: str
    title: str
    findings: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def parts(findings: Sequence[Finding], figures: Sequence[Figure], lang: str) -> list[Part]:
    """The parts that have anything to say, in their order; an unknown language is refused."""
    say = Language(lang)
    headings = tuple(say.text(f"quality.{key}") for key in ("figure", "of", "value", "expected", "ratio"))
    made = []
    for name in PARTS:
        told = tuple(
            say.text(
                "quality.finding",
                severity=say.text(f"severity.{one.severity}"),
                message=say.told(f"finding.{one.says}", _named(one.values, say)),
            )
            for one in findings
            if part_of(one.check) == name
        )
        rows = tuple(_row(one, say) for one in figures if one.part == name)
        if told or rows:
            made.append(Part(name, say.text(f"quality.parts.{name}"), told, headings, rows))
    return made


def _row(one: Figure, say: Language) -> tuple[str, ...]:
    key = f"quality.figures.{one.name}"
    named = say.text(key) if say.has(key) else _variable(one.name, say)
    share = one.part in SHARES or one.name in SHARES
    sex, _space, ages = one.of.partition(" ")
    of = say.text("variable.all") if one.of == "all" else one.of
    if sex in ("female", "male") and ages:
        of = say.text(f"quality.{sex}", ages=ages.replace("-", "–"))
    value = say.percent(one.value) if share else _number(one.value, say)
    expected = "" if one.expected is None else _number(one.expected, say)
    ratio = "" if not one.expected else _number(one.value / one.expected, say)
    return named, of, value, expected, ratio


def _variable(name: str, say: Language) -> str:
    """A variable as a reader names it, with the name under which it stands in survey.yaml."""
    return f"{say.text(f'variable.{name}')} ({name})" if say.has(f"variable.{name}") else name


def _named(values: Mapping[str, Value], say: Language) -> dict[str, Value]:
    return {
        key: _variable(value, say) if key == "name" and isinstance(value, str) else value
        for key, value in values.items()
    }


def _number(value: float, say: Language) -> str:
    return say.number(value) if abs(value) >= 1000 or value == int(value) else say.significant(value)


def lines(made: Sequence[Part]) -> Iterator[str]:
    """The parts as text for a terminal."""
    for part in made:
        yield f"\n{part.title}"
        for told in part.findings:
            yield f"  {told}"
        # a terminal has no room for each variable in each group: the page has
        shown = [row for row in part.rows if part.name != "missing" or row[1] == part.rows[0][1]]
        if shown:
            table = [part.headings, *shown]
            widths = [max(len(row[i]) for row in table) for i in range(len(part.headings))]
            for row in table:
                yield ("    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()


def html(survey: Survey, made: Sequence[Part], lang: str) -> str:
    """The parts as a page."""
    say = Language(lang)
    return str(
        environment()
        .get_template("quality.html")
        .render(
            t=say.text,
            lang=lang,
            direction=say.direction,
            title=say.text("quality.title", name=survey.names.get(lang, survey.name)),
            style=style(),
            parts=made,
        )
    )
