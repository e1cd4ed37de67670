"""A preset in words of a language: what it is, its programmes, parameters and notes, and a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from groundfloor.presets import Calculated, Row, needs_of, presets
from groundfloor.presets.entry import Note
from groundfloor.presets.parameter import Value
from groundfloor.report.language import Language, with_words

MESSAGES = Path(__file__).parent / "messages"
PREFIX = "preset."
MOST_YEARS = 6


@cache
def language(code: str) -> Language:
    """The language of reports with the words on presets; one there is none of raises GroundfloorError.

    >>> language("fr").text("preset.block.low")
    'Variante basse'
    """
    return with_words(code, MESSAGES, PREFIX)


def named(say: Language, kind: str, name: str) -> str:
    """A programme, parameter or block as a reader names it; one of the user's own by its name."""
    key = f"{PREFIX}{kind}.{name}"
    return say.text(key) if say.has(key) else say.words(None, name)


def meaning(say: Language, name: str) -> str:
    """What a parameter is; those of benefit sheets are named by benefit, variant and field."""
    key = f"{PREFIX}parameter.{name}"
    if say.has(key):
        return say.text(key)
    for variant in ("low", "high"):
        benefit, found, field = name.partition(f"_{variant}_")
        if found:
            return say.text(
                f"{PREFIX}sheet",
                programme=named(say, "programme", benefit),
                block=named(say, "block", variant),
                field=say.text(f"{PREFIX}field.{field}"),
            )
    return say.words(None, name)


def note(say: Language, notes: Sequence[Note]) -> str:
    """The notes of a row as sentences."""
    told = []
    for key, values in notes:
        said = {name: named(say, "programme", one) if name == "programme" else one for name, one in values.items()}
        told.append(say.told(f"{PREFIX}note.{key}", said))
    return " ".join(told)


def written(found: Calculated, say: Language) -> list[dict[str, Any]]:
    """The rows with their notes in words."""
    return [{**row, "note": note(say, row["note"])} for row in found.rows]


def parameter_rows(found: Calculated, say: Language) -> list[dict[str, Any]]:
    """A row a parameter: its value, unit, what is known of it, the standard value where it is the user's, what it means."""
    rows = []
    for name, one in found.given.parameters.items():
        mine = name in found.given.overridden
        rows.append(
            {
                "parameter": name,
                "value": shown(found.given[name]),
                "unit": say.text(f"{PREFIX}unit.{one.unit}"),
                "status": "given" if mine else one.mark,
                "standard": shown(one.value) if mine else "",
                "meaning": meaning(say, name),
            }
        )
    return rows


PARAMETER_COLUMNS = ("parameter", "value", "unit", "status", "standard", "meaning")


def shown(value: Value) -> str:
    """A value as text, empty where there is none.

    >>> shown(0.3), shown(None), shown("national"), shown(65.0)
    ('0.3', '', 'national', '65')
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.10g}"


def chosen_years(years: Sequence[int]) -> list[int]:
    """A few years to show: the first, the last, and years between them at equal steps.

    >>> chosen_years(range(2025, 2051))
    [2025, 2030, 2035, 2040, 2045, 2050]
    """
    count = len(years)
    if count <= MOST_YEARS:
        return [int(year) for year in years]
    step = -(-(count - 1) // (MOST_YEARS - 1))
    return [int(year) for i, year in enumerate(years) if i % step == 0 or i == count - 1]


def told(found: Calculated, say: Language) -> Iterator[str]:
    """What was computed, before the figures; where households are synthetic it is said."""
    yield f"{named(say, 'label', found.preset)}, {found.table.inputs.country}."
    yield found.source + "."
    if any(row["synthetic"] for row in found.rows):
        yield say.text(f"{PREFIX}synthetic")
    marks = [one.mark for name, one in found.given.parameters.items() if name not in found.given.overridden]
    yield say.text(
        f"{PREFIX}marks",
        all=len(found.given.parameters),
        given=len(found.given.overridden),
        **{mark: marks.count(mark) for mark in ("published", "reconstructed", "unverified")},
    )
    if found.given.overridden:
        values = (
            f"{name} = {shown(found.given[name])} ({shown(found.given.parameters[name].value) or '–'})"
            for name in found.given.overridden
        )
        yield say.text(f"{PREFIX}overridden", values="; ".join(values))


def shares(found: Calculated, say: Language) -> tuple[list[dict[str, Any]], list[str]]:
    """The total in % of GDP, a row a programme of each block and a column a year, with its columns."""
    years = chosen_years(found.table.inputs.years)
    block, programme = say.text(f"{PREFIX}heading.block"), say.text(f"{PREFIX}heading.programme")
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in found.rows:
        if row["block"] == "labour" or row["year"] not in years:
            continue
        line = rows.setdefault(
            (row["block"], row["programme"]),
            {
                block: named(say, "block", row["block"]),
                programme: named(say, "programme", row["programme"]),
            },
        )
        line[str(row["year"])] = say.number(None if row["pct_gdp"] != row["pct_gdp"] else row["pct_gdp"], 2)
    return list(rows.values()), [block, programme, *map(str, years)]


def notes(found: Calculated, say: Language) -> Iterator[str]:
    """Each note once, with the programmes it is about."""
    about: dict[str, list[str]] = {}
    for row in found.rows:
        for one in row["note"]:
            names = about.setdefault(note(say, [one]), [])
            name = named(say, "programme", row["programme"])
            if name not in names:
                names.append(name)
    for sentence, names in about.items():
        yield say.text(f"{PREFIX}about", names=say.listed(names), sentence=sentence)


def listed(say: Language) -> list[dict[str, str]]:
    """A row a preset: its name, what it is, what it needs."""
    return [
        {"preset": name, "what": named(say, "label", name), "needs": ", ".join(needs_of(name))} for name in presets()
    ]


def labelled(say: Language, rows: Sequence[Row]) -> dict[str, str]:
    """The programmes of rows by name, in words."""
    return {name: named(say, "programme", name) for name in dict.fromkeys(str(row["programme"]) for row in rows)}
