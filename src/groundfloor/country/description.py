"""country.yaml: what the pack says of the country, checked key by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundfloor.country.model import Words
from groundfloor.documents import Document, number, read_yaml, year
from groundfloor.errors import GroundfloorError, nearest

REQUIRED = ("country", "name", "currency", "base_year")
KEYS = (*REQUIRED, "fiscal_year", "regions", "lines", "assumptions")
LINE_KEYS = ("label", "value", "unit", "year", "source")
LINE_MAY = ("phrase",)
LINE_UNITS = ("LCU/person/day", "LCU/person/month", "LCU/person/year")
LETTERS = 3
STARTS = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Description:
    """country.yaml as read."""

    code: str
    name: Words
    currency: str
    base_year: int
    lines: dict[str, dict[str, Any]]
    regions: dict[str, Words]
    assumptions: list[Words]


def read_description(path: Path) -> Description:
    """Read and check country.yaml."""
    document = read_yaml(path)
    data = document.data
    refuse_unknown(document, data, KEYS)
    for key in REQUIRED:
        if data.get(key) in (None, ""):
            raise GroundfloorError(f"{key!r} is missing", document.place(key), hint=f"Add '{key}: ...'.")
    _fiscal_year(document)
    return Description(
        code=_capitals(document, "country", "the country's code of ISO 3166, such as GHA"),
        name=words(document, data["name"], "name"),
        currency=_capitals(document, "currency", "the code of ISO 4217, such as GHS"),
        base_year=year(data["base_year"], document.place("base_year"), "base_year"),
        lines={name: _line(document, name, line) for name, line in table(document, "lines").items()},
        regions={name: words(document, value, "regions", name) for name, value in table(document, "regions").items()},
        assumptions=_assumptions(document),
    )


def refuse_unknown(document: Document, data: Mapping[Any, Any], known: tuple[str, ...], *path: str) -> None:
    """Refuse a key that is not in `known`, with the nearest one."""
    for key in data:
        if key not in known:
            raise GroundfloorError(
                f"Unknown key {key!r}",
                document.place(*path, key),
                expected=", ".join(known),
                hint=nearest(str(key), known),
            )


def words(document: Document, value: Any, *path: str | int) -> Words:
    """A text by language; English is what every other language falls back to, so it must be there.

    A text without languages is not enough: nobody could tell which language it is in.
    """
    place = document.place(*path)
    what = " ".join(str(step) for step in path)
    if not isinstance(value, Mapping):
        raise GroundfloorError(f"{what!r} has no languages", place, expected="{en: ..., fr: ...}")
    for language, text in value.items():
        if not isinstance(language, str) or not isinstance(text, str) or not text.strip():
            raise GroundfloorError(
                f"The text of {what!r} in {language!r} is {text!r}",
                place,
                expected="a language code and a text, quoted where needed",
            )
    if "en" not in value:
        raise GroundfloorError(
            f"{what!r} has no English text", place, hint="Add 'en: ...'; other languages may follow."
        )
    return dict(value)


def table(document: Document, key: str) -> dict[str, Any]:
    """The table under `key`, empty when it is absent; names that YAML reads as something else than text are refused."""
    value = document.data.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise GroundfloorError(
            f"{key!r} is not a table", document.place(key), expected="names, each with its entries below"
        )
    for name in value:
        if not isinstance(name, str):
            raise GroundfloorError(
                f"The name {name!r} in {key!r} is not read as text", document.place(key), hint="Put it between quotes."
            )
    return dict(value)


def _capitals(document: Document, key: str, what: str) -> str:
    """A code of three capital letters."""
    code = document.data[key]
    if not (isinstance(code, str) and len(code) == LETTERS and code.isascii() and code.isupper()):
        raise GroundfloorError(f"{key!r} is {code!r}", document.place(key), expected=f"three capital letters: {what}")
    return code


def _fiscal_year(document: Document) -> None:
    """The fiscal year is information for readers of the pack: results are by calendar year."""
    given = document.data.get("fiscal_year", "calendar")
    if given != "calendar" and not (isinstance(given, str) and STARTS.fullmatch(given)):
        raise GroundfloorError(
            f"'fiscal_year' is {given!r}",
            document.place("fiscal_year"),
            expected="calendar, or the month and day it starts, in quotes: '07-01'",
        )


def _line(document: Document, name: str, line: Any) -> dict[str, Any]:
    path = ("lines", name)
    if not isinstance(line, Mapping):
        raise GroundfloorError(
            f"The line {name!r} is not a table", document.place(*path), expected=", ".join(LINE_KEYS)
        )
    refuse_unknown(document, line, (*LINE_KEYS, *LINE_MAY), *path)
    for key in LINE_KEYS:
        if line.get(key) in (None, ""):
            raise GroundfloorError(f"The line {name!r} has no {key}", document.place(*path), hint=f"Add '{key}: ...'.")
    value = number(line["value"], document.place(*path, "value"))
    if value <= 0:
        raise GroundfloorError(
            f"The line {name!r} is {value:g}", document.place(*path, "value"), expected="an amount above 0"
        )
    if line["unit"] not in LINE_UNITS:
        raise GroundfloorError(
            f"The line {name!r} is in {line['unit']!r}",
            document.place(*path, "unit"),
            expected=", ".join(LINE_UNITS),
            hint=nearest(str(line["unit"]), LINE_UNITS),
        )
    return {
        "label": words(document, line["label"], *path, "label"),
        "phrase": words(document, line["phrase"], *path, "phrase") if line.get("phrase") else {},
        "value": value,
        "unit": line["unit"],
        "year": year(line["year"], document.place(*path, "year"), "The year of the prices"),
        "source": str(line["source"]),
    }


def _assumptions(document: Document) -> list[Words]:
    value = document.data.get("assumptions") or []
    if not isinstance(value, list):
        raise GroundfloorError(
            "'assumptions' is not a list",
            document.place("assumptions"),
            expected="lines that begin with '- {en: ..., fr: ...}'",
        )
    return [words(document, item, "assumptions", i) for i, item in enumerate(value)]
