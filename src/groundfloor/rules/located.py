"""The text of an expression, each character of which knows its line and column in the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from groundfloor.documents import place_of
from groundfloor.errors import Place
from groundfloor.rules.tokens import Quotes

# what PyYAML counts as the end of a line
BREAKS = "\n\x85\u2028\u2029"
# what may stand before a scalar itself: an anchor or a tag
PROPERTIES = re.compile(r"\A(?:[&!][^\s]*\s+)*")
ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "v": "\v",
    "\t": "\t",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
HEXADECIMAL = {"x": 2, "u": 4, "U": 8}


@dataclass(frozen=True)
class Located:
    """Normalised text and where each of its characters stands.

    Everything but words between quotes is NFKC, so that letters, digits and signs that look alike are the same; words are NFC,
    which joins an accent to its letter and changes nothing else.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    start: Place

    def place(self, index: int) -> Place:
        """The place of the character at `index`, of the last one beyond the end; of an empty text, where it begins."""
        if not self.places:
            return self.start
        line, column = self.places[min(index, len(self.places) - 1)]
        return Place(self.start.file, line, column)


def plain(text: str, place: Place) -> Located:
    """Text that begins at `place`; a further line of it begins in the first column."""
    return _normalised(text, list(_walked(text, place.line or 1, place.column or 1)), place)


def from_yaml(value: str, node: yaml.ScalarNode, source: str, file: str) -> Located:
    """The text of a YAML scalar, whatever its style: characters are matched with those of the file in order."""
    raw = source[node.start_mark.index : node.end_mark.index]
    stands = list(_walked(raw, node.start_mark.line + 1, node.start_mark.column + 1))
    index = len(raw) - len(PROPERTIES.sub("", raw, count=1))
    written = _written(raw, index, node.style)
    places = []
    for character in value:
        # what is written and not read, such as the indentation, is passed over
        index = next((i for one, i in written if _same(character, one)), index)
        places.append(stands[index])
    return _normalised(value, places, place_of(node, file))


def _same(character: str, written: str) -> bool:
    """YAML folds and drops white space, so any of it stands for any other."""
    return character == written or (character.isspace() and written.isspace())


def _walked(text: str, line: int, column: int) -> Iterator[tuple[int, int]]:
    for i, character in enumerate(text):
        yield line, column
        ends = character in BREAKS or (character == "\r" and text[i + 1 : i + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)


def _written(raw: str, begins: int, style: str | None) -> Iterator[tuple[str, int]]:
    """The characters a scalar was written with, escapes undone, and where in `raw` each begins."""
    if style in ("|", ">"):
        # the header of a block may hold a comment
        begins = raw.find("\n", begins) + 1
    elif style is not None:
        begins += 1
    i = begins
    while i < len(raw):
        if style == "'" and raw[i : i + 2] == "''":
            yield "'", i
            i += 2
        elif style == '"' and raw[i] == "\\" and i + 1 < len(raw):
            length = HEXADECIMAL.get(raw[i + 1])
            if length is None:
                yield ESCAPES.get(raw[i + 1], raw[i + 1]), i
                i += 2
            else:
                yield chr(int(raw[i + 2 : i + 2 + length], 16)), i
                i += 2 + length
        else:
            yield raw[i], i
            i += 1


def _normalised(text: str, places: list[tuple[int, int]], start: Place) -> Located:
    if text.isascii():
        return Located(text, tuple(places), start)
    characters: list[str] = []
    kept: list[tuple[int, int]] = []
    quotes = Quotes()
    for i, cluster in _clusters(text):
        form = unicodedata.normalize("NFC" if quotes.within else "NFKC", cluster)
        for one in form:
            quotes.read(one)
            characters.append(one)
            kept.append(places[i])
    return Located("".join(characters), tuple(kept), start)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the marks that combine with it."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not unicodedata.combining(text[i]):
            yield start, text[start:i]
            start = i
