"""sources.bib: what the pack's figures rest on, as plain citations."""

from __future__ import annotations

import re
from pathlib import Path

from groundfloor.documents import read_text
from groundfloor.errors import GroundfloorError, Place

ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s{}]+)\s*,")
FIELD = re.compile(r"[\s,]*(\w+)\s*=\s*")
ESCAPED = re.compile(r"\\([%&_#$])")
SHOWN = ("howpublished", "publisher", "institution", "note", "url")


def read_sources(path: Path) -> list[str]:
    """One citation an entry, in the order of the file. No file: no citations."""
    return citations(read_text(path), str(path)) if path.exists() else []


def citations(text: str, file: str) -> list[str]:
    """Author (year). Title. Where published, from BibTeX entries with values in braces or quotes.

    >>> citations("@misc{weo, author = {{IMF}}, year = 2025, title = {World Economic Outlook}}", "sources.bib")
    ['IMF (2025). World Economic Outlook.']
    """
    found, keys = [], set()
    at = 0
    while match := ENTRY.search(text, at):
        place = Place(file, text.count("\n", 0, match.start()) + 1)
        key = match[2]
        if key in keys:
            raise GroundfloorError(f"The source {key!r} stands twice", place, hint="Give each entry a key of its own.")
        keys.add(key)
        fields, at = _fields(text, match.end(), place)
        for name in ("title", "author", "year"):
            if not fields.get(name):
                raise GroundfloorError(f"The source {key!r} has no {name}", place, hint=f"Add {name} = {{...}}.")
        parts = [
            f"{fields['author']} ({fields['year']})",
            fields["title"],
            *(fields[name] for name in SHOWN if name in fields),
        ]
        found.append(" ".join(part.rstrip(".") + "." for part in parts))
    if not found:
        raise GroundfloorError(
            "The file has no entry", Place(file), expected="entries such as @misc{key, author = {...}, ...}"
        )
    return found


def _fields(text: str, at: int, place: Place) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while match := FIELD.match(text, at):
        value, at = _value(text, match.end(), place)
        fields[match[1].lower()] = " ".join(ESCAPED.sub(r"\1", value).replace("{", "").replace("}", "").split())
    return fields, at


def _value(text: str, at: int, place: Place) -> tuple[str, int]:
    """The value that begins at `at` and the position after it; braces may be nested."""
    if text[at : at + 1] == '"':
        end = text.find('"', at + 1)
        if end > 0:
            return text[at + 1 : end], end + 1
    elif text[at : at + 1] == "{":
        depth = 0
        for end in range(at, len(text)):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            if depth == 0:
                return text[at + 1 : end], end + 1
    elif word := re.compile(r"\w+").match(text, at):
        return word[0], word.end()
    raise GroundfloorError("A value of this source does not end", place, hint="Close its brace or quotation mark.")
