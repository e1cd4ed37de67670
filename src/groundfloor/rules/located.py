"""The text of an expression, each character of which knows its line and column in the file."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import yaml

from groundfloor.errors import Place


@dataclass(frozen=True)
class Located:
    """Normalised text (NFKC, so that look-alike letters are one letter) and where each character stands."""

    text: str
    places: tuple[tuple[int, int], ...]
    file: str

    def place(self, index: int) -> Place:
        """The place of the character at `index`."""
        if not self.places:
            return Place(self.file)
        line, column = self.places[min(index, len(self.places) - 1)]
        return Place(self.file, line, column)


def plain(text: str, place: Place) -> Located:
    """Text on one line that begins at `place`."""
    line, column = place.line or 1, place.column or 1
    return _normalised(text, [(line, column + i) for i in range(len(text))], place.file)


def from_yaml(value: str, node: yaml.Node | None, source: str, file: str) -> Located:
    """The text of a YAML scalar, whatever its style: characters are matched with those of the file in order."""
    if not isinstance(node, yaml.ScalarNode) or not source:
        return plain(value, Place(file))
    raw = source[node.start_mark.index : node.end_mark.index]
    lines, columns = [], []
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    for character in raw:
        lines.append(line)
        columns.append(column)
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    at = raw.find("\n") + 1 if node.style in ("|", ">") else 1 if node.style in ("'", '"') else 0
    places = []
    for character in value:
        start = at
        while at < len(raw) and not (raw[at] == character or (character.isspace() and raw[at].isspace())):
            at += 1
        if at >= len(raw):
            at = start
        inside = min(at, max(len(raw) - 1, 0))
        places.append((lines[inside], columns[inside]) if raw else (line, column))
        at += 1
    return _normalised(value, places, file)


def _normalised(text: str, places: list[tuple[int, int]], file: str) -> Located:
    characters, kept = [], []
    for character, place in zip(text, places, strict=True):
        for one in unicodedata.normalize("NFKC", character):
            characters.append(one)
            kept.append(place)
    return Located("".join(characters), tuple(kept), file)
